"""Chinese names that stand side by side, and so tell each other: 狄明哲、柴若云, 郝建和潘磊; behind 名单 and 出席, and who signs.

For: `names_zh`. Not for: names that something else tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import han
from voc.personal.mark import Look
from voc.personal.words import either

_JOINS = frozenset("、和跟与與及")
# A list of names stands behind these as well as behind a mark, and these go on behind it.
_BEFORE = frozenset("和跟与與及是把将將请請由让讓叫给給找被")
_BEHIND = frozenset("、和跟与與及等都一两兩签簽拉加")
# What a list of people stands behind, and where somebody signs.
_HEADS = re.compile(
    r"[名出列缺与與值当當在到参參签簽同随隨乘旅成组組抄][单單席会會班场場到行客员員送](?<=名单|名單|出席|列席|缺席|与会|與會|值班|当班|當班|在场|在場|到场|到場|参会|參會|签到|簽到|同行|随行|隨行|乘客|旅客|成员|成員|组员|組員|抄送)"
    r"(?:的?(?:人员|人員|人|者|名单|名單))?(?:[:：]\s*|的?(?:是|有|为|為)[:： ]?)"
)
_SIGNS = re.compile(
    r"(?:落款|署名|[签簽][名字署]|具名|谨启人|立[据據]人|[声聲]明人)人?(?:是|为|為|[:： \n])+(?=[\u3400-\u9fff]{2,4}(?:[^\u3400-\u9fff]|$|[于於]))"
)
_ITEM = re.compile(r"([\u3400-\u9fff]{2,6}?)(?= ?\d|[、，,；;。\s（(]|[和及跟與与等]|$)")
_NEXT = re.compile(
    r" ?(?:\d[\d,.]*[元块塊份张張]?)?(?:（[^）]{0,8}）|\([^)]{0,8}\))? ?(?:[、，,；;]|[和及跟與与]| )\s?"
)
_HEADED = frozenset("单單席会會班场場到行客员員送")
_SAYS = frozenset(":：是有为為")
_SIGNED = frozenset("款署签簽具启据據明")


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of names side by side, of those in a list of people, and of who signs."""
    text, known = look.text, _known()
    if not (look.letters.isdisjoint(_HEADED) or look.letters.isdisjoint(_SAYS)):
        for match in _HEADS.finditer(text):
            yield from _listed(text, match.end(), known)
    if not look.letters.isdisjoint(_SIGNED):
        for match in _SIGNS.finditer(text):
            one = _ITEM.match(text, match.end())
            if one and known.may_be(one.group(1), is_sure=True):
                yield one.span(1)
    if not look.letters.isdisjoint(_JOINS):
        yield from _beside(text, known)


def _listed(text: str, at: int, known: _Known) -> Iterator[tuple[int, int]]:
    """The spans of two names or more that stand one behind another from `at`."""
    found = []
    item = _ITEM.match(text, at)
    while item and known.may_be(item.group(1), is_sure=False):
        found.append(item.span(1))
        then = _NEXT.match(text, item.end())
        item = _ITEM.match(text, then.end()) if then else None
    if len(found) > 1:
        yield from found


def _beside(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """The spans of two names side by side, each letter of theirs one of names."""
    for match in known.short.finditer(text):
        spans = ((match.start() - 2, match.start()), (match.end(), match.end() + 2))
        if _is_apart(text, spans[0][0]) and not any(known.letters.begins_word(text, start) for start, _ in spans):
            yield from spans
    for match in known.long.finditer(text):
        family = next((many for many in (2, 1) if known.is_whole(text, match.start() - many - 2, many)), 0)
        first, start = match.start() - family - 2, match.end()
        other = 2 if text[start : start + 2] in known.letters.double else 1
        end = start + other + 2
        goes_on = text[end : end + 1] in _BEHIND or known.letters.on.match(text, end)
        if family and known.is_whole(text, start, other) and goes_on and _is_apart(text, first):
            yield first, match.start()
            yield start, end


def _is_apart(text: str, start: int) -> bool:
    return not start or not han.is_han(text[start - 1]) or text[start - 1] in _BEFORE


class _Known:
    """The patterns: names of two letters, and of three or four."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        joins, behind = "".join(sorted(_JOINS)), "".join(sorted(_BEHIND))
        strong, every, typical, single = (
            f"[{''.join(sorted(some))}]"
            for some in (letters.strong, letters.every, letters.typical, letters.single | letters.strict)
        )
        self.short = re.compile(rf"(?<={strong}{single})[{joins}](?={strong}{single}(?:[{behind}]|[^\u4e00-\u9fff]|$))")
        self.long = re.compile(
            rf"(?<={typical}{typical})[{joins}](?=(?:{either(letters.double)}|{every}){typical}{{2}})"
        )

    def may_be(self, said: str, *, is_sure: bool) -> bool:
        """Whether `said` is a family name with one or two letters behind it that no word is known by."""
        letters = self.letters
        family = 2 if said[:2] in letters.double else 1
        given = said[family:]
        if not given or len(given) > 2 or (family == 1 and said[0] not in letters.every):
            return False
        if said[-2:] in letters.given_words or not letters.not_given.isdisjoint(given):
            return False
        is_usual = family == 2 or said[0] in letters.clean
        if letters.begins_word(said, 0) and not (len(said) == 3 and said[0] in letters.surnames):
            return False
        if is_sure:
            return is_usual or not letters.typical.isdisjoint(given)
        return is_usual and (len(given) == 2 or given in letters.typical or said[0] in letters.strong)

    def is_whole(self, text: str, start: int, family: int) -> bool:
        """Whether a family name of so many letters stands at `start`, and a given name of two behind it."""
        letters = self.letters
        given = text[start + family : start + family + 2]
        if start < 0 or not (
            text[start : start + 2] in letters.double if family == 2 else text[start] in letters.every
        ):
            return False
        return (
            letters.typical.issuperset(given)
            and given not in letters.given_words
            and not letters.begins_word(text, start)
        )


@cache
def _known() -> _Known:
    return _Known()
