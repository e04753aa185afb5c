"""A question: this metric, this date; and the stretches of time that are compared to answer it.

For: `answers`, whether a user asked or the search found a move. Not for: any number about the metric.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from voc.explain import search
from voc.explain.cells import Cells, Segment


@dataclass(frozen=True)
class Question:
    """Why did `metric` move on `onset`? Asked by a user, or by the search (`segment`, `p`, `end`, `is_mix` given).

    A user may ask of one segment, `place` (dimension, value), and may name the first and last days to compare, `before`
    and `after`, instead of the stretches on either side of the onset.
    """

    metric: str
    onset: date
    segment: Segment | None = None
    p: float | None = None
    end: int | None = None
    is_mix: bool = False
    before: tuple[date, date] | None = None
    after: tuple[date, date] | None = None
    place: tuple[tuple[str, str], ...] = ()

    @property
    def is_asked(self) -> bool:
        """By a user, not by the search."""
        return self.p is None


@dataclass(frozen=True)
class Stretches:
    """Positions of periods: before is [start, stop), after is [first, end); stop = first unless a user chose otherwise."""

    start: int
    stop: int
    first: int
    end: int
    block: int

    @property
    def before(self) -> slice:
        """The periods before."""
        return slice(self.start, self.stop)

    @property
    def after(self) -> slice:
        """The periods after."""
        return slice(self.first, self.end)

    @property
    def compared(self) -> dict[str, Any]:
        """The same as `memory.judged` takes it."""
        return {"start": self.start, "onset": self.stop, "after_from": self.first, "end": self.end, "block": self.block}


def stretches(question: Question, cells: Cells) -> Stretches:
    """The stretches compared: those of the user, else up to MOST_BEFORE blocks before the onset, MOST_AFTER from it on."""
    block, length = cells.block, len(cells.periods)
    if question.before and question.after:
        return span(cells, question.before, question.after)
    onset = cells.at(question.onset)
    end = question.end if question.end is not None else min(length, onset + search.MOST_AFTER * block)
    return Stretches(max(0, onset - search.MOST_BEFORE * block), onset, onset, end, block)


def span(cells: Cells, before: tuple[date, date], after: tuple[date, date]) -> Stretches:
    """The stretches between first and last days."""
    return Stretches(
        cells.at(before[0]), _past(cells, before[1]), cells.at(after[0]), _past(cells, after[1]), cells.block
    )


def missing(question: Question, cells: Cells, min_n: int) -> str:
    """The code of what is missing for any answer; "" where nothing is."""
    length, block = len(cells.periods), cells.block
    if not length:
        return "too_few: 0"
    onset = cells.at(question.onset)
    if onset <= 0 or onset >= length:
        return f"outside_data: {cells.day(0)} to {cells.day(length - 1)}"
    if question.before is None and (onset < search.LEAST_BEFORE * block or length - onset < search.LEAST_AFTER * block):
        return f"short_history: {onset} before, {length - onset} after"
    compared = stretches(question, cells)
    if not compared.start < compared.stop <= compared.first < compared.end:
        return f"outside_data: {cells.day(0)} to {cells.day(length - 1)}"
    asked = placed(question, cells).cells
    rows = min(cells.n[asked][:, compared.before].sum(), cells.n[asked][:, compared.after].sum())
    if rows < min_n:
        return f"too_few: {int(rows)}"
    return "" if cells.variance_of_all() else "no_variance"


def placed(question: Question, cells: Cells) -> Segment:
    """The segment that the user asks of; everywhere where none is named, no cell where it is not in the data."""
    mask = np.ones(len(cells.n), dtype=bool)
    for dim, value in question.place:
        mask &= cells.keys[dim].to_numpy() == value if dim in cells.keys else False
    return Segment(question.place, mask)


def _past(cells: Cells, day: date) -> int:
    """One past the period that holds `day`."""
    return int(np.searchsorted(cells.periods, np.datetime64(day, "D"), side="right"))
