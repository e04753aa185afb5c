"""The sentences of the first screen, from computed facts only: subject, headline, what stands under it.

For: view and tiles. Not for: naming a cause; a topic stands in the headline only where the verdict is `explained` and
the interval of its part excludes zero, and even then as what the change goes with.
"""

from __future__ import annotations

from collections.abc import Mapping

from voc.metrics import VOLUME
from voc.report import figures
from voc.report.codes import code, dated
from voc.report.finding import Driver, Finding, Interval
from voc.report.inputs import Inputs
from voc.wording import Phrase, join, knows, say, spaced, word

_PARTS = ((0.88, "all"), (0.6, "most"), (0.42, "half"), (0.29, "third"), (0.18, "quarter"))
UNSURE = 0.5
FULL_STOP: Phrase = {"en": ".", "zh-Hans": "。", "zh-Hant": "。"}
_REAL = ("explained", "unexplained", "mix")


def first(findings: tuple[Finding, ...]) -> Finding | None:
    """The finding the headline is about: the first real move, else the first artifact, else None."""
    for verdicts in (_REAL, ("artifact",)):
        for finding in findings:
            if finding.verdict in verdicts:
                return finding
    return None


def asked(findings: tuple[Finding, ...]) -> Finding | None:
    """The first that answers a question of the user's, else None."""
    return next((one for one in findings if "asked" in one.reasons), None)


def is_unanswered(finding: Finding) -> bool:
    """True for a question that the data cannot answer: not even that nothing moved is known."""
    return finding.verdict == "no_shift" and "asked" in finding.reasons and "not_shifted" not in finding.reasons


def is_stuck(finding: Finding) -> bool:
    """True for a stretch in which every row of a group says the same: it is no level that the figure has now."""
    return finding.verdict == "artifact" and bool(finding.reasons) and finding.reasons[0].startswith("stuck:")


def dated_comments(inputs: Inputs) -> int:
    """Comments with a day."""
    return int(inputs.comments["day"].notna().sum())


def is_undated(inputs: Inputs) -> bool:
    """True where there are comments enough, and too few of them have a day to compare any."""
    return len(inputs.comments) >= figures.FLOOR > dated_comments(inputs)


def sure_driver(finding: Finding) -> Driver | None:
    """The largest driver, where it may be named: verdict explained and its part of the change surely above zero."""
    if finding.verdict != "explained":
        return None
    return next((one for one in finding.drivers if (one.accounted.lo or 0) > 0), None)


def along(finding: Finding) -> tuple[Driver, ...]:
    """The drivers that may be named, and not sized: they moved in the segment and not elsewhere, and no record says how much
    of the change goes with them, because none is linked or all that are went the same way."""
    if finding.verdict != "explained" or sure_driver(finding) or "no_contrast" in finding.reasons:
        return ()
    return tuple(one for one in finding.drivers if one.link_level == "segment" and one.accounted.est is None)


def named(finding: Finding) -> tuple[Driver, ...]:
    """The drivers that a page names, the largest first."""
    return finding.drivers if sure_driver(finding) else along(finding)


def said_verdict(finding: Finding) -> str:
    """The verdict in words, `along` where topics are named and not sized: a topic that moved too, and of which nobody is
    sure that any part of the change goes with it, explains nothing. `stuck` where the data stopped or what they count did:
    nobody knows which."""
    if is_stuck(finding):
        return "stuck"
    if finding.verdict != "explained" or sure_driver(finding):
        return finding.verdict
    return "along" if along(finding) else "unexplained"


def levels(finding: Finding) -> tuple[float | None, float | None]:
    """Before and after, where the finding speaks: the whole for a changed mix, else the segment."""
    if finding.verdict == "mix" or not finding.segment:
        return finding.before, finding.after
    return finding.segment_before, finding.segment_after


def counted(finding: Finding) -> tuple[int, int]:
    """Rows behind the two levels."""
    if finding.verdict == "mix" or not finding.segment:
        return finding.n_before, finding.n_after
    return finding.segment_n_before, finding.segment_n_after


