"""One card a finding: its sentence, figures, drivers, reasons, bridge and quotes, ready to show.

For: the list of findings, the panels it drives, and the Markdown. Not for: choosing which finding leads.
"""

from __future__ import annotations

from dataclasses import dataclass

from voc.metrics import VOLUME
from voc.report import figures, sentences
from voc.report.asked_of_data import asked_of_data
from voc.report.bridge import Bridge, bridge
from voc.report.by_value import by_value
from voc.report.codes import code
from voc.report.finding import Driver, Finding, Interval
from voc.report.grades import Grade, grade
from voc.report.inputs import Inputs
from voc.report.quotes import Quote, quotes, spread
from voc.wording import EMPTY, LANGS, SEMICOLON, Phrase, join, say

CHECK = "voc label sample RUN --finding {id} --n 400"  # RUN: the folder of the report
FRESH = 6  # comments shown where no topic may be named


@dataclass(frozen=True)
class Said:
    """The quotes for one driver of a finding (`topic` is empty where none may be named), best first, by reader's
    language."""

    topic: str
    name: Phrase
    caption: Phrase
    n: int
    quotes: dict[str, tuple[Quote, ...]]


PERIODS = ("day", "week", "month")


@dataclass(frozen=True)
class Card:
    """All that is shown of one finding."""

    id: str
    metric: str
    onset: str
    title: Phrase
    grade: Grade
    moved: Phrase
    overall: Phrase
    runner_up: Phrase
    drivers: tuple[Phrase, ...]
    reasons: tuple[Phrase, ...]
    rivals: tuple[Phrase, ...]
    data_changed: tuple[Phrase, ...]
    data_quiet: Phrase
    by_value: tuple[Phrase, ...]
    bridge: Bridge | None
    said: tuple[Said, ...]
    tone: str
    surer: str


def cards(inputs: Inputs) -> tuple[Card, ...]:
    """A card for every finding, in their order."""
    return tuple(_card(inputs, finding) for finding in inputs.findings)


def _card(inputs: Inputs, finding: Finding) -> Card:
    named = sentences.named(finding)
    changed, quiet = asked_of_data(inputs, finding)
    return Card(
        id=finding.id,
        metric=finding.metric,
        onset=finding.onset,
        title=sentences.headline(inputs, finding),
        grade=grade(finding),
        moved=_moved(inputs, finding),
        overall=_overall(inputs, finding),
        runner_up=say("list.runner_up", place=sentences.place(finding.runner_up)) if finding.runner_up else EMPTY,
        drivers=tuple(_driver(inputs, driver) for driver in named),
        reasons=tuple(code("reason", one, inputs.topics) for one in finding.reasons),
        rivals=tuple(code("rival", one, {**inputs.topics, **_metrics(inputs)}) for one in _rivals(finding)),
        data_changed=changed,
        data_quiet=quiet,
        by_value=by_value(inputs, finding),
        bridge=bridge(inputs, finding),
        said=tuple(_said(inputs, finding, driver) for driver in named) or (fresh(inputs, finding),),
        tone=inputs.tone(finding.metric, sentences.interval(finding).est) if grade(finding).dots else "flat",
        surer=_surer(finding),
    )


def _rivals(finding: Finding) -> tuple[str, ...]:
    """Its rivals, and among them every topic that moved too where none of them may be named."""
    if finding.verdict != "explained" or sentences.named(finding):
        return finding.rivals
    moved = [f"other_topic: {one.topic}" for one in finding.drivers]
    return tuple(dict.fromkeys([*(one for one in finding.rivals if one.startswith("event")), *moved, *finding.rivals]))


def _metrics(inputs: Inputs) -> dict[str, Phrase]:
    return {one: inputs.metric_name(one) for one in inputs.metrics}


def _surer(finding: Finding) -> str:
    """The command that draws what to check by hand, where that is what the grade lacks; an answer to a question is not
    kept in the run, so no command can name it."""
    is_of_run = "asked" not in finding.reasons
    return CHECK.format(id=finding.id) if "no_audit" in finding.reasons and is_of_run else ""


def _moved(inputs: Inputs, finding: Finding) -> Phrase:
    before, after = sentences.levels(finding)
    if before is None or after is None:
        return EMPTY
    key = "list.moved_same_mix" if sentences.is_same_mix(inputs, finding) else "list.moved"
    period = inputs.run.get("project", {}).get("period")
    if finding.metric == VOLUME and sentences.interval(finding).lo is None and period in PERIODS:
        key = f"list.volume_{period}"
    elif sentences.interval(finding).lo is None:
        key = "list.moved_alone"
    return _figures(key, inputs, finding, sentences.interval(finding), (before, after), sentences.counted(finding))


