"""Formulas of impact: how a metric goes with each topic, by the market's formulas and by one that adds up.

For: `impact`, which calls them on the records of one metric. Not for: reading tables, nor for any claim of cause: every
figure here is association.

Every figure is a function of sums over records. Sums add, so a figure without a group of customers is as cheap as the
figure itself, and one rule (`errors`) gives the interval of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

Figures = Mapping[str, np.ndarray]

SPLIT, GAP, LEAVE_OUT, VOLUME_GAP, REGRESSION = "split", "gap", "leave_out", "volume_gap", "regression"
DEFAULT = SPLIT
# Printed wherever the figures are. y: the metric on a record, x_t: 1 where its comment complains of topic t,
# T: the set of topics it complains of, r: what b leaves over.
FORMULAS = {
    SPLIT: "share(t) x b(t) + sum of r / |T| over records with t / n; b: least squares of y - mean(y | no topic) "
    "on all x; r = y - mean(y | no topic) - sum of b over T",
    GAP: "mean(y | t) - mean(y | not t)",
    LEAVE_OUT: "mean(y) - mean(y | not t)",
    VOLUME_GAP: "mentions(t) / mentions of all topics x (mean(y | t) - mean(y | not t))",
    REGRESSION: "share of R2 of the least squares of y on all x, by relative weights (Johnson 2000)",
}
GROUPS = 200  # of customers, for the intervals


@dataclass(frozen=True)
class Sums:
    """Sums of products over records for `k` topics: `of` is (..., p, p), the products of one row of `rows` with itself.

    The order of a row: 1, the metric, no topic, number of topics, the topics, the topics over the number of topics.
    """

    of: np.ndarray
    k: int

    @property
    def n(self) -> np.ndarray:
        """Records."""
        return self.of[..., 0, 0]

    def topics(self, other: int) -> np.ndarray:
        """Sum of x times column `other`, for each topic: (..., k)."""
        return self.of[..., 4 : 4 + self.k, other]

    def parts(self, other: int) -> np.ndarray:
        """The same of x / |T|."""
        return self.of[..., 4 + self.k :, other]

    @property
    def together(self) -> np.ndarray:
        """Records with both topics: (..., k, k)."""
        return self.of[..., 4 : 4 + self.k, 4 : 4 + self.k]

    @property
    def parts_together(self) -> np.ndarray:
        """Sum of x / |T| of the one times x of the other: (..., k, k)."""
        return self.of[..., 4 + self.k :, 4 : 4 + self.k]


def rows(value: np.ndarray, said: np.ndarray, mentions: np.ndarray) -> np.ndarray:
    """(records, 4 + 2 k): what Sums adds up. `said` is (records, k); `mentions` how many topics before any were pooled."""
    x = said.astype(float)
    number = x.sum(axis=1)
    return np.column_stack([np.ones(len(value)), value, number == 0, mentions, x, x / np.maximum(number, 1.0)[:, None]])


def sums(each: np.ndarray, group: np.ndarray, k: int) -> Sums:
    """Sums over all records first, then without each group of customers in turn: of is (1 + groups, p, p)."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(group.max() + 2))
    placed = each[order]
    by_group = np.stack([placed[a:b].T @ placed[a:b] for a, b in pairwise(ends)])
    whole = by_group.sum(axis=0)
    return Sums(np.concatenate([whole[None], whole - by_group]), k)


