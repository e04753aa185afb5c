"""Chinese full names in open places, by how likely their letters are a name: 被李阳忽悠, 由任成接待, 送达：齐强.

What speaks for a name is added up in logs: how often the family letter is a family name rather than anything else, how
usual the letters behind are in given names and how seldom elsewhere, what stands before and after, and the words of the
dictionary that cover it or cross its edges. `python -m training.likely_zh` learns the weights.

For: `names_zh`. Not for: names that a word tells, whose rules are surer; see `slots_zh`, `cues_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from voc.language import folded
from voc.personal.chinese import han
from voc.personal.mark import Look

BOUND = 3.5  # what a name must have
_SHOPS = frozenset("金富")  # what firms and halls like to be called by: 金玲珑
_SHOP_MORE = 2.5  # what a name of such a family must have more
_LONGER = 2.0  # what a name with one more letter may have less, as half a name is worse than a whole one
_MOST_AROUND = 5.5  # what all that is around a name may add
_FAMILY = 1.2  # how sure a rare family must be
_LITTLE = frozenset("祝段于")  # families that are little words in open places
# Letters that stand before people, and letters with which a sentence goes on behind them.
_CUES = frozenset("被跟和给找叫让由问请向对与是经听谢亏")
_GOES = frozenset("出冲把跟才说告帮处接态服打讲推骗送很真太特非也都又一不没忽拒办回答介建解热耐亲主承负")
_CALLED = frozenset("伯叔姨哥姐嫂婶爷总工导生太")  # what is said behind a family name, and is no given one
_SHUT = frozenset("对和跟说为把给一")  # no last letters of names where the name may end before them
_PLACES = ("family", "alone", "first", "second")
_RARE = {"family": -9.0, "alone": -3.0, "first": -3.0, "second": -3.0}  # letters that no list of names has
# Behind these no person is named but a firm, a street, a dish; and whoever is written as foreign names are.
_NO_PERSON = re.compile(
    "酒店|餐厅|饭店|菜馆|公司|宾馆|大厦|广场|中心|集团|超市|商场|银行|医院|诊所|药店|大学|中学|小学|学校|小区|花园|公寓|热线|故居"
    "|小吃|火锅|烤鸭|食品|品牌|系列|客栈|公园|国际|[楼路街村镇县市区省山河湖寺庙桥阁厅馆站牌城港岛湾州苑酒茶药膏丸粥豪府轩]"
    "|[鸡鱼肉虾汤饭菜饼糕粉面]|[记氏]|[夫斯莎德尔特托娅·•]"
)


class Said(NamedTuple):
    """What the files say: how usual letters are by place, the words and how often they are met, what is no name, the words
    that are given names, and the weights of all else."""

    weigh: dict[str, dict[str, float]]
    words: dict[str, int]
    no: frozenset[str]
    given: frozenset[str]
    weights: dict[str, float]

    def letters(self, text: str, start: int, end: int) -> float:
        """What the letters alone say of the name from `start` to `end` of a folded text with a family of one letter."""
        return sum(self.weigh[place].get(letter, -9.0) for place, letter in _placed(text, start, end, 1))

    def features(self, text: str, start: int, end: int) -> dict[str, float] | None:
        """What is seen of the letters from `start` to `end` of a folded text; None where they can be no name."""
        size = 2 if text[start : start + 2] in han.letters().double else 1
        given = text[start + size : end]
        if not given or len(given) + size != end - start or not all(map(han.is_han, given)):
            return None
        if not (
            han.letters().not_given.isdisjoint(given)
            and given[0] != text[start]
            and not self._is_word(text, start, end, given)
        ):
            return None
        seen = {
            place + ":": self.weigh[place].get(letter, _RARE[place])
            for place, letter in _placed(text, start, end, size)
        }
        seen[f"size:{len(given)}"] = 1
        for kind, word in (
            ("cover", text[start : start + 2] if size == 1 else ""),
            ("cover3", text[start : start + 3]),
            ("left", text[start - 1 : start + 1] if start else ""),
            ("right", text[end - 1 : end + 1]),
            ("given", given),
        ):
            level = self.words.get(word)
            if level:
                seen[f"{kind}:{level}"] = 1
        before, after = beside(text[max(0, start - 2) : start]), beside(text[end : end + 2])
        seen["before:" + before[-1:]] = 1
        seen["after:" + after[:1]] = 1
        seen["before2:" + before] = 1
        seen["after2:" + after] = 1
        seen["between:" + _side(before[-1:], _CUES) + _side(after[:1], _GOES)] = 1
        return seen

    def _is_word(self, text: str, start: int, end: int, given: str) -> bool:
        """Whether the letters, or those around them, are a word, a firm or a street rather than a name."""
        if text[start:end] in self.words or not self.no.isdisjoint((text[start:end], text[start : start + 3])):
            return True
        before = text[start - 1 : start]
        if self.words.get(before + text[start], 0) > 1 or (text[start] == "谢" and before in ("谢", "感", "多")):
            return True
        if _NO_PERSON.match(text, end) or self.words.get(text[end - 1 : end + 1]) == 3 or given in _CALLED:
            return True
        if given in self.given:
            return False
        is_covered = end - start == len(given) + 1 and self.words.get(text[start : start + 2], 0) > 1
        is_pair = len(given) == 2 and (given[0] in (given[1], "阿", "老") or self.words.get(given, 0) > 1)
        return is_covered or is_pair


def _side(letter: str, known: frozenset[str]) -> str:
    """c for a letter that is `known` to stand there, h for any other, : for a colon, m for other marks, edges, digits."""
    return ":" if letter == ":" else "c" if letter in known else "h" if han.is_han(letter) else "m"


def _placed(text: str, start: int, end: int, size: int) -> list[tuple[str, str]]:
    """The letters of a name, each with its place; `size` are the family's."""
    given = text[start + size : end]
    family = ("family", text[start : start + size])
    return [family, ("alone", given)] if len(given) == 1 else [family, ("first", given[0]), ("second", given[1])]


