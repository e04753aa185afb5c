"""Voices: the comments behind one metric as arrays - when, where, which topics, how the record went.

For: drivers, effect and quotes, which all ask about the same comments. Not for: comments that hang on no record of the
metric; those are counted in series only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from voc.explain.cells import Cells, Segment


@dataclass(frozen=True)
class Voices:
    """`ids`, `records`, `customers`, `value`, `at` (position of the period) have a row a comment; `said` is (comments,
    topics): the comment complains of the topic. `rows` keeps the dimensions. `langs` is the language, `has_words` whether
    it says anything in words (always, where labels came from outside and no text at all)."""

    topics: tuple[str, ...]
    ids: np.ndarray
    records: np.ndarray
    customers: np.ndarray
    value: np.ndarray
    at: np.ndarray
    said: np.ndarray
    rows: pd.DataFrame
    langs: np.ndarray = field(default_factory=lambda: np.array([], dtype=object))
    has_words: np.ndarray = field(default_factory=lambda: np.array([], dtype=bool))

    def inside(self, segment: Segment) -> np.ndarray:
        """Mask of the comments whose record lies in the segment."""
        mask = np.ones(len(self.ids), dtype=bool)
        for dim, value in segment.where:
            mask &= self.rows[dim].to_numpy() == value
        return mask

    def during(self, window: slice) -> np.ndarray:
        """Mask of the comments of a stretch of periods."""
        return (self.at >= window.start) & (self.at < window.stop)


def pains(mentions: pd.DataFrame) -> pd.DataFrame:
    """feedback_id and topic, each pair once, of the mentions that hurt; a mention of unknown sentiment counts too."""
    hurt = mentions[mentions["sentiment"].isna() | (mentions["sentiment"] == "negative")]
    return hurt[["feedback_id", "topic"]].drop_duplicates()


def voices(outcomes: pd.DataFrame, pained: pd.DataFrame, cells: Cells, feedback: pd.DataFrame | None = None) -> Voices:
    """The Voices of the metric of `cells`; `pained` as `pains` gives it."""
    rows = outcomes[outcomes["metric"] == cells.metric].sort_values(["feedback_id", "record_id"], kind="stable")
    rows = rows.drop_duplicates(["feedback_id", "record_id"]).reset_index(drop=True)
    topics = tuple(sorted(pained["topic"].unique()))
    said = np.zeros((len(rows), len(topics)), dtype=bool)
    ids = pd.Index(rows["feedback_id"])
    place = pd.Series(np.arange(len(rows)), index=ids)
    known = pained[pained["feedback_id"].isin(ids)]
    of_topic = {topic: number for number, topic in enumerate(topics)}
    for topic, group in known.groupby("topic", sort=True):
        said[place.loc[group["feedback_id"]].to_numpy(), of_topic[str(topic)]] = True
    at = np.searchsorted(cells.periods, pd.to_datetime(rows["period"]).to_numpy().astype("datetime64[D]"))
    records = rows["record_id"].to_numpy()
    customers = rows["customer_id"].fillna(rows["record_id"]).to_numpy()
    langs, has_words = _written(ids, feedback)
    return Voices(
        topics,
        ids.to_numpy(),
        records,
        customers,
        rows["value"].to_numpy(dtype=float),
        at,
        said,
        rows,
        langs,
        has_words,
    )


def _written(ids: pd.Index, feedback: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    """(language, whether it has words) of each comment."""
    if feedback is None or not len(feedback):
        return np.full(len(ids), "und", dtype=object), np.ones(len(ids), dtype=bool)
    rows = feedback.set_index("feedback_id")[["lang", "text"]].reindex(ids)
    has_words = (rows["text"].notna() & (rows["text"] != "")).to_numpy(dtype=bool)
    said_any = bool(feedback["text"].notna().any())
    return rows["lang"].fillna("und").to_numpy(dtype=object), has_words if said_any else np.ones(len(ids), dtype=bool)
