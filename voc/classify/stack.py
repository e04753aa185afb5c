"""What the labels of a comment say of one another: a second look at its odds, once the first is known.

    odds of a label = gain x its odds + shares of every label x matrix + offset

Grams weigh one by one, so "waited two hours" is waiting whatever stands around it; beside a late delivery it is not. This is
stacked generalization (Wolpert 1992) over labels (Godbole & Sarawagi 2004), with the calibration worked in.

For: `trained`, and `learn`, which fits it. Not for: the first look (`linear`), or thresholds (`tuning`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEAST = 2000  # comments of a language group, below which labels are not asked about one another
STRENGTH = 30.0  # how strongly the matrix is drawn toward 0; on labelled texts 3 to 60 do about equally well
ROUNDS = 80
_PARTS = ("gain", "matrix", "offset")
_AT_ONCE = 1000  # comments whose odds stay in the near caches while all labels are added


@dataclass(frozen=True)
class Stack:
    """`gain` and `offset` (labels), `matrix` (labels, labels), from the label in the row to that in the column, float32."""

    gain: np.ndarray
    matrix: np.ndarray
    offset: np.ndarray

    def odds(self, odds: np.ndarray) -> np.ndarray:
        """Log odds (comments, labels) after the second look; no comment is looked at beside another."""
        import numpy as np

        share = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
        made: np.ndarray = odds * self.gain + self.offset
        rows = self.matrix.astype(np.float64)
        for at in range(0, len(odds), _AT_ONCE):
            some = slice(at, at + _AT_ONCE)
            # One label after the other: a product of matrices adds in another order for another number of comments.
            for label in np.flatnonzero(rows.any(axis=1)):
                made[some] += share[some, label, None] * rows[label]
        return made

    def calibrated(self, slope: np.ndarray, offset: np.ndarray, told: np.ndarray | None = None) -> Stack:
        """The same with each label's log odds x `slope` + `offset` (labels); `told` is what a topic said, blamed and praised
        adds to the last labels, the sentiments of the whole (3, sentiments; see `whole`)."""
        import numpy as np

        matrix = self.matrix * slope
        if told is not None:
            sentiments = told.shape[1]
            matrix[:-sentiments, -sentiments:] += np.repeat(told, (len(slope) - sentiments) // 3, axis=0)
        parts = self.gain * slope, matrix, self.offset * slope + offset
        return Stack(*(part.astype(np.float32) for part in parts))


def plain(labels: int) -> Stack:
    """The Stack that changes nothing."""
    import numpy as np

    same = np.ones(labels)
    return Stack(same, np.zeros((labels, labels)), same * 0).calibrated(same, same * 0)


def fitted(odds: np.ndarray, targets: np.ndarray, weight: np.ndarray) -> Stack:
    """The Stack that makes `targets`, 0..1, likeliest from the log `odds` of a fit that did not see them, all (comments,
    labels); `weight` says how much each target counts. With fewer than LEAST comments it changes nothing."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit
    from threadpoolctl import threadpool_limits

    labels = odds.shape[1]
    if len(odds) < LEAST:
        return plain(labels)
    gain, matrix, offset = np.ones(labels), np.zeros((labels, labels)), np.zeros(labels)
    share = expit(odds)
    mean = share.mean(axis=0)
    share -= mean
    for label in range(labels):
        own, true, counts = odds[:, label], targets[:, label], weight[:, label]

        def loss(
            at: np.ndarray, own: np.ndarray = own, true: np.ndarray = true, counts: np.ndarray = counts
        ) -> tuple[float, np.ndarray]:
            told, grown = at[:-2], own * np.exp(at[-1])
            logits = grown + share @ told + at[-2]
            off = counts * (expit(logits) - true)
            value = float((counts * (np.logaddexp(0, logits) - true * logits)).sum() + STRENGTH * (told @ told) / 2)
            return value, np.concatenate([share.T @ off + STRENGTH * told, [off.sum(), (off * grown).sum()]])

        with threadpool_limits(1):  # as in `student`: the same bytes on any number of cores
            best = minimize(loss, np.zeros(labels + 2), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
        gain[label], matrix[:, label], offset[label] = np.exp(best[-1]), best[:-2], best[-2] - mean @ best[:-2]
    return Stack(gain, matrix, offset).calibrated(np.ones(labels), np.zeros(labels))


def arrays(stacks: Mapping[str, Stack]) -> dict[str, np.ndarray]:
    """The parts of each Stack by language group, as a model keeps them: "en.gain"."""
    return {f"{group}.{part}": getattr(one, part) for group, one in stacks.items() for part in _PARTS}


def stacks(arrays: Mapping[str, np.ndarray], labels: int) -> dict[str, Stack]:
    """The Stack of each language group, from what `arrays` gave. Raises KeyError for a part that is missing, ValueError for
    one that does not fit so many labels."""
    import numpy as np

    found = {
        group: Stack(*(arrays[f"{group}.{part}"] for part in _PARTS))
        for group in dict.fromkeys(name.partition(".")[0] for name in arrays)
    }
    for group, one in found.items():
        for part, shape in (("gain", (labels,)), ("matrix", (labels, labels)), ("offset", (labels,))):
            values = getattr(one, part)
            if values.shape != shape or values.dtype != np.float32 or not np.isfinite(values).all():
                raise ValueError(f"{group}: {part} is {values.dtype} {values.shape}, not finite float32 {shape}")
    return found
