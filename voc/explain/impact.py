"""Impact: what goes with each metric, topic by topic, over the whole run; table `impacts`.

For: the driver table beside the shifts. Not for: why a metric moved (see answers), nor for a cause: these are
differences between people who complain of a topic and people who do not, and they may differ in other ways as well.

A record counts once, with every topic that any comment on it complains of; only mentions that hurt count (see
voices.pains). Shares and gaps are raw: label error is not corrected here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import stats

from voc import tables
from voc.explain import formulas
from voc.explain.drivers import q_values
from voc.explain.family import SEED
from voc.explain.ground import Ground
from voc.explain.threads import one_thread
from voc.explain.voices import pains
from voc.metrics import Metric

Row = dict[str, Any]
LEAST_CUSTOMERS = 10
SENTIMENT_COLUMNS = ("sentiment", "sentiment_score")


@dataclass(frozen=True)
class Records:
    """The records of one metric that have a comment: `value` and `customer` (a number each), `said` (records, topics)."""

    topics: tuple[str, ...]
    value: np.ndarray
    customer: np.ndarray
    said: np.ndarray


@one_thread
def impacts(ground: Ground) -> pa.Table:
    """Table `impacts`: for each metric and formula a row a topic, worst part first, and the rows that make the sum whole.

    q values hold over all topics and metrics of the run (Benjamini-Hochberg); a metric that is read from the same words
    as the topics goes with them by construction and is left out of that family.
    """
    pained = pains(ground.mentions)
    found = [_rows(one, records(ground.outcomes, pained, one.id)) for one in ground.metrics.values()]
    every = [row for each in found for row in each]
    tested = [row for row in every if row["formula"] == formulas.GAP and not np.isnan(row["p_value"])]
    tested = [row for row in tested if not row["is_same_words"]]
    q = q_values([row["p_value"] for row in tested], [1.0] * len(tested))
    q_of = {(row["metric"], row["topic"]): float(value) for row, value in zip(tested, q, strict=True)}
    for row in every:
        row["q_value"] = q_of.get((row["metric"], row["topic"]), float("nan"))
    known = [{name: None if _is_nan(value) else value for name, value in row.items()} for row in every]
    return tables.conform(pa.Table.from_pylist(known, schema=tables.schema("impacts")), "impacts")


def records(outcomes: pd.DataFrame, pained: pd.DataFrame, metric: str) -> Records:
    """The Records of `metric`; `pained` as `voices.pains` gives it. A customer who is not known is one of their own."""
    rows = outcomes[outcomes["metric"] == metric].sort_values(["feedback_id", "record_id"], kind="stable")
    at, ids = pd.factorize(rows["record_id"], sort=True)
    first = rows.assign(at=at).groupby("at", sort=True).agg(value=("value", "first"), who=("customer_id", "first"))
    customer = pd.factorize(
        first["who"].astype(object).where(first["who"].notna(), pd.Series(ids, dtype=object)), sort=False
    )[0]
    told = rows[["feedback_id"]].assign(at=at).merge(pained, on="feedback_id")
    which, topics = pd.factorize(told["topic"], sort=True)
    said = np.zeros((len(ids), len(topics)), dtype=bool)
    said[told["at"].to_numpy(), which] = True
    return Records(tuple(str(topic) for topic in topics), first["value"].to_numpy(dtype=float), customer, said)


def _rows(metric: Metric, heard: Records) -> list[Row]:
    """The rows of one metric: by formula; topics worst part first, then few, none, all."""
    n, n_said = len(heard.value), heard.said.sum(axis=0)
    if n < metric.min_n:
        return _missing(metric, heard, f"too_few: {n} < {metric.min_n}")
    if float(np.ptp(heard.value)) == 0.0:
        return _missing(metric, heard, "no_variance")
    everybody = np.ones(n, dtype=bool)
    if reason := _few_customers(heard, everybody):
        return _missing(metric, heard, reason)
    why = [_too_few(metric, heard, number) for number in range(len(heard.topics))]
    kept = [number for number, reason in enumerate(why) if not reason]
    few = [number for number, reason in enumerate(why) if reason]
    # The few are one column, so that the parts add up and none of them is shown on its own.
    said = np.column_stack([heard.said[:, kept], heard.said[:, few].any(axis=1)])
    made = _made(heard, said)
    quiet = np.logical_not(said.any(axis=1))
    n_none = int(quiet.sum())
    # Without a level to start from there is nothing to split.
    no_level = f"too_few: {n_none} < {metric.min_n}" if n_none < metric.min_n else _few_customers(heard, quiet)
    harm = made[formulas.LEAVE_OUT if no_level else formulas.SPLIT].est * (-1.0 if metric.worse == "up" else 1.0)
    order = sorted(range(len(kept)), key=lambda at: (harm[at], heard.topics[kept[at]]))
    found = []
    for name in formulas.FORMULAS:
        reason = no_level if name == formulas.SPLIT else ""
        for at in order:
            row = _row(
                metric, name, "topic", heard.topics[kept[at]], n, int(n_said[kept[at]]), made[name].at(at), reason
            )
            found.append(row | ({"p_value": made[name].p(at)} if name == formulas.GAP else {}))
        for number in few:
            found.append(_row(metric, name, "topic", heard.topics[number], n, int(n_said[number]), None, why[number]))
        if name == formulas.SPLIT:
            if few:
                found.append(_row(metric, name, "few", "", n, int(said[:, -1].sum()), made[name].at(len(kept)), reason))
            found.append(_row(metric, name, "none", "", n, n_none, made["none"].at(0), no_level))
            found.append(_row(metric, name, "all", "", n, n, made["all"].at(0), ""))
        if name == formulas.REGRESSION and kept:
            if few:
                found.append(_row(metric, name, "few", "", n, int(said[:, -1].sum()), made[name].at(len(kept)), ""))
            found.append(_row(metric, name, "all", "", n, n, made["r2"].at(0), ""))
    return found


@dataclass(frozen=True)
class _Made:
    """One formula: estimates and standard errors, a column each, and the degrees of freedom of the errors."""

    est: np.ndarray
    error: np.ndarray
    freedom: int

    def at(self, number: int) -> tuple[float, float, float]:
        """Estimate and 95 % interval by Student's t."""
        est, half = float(self.est[number]), float(stats.t.ppf(0.975, self.freedom) * self.error[number])
        return est, est - half, est + half

    def p(self, number: int) -> float:
        """Chance of such an estimate if the truth were zero."""
        return float(2 * stats.t.sf(abs(self.est[number]) / self.error[number], self.freedom))


