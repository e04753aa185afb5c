"""Learning tier 3 of the classifier: linear heads on the vectors of a frozen encoder, beside what is known without it.

    log odds of the labels = [vector, hints, log odds of the model that ships] x weights + bias

Before anything is learned a topic that ships has the log odds that it has there, another those of its phrases: see `usual`.
Labels move them, and teach what vectors are worth. One fit for all languages: the vectors of one meaning are near each
other in all of them, so that a few labels in each are many together.

For: `voc train --tier embed`. Not for: scoring (`embedded`), the vectors (`encoder`), or tier 2 (`learn`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.classify import learn
from voc.classify.hints import names as hint_names
from voc.classify.learn import Held, Lessons
from voc.classify.tagger import OVERALL
from voc.classify.tuning import Judging, judging, shares

# How far what was usual may move (C of scikit-learn): weights of vectors, whose length is 1 about their middle, to choose
# from; those of hints; those of log odds, which are numbers up to 20
STRENGTHS = (0.1, 0.5, 2.0, 8.0)
HINTS, ODDS = 0.1, 0.01
_ROUNDS = 150
Line = tuple[np.ndarray, np.ndarray]  # weights (features, labels), bias (labels)


@dataclass(frozen=True)
class Heads:
    """`weights`, float32 (features, labels), and `bias`, float32 (labels): features x weights + bias are calibrated log
    odds."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def __post_init__(self) -> None:
        """Raises ValueError where the parts do not fit each other."""
        for name, part, sizes in (("weights", self.weights, 2), ("bias", self.bias, 1)):
            if part.dtype != np.float32 or part.ndim != sizes or part.shape[-1] != len(self.labels):
                raise ValueError(f"{name}: {part.dtype} {part.shape} for {len(self.labels)} labels")
            if not np.isfinite(part).all():
                raise ValueError(f"{name}: not finite everywhere")

    def odds(self, features: np.ndarray) -> np.ndarray:
        """Log odds, float64 (texts, labels), of float (texts, features). Raises ValueError for another number of them."""
        if features.shape[1] != len(self.weights):
            raise ValueError(f"{features.shape[1]} features for a model of {len(self.weights)}")
        return features.astype(np.float64) @ self.weights.astype(np.float64) + self.bias


@dataclass(frozen=True)
class Fitted:
    """`heads`; `least`, the probability from which each topic is said, float32 (topics), nan for one that was not taught;
    what is `held` of each comment by heads that it taught nothing; the `strength` that was chosen."""

    heads: Heads
    least: np.ndarray
    held: Held
    strength: float


def usual(topics: Sequence[str], ships: Sequence[str]) -> Line:
    """Of what stands beside the vectors, hints of `topics` and log odds of the labels of a model of `ships`: (the weights
    before anything is learned, how far labels may move each), both (features, labels of `topics`).

    A label that ships is what it is there, another what a phrase is worth (`learn.TRUST`); a topic looks at what is known
    of itself and nowhere else.
    """
    names, known = learn.labels(topics), learn.labels(ships) if ships else ()
    phrases = learn.TRUST * learn.worth(len(topics))
    phrases[:, [name in known for name in names]] = 0
    same = np.array([[one == name for name in names] for one in known], float).reshape(-1, len(names))
    own = [_topic(name) for name in (*hint_names(topics), *known)]
    far = np.array([[one == _topic(name) for name in names] for one in own], float)
    far *= np.r_[np.full(len(phrases), HINTS), np.full(len(same), ODDS)][:, None]
    return np.vstack([phrases, same]), far


