"""Re:amaze: messages and conversations, as JSON of its API.

For: /api/v1/messages, /api/v1/conversations and those of one conversation. Not for: internal notes (visibility 1), which are
no turns. A user is staff or a customer, as the file says. A conversation comes with the message that opened it; where the
messages are in the file too, they are its turns.
https://www.reamaze.com/api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, joined, mapping, truth, word
from voc.ingest.formats.parts.messages import message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("body", "visibility", "staff?", "customer?")),
    ("messages", ("body", "visibility", "origin", "recipients", "friendly_name")),
    ("conversations", ("slug", "subject", "tag_list", "hold_until")),
    ("conversations", ("slug", "subject", "last_customer_message", "message_count")),
)
_VOICE = {"agent": ("staff?", "staff"), "customer": ("customer?", "customer")}
_INTERNAL = ("1", "internal")


def like(head: Head) -> Like:
    """How like JSON of Re:amaze a head is."""
    return marked(head.members, _MARKS, 0.92)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "messages", "conversations")]
    told = {_talk(one) for one in found if isinstance(one, dict) and "body" in one}
    return raws(content, "reamaze", contacts(piece for one in found for piece in _pieces(one, told)))


def _talk(one: Mapping[str, Any]) -> str | None:
    return word(one, "conversation", "slug") or word(one, "conversation_slug")


def _pieces(one: Any, told: set[str | None]) -> Iterator[Piece | Left]:
    if (wrong := strange(one, "a message or a conversation")) is not None:
        yield wrong
    elif "body" in one:
        talk = _talk(one)
        if talk is None:
            yield Left("missing_id", word(one, "created_at") or "", "a message with its conversation", "conversation")
            return
        yield Piece(talk, None, _cells(mapping(one, "conversation")), [_message(one, mapping(one, "user"))])
    else:
        talk, opening = word(one, "slug"), mapping(one, "message")
        user = mapping(opening, "user") or mapping(one, "author")
        items = [_message(opening, user)] if opening and talk not in told else []
        cells = {**_cells(one), "started_at": moment(one.get("created_at")), "tags": joined(one.get("tag_list"))}
        yield Piece(talk or "", {**cells, "status": word(one, "status")}, None, items)


def _cells(one: Mapping[str, Any]) -> dict[str, str | None]:
    category = mapping(one, "category")
    return {
        "reason": word(one, "subject"), "channel": channel(word(category, "channel_type")),
        "category": word(category, "name"),
    }  # fmt: skip


def _message(one: Mapping[str, Any], user: Mapping[str, Any]) -> Message | Left:
    at = moment(one.get("created_at"))
    if (word(one, "visibility") or "0").lower() in _INTERNAL:
        return Left("private_note", at or "", "a message that the customer could read", "visibility")
    sides = [role for role, names in _VOICE.items() if any(truth(user.get(name)) for name in names)]
    text = markup.read(word(one, "body") or "")
    if not text and one.get("attachments"):
        return Left("attachment", at or "", "a message with words", "attachments")
    return message(word(one, "id"), at, sides[0] if len(sides) == 1 else "unknown", text, word(user, "id"))


FORMATS = (
    Format(
        "reamaze", "Re:amaze messages and conversations (JSON)", "Re:amaze API", ("interactions", "turns"), like, read
    ),
)
