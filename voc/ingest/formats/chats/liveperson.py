"""LivePerson: conversations with their messages, as JSON of its history APIs.

For: conversationHistoryRecords of messaging and interactionHistoryRecords of chats. Not for: notes for agents and managers,
which are no turns, and other kinds of records. `sentBy` or `source` says who speaks; an agent whose participant is a bot is
a bot. The customer's mark (csat) is feedback, from 1 to 5; durations are milliseconds.
https://developers.liveperson.com/messaging-interactions-api-overview.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, first, listed, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, sheets, strange, things
from voc.ingest.formats.parts.moments import moment, times
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_ROLES = {"consumer": "customer", "visitor": "customer", "agent": "agent", "bot": "bot", "system": "system",
          "controller": "system", "info": "system"}  # fmt: skip
_MS = 0.001


def like(head: Head) -> Like:
    """How like records of LivePerson a head is."""
    for name, words in (("conversationHistoryRecords", "messageRecords"), ("interactionHistoryRecords", "info")):
        if head.members.issuperset((name, words)):
            return Like(0.95, f"has {name}, {words}")
    if head.members.issuperset(("messageRecords", "messageData", "sentBy")):
        return Like(0.95, "a conversation: has messageRecords, messageData, sentBy")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions, turns, and marks as feedback. Raises DataError E293 where it is no JSON."""
    names = ("conversationHistoryRecords", "interactionHistoryRecords")
    found = [one for document in documents(content) for one in things(document, *names)]
    made = [*sheets([_contact(one) for one in found])]
    feedback = Sheet("feedback", score=Score("csat", 1, 5))
    for one in found:
        if mark := word(one, "info", "csat"):
            feedback.keep(**_mark(one, mark))
    every = [*made, *([feedback] if len(feedback) else [])]
    return [one.raw(content, "liveperson", content.decoded[1], content.decoded[2]) for one in every]


def _id(one: Any) -> str | None:
    info = mapping(one, "info")
    return word(first(info, "conversationId", "engagementId"))


def _contact(one: Any) -> Contact | Left:
    if (wrong := strange(one, "a conversation")) is not None:
        return wrong
    info, said = mapping(one, "info"), one.get("messageRecords", mapping(one, "transcript").get("lines"))
    if not info:
        return Left("not_a_contact", ", ".join(list(one)[:4]), "a conversation with its info", "info")
    bots = {
        word(each, "agentId")
        for each in listed(one, "agentParticipants")
        if "bot" in (word(first(each, "userTypeName", "userType")) or "").lower()
    } - {None}
    status = (word(info, "status") or "").lower()
    cells = {
        "interaction_id": _id(one), "channel": "chat", "started_at": moment(first(info, "startTimeL", "startTime")),
        "ended_at": moment(first(info, "endTimeL", "endTime")), "customer_id": _customer(one),
        "agent_id": word(first(info, "latestAgentId", "agentId")), "duration_s": times(info.get("duration"), _MS),
        "is_resolved": None if not status else "true" if status == "close" else "false",
        "n_transfers": str(len(one["transfers"])) if isinstance(one.get("transfers"), list) else None,
        "skill": word(first(info, "latestSkillName", "skillName")),
        "close_reason": word(first(info, "closeReason", "endReason")),
    }  # fmt: skip
    return Contact(cells, [_message(each, bots) for each in (said if isinstance(said, list) else [])])


def _customer(one: Any) -> str | None:
    who = next(iter(listed(one, "consumerParticipants")), None)
    return word(first(who, "participantId", "consumerId")) or word(one, "info", "visitorId")


def _mark(one: Any, mark: str) -> Mapping[str, str | None]:
    info = mapping(one, "info")
    return {
        "feedback_id": f"{_id(one)}:csat", "interaction_id": _id(one), "score": mark, "channel": "chat", "text": None,
        "created_at": moment(first(info, "endTimeL", "endTime", "startTimeL", "startTime")), "customer_id": _customer(one),
        "agent_id": word(first(info, "latestAgentId", "agentId")),
    }  # fmt: skip


def _message(one: Any, bots: set[str | None]) -> Message | Left:
    if not isinstance(one, dict):
        return Left("not_a_turn", found=one, expected="a message")
    name = word(first(one, "messageId", "lineSeq"))
    if (word(one, "audience") or "ALL").upper() != "ALL" or (word(one, "type") or "").upper() == "TEXT_PRIVATE":
        return Left("private_note", name or "", "a message that the customer could read", "audience")
    text = word(one, "messageData", "msg", "text") or word(one, "text")
    if text is None:
        return Left("attachment", word(one, "type") or name or "", "a message with words", "messageData")
    author = word(first(one, "participantId", "agentId"))
    role = _ROLES.get((word(first(one, "sentBy", "source")) or "").lower(), "unknown")
    role = "bot" if role == "agent" and author in bots else role
    return message(name, moment(first(one, "timeL", "time")), role, markup.read(text), author)


FORMATS = (
    Format(
        "liveperson", "LivePerson conversations and chats (JSON)", "LivePerson history APIs",
        ("interactions", "turns", "feedback"), like, read,
    ),
)  # fmt: skip
