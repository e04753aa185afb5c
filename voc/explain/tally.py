"""Tally: the comments and records of a segment, counted by unit of resampling, outcome and topics said.

For: `effect`, whose every estimate is a function of such counts, so that four hundred resamples are a few matrix
products and no loop over comments. Not for: what the counts mean.

A unit is a block of 7 days (Kuensch 1989 resamples such blocks, since days are not independent); of single periods where
a stretch has fewer than LEAST_UNITS blocks; and where it has too few periods as well, such as one month, comments are
dealt into DEALT groups in the order of their ids and the records are not resampled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.explain.shift import Shift
from voc.explain.voices import Voices

LEAST_UNITS, DEALT = 5, 20
DRAWS, SEED = 400, 20260104


@dataclass(frozen=True)
class Tally:
    """One stretch, arrays of shape (units, classes, patterns): comments, and sums of their value and of `expected`, the
    value that they would have without the topics (see adjust). A pattern is a set of topics said, as bits.

    Classes are the two outcomes of a yes-or-no metric, else one for all. `records` has shape (units, classes); where
    units are not made of periods its first row holds all records and `is_dealt` is true. `level` has shape (units, 2):
    rows of the segment and their sum of the metric at a held mix.
    """

    comments: np.ndarray
    values: np.ndarray
    expected: np.ndarray
    records: np.ndarray
    level: np.ndarray
    is_dealt: bool

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.comments)

    def drawn(self, rng: np.random.Generator) -> np.ndarray:
        """How often each unit is in each resample, shape (DRAWS + 1, units); in the first, once each."""
        times = rng.multinomial(self.units, np.full(self.units, 1 / self.units), DRAWS).astype(float)
        return np.vstack([np.ones(self.units), times])


def is_yes_or_no(found: Shift) -> bool:
    """The metric is 0 or 1 on every record, so that its totals say how many records had either outcome."""
    return bool(np.allclose(found.cells.sumsq, found.cells.total))


def tally(
    found: Shift, heard: Voices, mask: np.ndarray, window: slice, pattern: np.ndarray, patterns: int, *,
    weight: np.ndarray, expected: np.ndarray, held: np.ndarray,
) -> Tally:  # fmt: skip
    """The Tally of the comments of `mask` and the segment's records in a stretch; `pattern`, `weight` and `expected`
    have an entry a comment of `heard`, `held` is the metric's total at a held mix, shape of cells.total."""
    length, block = window.stop - window.start, found.cells.block
    step = block if length >= LEAST_UNITS * block else 1
    is_dealt = length // step < LEAST_UNITS
    n = found.cells.n[found.segment.cells, window].sum(axis=0)
    total = found.cells.total[found.segment.cells, window].sum(axis=0)
    classes = np.column_stack([n - total, total]) if is_yes_or_no(found) else n[:, None]
    at_held = np.column_stack([n, held[found.segment.cells, window].sum(axis=0)])
    rows = np.flatnonzero(mask)
    if is_dealt:
        units, unit = DEALT, np.argsort(np.argsort(heard.ids[rows], kind="stable"), kind="stable") % DEALT
        of_unit = np.zeros(length, dtype=int)
    else:
        units = length // step
        # What is left of the last block belongs to the one before it.
        unit = np.minimum((heard.at[rows] - window.start) // step, units - 1)
        of_unit = np.minimum(np.arange(length) // step, units - 1)
    records, level = np.zeros((units, classes.shape[1])), np.zeros((units, 2))
    np.add.at(records, of_unit, classes)
    np.add.at(level, of_unit, at_held)
    outcome = (heard.value[rows] > 0.5).astype(int) if classes.shape[1] == 2 else np.zeros(len(rows), dtype=int)
    shape = (units, classes.shape[1], patterns)
    place = np.ravel_multi_index((unit, outcome, pattern[rows]), shape)
    sums = [
        np.bincount(place, weights=weight[rows] * one, minlength=int(np.prod(shape))).reshape(shape)
        for one in (np.ones(len(rows)), heard.value[rows], expected[rows])
    ]
    return Tally(sums[0], sums[1], sums[2], records, level, is_dealt)


def tilted(value: np.ndarray, level: float) -> np.ndarray:
    """Weights exp(b * value), mean 1, under which the mean of `value` is `level`: comments weighted to stand for all
    records (Hainmueller 2012); the nearest such weights where no b within -3..3 standard deviations does it."""
    spread = float(value.std())
    if not len(value) or not spread or not np.isfinite(level):
        return np.ones(len(value))
    # Ranks beyond three standard deviations would carry all of the weight.
    scaled = np.clip((value - value.mean()) / spread, -3.0, 3.0)
    low, high = -3.0, 3.0
    for _ in range(40):
        middle = (low + high) / 2
        weight = np.exp(middle * scaled)
        low, high = (middle, high) if float(weight @ value / weight.sum()) < level else (low, middle)
    weight = np.exp((low + high) / 2 * scaled)
    return np.asarray(weight / weight.mean())
