"""RingCentral: the call log as its pages export it, a call a row.

For: CSV and Excel. Not for: JSON of the API (`ringcentral`). The export has no id of a call: a row is called by its number.
The weekday in front of a date says whether day or month comes first. Names and telephone numbers are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from voc.ingest.content import Content
from voc.ingest.formats.calls.ringcentral import LEFT, TAKEN
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import duration
from voc.ingest.formats.parts.conversation import Left, later, plain
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.messages import Contact, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.raw import Raw

ID = "ringcentral_table"
_INBOUND = {"incoming": "inbound", "inbound": "inbound", "outgoing": "outbound", "outbound": "outbound"}
_DATED = re.compile(r"(?P<weekday>[A-Za-z]{3})[a-z]*,? (?P<date>\d{1,2}/\d{1,2}/\d{4})")
_CLOCKS = ("%I:%M %p", "%I:%M:%S %p", "%H:%M", "%H:%M:%S")


def like(head: Head) -> Like:
    """How like a call log of RingCentral a head is."""
    usual = ("result description", "action result", "extension", "forwarded to", "included", "purchased", "site")
    return having(head.names, ("type", "direction", "date", "time", "action", "result description", "duration"), usual)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    assert raw is not None
    interactions, _ = sheets([_call(row, stem(content)) for row in rows(raw)])
    return [raw_of(interactions, content, raw, ID)]


def _call(row: Row, file: str) -> Contact | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    if (row.of("type") or "voice").lower() != "voice":
        return Left("not_a_contact", row.of("type"), "a call of this log", "type", row.number)
    direction = _INBOUND.get((row.of("direction") or "").lower())
    result = row.of("action result", "result")
    spent = duration(row.of("duration"))
    begun = _moment(row)
    agent = (row.of("extension") or "").partition(" - ")[0]
    said = (result or "").lower()
    is_in = direction == "inbound"
    cells = {
        "interaction_id": f"{file}:{row.number}", "started_at": begun, "ended_at": later(begun, spent), "channel": "voice",
        "agent_id": agent or None, "direction": direction, "result": result, "action": row.of("action"),
        "is_abandoned": "true" if is_in and said in LEFT else "false" if is_in and said in TAKEN else None,
        "duration_s": None if spent is None else plain(spent), "site": row.of("site"),
    }  # fmt: skip
    return Contact(cells, [], row.number)


def _moment(row: Row) -> str | None:
    """Date and time as ISO; as they stand where the weekday fits neither order, to be judged with their column."""
    date, time = row.of("date"), row.of("time")
    found = _DATED.fullmatch((date or "").strip())
    if found is None or time is None:
        return " ".join(filter(None, (date, time))) or None
    fitting = set()
    for order in ("%m/%d/%Y", "%d/%m/%Y"):
        for clock in _CLOCKS:
            try:
                at = datetime.strptime(f"{found['date']} {time.strip()}", f"{order} {clock}")
            except ValueError:
                continue
            if at.strftime("%a").lower() == found["weekday"].lower():
                fitting.add(at.isoformat())
    return fitting.pop() if len(fitting) == 1 else f"{found['date']} {time}"


FORMATS = (
    Format(
        ID,
        "RingCentral call log, exported",
        "RingCentral, its pages, CSV or Excel",
        ("interactions",),
        like,
        read,
        rows=True,
    ),
)
