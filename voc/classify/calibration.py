"""Calibration: whether probabilities are shares, and what a bound on the confidence would keep.

For: `voc evaluate`. Not for: making probabilities (`trained`), setting thresholds (`learn`).

Both work on tables (texts, labels) of probabilities `share` and of 0/1 labels `true`, and on `drawn` (see `draws`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.classify import draws

BINS = 10
PRECISION = 0.9


class Kept(NamedTuple):
    """What is left of what was said once only that counts which has the confidence `bound` or more, the lowest that makes
    `PRECISION` of it right; nan where none does.

    `of_all`, (draws,): right mentions over all that people marked (recall at fixed precision). `of_found`, (draws,): right
    mentions over those that are right without a bound.
    """

    of_all: np.ndarray
    of_found: np.ndarray
    bound: float


def errors(drawn: np.ndarray, share: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Expected calibration error of each label in each draw, 0..1, (draws, labels).

    The mean over BINS bins of |mean probability - share that is true|, a bin counting by its texts (Naeini, Cooper &
    Hauskrecht 2015). Bins are of equal width: topics are rare, and of bins of equal count nine would lie near 0.
    """
    bins = np.minimum((share * BINS).astype(np.int64), BINS - 1)
    total = drawn.sum(axis=1)
    found = np.empty((len(drawn), share.shape[1]))
    rows = np.arange(len(share))
    for label in range(share.shape[1]):
        gaps = np.zeros((len(share), BINS))
        gaps[rows, bins[:, label]] = share[:, label] - true[:, label]
        gap = np.abs(drawn @ gaps).sum(axis=1)
        found[:, label] = draws.share(gap, total)
    return found


def kept(
    drawn: np.ndarray, share: np.ndarray, said: np.ndarray, true: np.ndarray, precision: float = PRECISION
) -> Kept:
    """What is Kept of the mentions `said`, 0/1 (texts, labels), where their confidence is `share`.

    One bound for all labels: that is what a reader of mentions can set, and one for each label would be chosen from a
    handful of texts. Each draw finds its own, so the choice is in the interval.
    """
    places = np.argwhere(said > 0)
    of_all, of_found = np.full((2, len(drawn)), np.nan)
    bound = np.nan
    sure = share[places[:, 0], places[:, 1]]
    order = np.argsort(-sure, kind="stable")
    texts, sure, is_true = places[order, 0], sure[order], true[places[order, 0], places[order, 1]]
    ends = np.flatnonzero(np.append(np.diff(sure) != 0, True))[: len(sure)]  # what is equally sure is kept together
    for row, times in enumerate(drawn):
        weight = times[texts]
        hits = weight * is_true
        right, every = np.cumsum(hits)[ends], np.cumsum(weight)[ends]
        enough = np.flatnonzero((right >= precision * every - 1e-9) & (right > 0))
        best = right[enough].max() if len(enough) else 0.0
        if row == 0 and len(enough):
            bound = float(sure[ends[enough[np.argmax(right[enough])]]])
        total, found = times @ true.sum(axis=1), hits.sum()
        of_all[row] = best / total if total else np.nan
        of_found[row] = best / found if found else np.nan
    return Kept(of_all, of_found, bound)
