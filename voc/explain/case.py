"""A case: one shift with the comments and topics around it, and what is tried on it before a verdict.

For: `answers`, which judges all cases of a run together. Not for: the verdict itself; see `grade`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from voc import tables
from voc.explain import search
from voc.explain.borrowed import Borrowed
from voc.explain.data_checks import MILD, DataCheck, doubted
from voc.explain.drivers import Candidate, candidates, q_values
from voc.explain.effect import Effect, accounted
from voc.explain.grade import Checks
from voc.explain.ground import Ground
from voc.explain.impact import reads_sentiment
from voc.explain.label_error import Accuracy
from voc.explain.mediators import mediators
from voc.explain.question import Question
from voc.explain.shift import Shift, shift
from voc.explain.voices import Voices, voices

FALSE_DISCOVERY = 0.05
PLACEBO_DATES = 4
LEAST_PART = 0.1


@dataclass(frozen=True)
class Case:
    """A shift, the comments behind its metric, the topics that might go with it, and what was asked of the data first."""

    found: Shift
    heard: Voices
    topics: tuple[Candidate, ...]
    asked_of_data: tuple[DataCheck, ...] = ()


def case(question: Question, ground: Ground, pained: pd.DataFrame) -> Case:
    """The Case of one question; `pained` as `voices.pains` gives it."""
    cells = ground.cells_for(question)
    found = shift(question, cells, ground.metrics[question.metric])
    found, asked_of_data = doubted(found, ground.metrics[question.metric], ground.collected)
    heard = voices(ground.outcomes, pained, cells, ground.feedback)
    topics = candidates(found, heard, ground.series, ground.dims) if found.is_real else ()
    return Case(found, heard, topics, asked_of_data)


def drivers(
    one_case: Case, q: Mapping[str, float], known: Mapping[str, Accuracy | Borrowed]
) -> tuple[list[Candidate], Effect]:
    """The topics that pass every check, largest part first, and the Effect that holds their parts."""
    passed = [one for one in one_case.topics if not failed(one, q[one.topic])]
    effect = accounted(one_case.found, passed, one_case.heard, known)
    # No cause is named unless its interval excludes zero, nor one of which the change would hardly know.
    dropped = {}
    for one in passed:
        est, low, _ = effect.parts[one.topic]
        if one.level == "record" and not (low > 0 and est >= LEAST_PART):
            dropped[one.topic] = "accounted_low" if low > 0 else "accounted_unclear"
    kept = [one for one in passed if one.topic not in dropped]
    if dropped:
        effect = replace(accounted(one_case.found, kept, one_case.heard, known), dropped=dropped)
    kept.sort(key=lambda one: (-np.nan_to_num(effect.parts[one.topic][0]), -abs(one.change[0]), one.topic))
    return kept, effect


def with_mediators(one_case: Case, passed: Sequence[Candidate], effect: Effect, ground: Ground) -> Effect:
    """The Effect with what goes with other figures of the operation, taken from what the topics leave."""
    topics = [one.topic for one in passed if np.isfinite(effect.parts[one.topic][0])]
    if not topics:
        return effect
    return effect.beside(mediators(one_case.found, one_case.heard, topics, ground, effect.left[0]))


def failed(one: Candidate, q: float) -> tuple[str, ...]:
    """The codes of the checks that a candidate fails."""
    codes = []
    if not q <= FALSE_DISCOVERY:
        codes.append("share_not_moved")
    if one.level == "record" and not (one.agrees and one.p_record <= FALSE_DISCOVERY):
        codes.append("record_link_disagrees")
    if one.level != "record" and not one.agrees:
        codes.append("wrong_direction")
    elif one.level != "record" and not one.has_contrast and not np.isfinite(one.p_together):
        codes.append("no_contrast")
    if one.lag > 7:
        codes.append(f"follows: {one.lag}")
    return tuple(codes)


def beside(one_case: Case, q: Mapping[str, float], effect: Effect) -> tuple[str, ...]:
    """Codes of the topics that moved with the shift and explain nothing all the same, surest first: later than it, in
    comments whose records fare no worse, or without a part of the change that is sure."""
    said = []
    for one in sorted(one_case.topics, key=lambda one: (q[one.topic], one.topic)):
        if failed(one, q[one.topic]) == (f"follows: {one.lag}",):
            said.append(f"topic_later: {one.topic} {one.lag}")
        elif failed(one, q[one.topic]) == ("record_link_disagrees",):
            said.append(f"topic_not_worse: {one.topic}")
        elif one.topic in effect.dropped:
            said.append(f"topic_unsure: {one.topic}")
    return tuple(said)


def checks(
    one_case: Case, passed: Sequence[Candidate], ground: Ground, pained: pd.DataFrame, q: Mapping[str, float]
) -> Checks:
    """What was tried beside the main test; nothing where the shift is not real."""
    found = one_case.found
    if not found.is_real:
        return Checks()
    records = [found.cells.n[found.segment.cells, window].sum() for window in (found.before, found.after)]
    inside = one_case.heard.inside(found.segment)
    spoken = [len(set(one_case.heard.records[inside & one_case.heard.during(w)])) for w in (found.before, found.after)]
    rates = tuple(said / n if n else float("nan") for said, n in zip(spoken, records, strict=True))
    tried, named = _placebo_dates(one_case, ground, pained) if passed else (0, 0)
    metric = found.cells.metric
    # A placebo topic is one that the taxonomy knows and does not hold able to explain this metric; where it names no
    # topic for the metric (a project's own), there is nothing to try.
    is_known = any(metric in ids for ids in ground.explains.values())
    out_of_place = [
        one for one in one_case.topics if is_known and metric not in ground.explains.get(one.topic, (metric,))
    ]
    passing = [one for one in out_of_place if one in passed]
    return Checks(
        named, tried, len(passing), len(out_of_place), (rates[0], rates[1]), _link_rate(found, ground),
        ground.audit["feedback_id"].nunique() if len(ground.audit) else 0,
        tuple(one.reason for one in one_case.asked_of_data if one.is_changed and one.check not in MILD),
        not len(one_case.heard.ids), reads_sentiment(ground.metrics[metric]),
    )  # fmt: skip


def _placebo_dates(one_case: Case, ground: Ground, pained: pd.DataFrame) -> tuple[int, int]:
    """(dates tried, dates at which a topic was named) before the onset, with nothing after the onset in sight."""
    found = one_case.found
    cells = found.cells
    cut = cells.until(found.onset)
    first, last = search.LEAST_BEFORE * cells.block, found.onset - cells.fortnight
    dates = sorted(set(np.linspace(first, last, PLACEBO_DATES).astype(int))) if last > first else []
    named = 0
    for date in dates:
        question = Question(cells.metric, cut.day(int(date)))
        placebo = shift(question, cut, ground.metrics[cells.metric])
        if not placebo.is_real:
            continue
        heard = voices(
            ground.outcomes[ground.outcomes["period"] < cells.day(found.onset)], pained, cut, ground.feedback
        )
        topics = candidates(placebo, heard, ground.series, ground.dims)
        q = dict(
            zip((one.topic for one in topics), q_values([one.p for one in topics], [1.0] * len(topics)), strict=True)
        )
        named += bool(drivers(Case(placebo, heard, topics), q, {})[0])
    return len(dates), named


def _link_rate(found: Shift, ground: Ground) -> float:
    population = ground.metrics[found.cells.metric].table
    key = tables.RECORD_KEYS.get(population)
    if key is None or key not in ground.feedback:
        return float("nan")
    keyed = ground.feedback[key].notna().sum()
    linked = ((ground.links["population"] == population) & (ground.links["how"] == "key")).sum()
    return float(linked / keyed) if keyed else float("nan")


def events(found: Shift, known: pd.DataFrame) -> list[str]:
    """Events inside the onset's interval, "name date"."""
    if not len(known) or found.missing:
        return []
    starts = pd.to_datetime(known["started_at"]).dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    cells = found.cells
    after = cells.periods[found.onset_lo] - np.timedelta64(1, "D")
    until = cells.periods[min(found.onset_hi, len(cells.periods) - 1)]
    near = (starts >= after) & (starts <= until)
    return [f"{name} {day}" for name, day in zip(known["name"][near], starts[near], strict=True)]
