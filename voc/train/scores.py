"""Scores: how well comments are read by a tagger that they taught nothing, beside what phrases alone say of them.

For: `voc train`, before it is believed. Not for: a finished model on texts of their own (`voc evaluate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voc.classify.draws import Estimate, f1_alone
from voc.classify.tagger import OVERALL, TONES
from voc.classify.trained import toward

DRAWS, SEED = 1000, 2026
ALL = "all"


@dataclass(frozen=True)
class Answers:
    """What is said of comments, or true of them: `topics`, bool (comments, topics); `negative` and `positive` alike, the
    sentiments of what is said; `overall`, places in OVERALL, -1 for none."""

    topics: np.ndarray
    negative: np.ndarray
    positive: np.ndarray
    overall: np.ndarray


@dataclass(frozen=True)
class Line:
    """One topic: `n` comments have it, `found` were given it, `right` both; `f1` with its 95 % interval, and `phrases`, the
    F1 of phrases alone on the same comments."""

    topic: str
    n: int
    found: int
    right: int
    f1: Estimate
    phrases: float


@dataclass(frozen=True)
class Mean:
    """One language, or all: `n` comments; macro-F1 of the topics that occur, of phrases alone, and of the model that ships,
    nan where there is none; macro-F1 of negative, neutral and positive comments, and of the lexicon alone."""

    lang: str
    n: int
    topics: Estimate
    phrases: float
    overall: Estimate
    lexicon: float
    ships: float = float("nan")


@dataclass(frozen=True)
class Scores:
    """`lines` by topic, `means` by language, `polarity`: the share of rightly found mentions whose sentiment is right, of
    `n_polarity`; `how`: in words, why none of these comments taught what judged it."""

    how: str
    n: int
    lines: tuple[Line, ...]
    means: tuple[Mean, ...]
    polarity: float
    n_polarity: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "how": self.how, "n": self.n,
            "topics": [
                {"topic": one.topic, "n": one.n, "found": one.found, "right": one.right, "f1": _named(one.f1),
                 "phrases_f1": _number(one.phrases)} for one in self.lines
            ],
            "langs": [
                {"lang": one.lang, "n": one.n, "macro_f1": _named(one.topics), "phrases_macro_f1": _number(one.phrases),
                 "ships_macro_f1": _number(one.ships),
                 "sentiment_macro_f1": _named(one.overall), "lexicon_macro_f1": _number(one.lexicon)}
                for one in self.means
            ],
            "polarity": _number(self.polarity), "n_polarity": self.n_polarity,
        }  # fmt: skip


def from_shares(shares: np.ndarray, least: np.ndarray, plain: Answers) -> Answers:
    """The Answers of probabilities (comments, labels of `learn.labels`) from thresholds (comments, topics); those of
    `plain`, the phrases and the lexicon, where a threshold or a probability is nan."""
    size = least.shape[1]
    parts = np.split(shares, [size, 2 * size, 3 * size], axis=1)
    topics, negative, positive, overall = parts
    with np.errstate(invalid="ignore"):
        said, is_known = topics >= least, ~np.isnan(topics + least)
    tones, divided = toward(topics, negative, positive)
    both = plain.negative & plain.positive & divided  # then each phrase keeps its own: see `tagger`
    whole = np.where(np.isnan(overall).any(axis=1), plain.overall, np.nan_to_num(overall).argmax(axis=1))
    return Answers(
        np.where(is_known, said, plain.topics), np.where(is_known & ~both, tones == TONES.index("negative"), plain.negative),
        np.where(is_known & ~both, tones == TONES.index("positive"), plain.positive), whole,
    )  # fmt: skip


def scores(
    said: Answers,
    plain: Answers,
    true: Answers,
    is_read: np.ndarray,
    langs: Sequence[str],
    topics: Sequence[str],
    how: str,
    ships: np.ndarray | None = None,
) -> Scores:
    """The Scores of `said` against `true`, beside `plain` and the topics that the model that `ships` says; `is_read`:
    comments in which somebody looked for topics."""
    lines = []
    read = np.flatnonzero(is_read)
    for column, topic in enumerate(topics):
        n, found, right = _counts(true.topics[read, column], said.topics[read, column])
        if n or found:
            beside = _f1(*_counts(true.topics[read, column], plain.topics[read, column]))
            lines.append(Line(topic, n, found, right, f1_alone(n, found, right), beside))
    of, means = np.array(langs, object), []
    for lang in [*sorted(set(langs)), ALL]:
        chosen = (of == lang) | (lang == ALL)
        rows = np.flatnonzero(chosen & is_read)
        judged = np.flatnonzero(chosen & (true.overall >= 0) & (true.overall < len(OVERALL) - 1))
        whole = [_columns(one.overall[judged]) for one in (true, said, plain)]
        means.append(Mean(
            lang, int(chosen.sum()), _interval(true.topics[rows], said.topics[rows]),
            _macro(true.topics[rows], plain.topics[rows]), _interval(whole[0], whole[1]), _macro(whole[0], whole[2]),
            float("nan") if ships is None else _macro(true.topics[rows], ships[rows]),
        ))  # fmt: skip
    both = said.topics & true.topics & is_read[:, None]
    is_right = _tone(said)[both] & _tone(true)[both]
    share = float((is_right > 0).mean()) if both.any() else float("nan")
    return Scores(how, len(langs), tuple(lines), tuple(means), share, int(both.sum()))


def _tone(one: Answers) -> np.ndarray:
    """The sentiments of each mention as bits: 1 negative, 2 positive, 4 neutral; a topic may be praised and blamed."""
    bits = one.negative.astype(np.int8) + 2 * one.positive.astype(np.int8)
    return np.where(bits == 0, 4, bits)


def _columns(overall: np.ndarray) -> np.ndarray:
    """Negative, neutral, positive as columns; mixed and nothing as none of them."""
    return overall[:, None] == np.arange(len(OVERALL) - 1)


def _counts(true: np.ndarray, said: np.ndarray) -> tuple[int, int, int]:
    return int(true.sum()), int(said.sum()), int((true & said).sum())


def _f1(n: int, found: int, right: int) -> float:
    return 2 * right / (n + found) if n + found else float("nan")


def _macro(true: np.ndarray, said: np.ndarray) -> float:
    return float(_means(*(np.asarray(one, float).sum(0)[None] for one in (true, said, true & said)))[0])


def _means(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mean F1 of the labels that occur, float (draws,); nan where none does."""
    f1 = np.divide(2 * right, n + found, out=np.zeros_like(right), where=n + found > 0)
    occurs = n > 0
    return np.divide((f1 * occurs).sum(1), occurs.sum(1), out=np.full(len(n), np.nan), where=occurs.any(1))


def _interval(true: np.ndarray, said: np.ndarray) -> Estimate:
    """(macro-F1, the ends of its 95 % percentile bootstrap over comments)."""
    n = len(true)
    if not n:
        return (float("nan"),) * 3
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float32)
    parts = (true, said, true & said)
    drawn = _means(*(np.asarray(draws @ one.astype(np.float32), float) for one in parts))
    drawn = drawn[~np.isnan(drawn)]
    lo, hi = np.quantile(drawn, (0.025, 0.975)) if len(drawn) else (np.nan, np.nan)
    return _macro(true, said), float(lo), float(hi)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _named(estimate: Estimate) -> dict[str, float | None]:
    return dict(zip(("est", "lo", "hi"), map(_number, estimate), strict=True))
