"""A fine-tuned tagger: an encoder with heads at work in the pipeline, beside the model that ships.

    log odds of a topic = half of the encoder's + half of those of the model that shipped when it was taught

An encoder reads what words mean together, the shipped model knows more words, phrases and trades; they err apart, and
halfway between them is better than either (DECISIONS). A topic that only the encoder learned is the encoder's.

For: the probabilities of a `tagger` from a folder that `finetune` wrote, where linear/ holds the whole other model. Not for:
reading texts or the folder's files (`transformer`), or what follows from the probabilities (`tagger`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from voc.classify import shipped
from voc.classify.clauses import clauses
from voc.classify.encoders import transformer
from voc.classify.grams import has_letter
from voc.classify.hints import hints
from voc.classify.tagger import DIVIDED, OVERALL, TONES, Answer, Tagger, worded
from voc.classify.trained import Trained, odds_of, share_of
from voc.errors import ModelError
from voc.spans import unmasked

LEAST = 0.5  # the probability from which a topic is said, where the folder names no other
LANGS = ("en", "zh")


@dataclass(frozen=True)
class FineTuned(Tagger):
    """`model` answers for `topics`, in this order. `is_silent`: nobody taught it what a comment says as a whole. `ships`:
    the model that shipped when this one was taught, None where none did."""

    name: str
    model: transformer.Transformer
    topics: tuple[str, ...]
    least: Mapping[str, np.ndarray]
    is_silent: bool = False
    ships: Trained | None = None

    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table, utterances: pa.Table) -> Answer:
        """See `Tagger.answer`; `mentions`, `opinions` and `utterances` are for the model that ships."""
        ids, langs, texts = worded(feedback)
        read = [row for row, lang in enumerate(langs) if self.least_of(lang) is not None and has_letter(texts[row])]
        said = self.model.answers([texts[row] for row in read])
        shares = np.full((len(ids), len(self.topics)), np.nan, np.float32)
        tones = np.full(shares.shape, TONES.index("neutral"), np.int8)
        whole = np.full((len(ids), len(OVERALL)), np.nan)
        shares[read], tones[read], whole[read] = said.topics, said.polarity.argmax(-1), said.sentiment
        if self.is_silent:
            whole[:] = np.nan
        if self.ships is not None:
            known = hints(ids, mentions, opinions, self.ships.topics)
            parts = clauses(ids, utterances, mentions, self.ships.topics)
            theirs = self.ships.scores(texts, langs, known, parts)
            shares, whole = halfway(shares, whole, self.topics, theirs, self.ships.topics)
        divided = np.zeros(shares.shape, bool)
        sides = said.polarity[:, :, [0, 2]]
        divided[read] = sides.min(-1) >= DIVIDED * sides.max(-1)
        return Answer(tuple(ids), tuple(langs), shares, shares, tones, divided, whole)

    def alone(self, clauses: pa.Table) -> np.ndarray:
        """See `Tagger.alone`."""
        return self.model.scores([unmasked(text) for text in clauses.column("folded").to_pylist()])


def halfway(
    shares: np.ndarray, whole: np.ndarray, topics: Sequence[str], theirs: np.ndarray, known: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """`shares` (texts, topics) and `whole` (texts, 4) of a model, halfway to those of another: `theirs` (texts, labels as in
    `Trained`, of the topics `known`). Topics in log odds, the whole in shares; where either is nan, the first stays."""
    ours = shares.copy()
    for place, topic in enumerate(topics):
        if topic in known:
            pair = np.stack([shares[:, place], theirs[:, known.index(topic)]])
            mean = share_of(odds_of(pair).mean(axis=0))
            ours[:, place] = np.where(np.isnan(pair).any(axis=0), pair[0], mean)
    other = theirs[:, -len(OVERALL) :].astype(float)
    other /= np.maximum(other.sum(axis=1, keepdims=True), 1e-9)
    return ours, np.where(np.isnan(other), whole, (whole + other) / 2)


def finetuned(folder: Path) -> FineTuned:
    """The tagger in `folder`. In its model.json "least" may hold the probabilities from which topics are said, by language
    as in `Tagger`, without it LEAST for every topic, in LANGS; and "silent", whether it is.

    Raises ModelError E330 without torch, E335 and E336 as `transformer.transformer` does.
    """
    model = transformer.transformer(folder)
    about = json.loads((folder / transformer.ABOUT).read_text("utf-8"))
    least = thresholds(about, folder)
    return FineTuned(
        folder.resolve().name, model, model.labels, least, bool(about.get("silent")), shipped.within(folder)
    )


def thresholds(about: Mapping[str, Any], folder: Path) -> dict[str, np.ndarray]:
    """`Tagger.least` of a model.json. Raises ModelError E335 where it does not fit the labels."""
    labels, told = about["labels"], about.get("least")
    if told is None:
        return {lang: np.full(len(labels), LEAST, np.float32) for lang in LANGS}
    try:
        least = {str(lang): np.array(values, np.float32) for lang, values in told.items()}
    except (AttributeError, TypeError, ValueError):
        least = {}
    if not least or any(values.shape != (len(labels),) for values in least.values()):
        raise ModelError(
            "E335", "the thresholds do not fit the topics", where=str(folder / transformer.ABOUT), found=str(told)[:80],
            expected=f'"least": {{language: [{len(labels)} numbers]}}',
        )  # fmt: skip
    return least
