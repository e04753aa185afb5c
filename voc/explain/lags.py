"""Lags: whether two series that nothing links go together more than two series that each wander would by chance.

For: a topic and a metric that share only time, with no record and no other segment to compare with. Not for: anything with
a better comparison; this one is weak, and says so by its p value: a single step in each of two short series is a coincidence
of dates, and is not told from one.

The largest |r| over all lags up to MOST_LAG blocks is compared with that of the same topic series turned around a circle, by
every number of blocks that takes it out of reach (circular block shifts, Politis & Romano 1992): each series keeps its own
memory and its own steps, only their meeting is broken.
"""

from __future__ import annotations

import numpy as np

MOST_LAG, LEAST_SHIFTS = 2, 19


def p_together(metric: np.ndarray, topic: np.ndarray, block: int) -> float:
    """p value of the largest |r| between two series of periods, nan where they are too short or do not vary.

    Both are levels by period, shape (periods,), nan where nothing was counted; they are averaged over blocks first.
    Turned by the day instead, neighbouring turns would be nearly the same and 5 % would be 22 %.
    """
    one, other = _blocks(metric, block), _blocks(topic, block)
    known = np.isfinite(one) & np.isfinite(other)
    one, other = one[known], other[known]
    turns = np.arange(2 * MOST_LAG + 1, len(one) - 2 * MOST_LAG)
    if len(turns) < LEAST_SHIFTS or not one.std() or not other.std():
        return float("nan")
    observed = _largest(one, other)
    shifted = np.array([_largest(one, np.roll(other, turn)) for turn in turns])
    # The observed meeting is one of a cluster: turned by a lag or two it would be found as well, by its own lags.
    own = 2 * MOST_LAG + 1
    return float((own + (shifted >= observed - 1e-12).sum()) / (own + len(turns)))


def _largest(one: np.ndarray, other: np.ndarray) -> float:
    """max |r| over lags -MOST_LAG..MOST_LAG, on the blocks that both have."""
    found = 0.0
    for lag in range(-MOST_LAG, MOST_LAG + 1):
        left, right = (one[lag:], other[: len(other) - lag]) if lag >= 0 else (one[:lag], other[-lag:])
        spread = left.std() * right.std()
        if spread > 0:
            found = max(found, abs(float(((left - left.mean()) * (right - right.mean())).mean() / spread)))
    return found


def _blocks(series: np.ndarray, block: int) -> np.ndarray:
    """The mean of each whole block of the series, counted from its end, of the periods that are known."""
    whole = series[len(series) % block :].reshape(-1, block)
    known = np.isfinite(whole)
    sums, counts = np.where(known, whole, 0.0).sum(axis=1), known.sum(axis=1)
    return np.divide(sums, counts, out=np.full(len(whole), np.nan), where=counts > 0)
