"""Agreement: how far two people who read the same comments found the same topics.

For: `voc label agree`. Not for: who is right; nor for a person against the tagger, which is `checked`.

    kappa   Cohen (1960): agreement on one topic, yes or no, beyond that of two readers with the same habits by chance
    alpha   Krippendorff (2011): 1 - observed / expected disagreement; by topic nominal, overall over whole sets of
            topics with the MASI distance (Passonneau 2006), to which a set and a part of it are near
    F1      2 both / (first + second), which needs no notion of chance

Intervals: percentile bootstrap over comments, seeded. Where the readers never disagree on a topic no draw can either: then
the lower bound is that of F1 by its counts (Goutte & Gaussier 2005), and what kappa and alpha would be with so much
disagreement, half of it each reader's. Of two comments that both found, an interval from 1 to 1 would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voc import tagging
from voc.classify.draws import f1_alone
from voc.errors import DataError, nearest
from voc.label.filled import filled, named, rows_of, said
from voc.label.sheet import paths

SEED, DRAWS = 2026, 1000
Estimate = tuple[float, float, float]
Read = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class OfTopic:
    """Agreement on one topic; `first`, `second` and `both` count comments in which it was found."""

    topic: str
    first: int
    second: int
    both: int
    kappa: Estimate
    alpha: Estimate
    f1: Estimate


@dataclass(frozen=True)
class Agreement:
    """`topics` that either reader found; overall kappa is the mean over them, alpha is of whole sets (MASI), f1 of all
    topics together; `exact` the share of comments with the very same topics. `n` comments were read by both, `only_a`
    and `only_b` by one."""

    topics: tuple[OfTopic, ...]
    kappa: Estimate
    alpha: Estimate
    f1: Estimate
    exact: Estimate
    n: int
    only_a: int
    only_b: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "n": self.n, "only_a": self.only_a, "only_b": self.only_b,
            "overall": {name: _named(getattr(self, name)) for name in ("kappa", "alpha", "f1", "exact")},
            "topics": [
                {**asdict(one), **{name: _named(getattr(one, name)) for name in ("kappa", "alpha", "f1")}}
                for one in self.topics
            ],
        }  # fmt: skip


def agreement(a: Path, b: Path) -> Agreement:
    """The Agreement of two filled sheets, or of two audit files (feedback_id, topic).

    What was drawn may stand beside one of them. Raises DataError E281 where they have no comment in common, and whatever
    `filled` raises.
    """
    source = next((drawn for drawn in (paths(one)[2] for one in (a, b)) if drawn.is_file()), None)
    first, second = read(a, source), read(b, source)
    both = sorted(first.keys() & second.keys())
    if not both:
        raise DataError(
            "E281", "the two readers have no comment in common", where=f"{a} and {b}",
            found=f"{len(first)} and {len(second)} comments read", do="give two readings of the same sheet",
        )  # fmt: skip
    return compared([first[id] for id in both], [second[id] for id in both],
                    only=(len(first) - len(both), len(second) - len(both)))  # fmt: skip


def read(file: Path, drawn: Path | None = None) -> Read:
    """Topics by feedback_id of a filled sheet or an audit file, told apart by their columns; `drawn` says what was drawn,
    which may stand beside another copy. Raises DataError E210."""
    table = tagging.plain(file)
    if "topics" in table.column_names:
        own = paths(file)[2]
        if own.is_file() or drawn is not None:
            return filled(file, drawn=own if own.is_file() else drawn).topics
        # nothing says which topics there are: those of the package by id or name, others as they are written
        return {row["feedback_id"]: named(said(row["topics"])) for row in rows_of(file) if row["topics"]}
    for column in ("feedback_id", "topic"):
        if column not in table.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(table.column_names),
                expected="a filled sheet (feedback_id, topics) or an audit file (feedback_id, topic)",
                do=nearest(column, table.column_names),
            )  # fmt: skip
    found: dict[str, set[str]] = {}
    for id, topic in zip(table.column("feedback_id").to_pylist(), table.column("topic").to_pylist(), strict=True):
        found.setdefault(str(id), set()).update([str(topic)] if topic else [])
    return {id: named(topics) for id, topics in found.items()}


def compared(a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], only: tuple[int, int] = (0, 0)) -> Agreement:
    """The Agreement of two readings of the same comments, in the same order."""
    n, names = len(a), sorted({topic for one in (*a, *b) for topic in one})
    drawn = np.vstack([np.ones(n), np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)])
    left, right = (np.array([[topic in one for topic in names] for one in said], dtype=float).reshape(n, -1)
                   for said in (a, b))  # fmt: skip
    first, second, both = drawn @ left, drawn @ right, drawn @ (left * right)
    kappa, alpha = _kappa(first, second, both, n), _alpha(first, second, both, n)
    f1 = _divided(2 * both, first + second)
    topics = tuple(
        OfTopic(
            name, int(first[0, at]), int(second[0, at]), int(both[0, at]),
            *_bounded([_spread(each[:, at]) for each in (kappa, alpha, f1)], first[0, at], second[0, at], both[0, at], n),
        )
        for at, name in enumerate(names)
    )  # fmt: skip
    known = ~np.isnan(kappa)
    mean = _divided(np.where(known, kappa, 0).sum(axis=1), known.sum(axis=1).astype(float))
    pooled = _divided(2 * both.sum(axis=1), (first + second).sum(axis=1))
    same = drawn @ np.array([set(x) == set(y) for x, y in zip(a, b, strict=True)], dtype=float) / n
    return Agreement(topics, _spread(mean), _spread(_masi_alpha(a, b, drawn)), _spread(pooled), _spread(same), n, *only)


def _bounded(
    known: Sequence[Estimate], first: float, second: float, both: float, n: int
) -> tuple[Estimate, Estimate, Estimate]:
    """Kappa, alpha and F1 of a topic; without a disagreement their lower bounds by the counts, see the head of the file."""
    kappa, alpha, f1 = known
    if not first == second == both or np.isnan(kappa[0]):
        return kappa, alpha, f1
    _, least, _ = f1_alone(first, second, both)
    missed = both * (1 - least)  # by each reader, of what the other found: 2 q / (q + q) is `least`
    each = np.array([[both]]), np.array([[both]]), np.array([[both - missed]])
    return (
        (kappa[0], float(_kappa(*each, n)[0, 0]), kappa[2]),
        (alpha[0], float(_alpha(*each, n)[0, 0]), alpha[2]),
        (f1[0], least, f1[2]),
    )


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """The distance of two sets, 0..1: 1 - overlap / union x (1 same, 2/3 one holds the other, 1/3 they overlap)."""
    if a == b:
        return 0.0
    shared = len(a & b)
    nested = 2 / 3 if a <= b or b <= a else 1 / 3 if shared else 0.0
    return 1 - shared / len(a | b) * nested


def _kappa(first: np.ndarray, second: np.ndarray, both: np.ndarray, n: int) -> np.ndarray:
    """nan where both readers always said the same one thing: nothing to agree on."""
    seen = (both + n - first - second + both) / n
    chance = (first * second + (n - first) * (n - second)) / n**2
    return _divided(seen - chance, 1 - chance)


def _alpha(first: np.ndarray, second: np.ndarray, both: np.ndarray, n: int) -> np.ndarray:
    ones = first + second
    expected = 2 * ones * (2 * n - ones) / (2 * n * (2 * n - 1))
    return 1 - _divided((ones - 2 * both) / n, expected)


def _masi_alpha(a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], drawn: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha over sets of topics, for each row of weights of comments in `drawn`."""
    pairs = [(frozenset(x), frozenset(y)) for x, y in zip(a, b, strict=True)]
    kinds = sorted({one for pair in pairs for one in pair}, key=sorted)
    place = {one: number for number, one in enumerate(kinds)}
    apart = np.array([[masi(x, y) for y in kinds] for x in kinds])
    observed = drawn @ np.array([masi(x, y) for x, y in pairs]) / len(pairs)
    has = np.zeros((len(pairs), len(kinds)))
    for line, pair in enumerate(pairs):
        for one in pair:
            has[line, place[one]] += 1
    counts = drawn @ has
    size = 2 * len(pairs)
    expected = ((counts @ apart) * counts).sum(axis=1) / (size * (size - 1))
    return 1 - _divided(observed, expected)


def _divided(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    return np.divide(over, under, out=np.full(np.shape(under), np.nan), where=under > 1e-12)


def _spread(figures: np.ndarray) -> Estimate:
    """(the figure, its 95 % percentile interval) from the figure over all comments and those over each draw."""
    known = figures[1:][~np.isnan(figures[1:])]
    lo, hi = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
    return float(figures[0]), float(lo), float(hi)


def _named(estimate: Estimate) -> dict[str, float | None]:
    known = (None if np.isnan(one) else round(one, 6) for one in estimate)
    return dict(zip(("est", "lo", "hi"), known, strict=True))
