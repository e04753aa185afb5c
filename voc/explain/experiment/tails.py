"""Tails: whether a difference of means rests on a few very large values.

For: `voc experiment` on times and amounts. Not for: shares, which have no tail; nor for replacing the mean: what was asked
is the mean on the raw scale, and this only says where the rest of the rows see it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from voc.explain.experiment.arms import Interval, Means, means, sums, written

CUT = 0.01
SKEWED = 2.0


@dataclass(frozen=True)
class Tails:
    """Skewness of the values; the difference with values cut off at the 1st and 99th percentile of both arms together
    (winsorised), its Means; and the ratio of geometric means minus 1, where all values are above 0."""

    skew: float
    cut: Means
    geometric: Interval | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "skew": written(self.skew), "winsorised": self.cut.interval().as_dict(),
            "geometric_ratio": self.geometric.as_dict() if self.geometric else None,
        }  # fmt: skip


def tails(rows: pd.DataFrame, treatment: str, control: str) -> Tails | None:
    """The Tails of `rows` (arm, code, value); None where values are not skewed (|skewness| under SKEWED)."""
    value = rows["value"].to_numpy(dtype=float)
    spread = value.std()
    skew = float((((value - value.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0
    if abs(skew) < SKEWED:
        return None
    lo, hi = np.quantile(value, [CUT, 1 - CUT])
    cut = rows.assign(value=np.clip(value, lo, hi))
    geometric = None
    if value.min() > 0:
        logs = rows.assign(value=np.log(value))
        found = means(sums(logs, treatment), sums(logs, control)).interval()
        geometric = Interval(*(float(np.expm1(end)) for end in (found.est, found.lo, found.hi)))
    return Tails(skew, means(sums(cut, treatment), sums(cut, control)), geometric)
