"""Phrase index: the phrases of a taxonomy in one language, compiled, by the keys one of which each needs.

For: `phrases`, which searches clause by clause, and `batch`, which searches many at once. Not for: searching; nor what a
phrase may be written as (`voc.pattern`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from voc.language import family, folded
from voc.pattern import Pattern, compiled, is_spaced
from voc.taxonomy import Taxonomy

CLEAR = 0.6  # a clause judges something when its words add up to more than this
SENTIMENTS = ("negative", "neutral", "positive")
BASE = {"negative": 0.7, "positive": 0.7, "neutral": 0.6, "judged": 0.55}


@dataclass(frozen=True)
class Phrase:
    """A phrase of a topic: `kind` is a sentiment, judged or except."""

    topic: str
    kind: str
    pattern: Pattern


@dataclass(frozen=True)
class Index:
    """The phrases of one language, and their numbers by the keys one of which they need.

    `keyless` must always be tried; `lengths` are those of the keys; `order` is the place of each topic.
    """

    phrases: tuple[Phrase, ...]
    by_key: dict[str, tuple[int, ...]]
    keyless: frozenset[int]
    lengths: tuple[int, ...]
    order: dict[str, int]


def confidence(kind: str, weight: float, is_turned: bool = False) -> float:
    """How sure a phrase makes us, 0.5..0.95, from how much it says.

    0.7 for a phrase that judges by itself, 0.6 for a neutral one, 0.55 for one that needs a judgement beside it; 0.05
    more for each literal word (two characters in Chinese) after the first, up to 0.2; 0.1 less if a negation turned it.
    To be calibrated against labelled texts; until then it orders, it does not count.
    """
    more = min(0.2, 0.05 * max(0.0, weight - 1.0))
    return round(max(0.5, min(0.95, BASE[kind] + more - (0.1 if is_turned else 0.0))), 3)


@lru_cache(maxsize=512)
def phrase_language(lang: str, taxonomy: Taxonomy) -> str | None:
    """The language whose phrases apply: the code itself, or its family; None if there are none."""
    known = taxonomy.languages
    return next((code for code in (lang, family(lang)) if code in known), None)


@lru_cache(maxsize=32)
def index_of(taxonomy: Taxonomy, lang: str) -> Index:
    """The phrases of `lang`, one of `taxonomy.languages`, compiled once; raises PatternError for a phrase that is none."""
    # Clauses are folded, so 結帳 in a topic file has to be too. In spaced languages a phrase may hold a regular expression.
    plain: Callable[[str], str] = str if is_spaced(lang) else folded
    words = {name: tuple(map(plain, each)) for name, each in taxonomy.words.get(lang, {}).items()}
    phrases = [
        Phrase(topic.id, kind, compiled(plain(source), lang, words))
        for topic in taxonomy.topics
        for kind, sources in topic.phrases.get(lang, {}).items()
        for source in sources
    ]
    by_key: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for key in phrase.pattern.keys:
            by_key.setdefault(key, []).append(number)
    return Index(
        tuple(phrases),
        {key: tuple(numbers) for key, numbers in by_key.items()},
        frozenset(number for number, phrase in enumerate(phrases) if not phrase.pattern.keys),
        tuple(sorted({len(key) for phrase in phrases for key in phrase.pattern.keys | phrase.pattern.also})),
        {topic: place for place, topic in enumerate(taxonomy.ids)},
    )
