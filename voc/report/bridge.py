"""The bridge from the level before to the level after: one row a driver, other figures that moved with it, customer mix,
and what is not explained.

For: the panel "Why it moved". Not for: causes; a row is the part of the change that goes with a topic.
The rows are rounded as they are written and add up exactly: what rounding leaves over stands in "not explained".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voc.report import figures
from voc.report.charts import Axis
from voc.report.figures import Scale
from voc.report.finding import Finding, Interval
from voc.report.inputs import Inputs
from voc.report.sentences import is_same_mix, levels, move, subject, sure_driver
from voc.wording import EMPTY, Phrase, say

Kind = Literal["before", "driver", "mediator", "mix", "rest", "after"]


@dataclass(frozen=True)
class Row:
    """One row: its label, its number in words, and where its mark stands, in percent of the width.

    `steps` is the number in units of the last decimal written: the whole level for before and after. `amount` is the same
    number, and the 95 % interval as it was estimated, in the metric's unit.
    """

    kind: Kind
    topic: str
    label: Phrase
    value: Phrase
    range: Phrase
    tone: Literal["worse", "better", "flat"]
    steps: int
    amount: Interval
    x: str
    width: str
    lo: str
    hi: str


@dataclass(frozen=True)
class Bridge:
    """The rows of one finding, from before to after, with title and caption."""

    title: Phrase
    caption: Phrase
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Part:
    kind: Kind
    topic: str
    label: Phrase
    value: float
    lo: float | None
    hi: float | None


def bridge(inputs: Inputs, finding: Finding, scale: Scale | None = None) -> Bridge | None:
    """The bridge of a finding in its segment; of the whole for a changed mix; None where a level is missing. `scale` is how
    its amounts are written, if not as in the sentence: they add up as written."""
    before, after = levels(finding)
    change = move(inputs, finding, scale)
    if before is None or after is None or change is None or finding.verdict == "no_shift":
        return None
    held = after - before - change if is_same_mix(inputs, finding, scale) else 0.0
    scale = scale or inputs.scale(finding.metric, after, change)
    parts = [*_drivers(inputs, finding), *_mediators(inputs, finding), _mix(finding, held)]
    start, end = scale.steps(before), scale.steps(after)
    steps = [scale.steps(part.value) for part in parts]
    rest = end - start - sum(steps)
    left = _left(finding)
    parts.append(_Part("rest", "", say("why.rest"), scale.unsteps(rest), left.lo, left.hi))
    return Bridge(
        title=say("why.title"),
        caption=say("why.unit", subject=subject(inputs, finding), unit=scale.unit_name),
        rows=_rows(inputs, finding, scale, parts, [*steps, rest], (start, end)),
    )


def _drivers(inputs: Inputs, finding: Finding) -> list[_Part]:
    change = finding.delta_segment.est
    if sure_driver(finding) is None or change is None:
        return []
    return [
        _Part(
            "driver",
            driver.topic,
            inputs.topic(driver.topic),
            (driver.accounted.est or 0.0) * change,
            None if driver.accounted.lo is None else driver.accounted.lo * change,
            None if driver.accounted.hi is None else driver.accounted.hi * change,
        )
        for driver in finding.drivers
    ]


def _mediators(inputs: Inputs, finding: Finding) -> list[_Part]:
    """What goes with other figures of the operation, in the segment; a bridge of the table is one of the whole."""
    inside = [one.est or 0.0 for one in finding.bridge if one.part in ("topic", "mediator", "unexplained")]
    change = finding.delta_segment.est
    if change is None or not sum(inside) or sure_driver(finding) is None:
        return []
    scale = change / sum(inside)
    return [
        _Part("mediator", "", inputs.metric_name(one.name or ""), one.est * scale, one.lo * scale, one.hi * scale)
        for one in finding.bridge
        if one.part == "mediator" and one.est is not None and one.lo is not None and one.hi is not None
    ]


def _left(finding: Finding) -> Interval:
    """The interval of what is left in the segment; none where no driver was sure enough for a row of its own."""
    change, left = finding.delta_segment.est, finding.unexplained
    if sure_driver(finding) is None or change is None or left.est is None or left.lo is None or left.hi is None:
        return Interval(None, None, None)
    ends = sorted((left.lo * change, left.hi * change))
    return Interval(left.est * change, ends[0], ends[1])


def _mix(finding: Finding, held: float) -> _Part:
    # inside one segment only what is finer than the segment can change its mix; mostly that is nothing, and the row
    # stands all the same and says so
    if finding.segment and finding.verdict != "mix":
        return _Part("mix", "", say("why.mix"), held, None, None)
    return _Part("mix", "", say("why.mix"), finding.mix.est or 0.0, finding.mix.lo, finding.mix.hi)


def _rows(
    inputs: Inputs, finding: Finding, scale: Scale, parts: list[_Part], steps: list[int], ends: tuple[int, int]
) -> tuple[Row, ...]:
    start, end = ends
    starts = [start + sum(steps[:i]) for i in range(len(steps))]
    reach: list[float] = [start, end, *starts]
    for part, at in zip(parts, starts, strict=True):
        reach.extend(at + _exact(scale, bound) for bound in (part.lo, part.hi) if bound is not None)
    axis = Axis(min(reach), max(reach))
    before_days = figures.days(finding.before_from, finding.before_to)
    after_days = figures.days(finding.onset, finding.after_to)
    rows = [_level("before", say("why.before", days=before_days), scale, start, axis)]
    for part, at, step in zip(parts, starts, steps, strict=True):
        left, right = sorted((at, at + step))
        value = scale.unsteps(step)
        rows.append(
            Row(
                part.kind,
                part.topic,
                part.label,
                scale.change(value),
                _range(part, scale, is_held=bool(finding.segment) and finding.verdict != "mix"),
                inputs.tone(finding.metric, value),
                step,
                Interval(value, *_ends(part)),
                axis.at(left),
                axis.width(left, right),
                "" if part.lo is None else axis.at(at + _exact(scale, part.lo)),
                "" if part.hi is None else axis.at(at + _exact(scale, part.hi)),
            )
        )
    rows.append(_level("after", say("why.after", days=after_days), scale, end, axis))
    return tuple(rows)


def _level(kind: Kind, label: Phrase, scale: Scale, steps: int, axis: Axis) -> Row:
    value = scale.unsteps(steps)
    amount = Interval(value, None, None)
    return Row(kind, "", label, scale.value(value), EMPTY, "flat", steps, amount, axis.at(steps), "", "", "")


def _ends(part: _Part) -> tuple[float | None, float | None]:
    if part.lo is None or part.hi is None:
        return None, None
    return min(part.lo, part.hi), max(part.lo, part.hi)


def _exact(scale: Scale, value: float) -> float:
    return value * scale.factor * 10**scale.decimals


def _range(part: _Part, scale: Scale, *, is_held: bool) -> Phrase:
    if part.kind == "mix" and is_held and not part.value:
        return say("why.mix_held")
    return EMPTY if part.lo is None or part.hi is None else scale.range(part.lo, part.hi)
