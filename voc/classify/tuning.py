"""Tuning: how the log odds of a fit become probabilities, topics that are said, and a sentiment of the whole.

For: `learn`. Not for: the fit (`student`), or measuring how well probabilities hold (`calibration`). All of it is chosen on
comments that the fit did not see.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.classify import confidence, whole

FEW = 5  # labels below which a topic keeps the usual threshold and no calibration of its own


@dataclass(frozen=True)
class Judging:
    """How the log odds of a fit become probabilities, and topics: `slope` and `offset` (labels), `least` (topics), what
    topics tell of the whole, `told` (3, sentiments of the whole; see `whole`), and the weights of `confidence`,
    `sureness`."""

    slope: np.ndarray
    offset: np.ndarray
    least: np.ndarray
    told: np.ndarray
    sureness: np.ndarray


def judging(
    odds: np.ndarray, targets: np.ndarray, weight: np.ndarray, topics: int, sums: np.ndarray | None = None,
    letters: np.ndarray | None = None,
) -> Judging:  # fmt: skip
    """The Judging from the log odds of comments, what is true of them and how much it counts, all (comments, labels): first
    `topics` topics, last the sentiments of the whole. `sums` are what is told of the topics (`whole.sums`),
    `letters` those of the comments (`confidence.letters`); without them a mention is as sure as its topic is likely."""
    slope, offset = _calibrated(odds, targets, weight)
    share, n, first = shares(odds, slope, offset), topics, len(slope) - whole.N
    said = whole.weighed(odds[:, first:], sums, targets[:, first:], weight[:, -1])
    slope[first:], offset[first:] = said.slope, said.offset
    sure = np.array(confidence.PLAIN)
    if letters is not None:
        sure = confidence.fitted(share, targets[:, :n], weight[:, :n], letters)
    # rounded, so that what is written down makes the same tagger again
    return Judging(
        np.round(slope, 4),
        np.round(offset, 4),
        thresholds(share[:, :n], targets[:, :n], weight[:, :n]),
        np.round(said.told, 4),
        np.round(sure, 4),
    )


def shares(odds: np.ndarray, slope: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Probabilities from log odds."""
    return 1 / (1 + np.exp(-(odds * slope + offset)))


def _calibrated(odds: np.ndarray, targets: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(slope, offset) of each label: Platt scaling, drawn toward 1 and 0 where there is little to learn it from."""
    from scipy.optimize import minimize

    slopes, offsets = np.ones(odds.shape[1]), np.zeros(odds.shape[1])
    for column in range(odds.shape[1]):
        counts = weight[:, column] > 0
        true, seen = targets[counts, column], odds[counts, column]
        if true.sum() < FEW:
            continue

        def loss(at: np.ndarray, seen: np.ndarray = seen, true: np.ndarray = true) -> float:
            logits = seen * np.exp(at[0]) + at[1]
            return float((np.logaddexp(0, logits) - true * logits).sum() + 8 * at[0] ** 2 + at[1] ** 2)

        best = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-1.5, 1.5), (-4, 4)]).x
        slopes[column], offsets[column] = np.exp(best[0]), best[1]
    return slopes, offsets


def thresholds(share: np.ndarray, true: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """For each topic the probability from which saying it gives the best F1, float32 (topics), where `weight` is not 0.

    A curve over few comments has chance peaks: it is smoothed, and drawn toward the curve of all topics together.
    """
    steps = np.linspace(0.05, 0.9, 35)
    is_true = (true >= 0.5) & (weight > 0)
    is_said = (share[:, :, None] >= steps) & (weight[:, :, None] > 0)
    right = (is_said & is_true[:, :, None]).sum(axis=0)
    given, wanted = is_said.sum(axis=0), is_true.sum(axis=0)
    usual = 2 * right.sum(axis=0) / np.maximum(given.sum(axis=0) + wanted.sum(), 1)
    if not usual.any():
        return np.full(share.shape[1], 0.5, np.float32)
    f1 = 2 * right / np.maximum(given + wanted[:, None], 1)
    trust = (wanted / (wanted + FEW))[:, None]
    curve = trust * f1 + (1 - trust) * usual
    padded = np.pad(curve, ((0, 0), (2, 2)), mode="edge")
    smooth = np.asarray(sum(padded[:, shift : shift + len(steps)] for shift in range(5)))
    # where a stretch of steps does equally well, its middle is the furthest from mistakes on either side
    best = [int(np.median(np.flatnonzero(one >= one.max() - 1e-9))) for one in smooth]
    return np.round(steps[best], 4).astype(np.float32)
