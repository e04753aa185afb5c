"""Comments in words, for worlds of raw text: the sentences of sentences.tsv put together.

For: `files`, where no labels are given. Not for: labels; see draw.Records.said.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.planted.plan import EVERY_TOPIC

CHATTER, CHATTER_SHARE = "-", 0.35


@cache
def sentences() -> dict[tuple[str, str], tuple[str, ...]]:
    """The sentences by topic ("-" for none) and script."""
    made: dict[tuple[str, str], list[str]] = {}
    for line in (Path(__file__).parent / "sentences.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            topic, script, sentence = line.split("\t")
            made.setdefault((topic, script), []).append(sentence)
    return {key: tuple(found) for key, found in made.items()}


def texts(said: np.ndarray, langs: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A comment for each row of `said` (comments, topics), in the script of `langs`: a sentence a topic in any order, with
    some chatter, and chatter alone where nothing is said."""
    known = sentences()
    return [_text([EVERY_TOPIC[place] for place in np.flatnonzero(row)], str(lang), known, rng)
            for row, lang in zip(said, langs, strict=True)]  # fmt: skip


def _text(topics: list[str], lang: str, known: dict[tuple[str, str], tuple[str, ...]], rng: np.random.Generator) -> str:
    if not topics or rng.random() < CHATTER_SHARE:
        topics = [*topics, CHATTER]
    chosen = []
    for topic in rng.permutation(topics).tolist():
        among = known[topic, lang]
        chosen.append(among[int(rng.integers(len(among)))].replace("{n}", str(int(rng.integers(2, 61)))))
    return (" " if lang == "en" else "").join(chosen)
