"""Answering: whether both arms answered alike, and how far a difference could be one of who answered.

For: `voc experiment`, before the metric itself is compared. Not for: response rates over time; see artifacts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from voc.explain.experiment.arms import Interval, Means, means, sums

ALPHA = 0.01
GROUPS = 40


@dataclass(frozen=True)
class Answering:
    """Rows that could have been counted, the share of them that was by arm, the difference with its interval and p.

    `bounds`: where the rates differ, the range of differences of the metric that who answered leaves open, widened by
    the 95 % interval of each end; None where they do not."""

    n: dict[str, int]
    rate: dict[str, float]
    difference: Interval
    p: float
    bounds: Interval | None = None

    @property
    def differs(self) -> bool:
        """True where so large a difference comes about in fewer than one in a hundred experiments without any."""
        return self.p < ALPHA


def answering(assigned: pd.DataFrame, treatment: str, control: str) -> Answering | None:
    """The Answering of `assigned` (columns arm, code, is_answered); None where every row, or none, is answered: then
    who did not answer is not in the data."""
    answered = assigned["is_answered"].to_numpy(dtype=float)
    if not len(answered) or answered.min() == answered.max():
        return None
    rows = assigned.assign(value=answered)
    treated, held = sums(rows, treatment), sums(rows, control)
    found = means(treated, held, is_share=True)
    p = float(2 * stats.t.sf(abs(found.difference) / found.se(), found.df)) if found.se() else 1.0
    n = {"treatment": int(treated.count.sum()), "control": int(held.count.sum())}
    return Answering(n, {"treatment": found.treated, "control": found.control}, found.interval(), p)


def bounds(rows: pd.DataFrame, assigned: pd.DataFrame, treatment: str, control: str, found: Means) -> Interval:
    """The bounds of Lee (2009) for those who would have answered in either arm: the arm that answers more is trimmed by
    the surplus, from below and from above.

    Takes it that the treatment moves everybody's readiness to answer the same way. est is the middle; lo and hi are the
    ends, each widened by its 95 % interval (delete-a-group jackknife over GROUPS groups of units; `found` only sets the
    quantile). `rows` has columns arm, code, value.
    """
    ordered = rows.sort_values("value", kind="stable")
    value, code, is_treated = (
        ordered["value"].to_numpy(dtype=float), ordered["code"].to_numpy(), (ordered["arm"] == treatment).to_numpy(),
    )  # fmt: skip
    # a unit's group must not follow the order of its name: Knuth's multiplicative hash
    group = (code.astype(np.uint64) * np.uint64(2654435761) % np.uint64(2**32)).astype(np.int64) % GROUPS
    asked = assigned["code"].to_numpy()
    asked_group = (asked.astype(np.uint64) * np.uint64(2654435761) % np.uint64(2**32)).astype(np.int64) % GROUPS
    asked_treated = (assigned["arm"] == treatment).to_numpy()
    answered = assigned["is_answered"].to_numpy(dtype=float)
    counts = np.zeros((2, 2, GROUPS))
    for side in (0, 1):
        here = asked_treated == bool(side)
        counts[side, 0] = np.bincount(asked_group[here], minlength=GROUPS)
        counts[side, 1] = np.bincount(asked_group[here], weights=answered[here], minlength=GROUPS)
    sides = [(value[is_treated == bool(side)], group[is_treated == bool(side)]) for side in (0, 1)]

    def ends(left_out: int | None) -> tuple[float, float]:
        kept = np.ones(GROUPS, dtype=bool)
        if left_out is not None:
            kept[left_out] = False
        rates = [counts[side, 1][kept].sum() / counts[side, 0][kept].sum() for side in (0, 1)]
        values = [sides[side][0] if left_out is None else sides[side][0][sides[side][1] != left_out] for side in (0, 1)]
        more = int(rates[1] > rates[0])
        surplus = 1 - rates[1 - more] / rates[more]
        low, high = _trimmed(values[more], surplus)
        plain = float(values[1 - more].mean())
        return (low - plain, high - plain) if more else (plain - high, plain - low)

    lower, upper = ends(None)
    again = np.array([ends(one) for one in range(GROUPS)])
    se = np.sqrt((GROUPS - 1) / GROUPS * ((again - again.mean(axis=0)) ** 2).sum(axis=0))
    q = min(found.quantile, float(stats.t.ppf(0.975, GROUPS - 1)))
    return Interval((lower + upper) / 2, float(lower - q * se[0]), float(upper + q * se[1]))


def _trimmed(ordered: np.ndarray, part: float) -> tuple[float, float]:
    """(mean without the top `part`, mean without the bottom `part`) of values in rising order."""
    n = len(ordered)
    kept = n * (1 - part)
    whole = int(kept)
    rest = kept - whole
    if not whole:
        return float(ordered[0]), float(ordered[-1])
    low = ordered[:whole].sum() + (rest * ordered[whole] if whole < n else 0.0)
    high = ordered[n - whole :].sum() + (rest * ordered[n - whole - 1] if whole < n else 0.0)
    return float(low / kept), float(high / kept)