def fitted(
    vectors: np.ndarray, others: np.ndarray, lessons: Lessons, taught: Sequence[str], begin: Line, *, seed: int = 0
) -> Fitted:  # fmt: skip
    """Heads from `vectors` (texts, d) and `others` (texts, k) of the texts of `lessons`; `begin`: what is `usual` of others.

    Of the topics of `lessons` only those `taught` are learned, the others stay as usual; so does what comments say as a
    whole where it was seldom judged. Strength, calibration (Platt) and thresholds come from learn.FOLDS parts, each read by
    heads that the others taught. The same input, the same heads.
    """
    n, size, dims = len(lessons.texts), len(lessons.topics), vectors.shape[1]
    names = learn.labels(lessons.topics)
    is_taught = np.array([_topic(name) in set(taught) for name in names])
    is_taught[-len(OVERALL) :] = is_judged(lessons)
    middle, spread = vectors.mean(0, dtype=np.float64), vectors.std(0, dtype=np.float64)
    spread = np.where(spread > 1e-9, spread, 1.0) * np.sqrt(dims)
    known = np.hstack([(vectors - middle) / spread, others])
    start = np.vstack([np.zeros((dims, len(names))), begin[0]])
    weight = lessons.weight * is_taught

    def fit(rows: np.ndarray, strength: float) -> Line:
        far = np.vstack([np.full((dims, len(names)), strength), begin[1]]) * is_taught
        return _solved(known[rows], lessons.targets[rows], weight[rows], start, far)

    fold = np.random.default_rng(seed).permutation(n) % learn.FOLDS
    best, odds, strength = np.inf, np.zeros(weight.shape), STRENGTHS[0]
    for one in STRENGTHS:
        crossed = _crossed(known, fold, lambda rows, one=one: fit(rows, one))  # type: ignore[misc]
        loss = _loss(crossed, lessons.targets, weight)
        if loss < best:
            best, odds, strength = loss, crossed, one
    held = Held(np.zeros(odds.shape), np.zeros((n, size)), {})
    for one in range(learn.FOLDS):
        away, rest = fold == one, np.flatnonzero(fold != one)
        of_rest = _judged(odds[rest], lessons.rows(rest), is_taught)
        held.shares[away] = shares(odds[away], of_rest.slope, of_rest.offset)
        held.least[away] = of_rest.least
    found = _judged(odds, lessons, is_taught)
    weights, bias = fit(np.arange(n), strength)
    weights, bias = weights * found.slope, bias * found.slope + found.offset
    # the scaling goes into the line: (x - m) / s . w + b = x . (w / s) + (b - m / s . w)
    weights[:dims] /= spread[:, None]
    bias -= middle @ weights[:dims]
    return Fitted(Heads(names, weights.astype(np.float32), bias.astype(np.float32)), found.least, held, strength)


def is_judged(lessons: Lessons) -> bool:
    """Whether what comments say as a whole was judged often enough: learn.LEAST_LABELS times for each of two sentiments."""
    often = ((lessons.targets >= 0.5) & (lessons.weight > 0)).sum(axis=0) >= learn.LEAST_LABELS
    return int(often[-len(OVERALL) :].sum()) >= 2


def _topic(name: str) -> str:
    return name.partition(":")[0]


def _judged(odds: np.ndarray, lessons: Lessons, is_taught: np.ndarray) -> Judging:
    """The Judging of what was taught; the rest stays as it is, and has no threshold."""
    found = judging(odds, lessons.targets, lessons.weight, len(lessons.topics))
    slope, offset = np.where(is_taught, found.slope, 1.0), np.where(is_taught, found.offset, 0.0)
    least = np.where(is_taught[: len(found.least)], found.least, np.nan).astype(np.float32)
    return Judging(slope, offset, least, found.told, found.sureness)


def _crossed(known: np.ndarray, fold: np.ndarray, fit: Callable[[np.ndarray], Line]) -> np.ndarray:
    """The log odds of each text by a fit to the parts that it is not in."""
    odds: np.ndarray | None = None
    for one in range(learn.FOLDS):
        weights, bias = fit(np.flatnonzero(fold != one))
        odds = np.zeros((len(known), len(bias))) if odds is None else odds
        odds[fold == one] = known[fold == one] @ weights + bias
    assert odds is not None
    return odds


def _solved(known: np.ndarray, goal: np.ndarray, weight: np.ndarray, start: np.ndarray, far: np.ndarray) -> Line:
    """(weights, bias) at the least of sum(weight x log loss) + sum((weights - start)^2 / (2 far)), all labels at once."""
    from scipy.optimize import minimize
    from scipy.special import expit
    from threadpoolctl import threadpool_limits

    begun, reach, cells = known @ start, np.sqrt(far), start.size

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        moved, bias = flat[:cells].reshape(start.shape), flat[cells:]
        odds = begun + known @ (moved * reach) + bias
        off = weight * (expit(odds) - goal)
        value = _loss(odds, goal, weight) + float((moved**2).sum()) / 2
        return value, np.concatenate([((known.T @ off) * reach + moved).ravel(), off.sum(axis=0)])

    # On more threads sums come out otherwise in the last digit, and after a hundred steps in the first.
    with threadpool_limits(1):
        found = minimize(
            loss,
            np.zeros(cells + start.shape[1]),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _ROUNDS, "maxcor": 6},
        ).x
    return start + found[:cells].reshape(start.shape) * reach, found[cells:]


def _loss(odds: np.ndarray, goal: np.ndarray, weight: np.ndarray) -> float:
    return float((weight * (np.logaddexp(0, odds) - goal * odds)).sum())