def level(s: Sums) -> tuple[np.ndarray, np.ndarray]:
    """(the metric over all records, over those that complain of nothing); the second is NaN where there are none."""
    n_none = s.of[..., 2, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return s.of[..., 1, 0] / s.n, np.where(n_none > 0, s.of[..., 2, 1] / n_none, np.nan)


def split(s: Sums) -> np.ndarray:
    """The default: parts of the topics in (metric over all records - metric over those without any topic), (..., k).

    They add up to that difference exactly, however the topics overlap. Each record's distance from the no-topic level is
    given out among the topics T of its comment by their Shapley value (Shapley 1953; for parts of a statistic Shorrocks
    2013, J. Econ. Inequality 11; with a baseline Sundararajan & Najmi 2020, ICML), where a smaller set of topics is
    worth the sum of its joint least-squares coefficients b and all of T what the record shows. So a topic gets its b,
    and what b leaves over (interactions, noise) is shared equally among T. A topic that merely comes along with a bad
    one gets little; topics that always come together share equally (minimum-norm b).
    """
    baseline = level(s)[1]
    n_with = s.topics(0)
    distance = s.topics(1) - baseline[..., None] * n_with
    b = np.einsum("...ij,...j->...i", _inverse(s.together), distance)
    left = s.parts(1) - baseline[..., None] * s.parts(0) - np.einsum("...ij,...j->...i", s.parts_together, b)
    return (b * n_with + left) / s.n[..., None]


def gap(s: Sums) -> np.ndarray:
    """Mean of the metric over records with the topic minus over those without, (..., k)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return s.topics(1) / s.topics(0) - _without(s)


def leave_out(s: Sums) -> np.ndarray:
    """The metric minus the metric without the records of the topic: what commercial tools call impact on NPS or score.

    It equals share of records x gap. Records with two topics are taken out twice: the parts need not add up.
    """
    return level(s)[0][..., None] - _without(s)


def volume_gap(s: Sums) -> np.ndarray:
    """The topic's share of all mentions x gap. With its share of records instead this is `leave_out`."""
    every = s.of[..., 3, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return s.topics(0) / every[..., None] * gap(s)


def regression(s: Sums) -> tuple[np.ndarray, np.ndarray]:
    """(shares of R2 by topic, R2) of the joint regression, by relative weights (Johnson 2000, Multivariate Behavioral
    Research 35), which LMG (Lindeman, Merenda & Gold 1980) agrees with closely at a cost that grows with 2^k.

    Shares are never negative and say nothing of the direction; a topic without any relation gets a small share by
    chance, so the interval is no test (that is the q value of the gap) and in small runs a little short.
    """
    n = s.n[..., None]
    mean = s.topics(0) / n
    y = level(s)[0][..., None]
    spread_y = np.sqrt(np.maximum(s.of[..., 1, 1] / s.n - y[..., 0] ** 2, 0.0))[..., None]
    sd = np.sqrt(np.maximum(mean * (1 - mean), 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        inner = (s.together / n[..., None] - mean[..., :, None] * mean[..., None, :]) / (
            sd[..., :, None] * sd[..., None, :]
        )
        with_y = (s.topics(1) / n - mean * y) / (sd * spread_y)
    values, vectors = np.linalg.eigh(np.nan_to_num(inner))
    kept = values > 1e-9
    root = np.sqrt(np.where(kept, values, 0.0))
    back = np.where(kept, 1.0 / np.where(kept, root, 1.0), 0.0)
    turned = np.einsum("...ji,...j->...i", vectors, np.nan_to_num(with_y))
    beta = np.einsum("...ij,...j->...i", vectors, back * turned)
    loading = np.einsum("...ij,...j,...kj->...ik", vectors, root, vectors)
    weight = np.einsum("...ij,...j->...i", loading**2, beta**2)
    whole = weight.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return weight / whole[..., None], whole


def figures(s: Sums) -> Figures:
    """Every formula of every topic, with the levels as `all` and `none` and R2 as `r2`."""
    shares, r2 = regression(s)
    over_all, over_none = level(s)
    return {
        SPLIT: split(s), GAP: gap(s), LEAVE_OUT: leave_out(s), VOLUME_GAP: volume_gap(s), REGRESSION: shares,
        "all": over_all[..., None], "none": over_none[..., None], "r2": r2[..., None],
    }  # fmt: skip


def errors(s: Sums, made: Figures) -> Figures:
    """Standard error of each figure of `made`: delete-a-group jackknife (Kott 2001, Journal of Official Statistics 17).

    Customers stay whole, so rows of one customer are not taken as independent. Where all records of a topic happen to be
    alike the jackknife sees no spread among them; the error is not let below that of two records more, drawn from all
    (the idea of Agresti & Coull 1998, The American Statistician 52).
    """
    groups = len(s.of) - 1
    found = {
        name: np.sqrt((groups - 1) / groups * ((of[1:] - of[1:].mean(axis=0)) ** 2).sum(axis=0))
        for name, of in made.items()
    }
    whole = Sums(s.of[0], s.k)
    n_with, mean = whole.topics(0), level(whole)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        away = whole.of[1, 1] / whole.n - mean**2 + (mean - whole.topics(1) / n_with) ** 2
        least = np.sqrt(2 * away / (n_with + 2) / n_with)
    of_records, of_mentions = n_with / whole.n, n_with / max(float(whole.of[3, 0]), 1.0)
    for name, times in ((SPLIT, of_records), (GAP, 1.0), (LEAVE_OUT, of_records), (VOLUME_GAP, of_mentions)):
        found[name] = np.maximum(found[name], least * times)
    return found


def _without(s: Sums) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        rest: np.ndarray = (s.of[..., 1, 0][..., None] - s.topics(1)) / (s.n[..., None] - s.topics(0))
    return rest


def _inverse(matrix: np.ndarray) -> np.ndarray:
    if not matrix.shape[-1]:
        return matrix
    inverse: np.ndarray = np.linalg.pinv(matrix, rcond=1e-9, hermitian=True)
    return inverse
