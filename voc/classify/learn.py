"""Learning a trained tagger from labelled comments.

    lessons = lessons_of(texts, langs, said, mentions, overall, topics)
    tagger = learned(lessons, "mine")

For: `voc train --tier linear`, and the model that ships. Not for: the fit (`student`), scoring (`trained`), encoders
(`finetune`). One fit for each language group; then a slope and an offset for each label, so that probabilities are shares
(Platt), and a threshold for each topic, both from comments that the fit did not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from voc import language
from voc.classify import linear, student
from voc.classify.grams import Shape
from voc.classify.linear import Group, Linear
from voc.classify.trained import OVERALL, Trained
from voc.errors import ModelError

SHAPE = Shape(words=2, chars_from=0, chars_to=0, han=3)
MOST = 40_000  # grams kept for a language group
STRENGTH = 2.0
FOLDS = 5
LEAST_COMMENTS = 50  # of a language group, below which there is nothing to learn
FEW = 5  # labels below which a topic keeps the usual threshold and no calibration of its own
POLARITIES = ("neg", "pos")


@dataclass(frozen=True)
class Lessons:
    """Comments with what is true of them: `targets` (comments, labels), 0..1, and how much each counts, `weight`, 0 for what
    nobody judged; `said` are their hints. `topics` are the first of the labels."""

    texts: tuple[str, ...]
    langs: tuple[str, ...]
    said: sp.csr_matrix
    targets: np.ndarray
    weight: np.ndarray
    topics: tuple[str, ...]

    def rows(self, at: np.ndarray) -> Lessons:
        """The same for some of the comments."""
        return Lessons(
            tuple(self.texts[row] for row in at), tuple(self.langs[row] for row in at), self.said[at], self.targets[at],
            self.weight[at], self.topics,
        )  # fmt: skip


def labels(topics: Sequence[str]) -> tuple[str, ...]:
    """The columns of a trained tagger: topic, topic:neg, topic:pos, overall:neg ... mix."""
    return (
        *topics, *(f"{topic}:{one}" for one in POLARITIES for topic in topics), *(f"overall:{one}" for one in OVERALL),
    )  # fmt: skip


def lessons_of(
    texts: Sequence[str],
    langs: Sequence[str],
    said: np.ndarray,
    mentions: Sequence[Sequence[tuple[str, str | None]] | None],
    overall: Sequence[str | None],
    topics: Sequence[str],
) -> Lessons:
    """Lessons from what people wrote; `said` are the hints of the texts (`hints.hints`).

    For each text the (topic, neg|neu|pos) mentions, None where nobody looked for topics, and the sentiment of the whole,
    neg|neu|pos|mix, None where nobody judged it. Raises KeyError for an unknown topic.
    """
    names = {name: column for column, name in enumerate(labels(topics))}
    targets = np.zeros((len(texts), len(names)))
    weight = np.ones_like(targets)
    first = len(names) - len(OVERALL)
    for row, (told, whole) in enumerate(zip(mentions, overall, strict=True)):
        if told is None:
            weight[row, :first] = 0
        for topic, toward in told or ():
            targets[row, names[topic]] = 1
            if toward in POLARITIES:
                targets[row, names[f"{topic}:{toward}"]] = 1
        if whole in OVERALL:
            targets[row, names[f"overall:{whole}"]] = 1
        else:
            weight[row, first:] = 0
    return Lessons(tuple(texts), tuple(langs), sp.csr_matrix(said), targets, weight, tuple(topics))


def learned(
    lessons: Lessons, name: str, *, apart: Lessons | None = None, shape: Shape = SHAPE, most: int = MOST,
    strength: float = STRENGTH, seed: int = 0,
) -> Trained:  # fmt: skip
    """A tagger from `lessons`; calibration and thresholds from the comments `apart`, or, where there are none, from each
    fold of the lessons as the others see it. Raises ModelError E337 where no language group has LEAST_COMMENTS."""
    names = labels(lessons.topics)
    groups, added, least = {}, {}, {}
    of = np.array([language.family(lang) for lang in lessons.langs], object)
    for group in ("en", "zh"):
        own = lessons.rows(np.flatnonzero(of == group))
        if len(own.texts) < LEAST_COMMENTS:
            continue
        fit = _fit(own, shape, most, strength)
        if apart is None:
            judged, odds = own, _crossed(own, shape, most, strength, seed)
        else:
            judged = apart.rows(np.flatnonzero([language.family(lang) == group for lang in apart.langs]))
            odds = _odds(fit, judged, shape)
        slope, offset = _calibrated(odds, judged)
        groups[group], added[group] = _group(fit, slope, offset), (fit.hints * slope).astype(np.float32)
        share = 1 / (1 + np.exp(-(odds * slope + offset)))
        topics = len(lessons.topics)
        least[group] = _thresholds(share[:, :topics], judged.targets[:, :topics])
    if not groups:
        raise ModelError(
            "E337", "nothing to learn from", found=f"{len(lessons.texts)} labelled texts",
            expected=f"at least {LEAST_COMMENTS} in English or in Chinese",
        )  # fmt: skip
    return Trained(name, Linear(names, shape, groups), lessons.topics, added, least)


def _fit(own: Lessons, shape: Shape, most: int, strength: float) -> student.Fit:
    return student.fitted(own.texts, own.said, own.targets, own.weight, shape=shape, most=most, strength=strength)


def _group(fit: student.Fit, slope: np.ndarray, offset: np.ndarray) -> Group:
    """The fit as the scoring side keeps it, its calibration worked into the weights."""
    same = np.ones(len(slope), np.float32)
    return Group(
        hashes=linear.hashes(fit.names), idf=fit.idf.astype(np.float32),
        weights=linear.rounded((fit.weights * slope).astype(np.float32)),
        bias=(fit.bias * slope + offset).astype(np.float32), slope=same, offset=same * 0,
    )  # fmt: skip


def _odds(fit: student.Fit, judged: Lessons, shape: Shape) -> np.ndarray:
    """Log odds of every label in every comment before calibration."""
    plain = np.ones(fit.weights.shape[1])
    model = Linear(labels(judged.topics), shape, {"en": _group(fit, plain, plain * 0)})
    share = np.clip(model.scores(judged.texts, ["en"] * len(judged.texts)).astype(np.float64), 1e-9, 1 - 1e-9)
    return np.nan_to_num(np.log(share) - np.log1p(-share)) + judged.said @ fit.hints


def _crossed(own: Lessons, shape: Shape, most: int, strength: float, seed: int) -> np.ndarray:
    """The log odds of each comment by a fit to the folds that it is not in."""
    fold = np.random.default_rng(seed).permutation(len(own.texts)) % FOLDS
    odds = np.zeros(own.targets.shape)
    for one in range(FOLDS):
        away = np.flatnonzero(fold == one)
        odds[away] = _odds(_fit(own.rows(np.flatnonzero(fold != one)), shape, most, strength), own.rows(away), shape)
    return odds


def _calibrated(odds: np.ndarray, judged: Lessons) -> tuple[np.ndarray, np.ndarray]:
    """(slope, offset) of each label: Platt scaling, drawn toward 1 and 0 where there is little to learn it from."""
    from scipy.optimize import minimize

    slopes, offsets = np.ones(odds.shape[1]), np.zeros(odds.shape[1])
    for column in range(odds.shape[1]):
        counts = judged.weight[:, column] > 0
        true, seen = judged.targets[counts, column], odds[counts, column]
        if true.sum() < FEW:
            continue

        def loss(at: np.ndarray, seen: np.ndarray = seen, true: np.ndarray = true) -> float:
            logits = seen * np.exp(at[0]) + at[1]
            return float((np.logaddexp(0, logits) - true * logits).sum() + 8 * at[0] ** 2 + at[1] ** 2)

        best = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-1.5, 1.5), (-4, 4)]).x
        slopes[column], offsets[column] = np.exp(best[0]), best[1]
    return slopes, offsets


def _thresholds(share: np.ndarray, true: np.ndarray) -> np.ndarray:
    """For each topic the probability from which saying it gives the best F1, float32 (topics).

    A curve over few comments has chance peaks: it is smoothed, and drawn toward the curve of all topics together.
    """
    steps = np.linspace(0.05, 0.9, 35)
    is_said = share[:, :, None] >= steps
    right = (is_said & (true[:, :, None] >= 0.5)).sum(axis=0)
    given, wanted = is_said.sum(axis=0), (true >= 0.5).sum(axis=0)
    usual = 2 * right.sum(axis=0) / np.maximum(given.sum(axis=0) + wanted.sum(), 1)
    f1 = 2 * right / np.maximum(given + wanted[:, None], 1)
    trust = (wanted / (wanted + FEW))[:, None]
    curve = trust * f1 + (1 - trust) * usual
    padded = np.pad(curve, ((0, 0), (2, 2)), mode="edge")
    smooth = sum(padded[:, shift : shift + len(steps)] for shift in range(5))
    return steps[np.asarray(smooth).argmax(axis=1)].astype(np.float32)
