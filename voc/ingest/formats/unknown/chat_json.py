"""Chats as JSON in the shapes that people make themselves: a list of messages, each with who and what.

    {"conversation_id": "c1", "messages": [{"role": "user", "content": "..."}, ...]}

For: one conversation, a list of them, one a line, one under each id; messages in a list of their own; messages that say
which conversation they are of, on a page or a line each; OpenAI's shape. Not for: a vendor's own export, which its own
reader knows better, so that this one gives way, and tables with our column names, which are read as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.chats.abcd import pair
from voc.ingest.formats.chats.chat_text import text_turns
from voc.ingest.formats.chats.chat_times import Times, stated, times
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import markup, moments
from voc.ingest.formats.parts.conversation import (
    Conversation,
    Left,
    Turn,
    iso,
    lang,
    number,
    plain,
    raws,
    seconds,
    unfit,
)
from voc.ingest.formats.parts.document import documents, first, named, word
from voc.ingest.formats.parts.moments import between
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.formats.unknown import chat_message
from voc.ingest.formats.unknown.chat_lists import OF_TALK, conversations, is_message, messages
from voc.ingest.formats.unknown.chat_message import NAMES, ROLES, WORDS
from voc.ingest.formats.unknown.chat_names import BEGUN, DONE, END, END_MS, IDS, LISTS, MANY, START, START_MS, WHEN
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.records import constant

_PAGE = re.compile(r"\s*<(?:!doctype|html|body|div|p|span|table|blockquote)\b[^<>]*>", re.IGNORECASE)
_FLAT = re.compile(r"\{[^{}]*\}")
_LIST = re.compile(r'"(?:' + "|".join((*LISTS, "conversations")) + r')"\s*:\s*\[\s*[\[{]')
_WRITTEN = re.compile(
    r'"(?:' + "|".join(LISTS) + r')"\s*:\s*"(?:[\[(]?\d[\d:./ -]*[\])]?\s*)?([^"\\]{1,40}?)[:：].{1,400}?\\n'
)
_SPOKEN = re.compile(r'"(?:' + "|".join((*ROLES, *NAMES)) + r')"\s*:\s*"([^"\\]{1,40})"')
_WITHIN = re.compile(
    r'"(?:sender|author|from|speaker|participant|user)"\s*:\s*\{[^{}]*"(?:type|role)"\s*:\s*"([^"\\]{1,40})"'
)
_NAMED = re.compile(
    r'"(?:sender|author|speaker|participant)"\s*:\s*\{[^{}]*"(?:display_?name|full_?name|name)"\s*:', re.IGNORECASE
)
# Names that make a list of objects a table of ours, or one of answers, rather than messages.
_TABLE = frozenset(("interaction_id", "turn_id", "feedback_id", "score", "rating", "stars"))
_SCORE = 0.6  # below every vendor's
_OPENS = re.compile(r'(?:\A\s*\[?|"\s*:\s*\[)\s*(?=\{)')
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=constant)
_LOOKED_AT = 100  # objects of a head
_UNSURE = note("speakers called user stand beside others called customer, contact or the like: their role is unknown")
_GPT = {"human": "customer", "gpt": "bot"}  # as ShareGPT writes them


@dataclass(frozen=True)
class _Sides:
    """What tells the sides of a file: words that do not (`unsure`), and whether directions do."""

    unsure: frozenset[str]
    has_ways: bool


def like(head: Head) -> Like:
    """A Like of messages with who and what: in a list under a usual name; else with roles that say themselves."""
    if not head.is_json or head.members & {"$schema", "parties"}:
        return NOT_LIKE
    has_list = _LIST.search(head.text) is not None
    seen = [one for found in _FLAT.findall(head.text)[:400] if (one := _object(found)) and is_message(one)]
    written_by = [one for one in seen if any(name in one for name in (*ROLES, *NAMES))]
    # An event of a system is of no side: analytics write such.
    said = {role for one in written_by if (role := chat_message.role(one)) not in (None, "system")}
    said |= {role for word in _WITHIN.findall(head.text) if (role := roles.of(word)) is not None}
    pairs = re.search(r'\[\s*"([^"\\]{1,30})"\s*,\s*"', head.text)
    said |= {role for word in _SPOKEN.findall(head.text) if (role := roles.of(word)) is not None}
    if has_list and (written_by or said or _NAMED.search(head.text)) and head.members & set(WORDS):
        return Like(_SCORE, "a list of messages with who and what")
    said |= {role for one in seen if (role := chat_message.role(one)) not in (None, "system")}
    if pairs and roles.of(pairs.group(1)) and (has_list or re.search(r"[\[:]\s*\[\s*\[", head.text[:400])):
        return Like(_SCORE, "pairs of a role and words")
    if (written := _WRITTEN.search(head.text)) and roles.of(written.group(1)):
        return Like(_SCORE, "a transcript in one text")
    if sum(any(name in one for name in START) and any(name in one for name in END) for one in written_by) > 1:
        return Like(_SCORE, "words with who and from when to when")
    if len(said) > 1 and not head.members & _TABLE:
        return Like(_SCORE, f"messages of {' and '.join(sorted(said))}")
    nested = list(_of_talks(head.text)) if not head.members & _TABLE else []
    if chat_message.is_told_by_way(nested) or len({chat_message.role(one) for one in nested} - {None}) > 1:
        return Like(_SCORE, "messages of several sides, with their conversation")
    return NOT_LIKE


def _of_talks(text: str) -> Iterator[Any]:
    """The first objects of a list, or of lines, that have words, somebody who says them, and the id of a conversation."""
    for begin in list(_OPENS.finditer(text))[:4]:
        at = begin.end()
        for _ in range(_LOOKED_AT):
            try:
                one, at = _DECODER.raw_decode(text, at)
            except (json.JSONDecodeError, RecursionError):
                break
            if is_message(one) and chat_message.said(one) and chat_message.talk(one, OF_TALK):
                yield one
            at = len(text) - len(text[at:].lstrip(" ,\r\n\t"))


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions."""
    found = list(conversations(documents(content)))
    every = [each for one in found for each in messages(one) or ()]
    sides = _Sides(chat_message.unsure(every), any(chat_message.is_told_by_way(messages(one) or ()) for one in found))
    calls = [_conversation(one, name, sides) for one, name in named(content, found)]
    notes = [_UNSURE] if sides.unsure else []
    return raws(content, "chat_json", calls, warnings=notes)


