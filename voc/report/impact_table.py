"""The section "What goes with each score": for each metric, where nobody complains, the part of each topic, and the whole.

For: view, html, markdown, `voc impact`. Not for: why a metric moved, nor for a cause: it is association over the whole run.
The numbers are rounded as they are written and add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from voc.report import figures
from voc.report.charts import Axis
from voc.report.figures import Scale
from voc.report.finding import Interval
from voc.report.impacts import Impact, Level, TopicImpact, impacts
from voc.report.inputs import Inputs
from voc.wording import EMPTY, Phrase, join, same, say

Tone = Literal["worse", "better", "flat"]
FORMULAS = ("split", "gap", "leave_out", "volume_gap", "regression")


@dataclass(frozen=True)
class PartRow:
    """One line of the sum. `steps` is its number in units of the last decimal written; marks stand in percent of the
    width; `others` are the cells of the same topic by every formula and its q."""

    kind: Literal["none", "topic", "few", "all"]
    topic: str
    label: Phrase
    n: str
    value: Phrase
    range: str
    tone: Tone
    steps: int
    x: str = ""
    width: str = ""
    lo: str = ""
    hi: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """One metric: the lines from `none` to `all` (no lines where there is nothing to split), what was left out and why,
    and the sums of all formulas beside what they should come to."""

    metric: str
    name: Phrase
    summary: Phrase
    unit: Phrase
    notes: tuple[Phrase, ...]
    few: Phrase
    rows: tuple[PartRow, ...]
    sums: tuple[str, ...]
    whole: str
    is_same_words: bool


@dataclass(frozen=True)
class ImpactTable:
    """A block for each metric of what customers feel; `formulas` are name and words of each; no blocks: no section."""

    blocks: tuple[Block, ...]
    formulas: tuple[tuple[Phrase, Phrase], ...]
    more: Phrase


def impact_table(inputs: Inputs) -> ImpactTable:
    """The ImpactTable of a run; metrics read from the same words as the topics stand last."""
    found = impacts(inputs.impacts)
    felt = sorted((one for one in found if inputs.side(one.metric) == "X"), key=lambda one: one.is_same_words)
    done = sum(1 for one in found if inputs.side(one.metric) == "O" and one.overall.value.est is not None)
    names = formulas()
    more = say("impact.more", n=done) if done else EMPTY
    return ImpactTable(tuple(block(inputs, one) for one in felt if one.n), names, more)


def formulas() -> tuple[tuple[Phrase, Phrase], ...]:
    """The name of each formula, and of q, with its words; in the order of a row's cells, the split first."""
    return tuple((say(f"impact.{name}"), say(f"impact.{name}_words")) for name in (*FORMULAS, "q"))


def block(inputs: Inputs, one: Impact) -> Block:
    """The Block of one metric."""
    name, n = inputs.metric_name(one.metric), figures.count(one.n)
    sized = [topic for topic in one.topics if topic.gap.est is not None]
    parts = [topic.split.est for topic in sized if topic.split.est is not None]
    scale = inputs.scale(one.metric, one.overall.value.est, max((abs(part) for part in parts), default=0.0) / 10)
    notes, few = tuple(_notes(one)), _few(inputs, one)
    none, level = one.none, one.overall.value.est
    if none is None or none.value.est is None or level is None:
        overall = say("impact.only_all", all=scale.value(level), n=n)
        rows = tuple(_unsplit(inputs, scale, one, topic) for topic in sized)
        return Block(one.metric, name, overall, scale.unit_name, notes, few, rows, (), "", one.is_same_words)
    summary = say("impact.summary", none=scale.value(none.value.est), all=scale.value(level), n=n)
    rows = _lines(inputs, scale, one, none, sized)
    sums = tuple(_sum(scale, name, sized, one) for name in FORMULAS)
    whole = figures.digits(scale.unsteps(rows[-1].steps - rows[0].steps) * scale.factor, scale.decimals, signed=True)
    return Block(one.metric, name, summary, scale.unit_name, notes, few, rows, sums, whole, one.is_same_words)


def _notes(one: Impact) -> list[Phrase]:
    if one.reasons:
        code = one.reasons[0].partition(":")[0]
        return [say("impact.no_variance") if code == "no_variance" else say("impact.too_few", n=figures.count(one.n))]
    notes = [say("impact.same_words")] if one.is_same_words else []
    if one.none is None or one.none.value.est is None:
        notes.append(say("impact.no_level"))
    return notes


def _few(inputs: Inputs, one: Impact) -> Phrase:
    few = [topic for topic in one.topics if topic.gap.est is None]
    if one.reasons or not few:
        return EMPTY
    told = [say("impact.counted", topic=inputs.topic(topic.topic), n=topic.n_with) for topic in few]
    return say("impact.few_words", topics=join(told, say("place.join")))


