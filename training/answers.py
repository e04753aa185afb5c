"""Answers: what a teacher, an encoder fine-tuned on the labelled texts, says of unlabelled ones.

For: the linear model, which learns from it. Not for: the teacher itself (`teach`). The texts are not here: a row names its
text as the readings do, and holds a share for each label of the tagger in steps of 1/255.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training import sources
from voc.classify import bundle
from voc.clean import split

SHORTEST = 10  # letters of a clause that is asked about
FILE = sources.HERE / "answers.npz"


@dataclass(frozen=True)
class Answer:
    """A text and the teacher's share, 0..1, for each label of the tagger."""

    source: str
    lang: str
    text: str
    shares: np.ndarray


def read(sets: Path) -> Iterator[Answer]:
    """The answers on texts of the sets in folder `sets`, in the order of the sets; none where there is no file."""
    if not FILE.is_file():
        return
    arrays = bundle.unpacked(FILE.read_bytes())
    rows = {name.tobytes().hex(): row for row, name in enumerate(arrays["names"])}
    for source, lang, text in pool(sets):
        row = rows.pop(sources.name_of(text), None)
        if row is not None:
            yield Answer(source, lang, text, arrays["shares"][row] / 255)


def pool(sets: Path) -> Iterator[tuple[str, str, str]]:
    """(source, language, text) of every text that a teacher may be asked about: those of the openly licensed sets that
    nobody read, and the clauses of the Chinese texts written here: there is no open Chinese set of any size."""
    asked = {sources.name_of(one.text) for one in [*sources.written(), *sources.read(sets)]}
    for source, lang, text in sources.unlabelled(sets):
        if sources.name_of(text) not in asked:
            asked.add(sources.name_of(text))
            yield source, lang, text
    chinese = [one for one in sources.written() if one.lang != "en"]
    for one, pieces in zip(chinese, split.clauses([one.text for one in chinese], "zh"), strict=True):
        for start, end in pieces:
            clause = one.text[start:end]
            if sources.name_of(clause) not in asked and end - start >= SHORTEST:
                asked.add(sources.name_of(clause))
                yield one.source, one.lang, clause


def write(texts: Iterable[str], shares: np.ndarray) -> None:
    """Writes FILE: `shares` (texts, labels), 0..1, for `texts`."""
    names = np.array([list(bytes.fromhex(sources.name_of(text))) for text in texts], np.uint8)
    FILE.write_bytes(bundle.packed({"names": names, "shares": np.round(shares * 255).astype(np.uint8)}))
