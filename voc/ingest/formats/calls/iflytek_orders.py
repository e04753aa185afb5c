"""讯飞语音转写 (iFLYTEK), second version: the result of an order, whose words are JSON in a text.

For: /v2/api/getResult and what stands in its orderResult. Not for: its first version, and live recognition. `lattice` is the
speech without fillers, `lattice2` the same with them: the first is read, the second where it is alone. A sentence has its
speaker by number (rl), so that roles are unknown; times are milliseconds.
https://www.xfyun.cn/doc/asr/ifasr_new/API.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, number, plain, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_LETTERS = re.compile(r"[A-Za-z]$")
_FAILED = ("-1",)


def like(head: Head) -> Like:
    """How like the result of an order a head is."""
    if head.members.issuperset(("orderResult", "orderInfo")):
        return Like(0.95, "an order: has orderInfo, orderResult")
    if "json_1best" in head.members and head.members & {"lattice", "lattice2"}:
        return Like(0.95, "a result: has lattice, json_1best")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 where it is no JSON."""
    calls = [_order(one, name) for one, name in named(content, documents(content))]
    return raws(content, "iflytek_orders", calls)


def _order(one: Any, name: str) -> Conversation | Left:
    order = mapping(one, "content") or mapping(one, "data") or mapping(one)
    info, result = mapping(order, "orderInfo"), _opened(order.get("orderResult"))
    result = result if isinstance(result, dict) else order
    parts = next((found for name_ in ("lattice", "lattice2") if (found := listed(_opened(result.get(name_))))), None)
    if not isinstance(one, dict) or (parts is None and not info):
        return unfit(one, "no_transcript", "an order with its orderResult")
    if parts is None and word(info, "status") in _FAILED:
        return Left("failed_transcript", word(info, "failType") or "", "an order that was done", "orderInfo")
    length = number(word(info, "originalDuration") or word(info, "realDuration"))
    cells = {
        "interaction_id": word(info, "orderId") or name, "channel": "voice",
        "duration_s": None if length is None else plain(length / 1000),
    }  # fmt: skip
    return Conversation(cells, [_turn(part) for part in parts or ()])


def _turn(part: Any) -> Turn | Left:
    best = _opened(inner(part, "json_1best"))
    said = mapping(best, "st")
    if not said:
        return Left("not_a_turn", "", "a sentence with its words", "json_1best")
    begin, end = (word(said, one) or word(part, other) for one, other in (("bg", "begin"), ("ed", "end")))
    text = _text(_words(said))
    return turn(
        text if re.search(r"\w", text) else None, word(said, "rl") or word(part, "spk"), seconds(begin, 1000.0),
        seconds(end, 1000.0),
    )  # fmt: skip


def _words(said: Any) -> Iterator[str]:
    """The likeliest words in their order; the mark of a break between parts is none."""
    for stretch in listed(said, "rt"):
        for place in listed(stretch, "ws"):
            one = next(iter(listed(place, "cw")), None)
            if word(one, "wp") != "g" and isinstance(text := inner(one, "w"), str):
                yield text


def _text(words: Iterator[str]) -> str:
    """`words` in a row, with a space between two of Latin letters."""
    text = ""
    for one in words:
        text += (" " if _LETTERS.search(text) and one[:1].isascii() and one[:1].isalpha() else "") + one
    return text


def _opened(value: Any) -> Any:
    """What a text of JSON holds; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        return None


FORMATS = (
    Format(
        "iflytek_orders", "讯飞语音转写 transcripts, second version (JSON)", "讯飞开放平台, 语音转写 v2",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
