"""Readings: labelled comments as a tagger will read others.

For: `plan`; what teaches and what is scored must be read alike. Not for: scoring itself (voc.asking).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc import asking, classify
from voc.boilerplate import own
from voc.classify.clauses import Clauses, clauses
from voc.taxonomy import Taxonomy


@dataclass(frozen=True)
class Readings:
    """Texts as a tagger reads them: without personal data and boilerplate, what was pasted twice said once; their
    `langs`; their `hints`, float32 (texts, hints); their `clauses`; and what the lexicon says of each as a whole, None
    where it does not know the language."""

    texts: list[str]
    langs: list[str]
    hints: np.ndarray
    clauses: Clauses
    sentiments: list[str | None]


def readings(texts: Sequence[str], langs: Sequence[str], topics: Taxonomy) -> Readings:
    """The Readings of texts, with the hints of the phrases of `topics`; where a language is "" it is found by reading."""
    feedback, utterances = asking.cut(texts, langs)
    mentions = classify.mentions(utterances, topics)
    opinions = classify.opinions(feedback, utterances, mentions)
    ids = feedback.column("feedback_id").to_pylist()
    said = dict(zip(*(opinions.column(name).to_pylist() for name in ("feedback_id", "sentiment")), strict=True))
    return Readings(
        [own(text or "") for text in feedback.column("text").to_pylist()],
        [lang or "und" for lang in feedback.column("lang").to_pylist()],
        classify.hints(ids, mentions, opinions, topics.ids), clauses(ids, utterances, mentions, topics.ids),
        [said.get(one) for one in ids],
    )  # fmt: skip
