"""HubSpot's inbox: threads and their messages, as JSON of its Conversations API, and as the tables that a sync makes of it.

For: /conversations/v3/conversations/threads and /threads/{id}/messages, and the threads and the history of messages of a
warehouse, which have the same names in snake_case; of the versions of a row the active one counts. Not for: tickets and
calls (`hubspot`). Comments are notes of agents among themselves, and no turns.
https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3/guide
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import listed, mapping, truth, word
from voc.ingest.formats.parts.messages import message, raws, sheets
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows, versions
from voc.ingest.formats.parts.thread import Message
from voc.ingest.note import note
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("conversationsThreadId", "senders")),
    ("messages", ("conversationsThreadId", "createdBy", "type")),
    ("threads", ("inboxId", "latestMessageTimestamp", "originalChannelId")),
)
# What the letter in front of an actor's id says; E, an e-mail address, and I, an app, may be either side.
_ACTORS = {"V": "customer", "A": "agent", "B": "bot", "L": "bot", "S": "system"}
_THREAD = ("thread_id", "conversation_thread_id", "conversations_thread_id")
_CLOSED = {"CLOSED": "true", "OPEN": "false"}
_OF_THREADS = ("id", "inbox_id", "latest_message_timestamp", "status")
_CHANNELS = {"1000": "chat", "1001": "social", "1002": "email"}


def like(head: Head) -> Like:
    """How like JSON of HubSpot's inbox a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [*objects(content, "a message of a thread", ("results", "messages", "threads"), "updatedAt")]
    n_cut = sum(_is_cut(one) for one, _ in found if not isinstance(one, Left))
    notes = [
        note(
            "{n} messages are cut off in the file: their whole text is at /messages/{id}/original-content",
            n=n_cut,
            id="{id}",
        )
    ]
    made = contacts(one if isinstance(one, Left) else _piece(one, older) for one, older in found)
    return raws(content, "hubspot_threads", made, warnings=notes if n_cut else [])


def like_rows(head: Head) -> Like:
    """How like a warehouse table of messages, or of threads, a head is."""
    if head.names.issuperset(_OF_THREADS) and not head.names.intersection(_THREAD):
        return having(head.names, _OF_THREADS, ["original_channel_id", "associated_contact_id", "closed_at", "spam"])
    thread = next((one for one in _THREAD if one in head.names), _THREAD[0])
    needed = [thread, "id", "created_by", "direction", "type", "text"]
    return having(
        head.names, needed, ["channel_account_id", "truncation_status", "client_type", "rich_text", "status_type"]
    )


