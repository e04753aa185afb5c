"""The topic table: how many comments speak of each topic, now and before, and how that share has gone.

For: the section "Topics". Not for: saying why a metric moved; a topic may be loud and have nothing to do with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from voc import metrics as measures
from voc.metrics import Z95
from voc.report import figures
from voc.report.charts import Spark, spark
from voc.report.finding import Interval
from voc.report.inputs import Inputs
from voc.report.sentences import asked, first, is_unanswered, is_undated
from voc.wording import Phrase, say

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 12
_UNKNOWN = Interval(None, None, None)


@dataclass(frozen=True)
class TopicRow:
    """One topic. The plain numbers are for sorting and for the workbook; None stands last.

    `n` of `comments` speak of it, and `n_before` of `comments_before`; shares and their 95 % intervals (Wilson) only where
    there are enough of them. `range_text` is that of the change, where nothing is compared that of the share. `tone` is
    that of complaints: whether more comments complain of it, or fewer.
    """

    topic: str
    name: Phrase
    n: int
    n_text: str
    share: float | None
    share_text: str
    change: float | None
    change_text: str
    range_text: str
    tone: Literal["worse", "better", "flat"]
    negative: float | None
    negative_text: str
    spark: Spark
    bar: str
    comments: int
    n_before: int | None
    comments_before: int | None
    share_before: float | None
    share_range: Interval
    change_range: Interval
    n_negative: int | None
    negative_range: Interval


@dataclass(frozen=True)
class TopicTable:
    """The rows, most spoken of first, and the sentence above them; `has_shares` is False below the floor, `is_compared`
    where there are no days before with comments enough."""

    caption: Phrase
    rows: tuple[TopicRow, ...]
    has_shares: bool
    is_compared: bool

    @property
    def has_trends(self) -> bool:
        """True where a topic has a share by weeks."""
        return any(row.spark.line for row in self.rows)


@dataclass(frozen=True)
class Window:
    """Two stretches of days that are compared, both ends included."""

    before_from: pd.Timestamp
    before_to: pd.Timestamp
    after_from: pd.Timestamp
    after_to: pd.Timestamp


def window(inputs: Inputs) -> Window | None:
    """The days of the headline's finding or of the answer to a question, None where the data cannot answer it; without
    either, the last 28 days of comments and the 28 before, as far as there are any; None where hardly any has a day."""
    import pandas as pd

    day = pd.Timedelta(days=1)
    finding = first(inputs.findings) or asked(inputs.findings)
    if finding is not None and is_unanswered(finding):
        return None
    if finding is not None:
        ends = (finding.before_from, finding.before_to, finding.onset, finding.after_to)
        return Window(*(pd.Timestamp(one) for one in ends))
    days = inputs.comments["day"].dropna()
    if days.empty or is_undated(inputs):
        return None
    first_day, last = days.min(), days.max()
    middle = last - 28 * day
    # the days before are those that are there, and so are the last ones: nobody has read what was written earlier
    earliest = max(last - 55 * day, first_day) if first_day <= middle else last - 55 * day
    return Window(earliest, middle, max(middle + day, first_day), last)


def topic_table(inputs: Inputs) -> TopicTable:
    """One row a topic that any comment speaks of; of comments without days all are counted and none compared."""
    import pandas as pd

    span = window(inputs)
    comments = inputs.comments[["feedback_id", "day"]]
    told = inputs.mentions[["feedback_id", "topic", "sentiment"]].merge(comments, on="feedback_id")
    is_of_all = span is None and is_undated(inputs) and asked(inputs.findings) is None
    if told.empty or (span is None and not is_of_all):
        is_nothing = told.empty or comments["day"].isna().all()
        return TopicTable(say("table.none" if is_nothing else "table.unanswered"), (), False, False)
    now, before = _sides(comments["day"], span)
    n_now, n_before = int(now.sum()), int(before.sum())
    has_shares = n_now >= figures.FLOOR
    grouped = told.assign(is_negative=told["sentiment"] == "negative").groupby(["feedback_id", "topic"], as_index=False)
    once = grouped.agg(day=("day", "first"), is_negative=("is_negative", "max"))
    is_now, is_before = _sides(once["day"], span)
    counts = pd.DataFrame(
        {
            "all": once.groupby("topic").size(),
            "now": once[is_now].groupby("topic").size(),
            "before": once[is_before].groupby("topic").size(),
            "negative": once[is_now].groupby("topic")["is_negative"].sum(),
            "negative_before": once[is_before].groupby("topic")["is_negative"].sum(),
        }
    ).fillna(0)
    shown = "now" if has_shares else "all"
    counts = counts[counts[shown] + counts["before"] > 0].reset_index(names="topic")
    counts = counts.sort_values([shown, "topic"], ascending=[False, True], kind="stable")
    trends = _trends(comments, once) if has_shares and not is_of_all else {}
    # A topic of the days before alone has no bar to draw, and may be the only one.
    top = max(float(counts[shown].max()), 1.0) if len(counts) else 1.0
    rows = tuple(
        _row(
            inputs,
            row,
            shown,
            (n_now if has_shares else len(comments), n_before),
            top,
            trends.get(row["topic"], ()),
            has_shares,
        )
        for row in counts.to_dict("records")
    )
    return TopicTable(_caption(span, n_now, n_before), rows, has_shares, has_shares and n_before >= figures.FLOOR)


def _sides(day: pd.Series, span: Window | None) -> tuple[pd.Series, pd.Series]:
    """Which days are counted, and which are compared with them: all and none where there is no span."""
    if span is None:
        return day.isna() | True, day.isna() & False
    return day.between(span.after_from, span.after_to), day.between(span.before_from, span.before_to)


def _caption(span: Window | None, n_now: int, n_before: int) -> Phrase:
    if n_now < figures.FLOOR:
        return say("table.sub_few", floor=figures.FLOOR)
    if span is None:
        return say("table.sub_undated", n=figures.count(n_now))
    return say(
        "table.sub",
        after=figures.days(span.after_from, span.after_to),
        before=figures.days(span.before_from, span.before_to),
        n=figures.count(n_now),
        n_before=figures.count(n_before),
    )


def _row(
    inputs: Inputs,
    row: dict[Any, Any],
    shown: str,
    windows: tuple[int, int],
    top: float,
    trend: tuple[float, ...],
    has_shares: bool,
) -> TopicRow:
    n_now, n_before = windows
    topic, n = str(row["topic"]), int(row[shown])
    share = n / n_now if has_shares else None
    is_compared = has_shares and n_before >= figures.FLOOR
    change, lo, hi = share_change(n, n_now, int(row["before"]), n_before) if is_compared else (None, None, None)
    negative = row["negative"] / n if n and has_shares else None
    tone: Literal["worse", "better", "flat"] = "flat"
    if is_compared:
        # more talk may be praise: worse is more comments that complain of it, and the interval must keep clear of zero
        _, least, most = share_change(int(row["negative"]), n_now, int(row["negative_before"]), n_before)
        tone = "worse" if least > 0 else "better" if most < 0 else "flat"
    points = figures.Scale("share", 100.0, 1)
    share_range = _wilson(n, n_now) if has_shares else _UNKNOWN
    return TopicRow(
        topic=topic,
        name=inputs.topic(topic),
        n=n,
        n_text=figures.count(n),
        share=share,
        share_text=figures.percent(share, 1) if share is not None else "",
        change=change,
        change_text=figures.digits(change * 100, 1, signed=True) if change is not None else "–",
        range_text=points.range(lo, hi)["en"] if is_compared else _percents(share_range),
        tone=tone,
        negative=negative,
        negative_text=figures.share(int(row["negative"]), n) if negative is not None else "",
        spark=spark(trend),
        bar=f"{100 * n / top:.1f}%",
        comments=n_now,
        n_before=int(row["before"]) if has_shares else None,
        comments_before=n_before if has_shares else None,
        share_before=int(row["before"]) / n_before if is_compared else None,
        share_range=share_range,
        change_range=Interval(change, lo, hi),
        n_negative=int(row["negative"]) if has_shares else None,
        negative_range=_wilson(int(row["negative"]), n) if has_shares and n >= figures.FLOOR else _UNKNOWN,
    )


def _wilson(part: int, whole: int) -> Interval:
    return Interval(part / whole, *measures.interval("share", whole, part, part))


def _percents(one: Interval) -> str:
    return "" if one.lo is None or one.hi is None else f"{figures.percent(one.lo, 1)}…{figures.percent(one.hi, 1)}"


def share_change(part: int, whole: int, part_before: int, whole_before: int) -> tuple[float, float, float]:
    """Difference of two shares with its 95 % interval: one success and one failure added to each (Agresti and Caffo
    2000, The American Statistician). Comments are taken as independent: a reading aid, not a finding."""
    p, q = (part + 1) / (whole + 2), (part_before + 1) / (whole_before + 2)
    half = Z95 * math.sqrt(p * (1 - p) / (whole + 2) + q * (1 - q) / (whole_before + 2))
    return part / whole - part_before / whole_before, p - q - half, p - q + half


def _trends(comments: pd.DataFrame, once: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """The share by whole weeks counted back from the last day, oldest first, for every topic."""
    import pandas as pd

    last = comments["day"].max()
    week = (last - comments["day"]).dt.days // 7
    whole = comments[week < WEEKS].groupby(week[week < WEEKS]).size()
    told = (last - once["day"]).dt.days // 7
    parts = pd.crosstab(once["topic"], told)
    weeks = [int(one) for one in sorted(whole.index, reverse=True)]
    return {
        str(topic): tuple(float(parts.at[topic, one] / whole[one]) if one in parts.columns else 0.0 for one in weeks)
        for topic in parts.index
    }
