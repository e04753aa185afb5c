"""What a comment says as a whole: negative, neutral, positive or mixed, with a score; and its topics.

For: the table `opinions`. Not for: the sentiment toward one topic, which stands in `mentions`.

A comment is the sum of its clauses. Each clause gives its judging words (see `lexicon`) and, for a topic phrase that is
a complaint or praise by itself and holds no judging word ("on hold for an hour"), MENTION in that direction.
With P and N the sums of what is good and bad, N times COMPLAINT: score = (P - N) / (P + N + DAMPING). The constants
were set on one half of a labelled sample and checked on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.classify.phrases import lexicon

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MENTION = 1.6  # weight of a topic phrase without a judging word of its own ...
ASKED = 0.6  # ... and the part of it that counts in a question: "why was I charged?" is mostly a question
COMPLAINT = 1.3  # what is bad weighs more than what is good: courtesy is cheap in a complaint
DAMPING = 1.0
NEUTRAL = 0.12  # |score| below this is neutral
MIXED_SHARE = 0.42  # the lighter side carries at least this share ...
MIXED_WEIGHT = 2.0  # ... and weighs at least this much
EXCLAIMED = 1.15  # factor of a clause with two exclamation marks or more
QUESTION = ("?", "吗")
SENTIMENTS = ("negative", "neutral", "positive", "mixed")


def opinions(feedback: pa.Table, utterances: pa.Table, mentions: pa.Table, judged: pa.Table | None = None) -> pa.Table:
    """Table `opinions`: one row for each row of `feedback` that has text, in its order.

    Sentiment and score are null where the lexicon does not know the language; topics come from `mentions` alone, in
    their order there. A comment without a clause is neutral with score 0. What `judged` holds (feedback_id, sentiment,
    sentiment_score: `Trained.overall`) stands instead of what the lexicon says.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    topics: dict[str, dict[str, None]] = {}
    for feedback_id, topic in _rows(mentions, "feedback_id", "topic"):
        topics.setdefault(feedback_id, {})[topic] = None
    said = [
        (feedback_id, lang or "und")
        for feedback_id, lang, text in _rows(feedback, "feedback_id", "lang", "text")
        if text and text.strip()
    ]
    ids, langs = [feedback_id for feedback_id, _ in said], [lang for _, lang in said]
    knows = {lang: lexicon.knows(lang) for lang in dict.fromkeys(langs)}
    is_unknown = ~np.fromiter(map(knows.__getitem__, langs), bool, len(langs))
    sentiments, scores = overall(*_sums(utterances, mentions, pa.array(ids, pa.string())))
    sentiment = pa.array(SENTIMENTS).take(pa.array(sentiments, mask=is_unknown))
    score = pa.array(scores, mask=is_unknown)
    if judged is not None:
        at = pc.index_in(pa.array(ids, pa.string()), value_set=judged.column("feedback_id").combine_chunks())
        sentiment = pc.coalesce(judged.column("sentiment").combine_chunks().take(at), sentiment)
        score = pc.coalesce(judged.column("sentiment_score").combine_chunks().take(at), score)
    columns = {
        "feedback_id": ids,
        "lang": langs,
        "sentiment": sentiment,
        "sentiment_score": score,
        "topics": [list(topics.get(feedback_id, ())) for feedback_id in ids],
    }
    return tables.conform(pa.table(columns, schema=tables.schema("opinions")), "opinions")


def _rows(table: pa.Table, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of these columns as tuples."""
    return zip(*(table.column(name).to_pylist() for name in names), strict=True)


def overall(good: np.ndarray, bad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What comments say as a whole whose clauses add up to `good` and `bad`, both >= 0: (the place of the sentiment in
    SENTIMENTS, int64; the score, rounded to 4 decimals as Python rounds)."""
    import numpy as np

    bad = COMPLAINT * bad
    exact = (good - bad) / (good + bad + DAMPING)
    score = np.array([round(one, 4) for one in exact.tolist()], float)
    lighter = np.minimum(good, bad)
    is_mixed = (lighter >= MIXED_WEIGHT) & (lighter >= MIXED_SHARE * (good + bad))
    plain = np.where(np.abs(score) < NEUTRAL, 1, np.where(score > 0, 2, 0))
    return np.where(is_mixed, 3, plain), score


def _sums(utterances: pa.Table, mentions: pa.Table, ids: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """(good, bad) of the feedback called `ids`, each added up in the order of its clauses; 0 where it has none."""
    import numpy as np
    import pyarrow.compute as pc

    texts, langs = (utterances.column(name).to_pylist() for name in ("folded", "lang"))
    clauses = utterances.column("utterance_id").combine_chunks().dictionary_encode()
    of_mention = pc.index_in(mentions.column("utterance_id"), value_set=clauses.dictionary)
    weights = _weights(texts, langs)
    for column, sentiment in enumerate(("positive", "negative")):
        chosen = pc.drop_null(of_mention.filter(pc.equal(mentions.column("sentiment"), sentiment)))
        is_said = np.isin(clauses.indices.to_numpy(), chosen.to_numpy())
        for row in np.flatnonzero(is_said & (weights[:, column] == 0)):
            weights[row, column] = MENTION * (ASKED if any(sign in texts[row] for sign in QUESTION) else 1.0)
    weights[["!!" in text for text in texts]] *= EXCLAIMED
    place = pc.index_in(utterances.column("feedback_id"), value_set=ids.unique())
    is_there = place.is_valid().to_numpy()
    at = place.drop_null().to_numpy()
    known = pc.index_in(ids, value_set=ids.unique()).to_numpy()
    good, bad = (np.bincount(at, column[is_there], len(ids))[known] for column in weights.T)
    return good, bad


def _weights(texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
    """What is good and what is bad in the judging words of each folded clause, float64 of shape (clauses, 2)."""
    import numpy as np

    from voc.classify.phrases import batch

    if batch.pays(len(texts)):
        return batch.weights(texts, langs)
    weights = np.zeros((len(texts), 2))
    for row, (folded, lang) in enumerate(zip(texts, langs, strict=True)):
        strengths = [one.strength for one in lexicon.judgements(folded, lang)]
        weights[row, 0] = lexicon.total(strength for strength in strengths if strength > 0)
        weights[row, 1] = lexicon.total(-strength for strength in strengths if strength < 0)
    return weights