def beside(letters: str) -> str:
    """Letters beside a name: ^ for edges and spaces, 0 for digits, A for Latin letters, all others themselves."""
    if not letters:
        return "^"
    return "".join(map(_beside, letters))


def _beside(letter: str) -> str:
    if letter.isspace():
        return "^"
    if letter.isdigit():
        return "0"
    return "A" if letter.isascii() and letter.isalpha() else letter


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, known = look.text, _known()
    reached = 0
    for match in known.places.finditer(text):
        start = match.start()
        if start < reached:
            continue
        family = known.families.get(text[start], 9.0)  # of two letters: looked at
        letter = text[start + 1]
        more = known.second.get(text[start + 2 : start + 3], -9.0)
        best = max(known.first.get(letter, -9.0) + more, known.alone.get(letter, -9.0))
        if family + best < known.least and text[start : start + 2] not in known.double:
            continue
        end = known.end(text, start)
        if end:
            reached = end
            yield start, end


class _Known:
    """The tables, by the letters of both scripts."""

    def __init__(self) -> None:
        self.said = said()
        every = "".join(map(chr, range(0x4E00, 0xA000)))
        plain = folded(every)
        of_both = {
            place: {raw: by[one] for raw, one in zip(every, plain, strict=True) if one in by}
            for place, by in self.said.weigh.items()
        }
        letters = han.letters()
        self.double = letters.double
        self.alone, self.first, self.second = of_both["alone"], of_both["first"], of_both["second"]
        self.families = {
            one: many
            for one, many in of_both["family"].items()
            if (one in letters.strong or many > _FAMILY) and one not in letters.little and one not in _LITTLE
        }
        self.least = BOUND - self.said.weights["base:"] - _MOST_AROUND
        most = max(self.families.values())
        behind = max(self.second.values())
        given = "".join(
            one
            for one in sorted({*self.first, *self.alone})
            if most + max(self.first.get(one, -9.0) + behind, self.alone.get(one, -9.0)) >= self.least
        )
        doubles = "".join(sorted({one[0] for one in letters.double}))
        second = "".join(sorted({one[1] for one in letters.double}))
        self.places = re.compile(f"[{''.join(sorted(self.families))}{doubles}](?=[{given}{second}])")

    def end(self, text: str, start: int) -> int | None:
        """The end of the likeliest name that begins at `start`; None where none is likely enough."""
        first = max(0, start - 2)
        near = folded(text[first : start + 7])
        at = start - first
        letters = han.letters()
        size = 2 if text[start : start + 2] in letters.double else 1
        if size == 1 and text[start] not in self.families:
            return None
        if text[first:start].endswith("姓"):
            return None  # 姓欧阳叫轩: the word says where the family ends
        if letters.begins_word(text, start) or letters.title.match(text, start + size):
            return None
        least = BOUND + (_SHOP_MORE if text[start] in _SHOPS else 0.0)
        sure = [self.sure(near, at, at + size + many) for many in (1, 2)]
        if han.runs_on(text, start + size + 2):
            return start + size + 1 if sure[0] >= least else None
        if max(sure) < least:
            return None
        last = at + size + 1
        is_open = near[last : last + 1] not in _SHUT and near[last : last + 2] not in self.said.words
        is_longer = sure[1] > max(sure[0], least) or (is_open and sure[1] > least - _LONGER)
        return start + size + (2 if is_longer else 1)

    def sure(self, text: str, start: int, end: int) -> float:
        """What speaks for the name from `start` to `end` of a folded text."""
        seen = self.said.features(text, start, end)
        if seen is None:
            return -99.0
        weights = self.said.weights
        return weights["base:"] + sum(
            many if feature[:-1] in _PLACES else weights.get(feature, 0.0) for feature, many in seen.items()
        )


def said() -> Said:
    """What likely_zh.tsv and words_zh.txt hold."""
    folder = resources.files("voc").joinpath("data/words")
    weigh: dict[str, dict[str, float]] = {place: {} for place in _PLACES}
    weights: dict[str, float] = {}
    no, given = set(), set()
    for line in folder.joinpath("likely_zh.tsv").read_text("utf-8").splitlines():
        if line[0] == "#":
            continue
        place, letters, weight = line.split("\t")
        if place == "no":
            no.add(letters)
        elif place == "given" and len(letters) == 2:
            given.add(letters)
        elif place in weigh:
            weigh[place][letters] = float(weight)
        else:
            weights[f"{place}:{letters}"] = float(weight)
    words = {}
    for line in folder.joinpath("words_zh.txt").read_text("utf-8").splitlines():
        if line[0] == "#":
            continue
        behind = int(line[1]) - 1
        for at in range(3, len(line), behind):
            words[line[0] + line[at : at + behind]] = int(line[2])
    return Said(weigh, words, frozenset(no), frozenset(given), weights)


def words() -> dict[str, int]:
    """The words of the dictionary in simplified letters, and how often they are met."""
    return _known().said.words


@cache
def _known() -> _Known:
    return _Known()
