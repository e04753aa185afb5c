"""Aircall: the calls of its analytics, a call a row.

For: the export of the call history as CSV or Excel. Not for: transcripts (`aircall`), JSON of the API (`aircall_json`).
Times are those of the column in UTC; the others are those of each number, and are carried. Durations are seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, folded
from voc.ingest.raw import Raw

_COLUMNS = {
    "interaction_id": ("callid", "callidinternal"), "started_at": ("datetimeutc",), "agent_id": ("user",),
    "queue": ("team", "line"), "queue_wait_s": ("waitingtime",), "talk_s": ("durationincall",),
    "duration_s": ("durationtotal",), "direction": ("direction",), "missed_reason": ("missedcallreason",),
    "reason": ("tags",), "line": ("line",), "ivr_branch": ("ivrbranch",),
}  # fmt: skip
_NOBODY = "[no associated user]"
CLOSED = "out_of_opening_hours"


def like(head: Head) -> Like:
    """How like calls of Aircall a head is."""
    names = frozenset(map(folded, head.columns or head.members))
    usual = ("missedcallreason", "callid", "numbertimezone", "aircallnumber", "calldirectiontype", "durationtotal")
    return having(names, ("datetimeutc", "direction", "answered", "durationincall"), usual)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    return [contact_rows(content, rows, "aircall_calls", _COLUMNS, _row)]


def _row(ours: Cells, theirs: Cells) -> None:
    began = (ours["started_at"] or "").strip()
    ours["started_at"] = f"{began}Z" if began[-1:].isdigit() and "+" not in began else began or None
    ours["channel"] = "voice"
    if (ours["agent_id"] or "").lower() == _NOBODY:
        ours["agent_id"] = None
    answered = (theirs.get("answered") or "").lower()
    if answered == "no":
        ours["talk_s"] = None
    if (ours["direction"] or "").lower() == "inbound" and ours["missed_reason"] != CLOSED:
        ours["is_abandoned"] = {"yes": "false", "no": "true"}.get(answered)


FORMATS = (
    Format(
        "aircall_calls",
        "Aircall calls",
        "Aircall, export of the call history",
        ("interactions",),
        like,
        read,
        rows=True,
    ),
)
