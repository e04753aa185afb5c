"""Where: the segment in which a metric moved, the runner-up, and whether the data can tell them apart.

For: naming at most two conditions - three where there are rows enough - or everywhere. Not for: whether it moved at all;
that was tested before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.explain.cells import SHRINK, Cells, Segment, everywhere, segments

CLEAR_GAP = 4.0
# Three conditions: only inside the segments of two that fit best, and with so many times the rows of any other segment.
EXTENDED, THREE_NEED = 12, 4


@dataclass(frozen=True)
class Place:
    """The chosen segment, the next best one, and by how much its score is lower (in units of -2 log likelihood)."""

    segment: Segment
    runner_up: Segment | None
    gap: float

    @property
    def is_clear(self) -> bool:
        """The gap is wide enough to name the segment alone."""
        return self.runner_up is None or self.gap >= CLEAR_GAP


def where(cells: Cells, rate: np.ndarray, before: slice, after: slice, *, min_n: int) -> Place:
    """The segment whose single change explains the changes of all cells best.

    Weighted least squares of cell changes on one segment indicator, weights 1/variance, over-dispersion estimated from
    the best fit (McCullagh & Nelder 1989, ch. 4), each class of segments charged 2 ln(its size) for the choice.
    `rate` has the shape of cells.total: what is left of the metric after the reference mean of each cell, read `before`.
    """
    n_before, n_after = cells.n[:, before].sum(axis=1), cells.n[:, after].sum(axis=1)
    counted = n_after > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        change = rate[:, after].sum(axis=1) / n_after
        # The reference that the change is taken from is worth SHRINK rows more than the cell had before.
        weight = 1.0 / (np.maximum(cells.variance(), 1e-12) * (1 / (n_before + SHRINK) + 1 / n_after))
    change, weight = np.where(counted, change, 0.0), np.where(counted, weight, 0.0)
    whole = everywhere(cells)
    candidates = [whole, *_held(segments(cells, min_n=min_n), n_before, n_after, min_n)]
    gains = _explained(candidates, weight, change)
    pairs = [number for number, one in enumerate(candidates) if len(one.where) == 2]
    best_pairs = sorted(pairs, key=lambda number: -gains[number])[:EXTENDED]
    deeper = _three([candidates[number] for number in best_pairs], [c for c in candidates if len(c.where) == 1])
    candidates += _held(deeper, n_before, n_after, THREE_NEED * min_n)
    gains = _explained(candidates, weight, change)
    left = (weight * change**2).sum() - gains.max()
    over = max(1.0, left / max(counted.sum() - 1, 1))
    sizes = {size: sum(len(c.where) == size for c in candidates) for size in (0, 1, 2)}
    # Those of three are charged for all that there might have been, not only for those looked at.
    sizes[3] = sizes[1] * sizes[2]
    charge = np.array([2 * math.log(max(sizes[len(c.where)], 1)) + 2 * len(c.where) for c in candidates])
    score = gains / over - charge
    order = np.argsort(-score, kind="stable")
    best = candidates[order[0]]
    if len(order) == 1:
        return Place(best, None, math.inf)
    return Place(best, candidates[order[1]], float(score[order[0]] - score[order[1]]))


def _held(found: Iterable[Segment], n_before: np.ndarray, n_after: np.ndarray, min_n: int) -> list[Segment]:
    """Those with at least `min_n` rows on either side of the date."""
    return [one for one in found if min(n_before[one.cells].sum(), n_after[one.cells].sum()) >= min_n]


def _explained(candidates: Sequence[Segment], weight: np.ndarray, change: np.ndarray) -> np.ndarray:
    """By how much each candidate lowers the weighted sum of squares of the changes."""
    masks = np.array([candidate.cells for candidate in candidates], dtype=float)
    sums = masks @ weight
    return np.divide((masks @ (weight * change)) ** 2, sums, out=np.zeros_like(sums), where=sums > 0)


def _three(pairs: Sequence[Segment], singles: Sequence[Segment]) -> list[Segment]:
    """Each of `pairs` with one more condition, each segment once."""
    found: dict[bytes, Segment] = {}
    for pair in pairs:
        for one in singles:
            cells = pair.cells & one.cells
            if one.where[0][0] not in pair.as_dict and 0 < cells.sum() < pair.cells.sum():
                found.setdefault(cells.tobytes(), Segment(tuple(sorted((*pair.where, *one.where))), cells))
    return list(found.values())
