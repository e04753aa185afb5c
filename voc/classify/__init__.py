"""The third stage: which topics the clauses speak of, and what each comment says as a whole.

    mentions = classify.mentions(utterances, taxonomy)
    opinions = classify.opinions(feedback, utterances, mentions)
    mentions, rejected = classify.given(labels, feedback)      # labels from outside instead of the phrases
    restated = classify.restatements(turns, interactions)      # what customers say again, seen in the turns
    mentions = classify.with_turns(mentions, restated, feedback)
    mentions = classify.with_effort(mentions, utterances)      # which of five signs of effort a clause tells of
    waits = classify.waits_told(utterances)                    # durations in words, as seconds

Not for: reading, cutting or counting; utterances come in, mentions go out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import voc
from voc.classify.effort import with_effort
from voc.classify.labels import audited, given
from voc.classify.phrases import mentions, scores
from voc.classify.restatements import restatements, with_turns
from voc.classify.sentiment import opinions
from voc.classify.waits import waits_told

__all__ = [
    "audited", "given", "mentions", "opinions", "restatements", "scores", "waits_told", "with_effort", "with_turns",
]  # fmt: skip


class _Room(ModuleType):
    """This package, which can be called: the public `voc.classify(texts)` has the name of this room, and importing the
    room must not take the call away."""

    def __call__(self, texts: Sequence[str]) -> Any:
        """See `voc.classified`."""
        return voc.classified(texts)


sys.modules[__name__].__class__ = _Room
