"""Gladly: the items of conversations, as JSON a line of its exports, or as its API lists them.

For: conversation_items.jsonl and /conversations/{id}/items. Not for: notes, which agents write to one another, changes of
topic, state or assignee, and calls, which have no words here: none of these is a turn. `initiator` says who acts; what a
rule or an automation sends is a bot's.
https://developer.gladly.com/rest/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import word
from voc.ingest.formats.parts.messages import message, raws
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("items", ("conversationId", "customerId", "initiator", "content", "timestamp")),
    ("items", ("conversationId", "initiator", "responder", "content", "timestamp")),
)
_ROLES = {
    "customer": "customer", "agent": "agent", "system": "system", "rule": "bot", "automation": "bot", "bot": "bot",
    "sidekick": "bot", "answer_bot": "bot", "ai": "bot", "job": "bot", "campaign": "bot", "proactive_conversation": "bot",
}  # fmt: skip
_CHANNELS = {
    "CHAT_MESSAGE": "chat", "EMAIL": "email", "SMS": "sms", "SMS_MESSAGE": "sms", "FACEBOOK_MESSENGER": "social",
    "FACEBOOK_MESSAGE": "social", "FACEBOOK": "social", "INSTAGRAM_DIRECT": "social", "INSTAGRAM": "social",
    "WHATSAPP": "social", "WHATSAPP_MESSAGE": "social", "TWITTER": "social", "TWITTER_DM": "social", "VOICEMAIL": "voice",
    "PHONE_CALL": "voice", "CONTACT_FORM": "web", "MESSAGE": None, "CUSTOM_CHANNEL_MESSAGE": None,
}  # fmt: skip
_NOTES = ("CONVERSATION_NOTE", "CUSTOMER_NOTE", "NOTE", "TASK", "TASK_COMMENT", "TASK_CREATED")


def like(head: Head) -> Like:
    """How like items of Gladly a head is."""
    return marked(head.members, _MARKS, 0.92)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = objects(content, "an item of a conversation", ("items", "data"), "timestamp")
    return raws(content, "gladly", contacts(_piece(one, older) for one, older in found))


def _piece(one: dict[str, Any] | Left, older: str | None) -> Piece | Left:
    if isinstance(one, Left):
        return one
    name, talk = word(one, "id") or "", word(one, "conversationId")
    if older or talk is None:
        return Left(older or "missing_id", name, "an item with its conversationId", "id" if older else "conversationId")
    item, kind = _item(one), (word(one, "content", "type") or "").upper()
    known = {"customer_id": word(one, "customerId")}
    if isinstance(item, Message) or kind == "PHONE_CALL":
        known["channel"] = _CHANNELS.get(kind)
    return Piece(talk, None, known, [item])


def _item(one: Mapping[str, Any]) -> Message | Left:
    name, kind = word(one, "id"), (word(one, "content", "type") or "").upper()
    if kind in _NOTES:
        return Left("private_note", kind, "a message to or from the customer", "content")
    if kind not in _CHANNELS:
        return Left("not_a_turn", kind, "a message with words", "content")
    # The preview of an e-mail repeats its words.
    said = next(
        (
            cell
            for each in ("content", "body", "text", "transcription", "transcript")
            if (cell := word(one, "content", each))
        ),
        None,
    )
    if said is None:
        reason = "not_a_turn" if kind == "PHONE_CALL" else "no_text"
        return Left(reason, kind, "a message with words", "content")
    role = _ROLES.get((word(one, "initiator", "type") or "").lower(), "unknown")
    return message(name, moment(one.get("timestamp")), role, markup.read(said), word(one, "initiator", "id"))


FORMATS = (
    Format(
        "gladly", "Gladly conversation items (JSON)", "Gladly exports and API", ("interactions", "turns"), like, read
    ),
)
