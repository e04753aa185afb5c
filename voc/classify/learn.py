"""Learning a trained tagger from labelled comments.

    lessons = lessons_of(texts, langs, said, mentions, overall, topics)
    tagger = learned(lessons, "mine")

For: `voc train --tier linear`, and the model that ships. Not for: the fit (`student`), scoring (`trained`), encoders
(`finetune`). One fit for each language group; then what its labels say of one another (`stack`); then a slope and an offset
for each label, so that probabilities are shares (Platt), and a threshold for each topic, all from comments that the fit did
not see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from voc import language
from voc.classify import confidence, linear, stack, student
from voc.classify.clauses import Clauses, likeliest, mixed
from voc.classify.grams import Shape
from voc.classify.group import Group
from voc.classify.linear import Linear
from voc.classify.tagger import OVERALL
from voc.classify.trained import Trained, share_of
from voc.classify.tuning import Judging, judging
from voc.classify.whole import sums
from voc.errors import ModelError

SHAPE = Shape(words=2, chars_from=0, chars_to=0, han=3)
MOST = 40_000  # grams kept for a language group
STRENGTH = 2.0
FOLDS = 5
STACKED = 2  # folds where they only teach what labels say of one another
TRUST = 4.0  # log odds that a phrase is worth before anything is learned, where labels are few
LEAST_COMMENTS = 50  # of a language group, below which there is nothing to learn
LEAST_LABELS = 10  # of a topic in a language group, below which it stays with its phrases
GROUPS = ("en", "zh")
POLARITIES = ("neg", "pos")


@dataclass(frozen=True)
class Lessons:
    """Comments with what is true of them: `targets` (comments, labels), 0..1, and how much each counts, `weight`, 0 for what
    nobody judged; `said` are their hints. `topics` are the first of the labels. `clauses` are those of the comments, None
    where comments only teach."""

    texts: tuple[str, ...]
    langs: tuple[str, ...]
    said: sp.csr_matrix
    targets: np.ndarray
    weight: np.ndarray
    topics: tuple[str, ...]
    clauses: Clauses | None = None

    def rows(self, at: np.ndarray) -> Lessons:
        """The same for some of the comments."""
        return Lessons(
            tuple(self.texts[row] for row in at), tuple(self.langs[row] for row in at), self.said[at], self.targets[at],
            self.weight[at], self.topics, None if self.clauses is None else self.clauses.rows(at),
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
    clauses: Clauses | None = None,
) -> Lessons:
    """Lessons from what people wrote; `said` are the hints of the texts (`hints.hints`), `clauses` their clauses.

    For each text the (topic, neg|neu|pos) mentions, None where nobody looked for topics, and the sentiment of the whole,
    neg|neu|pos|mix, None where nobody judged it; a mention without a sentiment teaches its topic alone. Raises KeyError
    for an unknown topic.
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
            elif toward is None:
                weight[row, [names[f"{topic}:{one}"] for one in POLARITIES]] = 0
        if whole in OVERALL:
            targets[row, names[f"overall:{whole}"]] = 1
        else:
            weight[row, first:] = 0
    return Lessons(tuple(texts), tuple(langs), sp.csr_matrix(said), targets, weight, tuple(topics), clauses)


@dataclass(frozen=True)
class Learnable:
    """What there is enough of to learn, by language group: `topics`, bool (topics), and whether what comments say as a
    `whole` was judged often enough; `everywhere`, bool (topics): too few comments are without it. A group with fewer than
    LEAST_COMMENTS comments is not there."""

    topics: Mapping[str, np.ndarray]
    whole: Mapping[str, bool]
    everywhere: Mapping[str, np.ndarray]


def learnable(lessons: Lessons) -> Learnable:
    """The Learnable of `lessons`: at least LEAST_LABELS of a topic and as many comments without it, or LEAST_LABELS of two
    sentiments of the whole, in a group."""
    topics, whole, everywhere = {}, {}, {}
    for group in GROUPS:
        own = lessons.rows(_of(lessons, group))
        if len(own.texts) < LEAST_COMMENTS:
            continue
        is_said, is_judged = own.targets >= 0.5, own.weight > 0
        often = (is_said & is_judged).sum(axis=0) >= LEAST_LABELS
        seldom_absent = (~is_said & is_judged).sum(axis=0) < LEAST_LABELS
        everywhere[group] = (often & seldom_absent)[: len(own.topics)]
        topics[group] = often[: len(own.topics)] & ~everywhere[group]
        whole[group] = int(often[-len(OVERALL) :].sum()) >= 2
    return Learnable(topics, whole, everywhere)


