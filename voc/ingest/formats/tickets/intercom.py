"""Intercom, JSON of its API: conversations, lists and searches of them, single messages, webhooks.

For: what /conversations gives, in any version since 1.0. Not for: its tables in a warehouse (`intercom_warehouse`).
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/conversation
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.intercom_parts import OFFICE, SCALE, parts_of, role, text_of, why_not
from voc.ingest.raw import Raw

_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("conversations", ("conversation_parts", "part_type")),
    ("conversations", ("conversation_parts", "source")),
    ("conversations", ("conversation_parts", "conversation_message")),
    ("conversations", ("waiting_since", "snoozed_until")),
    ("conversations", ("admin_assignee_id", "team_assignee_id")),
    ("conversations", ("conversation_rating", "delivered_as")),
    ("conversations", ("conversation_rating", "contacts", "source")),
    ("parts of conversations", ("part_type", "author", "body")),
    ("a message", ("message_type", "conversation_id", "body")),
)
_EVENT = " told by a webhook"  # no member of Intercom's begins with a blank
_STATISTICS = (
    "time_to_assignment", "median_time_to_reply", "count_assignments", "count_conversation_parts", "handling_time",
    "adjusted_handling_time",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like JSON of Intercom a head is."""
    like = marked(head.members, _MARKS, 0.9)
    if like.score:
        return like
    gone = head.members == {"id", "object", "deleted"} and '"conversation"' in head.text
    return Like(0.7, "a conversation that was deleted") if gone else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    interactions, said, feedback = Sheet("interactions"), Sheet("turns"), Sheet("feedback", score=SCALE)
    found = _told([one for document in documents(content) for one in _conversations(document)])
    reasons = newest(found, _id, lambda one: moment(one.get("updated_at")) if isinstance(one, dict) else None)
    for one, reason in zip(found, reasons, strict=True):
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", found=one, expected="a conversation")
        elif reason or one.get("deleted") is True:
            interactions.reject(reason or "deleted", found=_id(one) or "", expected="the version updated last")
        elif "message_type" in one or ("part_type" in one and "conversation_id" in one):
            _alone(one, said)
        elif not {"source", "conversation_message", "conversation_parts", "created_at", "state"} & set(one):
            interactions.reject("not_a_conversation", found=", ".join(list(one)[:6]), expected="a conversation")
        else:
            _conversation(one, interactions, said, feedback)
    return [
        one.raw(content, "intercom", content.decoded[1], content.decoded[2]) for one in (interactions, said, feedback)
    ]


def _conversations(value: Any) -> list[Any]:
    """The conversations in a list, a search, a webhook, or the one that it is."""
    if isinstance(value, Broken):
        return [value.text]
    page = mapping(value)
    for name in ("conversations", "data", "items"):
        inside = page.get(name)
        if isinstance(inside, dict) and name == "data" and isinstance(inside.get("item"), dict):
            is_event = page.get("type") == "notification_event" and "conversation_parts" in inside["item"]
            return [{**inside["item"], _EVENT: True} if is_event else inside["item"]]
        if isinstance(inside, list) and "conversation_parts" not in page:
            return inside
    return [value]


def _told(found: Sequence[Any]) -> list[Any]:
    """`found`, with all that webhooks told of a conversation in each of its versions: one tells only what is new."""
    told: dict[str, list[Any]] = {}
    for one in found:
        if isinstance(one, dict) and _EVENT in one:
            told.setdefault(_id(one) or "", []).extend(parts_of(one))
    every = {
        name: list({_id(part) or at: part for at, part in enumerate(parts)}.values()) for name, parts in told.items()
    }
    return [
        {**one, "conversation_parts": every[_id(one) or ""]} if isinstance(one, dict) and _EVENT in one else one
        for one in found
    ]


def _id(one: Any) -> str | None:
    return word(one.get("id")) if isinstance(one, dict) else None


def _alone(one: dict[str, Any], said: Sheet) -> None:
    """A message or part that stands alone: it names its conversation."""
    kind = word(one.get("type")) or ""
    who = role(mapping(one.get("author")) or {"type": kind.removesuffix("_message")})
    body = text_of(one)
    reason = why_not(one) if "part_type" in one else None if body else "no_text"
    if reason:
        said.reject(reason, found=word(one.get("part_type")), expected="a message with words")
        return
    author = word(mapping(one.get("author")).get("id"))
    message = Message(word(one.get("id")), moment(one.get("created_at")), who, body, author)
    for row_number, cells in turns(word(one.get("conversation_id")) or "", [message]):
        said.keep(row_number, **cells)


def _conversation(one: dict[str, Any], interactions: Sheet, said: Sheet, feedback: Sheet) -> None:
    source = mapping(one.get("source")) or mapping(one.get("conversation_message"))
    messages = _messages(one, source, said)
    contact = _contact(one)
    replies = sum(1 for message in messages if message.role == "agent" and not message.opens)
    replied = {"n_replies": str(replies)} if "conversation_parts" in one else {}
    interactions.keep(**_interaction(one, source, contact), **replied)
    if mapping(one.get("statistics")) and OFFICE not in interactions.warnings:
        interactions.warnings.append(OFFICE)
    for row_number, cells in turns(_id(one) or "", messages, moment(one.get("created_at"))):
        said.keep(row_number, **cells)
    _rating(one, contact, feedback)


