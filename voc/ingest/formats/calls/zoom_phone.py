"""Zoom Phone: the log of calls of its API, a call a row.

For: /phone/call_logs and /phone/call_history, as JSON. Not for: recordings and transcripts (WebVTT is `captions`), nor the
download of its pages, whose headings tell (`contact_tables`). Durations are seconds; whether that of a call counts the
ringing is not said, so it is no time of talk. Who took a call is the extension that accepted it.
https://developers.zoom.us/docs/api/phone/
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, folded
from voc.ingest.raw import Raw

_COLUMNS = {
    "interaction_id": ("callid", "id"), "started_at": ("datetime", "starttime"), "ended_at": ("callendtime", "endtime"),
    "department": ("department",), "queue_wait_s": ("waitingtime", "waittime"), "hold_s": ("holdtime",),
    "talk_s": ("talktime",), "duration_s": ("duration",), "direction": ("direction",),
    "result": ("result", "callresult"), "path": ("path",), "answered_at": ("answerstarttime", "answertime"),
    "agent_id": ("acceptedbyextensionnumber",), "user_id": ("userid",),
}  # fmt: skip
_LOST = ("missed", "abandoned", "call cancel", "no answer", "no_answer", "missed call", "cancelled", "call_cancel")
_NEEDED = (
    ("callid", "answerstarttime", "callendtime", "waitingtime"),
    ("callid", "callpathid", "answertime", "callresult"),
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a log of Zoom's calls a head is."""
    names = frozenset(map(folded, head.columns or head.members))
    usual = ("direction", "calltype", "callername", "calleename", "duration", "holdtime", "path", "result")
    found = [having(names, needed, usual) for needed in _NEEDED]
    return max(found, key=lambda one: one.score) if head.is_json else NOT_LIKE


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    return [contact_rows(content, rows, "zoom_phone", _COLUMNS, _row)]


def _row(ours: Cells, theirs: Cells) -> None:
    ours["channel"] = "voice"
    said, came = (ours["result"] or "").lower(), (ours["direction"] or "").lower()
    is_taken = ours["answered_at"] is not None
    if came == "inbound":
        ours["is_abandoned"] = "false" if is_taken else "true" if said in _LOST else None


FORMATS = (Format("zoom_phone", "Zoom Phone calls (JSON)", "Zoom Phone API", ("interactions",), like, read, rows=True),)
