"""Five9: the call log report, one call a row.

Not for: recordings. Columns as in the report "Call Log" and the records of getReportResult.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, duration, folded, handled
from voc.ingest.formats.parts.conversation import number
from voc.ingest.raw import Raw

_COLUMNS = {
    "interaction_id": ("callid",),
    "started_at": ("timestamp",),
    "agent_id": ("agent", "agentid"),
    "queue": ("skill", "campaign"),
    "queue_wait_s": ("queuewaittime",),
    "talk_s": ("talktime",),
    "hold_s": ("holdtime",),
    "acw_s": ("aftercallworktime",),
    "handle_s": ("handletime",),
    "n_transfers": ("transfers",),
    "is_abandoned": ("abandoned",),
    "reason": ("disposition",),
    "chain_id": ("sessionid",),
    "campaign": ("campaign",),
    "call_type": ("calltype",),
    "ivr_s": ("ivrtime",),
    "ring_s": ("ringtime",),
}
_GONE = ("abandon", "abandoned", "caller disconnected")  # of an inbound call that no agent took
_NEEDED = (("callid", "queuewaittime", "aftercallworktime"), ("callid", "calltype", "campaign", "ani", "dnis"))


def like(head: Head) -> Like:
    """How like a call log of Five9 a head is."""
    names = frozenset(map(folded, head.columns or head.members))
    usual = ("campaign", "disposition", "queuewaittime", "talktime", "aftercallworktime", "calltype", "dnis")
    found = [having(names, needed, usual) for needed in _NEEDED]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    return [contact_rows(content, rows, "five9_calls", _COLUMNS, _row)]


def _row(ours: Cells, theirs: Cells) -> None:
    began = ours["started_at"] or " ".join(filter(None, (theirs.get("date"), theirs.get("time")))) or None
    ours["started_at"] = began
    with suppress(ValueError):  # else it is in another form, which the checks read
        ours["started_at"] = datetime.strptime(began or "", "%a, %d %b %Y %H:%M:%S").isoformat()
    ours["channel"] = "voice"
    ours["handle_s"] = ours["handle_s"] or handled(ours)
    count = number(ours["is_abandoned"])
    if count is not None:
        ours["is_abandoned"] = "true" if count > 0 else "false"
    elif ours["is_abandoned"] is None and (theirs.get("calltype") or "").lower() == "inbound":
        gone = not ours["agent_id"] and (ours["reason"] or "").lower() in _GONE
        talked = bool(ours["agent_id"]) and (duration(ours["talk_s"]) or 0.0) > 0
        ours["is_abandoned"] = "true" if gone else "false" if talked else None


FORMATS = (
    Format("five9_calls", "Five9 call logs", "Five9, report Call Log", ("interactions",), like, read, rows=True),
)
