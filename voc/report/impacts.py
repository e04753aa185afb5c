"""Impacts: what goes with each metric, as plain structures read off table `impacts`.

For: `impacts` in report.json, `voc impact`, and the section of the report. Not for: computing a figure; see
explain.impact.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from voc.report.finding import Interval
from voc.report.findings import number

if TYPE_CHECKING:
    import pandas as pd

DEFAULT = "split"


@dataclass(frozen=True)
class TopicImpact:
    """One topic: a figure by each formula; `reasons` say why there is none. q is that of the gap."""

    topic: str
    n_with: int
    n_without: int
    split: Interval
    gap: Interval
    leave_out: Interval
    volume_gap: Interval
    regression: Interval
    q_value: float | None
    is_corrected: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """The metric over `n` records, or a part of it that goes with them."""

    n: int
    value: Interval


@dataclass(frozen=True)
class Impact:
    """One metric: `none` (where nobody complains) + the splits of the topics + `few` (topics with too few records to
    stand alone) = `overall`. `few_share` and `r2` are of the
    joint regression."""

    metric: str
    n: int
    overall: Level
    none: Level | None
    few: Level | None
    few_share: Interval
    r2: Interval
    is_same_words: bool
    reasons: tuple[str, ...]
    topics: tuple[TopicImpact, ...]

    def as_dict(self) -> dict[str, Any]:
        """As report.json has it."""
        return asdict(self)


def impacts(rows: pd.DataFrame) -> tuple[Impact, ...]:
    """One Impact a metric, in the order of the table; topics with a figure first, worst first."""
    return tuple(_impact(str(metric), group) for metric, group in rows.groupby("metric", sort=False))


def _impact(metric: str, rows: pd.DataFrame) -> Impact:
    at = {(row["formula"], row["part"], row["topic"]): row for row in rows.to_dict("records")}
    overall = at[DEFAULT, "all", ""]
    return Impact(
        metric=metric,
        n=int(overall["n"]),
        overall=Level(int(overall["n"]), _interval(overall)),
        none=_level(at.get((DEFAULT, "none", ""))),
        few=_level(at.get((DEFAULT, "few", ""))),
        few_share=_interval(at.get(("regression", "few", ""))),
        r2=_interval(at.get(("regression", "all", ""))),
        is_same_words=bool(overall["is_same_words"]),
        reasons=_texts(overall["reasons"]),
        topics=tuple(_topic(topic, at) for formula, part, topic in at if (formula, part) == (DEFAULT, "topic")),
    )


def _topic(topic: str, at: dict[tuple[str, str, str], dict[Any, Any]]) -> TopicImpact:
    row = at["gap", "topic", topic]
    return TopicImpact(
        topic=topic,
        n_with=int(row["n_with"]),
        n_without=int(row["n_without"]),
        **{name: _interval(at[name, "topic", topic]) for name in (DEFAULT, "gap", "leave_out", "volume_gap", "regression")},
        q_value=number(row["q_value"]),
        is_corrected=bool(row["is_corrected"]),
        reasons=_texts(row["reasons"]) or _texts(at[DEFAULT, "topic", topic]["reasons"]),
    )  # fmt: skip


def _level(row: dict[Any, Any] | None) -> Level | None:
    return None if row is None else Level(int(row["n_with"]), _interval(row))


def _interval(row: dict[Any, Any] | None) -> Interval:
    if row is None:
        return Interval(None, None, None)
    return Interval(number(row["est"]), number(row["lo"]), number(row["hi"]))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if hasattr(value, "__iter__") else ()
