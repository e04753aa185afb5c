"""Rates of a tagger from a checked sample: how much it finds, how much of that is right, with 95 % intervals.

For: `checked`, and `forecast` where a sample has been read already. Not for: drawing; see `allocation`.

Where every comment had the same chance of being drawn, each rate is a share of rows and its interval is Wilson's
(1927). Where chances differ, comments that are tagged and comments that are not were drawn apart; then sensitivity is
1 / (1 + missed / right) and the false rate alike, and the ratio of the two independent shares behind has the interval
of Donner & Zou (2012, Statistical Methods in Medical Research 21, MOVER-R) with Wilson's limits. Where nobody read one of
the two, there is no ratio: then a rate is the weighted share of rows, with Wilson's interval over their effective number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from voc import metrics

Estimate = tuple[float, float, float]
UNKNOWN: Estimate = (math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Rates:
    """(est, lo, hi) of three rates 0..1, nan where nothing was there to see; counts are rows that were read.

    sensitivity: of the comments that complain of the topic, the share that is tagged. precision: of the tagged, the
    share that does complain. false_rate: of the comments that do not, the share that is tagged all the same.
    """

    sensitivity: Estimate
    precision: Estimate
    false_rate: Estimate
    n_true: int
    n_tagged: int
    n: int


def rates(is_true: np.ndarray, is_tagged: np.ndarray, weights: np.ndarray) -> Rates:
    """The Rates of one topic from rows that were read; the arrays have one entry a row."""
    counts = int(is_true.sum()), int(is_tagged.sum()), len(is_true)
    precision = _share(is_true[is_tagged], weights[is_tagged])
    if is_tagged.all() or not is_tagged.any() or np.allclose(weights, weights[0]):
        found = _share(is_tagged[is_true], weights[is_true]), _share(is_tagged[~is_true], weights[~is_true])
    else:
        missed = _share(is_true[~is_tagged], weights[~is_tagged])
        tagged, rest = float(weights[is_tagged].sum()), float(weights[~is_tagged].sum())
        found = (
            _part(_times(precision, tagged), _times(missed, rest)),
            _part(_times(_other(precision), tagged), _times(_other(missed), rest)),
        )
    return Rates(found[0], precision, found[1], *counts)


def _share(hits: np.ndarray, weights: np.ndarray) -> Estimate:
    """The weighted share of hits, Wilson's interval over the effective number of rows: Kish's (1965), or what the
    linearised variance of the share comes to where that is smaller, as when the few hits stand for many."""
    if not len(hits):
        return UNKNOWN
    share = float(weights[hits].sum() / weights.sum())
    n = float(weights.sum() ** 2 / (weights**2).sum())
    variance = float(((weights * (hits - share)) ** 2).sum() / weights.sum() ** 2)
    n = min(n, share * (1 - share) / variance) if variance > 0 else n
    return share, *metrics.interval("share", n, share * n, share * n)


def _other(share: Estimate) -> Estimate:
    return 1 - share[0], 1 - share[2], 1 - share[1]


def _times(share: Estimate, size: float) -> Estimate:
    return share[0] * size, share[1] * size, share[2] * size


def _part(one: Estimate, other: Estimate) -> Estimate:
    """one / (one + other), through the ratio of the smaller to the larger."""
    if not one[0] + other[0] > 0:
        return UNKNOWN
    if one[0] > other[0]:
        est, lo, hi = _part(other, one)
        return 1 - est, 1 - hi, 1 - lo
    ratio = one[0] / other[0]
    lo, hi = _ratio_limits(one, other)
    return ratio / (1 + ratio), lo / (1 + lo), hi / (1 + hi) if math.isfinite(hi) else 1.0


def _ratio_limits(one: Estimate, other: Estimate) -> tuple[float, float]:
    (a, a_lo, a_hi), (b, b_lo, b_hi) = one, other
    product = a * b
    under, over = b_hi * (2 * b - b_hi), b_lo * (2 * b - b_lo)
    # where the larger is itself so unsure that the formula has no root, the widest quotient of the two limits
    inner = product**2 - a_lo * (2 * a - a_lo) * under
    lo = (product - math.sqrt(max(inner, 0.0))) / under if under > 0 else a_lo / b_hi
    inner = product**2 - a_hi * (2 * a - a_hi) * over
    hi = (product + math.sqrt(max(inner, 0.0))) / over if over > 0 else math.inf
    return max(lo, 0.0), hi
