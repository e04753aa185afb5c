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

    `volume` are the Cells of the number of comments.
    """
    found = []
    every = volume.n.sum(axis=0)
    for dim in volume.keys.columns:
        values = volume.keys[dim].to_numpy()
        for value in sorted(set(values)):
            mask = values == value
            own = volume.n[mask].sum(axis=0)
            start = _start(own, every - own)
            if start is not None:
                found.append(
                    Start(str(dim), str(value), start, float(own[:start].mean()), float(own[start:].mean()), mask)
                )
    return tuple(found)


def _start(own: np.ndarray, others: np.ndarray) -> int | None:
    length = len(own)
    at = np.arange(START_PERIODS, length - START_PERIODS + 1)
    if not len(at):
        return None
    (own_before, own_after), (others_before, others_after) = (_means(rows, at) for rows in (own, others))
    rows_after, others_rows_after = own_after * (length - at), others_after * (length - at)
    is_start = (rows_after >= START_ROWS) & (own_before < NEW_BEFORE * own_after) & (own[at] >= own_after / 4)
    is_start &= rows_after >= START_SHARE * (rows_after + others_rows_after)
    more = own_after - own_before + others_after - others_before
    is_start &= (others_before > 0) & (more >= ON_TOP * own_after)
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