def read_rows(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns; a sync writes times in UTC."""
    assert raw is not None
    every = rows(raw)
    pieces: list[Piece | Left] = []
    for row, older in zip(every, versions(every), strict=True):
        if row.wrong is not None:
            pieces.append(Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number))
            continue
        piece = _piece(_as_json(row), older)
        if isinstance(piece, Left):
            pieces.append(replace(piece, row=row.number))
        else:
            pieces.append(replace(piece, items=[replace(one, row=row.number) for one in piece.items]))
    interactions, said = sheets(contacts(pieces), "UTC")
    return [raw_of(one, content, raw, "hubspot_thread_rows") for one in (interactions, said)]


def _as_json(row: Row) -> dict[str, Any]:
    """A row under the names of the API."""
    if row.of(*_THREAD) is None and row.of("latest_message_timestamp") is not None:
        return {
            "id": row.of("id"), "createdAt": row.of("created_at"), "closedAt": row.of("closed_at"),
            "associatedContactId": row.of("associated_contact_id"), "originalChannelId": row.of("original_channel_id"),
            "assignedTo": row.of("assigned_to"), "status": row.of("status"), "inboxId": row.of("inbox_id"),
            "spam": row.of("spam"), "archived": row.of("archived"),
            "latestMessageTimestamp": row.of("latest_message_timestamp"),
        }  # fmt: skip
    return {
        "id": row.of("id"), "conversationsThreadId": row.of(*_THREAD), "type": row.of("type"),
        "createdAt": row.of("created_at"), "createdBy": row.of("created_by"), "direction": row.of("direction"),
        "text": row.of("text"), "richText": row.of("rich_text"), "channelId": row.of("channel_id"),
        "archived": row.is_true("archived"), "truncationStatus": row.of("truncation_status"),
        "status": {"statusType": row.of("status_type")},
    }  # fmt: skip


def _is_cut(one: Mapping[str, Any]) -> bool:
    return "conversationsThreadId" in one and (word(one.get("truncationStatus")) or "NOT_TRUNCATED") != "NOT_TRUNCATED"


def _piece(one: Mapping[str, Any], older: str | None) -> Piece | Left:
    if "conversationsThreadId" not in one and "latestMessageTimestamp" in one:
        gone = "spam" if truth(one.get("spam")) else "deleted" if truth(one.get("archived")) else None
        if older or gone:
            return Left(older or gone or "", found=word(one.get("id")) or "", expected="a thread that stands")
        return Piece(word(one.get("id")) or "", _thread(one))
    way = _CHANNELS.get(word(one.get("channelId")) or "")
    return Piece(word(one.get("conversationsThreadId")) or "", None, {"channel": way}, [_message(one, older)])


def _thread(one: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "interaction_id": word(one.get("id")), "started_at": moment(one.get("createdAt")),
        "ended_at": moment(one.get("closedAt")), "customer_id": word(one.get("associatedContactId")),
        "channel": _CHANNELS.get(word(one.get("originalChannelId")) or ""), "agent_id": word(one.get("assignedTo")),
        "status": word(one.get("status")), "is_resolved": _CLOSED.get((word(one.get("status")) or "").upper()),
        "inbox_id": word(one.get("inboxId")),
        "ticket_id": word(mapping(one.get("threadAssociations")).get("associatedTicketId")),
    }  # fmt: skip


def _message(one: Mapping[str, Any], older: str | None) -> Message | Left:
    kind, name = (word(one.get("type")) or "MESSAGE").upper(), word(one.get("id"))
    if older or truth(one.get("archived")):
        return Left(older or "deleted", found=name or "", expected="a message that stands")
    if kind == "COMMENT":
        return Left("private_note", found=name or "", expected="a message to or from the customer")
    if kind not in ("MESSAGE", "WELCOME_MESSAGE"):
        return Left("not_a_turn", found=kind, expected="a message with words", column="type")
    if word(mapping(one.get("status")).get("statusType")) == "FAILED":
        return Left("not_sent", found=name or "", expected="a message that was sent")
    sender = next(
        (who for each in map(mapping, listed(one.get("senders"))) if (who := word(each.get("actorId")))), None
    )
    author = sender or word(one.get("createdBy"))
    role = "bot" if kind == "WELCOME_MESSAGE" else _role(author, word(one.get("direction")))
    text = word(one.get("text")) or markup.plain(word(one.get("richText")) or "")
    return message(name, moment(one.get("createdAt")), role, text, author)


def _role(actor: str | None, direction: str | None) -> str:
    """By the letter of the actor, where the direction does not say otherwise; of an address by the direction alone."""
    role = _ACTORS.get((actor or "")[:1].upper(), "unknown") if (actor or "")[1:2] == "-" else "unknown"
    way = (direction or "").upper()
    if role == "unknown":
        return "customer" if way == "INCOMING" and (actor or "").startswith(("E-", "V-")) else "unknown"
    return "unknown" if role == "customer" and way == "OUTGOING" else role


FORMATS = (
    Format(
        "hubspot_threads", "HubSpot inbox threads and messages (JSON)", "HubSpot Conversations API v3",
        ("interactions", "turns"), like, read,
    ),
    Format(
        "hubspot_thread_rows", "HubSpot messages of the inbox, synced", "HubSpot in a warehouse, as Fivetran writes it",
        ("interactions", "turns"), like_rows, read_rows, rows=True,
    ),
)  # fmt: skip