def interval(finding: Finding) -> Interval:
    """The change there, with its interval; of everything at an unchanged mix, where that is what moved and the mix hides
    it."""
    if finding.verdict == "mix" or (not finding.segment and not _is_hidden(finding)):
        return finding.delta_overall
    return finding.delta_segment


def _is_hidden(finding: Finding) -> bool:
    """Whether the change of everything may be none, and that at an unchanged mix is one."""
    (whole, same_mix) = ((of.lo, of.hi) for of in (finding.delta_overall, finding.delta_segment))
    if None in (*whole, *same_mix):
        return False
    return (whole[0] or 0) <= 0 <= (whole[1] or 0) and not (same_mix[0] or 0) <= 0 <= (same_mix[1] or 0)


def move(inputs: Inputs, finding: Finding, scale: figures.Scale | None = None) -> float | None:
    """The change as it is written: the difference of the two levels as they are written, where that is the estimate to
    rounding, so that a reader's sum comes out right. `scale` is how it is written, if not as in the sentence."""
    (before, after), change = levels(finding), interval(finding).est
    return (scale or inputs.scale(finding.metric, after, change)).settled(before, after, change)


def is_same_mix(inputs: Inputs, finding: Finding, scale: figures.Scale | None = None) -> bool:
    """True where the change is counted with the mix inside held as it was: it is then not the difference of
    the two levels, and the sentence has to say so."""
    (before, after), change = levels(finding), move(inputs, finding, scale)
    if before is None or after is None or change is None or interval(finding) is finding.delta_overall:
        return False
    scale = scale or inputs.scale(finding.metric, after, change)
    return scale.steps(change) != scale.steps(after) - scale.steps(before)


def subject(inputs: Inputs, finding: Finding) -> Phrase:
    """The metric and where: "Cart abandonment on mobile web"."""
    return spaced(_subject(inputs, finding))


def _subject(inputs: Inputs, finding: Finding) -> Phrase:
    metric = inputs.metric_name(finding.metric)
    segment = {} if finding.verdict == "mix" else finding.segment
    if not segment:
        return say("subject.everywhere", metric=metric)
    if len(segment) == 1:
        ((dim, value),) = segment.items()
        key = f"subject.{dim}" if knows(f"subject.{dim}") and dim not in ("everywhere", "other") else "subject.other"
        shown = word("value", value)
        return say(key, metric=metric, value=shown if key != "subject.other" else place(segment))
    return say("subject.other", metric=metric, value=place(segment))


def place(segment: Mapping[str, str]) -> Phrase:
    """The segment in words: "device mobile web, region north"; "everywhere" for none."""
    if not segment:
        return say("place.everywhere")
    pairs = [say("place.pair", dim=word("dim", dim), value=word("value", value)) for dim, value in segment.items()]
    return join(pairs, say("place.join"))


def headline(inputs: Inputs, finding: Finding) -> Phrase:
    """One sentence: metric, change, new value, and what most of it goes with, where that may be said."""
    return spaced(_headline(inputs, finding))


def _headline(inputs: Inputs, finding: Finding) -> Phrase:
    _, after = levels(finding)
    change = move(inputs, finding)
    scale = inputs.scale(finding.metric, after, change)
    way = "up" if (change or 0) > 0 else "down"
    facts = {
        "subject": subject(inputs, finding),
        "moved": say(f"moved.{way}_same_mix" if is_same_mix(inputs, finding) else f"moved.{way}"),
        "size": scale.size(change),
        "after": scale.value(after),
    }
    if is_unanswered(finding):
        return say("headline.unanswered", subject=facts["subject"], onset=figures.day(finding.onset, year=True))
    if finding.verdict == "no_shift":
        return say("headline.no_shift", subject=facts["subject"], onset=figures.day(finding.onset, year=True))
    if finding.verdict == "artifact" and finding.metric == VOLUME:
        return say("headline.collection", place=place(finding.segment), onset=figures.day(finding.onset, year=True))
    if is_stuck(finding):
        days, n = figures.days(finding.onset, finding.after_to, year=True), figures.count(counted(finding)[1])
        return say("headline.stuck", subject=facts["subject"], after=facts["after"], days=days, n=n)
    driver = sure_driver(finding)
    if driver is not None:
        return say("headline.explained", **facts, topic=inputs.topic(driver.topic), part=part(driver.accounted))
    beside = along(finding)
    if beside:
        return say(f"headline.along_{_way(beside[0])}", **facts, topic=inputs.topic(beside[0].topic))
    return say(f"headline.{said_verdict(finding)}", **facts)