@dataclass(frozen=True)
class Held:
    """What is said of each comment by a tagger that it taught nothing: `shares` (comments, labels) and `least`, the
    thresholds (comments, topics); NaN where nothing was learned. And the `judging` of the tagger, by language group."""

    shares: np.ndarray
    least: np.ndarray
    judging: Mapping[str, Judging]


def learned(
    lessons: Lessons, name: str, *, apart: Lessons | None = None, shape: Shape = SHAPE, most: int = MOST,
    strength: float = STRENGTH, trust: float = 0.0, seed: int = 0,
) -> Trained:  # fmt: skip
    """A tagger from `lessons`; calibration and thresholds from the comments `apart`, or, where there are none, from each
    fold of the lessons as the others see it. What is not `learnable` stays with phrases and lexicon. `trust` is what a
    phrase is worth for its own topic before anything is learned. Raises ModelError E337 where no language group has
    LEAST_COMMENTS."""
    return learned_and_held(
        lessons, name, apart=apart, shape=shape, most=most, strength=strength, trust=trust, seed=seed
    )[0]


def learned_and_held(
    lessons: Lessons, name: str, *, apart: Lessons | None = None, shape: Shape = SHAPE, most: int = MOST,
    strength: float = STRENGTH, trust: float = 0.0, seed: int = 0, known: Mapping[str, Judging] | None = None,
) -> tuple[Trained, Held]:  # fmt: skip
    """As `learned`; and what the fits to the other folds say of each comment, calibration and thresholds from those other
    folds too. Where comments stand `apart`, or the Judging of a language group is `known`, nothing is held."""
    enough, size = learnable(lessons), len(lessons.topics)
    groups, added, least, stacks, sureness = {}, {}, {}, {}, {}
    made = dict(known or {})
    held = Held(np.full(lessons.targets.shape, np.nan), np.full((len(lessons.texts), size), np.nan), made)
    for group, is_taught in enough.topics.items():
        rows = _of(lessons, group)
        own = lessons.rows(rows)
        fit = _fit(own, shape, most, strength, trust)
        judges_itself = group not in made and apart is None
        # What a fit says of comments that it did not see: what labels say of one another is learned from that.
        fold = np.random.default_rng(seed).permutation(len(rows)) % (FOLDS if judges_itself else STACKED)
        second = stack.plain(own.targets.shape[1])
        if judges_itself or len(rows) >= stack.LEAST:
            odds = _crossed(own, fold, shape, most, strength, trust)
            second = stack.fitted(odds, own.targets, own.weight)
        if group not in made and apart is not None:
            judged = apart.rows(_of(apart, group))
            made[group] = _judged(second, _odds(fit, judged, shape), judged)
        elif judges_itself:
            made[group] = _judged(second, odds, own)
            held.shares[rows], held.least[rows] = _unseen(own, odds, fold, is_taught)
        groups[group], added[group] = _group(fit), fit.hints.astype(np.float32)
        stacks[group], sureness[group] = _calibrated(second, made[group]), made[group].sureness
        least[group] = np.where(is_taught, made[group].least, np.nan).astype(np.float32)
    if not groups:
        raise ModelError(
            "E337", "nothing to learn from", found=f"{len(lessons.texts)} labelled texts",
            expected=f"at least {LEAST_COMMENTS} in English or in Chinese",
        )  # fmt: skip
    silent = frozenset(group for group, is_judged in enough.whole.items() if not is_judged)
    return Trained(
        name,
        Linear(labels(lessons.topics), shape, groups),
        lessons.topics,
        added,
        least,
        silent=silent,
        stacks=stacks,
        sureness=sureness,
    ), held


