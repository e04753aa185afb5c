"""A message of a chat in JSON, in the shapes that people make themselves: what it says, who says it, and who could read it.

For: `chat_json`. Not for: a vendor's messages, whose format knows its names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest import roles
from voc.ingest.formats.document import first, truth, word

ROLES = (
    "role", "speaker_role", "participant_role", "author_role", "sender_role", "speakerRole", "participantRole", "senderRole",
    "sender_type", "senderType", "author_type", "authorType", "user_type", "from_type", "speaker_type", "角色",
)  # fmt: skip
NAMES = (
    "speaker", "sender", "from", "author", "who", "participant", "participantId", "participant_id", "speaker_name",
    "sender_name", "user", "name", "party", "side", "actor", "speaker_id", "说话人", "說話人", "发送者", "發送者",
    "发送人", "发言人",
)  # fmt: skip
WORDS = (
    "text", "content", "message", "body", "msg", "value", "utterance", "transcript", "sentence", "words", "said", "内容",
    "內容", "消息", "文本", "訊息",
)  # fmt: skip
_PRIVATE = frozenset(("private", "internal", "note", "internal_note", "private_note", "whisper", "internal_comment"))


def is_private(one: Mapping[str, Any]) -> bool:
    """Whether a message says that the customer never saw it."""
    hidden = any(
        truth(one.get(name)) for name in ("private", "is_private", "isPrivate", "internal", "is_internal", "isInternal")
    )
    shown = [truth(one.get(name)) for name in ("public", "is_public", "isPublic")]
    kinds = {
        (word(one.get(name)) or "").lower().replace("-", "_") for name in ("visibility", "type", "message_type", "kind")
    }
    return hidden or False in shown or bool(kinds & _PRIVATE)


def said(one: Mapping[str, Any]) -> str | None:
    """The words: a text, an object with one, or a list of parts with texts (OpenAI's)."""
    for name in WORDS:
        value = one.get(name)
        if isinstance(value, dict):
            value = first(value, "text", "content", "body", "value")
        if isinstance(value, list):
            parts = [each if isinstance(each, str) else word(each, "text") for each in value]
            value = "\n".join(part for part in parts if part)
        if isinstance(value, str) and value.strip():
            return value
    return None


def role(one: Mapping[str, Any]) -> str | None:
    """The role that a message states: by its role, else by the word for its speaker."""
    for name in (*ROLES, *NAMES):
        value = one.get(name)
        for one_word in (
            (value,) if isinstance(value, str) else (word(value, "role"), word(value, "type"), word(value, "name"))
        ):
            if (found := roles.of(one_word)) is not None:
                return found
    return None


def who(one: Mapping[str, Any]) -> str | None:
    """Who speaks, as the message calls them."""
    for name in (*NAMES, *ROLES):
        value = one.get(name)
        if isinstance(value, dict):
            value = first(value, "name", "role", "type", "id")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
