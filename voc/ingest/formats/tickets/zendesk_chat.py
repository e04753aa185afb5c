"""Zendesk Chat: chats and offline messages, as JSON of its Chat API.

For: /api/v2/chats, its search and incremental export. Not for: chats that have become tickets (`zendesk`).
https://developer.zendesk.com/api-reference/live-chat/chat-api/chats/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, word
from voc.ingest.formats.parts.moments import moment, number, seconds
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.zendesk_tickets import RATED
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("chats", ("history", "visitor", "sender_type")),
    ("chats", ("history", "visitor", "department_name")),
    ("chats", ("visitor", "webpath", "session")),
    ("offline messages", ("visitor", "message", "department_id", "timestamp")),
)
_ROLES = {
    "visitor": "customer",
    "enduser": "customer",
    "end_user": "customer",
    "agent": "agent",
    "trigger": "bot",
    "bot": "bot",
}


def like(head: Head) -> Like:
    """How like JSON of Zendesk Chat a head is."""
    return NOT_LIKE if "user_type" in head.members else marked(head.members, _MARKS, 0.85)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    interactions, said = Sheet("interactions"), Sheet("turns")
    feedback = Sheet("feedback", score=Score("thumbs", 0, 1))
    found = [one for document in documents(content) for one in _chats(document)]
    again = newest(found, _id, lambda one: moment(mapping(one).get("update_timestamp")))
    for one, older in zip(found, again, strict=True):
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", found=one, expected="a chat")
        elif older or mapping(one).get("deleted") is True:
            interactions.reject(older or "deleted", found=_id(one), expected="the version updated last")
        elif not {"history", "visitor", "message"} & set(one):
            interactions.reject("not_a_chat", found=", ".join(list(one)[:6]), expected="a chat with its history")
        else:
            _keep(one, interactions, said, feedback)
    return [
        one.raw(content, "zendesk_chat", content.decoded[1], content.decoded[2])
        for one in (interactions, said, feedback)
    ]


def _chats(value: Any) -> Iterable[Any]:
    if isinstance(value, Broken):
        return [value.text]
    for name in ("chats", "docs", "results"):
        inside = mapping(value).get(name)
        if isinstance(inside, list | dict):  # /chats?ids=... gives them by their ids
            return listed(inside)
    return [value]


def _id(one: Any) -> str | None:
    return word(mapping(one).get("id"))


def _keep(one: dict[str, Any], interactions: Sheet, said: Sheet, feedback: Sheet) -> None:
    visitor = mapping(one.get("visitor"))
    customer, agents = word(visitor.get("id")), [word(agent) for agent in listed(one.get("agent_ids"))]
    started, ended = moment(one.get("timestamp")), moment(one.get("end_timestamp"))
    messages, names = [], _names(one)
    for event in listed(one.get("history")):
        kind = word(mapping(event).get("type"))
        text = word(mapping(event).get("msg")) or word(mapping(event).get("message"))
        if not isinstance(event, dict) or kind not in ("chat.msg", None) or text is None:
            reason = (
                "not_a_json_object"
                if not isinstance(event, dict)
                else "not_a_turn"
                if kind != "chat.msg"
                else "no_text"
            )
            said.reject(reason, column="type", found=kind, expected="chat.msg with words")
            continue
        role = _role(event, names)
        author = word(event.get("agent_id")) or (customer if role == "customer" else None)
        messages.append(Message(word(event.get("msg_id")), moment(event.get("timestamp")), role, text, author))
    if offline := word(one.get("message")):
        messages.append(Message("message", started, "customer", offline, customer, opens=True))
    waited = mapping(one.get("response_time"))
    length = word(one.get("duration"))
    begin = seconds(started)
    if ended is None and begin is not None and length is not None and length.isdigit() and len(length) < 8:
        ended = moment(number(begin + int(length)))
    interactions.keep(
        interaction_id=_id(one), chain_id=word(one.get("zendesk_ticket_id")), started_at=started, ended_at=ended,
        customer_id=customer, channel="chat", agent_id=agents[0] if agents else None,
        first_response_s=word(waited.get("first")), n_replies=str(sum(1 for m in messages if m.role == "agent")),
        group=word(one.get("department_name")), type=word(one.get("type")), tags=joined(one.get("tags")),
        missed=word(one.get("missed")), started_by=word(one.get("started_by")), duration_s=length,
    )  # fmt: skip
    for row_number, cells in turns(_id(one) or "", messages, started):
        said.keep(row_number, **cells)
    score, text = RATED.get((word(one.get("rating")) or "").lower()), word(one.get("comment"))
    if score or text:
        feedback.keep(
            feedback_id=f"{_id(one)}:rating", interaction_id=_id(one), score=score, text=text, created_at=ended or started,
            customer_id=customer, agent_id=agents[0] if agents else None,
        )  # fmt: skip


def _names(one: dict[str, Any]) -> dict[str | None, str]:
    """Name -> role, as the chat says who its visitor is and who its agents are; a name that is both is left out."""
    visitor, agents = (
        word(mapping(one.get("visitor")).get("name")),
        {word(each) for each in listed(one.get("agent_names"))},
    )
    roles: dict[str | None, str] = dict.fromkeys(agents - {visitor, None}, "agent")
    return {**roles, visitor: "customer"} if visitor and visitor not in agents else roles


def _role(event: dict[str, Any], names: dict[str | None, str]) -> str:
    """Who wrote: as the event says, by its type or in front of the nick (agent:282646, visitor:10002.3gW), else by the id of
    an agent beside it, else by a name that the chat gives its visitor or an agent."""
    told = _ROLES.get((word(event.get("sender_type")) or "").lower().replace(" ", "_"))
    nick = (word(event.get("nick")) or "").lower()
    if told is None and ":" in nick:
        told = "bot" if nick == "agent:trigger" else _ROLES.get(nick.partition(":")[0])
    return told or ("agent" if word(event.get("agent_id")) else names.get(word(event.get("name")), "unknown"))


FORMATS = (
    Format(
        "zendesk_chat", "Zendesk Chat chats and offline messages (JSON)", "Zendesk Chat API v2",
        ("interactions", "turns", "feedback"), like, read,
    ),
)  # fmt: skip
