"""Chinese names before 先生, 女士, 小姐, 太太, 老师 and 经理, of any family and with any given name: 您好时女士, 跟商丽女士反映过, 收件人花太太.

For: `names_zh`. Not for: other titles, and families that are usual; see `names_zh` and `cues_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.language import folded
from voc.personal.chinese import around_zh, han
from voc.personal.chinese.whole_zh import whole
from voc.personal.mark import Look

_WORDS = ("先生", "小姐", "女士", "太太", "老师", "老師", "经理", "經理")
_LETTERS = frozenset("先士姐太师師理")
_TITLE = re.compile("先生|女士|小姐(?!姐)|太太|老[师師]|[经經]理")
# What a name stands behind: a mark, a word of one letter, or words that somebody is spoken to or told of with.
_LEADS = frozenset("跟和与與同找请請由为為给給对對向被让讓问問谢謝扬揚诉訴告爱愛敬的是位系繫絡络")
_SURE = (
    "您好",
    "你好",
    "早安",
    "午安",
    "晚安",
    "早上好",
    "下午好",
    "晚上好",
    "尊敬的",
    "亲爱的",
    "親愛的",
    *(f"{one}人" for one in "件货貨系絡络繫住订訂"),
    "嗨",
)
_NO_GIVEN = _LEADS - frozenset("扬揚敬") | frozenset("老大小叫各")
_ENDS_OF_SURE = frozenset(one[-1] for one in _SURE)


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text = look.text
    if look.letters.isdisjoint(_LETTERS) or not any(word in text for word in _WORDS):
        return
    begins = whole().begins
    for title in _TITLE.finditer(text):
        if begins.isdisjoint(text[max(0, title.start() - 3) : title.start()]):  # the cheap half of the answer first
            continue
        start = _start(text, title.start())
        if start < title.start():
            yield start, title.start()


def _start(text: str, end: int) -> int:
    """Where the name begins that ends at `end`, before a title; `end` where none does."""
    known, letters = whole(), han.letters()
    for many in (3, 2):
        said = text[end - many : end] if end >= many else ""
        if len(said) < many or not all(map(han.is_han, said)) or said[0] in _nobody() or not _led(text, end - many):
            continue
        if not _NO_GIVEN.isdisjoint(said[1:]) or text[end - many - 1 : end - many] == said[0]:  # 何老先生, 谢谢时先生
            continue
        if known.is_name(said, is_sure=False) and folded(said[1:]) not in known.words:
            return end - many
    if end and text[end - 1] in letters.every:
        is_sure = text[end - 2 : end - 1] in _ENDS_OF_SURE and text.endswith(_SURE, 0, end - 1)
        if is_sure:
            return end - 1
        is_word = folded(text[max(0, end - 2) : end]) in known.words
        is_usual = text[end - 1] in letters.strong and not letters.begins_word(text, end - 1)
        if not is_word and _led(text, end - 1) and (is_usual or known.may_be_titled(text, end - 1)):
            return end - 1
    return end


def _led(text: str, start: int) -> bool:
    """Whether a name may begin at `start`: behind a mark, a word like 跟, a role, or words for a day or a place."""
    if not start or not han.is_han(text[start - 1]):
        return True
    return (
        text[start - 1] in _LEADS
        or text.endswith(_SURE, 0, start)
        or text[start - 2 : start] in han.letters().ahead
        or around_zh.is_told(text, start)
    )


@cache
def _nobody() -> frozenset[str]:
    """Letters that no name of two or three begins with where only a title tells it."""
    return han.letters().little
