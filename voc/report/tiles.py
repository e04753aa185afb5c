"""The tiles: up to six metrics with value, change, interval, sparkline and how sure.

For: the first screen. Not for: finding shifts; a tile without one says "no clear change", whatever its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from voc import metrics as measures
from voc.report import levels
from voc.report.charts import Spark, spark
from voc.report.figures import FLOOR, Scale, count
from voc.report.finding import Finding, Interval
from voc.report.grades import Grade, grade
from voc.report.inputs import Inputs
from voc.report.sentences import counted, first, interval, is_same_mix, is_stuck
from voc.report.sentences import levels as levels_of
from voc.wording import EMPTY, Phrase, join, same, say, word

MOST = 6


@dataclass(frozen=True)
class Tile:
    """One metric on the first screen."""

    metric: str
    finding: str
    side: Literal["X", "O"]
    name: Phrase
    place: Phrase
    value: Phrase
    change: Phrase
    arrow: str
    tone: Literal["worse", "better", "flat"]
    was: Phrase
    ci: Phrase
    n: Phrase
    grade: Grade
    spark: Spark
    spark_label: Phrase


def tiles(inputs: Inputs) -> tuple[Tile, ...]:
    """Metrics that moved first, in the order of the findings, then the others in their own order; six at most.

    Those that did not move are shown over the days of the headline, so that one look compares like with like; without a
    headline, over the last four weeks.
    """
    moved: dict[str, Finding] = {}
    for finding in inputs.findings:
        if finding.verdict != "no_shift" and not is_stuck(finding):
            moved.setdefault(finding.metric, finding)
    known = set(inputs.series["metric"].unique()) - {measures.TOPIC_SHARE, *measures.OF_THE_DATA}
    order = [*moved, *(metric for metric in inputs.metrics if metric in known and metric not in moved)]
    headline = first(inputs.findings)
    return tuple(
        _moved(inputs, moved[name]) if name in moved else _still(inputs, name, headline) for name in order[:MOST]
    )


def _moved(inputs: Inputs, finding: Finding) -> Tile:
    segment = {} if finding.verdict == "mix" else finding.segment
    delta = interval(finding)
    is_clear = grade(finding).dots > 0
    return _tile(
        inputs,
        finding.metric,
        finding,
        join((word("value", value) for value in segment.values()), say("place.join")),
        levels_of(finding),
        delta,
        inputs.tone(finding.metric, delta.est) if is_clear else "flat",
        say("tile.n_both", **dict(zip(("before", "after"), map(count, counted(finding)), strict=True))),
        levels.weeks(levels.rows(inputs.series, finding.metric, segment)),
    )


def _still(inputs: Inputs, metric: str, headline: Finding | None) -> Tile:
    periods = levels.rows(inputs.series, metric, {})
    now, previous = levels.windows(periods)
    before, after, n, delta = previous.mean, now.mean, now.n, levels.change(now, previous)
    if headline is not None and "period" in inputs.run.get("project", {}):
        before, after, n, delta = levels.around(inputs, metric, headline)
    few = inputs.unit(metric) == "share" and n < FLOOR
    counted = (
        say("tile.counted", part=count(round((after or 0.0) * n)), n=count(n)) if few else say("tile.n", n=count(n))
    )
    if few:
        before, after = None, None
    weekly = () if few else levels.weeks(periods)
    tile = _tile(inputs, metric, None, EMPTY, (before, after), delta, "flat", counted, weekly)
    return replace(tile, was=say("tile.few", floor=FLOOR)) if few else tile


def _tile(
    inputs: Inputs,
    metric: str,
    finding: Finding | None,
    where: Phrase,
    values: tuple[float | None, float | None],
    delta: Interval,
    tone: Literal["worse", "better", "flat"],
    n: Phrase,
    weekly: tuple[float, ...],
) -> Tile:
    before, after = values
    scale = inputs.scale(metric, after, delta.est)
    has_before = before is not None and delta.est is not None
    return Tile(
        metric=metric,
        finding=finding.id if finding else "",
        side=inputs.side(metric),
        name=inputs.metric_name(metric),
        place=where,
        value=scale.value(after),
        change=scale.change(scale.settled(before, after, delta.est)) if has_before else EMPTY,
        arrow="■" if tone == "flat" else "▲" if (delta.est or 0) > 0 else "▼",
        tone=tone,
        was=say("tile.was", before=scale.value(before)) if has_before else say("tile.first"),
        ci=say(
            "tile.ci_same_mix" if finding and is_same_mix(inputs, finding) else "tile.ci",
            range=scale.range(delta.lo, delta.hi),
        )
        if has_before and delta.lo is not None
        else EMPTY,
        n=n,
        grade=grade(finding),
        spark=spark(weekly),
        spark_label=_spark_label(inputs, metric, scale, weekly),
    )


def _spark_label(inputs: Inputs, metric: str, scale: Scale, weekly: tuple[float, ...]) -> Phrase:
    if len(weekly) < 2:
        return same("")
    return say(
        "tile.spark",
        metric=inputs.metric_name(metric),
        first=scale.value(weekly[0]),
        last=scale.value(weekly[-1]),
    )
