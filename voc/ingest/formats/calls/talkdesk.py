"""Talkdesk: the reports of calls and contacts, one contact a row.

Not for: recordings. Columns as in the reports "Calls" and "Contacts", and as the data API
has them (interaction_id, start_at).
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, duration, folded, handled
from voc.ingest.raw import Raw

_COLUMNS = {
    "interaction_id": ("contactid", "interactionid", "callid"),
    "chain_id": ("interactionid",),
    "started_at": ("startedat", "starttime", "startat"),
    "ended_at": ("finishedat", "endtime", "endat"),
    "agent_id": ("userid", "agentid", "username", "agentname"),
    "team": ("teamname",),
    "queue": ("handlingringgroups", "ringgroups"),
    "queue_wait_s": ("waittime", "waitingtime"),
    "talk_s": ("talktime",),
    "hold_s": ("holdtime", "holdingtime"),
    "acw_s": ("aftercallworktime",),
    "handle_s": ("handletime",),
    "reason": ("dispositioncode",),
    "call_type": ("contacttype", "calltype"),
    "direction": ("direction",),
}
_MARKS = (
    "talkdeskphonenumber",
    "companynumber",
    "insidebusinesshoursyesno",
    "inbusinesshours",
    "ringgroups",
    "abandontime",
)


def like(head: Head) -> Like:
    """How like a report of Talkdesk a head is."""
    names = frozenset(map(folded, head.columns or head.members))
    if not names & set(_MARKS):
        return NOT_LIKE
    usual = ("talktime", "waittime", "ringgroups", "abandontime", "holdtime")
    return having(names, ("interactionid", "talktime"), usual)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    return [contact_rows(content, rows, "talkdesk_calls", _COLUMNS, _row)]


def _row(ours: Cells, theirs: Cells) -> None:
    kind, abandoned = (ours["call_type"] or "").lower().replace("_", " "), duration(theirs.get("abandontime"))
    if "abandon" in kind or (abandoned or 0) > 0:
        ours["is_abandoned"] = "true"
    elif (duration(ours["talk_s"]) or 0) > 0:
        ours["is_abandoned"] = "false"
    passed = next(
        (cell for name, cell in theirs.items() if name.startswith("transferout") and "type" not in name), None
    )
    ours["n_transfers"] = None if passed is None else str(int(passed.lower() in ("yes", "true", "1")))
    ours["channel"] = "voice"
    ours["handle_s"] = ours["handle_s"] or handled(ours)


FORMATS = (
    Format(
        "talkdesk_calls", "Talkdesk calls", "Talkdesk, reports of calls and contacts",
        ("interactions",), like, read, rows=True,
    ),
)  # fmt: skip
