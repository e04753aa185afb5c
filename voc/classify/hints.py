"""Hints: what phrases and the lexicon say of a comment, as columns that a trained model weighs beside the grams.

For: `trained`, and those who train it. Not for: finding phrases (`phrases`) or judging words (`sentiment`); their tables
come in. A phrase knows what no count of grams does: word order, gaps, negation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SENTIMENTS = ("negative", "neutral", "positive")
OVERALL = ("good", "bad", "mixed", "silent")


def names(topics: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, for topics in this order."""
    return (*(f"{topic}:{one}" for topic in topics for one in SENTIMENTS), *(f"overall:{one}" for one in OVERALL))


def hints(feedback_ids: Sequence[str], mentions: pa.Table, opinions: pa.Table, topics: Sequence[str]) -> np.ndarray:
    """float32 of shape (comments, columns of `names`), a row for each id, ids being unlike.

    1 where a phrase of the topic was found with that sentiment; the score of the lexicon (0..1) as good or bad, 1 for
    mixed, and 1 for silent where it found nothing. `mentions` and `opinions` are the tables of the phrase tier.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pa.array(feedback_ids, pa.string())
    made = np.zeros((len(ids), len(names(topics))), np.float32)
    if not len(ids):
        return made
    made[hits("feedback_id", ids, mentions, topics)] = 1.0
    rows = pc.index_in(opinions.column("feedback_id"), value_set=ids).fill_null(-1).to_numpy()
    score = pc.cast(opinions.column("sentiment_score"), pa.float64()).fill_null(np.nan).to_numpy()
    is_mixed = pc.equal(opinions.column("sentiment"), "mixed").fill_null(False).to_numpy()
    is_ours = (rows >= 0) & ~np.isnan(score)
    values = np.stack([np.maximum(score, 0), np.maximum(-score, 0), is_mixed, score == 0], axis=1)
    made[rows[is_ours], -len(OVERALL) :] = values[is_ours]
    return made


def hits(name: str, ids: pa.Array, mentions: pa.Table, topics: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(places among `ids`, columns of `names`) of the `mentions` whose column `name` is one of `ids`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows, places, tones = (
        pc.index_in(mentions.column(column), value_set=pa.array(known, pa.string())).fill_null(-1).to_numpy()
        for column, known in ((name, ids), ("topic", topics), ("sentiment", SENTIMENTS))
    )
    is_ours = (rows >= 0) & (places >= 0) & (tones >= 0)
    return rows[is_ours], places[is_ours] * len(SENTIMENTS) + tones[is_ours]
