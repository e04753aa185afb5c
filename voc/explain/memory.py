"""Memory: how sure a difference between two stretches of one series is, when days remember the days before.

For: p values and intervals of shifts, topic shares and rates. Not for: scanning thousands of dates; `noise.contrast` is the
quick look that chooses what is judged here.

The figure of a period is a level, one for each stretch, plus what wanders, plus what counting so few rows gives:

    y_t = level(stretch of t) + u_t + e_t,   u_t = phi * u_(t-1) + ...  with variance tau2,   var(e_t) = variance / n_t

Counting is known. How far the figures wander (tau2) and how long they remember (phi) is not, and a few months say little
about it: so no single pair is taken for true. Each pair of a grid gets the weight that its restricted likelihood gives it
(Harville 1974; a Kalman filter computes it, de Jong 1991), and p values and intervals are averages over the grid. The
difference itself is the plain one, of rows after minus rows before. tests/test_memory.py
holds the intervals to their 95 % for a memory of up to 0.9 a day, where one estimated pair falls short.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import special

from voc.explain.noise import HISTORY, Track

# The pairs tried: memory from one day, or one week or month, to the next, and tau2 as a multiple of what counting gives in
# a typical one.
DAILY, SLOW = (0.0, 0.25, 0.5, 0.7, 0.82, 0.9, 0.95), (0.0, 0.2, 0.4, 0.6, 0.8)
WANDERS = (0.02, 0.05, 0.15, 0.4, 1.0, 3.0, 10.0, 40.0)
# Weight beforehand of "nothing wanders", where each pair of the grid has 1.
STILL = 3.0
ALONE, ROUNDS = 0.5, 4
# Figures are read by the day where a day has so many rows, else by the week.
ENOUGH_A_DAY = 3.0
WEEKS_FOR_WEEKDAYS = 6
# Values that are all the same still have a spread to divide by.
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Judged:
    """Differences after minus before: `est` (series,), and `se` and `weight` (series, pairs of the grid)."""

    est: np.ndarray
    se: np.ndarray
    weight: np.ndarray

    @property
    def p(self) -> np.ndarray:
        """Two-sided p value of each difference on its own, 1 where there is none."""
        return _tail(np.where(np.isfinite(self.est), np.abs(self.est), 0.0), self.se, self.weight)

    @property
    def spread(self) -> np.ndarray:
        """The standard error of each difference, over the whole grid."""
        return np.sqrt((self.weight * self.se**2).sum(axis=1))

    def interval(self, number: int = 0) -> tuple[float, float, float]:
        """(est, lo, hi) at 95 % of one of the differences; nan where it is not known."""
        est, se, weight = float(self.est[number]), self.se[[number]], self.weight[[number]]
        if not np.isfinite(est) or not np.isfinite(se).all():
            return float("nan"), float("nan"), float("nan")
        near, far = 0.0, 10.0 * float(se.max())
        for _ in range(60):
            half = (near + far) / 2
            near, far = (half, far) if _tail(np.array([half]), se, weight)[0] > 0.05 else (near, half)
        return est, est - far, est + far


def judged(
    inside: Track, outside: Track | None, *, start: int, onset: int, end: int, block: int, after_from: int | None = None,
    least_step: int = 1, is_one_mood: bool = False,
) -> Judged:  # fmt: skip
    """After [after_from or onset, end) minus before [start, onset), of `inside` or of inside minus outside, by series.

    How much a series wanders is read from up to HISTORY blocks on either side, each stretch around its own level.
    `least_step` is how many periods are read at once at least: shares of rare topics are read by the block, however many
    rows a day has. `is_one_mood`: the series are one and the same level seen in all rows (the first series) and in parts
    of them, so that what wanders is as large in each; else it is as large beside what counting gives.
    """
    first = onset if after_from is None else after_from
    length, far = inside.rows.shape[1] - 1, HISTORY * block
    spans = ((max(start - far, 0), onset), (first, end), (end, min(end + far, length)))
    est, sampling = _difference(inside, outside, start, onset, first, end)
    is_daily = _days_suffice(inside, outside, spans[0][0], spans[2][1]) & (least_step < block)
    pairs = 1 + len(DAILY) * len(WANDERS)
    se, weight = np.zeros((len(est), pairs)), np.zeros((len(est), pairs))
    for step, chosen in ((1, is_daily), (block, ~is_daily)):
        if not chosen.any():
            continue
        seen = _seen(inside.only(chosen), None if outside is None else outside.only(chosen), spans, step)
        memory, wander = _grid(DAILY if step < block else SLOW)
        values = _without_weekdays(seen) if step < block else seen.values
        likely, tau2 = _likelihood(values, seen, memory, wander, is_one_mood)
        shares = seen.shares((start, onset), (first, end))
        variance = sampling[chosen][:, None] + tau2 * _concentration(shares, memory)
        place = np.ix_(np.flatnonzero(chosen), np.arange(len(memory)))
        se[place], weight[place] = np.sqrt(variance), likely
    return Judged(est, se, weight)


@dataclass(frozen=True)
class _Seen:
    """The periods read, in order: `values` and `counting` (series, periods; counting infinite where nothing was
    counted), `rows`, and by period its stretch (0 before, 1 after, 2 beyond, -1 between) and its first position."""

    values: np.ndarray
    counting: np.ndarray
    rows: np.ndarray
    stretch: np.ndarray
    begins: np.ndarray

    def shares(self, before: tuple[int, int], after: tuple[int, int]) -> np.ndarray:
        """What each period weighs in the difference, shape (series, periods): minus its share of the rows before, or its
        share of the rows after."""
        weights = np.zeros_like(self.rows)
        for sign, stretch, span in ((-1.0, 0, before), (1.0, 1, after)):
            held = (self.stretch == stretch) & (self.begins >= span[0]) & (self.begins < span[1])
            counted = np.where(held, self.rows, 0.0)
            total = counted.sum(axis=1, keepdims=True)
            weights += sign * np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)
        return weights


def _grid(memories: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """(memory, tau2 over counting) of each pair; the first is "nothing wanders"."""
    memory = np.concatenate([[0.0], np.repeat(memories, len(WANDERS))])
    return memory, np.concatenate([[0.0], np.tile(WANDERS, len(memories))])


def _tail(distance: np.ndarray, se: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Chance of a difference at least so large, averaged over the grid."""
    with np.errstate(invalid="ignore", divide="ignore"):
        beyond = np.where(se > 0, 2 * special.ndtr(-distance[:, None] / se), (distance[:, None] <= 0) * 1.0)
    return np.minimum((weight * beyond).sum(axis=1), 1.0)


