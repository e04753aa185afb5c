"""How far a Chinese name goes from where it begins, and whether it is one.

For: `names_zh`, which knows where a name may begin. Not for: names in Latin letters.
"""

from __future__ import annotations

import re
from functools import cache

from voc.personal.english.person import Need
from voc.personal.words import begin, either, lists

_COUNTED = frozenset("段张張包路项項房连連章季成管方向")
_NUMBER = re.compile(r"[\d一二三四五六七八九十两兩几幾这這那每第由本]")
HAN = "\u3400-\u9fff"


class Letters:
    """The lists of names.toml and names_zh.toml as sets."""

    def __init__(self) -> None:
        old, new = lists("names"), lists("names_zh")
        self.given = frozenset(new["given"].split())
        self.typical = frozenset("".join(new["letters"].split()))
        self.wide = frozenset(lists("work_zh")["wide"])
        self.single = frozenset(new["single"])
        self.strict = frozenset(new["strict"])
        self.double = frozenset(old["double_surnames"])
        self.surnames = frozenset(old["surnames"])
        self.weak = frozenset(old["weak_surnames"])
        self.strong = self.surnames - self.weak
        self.any_surname = self.surnames | frozenset(new["rare_surnames"])
        self.every = self.any_surname | frozenset(new["seldom_surnames"])
        self.little = frozenset(new["little_surnames"])
        self.clean = self.every - self.little  # families whose names are no little words
        self.not_given = frozenset(old["not_given"])
        words = {*old["not_names_zh"].split(), *new["no_names"].split()}
        self.words = {
            first: tuple(sorted(one for one in words if one[0] == first)) for first in {one[0] for one in words}
        }
        self.given_words = frozenset(new["given_words"].split())
        self.ahead = frozenset(new["ahead"].split())
        self.nicknames = tuple(new["no_nicknames"].split())
        self.never = tuple(new["never"].split())
        self.no_ends = frozenset(new["no_ends"].split())
        self.no_last = frozenset(new["no_last"])
        self.on = re.compile(rf"[^{HAN}]|$|{begin(new['followers'])}")
        self.end = re.compile(rf"[^{HAN}]|$")
        self.title = re.compile(begin(one for one in old["titles_zh"] if len(one) > 1))
        self.surname = self.family(self.strong)

    def begins_word(self, text: str, start: int) -> bool:
        """True where a word that only looks like a name begins."""
        return any(text.startswith(word, start) for word in self.words.get(text[start : start + 1], ()))

    def family(self, single: frozenset[str], behind: str = "") -> str:
        """A pattern for a family name of two letters or one of `single`. A class of letters stands first, which is what `re`
        is quick to look for; `behind`, of two letters, is what must stand before it, and that first letter."""
        first, second = ("".join(sorted({one[at] for one in self.double})) for at in (0, 1))
        alone = "".join(sorted(single))
        return f"(?:[{alone}{first}]{behind}(?:[{second}](?<={either(self.double)})|(?<=[{alone}])))"


def is_han(letter: str) -> bool:
    """True for a Han letter."""
    return "\u3400" <= letter <= "\u9fff"


@cache
def letters() -> Letters:
    """The one Letters."""
    return Letters()


def name(text: str, start: int, need: Need, *, must_end: bool = False) -> int | None:
    """The end of the name that begins at `start` of `text`: a family name and one or two letters, or two family names and
    two letters, as married women have. None where none begins. With `must_end` the sentence ends or goes on behind it."""
    known = letters()
    if text.startswith(known.never, start):
        return None
    family = _family(text, start, need)
    if not family or text[start + 1 : start + 2] == text[start]:
        return None  # 温温柔柔
    if start and text[start] in _COUNTED and _NUMBER.match(text[start - 1]):
        return None  # 一张卡, 这段
    is_usual = family == 2 or text[start] in known.surnames
    if is_usual and need > Need.SELF and known.title.match(text, start + family):
        return start + family
    is_word = any(text.startswith(word, start) for word in known.words.get(text[start], ()))
    if family == 1 and need > Need.SELF and not is_word and is_married(text, start):
        return start + 4
    ends = [start + family + many for many in (2, 1) if is_given(text[start + family : start + family + many], many)]
    if len(ends) == 2 and runs_on(text, ends[0]):
        ends = ends[1:]
    if not is_usual:  # a rare family name stands right behind 叫, 是, : and before a mark, or before a usual given name
        ends = [end for end in ends if _is_usual(text, start, end)]
    if text[start] in known.weak:
        ends = [end for end in ends if end == start + 3 and known.typical.issuperset(text[start + 1 : end])]
    if is_word:
        ends = [end for end in ends if end - start == family + 2
                and (text[start + family : end] in known.given or (need == Need.SURE and known.end.match(text, end)
                     and not known.typical.isdisjoint(text[start + family : end])))]  # fmt: skip
    for end in ends:
        if _fits(
            text,
            end,
            text[start + family : end],
            need,
            is_double=family == 2,
            is_strict=must_end and text[start] not in known.strong,
        ):
            return end
    return ends[0] if need == Need.SURE and ends and not is_word and not must_end else None


