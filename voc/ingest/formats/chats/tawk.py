"""tawk.to: transcripts of chats, as JSON of its webhooks and its API.

For: chat:transcript_created, and lists of chats with their messages. Not for: tickets. The letter of a sender says who
speaks: v the visitor, a an agent, s the system. Files and navigation are no turns.
https://developer.tawk.to/webhooks/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, first, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_ROLES = {"v": "customer", "a": "agent", "s": "system", "b": "bot", "visitor": "customer", "agent": "agent",
          "system": "system", "bot": "bot"}  # fmt: skip


def like(head: Head) -> Like:
    """How like a transcript of tawk.to a head is."""
    if head.members.issuperset(("messages", "sender", "t", "msg")):
        return Like(0.9, "a transcript: has messages, sender, t, msg")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "data", "chats")]
    return raws(content, "tawk", [_chat(one) for one in found])


def _chat(one: Any) -> Contact | Left:
    if (wrong := strange(one, "a chat")) is not None:
        return wrong
    chat = mapping(one, "chat") or one
    if not isinstance(chat.get("messages"), list):
        return Left("no_transcript", ", ".join(list(chat)[:4]), "a chat with its messages", "messages")
    visitor = mapping(chat, "visitor")
    cells = {
        "interaction_id": word(first(chat, "id", "chatId")) or word(one, "chatId"), "channel": "chat",
        "customer_id": word(visitor, "id"), "country": word(first(visitor, "country", "countryCode")),
        "property_id": word(one, "property", "id"),
    }  # fmt: skip
    return Contact(cells, [_message(each, str(at)) for at, each in enumerate(chat["messages"], 1)])


def _message(one: Any, place: str) -> Message | Left:
    if not isinstance(one, dict):
        return Left("not_a_turn", found=one, expected="a message")
    kind, sender = (word(one, "type") or "msg").lower(), mapping(one, "sender")
    text = word(one, "msg")
    if kind != "msg" or text is None:
        reason = (
            "attachment"
            if kind in ("file", "attachment") or one.get("attchs") or one.get("attachments")
            else "not_a_turn"
        )
        return Left(reason, kind, "a message with words", "type")
    role = _ROLES.get((word(sender, "t") or "").lower(), "unknown")
    author = word(sender, "id") if role != "unknown" else None
    return message(place, moment(one.get("time")), role, text, author)


FORMATS = (
    Format(
        "tawk", "tawk.to chat transcripts (JSON)", "tawk.to webhooks and API", ("interactions", "turns"), like, read
    ),
)
