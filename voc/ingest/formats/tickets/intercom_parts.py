"""Parts of a conversation of Intercom: which are turns, who speaks, what they say.

For: `intercom` and `intercom_warehouse`. Not for: the conversation as a whole.

A part of type note is for colleagues, an assignment is none of the customer's; open, close and snoozed are states - but a
conversation may be closed or opened again with a reply, and then what was said stands in that part's body.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.document import listed, mapping, truth, word
from voc.ingest.note import note
from voc.ingest.source import Score

SCALE = Score("csat", 1, 5)
OFFICE = note(
    "first_response_s and resolution_s are Intercom's own time_to_admin_reply and "
    "time_to_last_close, in seconds, without the time outside office hours where such are set; "
    "calendar time stands in columns that end in _calendar_s"
)
_ROLES = {
    "user": "customer", "lead": "customer", "contact": "customer", "visitor": "customer", "customer": "customer",
    "admin": "agent", "team": "agent", "teammate": "agent", "bot": "bot", "operator": "bot", "fin": "bot", "ai_agent": "bot",
}  # fmt: skip
_SAID = (
    "comment",
    "quick_reply",
    "message",
    "open",
    "close",
    "away_mode_reply",
    "conversation",
    "channel_and_reply_time_expectation",
)
_NOTES = ("note", "note_and_reopen", "note_and_close")


def role(author: Mapping[str, Any], part: Mapping[str, Any] | None = None) -> str:
    """Our role for an author's type; an answer that Intercom's AI gave in an admin's name is the bot's."""
    if truth(author.get("from_ai_agent")) or (part and truth(part.get("is_ai_answer"))):
        return "bot"
    return _ROLES.get((word(author.get("type")) or "").lower(), "unknown")


def parts_of(one: Mapping[str, Any]) -> list[Any]:
    """The parts of a conversation, which lie in a list or in an object that holds one."""
    parts = one.get("conversation_parts")
    return (
        parts
        if isinstance(parts, list)
        else listed(mapping(parts).get("conversation_parts", mapping(parts).get("data")))
    )


def text_of(one: Mapping[str, Any]) -> str:
    """What a message says, as text."""
    body = word(one.get("body")) or word(one.get("text"))
    return markup.plain(body) if body else ""


def why_not(part: Mapping[str, Any]) -> str | None:
    """Why a part is no turn; None where it is one."""
    kind = (word(part.get("part_type")) or "comment").lower()
    if kind in _NOTES:
        return "private_note"
    if truth(part.get("redacted")):
        return "redacted"
    if kind not in _SAID:
        return "not_a_turn"
    if text_of(part):
        return None
    return "not_a_turn" if kind in ("open", "close") else "no_text"
