"""Azure AI Language: the conversations that are sent to it to be analysed, chats and transcripts.

For: files with `conversationItems`. Not for: what the service answers. The participant's id or role says who speaks,
where it is a word such as Agent. Timings are in ticks of 100 ns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, plain, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_TICKS = 1e7  # in a second
_CHANNELS = {"text": "chat", "transcript": "voice"}


def like(head: Head) -> Like:
    """A Like of conversationItems with participants."""
    return having(head.members, ("conversationItems", "participantId"), ("modality", "analysisInput", "id", "text"))


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions, one for each conversation."""
    found: list[Any] = []
    for one in documents(content):
        given = inner(one, "analysisInput") or one
        single = inner(given, "conversationItem")
        found += listed(given, "conversations") or [single if isinstance(single, dict) else given]
    calls = [_conversation(one, name) for one, name in named(content, found)]
    return raws(content, "azure_conversations", calls)


def _conversation(one: Any, name: str) -> Conversation | Left:
    if not isinstance(inner(one, "conversationItems"), list):
        return unfit(one, "no_transcript", "a conversation with conversationItems")
    modality = word(one, "modality")
    cells = {
        "interaction_id": word(one, "id") or name,
        "channel": _CHANNELS.get((modality or "").lower(), modality),
        "language": word(one, "language"),
        "domain": word(one, "domain"),
    }
    code = lang(word(one, "language"))
    return Conversation(cells, [_item(each, code) for each in listed(one, "conversationItems")])


def _item(one: Any, code: str | None) -> Turn | Left:
    speaker = word(one, "participantId")
    begin, end = _timing(one)
    found = turn(
        word(first(one, "text", "itn", "maskedItn", "lexical")), speaker, begin, end, item_id=word(one, "id"),
        lang=lang(word(one, "language")) or code,
    )  # fmt: skip
    said = roles.of(word(one, "role"))
    if isinstance(found, Turn) and found.role == "unknown" and said:
        return Turn(said, found.text, found.start_s, found.end_s, found.more)
    return found


def _timing(one: Any) -> tuple[str | None, str | None]:
    whole = mapping(one, "conversationItemLevelTiming")
    words = [each for each in listed(one, "wordLevelTimings") or listed(one, "audioTimings") if isinstance(each, dict)]
    head, tail = (whole, whole) if whole else (words[0], words[-1]) if words else ({}, {})
    begin = seconds(word(head, "offset"), _TICKS)
    last, lasts = number(word(tail, "offset")), number(word(tail, "duration"))
    return begin, None if last is None or lasts is None else plain((last + lasts) / _TICKS)


FORMATS = (
    Format(
        "azure_conversations", "Azure Language conversations", "Azure AI Language, conversation analysis",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
