"""Allocation: how many comments to read in each stratum, so that the tagger's skill is known best for the same work.

For: `sheet` and `forecast`. Not for: choosing which comments of a stratum; see `sheet`.

Skill is J = sensitivity - false rate: by how much a change of the true share shows in the counted one. Of strata h with
N comments, tagged or not, of which a share p truly complains of the topic:

    sensitivity = tagged and true / true          false rate = tagged and not true / not true
    dJ/dp = N ((tagged - sensitivity) / true + (tagged - false rate) / not true)
    variance of J with n read in each = sum of (dJ/dp)^2 p (1 - p) / n

which is least where n goes with |dJ/dp| sqrt(p (1 - p)) (Neyman 1934; Cochran 1977, Sampling Techniques, 5.5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST = 10  # read in every stratum, so that an assumption that is wrong there is noticed


@dataclass(frozen=True)
class Strata:
    """`sizes` comments in each stratum, whether its comments are tagged, and the `true` share assumed of them, 0..1."""

    names: tuple[str, ...]
    sizes: np.ndarray
    is_tagged: np.ndarray
    true: np.ndarray

    @property
    def accuracy(self) -> tuple[float, float]:
        """(sensitivity, false rate) that these shares come to; nan where no comment is (not) true."""
        right, true = self.sizes * self.true, float((self.sizes * self.true).sum())
        other = float(self.sizes.sum()) - true
        wrong = float((self.sizes * (1 - self.true))[self.is_tagged].sum())
        return float(right[self.is_tagged].sum()) / true if true else math.nan, wrong / other if other else math.nan

    @property
    def weight(self) -> np.ndarray:
        """|dJ/dp| sqrt(p (1 - p)): how much one stratum's share not being known spreads the skill."""
        sensitivity, false_rate = self.accuracy
        true = float((self.sizes * self.true).sum())
        other = float(self.sizes.sum()) - true
        if not true > 0 or not other > 0:
            return np.zeros(len(self.sizes))
        slope = self.sizes * ((self.is_tagged - sensitivity) / true + (self.is_tagged - false_rate) / other)
        return np.abs(slope) * np.sqrt(self.true * (1 - self.true))


def allocated(strata: Strata, n: int) -> np.ndarray:
    """How many to read in each stratum: `n` in all, or all there are; LEAST in each where there are as many."""
    sizes = strata.sizes.astype(int)
    n = min(n, int(sizes.sum()))
    # in strata that say nothing of the skill, or where nothing is assumed, comments are drawn in proportion
    wanted = strata.weight if strata.weight.sum() > 0 else sizes.astype(float)
    floor = np.minimum(sizes, min(LEAST, n // len(sizes)))
    low, high = 0.0, 1.0
    while _within(wanted * high, floor, sizes).sum() < n and high < 2.0**60:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(wanted * middle, floor, sizes).sum() < n else (low, middle)
    exact = _within(wanted * high, floor, sizes)
    whole = np.floor(exact + 1e-9).astype(int)
    by_rest = np.lexsort((np.arange(len(sizes)), -(exact - whole)))
    while (left := n - int(whole.sum())) > 0:
        room = [place for place in by_rest if whole[place] < sizes[place]][:left]
        whole[room] += 1
    return whole


def skill_variance(strata: Strata, read: Sequence[int] | np.ndarray) -> float:
    """Variance of the skill when `read` comments of each stratum have been read."""
    return float((strata.weight**2 / np.maximum(np.asarray(read, dtype=float), 0.5)).sum())


def _within(wanted: np.ndarray, floor: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.clip(wanted, floor, sizes)
