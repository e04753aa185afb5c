"""Levels of a metric read off `series`: over a window, week by week, and the change between two windows.

For: the tiles. Not for: deciding that something moved; that stands in `shifts`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.metrics import Z95
from voc.report.finding import Finding, Interval

if TYPE_CHECKING:
    import pandas as pd

    from voc.report.inputs import Inputs

WINDOW = 28  # days
SPARK = 26  # weeks at most


@dataclass(frozen=True)
class Level:
    """Rows, sum and sum of squares of a metric in a window; `between` is the variance of the mean seen between its
    periods."""

    n: int
    total: float
    sumsq: float
    between: float = 0.0

    @property
    def mean(self) -> float | None:
        """The value; None without rows."""
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> float:
        """Of the mean: as if rows were independent, or as seen between periods where that is larger; infinite below
        two rows."""
        if self.n < 2:
            return math.inf
        return max(max(self.sumsq / self.n - (self.total / self.n) ** 2, 0.0) / (self.n - 1), self.between)


def rows(series: pd.DataFrame, metric: str, segment: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a metric in a segment, one a period (period, n, total, sumsq), in order of time."""
    import pandas as pd

    found = series[series["metric"] == metric]
    for dim, value in segment.items():
        # a dimension that was not kept leaves nothing to draw, rather than the whole under the segment's name
        found = found[found[dim].astype(str) == value] if dim in found.columns else found[:0]
    summed = found.groupby("period", as_index=False, sort=True)[["n", "total", "sumsq"]].sum()
    return summed.assign(period=pd.to_datetime(summed["period"]))


def step(periods: pd.DataFrame) -> int:
    """Days from one period to the next: 1, 7 or about 30."""
    apart = periods["period"].diff().dt.days.dropna()
    return int(apart.median()) if len(apart) else 1


def windows(periods: pd.DataFrame) -> tuple[Level, Level]:
    """The last 28 days of the series and the 28 before; three periods and three before where a period is longer."""
    import pandas as pd

    if periods.empty:
        return Level(0, 0.0, 0.0), Level(0, 0.0, 0.0)
    size = max(WINDOW, 3 * step(periods)) if step(periods) > 7 else WINDOW
    last = periods["period"].max()
    middle, first = last - pd.Timedelta(days=size), last - pd.Timedelta(days=2 * size)
    return _level(periods[periods["period"] > middle]), _level(
        periods[(periods["period"] > first) & (periods["period"] <= middle)]
    )


def around(inputs: Inputs, metric: str, finding: Finding) -> tuple[float | None, float | None, int, Interval]:
    """(before, after, rows after, change) of a metric over the days that a finding compares, as `explain` judges them."""
    from datetime import date

    from voc import explain

    days = (finding.before_from, finding.before_to, finding.onset, finding.after_to)
    first, stop, onset, last = (date.fromisoformat(day) for day in days)
    cells = explain.cells(inputs.series, metric, (), str(inputs.run["project"]["period"]))
    before, after, n, change = explain.alongside(cells, (first, stop), (onset, last))
    if not n or math.isnan(before):
        return None, after if n else None, n, Interval(None, None, None)
    return before, after, n, Interval(*change)


def change(now: Level, before: Level) -> Interval:
    """The change between two windows with a plain 95 % interval: the difference of means, plus or minus 1.96 standard
    errors. It knows neither season nor trend: a reading aid, never a finding."""
    if now.mean is None or before.mean is None:
        return Interval(None, None, None)
    est, half = now.mean - before.mean, Z95 * math.sqrt(now.variance + before.variance)
    return Interval(est, est - half, est + half) if math.isfinite(half) else Interval(est, None, None)


def weeks(periods: pd.DataFrame, most: int = SPARK) -> tuple[float, ...]:
    """The value by whole weeks counted back from the last period (by periods, where they are a week or longer)."""
    if periods.empty:
        return ()
    back = (periods["period"].max() - periods["period"]).dt.days
    bins = back // (7 if step(periods) <= 7 else step(periods))
    summed = periods.assign(bin=bins)[["bin", "n", "total"]].groupby("bin").sum()
    summed = summed[(summed["n"] > 0) & (summed.index < most)].sort_index(ascending=False)
    return tuple(float(value) for value in summed["total"] / summed["n"])


def _level(periods: pd.DataFrame) -> Level:
    n, total, size = int(periods["n"].sum()), float(periods["total"].sum()), len(periods)
    between = 0.0
    if n and size > 1:
        # the variance of a ratio of sums, periods as the units drawn (Cochran 1977, Sampling Techniques, 6.4): days
        # differ by more than the rows in them would
        apart = periods["total"] - total / n * periods["n"]
        between = float((apart**2).sum()) * size / (size - 1) / n**2
    return Level(n, total, float(periods["sumsq"].sum()), between)
