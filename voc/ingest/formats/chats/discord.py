"""Discord: a channel or a thread as DiscordChatExporter writes it to JSON.

For: channels of tickets. Not for: its CSV, text and HTML. The file says of an author whether it is a bot, and which roles
it has on the server, which are the server's own words: they are carried, and the role of a person is unknown. Lines of the
system (pins, joins) and messages of pictures and embeds alone are no turns. A channel is one contact.
https://github.com/Tyrrrz/DiscordChatExporter
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_times import Times, times
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws, unfit
from voc.ingest.formats.parts.document import documents, first, joined, mapping, named, truth, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

# What somebody says, by the exporter's word and by Discord's number.
_SAID = (
    "default", "reply", "chatinputcommand", "contextmenucommand", "threadstartermessage", "0", "19", "20", "21", "23",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a channel of Discord a head is."""
    if head.members.issuperset(("guild", "channel", "messages", "author", "isBot")):
        return Like(0.95, "a channel: has guild, channel, messages, author, isBot")
    if head.members.issuperset(("guild", "channel", "dateRange", "messages")):
        return Like(0.95, "a channel: has guild, channel, dateRange, messages")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns, and one interaction a channel. Raises DataError E293 where it is no JSON."""
    found = documents(content)
    return raws(content, "discord", [_channel(one, name) for one, name in named(content, found)])


def _channel(one: Any, name: str) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("messages"), list):
        return unfit(one, "no_transcript", "a channel with its messages")
    channel, when = mapping(one, "channel"), times([_at(each) for each in one["messages"]])
    cells = {
        "interaction_id": word(channel, "id") or name, "channel": "chat", "started_at": when.first, "ended_at": when.last,
        "channel_name": word(channel, "name"), "category": word(channel, "category"), "server": word(one, "guild", "name"),
        "reason": word(channel, "topic"),
    }  # fmt: skip
    return Conversation(cells, [_item(each, when, at) for at, each in enumerate(one["messages"])])


def _is_said(one: Any) -> bool:
    return isinstance(one, dict) and (word(one, "type") or "Default").lower() in _SAID


def _at(one: Any) -> str | None:
    return word(one, "timestamp") if _is_said(one) else None


def _item(one: Any, when: Times, at: int) -> Turn | Left:
    if not _is_said(one):
        return Left("not_a_turn", word(one, "type") or "a single value", "a message that somebody wrote", "type")
    text, author = word(one, "content"), mapping(one, "author")
    if text is None and any(one.get(each) for each in ("attachments", "embeds", "stickers")):
        return Left("attachment", word(one, "id") or "", "a message with words", "content")
    speaker = word(first(author, "nickname", "name", "id"))
    said = turn(text, speaker, when.offsets[at], said_at=when.cells[at], speaker_roles=joined(author.get("roles")))
    return replace(said, role="bot" if truth(author.get("isBot")) else "unknown") if isinstance(said, Turn) else said


FORMATS = (
    Format(
        "discord", "Discord channels (JSON)", "DiscordChatExporter, JSON", ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
