"""Tier 1 of the classifier: topics found by the phrases of the taxonomy.

For: `mentions`, which says where, and `scores`, the one shape in which every tier answers (texts in, matrix out).
Not for: the sentiment of a whole comment; that is `sentiment`.

A trained tier plugs in behind the same wall: a function `scores(texts, langs) -> (matrix, topics)` with one row a
text, one column a topic, values 0..1. What only phrases can do is show the words; a trained tier leaves start and end
to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from voc import spans, tables
from voc.classify import lexicon
from voc.language import family, folded
from voc.pattern import Pattern, compiled, is_spaced, keys_of
from voc.taxonomy import Taxonomy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

TAGGER = "phrases"
_PLACEHOLDER = re.compile(r"<[a-z]+_\d+>")
CLEAR = 0.6  # a clause judges something when its words add up to more than this
BASE = {"negative": 0.7, "positive": 0.7, "neutral": 0.6, "judged": 0.55}


@dataclass(frozen=True)
class Hit:
    """A topic found in a clause: characters [start, end) of the clause, its sentiment and how sure we are."""

    topic: str
    sentiment: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class _Phrase:
    topic: str
    kind: str
    pattern: Pattern


@dataclass(frozen=True)
class _Index:
    """The phrases of one language, and their numbers by the keys one of which they need.

    `keyless` must always be tried; `lengths` are those of the keys; `order` is the place of each topic.
    """

    phrases: tuple[_Phrase, ...]
    by_key: dict[str, tuple[int, ...]]
    keyless: frozenset[int]
    lengths: tuple[int, ...]
    order: dict[str, int]


def mentions(utterances: pa.Table, taxonomy: Taxonomy) -> pa.Table:
    """Table `mentions`: each topic that a clause speaks of, once for each sentiment, with its words in the original.

    Every row depends on its own clause alone, so batches may be cut anywhere. Confidence is `confidence`'s.
    """
    import pyarrow as pa

    columns = ("feedback_id", "utterance_id", "lang", "folded", "start", "masks")
    values = [utterances.column(name).to_pylist() for name in columns]
    found: dict[str, list[Any]] = {name: [] for name in tables.ALL["mentions"].names if name != "effort"}
    for feedback_id, utterance_id, lang, text, start, masks in zip(*values, strict=True):
        # A placeholder is no word of the customer's: <EMAIL_1> must not count as a mention of email.
        text = _PLACEHOLDER.sub(_blank, text) if masks else text
        for hit in hits(text, lang, taxonomy):
            found["feedback_id"].append(feedback_id)
            found["utterance_id"].append(utterance_id)
            found["topic"].append(hit.topic)
            found["sentiment"].append(hit.sentiment)
            found["confidence"].append(hit.confidence)
            first, last = spans.interval(hit.start, hit.end, start, masks) if masks else (hit.start, hit.end)
            found["start"].append(first if masks else start + first)
            found["end"].append(last if masks else start + last)
            found["tagger"].append(TAGGER)
    return tables.conform(pa.table(found), "mentions")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def scores(texts: Sequence[str], langs: Sequence[str], taxonomy: Taxonomy) -> tuple[np.ndarray, tuple[str, ...]]:
    """Confidence of every topic in every text, float64 of shape (texts, topics), and the topic ids of the columns.

    `texts` are unfolded clauses or whole comments; 0 where nothing was found.
    """
    import numpy as np

    ids = taxonomy.ids
    matrix = np.zeros((len(texts), len(ids)))
    for row, (text, lang) in enumerate(zip(texts, langs, strict=True)):
        for hit in hits(folded(text), lang, taxonomy):
            column = ids.index(hit.topic)
            matrix[row, column] = max(matrix[row, column], hit.confidence)
    return matrix, ids


def confidence(kind: str, weight: float, is_turned: bool = False) -> float:
    """How sure a phrase makes us, 0.5..0.95, from how much it says.

    0.7 for a phrase that judges by itself, 0.6 for a neutral one, 0.55 for one that needs a judgement beside it; 0.05
    more for each literal word (two characters in Chinese) after the first, up to 0.2; 0.1 less if a negation turned it.
    To be calibrated against labelled texts; until then it orders, it does not count.
    """
    more = min(0.2, 0.05 * max(0.0, weight - 1.0))
    return round(max(0.5, min(0.95, BASE[kind] + more - (0.1 if is_turned else 0.0))), 3)


def hits(text: str, lang: str, taxonomy: Taxonomy) -> list[Hit]:
    """The topics in one folded clause, in the order of the taxonomy; none for a language it has no phrases for."""
    key = _phrase_language(lang, taxonomy)
    if key is None:
        return []
    index = _index(taxonomy, key)
    parts = keys_of(text, key, index.lengths)
    candidates = set(index.keyless)
    for part in parts & index.by_key.keys():
        candidates.update(index.by_key[part])
    matched = []
    for phrase in map(index.phrases.__getitem__, sorted(candidates)):
        also = phrase.pattern.also
        if (not also or not also.isdisjoint(parts)) and (match := phrase.pattern.search(text)):
            matched.append((phrase, match.span()))
    if not matched:
        return []
    judged = sum(one.strength for one in lexicon.judgements(text, lang))
    exceptions: dict[str, list[tuple[int, int]]] = {}
    for phrase, span in matched:
        if phrase.kind == "except":
            exceptions.setdefault(phrase.topic, []).append(span)
    said: dict[tuple[str, str], list[Hit]] = {}
    for phrase, (start, end) in matched:
        if phrase.kind == "except" or any(
            start < past and first < end for first, past in exceptions.get(phrase.topic, ())
        ):
            continue
        sentiment, is_turned = _sentiment(phrase, text, start, lang, judged)
        if phrase.kind == "judged" and sentiment == "neutral":
            continue
        sure = confidence(phrase.kind, phrase.pattern.weight, is_turned)
        said.setdefault((phrase.topic, sentiment), []).append(Hit(phrase.topic, sentiment, sure, start, end))
    found = [_strongest(same) for same in said.values()]
    if len(found) > 1:
        found = [hit for hit in found if not _gives_way(hit, found)]
    return sorted(found, key=lambda hit: (index.order[hit.topic], hit.start, hit.sentiment))


def _strongest(same: list[Hit]) -> Hit:
    """One hit for several of a topic and sentiment: the surest, then longest, widened by those that overlap it."""
    best = max(same, key=lambda hit: (hit.confidence, hit.end - hit.start, -hit.start))
    near = [hit for hit in same if hit.start < best.end and best.start < hit.end]
    return replace(best, start=min(hit.start for hit in near), end=max(hit.end for hit in near))


def _gives_way(hit: Hit, others: list[Hit]) -> bool:
    """Whether the same topic stands there with another sentiment and better evidence: a clause judges a thing once.

    A neutral hit gives way to any judgement; of two judgements on the same words, the weaker to the stronger.
    """
    for other in others:
        if other is hit or other.topic != hit.topic:
            continue
        if hit.sentiment == "neutral":
            return True
        overlap = hit.start < other.end and other.start < hit.end
        if other.sentiment != "neutral" and overlap:
            its = (other.confidence, other.end - other.start, other.sentiment)
            if its > (hit.confidence, hit.end - hit.start, hit.sentiment):
                return True
    return False


def _sentiment(phrase: _Phrase, text: str, start: int, lang: str, judged: float) -> tuple[str, bool]:
    """The sentiment of a hit, and whether a negation before it turned it."""
    if phrase.kind in ("negative", "positive"):
        if lexicon.is_negated(text, start, lang):
            return ("positive" if phrase.kind == "negative" else "negative"), True
        return phrase.kind, False
    if judged > CLEAR:
        return "positive", False
    return ("negative", False) if judged < -CLEAR else ("neutral", False)


@lru_cache(maxsize=512)
def _phrase_language(lang: str, taxonomy: Taxonomy) -> str | None:
    """The language whose phrases apply: the code itself, or its family; None if there are none."""
    known = taxonomy.languages
    return next((code for code in (lang, family(lang)) if code in known), None)


@lru_cache(maxsize=32)
def _index(taxonomy: Taxonomy, lang: str) -> _Index:
    words = taxonomy.words.get(lang, {})
    phrases = [
        _Phrase(topic.id, kind, compiled(source if is_spaced(lang) else folded(source), lang, words))
        for topic in taxonomy.topics
        for kind, sources in topic.phrases.get(lang, {}).items()
        for source in sources
    ]
    by_key: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for key in phrase.pattern.keys:
            by_key.setdefault(key, []).append(number)
    return _Index(
        tuple(phrases),
        {key: tuple(numbers) for key, numbers in by_key.items()},
        frozenset(number for number, phrase in enumerate(phrases) if not phrase.pattern.keys),
        tuple(sorted({len(key) for phrase in phrases for key in phrase.pattern.keys | phrase.pattern.also})),
        {topic: place for place, topic in enumerate(taxonomy.ids)},
    )
