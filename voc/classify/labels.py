"""Topics that somebody else has labelled, taken as mentions.

For: projects that bring their own labels (`[classify] labels`) or a hand-checked sample (`[classify] audit`). Not for:
checking them against ours, which is `evaluate`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.errors import DataError, nearest

if TYPE_CHECKING:
    import pyarrow as pa

TAGGER = "given"
_SENTIMENTS = {
    "neg": "negative", "negative": "negative", "-1": "negative", "负面": "negative", "負面": "negative",
    "neu": "neutral", "neutral": "neutral", "0": "neutral", "中性": "neutral",
    "pos": "positive", "positive": "positive", "1": "positive", "正面": "positive",
}  # fmt: skip


def given(labels: pa.Table, feedback: pa.Table, file: str = "labels") -> tuple[pa.Table, pa.Table]:
    """(mentions, rejected) from labels: columns feedback_id, topic and, if there is one, sentiment.

    Mentions carry tagger "given", confidence 1, no utterance and no place; the same label twice counts once. Topics
    need not be of the taxonomy. Rejected with the row's number: `unknown_feedback_id`, `empty_topic`,
    `unknown_sentiment`. DataError E250 where a needed column is absent.
    """
    import pyarrow as pa

    _check_columns(labels, file, "feedback_id, topic and, if there is one, sentiment")
    known = set(feedback.column("feedback_id").to_pylist())
    ids = labels.column("feedback_id").to_pylist()
    topics = labels.column("topic").to_pylist()
    has_sentiment = "sentiment" in labels.column_names
    sentiments = labels.column("sentiment").to_pylist() if has_sentiment else [None] * len(ids)
    kept: dict[tuple[str, str, str | None], None] = {}
    rejected: list[dict[str, Any]] = []
    for row, (id, topic, sentiment) in enumerate(zip(ids, topics, sentiments, strict=True), 1):
        id, topic = _text(id), _text(topic)
        said = _text(sentiment).lower()
        if id not in known:
            rejected.append(_reject(file, row, "feedback_id", "unknown_feedback_id", id, "an id of the feedback"))
        elif not topic:
            rejected.append(_reject(file, row, "topic", "empty_topic", topic, "a topic"))
        elif said and said not in _SENTIMENTS:
            expected = "negative, neutral or positive"
            rejected.append(_reject(file, row, "sentiment", "unknown_sentiment", said, expected))
        else:
            kept[id, topic, _SENTIMENTS.get(said)] = None
    mentions = pa.table(
        {
            "feedback_id": [id for id, _, _ in kept],
            "utterance_id": [None] * len(kept),
            "topic": [topic for _, topic, _ in kept],
            "sentiment": [sentiment for _, _, sentiment in kept],
            "confidence": [1.0] * len(kept),
            "start": [None] * len(kept),
            "end": [None] * len(kept),
            "tagger": [TAGGER] * len(kept),
        }
    )
    return tables.conform(mentions, "mentions"), pa.Table.from_pylist(rejected, schema=tables.schema("rejected"))


def audited(checked: pa.Table, feedback: pa.Table, file: str = "audit") -> tuple[pa.Table, pa.Table]:
    """(audit, rejected) from a hand-checked sample: columns feedback_id and topic, empty where a comment has none, and,
    where comments were drawn with different chances, weight = 1 / chance (empty = 1).

    The same line twice counts once; of several weights of a comment the first counts. Rejected with the row's number:
    `unknown_feedback_id`, `unusable_weight` (no number above 0). DataError E250 where a needed column is absent.
    """
    import pyarrow as pa

    _check_columns(checked, file, "feedback_id, topic and, if there is one, weight")
    known = set(feedback.column("feedback_id").to_pylist())
    kept: dict[tuple[str, str | None], None] = {}
    weights: dict[str, float | None] = {}
    rejected: list[dict[str, Any]] = []
    said = checked.column("weight").to_pylist() if "weight" in checked.column_names else [None] * checked.num_rows
    rows = zip(checked.column("feedback_id").to_pylist(), checked.column("topic").to_pylist(), said, strict=True)
    for row, (id, topic, weight) in enumerate(rows, 1):
        id, weight = _text(id), _text(weight)
        if id not in known:
            rejected.append(_reject(file, row, "feedback_id", "unknown_feedback_id", id, "an id of the feedback"))
        elif weight and not _is_weight(weight):
            rejected.append(_reject(file, row, "weight", "unusable_weight", weight, "a number above 0, or nothing"))
        else:
            kept[id, _text(topic) or None] = None
            weights.setdefault(id, float(weight) if weight else None)
    audit = pa.table(
        {
            "feedback_id": [id for id, _ in kept],
            "topic": [topic for _, topic in kept],
            "weight": [weights[id] for id, _ in kept],
        },
        schema=tables.schema("audit"),
    )
    return audit, pa.Table.from_pylist(rejected, schema=tables.schema("rejected"))


def _is_weight(text: str) -> bool:
    try:
        return 0 < float(text) < math.inf
    except ValueError:
        return False


def _check_columns(rows: pa.Table, file: str, expected: str) -> None:
    for column in ("feedback_id", "topic"):
        if column not in rows.column_names:
            raise DataError(
                "E250",
                f"there is no column {column}",
                where=file,
                found=", ".join(rows.column_names),
                expected=expected,
                do=nearest(column, rows.column_names) if rows.column_names else "give the file a header",
            )


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _reject(file: str, row: int, column: str, reason: str, found: str, expected: str) -> dict[str, Any]:
    return {
        "file": file,
        "row": row,
        "column": column,
        "reason": reason,
        "found": found[:80],
        "expected": expected,
    }
