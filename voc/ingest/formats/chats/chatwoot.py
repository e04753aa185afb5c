"""Chatwoot and Freshchat: the messages of conversations, as JSON of their APIs.

For: /conversations/{id}/messages of either, the events of Chatwoot's webhooks, and the answers to Chatwoot's survey, which
stand in the message that asks, or in a list of their own (/csat_survey_responses): 1 to 5. Not for: private notes and
events, which are no turns. In Chatwoot a sender of type user is an agent, so that the way of a message decides, and the type
of a sender which is a bot.
https://developers.chatwoot.com/api-reference/messages/get-messages
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, truth, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_WAYS = {"0": "customer", "incoming": "customer", "1": "agent", "outgoing": "agent", "3": "bot", "template": "bot"}
_EVENT = re.compile(r'"event"\s*:\s*"(?:message_created|message_updated|conversation_[a-z_]+)"')
_ACTORS = {"user": "customer", "agent": "agent", "system": "system", "bot": "bot"}


def like_chatwoot(head: Head) -> Like:
    """How like messages of Chatwoot a head is."""
    if head.members.issuperset(("message_type", "private", "content", "conversation_id")):
        return Like(0.9, "has message_type, private, content, conversation_id")
    if head.members.issuperset(("event", "conversation", "inbox", "account")) and _EVENT.search(head.text):
        return Like(0.9, "events of its webhooks: has event, conversation, inbox, account")
    if head.members.issuperset(("rating", "feedback_message", "conversation_id")):
        return Like(0.9, "answers to its survey: has rating, feedback_message, conversation_id")
    return NOT_LIKE


def like_freshchat(head: Head) -> Like:
    """How like messages of Freshchat a head is."""
    if head.members.issuperset(("message_parts", "actor_type", "message_type")):
        return Like(0.92, "has message_parts, actor_type, message_type")
    return NOT_LIKE


def read(
    reader: str, turn: Callable[[Mapping[str, Any]], Message | Left], content: Content, _: Raw | None
) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    left: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    rated = Sheet("feedback", score=Score("csat", 1, 5))
    every = [each for document in documents(content) for each in _all(document)]
    # A webhook tells of a message when it is sent and whenever it changes: the last that it told is the message.
    again = newest(every, lambda one: word(mapping(one).get("id")) if _is_message(one) else None, lambda _: None)
    for one, older in zip(every, again, strict=True):
        if (wrong := strange(one, "a message of a conversation")) is not None:
            left.append(wrong)
        elif older is not None:
            left.append(Left(older, found=word(one.get("id")) or "", expected="the version told last"))
        elif "event" in one and not _is_message(one):
            left.append(Left("not_a_turn", found=word(one["event"]) or "", expected="a message", column="event"))
        elif "feedback_message" in one and "content" not in one:
            _rating(one, one, word(one.get("conversation_id")), rated)
        else:
            talk = word(one.get("conversation_id")) or word(mapping(one.get("conversation")).get("id")) or stem(content)
            talks.setdefault(talk, []).append(turn(one))
            values = mapping(mapping(one.get("content_attributes")).get("submitted_values"))
            _rating(mapping(values.get("csat_survey_response")), one, talk, rated)
    contacts = [Contact({"interaction_id": name, "channel": "chat"}, items) for name, items in talks.items()]
    return [
        *raws(content, reader, [*contacts, *left]),
        rated.raw(content, reader, content.decoded[1], content.decoded[2]),
    ]


def _all(document: Any) -> Iterator[Any]:
    """The messages of a page, of a list of conversations, or the one that it is."""
    if "event" in mapping(document):
        yield document
        return
    page = mapping(document, "data") or document
    for one in things(page, "payload", "messages", "data"):
        inside = mapping(one).get("messages")
        if isinstance(inside, list) and "content" not in mapping(one):
            contact = word(mapping(one).get("id"))
            yield from ({"conversation_id": contact, **each} if isinstance(each, dict) else each for each in inside)
        else:
            yield one


def _is_message(one: Any) -> bool:
    """Whether an event of a webhook is a message."""
    return (word(mapping(one).get("event")) or "").startswith("message_")


def _rating(given: Mapping[str, Any], of: Mapping[str, Any], talk: str | None, sheet: Sheet) -> None:
    """The answer to a survey, where there is one; `of` is the message or the answer that says when."""
    score, text = word(given.get("rating")), word(given.get("feedback_message"))
    if score is None and text is None:
        return
    asked = word(of.get("message_id")) or word(of.get("id")) or "1"
    sheet.keep(
        feedback_id=f"{talk}:rating:{asked}", interaction_id=talk, score=score, text=text, channel="chat",
        created_at=moment(of.get("updated_at")) or moment(of.get("created_at")),
        customer_id=word(mapping(of.get("contact")).get("id")),
        agent_id=word(mapping(of.get("assigned_agent")).get("id")),
    )  # fmt: skip


def _of_chatwoot(one: Mapping[str, Any]) -> Message | Left:
    name, way = word(one.get("id")), (word(one.get("message_type")) or "").lower()
    if truth(one.get("private")):
        return Left("private_note", name or "", "a message that the customer can read")
    if way in ("2", "activity"):
        return Left("not_a_turn", found="activity", expected="what somebody wrote", column="message_type")
    sender = mapping(one.get("sender"))
    kinds = f"{word(sender.get('type')) or ''} {word(one.get('sender_type')) or ''}".lower()
    role = "bot" if "bot" in kinds or "captain" in kinds else _WAYS.get(way, "unknown")
    said = word(one.get("content"))
    if said is None and one.get("attachments"):
        return Left("attachment", name or "", "a message with words")
    return message(name, moment(one.get("created_at")), role, markup.read(said or ""), word(sender.get("id")))


def _of_freshchat(one: Mapping[str, Any]) -> Message | Left:
    name, kind = word(one.get("id")), (word(one.get("message_type")) or "normal").lower()
    if kind != "normal":
        reason = "private_note" if kind == "private" else "not_a_turn"
        return Left(reason, found=kind, expected="a message to or from the customer", column="message_type")
    parts = [word(mapping(each.get("text")).get("content")) for each in map(mapping, listed(one.get("message_parts")))]
    role = _ACTORS.get((word(one.get("actor_type")) or "").lower(), "unknown")
    said = markup.read("\n".join(part for part in parts if part))
    return message(name, moment(one.get("created_time")), role, said, word(one.get("actor_id")))


FORMATS = (
    Format(
        "chatwoot", "Chatwoot messages and ratings (JSON)", "Chatwoot API", ("interactions", "turns", "feedback"),
        like_chatwoot, partial(read, "chatwoot", _of_chatwoot),
    ),
    Format(
        "freshchat", "Freshchat messages (JSON)", "Freshchat API v2", ("interactions", "turns"), like_freshchat,
        partial(read, "freshchat", _of_freshchat),
    ),
)  # fmt: skip
