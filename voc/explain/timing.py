"""Timing: the first period of the new level, how exactly that is known, and whether it stayed.

For: onset, its interval, and step, pulse or ramp. Not for: whether there is a new level.
"""

from __future__ import annotations

import math

import numpy as np

from voc.explain.memory import Judged

# Pulse: within two weeks more than half of the change is gone again.
BACK = 0.5
# Ramp: grows over so many blocks. Named, like a pulse, only where it fits better than a step by more than CLEARLY times
# the spread of the blocks.
GROWS_OVER, CLEARLY = (2, 3, 4, 5, 6, 8), 4.0
AHEAD = 8
BAI_95 = 11.0


def onset(n: np.ndarray, total: np.ndarray, guess: int, start: int, end: int, block: int) -> int:
    """The date near `guess` at which splitting the series in two leaves the least spread (least squares)."""
    dates = range(max(start + 1, guess - 2 * block), min(end - 1, guess + 2 * block) + 1)
    gains = {date: gain(n, total, start, date, end) for date in dates}
    return max(gains, key=lambda date: (gains[date], -abs(date - guess)), default=guess)


def onset_interval(at: int, change: Judged, before: int, after: int, length: int) -> tuple[int, int]:
    """The earliest and latest onset at 95 %: at -/+ 11 * long-run variance / change^2 (Bai 1997, Rev. Econ. Stat.)."""
    est, se = float(change.est[0]), float(change.spread[0])
    if not est or not math.isfinite(se):
        return 0, length - 1
    variance = se**2 / (1 / before + 1 / after)
    half = math.ceil(min(BAI_95 * variance / est**2, float(length)))
    return max(0, at - half), min(length - 1, at + half)


def kind(
    n: np.ndarray, total: np.ndarray, start: int, at: int, end: int, block: int, fortnight: int
) -> tuple[str, int]:
    """(step, pulse or ramp; one past the last period of the new level): the shape from `at` on that leaves least spread.

    What comes after `end` is looked at too, for up to AHEAD blocks: two weeks alone do not show whether a move went back.
    """
    reach = min(len(n), max(end, at + AHEAD * block))
    step = _fit(n, total, start, reach, _step(len(n), at))
    longest = min(fortnight, len(n) - at - block)
    pulses = {until: _fit(n, total, start, reach, _step(len(n), at) - _step(len(n), until))
              for until in range(at + 1, at + longest + 1) if n[until:reach].sum() > 0}  # fmt: skip
    ramps = [
        _fit(n, total, start, reach, _ramp(len(n), at, over * block))
        for over in GROWS_OVER
        if at + over * block <= reach
    ]
    noise = CLEARLY * _block_spread(n, total, start, reach, at, block)
    until = max(pulses, key=lambda date: pulses[date], default=None)
    ramp = max(ramps, default=0.0)
    if until is not None and pulses[until] > max(step, ramp) + noise:
        base = _mean(n, total, start, at)
        high, later = _mean(n, total, at, until) - base, _mean(n, total, until, min(reach, until + 4 * block)) - base
        if abs(later) < BACK * abs(high):
            return "pulse", until
    return ("ramp", end) if ramp > step + noise else ("step", end)


def ramp_onset(n: np.ndarray, total: np.ndarray, guess: int, start: int, block: int) -> int:
    """The first period of a growth whose middle is near `guess`: the start and length that leave the least spread."""
    reach = min(len(n), guess + AHEAD * block)
    tried = {
        (date, over): _fit(n, total, start, reach, _ramp(len(n), date, over * block))
        for date in range(max(start + block, guess - AHEAD * block // 2), min(guess + block, reach - 1) + 1)
        for over in GROWS_OVER
    }
    return max(tried, key=lambda one: (tried[one], -one[0]))[0] if tried else guess


def _step(length: int, at: int) -> np.ndarray:
    return (np.arange(length) >= at).astype(float)


def _ramp(length: int, at: int, over: int) -> np.ndarray:
    return np.clip((np.arange(length) - at + 1) / over, 0.0, 1.0)


def _fit(n: np.ndarray, total: np.ndarray, start: int, end: int, shape: np.ndarray) -> float:
    """By how much a level plus a multiple of `shape` lowers the sum of squares over [start, end) below a level alone."""
    rows, values, seen = n[start:end], total[start:end], shape[start:end]
    if not rows.sum():
        return 0.0
    centred = seen - (rows * seen).sum() / rows.sum()
    spread = (rows * centred**2).sum()
    return float((values * centred).sum() ** 2 / spread) if spread > 0 else 0.0


def _block_spread(n: np.ndarray, total: np.ndarray, start: int, end: int, at: int, block: int) -> float:
    """Rows times squared distance of a block mean from that of its neighbours, on average over [start, end): half the
    squared steps from block to block, which a level, a step and a slow growth hardly touch (von Neumann 1941)."""
    edges = np.append(np.arange(at - (at - start) // block * block, end, block), end)
    rows, values = (np.add.reduceat(one[: edges[-1]], edges[:-1]) for one in (n, total))
    held = rows > 0
    if held.sum() < 3:
        return 0.0
    means, rows = values[held] / rows[held], rows[held]
    steps = np.diff(means) ** 2 / (1 / rows[1:] + 1 / rows[:-1])
    return float(np.median(steps) / 0.455)


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