def _made(heard: Records, said: np.ndarray) -> dict[str, _Made]:
    each = formulas.rows(heard.value, said, heard.said.sum(axis=1))
    summed = formulas.sums(each, _groups(heard.customer), said.shape[1])
    every = formulas.figures(summed)
    error = formulas.errors(summed, every)
    return {name: _Made(of[0], error[name], max(len(of) - 2, 1)) for name, of in every.items()}


def _groups(customer: np.ndarray) -> np.ndarray:
    """Group of each record: customers dealt out at random (fixed seed) over GROUPS groups of about equal size."""
    count = int(customer.max()) + 1
    dealt = np.random.default_rng(SEED).permutation(count) % min(count, formulas.GROUPS)
    group: np.ndarray = dealt[customer]
    return group


def _too_few(metric: Metric, heard: Records, number: int) -> str:
    said = heard.said[:, number]
    n_with, n_without = int(said.sum()), int((~said).sum())
    if min(n_with, n_without) < metric.min_n:
        return f"too_few: {min(n_with, n_without)} < {metric.min_n}"
    return _few_customers(heard, said)


def _few_customers(heard: Records, mask: np.ndarray) -> str:
    customers = len(np.unique(heard.customer[mask]))
    return f"too_few: {customers} customers < {LEAST_CUSTOMERS}" if customers < LEAST_CUSTOMERS else ""


def _missing(metric: Metric, heard: Records, reason: str) -> list[Row]:
    """Rows that say why there is no figure; a metric on which no comment hangs has one row."""
    n, n_said = len(heard.value), heard.said.sum(axis=0)
    found = [
        _row(metric, name, "topic", topic, n, int(n_said[number]), None, reason)
        for name in formulas.FORMULAS
        for number, topic in enumerate(heard.topics)
    ]
    return [*found, _row(metric, formulas.DEFAULT, "all", "", n, n, None, reason)]


def _row(
    metric: Metric, formula: str, part: str, topic: str, n: int, n_with: int,
    figure: tuple[float, float, float] | None, reason: str,
) -> Row:  # fmt: skip
    est, lo, hi = (float("nan"),) * 3 if figure is None or reason else figure
    if formula == formulas.REGRESSION:
        lo, hi = (min(max(end, 0.0), 1.0) if not np.isnan(end) else end for end in (lo, hi))
    return {
        "metric": metric.id, "formula": formula, "part": part, "topic": topic, "est": est, "lo": lo, "hi": hi,
        "n": n, "n_with": n_with, "n_without": n - n_with, "p_value": float("nan"), "q_value": float("nan"),
        "is_same_words": reads_sentiment(metric), "is_corrected": False, "reasons": [reason] if reason else [],
    }  # fmt: skip


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def reads_sentiment(metric: Metric) -> bool:
    """True where the metric is counted from the sentiment of the words that topics are read from."""
    return metric.table == "feedback" and any(name in metric.value for name in SENTIMENT_COLUMNS)
