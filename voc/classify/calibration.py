"""Calibration: whether probabilities are shares, and what a higher threshold would keep.

For: `voc evaluate`. Not for: making probabilities (`trained`), setting thresholds (`learn`).

Both work on tables (texts, labels) of probabilities `share` and of 0/1 labels `true`, and on `drawn` (see `draws`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.classify import draws

BINS = 10
PRECISION = 0.9
_EDGE = 1e-9  # probabilities keep this far from 0 and 1, where log odds end


class Kept(NamedTuple):
    """What is left once the shift of the thresholds is the lowest that makes `PRECISION` of what is said right.

    `of_all`, (draws,): right mentions over all that people marked (recall at fixed precision). `of_found`, (draws,): right
    mentions over those right at the thresholds as they are, 1 at most. `shift`: in log odds, nan where none is enough.
    """

    of_all: np.ndarray
    of_found: np.ndarray
    shift: float


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
    drawn: np.ndarray, share: np.ndarray, least: np.ndarray, true: np.ndarray, precision: float = PRECISION
) -> Kept:
    """What is Kept where the thresholds `least` (texts, labels) of all labels are shifted together, by log odds.

    One shift for all: a threshold for each label would be chosen from a handful of texts. Each draw finds its own, so the
    choice is in the interval.
    """
    if not share.size:
        return Kept(np.full(len(drawn), np.nan), np.full(len(drawn), np.nan), np.nan)
    margin = (_odds(share) - _odds(least)).ravel()
    order = np.argsort(-margin, kind="stable")
    texts, is_true = order // share.shape[1], true.ravel()[order]
    ends = np.flatnonzero(np.append(np.diff(margin[order]) != 0, True))  # what is equally likely is said together
    is_said = margin[order] >= 0
    of_all, of_found = np.full((2, len(drawn)), np.nan)
    shift = np.nan
    for row, times in enumerate(drawn):
        weight = times[texts]
        hits = weight * is_true
        right, said = np.cumsum(hits)[ends], np.cumsum(weight)[ends]
        enough = np.flatnonzero((right >= precision * said - 1e-9) & (right > 0))
        best = right[enough].max() if len(enough) else 0.0
        if row == 0 and len(enough):
            shift = float(margin[order][ends[enough[np.argmax(right[enough])]]])
        total, now = hits.sum(), hits[is_said].sum()
        of_all[row] = best / total if total else np.nan
        of_found[row] = min(1.0, best / now) if now else np.nan
    return Kept(of_all, of_found, shift)


def _odds(share: np.ndarray) -> np.ndarray:
    safe = np.clip(share.astype(np.float64), _EDGE, 1 - _EDGE)
    return np.log(safe) - np.log1p(-safe)
