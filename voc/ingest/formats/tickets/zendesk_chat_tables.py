"""Zendesk chats in a warehouse: ticket_chat, a chat a row, and ticket_chat_event, what happened in it.

For: those tables as Fivetran writes them, each by itself; who speaks is told by the chat's end user, where both are there
(`threads`). Not for: the tickets and comments beside them (`zendesk_warehouse`), JSON of the Chat API (`zendesk_chat`).
https://fivetran.com/docs/connectors/applications/zendesk
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import message, sheets
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows, versions
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_CHATS = ("chat_id", "ticket_id", "visitor_id")
_EVENTS = ("chat_id", "chat_index", "actor_id", "type")


def like(head: Head) -> Like:
    """How like one of the two tables a head is."""
    chats = having(head.names, _CHATS, ["backend", "initiator", "user_id", "webpath"])
    events = having(head.names, _EVENTS, ["message", "message_id", "message_source", "original_message"])
    return max(chats, events, key=lambda one: one.score)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns; a sync writes times in UTC."""
    assert raw is not None
    every = rows(raw)
    interactions, said = sheets(
        contacts(_piece(row, older) for row, older in zip(every, versions(every), strict=True)), "UTC"
    )
    return [raw_of(one, content, raw, "zendesk_chat_rows") for one in (interactions, said)]


def _piece(row: Row, older: str | None) -> Piece | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    chat = row.of("chat_id")
    if chat is None or older:
        return Left(older or "missing_id", row.of("type"), "a row of a chat that stands", "chat_id", row.number)
    if "chat_index" not in row.cells and "actor_id" not in row.cells:
        others = row.others(*_CHATS, "user_id", "channel", "webpath")
        return Piece(
            chat, {"chain_id": row.of("ticket_id"), "customer_id": row.of("user_id"), "channel": "chat", **others}
        )
    return Piece(chat, None, {"channel": "chat"}, [_event(row)])


def _event(row: Row) -> Message | Left:
    kind, index = row.of("type") or "", row.of("chat_index")
    if kind != "ChatMessage" or row.is_true(
        "is_history_context"
    ):  # what a bot was shown of an earlier chat was said there
        return Left("not_a_turn", kind, "a ChatMessage with words", "type", row.number)
    name = row.of("message_id") or f"{row.of('chat_id')}:{index}"
    text = markup.read(row.of("message", "original_message") or "")
    return message(name, row.of("created_at"), "unknown", text, row.of("actor_id"), row.number)


FORMATS = (
    Format(
        "zendesk_chat_rows", "Zendesk chats of a warehouse: ticket_chat, ticket_chat_event",
        "Fivetran tables of Zendesk Support",
        ("interactions", "turns"), like, read, rows=True,
    ),
)  # fmt: skip
