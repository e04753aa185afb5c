"""Arms: the two sides of an experiment, their units, their means and how sure each is.

For: every comparison of an experiment. Not for: the verdict (see margin), nor for what happened before it (history).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from voc.errors import DataError, UsageError

LEAST_UNITS = 10
# What people call the arm that goes on as before: a word alone, or the first of several (old menu, 舊版選單, 未發送).
_CONTROL = re.compile(
    r"a|0|0\.0|false|off|no|none|(?:group|arm|variant)[ _-]?a|a[ _-]?(?:group|arm)|"
    r"(?:control|ctrl|baseline|holdout|old|usual|standard|current|default|existing|normal|placebo|without|no)(?:[ _-].*)?|"
    r"[A甲]\s?[组組]|[无無否关關]|(?:对照|對照|控制|[旧舊原未沒没无無]|现有|現有|现行|現行|默认|預設|标准|標準|常规|常規|传统|傳統|"
    r"照旧|照舊|基准|基準|空白|安慰).*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Interval:
    """An estimate and its 95 % interval, in the unit of what was measured."""

    est: float
    lo: float
    hi: float

    def as_dict(self) -> dict[str, float | None]:
        """est, lo, hi; None for what is not a number."""
        return {name: written(value) for name, value in (("est", self.est), ("lo", self.lo), ("hi", self.hi))}


def written(value: float) -> float | None:
    """`value` as JSON can hold it."""
    return float(value) if math.isfinite(value) else None


@dataclass(frozen=True)
class Sums:
    """One arm, a place a unit: its `total` of values over its `count` of rows; `code` names the unit."""

    code: np.ndarray
    total: np.ndarray
    count: np.ndarray

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.code)

    @property
    def mean(self) -> float:
        """Mean over rows: the ratio of the two sums."""
        return float(self.total.sum() / self.count.sum()) if self.count.sum() else math.nan

    @property
    def lean(self) -> np.ndarray:
        """Each unit's pull on the mean, to first order (delta method for a ratio of sums; Deng, Knoblich & Lu 2018).

        Divided by sqrt(1 - leverage), as in HC2, so that one unit with many rows does not hide its own pull; with a row
        a unit the sum of squares is s^2/n exactly.
        """
        weight = self.count / self.count.sum()
        pull = (self.total - self.mean * self.count) / self.count.sum()
        return np.asarray(pull / np.sqrt(np.maximum(1.0 - weight, 1e-9)))

    @property
    def effective(self) -> float:
        """Units as they weigh: n / (1 + cv^2) of the rows a unit has (Carter, Schnepel & Steigerwald 2017)."""
        return float(self.count.sum() ** 2 / (self.count**2).sum()) if self.units else 0.0


@dataclass(frozen=True)
class Means:
    """Both arms' means with variances, their covariance (0 unless an adjustment ties them) and degrees of freedom."""

    treated: float
    control: float
    var_treated: float
    var_control: float
    cov: float
    df: float

    @property
    def difference(self) -> float:
        """Treatment minus control."""
        return self.treated - self.control

    def se(self, factor: float = 1.0) -> float:
        """Standard error of treated - factor x control."""
        return math.sqrt(max(self.var_treated + factor**2 * self.var_control - 2 * factor * self.cov, 0.0))

    @property
    def quantile(self) -> float:
        """The two-sided 95 % quantile of Student t."""
        return float(stats.t.ppf(0.975, self.df))

    def interval(self, quantile: float | None = None) -> Interval:
        """The difference, `quantile` standard errors to each side; Student's where left out."""
        half = (self.quantile if quantile is None else quantile) * self.se()
        return Interval(self.difference, self.difference - half, self.difference + half)

    def relative(self, quantile: float | None = None) -> Interval:
        """The difference over the control mean, with the interval of Fieller (1954); (nan) where the control mean
        cannot be told from zero."""
        q = self.quantile if quantile is None else quantile
        base = self.control
        if not base or base**2 <= q**2 * self.var_control:
            return Interval(math.nan, math.nan, math.nan)
        # (treated - r control)^2 = q^2 (var_t + r^2 var_c - 2 r cov), solved for r
        a = base**2 - q**2 * self.var_control
        b = self.treated * base - q**2 * self.cov
        c = self.treated**2 - q**2 * self.var_treated
        root = math.sqrt(max(b * b - a * c, 0.0))
        ends = sorted(((b - root) / a - 1, (b + root) / a - 1))
        est = self.treated / base - 1
        # over a control mean below zero, "more" is a smaller ratio
        return Interval(est, *ends) if base > 0 else Interval(-est, -ends[1], -ends[0])


