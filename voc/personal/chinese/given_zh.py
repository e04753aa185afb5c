"""Chinese given names without a family name: after a greeting, right behind kin and roles, before 姐; and 阿珠姨.

For: `names_zh`. Not for: 小王 and the like; see `nick_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import around_zh, han
from voc.personal.mark import Look
from voc.personal.words import lists

_GREETS = "嗨|嘿|哈囉|哈喽|哈啰|哈嘍|哈罗|你好|您好|早安|午安|晚安|早上好|早晨|亲爱的|親愛的"
_GREETS_LATIN = "(?<![A-Za-z])(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear)"
_KIN = "姐哥姨叔嫂嬸婶伯"
# 阿珠姨: what else is called so, and what begins so by chance
_ELDERS = "姨伯嬸婶婆嫂嬤嬷姐哥叔"
_AH = frozenset("水土火木金旺财財珠好菜肉枝招義义猜勇仁吉發发良添福祥昆坤娣嬌娇桃柑桂棗枣月雪鳳凤彩秋春")
_NO_AH = re.compile("阿(?:拉伯|里婆|婆婆|姨婆)")
_GATE = frozenset("嗨嘿哈你您早午晚亲親")
_GATE_WORDS = frozenset("hi hello hey dear".split())


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of given names that something else tells."""
    text, known = look.text, _known()
    for pattern in (
        *([known.greeted] if not look.letters.isdisjoint(_GATE) else ()),
        *([known.greeted_latin] if not look.words.isdisjoint(_GATE_WORDS) else ()),
    ):
        for match in pattern.finditer(text):
            if known.is_given(text, match.start(1)):
                yield match.span(1)
    for match in known.behind.finditer(text):
        start, end = match.start(), match.start() + 2
        if known.is_given(text, start) and known.goes(text, end) and around_zh.is_told(text, start):
            yield start, end
    if not look.letters.isdisjoint(_KIN):
        for match in known.kin.finditer(text):
            start = match.start() - 2
            is_apart = not start or not han.is_han(text[start - 1])
            if text[start : start + 2] in known.letters.given and (is_apart or around_zh.is_told(text, start)):
                yield start, match.start()
    if "阿" in look.letters:
        for match in known.ah.finditer(text):
            if not _NO_AH.match(text, match.start()):
                yield match.span()


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        self.words = frozenset(lists("names_zh")["words_alone"].split())
        typical = "".join(sorted(letters.typical))
        said = rf"[ ，,、]?([{typical}]{{2}})(?=[，,！!：:。~～\s]|[您你]好|$)"
        self.greeted, self.greeted_latin = (re.compile(f"(?:{greets}){said}") for greets in (_GREETS, _GREETS_LATIN))
        # One class of letters stands first, which is what `re` is quick to look for. What no name stands behind is not
        # looked at: before it are the last letters of kin and roles.
        last = "".join(sorted(around_zh.lasts_of_people()))
        self.behind = re.compile(rf"[{typical}](?<=[{last}].)(?=[{typical}])")
        self.kin = re.compile(rf"[{_KIN}](?<=[{typical}][{typical}].)(?![{_KIN}妹弟])")
        some = "".join(sorted(letters.strong | letters.typical | _AH))
        self.ah = re.compile(rf"阿[{some}](?=[{_ELDERS}](?![{_ELDERS}德特爾尔]))")

    def is_given(self, text: str, start: int) -> bool:
        """Whether the two letters at `start` are a given name, and no word: 刚满 begins none."""
        said = text[start : start + 2]
        if (
            said[0] in "刚剛"
            or said in self.words
            or said in self.letters.given_words
            or self.letters.begins_word(text, start)
        ):
            return False
        return said in self.letters.given or (said[0] != said[1] and not self.letters.strict.isdisjoint(said))

    def goes(self, text: str, end: int) -> bool:
        """Whether the sentence ends or goes on at `end` as it does behind somebody's name."""
        return (
            self.letters.on.match(text, end) is not None
            or text[end] in around_zh.goes()
            or text[end] in _KIN
            or self.letters.title.match(text, end) is not None
        )


@cache
def _known() -> _Known:
    return _Known()
