"""Every metric and every topic week by week, with n and interval: what a sparkline draws, as numbers.

For: the worksheet Weekly. Not for: whether anything moved; rows are taken as independent here, days of a series are not.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from voc import metrics as measures
from voc.report import figures, levels
from voc.report.finding import Interval
from voc.report.inputs import Inputs

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Week:
    """`value` over the `n` rows of a week from Monday to Sunday, of which the data cover `days`; a metric that is counted
    by month has its months, and `days` None.

    `part` rows of the `n` name the topic, or are what a share counts; below the floor a share has no value, only counts.
    """

    first: datetime.date
    days: int | None
    kind: Literal["metric", "topic"]
    id: str
    n: int
    part: int | None
    value: Interval


def weekly(inputs: Inputs) -> tuple[Week, ...]:
    """The weeks of every metric, in the order of the metrics, then those of every topic that a comment names, in the order
    of the taxonomy and with the weeks in which nobody named it. Intervals: see metrics.interval."""
    return (*_metrics(inputs), *_topics(inputs))


def _metrics(inputs: Inputs) -> Iterator[Week]:
    rows = inputs.series[inputs.series["topic"].isna() & ~inputs.series["metric"].isin(measures.OF_THE_DATA)]
    groups = dict(iter(rows.groupby("metric")))
    for metric in inputs.metrics.values():
        if metric.id not in groups:
            continue
        periods = levels.rows(groups[metric.id], metric.id, {})
        kind = metric.kind or ("share" if inputs.unit(metric.id) == "share" else "mean")
        is_longer = levels.step(periods) > 7
        ends = (periods["period"].min(), periods["period"].max() + _days(min(levels.step(periods), 7) - 1))
        starts = periods["period"] if is_longer else _mondays(periods["period"])
        summed = periods.assign(start=starts).groupby("start", sort=True)[["n", "total", "sumsq"]].sum()
        for start, row in zip(_starts(summed), summed.to_dict("records"), strict=True):
            n, total = int(row["n"]), float(row["total"])
            if n:
                counted = round(total) if kind == "share" else None
                found = _valued(kind, n, total, float(row["sumsq"]))
                covered = None if is_longer else _covered(start, ends)
                yield Week(start.date(), covered, "metric", metric.id, n, counted, found)


def _topics(inputs: Inputs) -> Iterator[Week]:
    import pandas as pd

    comments = inputs.comments[["feedback_id", "day"]].dropna(subset=["day"])
    told = inputs.mentions[["feedback_id", "topic"]].drop_duplicates().merge(comments, on="feedback_id")
    if told.empty:
        return
    ends = (comments["day"].min(), comments["day"].max())
    sizes = comments.groupby(_mondays(comments["day"]), sort=True).size().to_frame("n")
    whole = dict(zip(_starts(sizes), (int(n) for n in sizes["n"]), strict=True))
    parts = pd.crosstab(told["topic"], _mondays(told["day"]))
    named = {str(topic) for topic in parts.index}
    order = [topic for topic in inputs.topics if topic in named]
    for topic in [*order, *sorted(named - set(order))]:
        said = parts.loc[topic].to_dict()
        for start, n in whole.items():
            part = int(said.get(start, 0))
            yield Week(start.date(), _covered(start, ends), "topic", topic, n, part, _valued("share", n, part, part))


def _valued(kind: measures.Kind, n: float, total: float, sumsq: float) -> Interval:
    if kind == "share" and n < figures.FLOOR:
        return Interval(None, None, None)
    lo, hi = measures.interval(kind, n, total, sumsq)
    return Interval(total / n, *(end if math.isfinite(end) else None for end in (lo, hi)))


def _starts(of: pd.DataFrame) -> list[pd.Timestamp]:
    import pandas as pd

    return list(pd.DatetimeIndex(of.index))


def _mondays(days: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def _covered(start: pd.Timestamp, ends: tuple[pd.Timestamp, pd.Timestamp]) -> int:
    """Days of the week from `start` on that lie between the first and the last day of the data."""
    return int((min(start + _days(6), ends[1]) - max(start, ends[0])).days) + 1


def _days(n: int) -> pd.Timedelta:
    import pandas as pd

    return pd.Timedelta(days=n)
