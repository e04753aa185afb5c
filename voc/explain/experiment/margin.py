"""Margin: the worst loss that would be accepted, fixed beforehand, and what an interval says against it.

For: `voc experiment`. Not for: estimating anything; see arms, history and looks.

The rule: noninferior where the whole two-sided 95 % interval is better than the margin (a one-sided test at 2.5 %; Piaggio
et al. 2012, CONSORT for non-inferiority trials; FDA 2016), inferior where the whole of it is worse, else undecided.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from scipy import stats

from voc.errors import DataError, UsageError
from voc.explain.experiment.arms import Means
from voc.metrics import Metric

_WRITTEN = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%|pt|pp)?\s*", re.I)
POWER = 0.9


@dataclass(frozen=True)
class Margin:
    """`size` > 0 in the metric's unit, or as a share of the control mean where `is_relative`."""

    size: float
    is_relative: bool = False

    def within(self, control: float) -> float:
        """The margin in the metric's unit."""
        return self.size * abs(control) if self.is_relative else self.size


def margin(text: str | float, metric: Metric) -> Margin:
    """The Margin written as `0.0125` (the metric's unit), `1.25pt` (percentage points of a share) or `1.25%` (of the
    control mean).

    Raises UsageError E132 where it is not above 0, E140 where it is no margin, or larger than a share can be.
    """
    found = _WRITTEN.fullmatch(str(text))
    size = float(found[1]) if found else math.nan
    if str(text).strip().lower() in ("nan", "inf", "-inf", "+inf", "") or (found and not size > 0):
        raise UsageError(
            "E132", "the margin must be above 0", found=str(text), expected="the worst loss you would accept"
        )
    if not found:
        raise UsageError(
            "E140", "this is not a margin", found=str(text),
            expected="a number in the metric's unit, such as 0.0125; 1.25% of the control mean; 1.25pt of a share",
        )  # fmt: skip
    mark = (found[2] or "").lower()
    if mark == "%":
        return Margin(size / 100, is_relative=True)
    if mark and metric.unit != "share" and metric.kind != "share":
        raise UsageError(
            "E140", f"{metric.id} is not a share: it has no percentage points", found=str(text),
            do=f"write the margin in its unit{f' ({metric.unit})' if metric.unit else ''}, or as a % of the control mean",
        )  # fmt: skip
    if mark:
        return Margin(size / 100)
    if (metric.kind == "share" or metric.unit == "share") and size >= 1:
        raise UsageError(
            "E140", f"{metric.id} is a share, from 0 to 1: a loss of {size:g} is the whole of it", found=str(text),
            do=f"write {size / 100:g} or {size:g}pt for percentage points, or {size:g}% for a part of the control mean",
        )  # fmt: skip
    return Margin(size)


def verdict(found: Means, metric: Metric, limit: Margin, quantile: float | None = None) -> str:
    """noninferior, inferior or undecided, by an interval `quantile` standard errors to each side.

    A relative margin is tested on treated - (1 -+ size) x control, so that the control mean is not taken for known: the
    same as holding Fieller's interval of the ratio against it. Raises DataError E253 where the control mean cannot be
    told from zero.
    """
    q = found.quantile if quantile is None else quantile
    factor, lost = 1.0, limit.size
    if limit.is_relative:
        if abs(found.control) <= q * math.sqrt(found.var_control):
            raise DataError(
                "E253", "a margin in % needs a control mean that is clearly not zero", found=f"{found.control:g}",
                do="write the margin in the metric's unit",
            )  # fmt: skip
        toward = 1 if (metric.worse == "up") == (found.control > 0) else -1
        factor, lost = 1.0 + toward * limit.size, 0.0
    better = 1 if metric.worse == "down" else -1
    room = better * (found.treated - factor * found.control) + lost
    half = q * found.se(factor)
    return "noninferior" if room - half > 0 else "inferior" if room + half < 0 else "undecided"


@dataclass(frozen=True)
class Power:
    """What this many units can show.

    `at_margin`: share of trials in which a treatment that truly makes no difference would be called noninferior;
    `detectable`: the smallest true difference that would differ from zero in 90 % of trials, in the metric's unit;
    `needed`: units an arm (the smaller one) for `at_margin` of 90 %; `more`: how many that is beyond the present ones.
    """

    at_margin: float
    detectable: float
    needed: int
    more: int


def power(found: Means, limit: Margin, units: int, quantile: float | None = None) -> Power:
    """The Power of arms like these, the smaller with `units` units; standard errors shrink with the root of the units."""
    q = found.quantile if quantile is None else quantile
    reach = float(stats.norm.ppf(POWER))
    se, size = found.se(), limit.within(found.control)
    if not se > 0 or not size > 0:
        return Power(math.nan, math.nan, 0, 0)
    needed = math.ceil(units * ((q + reach) * se / size) ** 2)
    return Power(float(stats.norm.cdf(size / se - q)), (q + reach) * se, needed, max(needed - units, 0))
