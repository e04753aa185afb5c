"""What a comment says as a whole: negative, neutral, positive or mixed, with a score; and its topics.

For: the table `opinions`. Not for: the sentiment toward one topic, which stands in `mentions`.

A comment is the sum of its clauses. Each clause gives its judging words (see `lexicon`) and, for a topic phrase that is
a complaint or praise by itself and holds no judging word ("on hold for an hour"), MENTION in that direction.
With P and N the sums of what is good and bad, N times COMPLAINT: score = (P - N) / (P + N + DAMPING). The constants
were set on one half of a labelled sample and checked on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.classify import lexicon

if TYPE_CHECKING:
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


def opinions(feedback: pa.Table, utterances: pa.Table, mentions: pa.Table) -> pa.Table:
    """Table `opinions`: one row for each row of `feedback` that has text, in its order.

    Sentiment and score are null where the lexicon does not know the language; topics come from `mentions` alone, in
    their order there. A comment without a clause is neutral with score 0.
    """
    import pyarrow as pa

    clauses: dict[str, list[tuple[str, str, str]]] = {}
    for feedback_id, utterance_id, folded, lang in _rows(utterances, "feedback_id", "utterance_id", "folded", "lang"):
        clauses.setdefault(feedback_id, []).append((utterance_id, folded, lang))
    topics: dict[str, dict[str, None]] = {}
    judged: dict[str, set[str]] = {}
    for feedback_id, utterance_id, topic, sentiment in _rows(
        mentions, "feedback_id", "utterance_id", "topic", "sentiment"
    ):
        topics.setdefault(feedback_id, {})[topic] = None
        if utterance_id is not None:
            judged.setdefault(utterance_id, set()).add(sentiment)
    rows: dict[str, list[Any]] = {name: [] for name in tables.ALL["opinions"].names}
    for feedback_id, lang, text in _rows(feedback, "feedback_id", "lang", "text"):
        if not text or not text.strip():
            continue
        lang = lang or "und"
        sentiment, score = None, None
        if lexicon.knows(lang):
            sentiment, score = overall(_weights(clauses.get(feedback_id, ()), judged))
        row = (feedback_id, lang, sentiment, score, list(topics.get(feedback_id, ())))
        for name, value in zip(tables.ALL["opinions"].names, row, strict=True):
            rows[name].append(value)
    return tables.conform(pa.table(rows, schema=tables.schema("opinions")), "opinions")


def _rows(table: pa.Table, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of these columns as tuples."""
    return zip(*(table.column(name).to_pylist() for name in names), strict=True)


def overall(weights: Iterable[tuple[float, float]]) -> tuple[str, float]:
    """The sentiment and score of a comment from the (good, bad) weights of its clauses, both >= 0."""
    pairs = list(weights)
    good, bad = sum(pair[0] for pair in pairs), COMPLAINT * sum(pair[1] for pair in pairs)
    score = round((good - bad) / (good + bad + DAMPING), 4)
    lighter = min(good, bad)
    if lighter >= MIXED_WEIGHT and lighter >= MIXED_SHARE * (good + bad):
        return "mixed", score
    if abs(score) < NEUTRAL:
        return "neutral", score
    return ("positive" if score > 0 else "negative"), score


def _weights(clauses: Iterable[tuple[str, str, str]], judged: Mapping[str, set[str]]) -> Iterable[tuple[float, float]]:
    """(good, bad) of each clause."""
    for utterance_id, folded, lang in clauses:
        strengths = [one.strength for one in lexicon.judgements(folded, lang)]
        good = sum(strength for strength in strengths if strength > 0)
        bad = -sum(strength for strength in strengths if strength < 0)
        sentiments = judged.get(utterance_id, ())
        mention = MENTION * (ASKED if any(sign in folded for sign in QUESTION) else 1.0)
        good = good or (mention if "positive" in sentiments else 0.0)
        bad = bad or (mention if "negative" in sentiments else 0.0)
        loud = EXCLAIMED if "!!" in folded else 1.0
        yield good * loud, bad * loud