def runs_on(text: str, end: int) -> bool:
    """True where the last letter before `end` is no part of a name but goes on behind it: 李楠先|生, 贺勇订|的, 写杨璐收|，"""
    last, behind = text[end - 1 : end], text[end : end + 1]
    if last == "收" and not is_han(behind):
        return True
    return last + behind in letters().no_ends or (last in letters().no_last and (is_han(behind) or behind.isdigit()))


def _is_usual(text: str, start: int, end: int) -> bool:
    known = letters()
    if text[start + 1 : end] in known.given_words:
        return False
    if text[start - 1 : start] in ("叫", "是", "为", "為", "係", "系", "名", "人", "：", ":", " ") and known.end.match(
        text, end
    ):
        return True
    is_said = text[start - 2 : start] in ("我叫", "名叫", "叫做", "叫作") and text[start] in known.clean
    if is_said and end == start + 3 and (known.typical | known.wide).issuperset(text[start + 1 : end]):
        return known.on.match(text, end) is not None and not known.begins_word(text, start)
    return (
        end == start + 3 and known.typical.issuperset(text[start + 1 : end]) and known.on.match(text, end) is not None
    )


def _family(text: str, start: int, need: Need) -> int:
    """The letters of the family name at `start`, 0 where there is none."""
    known = letters()
    if text[start : start + 2] in known.double:
        return 2
    of_need = {Need.SELF: known.strong, Need.LIKELY: known.surnames, Need.SURE: known.any_surname}
    return int(text[start : start + 1] in of_need[need])


def is_married(text: str, start: int) -> bool:
    """陳林秀琴: two family names and two letters."""
    known = letters()
    given = text[start + 2 : start + 4]
    return (
        text[start] in known.surnames
        and given not in known.given_words
        and text[start + 1 : start + 2] in known.strong
        and is_given(given, 2)
        and given[1] in known.typical | known.wide | known.surnames
        and not known.typical.isdisjoint(given)
        and known.on.match(text, start + 4) is not None
        and not runs_on(text, start + 4)
    )


def is_given(said: str, many: int) -> bool:
    """True where `said` is `many` Han letters that may stand in a given name."""
    return (
        len(said) == many and letters().not_given.isdisjoint(said) and all("\u3400" <= one <= "\u9fff" for one in said)
    )


def _fits(text: str, end: int, given: str, need: Need, *, is_double: bool, is_strict: bool) -> bool:
    """Whether a name may end there: its letters are those of names, and the sentence goes on or ends."""
    known = letters()
    if not known.on.match(text, end) and text[end : end + 2] not in known.no_ends:
        return need == Need.SURE and given in known.given
    if given in known.given or (is_double and need > Need.SELF):
        return True
    if need == Need.SELF:
        return len(given) == 2 and known.strict.issuperset(given)
    is_end = known.end.match(text, end) is not None or text[end : end + 2] in known.no_ends
    if known.typical.issuperset(given):
        return len(given) == 2 or need == Need.SURE or given in known.single or is_end
    if need == Need.SURE:
        return (is_end or len(given) == 2) and not (
            is_strict and (known.typical | known.wide | known.surnames).isdisjoint(given)
        )
    # 客服范学文: one letter of two is seldom seen in names
    return len(given) == 2 and is_end and not known.strict.isdisjoint(given)
