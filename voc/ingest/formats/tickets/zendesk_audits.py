"""Audits of Zendesk's tickets: who they say people are, and the chats that they hold.

For: `zendesk`. Not for: comments, which are events too (`zendesk_tickets`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.formats.parts.document import listed, mapping, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.tickets.zendesk_tickets import ROLES


def people_of_audit(audit: Mapping[str, Any], roles: dict[str, str]) -> None:
    """An audit says who asked and who was assigned where it sets these fields."""
    asked = {
        word(mapping(one).get("value"))
        for one in listed(audit.get("events"))
        if mapping(one).get("field_name") == "requester_id"
    }
    for one in map(mapping, listed(audit.get("events"))):
        person = word(one.get("value"))
        if person and one.get("field_name") == "assignee_id" and person not in asked:
            roles.setdefault(person, "agent")
    for person in asked - {None}:
        roles.setdefault(str(person), "end-user")


def people_of_event(event: Mapping[str, Any], roles: dict[str, str]) -> None:
    """The event that made a ticket says who asked, and any that sets them says who was assigned."""
    children = [mapping(one) for one in listed(event.get("child_events"))]
    asked = {person for one in children if (person := word(one.get("requester_id")))}
    for person in asked:
        roles.setdefault(person, "end-user")
    for one in children:
        person = word(one.get("assignee_id"))
        if person and person not in asked:
            roles.setdefault(person, "agent")


def chatted(events: Sequence[Any], roles: dict[str, str]) -> Iterator[Any]:
    """The events of an audit, each with the messages of the chat that it holds behind it, as public comments; who wrote
    them is put into `roles` where the chat says so."""
    for event in events:
        yield event
        value = mapping(mapping(event).get("value"))
        for one in map(mapping, listed(value.get("history"))):
            writer, side = word(one.get("actor_id")), (word(one.get("actor_type")) or "").lower().replace("_", "-")
            if writer and side in ROLES:
                roles.setdefault(writer, side)
            elif writer and writer in (word(value.get("user_id")), word(value.get("visitor_id"))):
                roles.setdefault(writer, "end-user")
            if word(one.get("type")) == "ChatMessage":
                name = word(one.get("message_id")) or f"{word(value.get('chat_id'))}:{word(one.get('chat_index'))}"
                said = {"id": name if not name.endswith("None") else None, "type": "Comment", "author_id": writer}
                yield {**said, "body": one.get("message"), "public": True, "created_at": moment(one.get("timestamp"))}
