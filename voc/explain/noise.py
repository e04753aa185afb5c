"""Noise: how far two stretches of one series may lie apart when nothing has moved.

For: every interval and test on daily, weekly or monthly figures. Not for: choosing what to compare.

Days are not independent: they wander and follow the weekday. So the level of a stretch is judged by the spread of its
7-day block means, which is split into what counting alone gives (sampling) and what wanders on top (`tau2`); a
correction for neighbouring blocks that go together is put on the second part:

    var(mean of a stretch) = sum_b w_b^2 * (s_b^2 + tau2 * (1 + rho) / (1 - rho))
    w_b = share of the stretch's rows that lie in block b

tau2 by the method of moments (DerSimonian & Laird 1986, over blocks instead of studies) but never below its own
standard error under tau2 = 0, since few blocks cannot show that nothing wanders; rho the lag-1 correlation of block
residuals with its small-sample bias added back (Kendall 1954). Degrees of freedom after Satterthwaite (1946): counting
is known, only tau2 is estimated, from as many differences as there are blocks less stretches. Ignoring the second part is
what makes naive 95 % intervals on daily operations data cover far less than 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

HISTORY = 16
MOST_DF = 200.0
MOST_RHO = 0.8


@dataclass(frozen=True)
class Contrast:
    """A difference between after and before: estimate, standard error and degrees of freedom (arrays or numbers)."""

    est: np.ndarray
    se: np.ndarray
    df: np.ndarray

    @property
    def t(self) -> np.ndarray:
        """|est| / se, 0 where there is no standard error."""
        with np.errstate(invalid="ignore", divide="ignore"):
            t = np.abs(self.est) / self.se
        return np.where(np.isfinite(t), t, 0.0)

    @property
    def p(self) -> np.ndarray:
        """Two-sided p value of each estimate on its own."""
        return 2 * special.stdtr(self.df, -self.t)  # as stats.t.sf, without its checks of every number

    def interval(self) -> tuple[float, float, float]:
        """(est, lo, hi) at 95 % of a single contrast."""
        est, se = float(np.ravel(self.est)[0]), float(np.ravel(self.se)[0])
        half = float(stats.t.ppf(0.975, np.ravel(self.df)[0])) * se
        return est, est - half, est + half


@dataclass(frozen=True)
class Track:
    """Series to compare over time, as running sums of shape (series, periods + 1): rows and values; `variance` is that
    of one row, shape (series,)."""

    rows: np.ndarray
    values: np.ndarray
    variance: np.ndarray

    def over(self, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows and sum of values in [start, end), by series."""
        return self.rows[:, end] - self.rows[:, start], self.values[:, end] - self.values[:, start]

    def only(self, chosen: np.ndarray) -> Track:
        """The Track of some of the series, by number or mask."""
        return Track(self.rows[chosen], self.values[chosen], self.variance[chosen])


def track(n: np.ndarray, total: np.ndarray, variance: float | np.ndarray) -> Track:
    """The Track of counts and sums by period, shape (series, periods) or (periods,)."""
    n, total = np.atleast_2d(n), np.atleast_2d(total)
    start = np.zeros((len(n), 1))
    sums = [np.concatenate([start, np.cumsum(values, axis=1)], axis=1) for values in (n, total)]
    return Track(sums[0], sums[1], np.broadcast_to(np.asarray(variance, dtype=float), (len(n),)))


