"""Telegram: chats as Telegram Desktop exports them to JSON: one chat, or all of an account.

For: result.json of a chat or of an account (`chats.list`). Not for: its HTML. The file says who wrote, not which side they
are of, so that roles are unknown; the other end of a chat with a bot is the bot. `date` is the clock of the computer that
exported, so that `date_unixtime` is taken where it is there. Calls, pins and the like are no turns.
https://core.telegram.org/import-export
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_times import Times, times
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_FILES = ("photo", "file", "media_type", "sticker_emoji", "location_information", "contact_information", "poll")


def like(head: Head) -> Like:
    """How like an export of Telegram a head is."""
    if head.members.issuperset(("messages", "from_id", "text_entities")):
        return Like(0.95, "a chat: has messages, from_id, text_entities")
    if head.members.issuperset(("messages", "from_id", "date_unixtime", "text")):
        return Like(0.95, "a chat: has messages, from_id, date_unixtime")
    if head.members.issuperset(("messages", "from_id", "date", "text")) and '"type": "message"' in head.text:
        return Like(0.9, "a chat: has messages, from_id, date")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 where it is no JSON."""
    chats = [one for document in documents(content) for one in _chats(document)]
    return raws(content, "telegram", [_chat(one, name) for one, name in named(content, chats)])


def _chats(document: Any) -> Iterator[Any]:
    """The chats of an account, those it has left among them; a chat as it is."""
    if isinstance(document, dict) and "messages" not in document and ({"chats", "left_chats"} & set(document)):
        for name in ("chats", "left_chats"):
            yield from listed(document, name, "list")
    else:
        yield document


def _chat(one: Any, name: str) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("messages"), list):
        return unfit(one, "no_transcript", "a chat with its messages")
    bot = f"user{word(one, 'id')}" if word(one, "type") == "bot_chat" else ""
    when = times([_at(each) if _is_said(each) else None for each in one["messages"]])
    cells = {
        "interaction_id": word(one, "id") or name, "channel": "social", "started_at": when.first, "ended_at": when.last,
        "kind": word(one, "type"),
    }  # fmt: skip
    return Conversation(cells, [_item(each, when, at, bot) for at, each in enumerate(one["messages"])])


def _is_said(one: Any) -> bool:
    return isinstance(one, dict) and (word(one, "type") or "message") == "message"


def _at(one: Any) -> str | None:
    return word(one, "date_unixtime") or word(one, "date")


def _item(one: Any, when: Times, at: int, bot: str) -> Turn | Left:
    if not _is_said(one):
        kind = word(one, "action") or word(one, "type") or "a single value"
        return Left("not_a_turn", kind, "a message with words", "type")
    text = _text(one.get("text")) or _text(one.get("text_entities"))
    if not text.strip() and any(one.get(each) for each in _FILES):
        return Left("attachment", word(one, "media_type") or word(one, "id") or "", "a message with words", "text")
    said = turn(text, word(one, "from") or word(one, "from_id"), when.offsets[at], said_at=when.cells[at])
    is_bot = (bot and word(one, "from_id") == bot) or word(one, "via_bot")
    return replace(said, role="bot") if is_bot and isinstance(said, Turn) else said


def _text(value: Any) -> str:
    """The words of a message: a text, or parts that are texts or objects with one, as they follow one another."""
    if isinstance(value, list):
        return "".join(each if isinstance(each, str) else str(mapping(each).get("text") or "") for each in value)
    return value if isinstance(value, str) else ""


FORMATS = (
    Format(
        "telegram", "Telegram chats (JSON)", "Telegram Desktop, export as JSON", ("interactions", "turns"), like, read
    ),
)
