"""How sure a mention is: the probability that somebody who reads the comment marks the topic, by all that was said of it.

    log odds = weights x (1, own, tone, strongest other, number of others, own x length)

A topic's own probability says most of it. That somebody blames or praises it, that another topic is likelier, how many are
likely at all and how long the comment is say the rest: four likely topics of a short comment are rarely all there. This is
Platt scaling (1999) with more to go by. Which topics are said is decided before, by their own probability and threshold,
and does not change.

For: `trained`, and `tuning`, which fits the weights. Not for: thresholds, or measuring whether it holds (`calibration`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc.language import once

if TYPE_CHECKING:
    import numpy as np

PARTS = ("offset", "own", "tone", "strongest", "others", "length")
PLAIN = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)  # the topic's own probability as it is
LEAST = 300  # comments of a language group, below which it stays PLAIN
STRENGTH = 10.0  # how strongly the weights are drawn toward PLAIN
_FURTHEST = 9.2  # log odds: one in ten thousand
_USUAL = 4.5  # log of the letters of a usual comment


def letters(texts: Sequence[str]) -> np.ndarray:
    """How many letters and signs each text has, int64: of one that was pasted twice once, and no white space."""
    import numpy as np

    return np.array([len("".join(once(text).split())) for text in texts], np.int64)


def sure(shares: np.ndarray, topics: int, letters: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The confidence of each topic in each comment, float32 (comments, topics), from the probabilities of labels (comments,
    labels: so many topics, their blame, their praise, the whole) and the letters of the comments."""
    import numpy as np

    odds = np.zeros((len(shares), topics))
    # One part after the other: a product of matrices adds in another order for another number of comments.
    for weight, part in zip(weights.tolist(), seen(shares, topics, letters), strict=True):
        odds += weight * part
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


def seen(shares: np.ndarray, topics: int, letters: np.ndarray) -> tuple[np.ndarray, ...]:
    """What is seen of each topic in each comment, for each of PARTS float64 (comments, topics)."""
    import numpy as np

    said, bad, good = (shares[:, place * topics :][:, :topics].astype(np.float64) for place in range(3))
    own = _odds(said)
    order = np.sort(said, axis=1)
    strongest = np.where(said == order[:, -1:], order[:, -2:-1], order[:, -1:]) if topics > 1 else 0 * said
    length = np.log(np.maximum(letters, 1))[:, None] - _USUAL
    others = said.sum(axis=1)[:, None] - said
    return np.ones_like(own), own, _odds(np.maximum(bad, good)), _odds(strongest), others, own * length


def fitted(shares: np.ndarray, targets: np.ndarray, weight: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """The weights that make `targets`, 0..1 (comments, topics), likeliest by `shares` that did not see them; pairs of
    `weight` 0 do not count. PLAIN where there are fewer than LEAST comments."""
    import numpy as np
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    plain, counts = np.array(PLAIN), weight > 0
    if counts.any(axis=1).sum() < LEAST:
        return plain
    told = np.stack([part[counts] for part in seen(shares, targets.shape[1], letters)], axis=1)
    true = targets[counts]

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        odds, away = told @ at, at - plain
        value = (np.logaddexp(0, odds) - true * odds).sum() + STRENGTH * (away @ away) / 2
        return float(value), told.T @ (1 / (1 + np.exp(-odds)) - true) + STRENGTH * away

    with threadpool_limits(1):  # as in `student`: the same bytes on any number of cores
        return np.asarray(minimize(loss, plain, jac=True, method="L-BFGS-B").x)


def _odds(share: np.ndarray) -> np.ndarray:
    import numpy as np

    least = 1 / (1 + np.exp(_FURTHEST))
    held = np.clip(share, least, 1 - least)
    return np.asarray(np.log(held) - np.log1p(-held))
