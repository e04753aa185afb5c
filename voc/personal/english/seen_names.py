"""Names that a spaCy model sees: one that the user has installed, whose name or folder VOC_NAMES holds.

For: names that no list has and nothing tells (en_core_web_sm, zh_core_web_sm). Not for: anything by default; no model comes
along.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from voc.errors import ModelError
from voc.personal.english.person import value
from voc.personal.mark import Found

MODEL = "VOC_NAMES"


def find(text: str) -> Iterator[Found]:
    """NAME: every person that the model sees, where there is one."""
    nlp = model()
    if nlp is not None:
        for one in nlp(text).ents:
            if one.label_ in ("PERSON", "PER") and len(one.text.strip()) > 1:
                yield Found(one.start_char, one.end_char, "NAME", value(one.text))


@cache
def model() -> Any:
    """The spaCy model that VOC_NAMES names, None where it names none. Raises ModelError E220 where it is not installed."""
    name = os.environ.get(MODEL, "").strip()
    if not name:
        return None
    import spacy

    try:
        return spacy.load(name, exclude=["parser", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise ModelError(
            "E220", "there is no such model of names", found=f"{MODEL}={name}", expected="an installed spaCy model, or its folder",
            do=f"python -m spacy download {name}, or unset {MODEL}",
        ) from error  # fmt: skip