def contrast(
    inside: Track, outside: Track | None, *, start: int, onset: int, end: int, block: int, after_from: int | None = None
) -> Contrast:
    """After [after_from or onset, end) minus before [start, onset), of `inside` or of inside minus outside, by series.

    How much the series wanders is read from up to HISTORY blocks on either side, not from the two stretches alone. What
    comes after `end` is judged around its own mean: a move that went back would otherwise count as wandering and hide
    itself.
    """
    length = inside.rows.shape[1] - 1
    first_after = onset if after_from is None else after_from
    far = HISTORY * block
    before = _stretch(inside, outside, start, onset, np.arange(onset, max(start - far, -1), -block)[::-1])
    after = _stretch(inside, outside, first_after, end, np.arange(first_after, end + 1, block))
    beyond = _stretch(inside, outside, end, length, np.arange(end, min(end + far, length) + 1, block))
    wander, rho = _wander(before, after, beyond)
    wandering = wander * (_concentration(inside, start, onset, block) + _concentration(inside, first_after, end, block))
    variance = before.sampling + after.sampling + wandering
    blocks = sum(max(side.weights.shape[1] - 1, 0) for side in (before, after, beyond))
    free = np.maximum(blocks * (1 - rho) / (1 + rho), 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        df = np.where(wandering > 0, free * (variance / wandering) ** 2, MOST_DF)
    return Contrast(after.mean - before.mean, np.sqrt(variance), np.clip(df, free, np.maximum(free, MOST_DF)))


@dataclass(frozen=True)
class _Stretch:
    mean: np.ndarray  # (series,)
    sampling: np.ndarray  # variance of the mean from counting alone
    residuals: np.ndarray  # (series, blocks) block means minus their weighted mean
    weights: np.ndarray  # (series, blocks)
    block_sampling: np.ndarray  # (series, blocks)


def _stretch(inside: Track, outside: Track | None, start: int, end: int, edges: np.ndarray) -> _Stretch:
    mean, sampling = _level(inside, start, end)
    values, spread, rows = _blocks(inside, edges)
    if outside is not None:
        other_mean, other_sampling = _level(outside, start, end)
        other_values, other_spread, other_rows = _blocks(outside, edges)
        mean, sampling = mean - other_mean, sampling + other_sampling
        values, spread = values - other_values, spread + other_spread
        rows = np.where(other_rows > 0, rows, 0.0)
    counted = np.where(np.isfinite(values), rows, 0.0)
    sums = counted.sum(axis=1, keepdims=True)
    weights = np.divide(counted, sums, out=np.zeros_like(counted), where=sums > 0)
    values, spread = np.where(weights > 0, values, 0.0), np.where(weights > 0, spread, 0.0)
    residuals = np.where(weights > 0, values - (weights * values).sum(axis=1, keepdims=True), 0.0)
    return _Stretch(mean, sampling, residuals, weights, spread)


def _concentration(inside: Track, start: int, end: int, block: int) -> np.ndarray:
    """Sum of squared weights of the blocks of a stretch: 1 over the number of blocks if all hold as many rows."""
    edges = np.append(np.arange(start, end, block), end)
    rows = np.diff(inside.rows[:, edges], axis=1)
    # A block shorter than the others wanders no less than they do.
    full = np.maximum(np.diff(edges) / block, 1.0 / block)
    total = rows.sum(axis=1, keepdims=True)
    weights = np.divide(rows, total, out=np.zeros_like(rows), where=total > 0)
    return np.where(total[:, 0] > 0, (weights**2 / full).sum(axis=1), 1.0)


def _level(one: Track, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    n, total = one.over(start, end)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / n, one.variance / n


def _blocks(one: Track, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, sampling variance and rows of each block between neighbouring `edges`."""
    n, total = np.diff(one.rows[:, edges], axis=1), np.diff(one.values[:, edges], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / n, one.variance[:, None] / n, n


def _wander(*stretches: _Stretch) -> tuple[np.ndarray, np.ndarray]:
    """tau2 * (1 + rho) / (1 - rho) and rho for each series."""
    spread, expected, room = 0.0, 0.0, 0.0
    products, squares, free = 0.0, 0.0, 0
    for side in stretches:
        blocks = side.weights.shape[1]
        spread = spread + blocks * (side.weights * side.residuals**2).sum(axis=1)
        sampled = (side.weights * side.block_sampling).sum(axis=1) - (side.weights**2 * side.block_sampling).sum(axis=1)
        expected = expected + blocks * sampled
        room = room + blocks * (1 - (side.weights**2).sum(axis=1))
        # Weighted: a block of ten rows that lies far out says nothing of how neighbours go together.
        weighted = side.residuals * np.sqrt(side.weights)
        products = products + (weighted[:, 1:] * weighted[:, :-1]).sum(axis=1)
        squares = squares + (weighted**2).sum(axis=1)
        free += max(blocks - 1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        tau2 = np.where(room > 0, (spread - expected) / room, 0.0)
        # A few blocks that happen to lie close together do not show that nothing wanders: tau2 is at least what its own
        # standard error leaves open. Taken as 0, a slow drift looks like a move that is beyond doubt.
        least = np.where(room > 0, expected / room, 0.0) * np.sqrt(2 / max(free, 1))
        rho = np.where(squares > 0, products / squares, 0.0) + 2.0 / max(free, 2)
    tau2, rho = np.maximum(tau2, least), np.clip(rho, 0.0, MOST_RHO)
    return tau2 * (1 + rho) / (1 - rho), np.where(tau2 > 0, rho, 0.0)
