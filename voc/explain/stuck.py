"""Stuck: stretches in which every row of a group says the same, where otherwise they differ.

    found = stuck(every, metrics)       # Stuck by metric: its stretches, and its cells without them

For: `ground`, before anything is compared. Not for: saying which it was - a stop of the operation (nobody could pay) or of
its recording (the tag that counts a purchase was gone); both look alike in the rows, and somebody has to look.

A week of 159 baskets of which not one was paid, where two in five are, is no week like the others: taken for one it makes
every other change look usual. So these rows are told as a finding of their own, and left out of the other comparisons.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from voc.explain.cells import Cells
from voc.metrics import Metric

# The chance that a group's rows are all the same, given how they are otherwise: rarer than any search of days would find.
CHANCE = 1e-9
LEAST_ROWS, LEAST_DAYS, MOST = 60, 3, 3


@dataclass(frozen=True)
class Stretch:
    """Periods `first` to `last` (both in it) in which all `n` rows of the cells `mask` have the value `level`, 0 or 1;
    `place` is the dimension and value, () for everything."""

    metric: str
    place: tuple[tuple[str, str], ...]
    mask: np.ndarray
    first: int
    last: int
    n: int
    level: float

    @property
    def window(self) -> slice:
        """Its periods."""
        return slice(self.first, self.last + 1)


@dataclass(frozen=True)
class Stuck:
    """Of one metric: `whole` are its Cells as they were counted, `sound` the same without the rows of `stretches`."""

    whole: Cells
    sound: Cells
    stretches: tuple[Stretch, ...]


def stuck(every: Mapping[str, Cells], metrics: Mapping[str, Metric]) -> dict[str, Stuck]:
    """Stuck of each share that has such stretches, at most MOST of a metric, the longest in rows first."""
    found = {}
    for name in metrics:
        cells = every[name]
        if metrics[name].kind not in (None, "share") or not np.array_equal(cells.total, cells.sumsq):
            continue
        stretches = _apart(sorted(_stretches(cells), key=lambda one: (len(one.place), -one.n, one.first)))
        if stretches:
            found[name] = Stuck(cells, _without(cells, stretches), stretches)
    return found


def _stretches(cells: Cells) -> Iterator[Stretch]:
    every = np.ones(len(cells.n), dtype=bool)
    yield from _of(cells, (), every)
    for dim in cells.keys.columns:
        values = cells.keys[dim].to_numpy()
        for value in sorted(set(values)):
            yield from _of(cells, ((str(dim), str(value)),), values == value)


def _of(cells: Cells, place: tuple[tuple[str, str], ...], mask: np.ndarray) -> Iterator[Stretch]:
    """The stretches of one group: runs of periods with rows in which all say 0, or all say 1."""
    n, total = cells.n[mask].sum(axis=0), cells.total[mask].sum(axis=0)
    filled = np.flatnonzero(n > 0)
    for level in (0.0, 1.0):
        is_same = total[filled] == level * n[filled]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], is_same.astype(int), [0]])))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            first, last = int(filled[start]), int(filled[stop - 1])
            rows = float(n[first : last + 1].sum())
            others, same = n.sum() - rows, (total.sum() if level else n.sum() - total.sum()) - rows
            if rows < LEAST_ROWS or others < LEAST_ROWS or (cells.period == "day" and stop - start < LEAST_DAYS):
                continue
            if rows * math.log((same + 1) / (others + 2)) < math.log(CHANCE):
                yield Stretch(cells.metric, place, mask, first, last, int(rows), level)


def _apart(ranked: list[Stretch]) -> tuple[Stretch, ...]:
    """Those that share no row with one before them."""
    kept: list[Stretch] = []
    for one in ranked:
        is_new = all(
            one.first > other.last or other.first > one.last or not (one.mask & other.mask).any() for other in kept
        )
        if is_new and len(kept) < MOST:
            kept.append(one)
    return tuple(kept)


def _without(cells: Cells, stretches: tuple[Stretch, ...]) -> Cells:
    kept = np.ones_like(cells.n)
    for one in stretches:
        kept[one.mask, one.window] = 0.0
    logs = None if cells.logs is None else _without(cells.logs, stretches)
    return replace(cells, n=cells.n * kept, total=cells.total * kept, sumsq=cells.sumsq * kept, logs=logs)
