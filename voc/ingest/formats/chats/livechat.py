"""LiveChat: archived chats, as JSON of its Agent Chat API (threads of events, users) and of its older REST API.

For: /list_archives, /list_threads and /get_chat of any version, /v2/chats. Not for: reports. What a customer writes into the
form after a chat is feedback, and no turn; the form before it says nothing of us.
https://platform.text.com/docs/messaging/agent-chat-api
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts import markup, questions, responses
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import between, moment, seconds
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("chats", ("users", "thread", "events", "author_id")),
    ("chats", ("users", "threads", "events", "author_id")),
    ("chats", ("thread", "events", "author_id", "chats")),
    ("chats", ("visitor", "messages", "user_type")),
    ("chats", ("visitor", "agents", "events", "started_timestamp")),
)
_ROLES = {"customer": "customer", "visitor": "customer", "agent": "agent", "supervisor": "agent", "bot": "bot"}
_FREE = ("textarea", "question", "text")  # fields of a form that are filled in words
_GOOD = {"good": "1", "rated_good": "1", "bad": "0", "rated_bad": "0", "1": "1", "0": "0", "-1": "0"}


def like(head: Head) -> Like:
    """How like JSON of LiveChat a head is."""
    return NOT_LIKE if "conversation_parts" in head.members else marked(head.members, _MARKS, 0.85)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    interactions, said = Sheet("interactions"), Sheet("turns")
    feedback = Sheet("feedback", score=Score("thumbs", 0, 1))
    for document in documents(content):
        for chat in _chats(document):
            if not isinstance(chat, dict):
                interactions.reject("not_a_json_object", found=chat, expected="a chat")
            elif not {"thread", "threads", "events", "messages"} & set(chat):
                interactions.reject("not_a_chat", found=", ".join(list(chat)[:6]), expected="a chat with its events")
            else:
                for thread in _threads(chat):
                    _keep(chat, thread, interactions, said, feedback)
    return [
        one.raw(content, "livechat", content.decoded[1], content.decoded[2]) for one in (interactions, said, feedback)
    ]


def _chats(value: Any) -> Iterable[Any]:
    if isinstance(value, Broken):
        return [value.text]
    for name in ("chats", "chats_summary", "items"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            return list(value[name])
    return [value["chat"]] if isinstance(value, dict) and isinstance(value.get("chat"), dict) else [value]


def _threads(chat: dict[str, Any]) -> list[dict[str, Any]]:
    """A chat that went on another day has several threads: each is a contact. The older API has one, the chat itself."""
    if isinstance(chat.get("thread"), dict):
        return [chat["thread"]]
    several = [one for one in listed(chat.get("threads")) if isinstance(one, dict)]
    return several or [chat]


def _keep(chat: dict[str, Any], thread: dict[str, Any], interactions: Sheet, said: Sheet, feedback: Sheet) -> None:
    users = {word(one.get("id")): one for one in map(mapping, listed(chat.get("users")))}
    kinds = {
        who: "bot" if truth(one.get("is_bot")) else _ROLES.get(str(one.get("type")), "unknown")
        for who, one in users.items()
    }
    contact = word(thread.get("id")) or word(chat.get("id"))
    messages, agents = [], [who for who, kind in kinds.items() if kind == "agent"]
    events = listed(thread.get("events")) or listed(thread.get("messages"))
    for event in events:
        reason = _why_not(event)
        if reason is not None:
            said.reject(reason, column="type", found=word(mapping(event).get("type")), expected="a message with words")
            continue
        author = word(event.get("author_id")) or word(event.get("agent_id"))
        role = _ROLES.get(str(event.get("user_type")), "") or kinds.get(author, "unknown")
        at = moment(event.get("created_at")) or moment(event.get("timestamp"))
        messages.append(Message(word(event.get("id")), at, role, _text(event), author))
    started = moment(thread.get("created_at")) or moment(thread.get("started_timestamp"))
    started = started or next(
        (one.at for one in sorted(messages, key=lambda one: seconds(one.at) or 0.0) if one.at), None
    )
    replies = [one for one in messages if one.role == "agent" and one.at]
    visitor = mapping(chat.get("visitor"))
    agents = agents or [word(one.get("email")) for one in map(mapping, listed(chat.get("agents")))]
    customer = next((who for who, kind in kinds.items() if kind == "customer"), None) or word(visitor.get("id"))
    properties = {**mapping(chat.get("properties")), **mapping(thread.get("properties"))}
    queue = mapping(thread.get("queue")) or mapping(thread.get("queues_duration"))
    rating = mapping(properties.get("rating"))
    score = _GOOD.get(str(rating.get("score") if rating else thread.get("rate")))
    ended = moment(thread.get("ended_timestamp")) or (
        None if truth(thread.get("active")) else messages[-1].at if messages else None
    )
    interactions.keep(
        interaction_id=contact, chain_id=word(chat.get("id")), started_at=started, ended_at=ended, customer_id=customer,
        channel="chat", agent_id=agents[0] if agents else None,
        n_replies=str(sum(1 for one in messages if one.role == "agent")),
        queue_wait_s=word(queue.get("duration")), first_response_s=between(started, replies[0].at if replies else None),
        tags=joined(thread.get("tags") or chat.get("tags")), group_id=joined(mapping(thread.get("access")).get("group_ids")),
    )  # fmt: skip
    for row_number, cells in turns(contact or "", messages, started):
        said.keep(row_number, **cells)
    for place, (question, answer) in enumerate(_after(chat, events, kinds), 1):
        feedback.keep(
            feedback_id=f"{contact}:form:{place}", interaction_id=contact, score=None, text=answer, question=question,
            created_at=ended,
            customer_id=customer, agent_id=agents[0] if agents else None,
        )  # fmt: skip
    comment = word(rating.get("comment")) or word(thread.get("rate_comment"))
    if score is not None or comment:
        feedback.keep(
            feedback_id=f"{contact}:rating", interaction_id=contact, score=score, text=comment, created_at=ended,
            customer_id=customer, agent_id=agents[0] if agents else None,
        )  # fmt: skip


def _after(
    chat: dict[str, Any], events: Sequence[Any], kinds: Mapping[str | None, str]
) -> Iterator[tuple[str | None, str]]:
    """Questions and free answers of the form after the chat: one that says so, or that was filled in after an agent wrote;
    the older API lists them apart."""
    was_served = False
    for event in map(mapping, events):
        was_served = was_served or kinds.get(word(event.get("author_id"))) == "agent"
        kind = (word(event.get("form_type")) or "").lower().replace("_", "")
        if event.get("type") == "filled_form" and (kind.startswith("post") or (not kind and was_served)):
            for one in map(mapping, listed(event.get("fields"))):
                if word(one.get("type")) in _FREE and (said := _free(one.get("label"), one.get("answer"))):
                    yield said
    for one in map(mapping, listed(chat.get("postchat_survey"))):
        if said := _free(one.get("key"), one.get("value")):
            yield said


def _free(question: Any, answer: Any) -> tuple[str | None, str] | None:
    asked, text = word(question), word(answer)
    if text is None or (asked and responses.is_personal(asked)) or not questions.is_open(asked or "", [text]):
        return None
    return asked, text


def _why_not(event: Any) -> str | None:
    if not isinstance(event, dict):
        return "not_a_json_object"
    if event.get("visibility", event.get("recipients")) == "agents":
        return "private_note"
    if (word(event.get("type")) or "message") not in ("message", "rich_message"):
        return "not_a_turn"
    return None if _text(event) else "no_text"


def _text(event: dict[str, Any]) -> str:
    """What a message says; of a rich message its cards' titles."""
    said = word(event.get("text"))
    if said:
        return markup.read(said)
    cards = map(mapping, listed(event.get("elements")))
    return "\n".join(text for one in cards for text in (word(one.get("title")), word(one.get("subtitle"))) if text)


FORMATS = (
    Format(
        "livechat", "LiveChat archives (JSON)", "LiveChat API, threads of events", ("interactions", "turns", "feedback"),
        like, read,
    ),
)  # fmt: skip
