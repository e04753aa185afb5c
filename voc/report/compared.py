"""Compared: whether anything could be held against an earlier time at all, however quiet it was.

For: what a report without a finding may say. Not for: the comparing (voc.explain), nor what was found.
"""

from __future__ import annotations

import pandas as pd

from voc import metrics as measures
from voc.report import sentences
from voc.report.inputs import Inputs
from voc.report.levels import WINDOW


def is_compared(inputs: Inputs) -> bool:
    """False where not even that nothing moved can be said."""
    asked = sentences.asked(inputs.findings)
    if asked is not None:
        return not sentences.is_unanswered(asked)
    return figures_compared(inputs) > 0


def figures_compared(inputs: Inputs) -> int:
    """How many figures reach back further than one window and have a day with the least rows of a look (the metric's min_n)
    before it and from it on, whatever the comments do."""
    return sum(_can_be_compared(rows, _least(inputs, name)) for name, rows in _figures(inputs).items())


def least_rows(inputs: Inputs) -> int:
    """The fewest rows on either side of a day from which on some figure of this run is compared."""
    return min((_least(inputs, name) for name in _figures(inputs)), default=measures.Metric.min_n)


def has_earlier(inputs: Inputs) -> bool:
    """True where some metric or the comments reach back further than one window."""
    reach = pd.Timedelta(days=WINDOW)
    periods = pd.to_datetime(inputs.series["period"])
    days = inputs.comments["day"].dropna()
    return any(len(one) and one.max() - one.min() >= reach for one in (periods, days))


def _least(inputs: Inputs, name: str) -> int:
    known = inputs.metrics.get(name)
    return known.min_n if known else measures.Metric.min_n


def _can_be_compared(rows: pd.DataFrame, least: int) -> bool:
    by_day = rows.groupby(pd.to_datetime(rows["period"]))["n"].sum().sort_index()
    before = by_day.cumsum()
    is_enough = ((before >= least) & (before.iloc[-1] - before >= least)).any()
    return bool(is_enough) and by_day.index[-1] - by_day.index[0] >= pd.Timedelta(days=WINDOW)


def _figures(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The rows of `series` of each figure that is watched."""
    not_watched = {measures.TOPIC_SHARE, *measures.OF_THE_DATA}
    return {str(name): rows for name, rows in inputs.series.groupby("metric") if name not in not_watched and len(rows)}
