"""Names of other peoples: parts that a dot joins, 患者阿依古丽·买买提, 约翰·史密斯; and words that only names are made of, 扎西次仁.

A dot tells that such a name may stand here; letters that such names are written with, or a place that is closed on both sides, that
one does. What runs into the name on either side is cut off by words.

For: `names_zh`. Not for: other such names without a dot; see `shapes_zh` and `whole_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese.han import HAN
from voc.personal.chinese.shapes_zh import FOREIGN
from voc.personal.mark import Look
from voc.personal.words import either, lists

_LONGEST, _MOST = 7, 3  # letters of a part, parts
_NAME = re.compile(rf"(?<![{HAN}·])([{HAN}]+)((?:·[{HAN}]+)+)")
# Around a name that stands by itself: 可以，迪丽·拜尔。, 【10:35】艾山·买买提：
_ALONE = re.compile(r"[\n。，,：:】\]、]? (?:$|[\n：:。]| ?[\d+<（(])")
_LETTERS = frozenset(FOREIGN + "不")


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, letters = look.text, look.letters
    if not letters.isdisjoint(_known().lasts):
        for match in _known().made.finditer(text):
            yield match.span()
    if "·" not in letters:
        return
    for match in _NAME.finditer(text.replace("好的", "，，")):  # 我叫约翰·史密斯好的约翰·史密斯女士
        start, is_told = _begins(match.group(1), match.start(), match.end(1))
        is_told = is_told or _known().label.search(text, max(0, start - 12), start) is not None
        end, is_ended = _ends(text, match.end(2))
        written = text[start:end]
        parts = written.split("·")
        if len(parts[0]) < 2 or len(parts) > _MOST or _known().place.search(written):
            continue  # 主治醫生·護士·醫療人員·志工
        is_alone = (start, end) == match.span() and _ALONE.match(text[start - 1 : start] + " " + text[end : end + 2])
        if _LETTERS.issuperset(written.replace("·", "")) or (is_told and is_ended) or (is_alone and _is_foreign(parts)):
            yield start, end


def _is_foreign(parts: list[str]) -> bool:
    """Whether two parts of a name are mostly of letters that foreign names are written with: 艾山, 吐尔逊."""
    letters = "".join(parts)
    return len(parts) == 2 and len(letters) > 4 and sum(map(_LETTERS.__contains__, letters)) * 5 >= len(letters) * 3


def _begins(said: str, start: int, end: int) -> tuple[int, bool]:
    """Where the first part of a name begins, and whether a word before it says that a name does."""
    match = _known().ahead.match(said[-_LONGEST - 1 :])
    if match:
        return end - len(said[-_LONGEST - 1 :]) + match.end(), True
    return (start, False) if len(said) <= _LONGEST else (end, False)


def _ends(text: str, end: int) -> tuple[int, bool]:
    """Where the last part of a name that stands before `end` ends, and whether a word or the end says so."""
    start = text.rfind("·", 0, end) + 1
    match = _known().behind.search(text, start + 1, end)
    if match:
        return match.start(), True
    return min(end, start + _LONGEST), end - start <= _LONGEST


class _Known:
    """The patterns, of the words of closed_zh.toml."""

    def __init__(self) -> None:
        told, new, work = lists("closed_zh"), lists("names_zh"), lists("work_zh")
        roles = {*work["roles"].split(), *new["roles"], *new["kin"], *new["labels"], *told["labels"].split()}
        before = {
            *told["called"].split(),
            *told["me"].split(),
            *told["roles"].split(),
            *told["dotted_ahead"].split(),
            *roles,
        }
        # the longest word that ends last: what is left of it is no part of the name
        self.ahead = re.compile(rf".*(?:{either(before)})(?=..)")
        self.label = re.compile(rf"(?:{either(before)})[:：】\] ]{{1,2}}$|(?:^|\n|—|-)$")
        self.behind = re.compile(either(told["dotted_behind"].split()))
        words = told["peoples"].split()
        self.lasts = frozenset(one[-1] for one in words) - frozenset("和花")
        self.made = re.compile(f"(?:{either(words)}){{2,4}}|{either(told['alone'].split())}")
        self.place = re.compile(either(told["dotted_places"].split()))


@cache
def _known() -> _Known:
    return _Known()
