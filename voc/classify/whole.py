"""What a comment says as a whole: how the log odds of its four sentiments are weighed on labelled comments.

    log odds = slope x its log odds + (topics said, blamed, praised, in expectation) x told + offset

Two ways. Evened: nothing is added but an offset for neutral and mixed, which are rare and look like the others; how many
are negative is the choice of who judged, and is not learned. Learned: all of it, so that the answer is the likeliest among
comments like these (multinomial logistic regression drawn toward changing nothing; compare vector scaling, Guo et al. 2017,
"On calibration of modern neural networks"). Learned is taken only where it is better on comments that it did not see, by
more than chance.

For: `tuning`. Not for: topics and their tones.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from voc.classify.tagger import OVERALL

N = len(OVERALL)
COUNTED = 3  # negative, neutral, positive; mixed counts only as a miss
EVENED = (0.0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1.0, -1.0, 1.5)  # log odds, the smallest step first
DRAWN = 200
LEAST = 200  # comments judged, below which nothing is learned
FOLDS = 10
# How strongly a slope is drawn toward 1, an offset and what is told toward 0: variances of 1/2, 2 and 1, in log odds.
_SLOPE, _OFFSET, _TOLD = 2.0, 0.5, 1.0


@dataclass(frozen=True)
class Whole:
    """`slope` and `offset` (sentiments), and what a topic said, blamed and praised adds, `told` (3, sentiments)."""

    slope: np.ndarray
    offset: np.ndarray
    told: np.ndarray

    def odds(self, odds: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """Log odds (comments, sentiments) from those before and the `sums` of topics (comments, 3)."""
        return odds * self.slope + sums @ self.told + self.offset


def sums(odds: np.ndarray, topics: int) -> np.ndarray:
    """How many topics are said, blamed and praised in expectation (comments, 3), by the log odds of all labels: first those
    of `topics` topics, then their blame, then their praise."""
    share = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
    return np.stack([share[:, place * topics :][:, :topics].sum(axis=1) for place in range(3)], axis=1)


def weighed(odds: np.ndarray, sums: np.ndarray | None, targets: np.ndarray, weight: np.ndarray) -> Whole:
    """The Whole from log odds and `targets` (comments, sentiments) of comments that the fit did not see, with their `sums`;
    without those it is evened. Comments of `weight` 0 (comments) do not count."""
    counts = (weight > 0) & targets.any(axis=1)
    seen, true = odds[counts], targets[counts].argmax(axis=1)
    plain = Whole(np.ones(N), evened(seen, true), np.zeros((3, N)))
    if sums is None or len(true) < LEAST or len(np.unique(true)) < 2:
        return plain
    told = sums[counts]
    fold = np.random.default_rng(0).permutation(len(true)) % FOLDS
    said = np.empty((2, len(true)), int)
    for one in range(FOLDS):
        away, rest = fold == one, fold != one
        said[0, away] = (seen[away] + evened(seen[rest], true[rest])).argmax(axis=1)
        said[1, away] = learned(seen[rest], told[rest], true[rest]).odds(seen[away], told[away]).argmax(axis=1)
    gains = np.diff(_f1(said, true), axis=1)
    return learned(seen, told, true) if gains.mean() > gains.std() else plain


def evened(odds: np.ndarray, true: np.ndarray) -> np.ndarray:
    """What to add to the log odds (comments, sentiments) for the best mean F1 of negative, neutral and positive.

    The mean of what is best in DRAWN resamples of the comments (Breiman 1996): in one sample a step more or less is chance.
    """
    if not len(odds):
        return np.zeros(N)
    steps = [np.array([0.0, neutral, 0.0, mixed]) for neutral, mixed in product(EVENED, repeat=2)]
    f1 = _f1(np.stack([(odds + one).argmax(axis=1) for one in steps]), true)
    return np.asarray(np.mean([steps[int(one.argmax())] for one in f1], axis=0))


def learned(odds: np.ndarray, sums: np.ndarray, true: np.ndarray) -> Whole:
    """The Whole that makes the `true` sentiments (comments; places in OVERALL) likeliest."""
    from scipy.optimize import minimize
    from scipy.special import log_softmax
    from threadpoolctl import threadpool_limits

    middle, is_true = sums.mean(axis=0), true[:, None] == np.arange(N)
    known = sums - middle

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        grown, offset, told = np.exp(at[:N]), at[N : 2 * N], at[2 * N :].reshape(3, N)
        said = log_softmax(odds * grown + known @ told + offset, axis=1)
        off = np.exp(said) - is_true
        drawn = _SLOPE * (at[:N] @ at[:N]) + _OFFSET * (offset @ offset) + _TOLD * (told**2).sum()
        slopes = (off * odds).sum(axis=0) * grown + _SLOPE * at[:N]
        rest = off.sum(axis=0) + _OFFSET * offset, (known.T @ off + _TOLD * told).ravel()
        return float(drawn / 2 - said[is_true].sum()), np.concatenate([slopes, *rest])

    with threadpool_limits(1):  # as in `student`: the same bytes on any number of cores
        best = minimize(loss, np.zeros(5 * N), jac=True, method="L-BFGS-B").x
    told = best[2 * N :].reshape(3, N)
    return Whole(np.exp(best[:N]), best[N : 2 * N] - middle @ told, told)


def _f1(said: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The mean F1 of what counts, of each way to say it, `said` (ways, comments), in DRAWN resamples; (draws, ways)."""
    n = len(true)
    times = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), DRAWN).astype(float)
    is_said, is_true = (one[..., None] == np.arange(COUNTED) for one in (said, true))
    right, given, wanted = (times @ one.astype(float) for one in (is_said & is_true, is_said, is_true))
    f1 = 2 * right / np.maximum(given + wanted, 1)
    return np.asarray(f1.mean(axis=2).T)
