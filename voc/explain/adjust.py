"""Adjust: the value that a record would have without the topics, given everything else that is known of it.

For: the adjusted outcome gap of `effect`. Not for: the plain gap, which stands in the table as it is.

Augmented inverse probability weighting (Robins, Rotnitzky & Zhao 1994): a model of the outcome among comments without the
topics (ridge) and one of who says them (logistic), each fitted on four fifths of the customers and read on the last
fifth (Chernozhukov et al. 2018), so that the estimate is right if either model is. Comments that surely have a topic
(chance above MOST_SURE) have nobody to be compared with; their weight is held at that of the limit.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from voc.explain.cells import Cells
from voc.explain.voices import Voices

FOLDS, MOST_SURE, LEAST_SAID, LEAST_WITHOUT = 5, 0.95, 20, 100
MOST_VALUES, LEAST_ROWS = 30, 8
_NOT_KNOWN_OF_RECORDS = ("metric", "feedback_id", "population", "record_id", "period", "value", "customer_id")


def covariates(heard: Voices, cells: Cells, rows: np.ndarray, drivers: tuple[str, ...]) -> np.ndarray:
    """What is known of the records of `rows` (positions) beside the drivers, shape (rows, columns), each column with
    mean 0 and deviation 1: every dimension, the weekday, the other topics; rare ones are left out."""
    parts: list[np.ndarray] = []
    for dim in heard.rows.columns.difference(list(_NOT_KNOWN_OF_RECORDS)):
        values = heard.rows[dim].iloc[rows].astype("string").fillna("")
        often = values.value_counts(sort=True).head(MOST_VALUES)
        parts += [(values == value).to_numpy(dtype=float) for value in sorted(often.index)]
    if cells.period == "day":
        weekday = pd.DatetimeIndex(cells.periods).day_of_week.to_numpy()[heard.at[rows]]
        parts += [(weekday == day).astype(float) for day in range(1, 7)]
    others = [number for number, topic in enumerate(heard.topics) if topic not in drivers]
    parts += [heard.said[rows, number].astype(float) for number in others]
    kept = [one for one in parts if LEAST_ROWS <= one.sum() <= len(one) - LEAST_ROWS]
    if not kept:
        return np.zeros((len(rows), 0))
    made = np.column_stack(kept)
    return (made - made.mean(axis=0)) / made.std(axis=0)


def without(
    value: np.ndarray, said: np.ndarray, known: np.ndarray, weight: np.ndarray, customers: np.ndarray
) -> np.ndarray | None:
    """The value of each comment's record had it none of the topics (its pseudo-outcome; the weighted mean is the
    estimate), shape (rows,). None with too few comments on one side, or nothing known to adjust by."""
    if said.sum() < LEAST_SAID or (~said).sum() < LEAST_WITHOUT or not known.shape[1]:
        return None
    from sklearn.linear_model import LogisticRegression, Ridge  # type: ignore[import-untyped]

    fold = pd.factorize(customers)[0] % FOLDS
    made = np.empty(len(value))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        if not test.any():
            continue
        quiet = train & ~said
        if min(said[train].sum(), quiet.sum()) < LEAST_SAID // 2:
            return None
        outcome = Ridge(alpha=10.0).fit(known[quiet], value[quiet], sample_weight=weight[quiet])
        chance = LogisticRegression(C=0.1, max_iter=200).fit(known[train], said[train], sample_weight=weight[train])
        expected = outcome.predict(known[test])
        sure = np.minimum(chance.predict_proba(known[test])[:, 1], MOST_SURE)
        made[test] = expected + np.where(said[test], 0.0, (value[test] - expected) / (1 - sure))
    return made
