"""Borrowed: label error of a topic where nobody checked a project's own comments, from the tagger's track record.

For: `effect`, whose parts would otherwise take the tagger's word for the truth and shut out much of what it misses. Not for:
shares, which stand as the tagger counts them until somebody checks (an audit, see `label_error`), nor grades.

The record has texts of several kinds (sources and languages). How often the tagger errs on yet another kind is drawn from a
beta-binomial model (Skellam 1948) over these: of each topic a mean rate, about which kinds differ by an intraclass
correlation that all topics share (analysis of variance, Fleiss & Cuzick 1979; Ridout, Demetrio & Firth 1999), and topics
about the mean of all, by moments. So a topic with few texts goes like the others, and no rate is surer than kinds are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Where a record has too few kinds to say how far they differ: about what the record of the shipped model comes to.
USUAL, LEAST_ALIKE, MOST_ALIKE = 0.05, 0.01, 0.5
LEAST_KINDS = 4
LEAST_TRUE = 5
SEED, DRAWN = 20260105, 4000


@dataclass(frozen=True)
class Rate:
    """A rate in kinds of texts not seen yet: the mean of a topic is Beta(hits, misses), a kind about it Beta with `alike` as
    its intraclass correlation; never above `most`."""

    hits: float
    misses: float
    alike: float
    most: float = 1.0

    def drawn(self, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
        """Rates of as many kinds: rows are draws, and columns kinds that share a mean."""
        mean = np.clip(rng.beta(self.hits, self.misses, (shape[0], 1)), 1e-6, 1 - 1e-6)
        size = 1 / self.alike - 1
        return np.minimum(rng.beta(mean * size, (1 - mean) * size, shape), self.most)

    @property
    def middle(self) -> float:
        """The median of a kind not seen yet."""
        return float(np.median(self.drawn(np.random.default_rng(SEED), (DRAWN, 1))))


@dataclass(frozen=True)
class Borrowed:
    """Of one topic: share of true complaints found and of other comments taken for one, on texts of other kinds; `n` of
    these texts, in `kinds` sources and languages. Answers as `label_error.Accuracy` does. Of a language that is not among
    `langs` nothing is known, and what is counted there stands: others tag it, such as a project's own phrases."""

    found: Rate
    taken: Rate
    n: int
    kinds: int
    langs: frozenset[str]

    def of(self, lang: str) -> tuple[float, float]:
        """(sensitivity, false_rate) in the middle; the same in every language that the record has."""
        return (self.found.middle, self.taken.middle) if lang in self.langs else (1.0, 0.0)

    def draws(self, langs: tuple[str, ...], rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(sensitivities, false_rates), each (count, languages): every language is a kind of its own."""
        shape, is_known = (count, len(langs)), [lang in self.langs for lang in langs]
        found, taken = self.found.drawn(rng, shape), self.taken.drawn(rng, shape)
        return np.where(is_known, found, 1.0), np.where(is_known, taken, 0.0)


def borrowed(record: pd.DataFrame, counted: Mapping[str, float]) -> dict[str, Borrowed]:
    """Borrowed by topic, from table track_record; a topic that fewer than LEAST_TRUE of its texts complain of is left out.

    `counted` is the share of a project's comments that the tagger counts with each topic: no larger share of the others can
    have been taken for it.
    """
    every, langs = record.groupby("topic", sort=True), frozenset(record["lang"])
    of_found = _rates(record, "n_found", "n_true", {})
    of_taken = _rates(record, "n_taken", "n_other", counted)
    return {
        str(topic): Borrowed(
            of_found[str(topic)],
            of_taken[str(topic)],
            int((rows["n_true"] + rows["n_other"]).sum()),
            len(rows),
            langs,
        )
        for topic, rows in every
        if rows["n_true"].sum() >= LEAST_TRUE
    }


def _rates(record: pd.DataFrame, hits: str, size: str, most: Mapping[str, float]) -> dict[str, Rate]:
    """The Rate of each topic; what one text of a kind tells counts less, the more texts of that kind there are."""
    rows = record[record[size] > 0]
    alike = _alike(rows, hits, size)
    topics = sorted(set(rows["topic"]))
    of = np.array([topics.index(one) for one in rows["topic"]], int)
    size_of, hits_of = rows[size].to_numpy(float), rows[hits].to_numpy(float)
    weight = 1 / (1 + (size_of - 1) * alike)
    n, x = (np.bincount(of, one * weight, len(topics)) for one in (size_of, hits_of))
    mean, strength = _prior(x, n)
    return {
        topic: Rate(
            float(x[place] + mean * strength), float(n[place] - x[place] + (1 - mean) * strength), alike,
            most.get(topic, 1.0),
        )
        for place, topic in enumerate(topics)
    }  # fmt: skip


def _alike(rows: pd.DataFrame, hits: str, size: str) -> float:
    """How alike texts of one kind are in whether the tagger is right: the intraclass correlation within topics."""
    between = within = 0.0
    free_between = free_within = spread = 0.0
    for _, one in rows.groupby("topic"):
        n, x = one[size].to_numpy(float), one[hits].to_numpy(float)
        if len(n) < LEAST_KINDS or not 0 < x.sum() < n.sum():
            continue
        mean = x.sum() / n.sum()
        between += float((n * (x / n - mean) ** 2).sum())
        within += float((x * (n - x) / n).sum())
        free_between, free_within = free_between + len(n) - 1, free_within + n.sum() - len(n)
        spread += float(n.sum() - (n**2).sum() / n.sum())
    if not free_between or not free_within or not within:
        return USUAL
    size_of_kind = spread / free_between
    above = between / free_between - within / free_within
    alike = above / (above + size_of_kind * within / free_within)
    return float(np.clip(alike, LEAST_ALIKE, MOST_ALIKE))


def _prior(x: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """(mean over topics, how many texts it counts as), by moments: what topics differ by beyond their few texts."""
    mean = float((x.sum() + 0.5) / (n.sum() + 1))
    if len(n) < LEAST_KINDS:
        return mean, 2.0
    spread = float(np.average((x / n - mean) ** 2, weights=n))
    by_chance = float(np.average(mean * (1 - mean) / n, weights=n))
    apart = max(spread - by_chance, 0.01 * mean * (1 - mean))
    return mean, float(np.clip(mean * (1 - mean) / apart - 1, 2.0, 100.0))
