"""Draws: labelled texts drawn again and again, so that every figure gets an interval.

    drawn = draws(langs)                                  # how often each text is in each draw
    estimate(macro(*counted(drawn, true, found)))         # (figure, lo, hi)

For: `voc evaluate`. Not for: intervals of a customers' metric; see voc.explain.

Percentile bootstrap over texts (Efron & Tibshirani 1993, ch. 13), drawn within each language, whose numbers were chosen
and not found. A figure is a function of the counts of all draws at once; the first draw is the texts themselves. The F1 of
one label has an interval without draws (`f1_alone`): one text that is right is right in every draw.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SEED = 2026
DRAWS = 1000
LEVEL = 0.95
Estimate = tuple[float, float, float]
UNKNOWN: Estimate = (float("nan"),) * 3


def draws(groups: Sequence[str], count: int = DRAWS) -> np.ndarray:
    """How often each text is drawn, float64 (1 + count, texts); as many of each group as there are. The first row is 1."""
    of = np.array(groups, dtype=object)
    drawn = np.ones((1 + count, len(of)))
    rng = np.random.default_rng(SEED)
    for group in sorted(set(groups)):
        at = np.flatnonzero(of == group)
        drawn[1:, at] = rng.multinomial(len(at), np.full(len(at), 1 / len(at)), size=count)
    return drawn


def estimate(figures: np.ndarray, *, is_of_gaps: bool = False) -> Estimate:
    """(the first figure, the bounds between which 95 % of the others lie); draws without a figure are left out.

    A figure that adds up gaps without their sign (`is_of_gaps`) is larger in almost every draw, since chance is added to
    chance: then the spread of the draws about their median is laid about the figure, 0 at least.
    """
    drawn = figures[1:][~np.isnan(figures[1:])]
    if not len(figures) or np.isnan(figures[0]) or not len(drawn):
        return UNKNOWN
    lo, middle, hi = np.quantile(drawn, ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2))
    if is_of_gaps:
        lo, hi = max(0.0, figures[0] + lo - middle), figures[0] + hi - middle
    return float(figures[0]), float(lo), float(hi)


def named(estimate: Estimate) -> dict[str, float | None]:
    """{est, lo, hi}, None for what is not known."""
    return {name: None if np.isnan(one) else one for name, one in zip(("est", "lo", "hi"), estimate, strict=True)}


def counted(drawn: np.ndarray, true: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(have the label, were given it, both), each (draws, labels), from 0/1 tables (texts, labels)."""
    return drawn @ true, drawn @ found, drawn @ (true * found)


def f1(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """2 right / (n + found), nan where nobody has the label."""
    return np.divide(2 * right, n + found, out=np.full(right.shape, np.nan), where=n > 0)


def f1_alone(n: float, found: float, right: float) -> Estimate:
    """(F1 of one label, its 95 % bounds) from how many texts have it, were given it, and both; nan where none has it.

    F1 = 2q / (1 + q), where q is the share of right ones among all that are right, missed or said wrongly; q has Jeffreys'
    posterior, Beta(right + 1/2, wrong + 1) (Goutte & Gaussier 2005). As for any share, the bound is 1 where nothing is
    wrong and 0 where nothing is right (Brown, Cai & DasGupta 2001).
    """
    if not n:
        return UNKNOWN
    from scipy.stats import beta

    wrong = n + found - 2 * right
    lo, hi = beta.ppf(((1 - LEVEL) / 2, (1 + LEVEL) / 2), right + 0.5, wrong + 1)
    lo, hi = lo if right else 0.0, hi if wrong else 1.0
    return 2 * right / (n + found), float(2 * lo / (1 + lo)), float(2 * hi / (1 + hi))


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole, (draws,); nan where the whole is 0."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def macro(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The plain mean of the F1 of the labels that occur, (draws,); nan where none does."""
    each = f1(n, found, right)
    occurs = ~np.isnan(each)
    count = occurs.sum(axis=1)
    total = np.where(occurs, each, 0.0).sum(axis=1)
    return share(total, count)


def micro(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """F1 over all decisions together, (draws,); nan where there is none."""
    return share(2 * right.sum(axis=1), (n + found).sum(axis=1))


def spread(each: np.ndarray) -> np.ndarray:
    """The highest less the lowest of each row, (draws,); nan where one of them is not known or there are not two."""
    return each.max(axis=1) - each.min(axis=1) if each.shape[1] > 1 else np.full(len(each), np.nan)
