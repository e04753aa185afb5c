"""Tier 1 of the classifier: topics found by the phrases of the taxonomy.

For: `mentions`, which says where, and `scores`, the one shape in which every tier answers (texts in, matrix out).
Not for: the sentiment of a whole comment; that is `sentiment`.

A trained tier plugs in behind the same wall: a function `scores(texts, langs) -> (matrix, topics)` with one row a
text, one column a topic, values 0..1. What only phrases can do is show the words; a trained tier leaves start and end
to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voc import spans, tables
from voc.classify.phrases import batch, lexicon
from voc.classify.phrases.index import CLEAR, SENTIMENTS, Phrase, confidence, index_of, phrase_language
from voc.language import folded
from voc.pattern import keys_of
from voc.taxonomy import Taxonomy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

TAGGER = "phrases"


@dataclass(frozen=True)
class Hit:
    """A topic found in a clause: characters [start, end) of the clause, its sentiment and how sure we are."""

    topic: str
    sentiment: str
    confidence: float
    start: int
    end: int


def mentions(utterances: pa.Table, taxonomy: Taxonomy) -> pa.Table:
    """Table `mentions`: each topic that a clause speaks of, once for each sentiment, with its words in the original.

    Every row depends on its own clause alone, so batches may be cut anywhere. Confidence: see `confidence`.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    texts, langs = (utterances.column(name).to_pylist() for name in ("folded", "lang"))
    masks = utterances.column("masks")
    masked = np.flatnonzero(pc.fill_null(pc.greater(pc.list_value_length(masks), 0), False).to_numpy())
    for row in masked:
        texts[row] = spans.unmasked(texts[row])  # <EMAIL_1> is no mention of email
    rows, topics, sentiments, sure, starts, ends = found(texts, langs, taxonomy)
    shift = utterances.column("start").to_numpy()[rows]
    first, last = starts + shift, ends + shift
    for place in np.flatnonzero(np.isin(rows, masked)):
        start, of_row = utterances.column("start")[rows[place]].as_py(), masks[rows[place]].as_py()
        first[place], last[place] = spans.interval(int(starts[place]), int(ends[place]), start, of_row)
    columns = {
        "feedback_id": utterances.column("feedback_id").take(rows),
        "utterance_id": utterances.column("utterance_id").take(rows),
        "topic": pa.array(taxonomy.ids, pa.string()).take(pa.array(topics)),
        "sentiment": pa.array(SENTIMENTS).take(pa.array(sentiments)),
        "confidence": sure,
        "start": first,
        "end": last,
        "tagger": pa.array([TAGGER] * len(rows), pa.string()),
    }
    return tables.conform(pa.table(columns), "mentions")


def found(texts: Sequence[str], langs: Sequence[str], taxonomy: Taxonomy) -> tuple[np.ndarray, ...]:
    """The `hits` of all folded clauses as columns: row, place of the topic, place of the sentiment in SENTIMENTS (all
    int64), confidence (float64), start and end (int64, characters of the clause).

    By compiled code where that pays (see `batch`); what is found is the same.
    """
    import numpy as np

    if batch.pays(len(texts)):
        return tuple(batch.hits(texts, langs, taxonomy))
    place = {topic: number for number, topic in enumerate(taxonomy.ids)}
    rows = [
        (row, place[hit.topic], SENTIMENTS.index(hit.sentiment), hit.confidence, hit.start, hit.end)
        for row, (text, lang) in enumerate(zip(texts, langs, strict=True))
        for hit in hits(text, lang, taxonomy)
    ]
    types = (np.int64, np.int64, np.int64, np.float64, np.int64, np.int64)
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    return tuple(np.array(column, dtype) for column, dtype in zip(columns, types, strict=True))


def scores(texts: Sequence[str], langs: Sequence[str], taxonomy: Taxonomy) -> tuple[np.ndarray, tuple[str, ...]]:
    """Confidence of every topic in every text, float64 of shape (texts, topics), and the topic ids of the columns.

    `texts` are unfolded clauses or whole comments; 0 where nothing was found.
    """
    import numpy as np

    matrix = np.zeros((len(texts), len(taxonomy.ids)))
    rows, topics, _, sure, *_ = found([folded(text) for text in texts], langs, taxonomy)
    np.maximum.at(matrix, (rows, topics), sure)
    return matrix, taxonomy.ids


def hits(text: str, lang: str, taxonomy: Taxonomy) -> list[Hit]:
    """The topics in one folded clause, in the order of the taxonomy; none for a language it has no phrases for."""
    key = phrase_language(lang, taxonomy)
    if key is None:
        return []
    index = index_of(taxonomy, key)
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
    judged = lexicon.total(one.strength for one in lexicon.judgements(text, lang))
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


def _sentiment(phrase: Phrase, text: str, start: int, lang: str, judged: float) -> tuple[str, bool]:
    """The sentiment of a hit, and whether a negation before it turned it."""
    if phrase.kind in ("negative", "positive"):
        if lexicon.is_negated(text, start, lang):
            return ("positive" if phrase.kind == "negative" else "negative"), True
        return phrase.kind, False
    if judged > CLEAR:
        return "positive", False
    return ("negative", False) if judged < -CLEAR else ("neutral", False)
