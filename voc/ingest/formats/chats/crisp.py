"""Crisp: the messages of conversations, as JSON of its API and of its exports.

For: /conversation/{session}/messages and lists of conversations with their messages. Not for: notes and events, which are no
turns.
https://docs.crisp.chat/references/rest-api/v1/#get-messages-in-conversation
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, truth, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("session_id", "website_id", "fingerprint", "from", "content")),
    ("messages", ("session_id", "fingerprint", "from", "origin", "content")),
    ("messages", ("fingerprint", "stamped", "from", "content")),
)
_ROLES = {"user": "customer", "operator": "agent"}
_LEFT = {
    "note": "private_note", "event": "not_a_turn", "field": "not_a_turn", "file": "attachment", "animation": "attachment",
    "audio": "attachment",
}  # fmt: skip


def like(head: Head) -> Like:
    """How like messages of Crisp a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    for one in (each for document in documents(content) for each in _messages(document)):
        if (wrong := strange(one, "a message of a conversation")) is not None:
            found.append(wrong)
        else:
            talks.setdefault(word(one.get("session_id")) or "", []).append(_message(one))
    contacts = [Contact({"interaction_id": name or None, "channel": "chat"}, items) for name, items in talks.items()]
    return raws(content, "crisp", [*contacts, *found])


def _messages(document: Any) -> Iterator[Any]:
    """Messages, be they in a page, in a list, or in their conversation, whose session they then belong to."""
    for one in things(document, "data", "conversations", "messages"):
        inside = mapping(one).get("messages")
        if isinstance(inside, list):
            session = word(mapping(one).get("session_id"))
            yield from ({"session_id": session, **each} if isinstance(each, dict) else each for each in inside)
        else:
            yield one


def _message(one: Mapping[str, Any]) -> Message | Left:
    kind, name = (word(one.get("type")) or "text").lower(), word(one.get("fingerprint"))
    if kind in _LEFT:
        return Left(_LEFT[kind], found=kind, expected="a message with words", column="type")
    role = _ROLES.get((word(one.get("from")) or "").lower(), "unknown")
    if role == "agent" and (truth(one.get("automated")) or word(mapping(one.get("user")).get("type")) == "participant"):
        role = "bot" if truth(one.get("automated")) else "unknown"
    said = _text(one.get("content"), kind)
    return message(name, moment(one.get("timestamp")), role, said, word(mapping(one.get("user")).get("user_id")))


def _text(content: Any, kind: str) -> str | None:
    """The words of a message; of a question with choices the question, of a choice that was made its words."""
    if not isinstance(content, dict):
        return word(content)
    made = [
        word(one.get("label")) for one in map(mapping, listed(content.get("choices"))) if truth(one.get("selected"))
    ]
    said = [word(content.get("text")), *(made if kind == "picker" else []), word(content.get("title"))]
    return "\n".join(part for part in said if part) or None


FORMATS = (
    Format("crisp", "Crisp conversation messages (JSON)", "Crisp REST API", ("interactions", "turns"), like, read),
)
