"""CallRail: the call log as its pages export it, a call a row.

For: CSV and Excel. Not for: JSON of the API (`callrail`). The export has no id of a call: a row is called by the id in the
address of its recording, else by its number. Names, numbers and places of callers, and the note, which is an agent's, are
left out. A voicemail is the caller's; who speaks in a transcription in one cell is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import duration
from voc.ingest.formats.parts.conversation import Left, later
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.raw import Raw

ID = "callrail_table"
_ABANDONED = {"answered": "false", "missed": "true", "abandoned": "true"}
_RECORDED = re.compile(r"/calls/(\w{6,40})(?:/|$)")


def like(head: Head) -> Like:
    """How like a call log of CallRail a head is."""
    usual = ("source", "number name", "agent name", "first-time caller", "call highlights", "note", "landing page")
    return having(head.names, ("call status", "tracking number", "start time", "duration (seconds)"), usual)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, and turns of those with words, of a table that has been read."""
    assert raw is not None
    found = sheets([_call(row, stem(content)) for row in rows(raw)])
    return [raw_of(one, content, raw, ID) for one in found]


def _call(row: Row, file: str) -> Contact | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    begun, length = row.of("start time"), row.of("duration (seconds)")
    status = (row.of("call status") or "").strip().lower()
    recorded = _RECORDED.search(row.of("recording url") or "")
    is_in = (row.of("direction", "call direction") or "inbound").strip().lower() != "outbound"
    name = recorded[1] if recorded else f"{file}:{row.number}"
    cells = {
        "interaction_id": name, "started_at": begun, "ended_at": later(begun, duration(length)), "channel": "voice",
        "agent_id": row.of("agent name"), "duration_s": length, "status": row.of("call status"),
        "is_abandoned": _ABANDONED.get(status.removesuffix(" call")) if is_in else None,
        "is_voicemail": "true" if "voicemail" in status else None, "tags": row.of("tags"),
        "marketing_source": row.of("source"), "first_call": row.of("first-time caller"), "keywords": row.of("keywords"),
        "campaign": row.of("campaign"), "medium": row.of("medium"),
    }  # fmt: skip
    role = "customer" if is_in and "voicemail" in status else "unknown"
    said = row.of("transcription")
    return Contact(cells, [message(f"{name}:1", begun, role, said)] if said else [], row.number)


FORMATS = (
    Format(
        ID, "CallRail call log, exported", "CallRail, its pages, CSV", ("interactions", "turns"), like, read, rows=True,
    ),
)  # fmt: skip
