"""Sunshine Conversations (Smooch), the messaging of Zendesk: messages of its API and events of its webhooks.

For: version 2 (author.type), and version 1 (role: appUser, appMaker). Not for: pictures and other messages without words. A
business speaks by its people and by its bots; a bot is one where its author says so.
https://docs.smooch.io/rest/#operation/listMessages
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

ID = "sunshine"
_ROLES = {"user": "customer", "business": "agent", "appuser": "customer", "appmaker": "agent"}


def like(head: Head) -> Like:
    """How like messages of Sunshine Conversations a head is."""
    members = head.members
    if {"received", "author", "content", "source"} <= members and ('"business"' in head.text or '"user"' in head.text):
        return Like(0.9, "version 2: has received, author, content, source")
    if {"received", "role", "text"} <= members and ('"appUser"' in head.text or '"appMaker"' in head.text):
        return Like(0.9, "version 1: has received, role, appUser")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    talks: dict[str, list[Message | Left]] = {}
    wrong: list[Contact | Left] = []
    for document in documents(content):
        for talk, one in _messages(document):
            if (left := strange(one, "a message")) is not None:
                wrong.append(left)
            else:
                talks.setdefault(talk or stem(content), []).append(_message(one))
    found = [Contact({"interaction_id": talk, "channel": "chat"}, items) for talk, items in talks.items()]
    return raws(content, ID, [*found, *wrong])


def _messages(document: Any) -> Iterator[tuple[str | None, Any]]:
    """The messages of a page or of an event, each with the id of its conversation where that is said."""
    if not isinstance(document, dict):
        for one in document if isinstance(document, list) else [document]:
            yield None, one
        return
    talk = word(mapping(document.get("conversation")), "id") or word(mapping(document.get("conversation")), "_id")
    if isinstance(document.get("events"), list):
        for event in document["events"]:
            inside = mapping(mapping(event).get("payload"))
            if isinstance(inside.get("message"), dict):
                yield word(mapping(inside.get("conversation")), "id"), inside["message"]
    elif isinstance(document.get("messages"), list):
        for one in document["messages"]:
            yield talk, one
    else:
        yield talk, document


def _message(one: Mapping[str, Any]) -> Message | Left:
    author = mapping(one.get("author"))
    role = _ROLES.get((word(author, "type") or word(one, "role") or "").lower(), "unknown")
    if role == "agent" and "AI" in listed(author, "subtypes"):
        role = "bot"
    if (word(one, "role") or "").lower() == "whisper":
        return Left("private_note", word(one, "_id") or "", "what the customer could read")
    by = word(author, "userId") or word(one, "authorId") if role == "customer" else None
    return message(word(one, "id") or word(one, "_id"), moment(one.get("received")), role, _said(one), by)


def _said(one: Mapping[str, Any]) -> str | None:
    """The words of a message; of a form that was filled in, its fields."""
    held = mapping(one.get("content")) or one
    fields = [
        f"{word(each, 'label') or ''}: {said}"
        for each in listed(held, "fields")
        if (said := word(each, "text") or word(each, "email"))
    ]
    return "\n".join(fields) or word(held, "text")


FORMATS = (
    Format(
        ID, "Sunshine Conversations messages (JSON)", "Sunshine Conversations (Smooch, Zendesk messaging) API",
        ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
