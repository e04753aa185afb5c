"""Kustomer: conversations and messages, as JSON of its API and of syncs that made its objects flat.

For: /v1/conversations, /v1/conversations/{id}/messages and events of either (JSON:API: `attributes` and `relationships`),
and records of a tap. Not for: notes, which agents write to one another, and drafts: neither is a turn. `direction` says who
writes; what went out by itself (`auto`) is a bot's. Durations are milliseconds there.
https://developer.kustomer.com/docs/concepts/conversations-and-messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import inner, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.messages import message, raws
from voc.ingest.formats.parts.moments import moment, times
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("attributes", "relationships", "directionType", "preview")),
    ("messages", ("attributes", "relationships", "direction", "preview", "sentAt", "channel")),
    ("messages", ("conversation", "directionType", "preview", "sentAt")),
    ("conversations", ("attributes", "messageCount", "assignedUsers", "lastMessageAt")),
    ("conversations", ("messageCount", "assignedUsers", "assignedTeams", "channels", "satisfactionLevel")),
)
_UNSENT = ("error", "failed", "draft", "canceled", "cancelled")
_MS = 0.001


def like(head: Head) -> Like:
    """How like JSON of Kustomer a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = objects(content, "a conversation or a message", ("data", "included", "results"), "updatedAt")
    return raws(content, "kustomer", contacts(_piece(one, older) for one, older in found))


def _piece(thing: dict[str, Any] | Left, older: str | None) -> Piece | Left:
    if isinstance(thing, Left):
        return thing
    one = mapping(thing, "attributes") or thing
    kind, name = (word(thing.get("type")) or "").lower(), word(thing.get("id")) or ""
    if kind in ("note", "draft"):
        return Left("private_note" if kind == "note" else "draft", name, "a message to or from the customer", "type")
    if kind == "conversation" or (kind != "message" and "messageCount" in one):
        gone = "spam" if truth(one.get("spam")) else "deleted" if truth(one.get("deleted")) else None
        if older or gone:
            return Left(older or gone or "", name, "a conversation that stands", "id")
        return Piece(name, _conversation(thing, one))
    if kind not in ("message", "") or ("direction" not in one and "directionType" not in one):
        return Left("not_a_message", kind or name, "a conversation or a message", "type")
    contact = _of(thing, "conversation") or word(one.get("conversationId")) or ""
    otherwise = {"channel": channel(one.get("channel")), "customer_id": _of(thing, "customer")}
    item = Left(older, name) if older else _message(thing, one)
    return Piece(contact, None, otherwise, [item])


def _conversation(thing: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, str | None]:
    ways = {channel(way) for way in listed(one.get("channels"))} - {None}
    agents = [word(agent) for agent in listed(one.get("assignedUsers"))]
    status = word(one.get("status"))
    is_done = None if status is None else status.lower() == "done"
    return {
        "interaction_id": word(thing.get("id")), "started_at": moment(one.get("createdAt")),
        "ended_at": moment(one.get("endedAt") or (inner(one, "lastDone", "createdAt") if is_done else None)),
        "customer_id": _of(thing, "customer"), "channel": ways.pop() if len(ways) == 1 else None,
        "agent_id": agents[0] if len(agents) == 1 else None, "reason": word(one.get("name")),
        "is_resolved": None if is_done is None else str(is_done).lower(), "status": status,
        "first_response_s": times(inner(one, "firstResponse", "time"), _MS), "priority": word(one.get("priority")),
        "n_reopens": word(one.get("reopenCount")), "direction": word(one.get("direction")),
        "queue": _of(thing, "queue"), "brand_id": _of(thing, "brand"), "tag_ids": joined(one.get("tags")),
    }  # fmt: skip


def _message(thing: Mapping[str, Any], one: Mapping[str, Any]) -> Message | Left:
    name = word(thing.get("id"))
    if truth(one.get("deleted")):
        return Left("deleted", name or "", "a message that stands")
    if (word(one.get("status")) or "").lower() in _UNSENT:
        return Left("not_sent", name or "", "a message that was sent", "status")
    way = (word(one.get("direction")) or (word(one.get("directionType")) or "").rpartition("-")[2]).lower()
    role = {"in": "customer", "out": "bot" if truth(one.get("auto")) else "agent"}.get(way, "unknown")
    said = word(one.get("preview")) or word(one.get("body")) or word(mapping(one, "meta").get("body"))
    author = _of(thing, "createdBy")
    return message(name, moment(one.get("sentAt") or one.get("createdAt")), role, markup.read(said or ""), author)


def _of(thing: Mapping[str, Any], name: str) -> str | None:
    """The id of what `thing` hangs on: under relationships as JSON:API has it, or beside the rest as taps write it."""
    held = inner(thing, "relationships", name, "data", "id")
    return word(held) or word(thing, name, "id") or word(thing, name)


FORMATS = (
    Format(
        "kustomer",
        "Kustomer conversations and messages (JSON)",
        "Kustomer API v1",
        ("interactions", "turns"),
        like,
        read,
    ),
)
