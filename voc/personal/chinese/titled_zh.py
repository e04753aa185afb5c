"""Chinese names before what neighbours and nurses are called, 關姑娘, 黃師奶, 梁太; and Japanese and Manchu families before a
title: 阿部小姐.

For: `names_zh`. Not for: the other titles; see `cues_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import han
from voc.personal.mark import Look
from voc.personal.words import either, lists

_CALLED = frozenset("姑師师太")
_PERSON = ("先生", "小姐", "女士", "太太", "老師", "老师", "醫師", "医师", "醫生", "医生", "桑", "さん")
_SAID = ("姓", "我叫", "名叫", "本人")
# One letter of each of these words, the rarer one.
_OF_PERSONS = frozenset("先姐士太師师醫医桑さ")
_SAYS = frozenset("姓叫本")
# What may stand before 關 of 關姑娘 but for a mark.
_BEFORE = "謝谢找叫請请同由畀俾係問问位跟多劳勞搵喺見见嘅的對对話话"


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such families, with the given names behind them."""
    text, known = look.text, _known()
    if not look.letters.isdisjoint(_CALLED):
        for match in known.called.finditer(text):
            if not known.letters.begins_word(text, match.start()):
                yield match.span()
    if not look.letters.isdisjoint(_OF_PERSONS) and any(word in text for word in _PERSON):
        for match in known.abroad.finditer(text):
            yield match.span()
    if not look.letters.isdisjoint(_SAYS) and any(word in text for word in _SAID):
        for match in known.introduced.finditer(text):
            yield match.span(1)


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        families = "".join(sorted(letters.surnames - frozenset("成向包路植练練巴白文金花水")))
        self.called = re.compile(
            rf"[{families}](?=姑娘(?!家)|[師师]奶|太(?:[你您][好嘅]|[，,：:]|話|话|同|唔))(?:(?<=[{_BEFORE}].)|(?<![{han.HAN}].))"
        )
        abroad = either(lists("names_zh")["abroad"].split())
        given = rf"[{han.HAN}]{{0,2}}?"
        self.abroad = re.compile(
            rf"(?:{abroad}){given}(?=先生|小姐|女士|太太|老師|老师|醫師|医师|醫生|医生|桑(?![{han.HAN}])|さん)"
        )
        self.introduced = re.compile(rf"(?:姓|我叫|名叫|本人)((?:{abroad}){given})(?=[，,。；;、\s於于在]|$)")


@cache
def _known() -> _Known:
    return _Known()