def _way(driver: Driver) -> str:
    return "more" if (driver.share_after or 0.0) >= (driver.share_before or 0.0) else "less"


def part(of: Interval) -> Phrase:
    """A share of the change in words; the figure with its interval stands beside it. One that nobody is sure of gets no
    size."""
    size = of.est or 0.0
    if of.lo is not None and of.hi is not None and of.hi - of.lo > UNSURE:
        return say("part.some")
    return say(f"part.{next((name for least, name in _PARTS if size >= least), 'little')}")


def under(inputs: Inputs, finding: Finding, others: int) -> tuple[Phrase, ...]:
    """The sentences under the headline: what moved with it, the second driver, known events, how many more."""
    told: list[Phrase] = []
    driver = sure_driver(finding)
    if driver is not None:
        told.append(driver_sentence(inputs, finding, driver))
        second = [one for one in finding.drivers if one is not driver and (one.accounted.lo or 0) > 0]
        if second:
            told.append(say("dek.second", topic=inputs.topic(second[0].topic), part=part(second[0].accounted)))
    elif along(finding):
        told.append(along_sentence(inputs, finding, along(finding)[0]))
    elif finding.verdict == "mix":
        told.append(say("dek.mix", range=_mix_share(finding)))
    elif finding.verdict == "artifact":
        told.extend(join([code("reason", one, inputs.topics), FULL_STOP]) for one in finding.reasons[:2])
    else:
        told.append(_since(finding))
        tried = int((inputs.explanations["shift_id"] == finding.id).sum())
        if tried:
            told.append(say("dek.tried", n=figures.count(tried)))
    events = [rival.partition(":")[2].strip() for rival in finding.rivals if rival.startswith("event:")]
    if events:
        told.append(say("dek.event", event=dated(events[0])))
    if others:
        told.append(say("dek.others" if others > 1 else "dek.other", n=others))
    return tuple(told)


def driver_sentence(inputs: Inputs, finding: Finding, driver: Driver) -> Phrase:
    """What customers said more or less of, with counts, and how much of the change goes with it."""
    facts = _counts(inputs, finding, driver) | {"range": figures.shares(driver.accounted.lo, driver.accounted.hi)}
    return say("dek.driver_counts" if driver.n_comments < figures.FLOOR else "dek.driver", **facts)


def along_sentence(inputs: Inputs, finding: Finding, driver: Driver) -> Phrase:
    """What customers said more or less of there, with counts; no part of the change, for none is known."""
    few = driver.n_comments < figures.FLOOR
    return say("dek.along_counts" if few else "dek.along", **_counts(inputs, finding, driver))


def _counts(inputs: Inputs, finding: Finding, driver: Driver) -> dict[str, Phrase | str]:
    return {
        "onset": figures.day(finding.onset),
        "topic": inputs.topic(driver.topic),
        "n_before": figures.count(driver.n_topic_before),
        "comments_before": figures.count(driver.n_comments_before),
        "n": figures.count(driver.n_topic),
        "comments": figures.count(driver.n_comments),
        "before": figures.percent(driver.share_before, 1),
        "after": figures.percent(driver.share_after, 1),
    }


def _since(finding: Finding) -> Phrase:
    return say(
        "dek.since",
        onset=figures.day(finding.onset),
        lo=figures.day(finding.onset_lo),
        hi=figures.day(finding.onset_hi),
    )


def _mix_share(finding: Finding) -> str:
    whole = finding.delta_overall.est
    if not whole or finding.mix.lo is None or finding.mix.hi is None:
        return "–"
    return figures.shares(finding.mix.lo / whole, finding.mix.hi / whole)
