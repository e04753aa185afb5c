"""Answers to a question with a scale, as points: 9, "10 - Extremely likely", 4/5, ★★★★☆, 👍, 非常满意.

    read = points(cells, scale)     # .values, .is_bad; .scale where the answers themselves state it

For: `rows`. Not for: inferring a scale from the numbers that happen to be there. Words count where all words of the
column are of one list (data/words/scores.tsv); a list has its scale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa

from voc.errors import DataError
from voc.ingest import parse
from voc.ingest.note import note
from voc.ingest.source import Score

_NUMBER = r"(?P<n>\d{1,3}(?:[.,]\d{1,3})?)"
_OF = re.compile(
    _NUMBER + r"\s*(?:/|out\s+of|of|von|sur|de)\s*(?P<of>\d{1,3})\s*(?P<stars>stars?|星|顆星|颗星)?\.?", re.IGNORECASE
)
_UNIT = re.compile(_NUMBER + r"\s*(?:|stars?|points?|pts?|分|星|颗星|顆星|★|⭐|点|點)", re.IGNORECASE)
_LABELLED = re.compile(_NUMBER + r"\s*(?:[-–—:：=.)]|(?=\())\s*(?P<label>[^\d\s-][^\d]{0,80})")
_LABEL_LAST = re.compile(r"(?P<label>[^\d]{2,80}?)\s*(?:[-–—:：=(（])\s*" + _NUMBER + r"\s*[)）]?")
_PERCENT = re.compile(_NUMBER + r"\s*%")
_STARS = re.compile("(?P<full>[★⭐🌟]*)(?P<half>½?)(?P<empty>☆*)")
_TONES = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # how an emoji is drawn


@dataclass(frozen=True)
class Points:
    """`values` in points; `is_bad`: cells that are no answer; `is_other`: those that state another scale than the declared
    one; `scale`: what the answers state of themselves, None where they do not."""

    values: pa.Array
    is_bad: np.ndarray
    is_other: np.ndarray
    scale: Score | None
    warnings: list[str]


@dataclass(frozen=True)
class _List:
    """A list of words for the steps of a scale, from worst to best."""

    type: str
    low: int
    points: dict[str, int]

    @property
    def high(self) -> int:
        return max(self.points.values())

    def scale(self) -> Score:
        return Score(self.type, self.low, self.high)


def points(cells: pa.Array, declared: Score | None, *, where: str) -> Points:
    """The Points of a column of answers on the scale `declared`; None: on the scale that they state, if they state one.

    Raises DataError E213 where the words could be of several lists, or of one whose steps are not those of the scale.
    """
    numbers = parse.column(cells, "float", "score", None, where=where)
    if not numbers.is_bad.any():
        return Points(numbers.values, numbers.is_bad, np.zeros(len(cells), dtype=bool), None, [])
    text = [one or "" for one in cells.cast(pa.string()).to_pylist()]
    open_at = np.flatnonzero(numbers.is_bad).tolist()
    read = {one: _read(_plain(one)) for one in {text[at] for at in open_at}}
    words = {one: _plain(one) for one, found in read.items() if found is None}
    none = {one for one, word in words.items() if word in _lists()[1]}
    chosen = _list_of({word for one, word in words.items() if one not in none}, declared, where)
    scale = declared or _stated(read.values(), [one for one in numbers.values.to_pylist() if one is not None], chosen)
    values = numbers.values.to_pylist()
    is_bad, is_other = numbers.is_bad.copy(), np.zeros(len(cells), dtype=bool)
    for at in open_at:
        cell = text[at]
        found = read[cell]
        if cell in none:
            is_bad[at] = False
        elif found is not None:
            values[at], is_bad[at] = found.points_on(scale), False
            is_other[at] = found.is_of_another(scale)
        elif chosen is not None:
            values[at], is_bad[at] = _turned(chosen, chosen.points[words[cell]], declared), False
    n_none = sum(text[at] in none for at in open_at)
    warnings = [note("{n} cells say that there is no answer, and count as empty", n=n_none)] if n_none else []
    return Points(pa.array(values, pa.float64()), is_bad, is_other, scale if declared is None else None, warnings)


def is_none(cell: str) -> bool:
    """Whether a cell says that there is no answer: N/A, not applicable, 不适用."""
    return _plain(cell) in _lists()[1]


@dataclass(frozen=True)
class _Answer:
    """A number as it stands in a cell; `of` the highest point that the cell states; of stars, of a hundred."""

    number: float
    of: int | None = None
    is_stars: bool = False
    is_percent: bool = False

    def points_on(self, scale: Score | None) -> float:
        if self.is_percent and scale is not None and (scale.min, scale.max) == (0, 1):
            return self.number / 100
        return self.number

    def is_of_another(self, scale: Score | None) -> bool:
        if scale is None:
            return False
        if self.is_percent:
            return (scale.min, scale.max) not in ((0, 1), (0, 100))
        return self.of is not None and self.of != scale.max


def _plain(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", _TONES.sub("", cell).replace("½", "\x00")).replace("\x00", "½")
    return re.sub(r"\s+", " ", folded).strip().strip(".。!！\"'").lower().replace("\u2019", "'")


def _read(cell: str) -> _Answer | None:
    """The number in a cell, None where it holds words alone."""
    stars = _STARS.fullmatch(cell)
    if stars and (stars["full"] or stars["empty"]):
        of = len(stars["full"]) + len(stars["half"]) + len(stars["empty"])
        return _Answer(len(stars["full"]) + 0.5 * len(stars["half"]), of if stars["empty"] else None, is_stars=True)
    if found := _OF.fullmatch(cell):
        return _Answer(_number(found["n"]), int(found["of"]), is_stars=bool(found["stars"]))
    if found := _PERCENT.fullmatch(cell):
        return _Answer(_number(found["n"]), is_percent=True)
    for form in (_UNIT, _LABELLED, _LABEL_LAST):
        if found := form.fullmatch(cell):
            return _Answer(_number(found["n"]))
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _stated(read: Iterable[_Answer | None], numbers: list[float], chosen: _List | None) -> Score | None:
    """The scale that the answers state: that of the list of their words, or stars of so many, when all of them do."""
    found = [one for one in read if one is not None]
    if chosen is not None and not found and not numbers:
        return chosen.scale()
    of = {one.of for one in found if one.of is not None}
    is_stars = bool(found) and not numbers and chosen is None and all(one.is_stars for one in found)
    if is_stars and len(of) == 1 and max(one.number for one in found) <= (most := of.pop()):
        return Score("stars", 1, most)
    return None


@cache
def _lists() -> tuple[list[_List], frozenset[str]]:
    """The lists of words, and the words for no answer."""
    lists: list[_List] = []
    none: frozenset[str] = frozenset()
    for line in resources.files("voc").joinpath("data/words/scores.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, low, steps = line.split("\t")
        if kind == "none":
            none = frozenset({*steps.removeprefix("n/a/").split("/"), "n/a"})
            continue
        by_word = {
            word: at for at, words in enumerate(steps.split("|"), int(low)) for word in words.split("/")
        }  # fmt: skip
        lists.append(_List(kind, int(low), by_word))
    return lists, none


def _list_of(words: set[str], declared: Score | None, where: str) -> _List | None:
    """The list that all of `words` are of; None where there is none."""
    fitting = [one for one in _lists()[0] if words and words <= one.points.keys()]
    if declared is not None:
        of_scale = [one for one in fitting if one.high - one.low == declared.max - declared.min]
        if fitting and not of_scale:
            steps = sorted({one.high - one.low + 1 for one in fitting})
            raise DataError(
                "E213", "the answers are words of another scale than the one declared", where=where,
                found=f"{_shown(words)}: {' or '.join(map(str, steps))} steps",
                expected=f"the {declared.max - declared.min + 1:g} steps from {declared.min:g} to {declared.max:g}",
                do="declare the scale of the words, or say in [source.values.score] which point each word is",
            )  # fmt: skip
        fitting = of_scale
    readings = {(one.type, one.high, tuple(one.points[word] for word in sorted(words))) for one in fitting}
    if declared is not None:
        readings = {("", 0, points_) for _, _, points_ in readings}
    if len(readings) > 1:
        raise DataError(
            "E213", "the answers are words of more than one scale", where=where, found=_shown(words),
            expected="words that are of one list alone, or the scale as it was asked",
            do='add to this source: [source.score] type = "csat", min = 1, max = 5, direction = "higher_better"',
        )  # fmt: skip
    return fitting[0] if fitting else None


def stated(cells: Iterable[str]) -> Score | None:
    """The scale of the one list of words that all of `cells` are of, None where there is none or more than one fits."""
    words = {_plain(cell) for cell in cells} - _lists()[1]
    try:
        chosen = _list_of(words, None, "")
    except DataError:
        return None
    return None if chosen is None else chosen.scale()


def _shown(words: set[str]) -> str:
    return ", ".join(sorted(words)[:6])


def _turned(chosen: _List, step: int, declared: Score | None) -> float:
    """The point of a word on the declared scale. A word says which end is good, so that a scale that is turned afterwards
    has to be met from its other end."""
    if declared is None:
        return float(step)
    better = declared.min + step - chosen.low
    return declared.min + declared.max - better if declared.direction == "lower_better" else better
