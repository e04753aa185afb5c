"""Twilio: the log of its Messaging as CSV, a message a row, as the Console writes it.

For: the download of the message log. Not for: JSON of the APIs (`twilio`), which says of messages what this does. The two
numbers that write to each other are a conversation. What goes out may be a person's or a program's: its role is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.contact_columns import folded
from voc.ingest.formats.conversation import Left
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.messages import Contact, message, sheets
from voc.ingest.formats.table_rows import Row, raw_of, rows
from voc.ingest.formats.thread import Message
from voc.ingest.formats.twilio import CHANNELS, UNSENT
from voc.ingest.raw import Raw

ID = "twilio_log"


def like(head: Head) -> Like:
    """How like the log of messages a head is."""
    names = frozenset(map(folded, head.columns))
    return having(
        names,
        ("from", "to", "body", "direction", "sid", "numsegments"),
        ("accountsid", "apiversion", "status", "sentdate"),
    )


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns."""
    assert raw is not None
    left: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    first: dict[str, Row] = {}
    for row in rows(raw):
        if row.wrong is not None:
            wrong = row.wrong
            left.append(Left(wrong.reason, wrong.found, wrong.expected, wrong.column, row.number))
            continue
        row = Row(row.number, {folded(name): cell for name, cell in row.cells.items()})
        talk = "|".join(sorted(filter(None, (row.of("from"), row.of("to")))))
        first.setdefault(talk, row)
        talks.setdefault(talk, []).append(_message(row))
    contacts = [
        Contact({"interaction_id": name or None, "channel": _channel(first[name])}, items, first[name].number)
        for name, items in talks.items()
    ]
    interactions, said = sheets([*contacts, *left])
    return [raw_of(interactions, content, raw, ID), raw_of(said, content, raw, ID)]


def _channel(row: Row) -> str | None:
    """That of an address with its sort in front, such as whatsapp:+44...; a bare number is a phone's."""
    kind = (row.of("from") or "").partition(":")
    return CHANNELS.get(kind[0].lower()) if kind[1] else CHANNELS["sms"]


def _message(row: Row) -> Message | Left:
    name, way = row.of("sid"), (row.of("direction") or "").lower()
    if (row.of("status") or "").lower() in UNSENT:
        return Left("not_sent", name or "", "a message that was sent", "status", row.number)
    role = "customer" if way == "inbound" else "unknown"
    return message(
        name, row.of("sentdate", "datesent", "datecreated"), role, row.of("body") or "", row.of("from"), row.number
    )


FORMATS = (
    Format(
        ID, "Twilio log of messages (CSV)", "Twilio Console, Messaging, download of logs", ("interactions", "turns"), like,
        read, rows=True,
    ),
)  # fmt: skip
