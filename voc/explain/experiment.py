"""Experiment: the difference between two arms, its interval, and whether the treatment is not worse by a margin.

For: `voc experiment`. Not for: sequential looks or variance reduction, which are not here yet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from voc.errors import DataError
from voc.metrics import Metric

LEAST_UNITS = 10
SRM_ALPHA = 0.001


@dataclass(frozen=True)
class Experiment:
    """`est`, `lo`, `hi`: treatment minus control in the metric's unit; `n` counts rows and units by arm."""

    metric: str
    arm: str
    treatment: str
    control: str
    est: float
    lo: float
    hi: float
    margin: float
    verdict: str
    srm_p: float
    n: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """The object that `voc experiment --json` prints."""
        return {
            "metric": self.metric, "arm": self.arm, "treatment": self.treatment, "control": self.control,
            "effect": {"est": self.est, "lo": self.lo, "hi": self.hi}, "margin": self.margin,
            "noninferior": self.verdict == "noninferior", "verdict": self.verdict, "srm_p": self.srm_p, "n": self.n,
        }  # fmt: skip


def experiment(rows: pd.DataFrame, metric: Metric, *, arm: str, treatment: str | None, margin: float) -> Experiment:
    """The Experiment on `rows` (columns arm, unit, value), a row counted in the metric each.

    The unit of randomisation is `unit` (the customer where known): values of one unit go together, so the variance of
    each arm's mean is that of a ratio of sums over units (delta method; Deng, Knoblich & Lu 2018). `margin` > 0 is the
    worst loss that would be accepted, in the metric's unit; noninferior: the whole 95 % interval is better than
    -margin; inferior: the whole interval is worse than it; undecided: neither. `srm_p` tests the units for an even
    split (chi-square). Raises DataError E250 where there are not two arms with at least LEAST_UNITS units each.
    """
    arms = sorted(rows["arm"].dropna().unique())
    if treatment is None and len(arms) == 2:
        treatment = _treatment(arms)
    others = [one for one in arms if one != treatment]
    if treatment is None or treatment not in arms or len(others) != 1:
        raise DataError(
            "E250", f"{arm} does not hold two arms with treatment {treatment!r}", where=f"column {arm}",
            found=", ".join(arms[:8]) or "nothing", expected="two values", do="name one with --treatment, filter the rest",
        )  # fmt: skip
    control = others[0]
    means, variances, units = {}, {}, {}
    for name in (treatment, control):
        means[name], variances[name], units[name] = _mean(rows[rows["arm"] == name])
        if units[name] < LEAST_UNITS:
            raise DataError(
                "E250", f"arm {name} has too few units for an interval", where=f"column {arm}", found=str(units[name]),
                expected=f"at least {LEAST_UNITS}", do="wait for more customers",
            )  # fmt: skip
    est = means[treatment] - means[control]
    df = _welch(variances[treatment], units[treatment], variances[control], units[control])
    half = float(stats.t.ppf(0.975, df)) * math.sqrt(variances[treatment] + variances[control])
    lo, hi = est - half, est + half
    better = (lo, hi) if metric.worse == "down" else (-hi, -lo)
    verdict = "noninferior" if better[0] > -margin else "inferior" if better[1] < -margin else "undecided"
    counts = np.array([units[treatment], units[control]])
    n = {"rows": len(rows), "treatment": units[treatment], "control": units[control]}
    return Experiment(
        metric.id, arm, treatment, control, est, lo, hi, margin, verdict, float(stats.chisquare(counts).pvalue), n
    )


def _treatment(arms: list[str]) -> str:
    """Of two arm names, the one that is not the usual word for a control; the later one where neither is."""
    controls = {"control", "a", "0", "false", "off", "baseline", "holdout"}
    rest = [one for one in arms if one.lower() not in controls]
    return rest[-1] if rest else arms[-1]


def _mean(rows: pd.DataFrame) -> tuple[float, float, int]:
    """(mean, its variance, units) with values clustered by unit."""
    by_unit = rows.groupby("unit")["value"].agg(["sum", "count"])
    units, size = len(by_unit), by_unit["count"].mean()
    if units < 2:
        return float(rows["value"].mean()), math.inf, units
    mean = float(by_unit["sum"].sum() / by_unit["count"].sum())
    spread = ((by_unit["sum"] - mean * by_unit["count"]) ** 2).sum() / (units - 1)
    return mean, float(spread / (units * size**2)), units


def _welch(one: float, n_one: int, other: float, n_other: int) -> float:
    """Welch-Satterthwaite degrees of freedom."""
    whole = one + other
    if not whole or not math.isfinite(whole):
        return 1.0
    return whole**2 / (one**2 / (n_one - 1) + other**2 / (n_other - 1))
