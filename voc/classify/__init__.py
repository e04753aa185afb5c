"""The third stage: which topics the clauses speak of, and what each comment says as a whole.

    mentions = classify.mentions(utterances, taxonomy)
    opinions = classify.opinions(feedback, utterances, mentions)
    mentions, rejected = classify.given(labels, feedback)      # labels from outside instead of the phrases

Not for: reading, cutting or counting; utterances come in, mentions go out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import voc
from voc.classify.labels import audited, given
from voc.classify.phrases import mentions, scores
from voc.classify.sentiment import opinions

__all__ = ["audited", "given", "mentions", "opinions", "scores"]


class _Room(ModuleType):
    """This package, which can be called: the public `voc.classify(texts)` has the name of this room, and importing the
    room must not take the call away."""

    def __call__(self, texts: Sequence[str]) -> Any:
        """See `voc.classified`."""
        return voc.classified(texts)


sys.modules[__name__].__class__ = _Room
