"""Dify: messages of its applications, a question of the user and the answer of the bot in each.

For: /v1/messages of its API, and lines of such. Not for: logs of workflows. Likes and dislikes of an answer are feedback,
thumbs up or down, on the conversation.
https://docs.dify.ai/api-reference/conversations/get-conversation-history-messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, sheets, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw
from voc.ingest.source import Score

ID = "dify"
_RATED = {"like": "1", "dislike": "0"}


def like(head: Head) -> Like:
    """How like messages of Dify a head is."""
    usual = ("inputs", "feedback", "message_files", "retriever_resources", "created_at", "agent_thoughts")
    found = having(head.members, ("conversation_id", "query", "answer"), usual)
    return found if head.members & {"inputs", "message_files", "retriever_resources", "feedback"} else Like(0.0)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions, turns, and feedback where answers were rated. Raises DataError E293 where it is no JSON."""
    wrong: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    users: dict[str, str | None] = {}
    rated = Sheet("feedback", score=Score("thumbs", 0, 1))
    for one in [each for document in documents(content) for each in things(document, "data", "messages")]:
        if (left := strange(one, "a message")) is not None:
            wrong.append(left)
            continue
        talk = word(one, "conversation_id") or ""
        users[talk] = users.get(talk) or word(one, "from_end_user_id") or word(one, "user")
        talks.setdefault(talk, []).extend(_said(one))
        score = _RATED.get((word(mapping(one.get("feedback")), "rating") or "").lower())
        if score is not None:
            rated.keep(
                feedback_id=f"{talk}:{word(one, 'id')}", interaction_id=talk, score=score, channel="chat",
                created_at=moment(one.get("created_at")), text=word(mapping(one.get("feedback")), "content"),
            )  # fmt: skip
    found = [
        Contact({"interaction_id": talk or None, "channel": "chat", "customer_id": users[talk]}, items)
        for talk, items in talks.items()
    ]
    interactions, said = sheets([*found, *wrong])
    given = [interactions, said, *([rated] if len(rated) else [])]
    return [one.raw(content, ID, content.decoded[1], content.decoded[2]) for one in given]


def _said(one: Mapping[str, Any]) -> list[Message | Left]:
    """The question and the answer, both at the time of the message."""
    id, at = word(one, "id") or "", moment(one.get("created_at"))
    return [
        message(f"{id}:query", at, "customer", word(one, "query")), message(f"{id}:answer", at, "bot", word(one, "answer"))
    ]  # fmt: skip


FORMATS = (
    Format(ID, "Dify messages (JSON)", "Dify, messages of its API", ("interactions", "turns", "feedback"), like, read),
)
