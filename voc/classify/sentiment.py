"""What a comment says as a whole: negative, neutral, positive or mixed, with a score; and its topics.

For: the table `opinions`. Not for: the sentiment toward one topic, which stands in `mentions`.

A comment is the sum of its clauses. Each clause gives its judging words (see `lexicon`) and, for a topic phrase that is
a complaint or praise by itself and holds no judging word ("on hold for an hour"), MENTION in that direction.
With P and N the sums of what is good and bad: score = (P - N) / (P + N + DAMPING).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.classify import lexicon
from voc.language import family

if TYPE_CHECKING:
    import pyarrow as pa

MENTION = 1.2  # weight of a topic phrase without a judging word of its own
DAMPING = 1.0
NEUTRAL = 0.18  # |score| below this is neutral
MIXED_SHARE = 0.38  # the lighter side carries at least this share ...
MIXED_WEIGHT = 1.5  # ... and weighs at least this much
EXCLAIMED = 1.15  # factor of a clause that ends with two exclamation marks or more


def opinions(feedback: pa.Table, utterances: pa.Table, mentions: pa.Table) -> pa.Table:
    """Table `opinions`: one row for each row of `feedback` that has text, in its order.

    Sentiment and score are null where the lexicon does not know the language; topics come from `mentions` alone, in
    their order there. A comment without a clause is neutral with score 0.
    """
    import pyarrow as pa

    clauses: dict[str, list[tuple[str, str, str]]] = {}
    names = ("feedback_id", "utterance_id", "folded", "lang")
    for feedback_id, *clause in zip(*(utterances.column(name).to_pylist() for name in names), strict=True):
        clauses.setdefault(feedback_id, []).append(tuple(clause))
    topics: dict[str, dict[str, None]] = {}
    judged: dict[str, list[tuple[str, float]]] = {}
    names = ("feedback_id", "utterance_id", "topic", "sentiment")
    for feedback_id, utterance_id, topic, sentiment in zip(
        *(mentions.column(name).to_pylist() for name in names), strict=True
    ):
        topics.setdefault(feedback_id, {})[topic] = None
        sign = {"positive": 1.0, "negative": -1.0}.get(sentiment, 0.0)
        if utterance_id is not None:
            judged.setdefault(utterance_id, []).append((topic, sign))
    rows: dict[str, list[Any]] = {name: [] for name in tables.OPINIONS.names}
    names = ("feedback_id", "lang", "text")
    for feedback_id, lang, text in zip(*(feedback.column(name).to_pylist() for name in names), strict=True):
        if not text or not text.strip():
            continue
        lang = lang or "und"
        sentiment, score = (
            overall(_weights(clauses.get(feedback_id, ()), judged)) if lexicon.knows(lang) else (None, None)
        )
        for name, value in zip(
            tables.OPINIONS.names, (feedback_id, lang, sentiment, score, list(topics.get(feedback_id, ()))), strict=True
        ):
            rows[name].append(value)
    return tables.conform(pa.table(rows, schema=tables.schema("opinions")), "opinions")


def overall(weights: Iterable[tuple[float, float]]) -> tuple[str, float]:
    """The sentiment and score of a comment from the (good, bad) weights of its clauses, both >= 0."""
    pairs = list(weights)
    good, bad = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    score = round((good - bad) / (good + bad + DAMPING), 4)
    lighter = min(good, bad)
    if lighter >= MIXED_WEIGHT and lighter >= MIXED_SHARE * (good + bad):
        return "mixed", score
    if abs(score) < NEUTRAL:
        return "neutral", score
    return ("positive" if score > 0 else "negative"), score


def _weights(
    clauses: Iterable[tuple[str, str, str]], judged: Mapping[str, list[tuple[str, float]]]
) -> Iterable[tuple[float, float]]:
    """(good, bad) of each clause."""
    for utterance_id, folded, lang in clauses:
        strengths = [one.strength for one in lexicon.judgements(folded, family(lang))]
        good = sum(strength for strength in strengths if strength > 0)
        bad = -sum(strength for strength in strengths if strength < 0)
        signs = {sign for _, sign in judged.get(utterance_id, ())}
        if 1.0 in signs and not good:
            good = MENTION
        if -1.0 in signs and not bad:
            bad = MENTION
        loud = EXCLAIMED if "!!" in folded else 1.0
        yield good * loud, bad * loud
