"""What a model is to learn of each text: its topics, the sentiment toward each, the sentiment of the whole.

For: `embed` and `transformer`. Not for: scoring. What nobody judged is nan and teaches nothing; a value between 0 and 1 is a
teacher's probability and teaches as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

POLARITIES = ("negative", "neutral", "positive")
SENTIMENTS = ("negative", "neutral", "positive", "mixed")


@dataclass(frozen=True)
class Targets:
    """Rows are texts, float32, nan = not judged.

    `labels`: the topic ids. `topics` (texts, topics): 1 if said. `polarity` (texts, topics, 3): shares of negative, neutral,
    positive, nan where the topic is not said. `sentiment` (texts, 4): one of negative, neutral, positive, mixed.
    `weights` (texts,): how much a text counts.
    """

    labels: tuple[str, ...]
    topics: Matrix
    polarity: Matrix
    sentiment: Matrix
    weights: Matrix

    def __len__(self) -> int:
        return len(self.topics)

    def rows(self, places: Sequence[int] | npt.NDArray[np.int64]) -> Targets:
        """The same for some of the texts."""
        at = np.asarray(places, np.int64)
        return Targets(self.labels, self.topics[at], self.polarity[at], self.sentiment[at], self.weights[at])


def targets(
    mentions: Sequence[Sequence[tuple[str, str | None]] | None],
    overall: Sequence[str | None],
    labels: Sequence[str],
    weights: Sequence[float] | None = None,
) -> Targets:
    """Targets from what a person wrote: per text the (topic, sentiment) mentions, and the sentiment of the whole.

    None instead of mentions: nobody read it for topics; []: read, and there is none. A sentiment of None, and a word that
    is not one of POLARITIES or SENTIMENTS, is not judged. A topic praised and blamed gets half of each. KeyError for an
    unknown topic.
    """
    place = {label: number for number, label in enumerate(labels)}
    topics = np.zeros((len(mentions), len(labels)), np.float32)
    polarity = np.zeros((len(mentions), len(labels), len(POLARITIES)), np.float32)
    sentiment = np.full((len(mentions), len(SENTIMENTS)), np.nan, np.float32)
    for row, (said, whole) in enumerate(zip(mentions, overall, strict=True)):
        if said is None:
            topics[row] = np.nan
        for topic, toward in said or ():
            topics[row, place[topic]] = 1
            if toward in POLARITIES:
                polarity[row, place[topic], POLARITIES.index(toward)] = 1
        if whole in SENTIMENTS:
            sentiment[row] = 0
            sentiment[row, SENTIMENTS.index(whole)] = 1
    total = polarity.sum(-1, keepdims=True)
    polarity = np.where(total > 0, polarity / np.maximum(total, 1), np.nan).astype(np.float32)
    heavy = np.ones(len(mentions)) if weights is None else np.asarray(weights)
    return Targets(tuple(labels), topics, polarity, sentiment, heavy.astype(np.float32))
