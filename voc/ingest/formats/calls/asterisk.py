"""Asterisk: call detail records, as FreePBX, Issabel and cdr_csv with a header write them.

For: CSV of the table cdr. Not for: queue_log, nor records without a header. A call that rang several telephones has a row
for each under one uniqueid: the answered one stays, the longest of several; rows that share a linkedid are one chain.
`billsec` runs from when the exchange answered, which a menu or a queue does too: it is carried, and is no time of talking;
for the same reason a record does not say whether a caller gave up. Names and numbers of callers are left out.
https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import duration
from voc.ingest.formats.parts.conversation import Left, later
from voc.ingest.formats.parts.messages import Contact, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like call detail records a head is."""
    usual = ("dcontext", "lastapp", "channel", "dstchannel", "amaflags", "linkedid", "lastdata", "userfield")
    return having(head.names, ("calldate", "src", "dst", "duration", "billsec", "disposition", "uniqueid"), usual)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    assert raw is not None
    every = rows(raw)
    best: dict[str, Row] = {}
    for row in every:
        name = row.of("uniqueid")
        if row.wrong is None and name and (name not in best or _rank(row) > _rank(best[name])):
            best[name] = row
    interactions, _ = sheets([_call(row, best) for row in every])
    return [raw_of(interactions, content, raw, "asterisk")]


def _rank(row: Row) -> tuple[bool, float]:
    return (row.of("disposition") or "").upper() == "ANSWERED", duration(row.of("billsec")) or 0.0


def _call(row: Row, best: dict[str, Row]) -> Contact | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    name, begun = row.of("uniqueid"), row.of("calldate")
    if name and best[name] is not row:
        return Left("leg_of_a_call", name, "the answered row of this call", "uniqueid", row.number)
    cells = {
        "interaction_id": name, "chain_id": row.of("linkedid"), "started_at": begun, "channel": "voice",
        "ended_at": later(begun, duration(row.of("duration"))), "disposition": row.of("disposition"),
        "duration_s": row.of("duration"), "billsec": row.of("billsec"), "context": row.of("dcontext"),
        "application": row.of("lastapp"), "destination": row.of("dst"), "account": row.of("accountcode"),
    }  # fmt: skip
    return Contact(cells, [], row.number)


FORMATS = (
    Format(
        "asterisk", "Asterisk call detail records", "Asterisk and FreePBX, table cdr as CSV", ("interactions",), like, read,
        rows=True,
    ),
)  # fmt: skip
