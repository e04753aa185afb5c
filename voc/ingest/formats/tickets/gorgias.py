"""Gorgias: tickets with their messages and satisfaction surveys, as JSON of its API.

For: /api/tickets, /api/messages, single tickets, surveys inside them. Not for: its statistics.
https://developers.gorgias.com/reference/the-ticket-object
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("tickets", ("assignee_user", "customer", "messages")),
    ("tickets", ("assignee_user", "last_message_datetime")),
    ("tickets", ("created_datetime", "closed_datetime", "assignee_user")),
    ("messages", ("from_agent", "body_text", "created_datetime")),
    ("surveys", ("scored_datetime", "ticket_id", "score")),
)


def like(head: Head) -> Like:
    """How like JSON of Gorgias a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    # Its times are in UTC, written with an offset or without.
    interactions, said = Sheet("interactions", timezone="UTC"), Sheet("turns", timezone="UTC")
    feedback = Sheet("feedback", timezone="UTC", score=Score("csat", 1, 5))
    found = [one for document in documents(content) for one in _things(document)]
    again = newest(
        found, lambda one: word(mapping(one).get("id")), lambda one: moment(mapping(one).get("updated_datetime"))
    )
    loose: dict[str | None, list[Message]] = {}
    for one, older in zip(found, again, strict=True):
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", found=one, expected="a ticket")
        elif older:
            interactions.reject(older, found=word(one.get("id")), expected="the version updated last")
        elif "scored_datetime" in one:
            _survey(one, {}, feedback)
        elif "from_agent" in one and "body_text" in one:  # a ticket says from_agent of its first message
            _message(one, loose.setdefault(word(one.get("ticket_id")), []), said)
        elif truth(one.get("spam")) or one.get("trashed_datetime"):
            interactions.reject(
                "spam" if truth(one.get("spam")) else "deleted", found=word(one.get("id")), expected="a ticket"
            )
        elif not {"messages", "customer", "status", "channel"} & set(one):
            interactions.reject("not_a_ticket", found=", ".join(list(one)[:6]), expected="a ticket of Gorgias")
        else:
            _ticket(one, interactions, said, feedback)
    for ticket, messages in loose.items():
        for row_number, cells in turns(ticket or "", messages):
            said.keep(row_number, **cells)
    return [
        one.raw(content, "gorgias", content.decoded[1], content.decoded[2]) for one in (interactions, said, feedback)
    ]


def _things(value: Any) -> Iterable[Any]:
    if isinstance(value, Broken):
        return [value.text]
    page = mapping(value)
    for name in ("data", "tickets"):
        if isinstance(page.get(name), list):
            return list(page[name])
    return [page["ticket"]] if isinstance(page.get("ticket"), dict) and "messages" not in page else [value]


def _ticket(one: dict[str, Any], interactions: Sheet, said: Sheet, feedback: Sheet) -> None:
    contact, opened, closed = (
        word(one.get("id")),
        moment(one.get("created_datetime")),
        moment(one.get("closed_datetime")),
    )
    messages: list[Message] = []
    for message in listed(one.get("messages")):
        _message(message, messages, said)
    made = [cells for _, cells in turns(contact or "", messages, opened)]
    reply = next((cells["said_at"] for cells in made if cells["role"] == "agent" and cells["seq"] != "1"), None)
    customer, agent = mapping(one.get("customer")) or mapping(one.get("requester")), mapping(one.get("assignee_user"))
    team, status = mapping(one.get("assignee_team")), word(one.get("status"))
    interactions.keep(
        interaction_id=contact, started_at=opened, ended_at=closed, customer_id=word(customer.get("id")),
        contact_external_id=word(customer.get("external_id")), channel=channel(one.get("channel")),
        agent_id=word(agent.get("id")),
        reason=word(one.get("subject")), first_response_s=between(opened, reply), resolution_s=between(opened, closed),
        is_resolved=None if status is None else "true" if status == "closed" else "false",
        n_replies=str(sum(1 for cells in made if cells["role"] == "agent")) if "messages" in one else None,
        status=status, priority=word(one.get("priority")), tags=joined(one.get("tags")), via=word(one.get("via")),
        language=word(one.get("language")), group=word(team.get("name")), updated_at=moment(one.get("updated_datetime")),
    )  # fmt: skip
    for cells in made:
        said.keep(**cells)
    if survey := mapping(one.get("satisfaction_survey")):
        _survey({"ticket_id": contact, **survey}, one, feedback)


def _message(message: Any, messages: list[Message], said: Sheet) -> None:
    if not isinstance(message, dict):
        said.reject("not_a_json_object", found=message, expected="a message")
        return
    text = _text(message)
    is_note = truth(message.get("public")) is False or message.get("channel") == "internal-note"
    if is_note or not text:
        said.reject(
            "private_note" if is_note else "no_text", found=word(message.get("id")), expected="a message with words"
        )
        return
    agent, sender = truth(message.get("from_agent")), mapping(message.get("sender"))
    role = "unknown" if agent is None else "agent" if agent else "customer"
    if role == "agent" and (message.get("via") == "rule" or word(message.get("rule_id"))):
        role = "bot"  # an answer that a rule sent by itself
    at = moment(message.get("created_datetime")) or moment(message.get("sent_datetime"))
    messages.append(Message(word(message.get("id")), at, role, text, word(sender.get("id"))))


def _text(message: dict[str, Any]) -> str:
    for name in ("body_text", "stripped_text"):
        if said := word(message.get(name)):
            return said.strip()
    return markup.plain(word(message.get("body_html")) or word(message.get("stripped_html")) or "")


def _survey(one: dict[str, Any], ticket: dict[str, Any], feedback: Sheet) -> None:
    score, text = word(one.get("score")), word(one.get("body_text"))
    if score is None and text is None:
        feedback.reject("not_answered", column="score", found=word(one.get("id")), expected="a score from 1 to 5")
        return
    feedback.keep(
        feedback_id=word(one.get("id")) or f"{word(one.get('ticket_id'))}:survey", interaction_id=word(one.get("ticket_id")),
        score=score, text=text, created_at=moment(one.get("scored_datetime")) or moment(one.get("created_datetime")),
        customer_id=word(one.get("customer_id")) or word(mapping(ticket.get("customer")).get("id")),
        agent_id=word(mapping(ticket.get("assignee_user")).get("id")),
    )  # fmt: skip


FORMATS = (
    Format(
        "gorgias", "Gorgias tickets, messages and surveys (JSON)", "Gorgias API", ("interactions", "turns", "feedback"),
        like, read,
    ),
)  # fmt: skip
