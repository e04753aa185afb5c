"""A fine-tuned tagger: an encoder with heads at work in the pipeline.

For: the probabilities of a `tagger` from a folder that `finetune` wrote. Not for: reading texts or the folder's files
(`transformer`), or what follows from the probabilities (`tagger`). Hints are not weighed: the encoder reads for itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from voc.classify import transformer
from voc.classify.grams import has_letter
from voc.classify.tagger import DIVIDED, OVERALL, TONES, Answer, Tagger, worded
from voc.errors import ModelError
from voc.spans import unmasked

LEAST = 0.5  # the probability from which a topic is said, where the folder names no other
LANGS = ("en", "zh")


@dataclass(frozen=True)
class FineTuned(Tagger):
    """`model` answers for `topics`, in this order. `is_silent`: nobody taught it what a comment says as a whole."""

    name: str
    model: transformer.Transformer
    topics: tuple[str, ...]
    least: Mapping[str, np.ndarray]
    is_silent: bool = False

    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table, utterances: pa.Table) -> Answer:
        """See `Tagger.answer`; `mentions` and `opinions` are not looked at."""
        ids, langs, texts = worded(feedback)
        read = [row for row, lang in enumerate(langs) if self.least_of(lang) is not None and has_letter(texts[row])]
        said = self.model.answers([texts[row] for row in read])
        shares = np.full((len(ids), len(self.topics)), np.nan, np.float32)
        tones = np.full(shares.shape, TONES.index("neutral"), np.int8)
        whole = np.full((len(ids), len(OVERALL)), np.nan)
        shares[read], tones[read], whole[read] = said.topics, said.polarity.argmax(-1), said.sentiment
        if self.is_silent:
            whole[:] = np.nan
        divided = np.zeros(shares.shape, bool)
        sides = said.polarity[:, :, [0, 2]]
        divided[read] = sides.min(-1) >= DIVIDED * sides.max(-1)
        return Answer(tuple(ids), tuple(langs), shares, tones, divided, whole)

    def alone(self, clauses: pa.Table) -> np.ndarray:
        """See `Tagger.alone`."""
        return self.model.scores([unmasked(text) for text in clauses.column("folded").to_pylist()])


def finetuned(folder: Path) -> FineTuned:
    """The tagger in `folder`. In its model.json "least" may hold the probabilities from which topics are said, by language
    as in `Tagger`, without it LEAST for every topic, in LANGS; and "silent", whether it is.

    Raises ModelError E330 without torch, E335 and E336 as `transformer.transformer` does.
    """
    model = transformer.transformer(folder)
    about = json.loads((folder / transformer.ABOUT).read_text("utf-8"))
    least = thresholds(about, folder)
    return FineTuned(folder.resolve().name, model, model.labels, least, is_silent=bool(about.get("silent")))


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
