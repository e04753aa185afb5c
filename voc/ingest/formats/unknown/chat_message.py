"""A message of a chat in JSON, in the shapes that people make themselves: what it says, who says it, which conversation it
belongs to, and who could read it.

For: `chat_json`. Not for: a vendor's messages, whose format knows its names.

Who speaks is what the file says: a word for a role, a flag such as is_bot, or a direction. A word that two sides may go by
is none: "user" is the customer of most systems and the agent of those that call the customer something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from voc.ingest import roles
from voc.ingest.formats.parts.document import first, mapping, truth, word

ROLES = (
    "role", "speaker_role", "participant_role", "author_role", "sender_role", "speakerRole", "participantRole", "senderRole",
    "sender_type", "senderType", "author_type", "authorType", "user_type", "from_type", "speaker_type", "角色",
)  # fmt: skip
NAMES = (
    "speaker", "sender", "from", "author", "who", "participant", "participantId", "participant_id", "speaker_name",
    "sender_name", "user", "name", "party", "side", "actor", "speaker_id", "initiator", "sent_by", "sentBy", "说话人",
    "說話人", "发送者", "發送者", "发送人", "发言人",
)  # fmt: skip
WORDS = (
    "text", "content", "message", "body", "msg", "value", "utterance", "transcript", "sentence", "words", "said",
    "contents", "snippet",
    "payload", "内容", "內容", "消息", "文本", "訊息",
)  # fmt: skip
# A writer under one of these makes no message by itself, as records of all sorts have one: only where it names a role.
TOLD = ("createdBy", "created_by", "creator", "from_user", "fromUser", "posted_by", "postedBy")
WAYS = ("direction", "message_direction", "messageDirection", "message_type", "messageType", "traffic", "type")
_BOTS = ("bot", "is_bot", "isBot", "is_author_bot", "automated", "is_automated", "isAutomated")
_AGENTS = (
    "staff?", "staff", "is_staff", "isStaff", "is_agent", "isAgent", "from_agent", "fromAgent", "is_operator", "isOperator",
    "from_operator", "by_agent", "from_admin", "is_admin", "isAdmin", "is_employee", "is_support",
)  # fmt: skip
_CUSTOMERS = (
    "customer?", "is_customer", "isCustomer", "from_customer", "fromCustomer", "is_visitor", "isVisitor", "from_visitor",
    "is_requester", "isRequester", "by_customer",
)  # fmt: skip
_KINDS = ("type", "kind", "event", "event_type", "message_type", "messageType", "msg_type", "msgType")
_OF_SYSTEM = frozenset(("system", "system_message", "service", "service_message", "event", "notification"))
# What a machine notes beside what is said: {"type": "moment", "content": "negative sentiment"}.
_NOTED = re.compile(
    r"(?:\w+_)?(?:moment|slot|slot_set|typing|sentiment|topic|keyword|annotation|highlight|reaction|receipt|presence|entity|"
    r"intent|session_started|tool_calls?|function_call)",
    re.IGNORECASE,
)
_IN = re.compile(r"in|inbound|incoming", re.IGNORECASE)
_OUT = re.compile(r"out|outbound|outgoing", re.IGNORECASE)
# What a message says of the conversation it is of: its id, or the conversation as an object or a word.
_HELD = ("conversation", "thread", "ticket", "chat", "session", "dialog", "dialogue", "case", "room")
_IDS = (
    "csid", "conversationID", "conversation_uuid", "conversationUuid", "conversation_slug", "threadId", "thread_key",
    "ticketId", "caseId", "case_id", "room_id", "roomId",
    "contactId",
)  # fmt: skip
_HIDDEN = (
    "private", "is_private", "isPrivate", "internal", "is_internal", "isInternal", "note", "is_note", "isNote",
    "internal_note", "private_note", "is_internal_note",
)  # fmt: skip
_DEEPEST = 3  # objects around words
_PRIVATE = frozenset(("private", "internal", "note", "internal_note", "private_note", "whisper", "internal_comment"))


def is_private(one: Mapping[str, Any]) -> bool:
    """Whether a message says that the customer never saw it."""
    hidden = any(truth(one.get(name)) for name in _HIDDEN)
    shown = [truth(one.get(name)) for name in ("public", "is_public", "isPublic")]
    kinds = {(word(one.get(name)) or "").lower().replace("-", "_") for name in ("visibility", *_KINDS)}
    return hidden or False in shown or bool(kinds & _PRIVATE)


def is_noted(one: Mapping[str, Any]) -> bool:
    """Whether a message is what a machine noted, by its kind: nobody said it."""
    return any(_NOTED.fullmatch((word(one, name) or "").replace("-", "_")) for name in _KINDS)


def said(one: Mapping[str, Any]) -> str | None:
    """The words: a text, an object with one, or a list of parts with texts (OpenAI's)."""
    for name in WORDS:
        value = one.get(name)
        # What a button sends is a code.
        found = None if name == "payload" and isinstance(value, str) else _held(value, _DEEPEST)
        if found is not None:
            return found
    return None


def _held(value: Any, deepest: int) -> str | None:
    if isinstance(value, dict):
        names = ("text", "content", "body", "value", "msg", "message", "bodies") if deepest else ()
        return next((found for name in names if (found := _held(value.get(name), deepest - 1)) is not None), None)
    if isinstance(value, list):
        parts = [each if isinstance(each, str) else _held(each, deepest - 1) for each in value if deepest]
        value = "\n".join(part for part in parts if part)
    return value if isinstance(value, str) and value.strip() else None


def role(one: Mapping[str, Any], unsure: frozenset[str] = frozenset()) -> str | None:
    """The role that a message states: that of a bot or of the system by a flag or its kind, else by its role, by a flag of
    its speaker, by the word for its speaker, or by its kind. `unsure` are words that name no side in this file."""
    speakers = [one, *(value for name in (*NAMES, *TOLD) if isinstance(value := one.get(name), dict))]
    if any(truth(each.get(name)) for each in speakers for name in _BOTS):
        return "bot"
    if any((word(one, name) or "").lower().replace("-", "_") in _OF_SYSTEM for name in _KINDS):
        return "system"
    for name in (*ROLES, *NAMES, *TOLD):
        value = one.get(name)
        if isinstance(value, dict) and name not in ROLES and (flagged := _flagged(value)) is not None:
            return flagged
        for one_word in _names_of(value):
            if _plain(one_word) not in unsure and (found := roles.of(one_word)) is not None:
                return found
    return _flagged(one) or kind(one, unsure)


def kind(one: Any, unsure: frozenset[str] = frozenset()) -> str | None:
    """The side that the kind of a message names ({"type": "visitor"}), None where it names none."""
    for name in _KINDS:
        said_kind = word(one, name)
        if _plain(said_kind) not in unsure and (found := roles.of(said_kind)) in ("customer", "agent", "bot"):
            return found
    return None


def is_told(one: Any) -> bool:
    """Whether a message says by its kind, by a flag or by who made it which side it is of."""
    made = {name: value for name in TOLD if isinstance(value := mapping(one).get(name), (dict, str))}
    return kind(one) is not None or _flagged(mapping(one)) is not None or role(made) is not None


def _flagged(one: Mapping[str, Any]) -> str | None:
    """The side that flags such as is_staff and is_customer say, None where they say none or both."""
    is_agent = any(truth(one.get(name)) for name in _AGENTS if not isinstance(one.get(name), (dict, list)))
    is_customer = any(truth(one.get(name)) for name in _CUSTOMERS if not isinstance(one.get(name), (dict, list)))
    return None if is_agent == is_customer else "agent" if is_agent else "customer"


def _names_of(value: Any) -> tuple[str | None, ...]:
    names = ("role", "type", "user_type", "userType", "name")
    if isinstance(value, str):
        return (value,)
    # A role may be an object itself: {"role": {"type": "AGENT"}}.
    return (*(word(value, "role", name) for name in ("type", "name", "title")), *(word(value, name) for name in names))


def _plain(one_word: str | None) -> str:
    return re.sub(r"[\s-]+", "_", (one_word or "").strip().lower())


def unsure(messages: Iterable[Any]) -> frozenset[str]:
    """The words that name no side in a file with these messages: "user" where other speakers of it are called customer,
    contact or the like, for then it may be the agent."""
    said = {_plain(each) for one in messages if isinstance(one, dict) for name in (*ROLES, *NAMES, *TOLD, *_KINDS)
            for each in _names_of(one.get(name))}  # fmt: skip
    others = {
        each for each in said - {"user", "users"} if each.replace("_", "").isalpha() and roles.of(each) == "customer"
    }
    return frozenset(("user", "users")) if others and said & {"user", "users"} else frozenset()


def way(one: Any) -> str | None:
    """customer for a message that came in, agent for one that went out, None where it does not say."""
    for name in WAYS:
        said_way = word(one, name) or ""
        if _IN.fullmatch(said_way):
            return "customer"
        if _OUT.fullmatch(said_way):
            return "agent"
    return None


def is_told_by_way(messages: Iterable[Any]) -> bool:
    """Whether the directions of the messages of one conversation are those of each message: both occur. Where only one does,
    it may be that of the conversation."""
    return len({found for one in messages if (found := way(one))}) > 1


def talk(one: Any, names: Iterable[str]) -> str | None:
    """The id of the conversation that a message says it is of, under `names` or in an object; None where it says none."""
    for name in (*names, *_IDS):
        if found := word(one, name):
            return found
    for name in _HELD:
        held = one.get(name) if isinstance(one, dict) else None
        found = word(first(held, "id", "slug", "uuid", "key", "url")) if isinstance(held, dict) else word(held)
        if found and len(found) <= 200 and not re.search(r"\s", found):
            return found
    return None


def who(one: Mapping[str, Any]) -> str | None:
    """Who speaks, as the message calls them."""
    for name in (*NAMES, *ROLES):
        value = one.get(name)
        if isinstance(value, dict):
            value = first(value, "name", "display_name", "displayName", "role", "type", "id")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
