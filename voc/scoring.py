"""Scoring: what the tagger says of texts that people have labelled, with intervals.

For: `voc evaluate`. Not for: counting agreement, which `classify.evaluate` does, nor for labels without a text.

A folder of labelled texts holds texts.csv (id, lang, text) and labels.csv (id, overall, mentions); mentions are
`topic:pol;topic:pol`. Texts without a line in labels.csv are not scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc import asking, tables, tagging
from voc.classify import evaluate
from voc.errors import DataError, nearest

if TYPE_CHECKING:
    import pandas as pd

SEED = 2026
DRAWS = 1000
OVERALL = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
Estimate = tuple[float, float, float]


@dataclass(frozen=True)
class Scored:
    """`topics` and `sentiments` by language and for all; `macro`, `micro` and `sentiment` are F1 (est, lo, hi) by
    language; `n` counts texts by language."""

    topics: tuple[evaluate.Score, ...]
    sentiments: tuple[evaluate.Score, ...]
    macro: dict[str, Estimate]
    micro: dict[str, Estimate]
    sentiment: dict[str, Estimate]
    n: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""

        def of(estimate: Estimate) -> dict[str, float | None]:
            known = (None if np.isnan(one) else one for one in estimate)
            return dict(zip(("est", "lo", "hi"), known, strict=True))

        def row(one: evaluate.Score) -> dict[str, Any]:
            return {**asdict(one), "precision": one.precision, "recall": one.recall, "f1": one.f1}

        return {
            "langs": [
                {"lang": lang, "n": self.n[lang], "macro_f1": of(self.macro[lang]), "micro_f1": of(self.micro[lang]),
                 "sentiment_macro_f1": of(self.sentiment[lang])}
                for lang in self.n
            ],
            "topics": [row(one) for one in self.topics],
            "sentiments": [row(one) for one in self.sentiments],
        }  # fmt: skip


def scored(folder: Path) -> Scored:
    """The tagger against the labelled texts in `folder`. Raises DataError E200 to E202 where a file cannot be read,
    E210 for a column that is not there, E271 where no text has a label, E272 for an `overall` we do not know."""
    gold, texts = _gold(folder)
    answer, _ = asking.classified(texts, ids=gold.column("feedback_id").to_pylist())
    said = _opinions(answer)
    topics, sentiments = evaluate.topics(said, gold), evaluate.sentiments(said, gold)
    langs = [*sorted(set(gold.column("lang").to_pylist())), evaluate.ALL]
    count = {lang: sum(lang in (one, evaluate.ALL) for one in gold.column("lang").to_pylist()) for lang in langs}
    judged = gold.filter(pc.is_in(gold.column("sentiment"), pa.array(evaluate.SENTIMENTS)))

    def spread(
        rows: pa.Table, column: str, labels: list[str], figure: Callable[..., np.ndarray]
    ) -> dict[str, Estimate]:
        true, found = _matrix(rows, column, labels), _matrix(_along(said, rows), column, labels)
        of = np.array(rows.column("lang").to_pylist(), dtype=object)
        return {lang: _interval(true, found, (of == lang) | (lang == evaluate.ALL), figure) for lang in langs}

    known = sorted({one.label for one in topics})
    return Scored(
        tuple(topics), tuple(sentiments), spread(gold, "topics", known, _macro), spread(gold, "topics", known, _micro),
        spread(judged, "sentiment", list(evaluate.SENTIMENTS), _macro), count,
    )  # fmt: skip


def _gold(folder: Path) -> tuple[pa.Table, list[str]]:
    """The labelled texts in the shape of `opinions`, and the texts themselves."""
    texts = _rows(folder / "texts.csv", ("id", "lang", "text"))
    labels = _rows(folder / "labels.csv", ("id", "overall", "mentions"))
    both = texts.merge(labels.drop_duplicates("id"), on="id", suffixes=("", "_label")).drop_duplicates("id")
    if both.empty:
        raise DataError(
            "E271", "no text has a label", where=str(folder), found=f"{len(texts)} texts, {len(labels)} labels",
            expected="the same ids in texts.csv and labels.csv",
        )  # fmt: skip
    strange = sorted(set(both["overall"]) - OVERALL.keys() - {""})
    if strange:
        raise DataError(
            "E272", "this overall sentiment is not known", where=str(folder / "labels.csv"), found=strange[0],
            do=nearest(strange[0], OVERALL),
        )  # fmt: skip
    said = [[one.split(":")[0].strip() for one in mentions.split(";") if one.strip()] for mentions in both["mentions"]]
    rows = pa.table(
        {
            "feedback_id": both["id"].to_list(),
            "lang": [lang or "und" for lang in both["lang"]],
            "sentiment": [OVERALL.get(overall) for overall in both["overall"]],
            "sentiment_score": [None] * len(both),
            "topics": [list(dict.fromkeys(topics)) for topics in said],
        },
        schema=tables.schema("opinions").remove_metadata(),
    )
    return rows, both["text"].to_list()


def _rows(file: Path, needed: tuple[str, ...]) -> pd.DataFrame:
    rows = tagging.plain(file)
    for column in needed:
        if column not in rows.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(rows.column_names),
                expected=", ".join(needed), do=nearest(column, rows.column_names),
            )  # fmt: skip
    frame: pd.DataFrame = rows.select(list(needed)).to_pandas().astype(object)
    return frame.where(frame.notna(), "").astype(str)


def _opinions(answer: pd.DataFrame) -> pa.Table:
    columns = {name: answer[name].to_list() for name in ("lang", "sentiment", "topics")}
    columns["sentiment"] = [one if isinstance(one, str) else None for one in columns["sentiment"]]
    columns["lang"] = [one or "und" for one in columns["lang"]]
    return tables.conform(pa.table({"feedback_id": answer["id"].to_list(), **columns}), "opinions")


def _along(said: pa.Table, rows: pa.Table) -> pa.Table:
    """`said` for the texts of `rows`, in their order."""
    place = {one: at for at, one in enumerate(said.column("feedback_id").to_pylist())}
    return said.take([place[one] for one in rows.column("feedback_id").to_pylist()])


def _matrix(rows: pa.Table, column: str, labels: list[str]) -> np.ndarray:
    """Texts by labels: 1.0 where the text has the label."""
    values = ([one] if isinstance(one, str) else one or [] for one in rows.column(column).to_pylist())
    return np.array([[float(label in value) for label in labels] for value in values]).reshape(rows.num_rows, -1)


def _interval(true: np.ndarray, found: np.ndarray, chosen: np.ndarray, figure: Callable[..., np.ndarray]) -> Estimate:
    """(the figure over the `chosen` texts, its 95 % percentile bootstrap over texts)."""
    true, found = true[chosen], found[chosen]
    n = len(true)
    if not n:
        return (float("nan"),) * 3
    rng = np.random.default_rng(SEED)
    weights = np.vstack([np.ones(n), rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)])
    figures = figure(weights @ true, weights @ found, weights @ (true * found))
    drawn = figures[1:][~np.isnan(figures[1:])]
    if not len(drawn):
        return (float("nan"),) * 3
    lo, hi = np.quantile(drawn, (0.025, 0.975))
    return float(figures[0]), float(lo), float(hi)


def _macro(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mean F1 of the labels that occur, shape (draws,)."""
    f1 = np.divide(2 * right, n + found, out=np.zeros_like(right), where=n + found > 0)
    occurs = n > 0
    return np.divide((f1 * occurs).sum(1), occurs.sum(1), out=np.full(len(n), np.nan), where=occurs.any(1))


def _micro(n: np.ndarray, found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """F1 over all decisions, shape (draws,)."""
    total = n.sum(1) + found.sum(1)
    return np.divide(2 * right.sum(1), total, out=np.full(len(n), np.nan), where=total > 0)