def _difference(
    inside: Track, outside: Track | None, start: int, onset: int, first: int, end: int
) -> tuple[np.ndarray, np.ndarray]:
    """(the plain difference, its variance from counting alone)."""
    est, variance = np.zeros(len(inside.rows)), np.zeros(len(inside.rows))
    for side, sign in ((inside, 1.0), (outside, -1.0)):
        if side is None:
            continue
        for span, way in (((start, onset), -1.0), ((first, end), 1.0)):
            n, total = side.over(*span)
            with np.errstate(invalid="ignore", divide="ignore"):
                est, variance = est + sign * way * total / n, variance + side.variance / n
    return est, variance


def _days_suffice(inside: Track, outside: Track | None, start: int, end: int) -> np.ndarray:
    """Whether a typical day holds ENOUGH_A_DAY rows on every side, by series."""
    enough = np.median(np.diff(inside.rows[:, start : end + 1], axis=1), axis=1) >= ENOUGH_A_DAY
    if outside is not None:
        enough &= np.median(np.diff(outside.rows[:, start : end + 1], axis=1), axis=1) >= ENOUGH_A_DAY
    return enough


def _seen(inside: Track, outside: Track | None, spans: tuple[tuple[int, int], ...], step: int) -> _Seen:
    """The periods of the three stretches, in steps counted back from the onset and on from the two other starts."""
    edges, stretch = [], []
    (start, stop), (first, end), (beyond, last) = spans
    back = np.arange(stop, start - 1, -step)[::-1]
    between = np.arange(stop, first, step)
    on = np.append(np.arange(first, end, step), end)
    after = np.append(np.arange(beyond, last, step), last) if last > beyond else np.array([beyond])
    for number, points in ((0, back), (-1, np.append(between, first)), (1, on), (2, after)):
        edges += list(pairwise(points))
        stretch += [number] * (len(points) - 1)
    begins, ends = np.array(edges).T
    values, counting, rows = _blocks(inside, begins, ends)
    if outside is not None:
        other, other_counting, other_rows = _blocks(outside, begins, ends)
        values, counting = values - other, counting + other_counting
        rows = np.where(other_rows > 0, rows, 0.0)
    hidden = (rows <= 0) | (np.array(stretch) < 0)
    return _Seen(
        np.where(hidden, 0.0, values), np.where(hidden, np.inf, counting), np.where(hidden, 0.0, rows), np.array(stretch),
        begins,
    )  # fmt: skip


