"""Artifacts: moves that come from how the data were collected, not from what customers met.

For: collections that start late, and the change without some rows. Not for: values that are new at a date
(`first_seen`), nor everything else that data may do (`data_checks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voc.explain.cells import Cells, reference
from voc.explain.first_seen import NEW_BEFORE, ON_TOP
from voc.explain.memory import judged
from voc.explain.noise import track

if TYPE_CHECKING:
    from voc.explain.shift import Shift

# A collection that starts late brings at least 10 % of all rows, and 100.
START_SHARE, START_ROWS, START_PERIODS = 0.10, 100, 2
# Rows in so many periods say that the collection was there, and few had this to say. Those of the last six blocks (weeks of
# days) before it say nothing: feedback is dated by its record, and a first review is one of an order of last month.
THERE_PERIODS, HANGS_ON_BLOCKS = 2, 6
NONE = "(none)"  # as `join` writes what has no value


@dataclass(frozen=True)
class Start:
    """A value of a dimension whose collection starts at period `at`, after the others; rows a period before and after."""

    dim: str
    value: str
    at: int
    before: float
    after: float
    cells: np.ndarray


def collection_starts(volume: Cells) -> tuple[Start, ...]:
    """Values of which hardly a row is there before some period and many after, on top of the others.

    `volume` are the Cells of the number of comments. The others are those with another value of the dimension, where there
    are any before: a release of an app takes the reviews over from the one before, whatever else is written that month.
    """
    found = []
    every = volume.n.sum(axis=0)
    for dim in volume.keys.columns:
        values = volume.keys[dim].to_numpy()
        for value in sorted(set(values)):
            mask = values == value
            own = volume.n[mask].sum(axis=0)
            valued = volume.n[(values != NONE) & ~mask].sum(axis=0)
            start = _start(own, every - own, valued, volume.block)
            if start is not None:
                found.append(
                    Start(str(dim), str(value), start, float(own[:start].mean()), float(own[start:].mean()), mask)
                )
    return tuple(found)


def _start(own: np.ndarray, others: np.ndarray, valued: np.ndarray, block: int) -> int | None:
    """The first period of a collection; `valued` are the rows of `others` that have a value too. What is rare at first and
    common months later did not begin: within two blocks a quarter of its later level is there."""
    length = len(own)
    at = np.arange(START_PERIODS, length - START_PERIODS + 1)
    if not len(at):
        return None
    (own_before, own_after), (others_before, others_after) = (_means(rows, at) for rows in (own, others))
    rows_after, others_rows_after = own_after * (length - at), others_after * (length - at)
    is_start = (rows_after >= START_ROWS) & (own_before < NEW_BEFORE * own_after) & (own[at] >= own_after / 4)
    is_start &= rows_after >= START_SHARE * (rows_after + others_rows_after)
    is_there = np.concatenate([[0], np.cumsum(own > 0)])[np.maximum(at - HANGS_ON_BLOCKS * block, 0)] >= THERE_PERIODS
    sums, soon = np.concatenate([[0.0], np.cumsum(own)]), np.minimum(at + 2 * block, length)
    is_start &= (others_before > 0) & ~is_there & ((sums[soon] - sums[at]) / (soon - at) >= own_after / 4)
    valued_before, valued_after = _means(valued, at)
    # Of a column that begins to be filled, every value begins: what it brings was there without it.
    gone = np.where(
        valued_before > NEW_BEFORE * valued_after, valued_after - valued_before, others_after - others_before
    )
    is_start &= own_after - own_before + gone >= ON_TOP * own_after
    return int(at[is_start.argmax()]) if is_start.any() else None


def _means(rows: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean a period before and from each of `at` on."""
    before = np.cumsum(rows)[at - 1]
    return before / at, (rows.sum() - before) / (len(rows) - at)


def without(found: Shift, left_out: np.ndarray) -> tuple[float, float, float]:
    """(est, lo, hi) of the change in the shift's segment without the cells of the mask `left_out`; not known where no
    rows are left on a side."""
    cells, kept = found.cells, found.segment.cells & ~left_out
    n = cells.n[kept].sum(axis=0) if kept.any() else np.zeros(len(cells.periods))
    if not n[found.before].sum() or not n[found.after].sum():
        lo, hi = sorted((0.0, found.inside[0]))
        return (float("nan"), lo, hi)
    known = slice(found.before.start, max(found.before.start + cells.block, found.before.stop - cells.block))
    rate = (cells.total - cells.n * reference(cells, known)[:, None])[kept].sum(axis=0)
    variance = cells.variance_of(kept[None, :].astype(float))
    return judged(track(n, rate, variance), None, **found.compared.compared).interval()
