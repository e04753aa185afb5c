"""What to do, from the playbook (data/playbook.toml), sized by the part of the change that goes with its topic.

For: the panel "What to do". Not for: promising; the size is "up to", and it is association.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from voc.report import figures
from voc.report.compared import is_compared
from voc.report.finding import Driver, Finding
from voc.report.grades import Grade, grade
from voc.report.inputs import Inputs
from voc.report.sentences import (
    asked,
    first,
    interval,
    is_unanswered,
    is_undated,
    move,
    named,
    place,
    said_verdict,
    subject,
)
from voc.wording import EMPTY, Phrase, name, say

MOST = 3


@dataclass(frozen=True)
class Action:
    """One thing to do: how much of the change goes with it, why, how to see that it worked, how sure."""

    finding: str
    topic: str
    title: Phrase
    subject: Phrase
    gain: Phrase
    reason: Phrase
    check: Phrase
    grade: Grade | None


@cache
def playbook() -> dict[str, Any]:
    """The playbook as it is written: topic id -> action and check by language."""
    return tomllib.loads(resources.files("voc").joinpath("data/playbook.toml").read_text("utf-8"))


def actions(inputs: Inputs) -> tuple[Action, ...]:
    """At most three: the headline's first, then the largest sized part of a change, then those without a size."""
    top = first(inputs.findings)
    ranked = []
    for finding in inputs.findings:
        if finding.verdict == "no_shift":
            continue
        if not named(finding):
            ranked.append(((True, 0.0), _of_verdict(inputs, finding)))
        for driver in named(finding):
            ranked.append(((not _is_sized(driver), -_weight(finding, driver)), _of_topic(inputs, finding, driver)))
    if not ranked:
        return (_nothing(_why_nothing(inputs)),)
    # the headline's own come first, so that the first screen tells one story
    ranked.sort(key=lambda one: (one[1].finding != (top.id if top else ""), *one[0]))
    unique: dict[tuple[str, str], Action] = {}
    for _, action in ranked:
        unique.setdefault((action.title["en"], action.subject["en"] if not action.topic else ""), action)
    return tuple(unique.values())[:MOST]


def _why_nothing(inputs: Inputs) -> str:
    question = asked(inputs.findings)
    if question is not None:
        return "unanswered" if is_unanswered(question) else "none"
    if is_undated(inputs):
        return "undated"
    return "none" if is_compared(inputs) else "thin"


def _weight(finding: Finding, driver: Driver) -> float:
    """The part of the change that goes with the topic, as a share of the level it started from."""
    start = finding.segment_before or 0.0
    change = interval(finding).est or 0.0
    return (driver.accounted.est or 0.0) * abs(change / start) if start else 0.0


def _is_sized(driver: Driver) -> bool:
    return driver.n_topic >= figures.FLOOR and driver.link_level != "none" and driver.accounted.hi is not None


def _of_topic(inputs: Inputs, finding: Finding, driver: Driver) -> Action:
    scale = inputs.scale(finding.metric, finding.segment_after, interval(finding).est)
    is_worse = inputs.tone(finding.metric, interval(finding).est) != "better"
    where = place(finding.segment)
    texts = playbook().get(driver.topic, playbook()["default"])
    topic = inputs.topic(driver.topic)
    n, comments = figures.count(driver.n_topic), figures.count(driver.n_comments)
    if driver.n_comments < figures.FLOOR:
        reason = say("do.reason_counts", n=n, comments=comments)
    else:
        reason = say(
            "do.reason",
            before=figures.percent(driver.share_before, 1),
            after=figures.percent(driver.share_after, 1),
            n_before=figures.count(driver.n_topic_before),
            comments_before=figures.count(driver.n_comments_before),
            n=n,
            comments=comments,
        )
    if not is_worse:
        gain = EMPTY
    elif driver.n_topic < figures.FLOOR:
        gain = say("do.not_sized", n=n)
    elif not _is_sized(driver):
        gain = say("do.not_sized_link")
    else:
        size = abs(move(inputs, finding) or 0.0)
        lo, hi = (max(0.0, bound or 0.0) * size for bound in (driver.accounted.lo, driver.accounted.hi))
        gain = say("do.gain", range=scale.told_span(lo, hi))
    return Action(
        finding=finding.id,
        topic=driver.topic,
        title=_filled(texts["action"], topic, where) if is_worse else say("do.keep"),
        subject=subject(inputs, finding),
        gain=gain,
        reason=reason,
        check=say("do.check", check=_filled(texts["check"], topic, where) if is_worse else say("do.keep_check")),
        grade=grade(finding),
    )


def _of_verdict(inputs: Inputs, finding: Finding) -> Action:
    said = said_verdict(finding)
    verdict = said if said in ("mix", "artifact", "stuck") else "unexplained"
    texts = playbook()["verdict"][verdict]
    reason = say(
        "do.reason_where",
        metric=inputs.metric_name(finding.metric),
        place=place({} if verdict == "mix" else finding.segment),
        onset=figures.day(finding.onset),
    )
    return Action(
        finding.id,
        "",
        name(texts["action"], ""),
        subject(inputs, finding),
        EMPTY,
        reason,
        say("do.check", check=name(texts["check"], "")),
        grade(finding),
    )


def _nothing(verdict: str) -> Action:
    texts = playbook()["verdict"][verdict]
    return Action("", "", name(texts["action"], ""), EMPTY, EMPTY, EMPTY, say("do.check", check=texts["check"]), None)


def _filled(texts: Mapping[str, str], topic: Phrase, where: Phrase) -> Phrase:
    """The playbook's words with {topic} and {place} put in; any other brace is left as it is written."""
    return {
        lang: words.replace("{topic}", topic[lang]).replace("{place}", where[lang])
        for lang, words in name(texts, "").items()
    }
