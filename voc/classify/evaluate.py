"""How well topics, their polarity and sentiments agree with labels that a person gave.

For: `voc evaluate` and the model cards. Not for: estimating how common a topic is; labelled texts are seldom a random
sample of customers.

Both sides are tables in the shape of `opinions`: feedback_id, lang, sentiment, topics. Texts are those of `gold`; one
that `predicted` lacks counts as having no topic and no sentiment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

ALL = "all"
SENTIMENTS = ("negative", "neutral", "positive")
BOTH = "both"
POLARITIES = (*SENTIMENTS, BOTH)
Said = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Score:
    """Agreement on one label in one language (or `all`), counted in texts.

    `n` have the label, `found` were given it, `right` both; precision = right/found, recall = right/n, f1 their
    harmonic mean. None where the denominator is 0.
    """

    label: str
    lang: str
    n: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """right / found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """right / n."""
        return self.right / self.n if self.n else None

    @property
    def f1(self) -> float | None:
        """2 right / (n + found); None where nobody gave the label."""
        return 2 * self.right / (self.n + self.found) if self.n + self.found else None


def topics(predicted: pa.Table, gold: pa.Table) -> list[Score]:
    """A Score for every topic of `gold` in every language and in `all`, sorted by language and topic."""
    return _scores(predicted, gold, "topics", None)


def sentiments(predicted: pa.Table, gold: pa.Table) -> list[Score]:
    """A Score for negative, neutral, positive in every language and in `all`.

    Texts labelled mixed or not at all are left out; one wrongly called mixed is a miss.
    """
    return _scores(predicted, gold, "sentiment", SENTIMENTS)


def polarity(said: frozenset[str]) -> str | None:
    """One of POLARITIES for all that a comment says toward a topic: a judgement outweighs neutral words beside it, and
    negative and positive are `both`. None where nothing is known."""
    judged = said & {"negative", "positive"}
    if len(judged) == 2:
        return BOTH
    return next(iter(judged), "neutral" if "neutral" in said else None)


def polarities(predicted: Sequence[Said], gold: Sequence[Said]) -> list[tuple[int, str, str]]:
    """(row, polarity that people gave, polarity found) of each topic of each comment that both have, in their order.

    One row a comment on both sides: what it says toward each topic. Pairs whose polarity one side does not know are left
    out.
    """
    pairs = (
        (row, polarity(true[topic]), polarity(found[topic]))
        for row, (found, true) in enumerate(zip(predicted, gold, strict=True))
        for topic in sorted(true.keys() & found.keys())
    )
    return [(row, true, found) for row, true, found in pairs if true is not None and found is not None]


def named(ids: Iterable[str]) -> str:
    """What a set of labelled texts is called: the sha256 of their ids, sorted, a line each."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(set(ids))).encode()).hexdigest()


def macro_f1(scores: Iterable[Score], lang: str = ALL) -> float | None:
    """The plain mean of the F1 of the labels that occur in `lang`; None where there are none.

    A label that nobody gave to a text of this language says nothing and is left out.
    """
    values = [score.f1 for score in scores if score.lang == lang and score.n and score.f1 is not None]
    return sum(values) / len(values) if values else None


def micro_f1(scores: Iterable[Score], lang: str = ALL) -> float | None:
    """F1 over all decisions of `lang` together."""
    rows = [score for score in scores if score.lang == lang]
    total = sum(score.n + score.found for score in rows)
    return 2 * sum(score.right for score in rows) / total if total else None


def _scores(predicted: pa.Table, gold: pa.Table, column: str, labels: tuple[str, ...] | None) -> list[Score]:
    given = dict(
        zip(
            predicted.column("feedback_id").to_pylist(),
            (_labels(value) for value in predicted.column(column).to_pylist()),
            strict=True,
        )
    )
    counts: dict[tuple[str, str], list[int]] = {}
    wanted = [_labels(value) for value in gold.column(column).to_pylist()]
    known = labels or tuple(sorted(frozenset().union(*wanted))) if wanted else ()
    for id, lang, true in zip(
        gold.column("feedback_id").to_pylist(), gold.column("lang").to_pylist(), wanted, strict=True
    ):
        if labels is not None and not true & set(labels):
            continue
        said = given.get(id, frozenset())
        for label in known:
            for place in (lang, ALL):
                count = counts.setdefault((place, label), [0, 0, 0])
                count[0] += label in true
                count[1] += label in said
                count[2] += label in true and label in said
    return [Score(label, lang, *counts[lang, label]) for lang, label in sorted(counts)]


def _labels(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset([value]) if isinstance(value, str) else frozenset(value)
