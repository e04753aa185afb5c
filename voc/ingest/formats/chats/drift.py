"""Drift: conversations and their messages, as JSON of its API.

For: /conversations, /conversations/{id} and /conversations/{id}/messages, several pages in a row among them. Not for:
private notes and prompts, which the customer never saw, and events. An author is a contact, who is the customer, or a user,
who is one of ours: a person, or a bot where `bot` says so. An edit takes the place of the message it names.
https://devdocs.drift.com/docs/message-model
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, joined, mapping, truth, word
from voc.ingest.formats.parts.messages import message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("conversationId", "orgId", "author", "body", "createdAt")),
    ("messages", ("conversationId", "author", "bot", "body", "editedMessageId")),
    ("messages", ("conversationId", "author", "bot", "body", "createdAt")),
    ("conversations", ("contactId", "inboxId", "status", "createdAt", "participants")),
)
_ROLES = {"contact": "customer", "user": "agent", "bot": "bot"}
_PRIVATE = ("private_note", "private_prompt")
_SAID = ("chat", "message", "email", "edit", "")


def like(head: Head) -> Like:
    """How like JSON of Drift a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in _things(document)]
    edits = {
        id: one
        for one in found
        if isinstance(one, dict) and _kind(one) == "edit" and (id := word(one, "editedMessageId"))
    }
    return raws(content, "drift", contacts(_piece(one, edits) for one in found))


def _things(document: Any) -> list[Any]:
    """The messages or conversations of a page, wherever the API puts them."""
    page = mapping(document).get("data", document)
    return list(things(page, "messages", "conversations"))


def _kind(one: Mapping[str, Any]) -> str:
    return (word(one, "type") or "").lower()


def _piece(one: Any, edits: Mapping[str, Mapping[str, Any]]) -> Piece | Left:
    if (wrong := strange(one, "a conversation or a message")) is not None:
        return wrong
    if "contactId" in one and "author" not in one:
        return Piece(word(one, "id") or "", _conversation(one))
    talk = word(one, "conversationId")
    if talk is None:
        return Left("missing_id", ", ".join(list(one)[:4]), "a message with its conversationId", "conversationId")
    author = mapping(one, "author")
    customer = word(author, "id") if word(author, "type") == "contact" else None
    return Piece(talk, None, {"channel": "chat", "customer_id": customer}, [_message(one, edits)])


def _conversation(one: Mapping[str, Any]) -> dict[str, str | None]:
    status = (word(one, "status") or "").lower()
    return {
        "started_at": moment(one.get("createdAt")), "channel": "chat", "customer_id": word(one, "contactId"),
        "is_resolved": None if not status else "true" if status == "closed" else "false", "status": status or None,
        "inbox_id": word(one, "inboxId"), "tags": joined(one.get("conversationTags")),
        "updated_at": moment(one.get("updatedAt")),
    }  # fmt: skip


def _message(one: Mapping[str, Any], edits: Mapping[str, Mapping[str, Any]]) -> Message | Left:
    kind, name = _kind(one), word(one, "id")
    if kind in _PRIVATE:
        return Left("private_note", name or "", "a message that the customer could read", "type")
    if kind == "edit" or kind not in _SAID:
        return Left("older_version" if kind == "edit" else "not_a_turn", kind, "a message with words", "type")
    edit = edits.get(name or "")
    if edit is not None and (word(edit, "editType") or "").lower() == "delete":
        return Left("deleted", name or "", "a message that was not taken back", "editedMessageId")
    body = word(edit, "body") or word(one, "body")
    author = mapping(one, "author")
    role = "bot" if truth(author.get("bot")) else _ROLES.get((word(author, "type") or "").lower(), "unknown")
    if not (body or "").strip() and one.get("attachments"):
        return Left("attachment", name or "", "a message with words", "attachments")
    made = message(name, moment(one.get("createdAt")), role, markup.read(body or ""), word(author, "id"))
    return replace(made, found=kind or "message") if isinstance(made, Left) else made


FORMATS = (
    Format("drift", "Drift conversations and messages (JSON)", "Drift API", ("interactions", "turns"), like, read),
)