def _overall(inputs: Inputs, finding: Finding) -> Phrase:
    if finding.verdict == "mix" or not finding.segment or finding.before is None:
        return EMPTY
    levels, counted = (finding.before, finding.after), (finding.n_before, finding.n_after)
    return _figures("list.overall", inputs, finding, finding.delta_overall, levels, counted)


def _figures(
    key: str, inputs: Inputs, finding: Finding, change: Interval, levels: tuple[float | None, float | None],
    counted: tuple[int, int],
) -> Phrase:  # fmt: skip
    (before, after), (n_before, n_after) = levels, counted
    scale = inputs.scale(finding.metric, after, change.est)
    moved = scale.settled(before, after, change.est)
    return say(
        key,
        before=scale.value(before),
        after=scale.value(after),
        change=scale.change(moved),
        range=scale.range(change.lo, change.hi),
        n_before=figures.count(n_before),
        n_after=figures.count(n_after),
        when=_when(inputs, finding),
    )


def _when(inputs: Inputs, finding: Finding) -> Phrase:
    """Since when the new level holds, and up to when it was read where the metric has later days that are not in it: that
    is no end of it. From when to when, where it was over or nothing moved."""
    import pandas as pd

    rows = inputs.series[inputs.series["metric"] == finding.metric]
    if len(rows) and pd.to_datetime(rows["period"]).max() > pd.Timestamp(finding.after_to):
        ends = figures.day(finding.onset, year=True), figures.day(finding.after_to, year=True)
        is_over = finding.kind == "pulse" or finding.verdict == "no_shift"
        return say("list.until" if is_over else "list.read_to", onset=ends[0], end=ends[1])
    return say("list.since", onset=figures.day(finding.onset, year=True))


def _driver(inputs: Inputs, driver: Driver) -> Phrase:
    notes = [
        say(
            "list.driver" if driver.accounted.est is not None else "list.driver_along",
            topic=inputs.topic(driver.topic),
            before=figures.percent(driver.share_before, 1) if driver.n_comments >= figures.FLOOR else "–",
            after=figures.share(driver.n_topic, driver.n_comments)
            if driver.n_comments < figures.FLOOR and driver.n_comments
            else figures.percent(driver.share_after, 1),
            n_before=figures.count(driver.n_topic_before),
            comments_before=figures.count(driver.n_comments_before),
            n=figures.count(driver.n_topic),
            comments=figures.count(driver.n_comments),
            range=figures.shares(driver.accounted.lo, driver.accounted.hi),
            q=figures.is_q(driver.q_value),
        )
    ]
    moved = driver.share_change
    if driver.correction != "none" and moved.est is not None:
        # the counts above are the tagger's: what the checked comments make of their change has to stand beside them
        points = figures.scale("share", None, None, moved.est)
        text = say("list.driver_corrected", change=points.change(moved.est), range=points.range(moved.lo, moved.hi))
        notes.append(text)
    if driver.lag_days:
        key = "list.driver_lag" if driver.lag_days > 0 else "list.driver_early"
        notes.append(say(key, days=abs(driver.lag_days)))
    if driver.link_level in ("record", "segment"):
        notes.append(say(f"list.driver_{'link' if driver.link_level == 'record' else 'segment'}"))
    return join(notes, SEMICOLON)


def _said(inputs: Inputs, finding: Finding, driver: Driver) -> Said:
    found = list(quotes(inputs, driver.evidence).values())
    return Said(
        driver.topic,
        inputs.topic(driver.topic),
        say("say.sub", n=figures.count(driver.n_topic), onset=figures.day(finding.onset)),
        driver.n_topic,
        {lang: spread(found, lang) for lang in LANGS},
    )


def fresh(inputs: Inputs, finding: Finding | None = None) -> Said:
    """The newest comments: those from the onset on that hang on records of the finding's segment; where none hangs on any,
    those that carry its segment themselves."""
    rows, key = inputs.comments, "say.sub_none"
    if finding is not None:
        rows, placed = rows[rows["day"] >= finding.onset], inputs.placed(finding) if finding.segment else None
        if placed is not None:
            rows, key = rows[rows["feedback_id"].isin(placed)], "say.sub_place"
        else:
            for dim, value in finding.segment.items():
                if dim in rows.columns:
                    rows = rows[rows[dim].astype(str) == value]
    newest = list(rows["feedback_id"].iloc[::-1][: FRESH * 4])
    found = list(quotes(inputs, newest).values())
    caption = say(key) if found else say("say.none")
    return Said("", EMPTY, caption, len(rows), {lang: spread(found, lang) for lang in LANGS})
