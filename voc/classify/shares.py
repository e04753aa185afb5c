"""Shares: the probability of every topic in every comment, whichever tagger answers.

For: `voc evaluate`, and comparing taggers. Not for: mentions; a share has no place in a text.

A trained tagger answers with its confidence. Where it does not know the language or the topic, and where there is none,
the surest phrase does: its confidence, 0 where no phrase was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from voc.classify.tagger import Answer, Tagger


def shares(
    ids: Sequence[str],
    topics: Sequence[str],
    found: pa.Table,
    model: Tagger | None = None,
    answer: Answer | None = None,
) -> np.ndarray:
    """float32 (comments, topics), 0..1; `found` are the mentions of the phrases, `answer` what `model` says."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    made = np.zeros((len(ids), len(topics)), np.float32)
    rows, places = (
        pc.index_in(found.column(name), value_set=pa.array(known, pa.string())).fill_null(-1).to_numpy()
        for name, known in (("feedback_id", ids), ("topic", topics))
    )
    is_ours = (rows >= 0) & (places >= 0)
    sure = found.column("confidence").to_numpy()[is_ours].astype(np.float32)
    np.maximum.at(made, (rows[is_ours], places[is_ours]), sure)
    if model is None or answer is None:
        return made
    at = {id_: row for row, id_ in enumerate(ids)}
    is_known = ~np.isnan(answer.shares).any(axis=1)
    told = np.array([at[id_] for id_ in answer.ids], np.int64)[is_known]
    limits = _limits([lang for lang, known in zip(answer.langs, is_known, strict=True) if known], topics, model)
    for place, topic in enumerate(topics):
        if topic in model.topics:
            is_taught = ~np.isnan(limits[:, place])
            made[told[is_taught], place] = answer.confidence[is_known, model.topics.index(topic)][is_taught]
    return made


def _limits(langs: Sequence[str], topics: Sequence[str], model: Tagger) -> np.ndarray:
    """The thresholds of the model, float32 (comments, topics); nan where it was not taught the topic or language."""
    import numpy as np

    made = np.full((len(langs), len(topics)), np.nan, np.float32)
    of = np.array(langs, object)
    for lang in dict.fromkeys(langs):
        limits = model.least_of(lang)
        for place, topic in enumerate(topics):
            if limits is not None and topic in model.topics:
                made[of == lang, place] = limits[model.topics.index(topic)]
    return made
