"""The third stage: which topics the clauses speak of, and what each comment says as a whole. It can be called:

    voc.classify(["waited 40 minutes", "等了半天"], model="default")

gives a DataFrame with a row for each text: id, lang, sentiment, sentiment_score (-1..1), topics; see `help(voc.classified)`.

What the pipeline calls, a step each:

    mentions = classify.mentions(utterances, taxonomy)         # by phrases
    opinions = classify.opinions(feedback, utterances, mentions)
    model = classify.model("default")                          # a trained tagger; None for "phrases"
    mentions, judged = classify.tagged(feedback, utterances, taxonomy, model)
    opinions = classify.opinions(feedback, utterances, mentions, judged)
    mentions, rejected = classify.given(labels, feedback)      # labels from outside instead of the phrases
    restated = classify.restatements(turns, interactions)      # what customers say again, seen in the turns
    mentions = classify.with_turns(mentions, restated, feedback)
    mentions = classify.with_effort(mentions, utterances)      # which of five signs of effort a clause tells of
    waits = classify.waits_told(utterances)                    # durations in words, as seconds
    promises = classify.waits_promised(turns)                  # how long the firm says that something will take

Not for: reading, cutting or counting; utterances come in, mentions go out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import voc
from voc.classify.conversation.promises import waits_promised
from voc.classify.conversation.restatements import restatements, with_turns
from voc.classify.conversation.waits import waits_told
from voc.classify.effort import with_effort
from voc.classify.hints import hints
from voc.classify.labels import audited, given
from voc.classify.phrases import mentions, scores
from voc.classify.sentiment import opinions
from voc.classify.shares import shares

if TYPE_CHECKING:
    import pyarrow as pa

    from voc.classify.tagger import Tagger
    from voc.taxonomy import Taxonomy

__all__ = [
    "audited", "given", "hints", "mentions", "model", "opinions", "restatements", "scores", "shares", "tagged",
    "waits_promised", "waits_told", "with_effort", "with_turns",
]  # fmt: skip


def model(name: str, home: Path | None = None) -> Tagger | None:
    """The trained tagger of this name, or in this folder, which may begin at `home`, the project's folder; None for
    `phrases`. Raises ModelError E300 where there is none, E301 for a folder of something else, E310 to E313, E335 and E336
    for one that is damaged, E330 where it needs an extra that is not installed."""
    from voc.classify import opened

    return opened.tagger(name, home)


def tagged(
    feedback: pa.Table, utterances: pa.Table, taxonomy: Taxonomy, model: Tagger | None
) -> tuple[pa.Table, pa.Table | None]:
    """(table `mentions`, what comments say as a whole: see `opinions`), by a trained tagger and the phrases that it
    weighs; by the phrases alone where there is no model."""
    found = mentions(utterances, taxonomy)
    if model is None:
        return found, None
    answer = model.answer(feedback, found, opinions(feedback, utterances, found), utterances)
    return model.mentions(answer, utterances, found), model.overall(answer)


class _Room(ModuleType):
    """This package, which can be called: the public `voc.classify(texts)` has the name of this room, and importing the
    room must not take the call away."""

    def __call__(self, texts: Iterable[object], *, model: str = "default") -> Any:
        """Sentiment and topics of `texts`, a row for each; see `voc.classified`."""
        return voc.classified(texts, model=model)


sys.modules[__name__].__class__ = _Room