def _unseen(own: Lessons, odds: np.ndarray, fold: np.ndarray, is_taught: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(shares, thresholds) of comments by the fits to the other folds: `odds` are what these say of each, and the second
    look, calibration and thresholds are learned from the other folds too."""
    said, least = np.empty(odds.shape), np.empty((len(fold), len(is_taught)))
    for one in range(FOLDS):
        away, others = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
        of_others = own.rows(others)
        second = stack.fitted(odds[others], of_others.targets, of_others.weight)
        judgement = _judged(second, odds[others], of_others)
        said[away] = share_of(_calibrated(second, judgement).odds(odds[away]))
        least[away] = np.where(is_taught, judgement.least, np.nan)
    return said, least


def _judged(second: stack.Stack, odds: np.ndarray, own: Lessons) -> Judging:
    """The Judging of what the `second` look makes of the log odds of the first."""
    topics = len(own.topics)
    letters = confidence.letters(own.texts)
    return judging(second.odds(odds), own.targets, own.weight, topics, sums(odds, topics), letters)


def _calibrated(second: stack.Stack, judged: Judging) -> stack.Stack:
    return second.calibrated(judged.slope, judged.offset, judged.told)


def _of(lessons: Lessons, group: str) -> np.ndarray:
    return np.flatnonzero([language.family(lang) == group for lang in lessons.langs])


def _fit(own: Lessons, shape: Shape, most: int, strength: float, trust: float) -> student.Fit:
    return student.fitted(
        own.texts, own.said, own.targets, own.weight, shape=shape, most=most, strength=strength,
        prior=trust * worth(len(own.topics)),
    )  # fmt: skip


def worth(topics: int) -> np.ndarray:
    """What a hint is worth for a label before anything is learned (hints x labels), 0 to 1: a phrase 1 for its own topic and
    its own polarity, half for the polarities of a topic where it has none, the lexicon half for what it says."""
    made = np.zeros((3 * topics + len(OVERALL), 3 * topics + len(OVERALL)))
    for topic in range(topics):
        bad, plain, good = (3 * topic + tone for tone in range(3))
        made[[bad, plain, good], topic] = 1
        made[[bad, plain], topics + topic] = 1, 0.5
        made[[good, plain], 2 * topics + topic] = 1, 0.5
    # hints end in good, bad, mixed, silent; labels in neg, neu, pos, mix
    made[[-4, -3, -2, -1], [-2, -4, -1, -3]] = 0.5
    return made


def _group(fit: student.Fit) -> Group:
    """The fit as the scoring side keeps it; it is calibrated by the stack."""
    same = np.ones(fit.weights.shape[1], np.float32)
    return Group(
        hashes=linear.hashes(fit.names), idf=fit.idf.astype(np.float32),
        weights=linear.rounded(fit.weights.astype(np.float32)), bias=fit.bias.astype(np.float32),
        slope=same, offset=same * 0,
    )  # fmt: skip


def _odds(fit: student.Fit, judged: Lessons, shape: Shape) -> np.ndarray:
    """Log odds of every label in every comment before calibration, as `trained` mixes them with those of clauses."""
    model = Linear(labels(judged.topics), shape, {"en": _group(fit)})

    def odds(texts: Sequence[str], said: np.ndarray | sp.csr_matrix) -> np.ndarray:
        share = np.clip(model.scores(texts, ["en"] * len(texts)).astype(np.float64), 1e-9, 1 - 1e-9)
        return np.asarray(np.nan_to_num(np.log(share) - np.log1p(-share)) + said @ fit.hints)

    whole, parts = odds(judged.texts, judged.said), judged.clauses
    if parts is None:
        return whole
    found = [(odds(parts.texts, parts.said), parts.of)]
    return mixed(whole, likeliest(found, len(whole), len(judged.topics)))


def _crossed(own: Lessons, fold: np.ndarray, shape: Shape, most: int, strength: float, trust: float) -> np.ndarray:
    """The log odds of each comment by a fit to the folds that it is not in."""
    odds = np.zeros(own.targets.shape)
    for one in np.unique(fold):
        away = np.flatnonzero(fold == one)
        odds[away] = _odds(
            _fit(own.rows(np.flatnonzero(fold != one)), shape, most, strength, trust), own.rows(away), shape
        )
    return odds