def _blocks(one: Track, begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, variance from counting, and rows of the periods [begins, ends)."""
    n, total = one.rows[:, ends] - one.rows[:, begins], one.values[:, ends] - one.values[:, begins]
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / n, np.maximum(one.variance, NO_SPREAD)[:, None] / n, n


def _without_weekdays(seen: _Seen) -> np.ndarray:
    """The values less what weekdays have in common: a rhythm of the week is neither a level nor wandering."""
    weight = np.where(np.isfinite(seen.counting), 1.0 / seen.counting, 0.0)
    left = np.zeros_like(seen.values)
    for number in range(3):
        held = seen.stretch == number
        total = weight[:, held].sum(axis=1, keepdims=True)
        level = np.divide((weight * seen.values)[:, held].sum(axis=1, keepdims=True), total, where=total > 0,
                          out=np.zeros_like(total))  # fmt: skip
        left[:, held] = seen.values[:, held] - level
    if len(seen.begins) < 7 * WEEKS_FOR_WEEKDAYS:
        return seen.values
    values = seen.values.copy()
    for weekday in range(7):
        same = seen.begins % 7 == weekday
        total = weight[:, same].sum(axis=1, keepdims=True)
        usual = (weight * left)[:, same].sum(axis=1, keepdims=True)
        values[:, same] -= np.divide(usual, total, out=np.zeros_like(total), where=total > 0)
    return values


def _likelihood(
    values: np.ndarray, seen: _Seen, memory: np.ndarray, wander: np.ndarray, is_one_mood: bool
) -> tuple[np.ndarray, np.ndarray]:
    """(weight of each pair, tau2 of each pair), shape (series, pairs): the restricted likelihood by a Kalman filter that
    runs over the values and the indicators of the stretches at once."""
    counted = np.isfinite(seen.counting)
    held = np.where(counted, seen.counting, np.nan)
    held[~counted.any(axis=1)] = 0.0
    typical = np.nanmedian(held, axis=1)
    tau2 = (np.full(len(typical), typical[0]) if is_one_mood else typical)[:, None] * wander
    present = [number for number in range(3) if (counted & (seen.stretch == number)).any()]
    # Where no period counts anything (a value met once or twice) there is no stretch, and every pair is as likely.
    is_of = np.array([seen.stretch == number for number in present], dtype=float).reshape(len(present), values.shape[1])
    shape = (len(values), len(memory))
    level, levels = np.zeros(shape), np.zeros((len(present), *shape))
    unsure, fresh = tau2.copy(), tau2 * (1 - memory**2)
    fit, with_value, crossed = np.zeros(shape), np.zeros((len(present), *shape)), {}
    for one in range(len(present)):
        for other in range(one, len(present)):
            crossed[one, other] = np.zeros(shape)
    for at in range(values.shape[1]):
        known = counted[:, at][:, None]
        total = unsure + np.where(known, np.where(counted[:, at], seen.counting[:, at], 1.0)[:, None], 1.0)
        inverse = np.where(known, 1.0 / total, 0.0)
        off, offs = values[:, at][:, None] - level, is_of[:, at][:, None, None] - levels
        scaled = off * inverse
        fit += np.where(known, np.log(total), 0.0) + off * scaled
        with_value += offs * scaled
        scaled_offs = offs * inverse
        for one, other in crossed:
            crossed[one, other] += scaled_offs[one] * offs[other]
        gain = unsure * inverse
        level, levels = memory * (level + gain * off), memory * (levels + gain * offs)
        unsure = memory**2 * unsure * (1 - gain) + fresh
    square = np.zeros((*shape, len(present), len(present)))
    for (one, other), sums in crossed.items():
        square[..., one, other] = square[..., other, one] = sums
    # A stretch in which one of the series has no row at all has no level either.
    empty = np.diagonal(square, axis1=-2, axis2=-1) <= 0
    square[..., range(len(present)), range(len(present))] += np.where(empty, 1.0, 0.0)
    right = np.moveaxis(with_value, 0, -1)
    explained = (right * np.linalg.solve(square, right[..., None])[..., 0]).sum(axis=-1)
    log_likely = -0.5 * (fit - explained + np.linalg.slogdet(square)[1])
    likely = np.exp(log_likely - log_likely.max(axis=1, keepdims=True))
    return _posterior(likely), tau2


def _posterior(likely: np.ndarray) -> np.ndarray:
    """The weight of each pair: likelihood times what was expected beforehand, which the other series help to say.

    Each series alone says little of how long it remembers, and the pair that it cannot rule out decides far out in the
    tail. What the others, without it, hold likely is added to an even expectation that counts as ALONE series
    (empirical Bayes, ROUNDS steps of EM; Laird 1978).
    """
    even = np.ones(likely.shape[1])
    even[0] = STILL
    even /= even.sum()
    weight = likely * even
    for _ in range(ROUNDS):
        weight /= weight.sum(axis=1, keepdims=True)
        others = weight.sum(axis=0) - weight
        weight = likely * (ALONE * even + others)
    return weight / weight.sum(axis=1, keepdims=True)


def _concentration(shares: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """Variance of the difference for tau2 = 1: sum over periods s, t of share_s * share_t * memory^|s - t|."""
    carried, total = np.zeros((len(shares), len(memory))), np.zeros((len(shares), len(memory)))
    for at in range(shares.shape[1]):
        here = shares[:, at][:, None]
        total += here**2 + 2 * here * carried
        carried = memory * (carried + here)
    return total
