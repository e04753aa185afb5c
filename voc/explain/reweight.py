"""Reweight: a shift as it would be had the makeup of the data stayed as it was before.

For: data checks, which ask whether a change of who answers, in which language or on which scale makes the shift.
Not for: a changed mix of segments; the reference of each cell has taken that out already.

Post-stratification (Holt & Smith 1979): rows of class c are weighted so that the classes weigh after the onset what they
weighed before. Where the class is an outcome known of every record, answered or not, only the readiness to answer is
held (weight r_c(before) / r_c(after)): outcomes that really became more common stay in the shift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from voc.explain.cells import Cells, reference
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.explain.shift import NOT_KNOWN, Estimate, Shift

# Rows a class needs on both sides to be weighted, and the share of rows that classes seen on both sides must hold.
LEAST_ROWS, LEAST_SHARED = 10, 0.10


@dataclass(frozen=True)
class ClassRows:
    """Rows of `makeup` of one metric and one made_of, ready to be added up: `value` (place in `values`), `day`, `cell`
    (place in the cells of the metric, -1 where the rows lack a dimension) and the counts have one entry a row; `dims` holds
    those that the rows have."""

    metric: str
    values: tuple[str, ...]
    value: np.ndarray
    day: np.ndarray
    cell: np.ndarray
    dims: Mapping[str, np.ndarray]
    asked: np.ndarray
    n: np.ndarray
    total: np.ndarray
    sumsq: np.ndarray


def class_rows(rows: pd.DataFrame, metric: str, cells: Cells | None, dims: Sequence[str]) -> ClassRows:
    """The ClassRows of the rows of `metric`, whose cells are `cells` (None: it has none)."""
    place, values = pd.factorize(rows["value"], sort=True)
    known = {dim: rows[dim].to_numpy() for dim in dims if dim in rows and rows[dim].notna().all()}
    counts = {name: rows[name].to_numpy(dtype=float) for name in ("asked", "n", "total", "sumsq")}
    days = pd.to_datetime(rows["period"]).to_numpy().astype("datetime64[D]")
    cell = np.full(len(rows), -1) if cells is None else _cell(known, cells.keys, len(rows))
    return ClassRows(metric, tuple(str(value) for value in values), place, days, cell, known, **counts)


def _cell(known: Mapping[str, np.ndarray], keys: pd.DataFrame, length: int) -> np.ndarray:
    """The place of each row among `keys`, -1 where there is none."""
    dims = list(keys.columns)
    if not dims or any(dim not in known for dim in dims):
        return np.full(length, 0 if not dims else -1)
    of_rows, of_keys = np.zeros(length, dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for dim in dims:
        levels = pd.Index(sorted(set(keys[dim])))
        of_row = levels.get_indexer(known[dim])
        of_rows = np.where((of_row < 0) | (of_rows < 0), -1, of_rows * len(levels) + of_row)
        of_keys = of_keys * len(levels) + levels.get_indexer(keys[dim])
    found: np.ndarray = pd.Index(of_keys).get_indexer(pd.Index(of_rows))
    return found


@dataclass(frozen=True)
class Made:
    """One metric in the segment of a shift by class: `asked`, `n` and `total` have shape (classes, periods); `total` is
    what is left after the reference of each cell."""

    values: tuple[str, ...]
    asked: np.ndarray
    n: np.ndarray
    total: np.ndarray
    variance: float


def made(rows: ClassRows, found: Shift) -> Made | None:
    """The Made of `rows` around `found`; None where they do not have the segment's dimensions or none lies in it."""
    cells, inside = found.cells, np.ones(len(rows.day), dtype=bool)
    for dim, value in found.segment.where:
        if dim not in rows.dims:
            return None
        inside &= rows.dims[dim] == value
    at = np.searchsorted(cells.periods, rows.day)
    inside &= (at < len(cells.periods)) & (cells.periods[np.minimum(at, len(cells.periods) - 1)] == rows.day)
    if not inside.any():
        return None
    n = rows.n[inside]
    # Of another metric only the rows are asked for, never its values.
    is_own = rows.metric == cells.metric
    total = rows.total[inside] - (n * _usual(rows.cell[inside], found) if is_own else 0.0)
    shape = (len(rows.values), len(cells.periods))
    place = rows.value[inside] * shape[1] + at[inside]
    arrays = {
        name: np.bincount(place, weights=values, minlength=shape[0] * shape[1]).reshape(shape)
        for name, values in (("asked", rows.asked[inside]), ("n", n), ("total", total))
    }
    counted = n.sum()
    mean = rows.total[inside].sum() / counted if counted else 0.0
    variance = float(max(rows.sumsq[inside].sum() / counted - mean**2, 0.0)) if counted else 0.0
    return Made(rows.values, arrays["asked"], arrays["n"], arrays["total"], variance)


