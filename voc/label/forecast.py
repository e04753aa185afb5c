"""Forecast: how far a checked sample of some size would narrow what a finding says, and whether its grade could rise.

For: `voc label sample`, before anybody has read a comment. Not for: findings; what was truly read decides there.

A counted change of share is the true one times the tagger's skill J = sensitivity - false rate (Rogan & Gladen 1978;
Forman 2008: adjusted classify and count). So the interval of a corrected change has two parts, to first order: that of the
counted change, which no reading narrows, and that of J, which falls with the number read. The report's own interval is
made with more care and will differ a little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from voc.explain.grade import ENOUGH
from voc.explain.label_error import LEAST_CHECKED, LEAST_SKILL
from voc.label.allocation import Strata, allocated, skill_variance
from voc.label.assumed import Assumed
from voc.report.finding import Driver, Finding

Estimate = tuple[float, float, float]
SIZES = (100, 200, 400, 800)
NOT_KNOWN: Estimate = (math.nan, math.nan, math.nan)
# Reasons that do not stand in the way of grade B once a sample has been checked; any other may keep it at C.
NOT_AGAINST_B = (
    "asked", "record_link_agrees", "audit_used", "segment_unclear", "no_audit", "error_borrowed", "accounted_low",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """What `n` comments read would give: change of the corrected share, part of the change that goes with the topic,
    comments expected to complain of the topic; `is_usable` where those are as many as a correction needs."""

    n: int
    share_change: Estimate
    accounted: Estimate
    n_true: float
    is_usable: bool


@dataclass(frozen=True)
class Forecast:
    """As counted: `raw`, the change of share, and `accounted`, the part of the change; `now` is the corrected share if the
    tagger is as assumed (see Assumed); `against` are the reasons that would keep the grade below B whatever is read."""

    topic: str
    known: Assumed
    raw: Estimate
    now: Estimate
    accounted: Estimate
    expected: tuple[Expected, ...]
    against: tuple[str, ...]

    def can_be_b(self, n: int) -> bool:
        """With `n` read: nothing else stands against grade B, and the accounted part is sure to be large enough."""
        one = next(one for one in self.expected if one.n == n)
        return one.is_usable and not self.against and bool(one.accounted[1] > ENOUGH)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "topic": self.topic,
            "assumed": {**asdict(self.known), "from": self.known.source},
            "raw_share_change": _named(self.raw), "share_change": _named(self.now), "accounted": _named(self.accounted),
            "against": list(self.against),
            "expected": [
                {"n": one.n, "share_change": _named(one.share_change), "accounted": _named(one.accounted),
                 "n_true": round(one.n_true, 1), "is_usable": one.is_usable, "grade_b": self.can_be_b(one.n)}
                for one in self.expected
            ],
        }  # fmt: skip


def forecast(
    finding: Finding, driver: Driver, known: Assumed, strata: Strata, sizes: Sequence[int] = SIZES
) -> Forecast:
    """The Forecast for the topic of `driver`, if comments are drawn from `strata` as `allocated` says."""
    there = int(strata.sizes.sum())
    raw = _counted(driver, known)
    before = _of(driver.accounted)
    share = driver.share_after or 0.0
    if not known.n:  # what a finding says then is as wide as an error that nobody measured makes it
        before = _stretched(_of(driver.counted), share, known)
    expected = []
    for n in sorted({min(n, there) for n in sizes}):
        read = allocated(strata, n)
        spread = math.sqrt(skill_variance(strata, read))
        n_true = float((read * strata.true).sum())
        is_usable = min(n_true, n - n_true) >= LEAST_CHECKED
        change = _corrected(raw, known, spread)
        part = _with_error(before, spread / known.skill, known.spread / known.skill if known.n else 0.0)
        expected.append(Expected(n, change, part, n_true, is_usable))
    codes = tuple(one for one in finding.reasons if one.partition(":")[0] not in NOT_AGAINST_B)
    against = codes if finding.verdict == "explained" else (finding.verdict, *codes)
    now = _corrected(raw, known, known.spread)
    return Forecast(driver.topic, known, raw, now, _of(driver.counted), tuple(expected), against)


def _of(interval: Any) -> Estimate:
    return tuple(math.nan if one is None else one for one in (interval.est, interval.lo, interval.hi))  # type: ignore[return-value]


def _counted(driver: Driver, known: Assumed) -> Estimate:
    """The change of share before any correction; where the run corrected it, the skill's own error is taken out again."""
    est, lo, hi = _of(driver.share_change)
    raw = driver.raw_share_change
    if raw is None or math.isclose(raw, est, rel_tol=1e-9) or not est:
        return est, lo, hi
    skill = raw / est
    half = max(hi - est, est - lo)
    of_skill = 1.96 * abs(est) * known.spread / known.skill if known.n else 0.0
    half = math.sqrt(max(half**2 - of_skill**2, (0.1 * half) ** 2)) * abs(skill)
    return raw, raw - half, raw + half


def _corrected(raw: Estimate, known: Assumed, spread: float) -> Estimate:
    """The change divided by a skill whose standard error is `spread`; a share changes by 1 at most."""
    est = raw[0] / known.skill
    half = math.hypot(max(raw[2] - raw[0], raw[0] - raw[1]) / known.skill, 1.96 * est * spread / known.skill)
    return _limited(est), _limited(est - half), _limited(est + half)


def _limited(share: float) -> float:
    return share if math.isnan(share) else min(max(share, -1.0), 1.0)


def _stretched(accounted: Estimate, counted: float, known: Assumed) -> Estimate:
    """The accounted part with change and gap corrected, the whole at most.

    A gap between tagged and untagged comments is the true one times (share of the tagged that are right - share of the
    untagged that are missed): both groups are mixed.
    """
    share = min(max((counted - known.false_rate) / known.skill, 0.001), 0.999)
    right = min(known.sensitivity * share / max(counted, 1e-9), 1.0)
    missed = min((1 - known.sensitivity) * share / max(1 - counted, 1e-9), 1.0)
    purity = right - missed if right - missed > LEAST_SKILL else 1.0
    est, lo, hi = (one / known.skill / purity for one in accounted)
    return (est / est, lo / est, hi / est) if est > 1 else (est, lo, hi)


def _with_error(part: Estimate, new: float, old: float) -> Estimate:
    """The part with the skill's relative error `new` in place of `old`, to first order."""
    est, lo, hi = part

    def half(width: float) -> float:
        own = max(width**2 - (1.96 * old * est) ** 2, (0.1 * width) ** 2)
        return math.hypot(math.sqrt(own), 1.96 * new * est)

    return est, est - half(est - lo), min(est + half(hi - est), 1.0)


def _named(estimate: Estimate) -> dict[str, float | None]:
    known = (None if not np.isfinite(one) else float(f"{one:.6g}") for one in estimate)
    return dict(zip(("est", "lo", "hi"), known, strict=True))
