"""Contributions: what each value of a dimension brings to the overall change, by its own change and by its size.

For: table `contributions`; within and mix of the values of a dimension add up to the overall change without a remainder.
Not for: saying where the shift is (see `where`), nor for mix against the reference of all dimensions crossed (see `shift`).

Bennet's symmetric statement (1920), with w the share of rows and m the mean of a value, M the overall mean, and a bar for
the average of before and after:

    change = sum_v  bar(w_v) * (m_v after - m_v before)  +  (bar(m_v) - bar(M)) * (w_v after - w_v before)
                    within                                  mix

A value that has no row on a side has no change of its own: its mean there is taken to be that of the other side.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from voc.explain.memory import judged
from voc.explain.noise import track
from voc.explain.shift import Shift

# A dimension of more values (agents, products) is told by its largest ones; the others stand together.
MOST_VALUES = 12
OTHERS = "(others)"


def contributions(found: Shift) -> list[dict[str, Any]]:
    """Rows of `contributions`, but for the id of the shift, in the order of the dimensions, largest value first; `within`
    with a 95 % interval, in the metric's unit. [] where the shift could not be judged."""
    if found.missing:
        return []
    return [row for dim in found.cells.keys.columns for row in _of(found, str(dim))]


def _of(found: Shift, dim: str) -> list[dict[str, Any]]:
    names, masks = _values(found, dim)
    if len(names) < 2:
        return []
    cells = found.cells
    n, total = (np.stack([side[mask].sum(axis=0) for mask in masks]) for side in (cells.n, cells.total))
    rows = np.stack([n[:, window].sum(axis=1) for window in (found.before, found.after)])
    sums = np.stack([total[:, window].sum(axis=1) for window in (found.before, found.after)])
    share, whole = rows / rows.sum(axis=1, keepdims=True), sums.sum(axis=1) / rows.sum(axis=1)
    mean = np.divide(sums, rows, out=np.full_like(sums, np.nan), where=rows > 0)
    mean = np.where(np.isnan(mean), mean[::-1], mean)
    usual = share.mean(axis=0)
    within, mix = usual * (mean[1] - mean[0]), (mean.mean(axis=0) - whole.mean()) * (share[1] - share[0])
    change = judged(track(n, total, cells.variance_of(np.stack(masks).astype(float))), None, **found.compared.compared)
    half = np.array([one[2] - one[0] for one in map(change.interval, range(len(names)))]) * usual
    return [
        {
            "dim": dim, "value": name,
            "before": float(mean[0, at]), "after": float(mean[1, at]),
            "share_before": float(share[0, at]), "share_after": float(share[1, at]),
            "within": float(within[at]), "within_lo": float(within[at] - half[at]),
            "within_hi": float(within[at] + half[at]), "mix": float(mix[at]),
            "n_before": int(rows[0, at]), "n_after": int(rows[1, at]),
        }
        for at, name in enumerate(names)
    ]  # fmt: skip


def _values(found: Shift, dim: str) -> tuple[list[str], list[np.ndarray]]:
    """The values of a dimension with a row in either stretch, largest first, and the mask of the cells of each."""
    cells = found.cells
    rows = cells.n[:, found.before].sum(axis=1) + cells.n[:, found.after].sum(axis=1)
    values = cells.keys[dim].to_numpy()
    sizes = {str(value): float(rows[values == value].sum()) for value in sorted(set(values))}
    known = sorted((value for value, size in sizes.items() if size), key=lambda value: (-sizes[value], value))
    named = known if len(known) <= MOST_VALUES else known[: MOST_VALUES - 1]
    masks = [values == value for value in named]
    if len(named) < len(known):
        return [*named, OTHERS], [*masks, np.isin(values, known[len(named) :])]
    return named, masks
