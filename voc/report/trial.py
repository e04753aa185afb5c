"""An experiment in words: what was compared, the difference, the verdict, n, what to distrust, what to do next.

For: `voc experiment` in the terminal, to be pasted into a mail. Not for: any computing; see explain.experiment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from voc.explain import Experiment
from voc.explain.experiment.looks import PLANNED
from voc.metrics import Metric
from voc.report import figures
from voc.report.figures import Scale
from voc.wording import LANGS, Phrase, same, say

MOST_TOPICS = 5
_MENDED = ("srm_failed", "response_differs", "in_both_arms")


def told(found: Experiment, metric: Metric, topics: Mapping[str, Phrase], lang: str) -> str:
    """The text in `lang`, ending in a newline; `topics` are names by topic id."""
    scale = figures.scale(metric.unit, metric.kind, found.level["control"], found.effect.est)
    units = _units(found)
    head = [_title(found, metric), *_sizes(found, scale, units)]
    said = [
        _verdict(found, metric),
        say("trial.grade_a" if found.grade == "A" else "trial.grade_c", treatment=found.treatment),
    ]
    parts = [
        "\n".join(one[lang] for one in head),
        "\n".join(one[lang] for one in said),
        "\n".join(one[lang] for one in _checks(found, scale, units)),
        "\n".join(one[lang] for one in _topics(found, topics)),
        "\n".join([say("trial.distrust")[lang], *(f"- {one[lang]}" for one in _distrust(found))]),
        "\n".join([say("trial.next")[lang], *(f"- {one[lang]}" for one in _next(found, metric, scale, units))]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(found: Experiment, metric: Metric) -> Phrase:
    names = {"treatment": found.treatment, "control": found.control}
    title = {lang: metric.title(lang) for lang in LANGS}
    if found.start is None:
        return say("trial.title_undated", metric=title, **names)
    return say("trial.title", metric=title, start=figures.day(found.start, year=True), **names)


def _sizes(found: Experiment, scale: Scale, units: Phrase) -> list[Phrase]:
    level, n = found.level, found.n
    lines = [
        say(
            "trial.levels", control=found.control, was=scale.value(level["control"]), treatment=found.treatment,
            now=scale.value(level["treatment"]),
        ),
        say(
            "trial.difference", change=scale.change(found.est), range=scale.range(found.lo, found.hi),
            n=figures.count(n["treatment"]), n_control=figures.count(n["control"]), units=units,
        ),
    ]  # fmt: skip
    if not found.limit.is_relative:
        return [*lines, say("trial.margin", margin=_margin(found, scale))]
    ends = f"{_percent(found.relative.lo)}…{_percent(found.relative.hi)}"
    lines.append(say("trial.relative", change=_percent(found.relative.est), range=ends))
    size = f"{figures.digits(found.limit.size * 100, 2).rstrip('0').rstrip('.')}%"
    return [*lines, say("trial.margin_relative", part=size, margin=_margin(found, scale))]


def _margin(found: Experiment, scale: Scale) -> Phrase:
    """The margin with two more places than the metric where it needs them: 1.25 pt must not read 1.2."""
    if found.limit.is_relative:
        return scale.size(found.margin)
    size = found.margin * scale.factor
    places = next(
        (k for k in range(scale.decimals, scale.decimals + 2) if abs(round(size, k) - size) < 1e-9), scale.decimals + 2
    )
    return replace(scale, decimals=places).size(found.margin)


def _verdict(found: Experiment, metric: Metric) -> Phrase:
    lo, hi = (found.lo, found.hi) if metric.worse == "down" else (-found.hi, -found.lo)
    if found.verdict == "undecided":
        return say("trial.undecided_doubt" if found.grade != "A" else "trial.undecided")
    if found.verdict == "inferior":
        return say("trial.inferior")
    if lo > 0:
        return say("trial.better")
    return say("trial.worse_within") if hi < 0 else say("trial.noninferior")


def _checks(found: Experiment, scale: Scale, units: Phrase) -> list[Phrase]:
    n = found.n
    lines = [
        _counted(found, units),
        say("trial.assignment", n=figures.count(n["assigned_treatment"]), units=units,
            n_control=figures.count(n["assigned_control"]), split=_split(found.split), p=figures.is_q(found.srm_p)),
    ]  # fmt: skip
    asked = found.answering
    if asked is not None:
        rates = Scale("share", 100.0, 1)
        lines.append(say(
            "trial.answered", share=rates.value(asked.rate["treatment"]), n=figures.count(asked.n["treatment"]),
            share_control=rates.value(asked.rate["control"]), n_control=figures.count(asked.n["control"]),
            change=rates.change(asked.difference.est), range=rates.range(asked.difference.lo, asked.difference.hi),
            p=figures.is_q(asked.p),
        ))  # fmt: skip
        if asked.bounds is not None:
            lines.append(say("trial.bounds", range=scale.range(asked.bounds.lo, asked.bounds.hi)))
    if found.adjusted is not None:
        lines.append(say(
            "trial.narrowed", who=_who(found), gain=figures.percent(found.adjusted.gain), n=figures.count(found.adjusted.n),
            change=scale.change(found.raw.est), range=scale.range(found.raw.lo, found.raw.hi),
        ))  # fmt: skip
    if found.is_sequential:
        once = found.once
        lines.append(
            say("trial.many_looks", n=figures.count(found.planned or PLANNED), range=scale.range(once.lo, once.hi))
        )
    if found.tails is not None and found.has("tails_disagree"):
        cut = found.tails.cut.interval()
        lines.append(say("trial.tails", change=scale.change(cut.est), range=scale.range(cut.lo, cut.hi)))
        if found.tails.geometric is not None:
            ratio = found.tails.geometric
            ends = f"{_percent(ratio.lo)}…{_percent(ratio.hi)}"
            lines.append(say("trial.tails_geometric", change=_percent(ratio.est), range=ends))
    power = say("trial.power", share=figures.percent(found.power.at_margin), size=scale.size(found.power.detectable))
    return [*lines, power]


def _topics(found: Experiment, names: Mapping[str, Phrase]) -> list[Phrase]:
    if not found.topics:
        return []
    n = figures.count(len(found.topics))
    passed = [one for one in found.topics if one.passes]
    if not passed:
        return [say("trial.topics_none", n=n)]
    rates, lines = Scale("share", 100.0, 1), [say("trial.topics", n=n)]
    for one in passed[:MOST_TOPICS]:
        lines.append(say(
            "trial.topic", topic=names.get(one.topic, same(one.topic)), was=rates.value(one.control),
            now=rates.value(one.treatment), n=figures.count(one.responses), change=rates.change(one.difference.est),
            range=rates.range(one.difference.lo, one.difference.hi), q=figures.is_q(one.q),
        ))  # fmt: skip
    return lines


def _distrust(found: Experiment) -> list[Phrase]:
    lines = []
    for written in found.reasons:
        code, _, detail = (part.strip() for part in written.partition(":"))
        numbers = [figures.count(int(one)) if one.isdigit() else one for one in detail.split(" of ")]
        lines.append(say(f"doubt.{code}", detail=" / ".join(numbers)))
    if not found.is_sequential:
        lines.append(say("doubt.one_look"))
    return [*lines, say("doubt.beforehand")]


def _next(found: Experiment, metric: Metric, scale: Scale, units: Phrase) -> list[Phrase]:
    who = _who(found)
    mend = [say(f"next.{code}", who=who) for code in _MENDED if found.has(code)]
    if mend:
        return mend
    if found.verdict == "inferior":
        return [say("next.stop", control=found.control)]
    if found.verdict == "noninferior":
        is_worse = found.hi < 0 if metric.worse == "down" else found.lo > 0
        if is_worse:
            return [say("next.weigh", treatment=found.treatment, range=scale.span(abs(found.lo), abs(found.hi)))]
        return [say("next.keep", treatment=found.treatment)]
    if found.power.more:
        return [say("next.more", n=figures.count(_round(found.power.more)), units=units)]
    share = figures.percent(found.power.at_margin)
    return [say("next.enough", who=who, share=share, size=scale.size(found.est))]


def _counted(found: Experiment, units: Phrase) -> Phrase:
    """The rows of each arm and, where several belong to one unit, of how many units: both n of the answer, in one line."""
    n = found.n
    rows = {"n": figures.count(n["rows_treatment"]), "n_control": figures.count(n["rows_control"])}
    if (n["rows_treatment"], n["rows_control"]) == (n["treatment"], n["control"]):
        return say("trial.counted", **rows)
    of = {"of": figures.count(n["treatment"]), "of_control": figures.count(n["control"])}
    return say("trial.counted_in", **rows, **of, units=units)


def _units(found: Experiment) -> Phrase:
    if found.unit == "customer_id":
        return say("trial.customers")
    return say("trial.rows") if found.unit == "row" else say("trial.others", unit=found.unit)


def _who(found: Experiment) -> Phrase:
    return say("trial.who_customers") if found.unit == "customer_id" else say("trial.who")


def _split(treated: float) -> str:
    return f"{treated * 100:g} : {100 - treated * 100:g}"


def _percent(part: float) -> str:
    return "–" if math.isnan(part) else f"{figures.digits(part * 100, 1, signed=True)}%"


def _round(n: int) -> int:
    """Two figures are enough for what rests on a guess: 4,137 becomes 4,200."""
    step = 10 ** max(len(str(n)) - 2, 0)
    return -(-n // step) * step
