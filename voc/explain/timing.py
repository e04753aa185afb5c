"""Timing: the first period of the new level, how exactly that is known, and whether it stayed.

For: onset, its interval, and step, pulse or ramp. Not for: whether there is a new level.
"""

from __future__ import annotations

import math

import numpy as np

from voc.explain.noise import Contrast

# Pulse: within two weeks more than half of the change is gone again. Ramp: the second half of the new stretch lies
# further out than the first by more than half of the change.
BACK, AS_MUCH, STILL_GOING = 0.5, 0.9, 0.5
BAI_95 = 11.0


def onset(n: np.ndarray, total: np.ndarray, guess: int, start: int, end: int, block: int) -> int:
    """The date near `guess` at which splitting the series in two leaves the least spread (least squares)."""
    dates = range(max(start + 1, guess - 2 * block), min(end - 1, guess + 2 * block) + 1)
    gains = {date: gain(n, total, start, date, end) for date in dates}
    return max(gains, key=lambda date: (gains[date], -abs(date - guess)), default=guess)


def onset_interval(at: int, change: Contrast, before: int, after: int, length: int) -> tuple[int, int]:
    """The earliest and latest onset at 95 %: at -/+ 11 * long-run variance / change^2 (Bai 1997, Rev. Econ. Stat.)."""
    est, se = float(change.est[0]), float(change.se[0])
    if not est or not math.isfinite(se):
        return 0, length - 1
    variance = se**2 / (1 / before + 1 / after)
    half = math.ceil(min(BAI_95 * variance / est**2, float(length)))
    return max(0, at - half), min(length - 1, at + half)


def kind(
    n: np.ndarray, total: np.ndarray, start: int, at: int, end: int, block: int, fortnight: int
) -> tuple[str, int]:
    """(step, pulse or ramp; one past the last period of the new level) for the stretch [at, end)."""
    base, level = _mean(n, total, start, at), _mean(n, total, at, end)
    longest = min(fortnight, len(n) - at - block)
    if longest >= 1:
        until = max(
            range(at + 1, at + longest + 1), key=lambda date: gain(n, total, at, date, min(len(n), at + 6 * block))
        )
        high, later = _mean(n, total, at, until) - base, _mean(n, total, until, min(len(n), until + 4 * block)) - base
        # A few wild days at the start of a step stand out too; it is a pulse only if it explains as much as a step would.
        stands_out = n[at:until].sum() * high**2 >= AS_MUCH * n[at:end].sum() * (level - base) ** 2
        if stands_out and abs(later) < BACK * abs(high) and n[until:].sum() > 0:
            return "pulse", until
    half = (at + end) // 2
    if end - at >= 2 * block:
        first, second = _mean(n, total, at, half) - base, _mean(n, total, half, end) - base
        if (second - first) * (level - base) > 0 and abs(second - first) > STILL_GOING * abs(level - base):
            return "ramp", end
    return "step", end


def _mean(n: np.ndarray, total: np.ndarray, start: int, end: int) -> float:
    rows = n[start:end].sum()
    return float(total[start:end].sum() / rows) if rows else 0.0


def gain(n: np.ndarray, total: np.ndarray, start: int, at: int, end: int) -> float:
    """By how much a split at `at` lowers the sum of squares over [start, end)."""
    left, right = n[start:at].sum(), n[at:end].sum()
    if not left or not right:
        return 0.0
    change = total[at:end].sum() / right - total[start:at].sum() / left
    return float(left * right / (left + right) * change**2)
