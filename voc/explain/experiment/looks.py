"""Looks: the interval that holds however often, and whenever, an experiment is looked at.

For: `voc experiment --sequential`. Not for: one look at the end, which Student's interval serves better (it is a third
narrower).

An asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, theorem 2.2; the normal mixture of
Robbins 1970): with n units and standard error se, est -+ se sqrt((n r + 1)/(n r) log((n r + 1)/a^2)), a = 0.05. `r` is
tuned to be narrowest at the planned number of units; it must not be changed between looks. Rows that one unit adds over
time make looks more alike than the theorem takes them to be, which errs on the safe side.
"""

from __future__ import annotations

import math

from scipy.special import lambertw

from voc.errors import UsageError

ALPHA = 0.05
PLANNED = 10_000


def quantile(units: int, planned: int | None = None) -> float:
    """How many standard errors the interval reaches to each side after `units` units of both arms together; at least
    3.03 at `planned` units (PLANNED where nobody said). Raises UsageError E143 where `planned` is below 1."""
    if planned is not None and planned < 1:
        raise UsageError("E143", "the planned number of units must be above 0", found=str(planned))
    scaled = units * _tuning(planned or PLANNED)
    return math.sqrt((scaled + 1) / scaled * math.log((scaled + 1) / ALPHA**2))


def _tuning(planned: int) -> float:
    """r = (-W(-a^2/e) - 1) / planned, W the lower branch of Lambert's function (ibid., appendix)."""
    return float(-lambertw(-(ALPHA**2) / math.e, -1).real - 1) / planned