def means(treated: Sums, control: Sums, *, is_share: bool = False) -> Means:
    """The Means of two arms, values of one unit going together; Welch-Satterthwaite degrees of freedom.

    An arm of a share (0 or 1) in which all rows are alike has the variance it would have with one answer of each kind
    more (Agresti & Caffo 2000): nobody dissatisfied among 40 is not certainty.
    """
    one, other = (_variance(arm, is_share) for arm in (treated, control))
    df = welch(one, treated.effective, other, control.effective)
    return Means(treated.mean, control.mean, one, other, 0.0, df)


def _variance(arm: Sums, is_share: bool) -> float:
    variance = float((arm.lean**2).sum())
    if is_share and variance <= 1e-15:
        chance = 1 / (arm.units + 2)
        return chance * (1 - chance) / (arm.units + 2)
    return variance


def welch(one: float, n_one: float, other: float, n_other: float) -> float:
    """Welch-Satterthwaite degrees of freedom of a difference of two means with these variances."""
    whole = one + other
    if not whole or not math.isfinite(whole):
        return 1.0
    return whole**2 / (one**2 / max(n_one - 1, 1.0) + other**2 / max(n_other - 1, 1.0))


def sums(rows: pd.DataFrame, arm: str) -> Sums:
    """The Sums of one arm of `rows` (columns arm, code, value)."""
    here = (rows["arm"] == arm).to_numpy()
    code, value = rows["code"].to_numpy()[here], rows["value"].to_numpy(dtype=float)[here]
    size = int(code.max()) + 1 if len(code) else 0
    counted = np.bincount(code, minlength=size).astype(float)
    total = np.bincount(code, weights=value, minlength=size)
    there = np.flatnonzero(counted)
    return Sums(there, total[there], counted[there])


def named(arms: Sequence[str], column: str, treatment: str | None, control: str | None) -> tuple[str, str]:
    """(treatment, control) of the `arms` that the data hold; the one not called control is the treatment.

    Raises DataError E250 where that leaves more or fewer than two, UsageError E141 where both are the same.
    """
    if treatment is not None and treatment == control:
        raise UsageError("E141", "treatment and control are the same arm", found=treatment, do="name two arms")
    wrong = [one for one in (treatment, control) if one is not None and one not in arms]
    if wrong or len(arms) < 2 or (len(arms) > 2 and None in (treatment, control)):
        what = (
            f"{column} does not hold two arms with treatment {treatment!r}" if treatment in wrong
            else f"{column} does not hold two arms with control {control!r}" if wrong
            else f"{column} holds {len(arms) or 'no'} arm{'s' if len(arms) != 1 else ''}"
        )  # fmt: skip
        raise DataError(
            "E250", what, where=f"column {column}", found=", ".join(arms[:8]) or "nothing", expected="two values",
            do="name two of them with --treatment and --control" if len(arms) > 1 else "take a column with two arms",
        )  # fmt: skip
    if treatment is None:
        rest = [one for one in arms if one != control]
        likely = [one for one in rest if not is_control(one)]
        treatment = (likely or rest)[-1]
    if control is None:
        control = next(one for one in arms if one != treatment)
    return treatment, control


def is_control(arm: str) -> bool:
    """Whether an arm is called as people call the one that goes on as before, in English or Chinese."""
    return _CONTROL.fullmatch(arm.strip()) is not None


def enough(units: dict[str, int], column: str) -> None:
    """Raises DataError E250 where an arm has fewer than LEAST_UNITS units."""
    for name, n in units.items():
        if n < LEAST_UNITS:
            raise DataError(
                "E250", f"arm {name} has too few units for an interval", where=f"column {column}", found=str(n),
                expected=f"at least {LEAST_UNITS}", do="wait for more customers",
            )  # fmt: skip


def ratio_p(units: dict[str, int], treatment: str, control: str, split: float) -> float:
    """p of the units of both arms against the planned share `split` of the treatment (chi-square, one degree of
    freedom): the sample-ratio check (Fabijan et al. 2019)."""
    seen = np.array([units[treatment], units[control]], dtype=float)
    return float(stats.chisquare(seen, seen.sum() * np.array([split, 1 - split])).pvalue)
