"""Twilio: the log of its Messaging as CSV, a message a row, and its messages and calls as a sync writes them.

For: the download of the message log, and Fivetran's tables message and call. Not for: JSON of the APIs (`twilio`), which
says of messages what this does. The two numbers that write to each other are a conversation. What goes out may be a person's
or a program's: its role is unknown.
https://fivetran.com/docs/connectors/applications/twilio
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.chats.twilio import CHANNELS, UNSENT
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, folded
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import OF_THE_SYNC, Raw

ID = "twilio_log"
CALLS = "twilio_calls"
_MESSAGE = ("from", "to", "body", "direction", "numsegments")
_COLUMNS = {
    "interaction_id": ("id",), "chain_id": ("parentcallid",), "started_at": ("starttime", "createdat"),
    "ended_at": ("endtime",), "duration_s": ("duration",), "direction": ("direction",), "status": ("status",),
    "answered_by": ("answeredby",),
}  # fmt: skip


def like(head: Head) -> Like:
    """How like the log of messages a head is."""
    names = frozenset(map(folded, head.columns))
    log = having(names, (*_MESSAGE, "sid"), ("accountsid", "apiversion", "status", "sentdate"))
    synced = having(names, (*_MESSAGE, "id", "accountid"), ("messagingservicesid", "nummedia", "datesent", "priceunit"))
    return max(log, synced, key=lambda one: one.score)


def like_calls(head: Head) -> Like:
    """How like a synced table of calls a head is."""
    names = frozenset(map(folded, head.columns))
    return having(
        names, ("id", "accountid", "direction", "parentcallid", "starttime"), ("queuetime", "duration", "trunkid")
    )


def read_calls(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions; a call that another began is of its chain. A sync writes times in UTC."""
    assert raw is not None
    return [contact_rows(content, replace(raw, timezone="UTC"), CALLS, _COLUMNS, _call)]


def _call(ours: Cells, theirs: Cells) -> None:
    ours["channel"] = "voice"
    ours["chain_id"] = ours["chain_id"] or ours["interaction_id"]


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns."""
    assert raw is not None
    left: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    first: dict[str, Row] = {}
    is_synced = any(name.lower().startswith(OF_THE_SYNC) for name in raw.rows.column_names)
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
    interactions, said = sheets([*contacts, *left], "UTC" if is_synced else None)
    return [raw_of(interactions, content, raw, ID), raw_of(said, content, raw, ID)]


def _channel(row: Row) -> str | None:
    """That of an address with its sort in front, such as whatsapp:+44...; a bare number is a phone's."""
    kind = (row.of("from") or "").partition(":")
    return CHANNELS.get(kind[0].lower()) if kind[1] else CHANNELS["sms"]


def _message(row: Row) -> Message | Left:
    name, way = row.of("sid", "id"), (row.of("direction") or "").lower()
    if (row.of("status") or "").lower() in UNSENT:
        return Left("not_sent", name or "", "a message that was sent", "status", row.number)
    role = "customer" if way == "inbound" else "unknown"
    return message(
        name,
        row.of("sentdate", "datesent", "datecreated", "createdat"),
        role,
        row.of("body") or "",
        row.of("from"),
        row.number,
    )


FORMATS = (
    Format(
        ID, "Twilio log of messages (CSV)", "Twilio Console, Messaging, download of logs; Fivetran",
        ("interactions", "turns"), like, read, rows=True,
    ),
    Format(
        CALLS, "Twilio calls of a warehouse", "Fivetran table of Twilio", ("interactions",), like_calls, read_calls,
        rows=True,
    ),
)  # fmt: skip