def _messages(one: dict[str, Any], source: dict[str, Any], said: Sheet) -> list[Message]:
    """The first message, which stands outside the parts, and the parts that are messages."""
    inside = parts_of(one)
    messages = []
    if source and (first := text_of(source)):
        author = mapping(source.get("author"))
        at = moment(source.get("created_at")) or moment(one.get("created_at"))
        messages.append(Message("source", at, role(author), first, word(author.get("id")), opens=True))
    elif source:
        said.reject(
            "redacted" if truth(source.get("redacted")) else "no_text", column="source", expected="a message with words"
        )
    reasons = newest(inside, _id, lambda part: moment(part.get("updated_at")) if isinstance(part, dict) else None)
    for part, again in zip(inside, reasons, strict=True):
        reason = "not_a_json_object" if not isinstance(part, dict) else again or why_not(part)
        if reason:
            said.reject(
                reason, column="part_type", found=word(mapping(part).get("part_type")), expected="a message with words"
            )
            continue
        author = mapping(part.get("author"))
        messages.append(
            Message(
                _id(part), moment(part.get("created_at")), role(author, part), text_of(part), word(author.get("id"))
            )
        )
    return messages


def _contact(one: dict[str, Any]) -> dict[str, Any]:
    """Who asked: the first of its contacts."""
    for name in ("contacts", "customers", "users"):
        several = one.get(name)
        inside = (
            several if isinstance(several, list) else listed(mapping(several).get(name, mapping(several).get("data")))
        )
        if inside and isinstance(inside[0], dict):
            return inside[0]
    return mapping(one.get("user")) or mapping(one.get("customer"))


def _interaction(one: dict[str, Any], source: dict[str, Any], contact: dict[str, Any]) -> dict[str, str | None]:
    numbers = mapping(one.get("statistics"))
    assignee = mapping(one.get("assignee"))
    agent = word(one.get("admin_assignee_id")) or (
        word(assignee.get("id")) if assignee.get("type") == "admin" else None
    )
    opened, state = moment(one.get("created_at")), word(one.get("state"))
    is_open = truth(one.get("open")) if state is None else state != "closed"
    closed = moment(numbers.get("last_close_at")) or moment(numbers.get("last_closed_at"))
    to_reply, to_close = between(opened, moment(numbers.get("first_admin_reply_at"))), between(opened, closed)
    first_close = word(numbers.get("time_to_first_close"))
    cells = {
        "interaction_id": _id(one),
        "started_at": opened,
        "ended_at": None if is_open else closed,
        "customer_id": word(contact.get("id")),
        "contact_external_id": word(contact.get("external_id")) or word(contact.get("user_id")),
        "channel": channel(source.get("type")),
        "agent_id": None if agent == "0" else agent,
        "reason": word(one.get("title")) or text_of({"body": source.get("subject")}) or None,
        "first_response_s": word(numbers.get("time_to_admin_reply")) or to_reply,
        "resolution_s": word(numbers.get("time_to_last_close")) or first_close or to_close,
        "first_resolution_s": first_close,
        "first_response_calendar_s": to_reply,
        "resolution_calendar_s": to_close,
        "is_resolved": None if is_open is None else "false" if is_open else "true",
        "n_reopens": word(numbers.get("count_reopens")),
        "group_id": word(one.get("team_assignee_id")),
        "state": state,
        "priority": word(one.get("priority")),
        "waiting_since": moment(one.get("waiting_since")),
        "snoozed_until": moment(one.get("snoozed_until")),
        "updated_at": moment(one.get("updated_at")),
        "delivered_as": word(source.get("delivered_as")),
        "tags": joined(mapping(one.get("tags")).get("tags", one.get("tags"))),
        "topics": joined(mapping(one.get("topics")).get("topics")),
        "ai_agent_participated": word(one.get("ai_agent_participated")),
    }
    cells |= {name: word(numbers.get(name)) for name in _STATISTICS if name in numbers}
    for name, value in mapping(one.get("custom_attributes")).items():
        if given := joined(value):
            cells[f"custom_{name}"] = given
    return cells


def _rating(one: dict[str, Any], contact: dict[str, Any], feedback: Sheet) -> None:
    given = mapping(one.get("conversation_rating"))
    if not given:
        return
    score, remark = word(given.get("rating", given.get("value", given.get("score")))), word(given.get("remark"))
    remark = markup.read(remark) if remark is not None else None
    if score is None and remark is None:
        feedback.reject("not_answered", column="conversation_rating", expected="a rating from 1 to 5")
        return
    by, about = mapping(given.get("contact")) or mapping(given.get("customer")), mapping(given.get("teammate"))
    agent = word(about.get("id")) if about.get("type") in (None, "admin") else None
    feedback.keep(
        feedback_id=f"{_id(one)}:rating", interaction_id=_id(one), score=score, text=remark,
        created_at=moment(given.get("updated_at")) or moment(given.get("created_at")),
        customer_id=word(by.get("id")) or word(contact.get("id")), agent_id=None if agent == "0" else agent,
    )  # fmt: skip


FORMATS = (
    Format(
        "intercom", "Intercom conversations (JSON)", "Intercom API: conversations, lists, searches, webhooks",
        ("interactions", "turns", "feedback"), like, read,
    ),
)  # fmt: skip