def _usual(cell: np.ndarray, found: Shift) -> np.ndarray:
    """What the reference of its cell gives each row; one number for all where a row is of no cell."""
    cells = found.cells
    known = slice(found.before.start, max(found.before.start + cells.block, found.before.stop - cells.block))
    if (cell < 0).any():
        return np.full(len(cell), float(cells.total[:, known].sum() / max(cells.n[:, known].sum(), 1.0)))
    usual: np.ndarray = reference(cells, known)[cell]
    return usual


def same_classes(one: Made, found: Shift) -> Estimate:
    """What is left of the shift with the classes weighing what they weighed before.

    Where hardly a row lies in a class seen on both sides, nothing can be told apart: no estimate, and anything from none
    of the shift to all of it.
    """
    before, after = (one.n[:, window].sum(axis=1) for window in (found.before, found.after))
    both = (before >= LEAST_ROWS) & (after >= LEAST_ROWS)
    shared = min(_share(before, both), _share(after, both))
    if shared < LEAST_SHARED:
        return _nothing_known(found)
    weights = np.zeros(len(both))
    weights[both] = (before[both] / before[both].sum()) / (after[both] / after[both].sum())
    return _left(one, found, both.astype(float), weights)


def same_readiness(one: Made, found: Shift) -> Estimate:
    """What is left of the shift had each class answered as readily as before."""
    asked = [one.asked[:, window].sum(axis=1) for window in (found.before, found.after)]
    answered = [one.n[:, window].sum(axis=1) for window in (found.before, found.after)]
    if min(float(rows.min()) for rows in answered) < LEAST_ROWS:
        return NOT_KNOWN
    weights = (answered[0] / asked[0]) / (answered[1] / asked[1])
    return _left(one, found, np.ones(len(weights)), weights / np.average(weights, weights=answered[1]))


def takes_away(left: Estimate, found: Shift) -> bool:
    """Less than half of the shift is left; or what is left may be nothing, and at least a quarter is gone: an interval
    that only became wider takes nothing away."""
    size = found.inside[0]
    if not np.isfinite(left[1]):
        return False
    if not np.isfinite(left[0]):
        return True
    part = left[0] / size if size else 0.0
    return bool(part < 0.5 or (left[1] <= 0 <= left[2] and part <= 0.75))


def _share(rows: np.ndarray, kept: np.ndarray) -> float:
    return float(rows[kept].sum() / rows.sum()) if rows.sum() else 0.0


def _nothing_known(found: Shift) -> Estimate:
    lo, hi = sorted((0.0, found.inside[0]))
    return (float("nan"), lo, hi)


def _left(one: Made, found: Shift, weigh_before: np.ndarray, weigh_after: np.ndarray) -> Estimate:
    """The shift plus what the weights change of it, as wide as the weighted contrast."""
    weights = np.repeat(weigh_before[:, None], one.n.shape[1], axis=1)
    weights[:, found.after.start :] = weigh_after[:, None]
    n, total = (weights * one.n).sum(axis=0), (weights * one.total).sum(axis=0)
    # The sampling variance of a weighted mean is larger by sum(w^2 n) / sum(w n) (Kish 1965).
    spent = n.sum()
    design = float((weights**2 * one.n).sum() / spent) if spent else 1.0
    if min(n[found.before].sum(), n[found.after].sum()) <= 0:
        return NOT_KNOWN
    plain = [one.total[:, w].sum() / one.n[:, w].sum() for w in (found.before, found.after)]
    change = judged(track(n, total, one.variance * max(1.0, design)), None, **found.compared.compared)
    est, lo, hi = change.interval()
    left = found.inside[0] + est - float(plain[1] - plain[0])
    return left, left - (est - lo), left + (hi - est)
