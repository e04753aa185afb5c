"""Family: what a p value is worth when it is the smallest of thousands that were looked at together.

For: the p value of a whole search (all dates and segments of a metric), and of an asked question (all segments at one
date). Not for: any single look; see `memory`.

Looks overlap: neighbouring dates share most of their rows, a pair of conditions lies inside each of its two. Counted one by
one they would silence everything. So the family is simulated: figures in which nothing moves are drawn for every cell and
period, with the rows and the spread that the cells have, and the largest |z| over all looks is noted for each draw. It is
distributed as the largest of so many independent looks (maximum likelihood; Sidak 1967), and far out as of somewhat more.
Figures that follow each other make fewer independent looks than the independent ones drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from voc.explain.cells import Cells, Segment

DRAWS, SEED = 300, 20260301
# Looks that go together in the middle part company far out: at 1 % there are 1.2 to 1.5 times as many (20,000 draws).
FAR_OUT = 1.5


@dataclass(frozen=True)
class Window:
    """One comparison of dates, as positions: [start, onset) against [onset, end)."""

    start: int
    onset: int
    end: int


@dataclass(frozen=True)
class Family:
    """`looks` by number of conditions: those at everywhere (0), at one condition (1) and at two (2) amount to so many
    independent ones, in each of `metrics` metrics that are searched together.

    Each of the three has the same part of the false-alarm budget (Bonferroni with weights): there are a hundred times
    more pairs than single conditions, and a move of everything should not have to stand out among them. So has each metric,
    however many segments it is looked at in.
    """

    looks: Mapping[int, float]
    metrics: int = 1

    def p(self, single: np.ndarray | float, conditions: np.ndarray | int) -> np.ndarray:
        """The chance that a p value of the family is as small as `single`, at a segment of so many conditions, though
        nothing moved; shape of `single`."""
        counts = np.array([self.looks.get(size, 1.0) for size in range(3)])[np.minimum(conditions, 2)]
        each = -np.expm1(counts * np.log1p(-np.minimum(single, 1 - 1e-12)))
        found: np.ndarray = np.minimum(each * max(len(self.looks), 1) * self.metrics, 1.0)
        return found


def family(cells: Cells, places: Sequence[Segment], windows: Sequence[Window]) -> Family:
    """The Family of everywhere and of each of `places` against the rest, over all `windows`; no window, no look."""
    if not windows:
        return Family({})
    sizes = np.array([0, *(len(place.where) for place in places)])
    looks = {}
    for size, largest in _largest(cells, places, windows, sizes).items():
        below = np.log1p(-2 * stats.norm.sf(np.maximum(largest, 1e-3)))
        looks[size] = max(1.0, FAR_OUT * DRAWS / -float(below.sum()))
    return Family(looks)


def _largest(
    cells: Cells, places: Sequence[Segment], windows: Sequence[Window], sizes: np.ndarray
) -> dict[int, np.ndarray]:
    """The largest |z| of each of DRAWS draws, among the looks of each of `sizes` (everywhere first, then `places`)."""
    rng = np.random.default_rng(SEED)
    points = np.unique([point for one in windows for point in (one.start, one.onset, one.end)])
    at = {int(point): number for number, point in enumerate(points)}
    n = np.concatenate([np.zeros((len(cells.n), 1)), np.cumsum(cells.n, axis=1)], axis=1)[:, points]
    steps = np.diff(n, axis=1)
    noise = rng.standard_normal((len(points) - 1, len(cells.n), DRAWS))
    noise *= np.sqrt(steps * cells.variance()[:, None]).T[:, :, None]
    whole = np.ones((1, len(cells.n)))
    masks = np.concatenate([whole, np.array([place.cells for place in places]).reshape(-1, len(cells.n))])
    rows = masks @ n
    values = np.zeros((len(points), len(masks), DRAWS), dtype=np.float32)
    for step in range(len(points) - 1):
        values[step + 1] = values[step] + (masks @ noise[step]).astype(np.float32)
    variance, rest = cells.variance_of(masks), cells.variance_of(1 - masks)
    largest = {int(size): np.zeros(DRAWS, dtype=np.float32) for size in np.unique(sizes)}
    of_size = {size: np.flatnonzero(sizes == size) for size in largest}
    for one in windows:
        ends = [at[one.start], at[one.onset], at[one.end]]
        spread, sides = 0.0, []
        with np.errstate(invalid="ignore", divide="ignore"):
            for start, end in pairwise(ends):
                inside = rows[:, end] - rows[:, start]
                outside = np.where(sizes > 0, inside[0] - inside, np.inf)
                spread = spread + variance / inside + rest / outside
                sides.append((values[end] - values[start], 1 / inside + 1 / outside, 1 / outside))
            # The rest is all less the segment, so segment against rest is a multiple of the one less one of the other.
            z = np.zeros(sides[0][0].shape, dtype=np.float32)
            for sign, (moved, own, of_all) in zip((-1.0, 1.0), sides, strict=True):
                scale = [(sign * one / np.sqrt(spread)).astype(np.float32)[:, None] for one in (own, of_all)]
                z += moved * scale[0] - moved[:1] * scale[1]
        np.abs(z, out=z)
        z[~np.isfinite(z).all(axis=1)] = 0.0
        for size, most in largest.items():
            np.maximum(most, z[of_size[size]].max(axis=0), out=most)
    return largest