def _lines(inputs: Inputs, scale: Scale, one: Impact, none: Level, sized: list[TopicImpact]) -> tuple[PartRow, ...]:
    """From none to all; the numbers as written add up: what rounding leaves over goes to the parts nearest to it."""
    labelled = [("topic", topic.topic, inputs.topic(topic.topic), topic.n_with, topic.split) for topic in sized]
    if one.few is not None:
        labelled.append(("few", "", say("impact.few"), one.few.n, one.few.value))
    start, end = scale.steps(none.value.est or 0.0), scale.steps(one.overall.value.est or 0.0)
    steps = _settled([_exact(scale, value.est or 0.0) for *_, value in labelled], end - start)
    reach = [end for *_, value in labelled for end in (value.lo, value.hi, value.est) if end is not None]
    axis = Axis(min([0.0, *reach]), max([0.0, *reach]))
    topics = {topic.topic: topic for topic in sized}
    rows = [_level(scale, "none", say("impact.none"), none, start)]
    for (kind, topic, label, n, value), step in zip(labelled, steps, strict=True):
        is_clear = value.lo is not None and value.hi is not None and (value.lo > 0 or value.hi < 0)
        left, right = sorted((0.0, value.est or 0.0))
        row = PartRow(
            kind="few" if kind == "few" else "topic", topic=topic, label=label, n=figures.count(n),
            value=same(figures.digits(scale.unsteps(step) * scale.factor, scale.decimals, signed=True)),
            range=scale.range(value.lo, value.hi)["en"],
            tone=inputs.tone(one.metric, value.est) if is_clear else "flat", steps=step,
            x=axis.at(left), width=axis.width(left, right),
            lo="" if value.lo is None else axis.at(value.lo), hi="" if value.hi is None else axis.at(value.hi),
        )  # fmt: skip
        rows.append(replace(row, others=_others(scale, one, topics.get(topic))))
    return (*rows, _level(scale, "all", say("impact.all"), one.overall, end))


def _settled(exact: list[float], whole: int) -> list[int]:
    """Whole numbers near `exact` that add up to `whole`: the nearest ones, moved by one where that costs least."""
    steps = [round(one) for one in exact]
    over = whole - sum(steps)
    sign = 1 if over > 0 else -1
    order = sorted(range(len(steps)), key=lambda at: (sign * (steps[at] - exact[at]), at))
    for turn in range(abs(over)):
        if order:
            steps[order[turn % len(order)]] += sign
    return steps


def _others(scale: Scale, one: Impact, topic: TopicImpact | None) -> tuple[str, ...]:
    if topic is None:
        return ("", "", "", "" if one.few_share.est is None else _share(one.few_share), "")
    told = [_change(scale, value) for value in (topic.gap, topic.leave_out, topic.volume_gap)]
    return (*told, _share(topic.regression), figures.q_value(topic.q_value))


def _share(value: Interval) -> str:
    """A share of R² with its interval: 19% (13%…26%)."""
    if value.est is None:
        return "–"
    is_known = value.lo is not None and value.hi is not None
    ends = f" ({figures.percent(value.lo)}…{figures.percent(value.hi)})" if is_known else ""
    return f"{figures.percent(value.est)}{ends}"


def _unsplit(inputs: Inputs, scale: Scale, one: Impact, topic: TopicImpact) -> PartRow:
    """A topic where there is no level to split from: the other formulas alone."""
    row = PartRow(
        "topic", topic.topic, inputs.topic(topic.topic), figures.count(topic.n_with), same("–"), "", "flat", 0
    )
    return replace(row, others=_others(scale, one, topic))


def _sum(scale: Scale, formula: str, sized: list[TopicImpact], one: Impact) -> str:
    """What the topics come to by one formula; empty where a sum means nothing."""
    if formula == "gap":
        return ""
    found = [getattr(topic, formula).est or 0.0 for topic in sized]
    if formula == "regression":
        return "" if one.r2.est is None else f"R² {figures.percent(one.r2.est)}"
    if formula == "split" and one.few is not None:
        found.append(one.few.value.est or 0.0)
    return figures.digits(sum(found) * scale.factor, scale.decimals, signed=True)


def _change(scale: Scale, value: Interval) -> str:
    if value.est is None:
        return "–"
    text = figures.digits(value.est * scale.factor, scale.decimals, signed=True)
    return f"{text} ({scale.range(value.lo, value.hi)['en']})" if value.lo is not None else text


def _level(scale: Scale, kind: Literal["none", "all"], label: Phrase, level: Level, steps: int) -> PartRow:
    ends = [
        figures.digits(end * scale.factor, scale.decimals)
        for end in (level.value.lo, level.value.hi)
        if end is not None
    ]
    value = scale.value(scale.unsteps(steps))
    return PartRow(kind, "", label, figures.count(level.n), value, "…".join(ends), "flat", steps)


def _exact(scale: Scale, value: float) -> float:
    return value * scale.factor * 10**scale.decimals
