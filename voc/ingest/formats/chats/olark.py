"""Olark: transcripts of chats, as the JSON of its webhook.

For: one transcript, several in a list or a line each. Not for: its CSV. An item goes to the visitor or to the operator, and
so says who wrote it; a message left while nobody was there is the visitor's. What the visitor says of the chat afterwards
(chat_feedback) is feedback, from 1 to 5: the overall mark is the score, the other marks are carried.
https://www.olark.com/help/webhooks
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left, unfit
from voc.ingest.formats.parts.document import documents, joined, listed, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_KINDS = ('"MessageToVisitor"', '"MessageToOperator"', '"OfflineMessage"')
_ROLES = {"messagetovisitor": "agent", "messagetooperator": "customer", "offlinemessage": "customer"}
_MARKS = ("responsiveness", "friendliness", "knowledge")


def like(head: Head) -> Like:
    """How like a transcript of Olark a head is."""
    if head.members.issuperset(("items", "kind", "body")) and any(one in head.text for one in _KINDS):
        return Like(0.95, "a transcript: items to the visitor and to the operator")
    if head.members.issuperset(("items", "visitor", "operators", "manuallySubmitted")):
        return Like(0.9, "a transcript: has items, visitor, operators, manuallySubmitted")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions, turns and feedback. Raises DataError E293 where it is no JSON."""
    found = documents(content)
    made = [*sheets([_chat(one) for one in found])]
    feedback = Sheet("feedback", score=Score("csat", 1, 5))
    for one in found:
        if isinstance(one, dict) and (cells := _feedback(one)):
            feedback.keep(**cells)
    every = [*made, *([feedback] if len(feedback) else [])]
    return [one.raw(content, "olark", content.decoded[1], content.decoded[2]) for one in every]


def _chat(one: Any) -> Contact | Left:
    if not isinstance(one, dict) or not isinstance(one.get("items"), list):
        return unfit(one, "no_transcript", "a transcript with its items")
    operators, visitor = mapping(one, "operators"), mapping(one, "visitor")
    items = [_item(each, at) for at, each in enumerate(one["items"], 1)]
    agents = dict.fromkeys(each.author for each in items if isinstance(each, Message) and each.role == "agent")
    cells = {
        "interaction_id": word(one, "id"), "channel": "chat", "customer_id": word(visitor, "id"),
        "agent_id": next(iter(agents)) if len(agents) == 1 else None, "tags": joined(one.get("tags")),
        "group": joined(one.get("groups")), "country": word(visitor, "countryCode"),
        "begin_page": word(visitor, "conversationBeginPage"), "n_operators": str(len(operators)) if operators else None,
    }  # fmt: skip
    return Contact(cells, items)


def _item(one: Any, at: int) -> Message | Left:
    if not isinstance(one, dict):
        return Left("not_a_turn", found=one, expected="an item of a transcript")
    kind = (word(one, "kind") or "").lower()
    if kind not in _ROLES:
        return Left("not_a_turn", word(one, "kind") or "", "a message of the visitor or an operator", "kind")
    return message(str(at), moment(one.get("timestamp")), _ROLES[kind], word(one, "body"), word(one, "operatorId"))


def _feedback(one: Mapping[str, Any]) -> dict[str, str | None]:
    """What the visitor says of the chat, nothing where there is nothing."""
    said = mapping(one, "visitor", "chat_feedback") or mapping(one, "chat_feedback")
    score, text = word(said, "overall_chat"), word(said, "comments")
    marks = {f"rating_{name}": word(said, name) for name in _MARKS}
    if not any((score, text, *marks.values())):
        return {}
    chat, times = word(one, "id"), [moment(word(each, "timestamp")) for each in listed(one, "items")]
    return {
        "feedback_id": f"{chat}:feedback", "interaction_id": chat, "score": score, "text": text, "channel": "chat",
        "created_at": next((each for each in reversed(times) if each), None), "customer_id": word(one, "visitor", "id"),
        **marks,
    }  # fmt: skip


FORMATS = (
    Format(
        "olark", "Olark chat transcripts (JSON)", "Olark, webhook of transcripts", ("interactions", "turns", "feedback"),
        like, read,
    ),
)  # fmt: skip