def _conversation(one: Any, name: str, sides: _Sides) -> Conversation | Left:
    said = messages(one)
    written = (
        next((one[each] for each in LISTS if isinstance(one.get(each), str)), None) if isinstance(one, dict) else None
    )
    if said is None and written is not None and (not written.strip() or len(written.splitlines()) > 1):
        said = []
    elif said is None:
        return unfit(one, "no_transcript", "a conversation with messages")
    when = times([None if not isinstance(each, dict) else _when(each) for each in said])
    code = lang(word(one, "language") or word(one, "lang"))
    is_gpt = any(word(each, "from") == "gpt" for each in said)
    items = [_item(each, when, at, code, is_gpt, sides) for at, each in enumerate(said)]
    items = items or (text_turns(written) if written else [])
    cells = {
        name_: texts(value) for name_, value in one.items() if not isinstance(value, (dict, list)) and name_ not in _OWN
    }
    return Conversation(
        {
            **cells,
            "interaction_id": next((id for each in IDS if (id := word(one, each))), name),
            "started_at": stated(one, BEGUN) or when.first,
            "ended_at": stated(one, DONE) or when.last,
        },
        items,
    )


# Words are turns, and never cells of a contact.
_OWN = frozenset({*IDS, *BEGUN, *DONE, *LISTS, *MANY, *WORDS, "self"})


def _item(one: Any, when: Times, at: int, code: str | None, is_gpt: bool, sides: _Sides) -> Turn | Left:
    if isinstance(one, list):
        return pair(one)
    if not isinstance(one, dict):
        return Left("not_a_turn", found="a single value", expected="a message with who and what")
    if chat_message.is_private(one):
        return Left("private_note", "a message of agents among themselves", "what the customer could read")
    if chat_message.is_noted(one):
        return Left("not_a_turn", found="what a machine noted", expected="what was said")
    begin = word(first(one, *START)) or seconds(word(first(one, *START_MS)), 1000.0)
    end = word(first(one, *END)) or seconds(word(first(one, *END_MS)), 1000.0)
    spent = between(begin, end)  # where they are moments
    if spent is None and iso(end) != end:
        spent, end = between(when.cells[at], iso(end)), None
    begin = when.offsets[at] if when.offsets[at] is not None else seconds(begin)
    since = number(begin)
    end = plain(since + float(spent)) if spent is not None and since is not None else seconds(end)
    said = chat_message.said(one)
    said = markup.plain(said) if said and _PAGE.match(said) else said
    spoken = turn(said, chat_message.who(one), begin, end, said_at=when.cells[at], lang=code)
    if isinstance(spoken, Left):
        return spoken
    by = (_GPT.get(word(one, "from") or "") if is_gpt else None) or chat_message.role(one, sides.unsure)
    by = by or (chat_message.way(one) if sides.has_ways else None) or "unknown"
    return Turn(by, spoken.text, spoken.start_s, spoken.end_s, spoken.more)


def _when(one: Mapping[str, Any]) -> str | None:
    """When a message was said; its start, where that is a moment and no count of seconds."""
    begun = _cell(first(one, *START))
    return _cell(first(one, *WHEN)) or (begun if moments.seconds(begun) is not None and number(begun) is None else None)


def _cell(value: Any) -> str | None:
    """A cell of a text or a number, None for all else."""
    return value.strip() or None if isinstance(value, str) else None


def _object(written: str) -> dict[str, Any] | None:
    try:
        found = json.loads(written)
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


FORMATS = (
    Format("chat_json", "Chats as JSON", "Any chat, in common shapes; OpenAI's", ("turns", "interactions"), like, read),
)
