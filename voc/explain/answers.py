"""Answers: questions in, tables `shifts` and `explanations` out.

For: treating every move, asked for or found, in exactly the same way. Not for: finding moves (search) or wording.

Two passes, since the false discovery rate is kept over all topics and shifts of a run: first every shift with its
candidate topics, then, with the q values known, drivers, effects, verdicts and quotes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from voc import tables
from voc.explain import search
from voc.explain.artifacts import Start, collection_starts
from voc.explain.cells import Cells
from voc.explain.drivers import Candidate, candidates, prior, q_values
from voc.explain.effect import accounted
from voc.explain.grade import Checks, Verdict, verdict
from voc.explain.label_error import Accuracy, accuracy, corrected
from voc.explain.question import Question
from voc.explain.quotes import Evidence, evidence
from voc.explain.shift import NOT_KNOWN, Shift, shift
from voc.explain.voices import Voices, pains, voices
from voc.metrics import VOLUME, Metric

FALSE_DISCOVERY = 0.05
PLACEBO_DATES = 4


@dataclass(frozen=True)
class Ground:
    """What explanations are made from: the tables of a run as DataFrames, and what the project says of them.

    `explains` maps a topic to the metrics it plausibly explains; `audit` may be empty.
    """

    metrics: Mapping[str, Metric]
    every: Mapping[str, Cells]
    dims: tuple[str, ...]
    series: pd.DataFrame
    outcomes: pd.DataFrame
    mentions: pd.DataFrame
    feedback: pd.DataFrame
    links: pd.DataFrame
    events: pd.DataFrame
    audit: pd.DataFrame
    explains: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class _Case:
    found: Shift
    heard: Voices
    topics: tuple[Candidate, ...]


def found(ground: Ground) -> tuple[pa.Table, pa.Table]:
    """Tables (shifts, explanations) of everything that moved, surest first, then collections that start late."""
    moves = search.search({name: ground.every[name] for name in ground.metrics}, ground.metrics)
    questions = [_question(move, ground.every[move.metric]) for move in moves]
    return answers(questions, ground, starts=collection_starts(ground.every[VOLUME]))


def _question(move: search.Move, cells: Cells) -> Question:
    day = cells.day(move.onset)
    return Question(move.metric, day, segment=move.segment, p=move.p, end=move.end, is_mix=move.is_mix)


def answers(
    questions: Sequence[Question], ground: Ground, *, starts: Sequence[Start] = ()
) -> tuple[pa.Table, pa.Table]:
    """(shifts, explanations) with a shift for every question, in their order, then one for each collection start."""
    pained = pains(ground.mentions)
    known = accuracy(ground.audit, pained) if len(ground.audit) else {}
    cases = [_case(question, ground, pained) for question in questions]
    all_topics = [(case, one) for case in cases for one in case.topics]
    q = q_values(
        [one.p for _, one in all_topics],
        [prior(one.topic, case.found.cells.metric, ground.explains) for case, one in all_topics],
    )
    by_case: dict[int, dict[str, float]] = {}
    for (case, one), value in zip(all_topics, q, strict=True):
        by_case.setdefault(id(case), {})[one.topic] = float(value)
    langs = ground.feedback.set_index("feedback_id")["lang"] if len(ground.feedback) else pd.Series(dtype=object)
    shifts, explanations = [], []
    for number, case in enumerate(cases, 1):
        row, offered = _answer(f"F{number}", case, by_case.get(id(case), {}), ground, pained, known, langs)
        shifts.append(row)
        explanations.extend(offered)
    for number, start in enumerate(starts, len(cases) + 1):
        shifts.append(_start_row(f"F{number}", start, ground))
    return _table(shifts, "shifts"), _table(explanations, "explanations")


def _case(question: Question, ground: Ground, pained: pd.DataFrame) -> _Case:
    cells = ground.every[question.metric]
    found = shift(question, cells, ground.metrics[question.metric])
    heard = voices(ground.outcomes, pained, cells)
    topics = candidates(found, heard, ground.series, ground.dims) if found.is_real else ()
    return _Case(found, heard, topics)


def _drivers(case: _Case, q: Mapping[str, float], known: Mapping[str, Accuracy]) -> tuple[list[Candidate], dict]:  # type: ignore[type-arg]
    """The topics that pass every check, largest part first, with their parts; the unexplained part under ""."""
    passed = [one for one in case.topics if not _failed(one, q[one.topic])]
    parts, _ = accounted(case.found, passed, case.heard, known)
    # No cause is named unless its interval excludes zero.
    passed = [one for one in passed if one.level != "record" or parts[one.topic][1] > 0]
    parts, left = accounted(case.found, passed, case.heard, known)
    passed.sort(key=lambda one: (-np.nan_to_num(parts[one.topic][0]), q[one.topic], one.topic))
    return passed, {**parts, "": left}


def _failed(one: Candidate, q: float) -> tuple[str, ...]:
    """The codes of the checks that a candidate fails."""
    codes = []
    if not q <= FALSE_DISCOVERY:
        codes.append("share_not_moved")
    if one.level == "record" and not (one.agrees and one.p_record <= FALSE_DISCOVERY):
        codes.append("record_link_disagrees")
    if one.level != "record" and (not one.agrees or not one.has_contrast):
        codes.append("no_contrast" if one.agrees else "wrong_direction")
    if one.lag > 7:
        codes.append(f"follows: {one.lag}")
    return tuple(codes)


def _answer(
    name: str, case: _Case, q: Mapping[str, float], ground: Ground, pained: pd.DataFrame,
    known: Mapping[str, Accuracy], langs: pd.Series,
) -> tuple[dict[str, object], list[dict[str, object]]]:  # fmt: skip
    found = case.found
    drivers, parts = _drivers(case, q, known)
    checks = _checks(case, drivers, ground, pained, q)
    told = verdict(found, drivers, parts, checks, sorted(known), _events(found, ground.events))
    offered = [
        _explanation(name, case, one, one in drivers, q[one.topic], parts, known,
                     evidence(found, one.topic, case.heard, ground.mentions, langs) if one in drivers else Evidence((), 0))
        for one in (*drivers, *(one for one in case.topics if one not in drivers))
    ]  # fmt: skip
    return _shift_row(name, case, told, parts.get("", NOT_KNOWN), checks, ground), offered


def _checks(
    case: _Case, drivers: Sequence[Candidate], ground: Ground, pained: pd.DataFrame, q: Mapping[str, float]
) -> Checks:
    found = case.found
    if not found.is_real:
        return Checks()
    records = [found.cells.n[found.segment.cells, window].sum() for window in (found.before, found.after)]
    inside = case.heard.inside(found.segment)
    spoken = [len(set(case.heard.records[inside & case.heard.during(w)])) for w in (found.before, found.after)]
    rates = tuple(said / n if n else float("nan") for said, n in zip(spoken, records, strict=True))
    tried, named = _placebo_dates(case, ground, pained) if drivers else (0, 0)
    metric = found.cells.metric
    # A placebo topic is one that the taxonomy knows and does not hold able to explain this metric; where it names no
    # topic for the metric (a project's own), there is nothing to try.
    is_known = any(metric in ids for ids in ground.explains.values())
    out_of_place = [one for one in case.topics if is_known and metric not in ground.explains.get(one.topic, (metric,))]
    passing = [one for one in out_of_place if one in drivers]
    return Checks(
        named, tried, len(passing), len(out_of_place), (rates[0], rates[1]), _link_rate(found, ground),
        ground.audit["feedback_id"].nunique() if len(ground.audit) else 0,
    )  # fmt: skip


def _placebo_dates(case: _Case, ground: Ground, pained: pd.DataFrame) -> tuple[int, int]:
    """(dates tried, dates at which a topic was named) before the onset, with nothing after the onset in sight."""
    found = case.found
    cells = found.cells
    cut = replace(
        cells, periods=cells.periods[: found.onset], n=cells.n[:, : found.onset],
        total=cells.total[:, : found.onset], sumsq=cells.sumsq[:, : found.onset],
    )  # fmt: skip
    first, last = search.LEAST_BEFORE * cells.block, found.onset - search.SHORT_AFTER * cells.block
    dates = sorted(set(np.linspace(first, last, PLACEBO_DATES).astype(int))) if last > first else []
    named = 0
    for date in dates:
        question = Question(cells.metric, cut.day(int(date)))
        placebo = shift(question, cut, ground.metrics[cells.metric])
        if not placebo.is_real:
            continue
        heard = voices(ground.outcomes[ground.outcomes["period"] < cells.day(found.onset)], pained, cut)
        topics = candidates(placebo, heard, ground.series, ground.dims)
        q = dict(
            zip((one.topic for one in topics), q_values([one.p for one in topics], [1.0] * len(topics)), strict=True)
        )
        named += bool(_drivers(_Case(placebo, heard, topics), q, {})[0])
    return len(dates), named


def _link_rate(found: Shift, ground: Ground) -> float:
    population = ground.metrics[found.cells.metric].table
    key = tables.RECORD_KEYS.get(population)
    if key is None or key not in ground.feedback:
        return float("nan")
    keyed = ground.feedback[key].notna().sum()
    linked = ((ground.links["population"] == population) & (ground.links["how"] == "key")).sum()
    return float(linked / keyed) if keyed else float("nan")


def _events(found: Shift, events: pd.DataFrame) -> list[str]:
    """Events inside the onset's interval, "name date"."""
    if not len(events) or found.missing:
        return []
    starts = pd.to_datetime(events["started_at"]).dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    cells = found.cells
    after = cells.periods[found.onset_lo] - np.timedelta64(1, "D")
    until = cells.periods[min(found.onset_hi, len(cells.periods) - 1)]
    near = (starts >= after) & (starts <= until)
    return [f"{name} {day}" for name, day in zip(events["name"][near], starts[near], strict=True)]


def _spread_out(name: str, values: tuple[float, float, float]) -> dict[str, float]:
    return {f"{name}_est": values[0], f"{name}_lo": values[1], f"{name}_hi": values[2]}


def _shift_row(
    name: str, case: _Case, told: Verdict, left: tuple[float, float, float], checks: Checks, ground: Ground
) -> dict[str, object]:
    found, cells = case.found, case.found.cells
    last = len(cells.periods) - 1
    day = (lambda position: cells.day(min(max(position, 0), last))) if last >= 0 else (lambda _: found.question.onset)
    compared = case.heard.during(found.before) | case.heard.during(found.after)
    heard = compared & case.heard.inside(found.segment) if not found.missing else compared
    n_records = 0 if found.missing else int(cells.n[:, found.before].sum() + cells.n[:, found.after].sum())
    linked = ground.metrics[cells.metric].table != "feedback"
    return {
        "shift_id": name, "metric": cells.metric, "kind": found.kind,
        "direction": "down" if found.inside[0] < 0 or (np.isnan(found.inside[0]) and found.overall[0] < 0) else "up",
        "onset": found.question.onset if found.question.is_asked else day(found.onset),
        "onset_lo": found.question.onset if found.missing else day(found.onset_lo),
        "onset_hi": found.question.onset if found.missing else day(found.onset_hi),
        "before_from": day(found.compared.start),
        "before_to": cells.last_day(min(max(found.compared.stop - 1, 0), last)) if last >= 0 else found.question.onset,
        "after_to": cells.last_day(min(max(found.compared.end - 1, 0), last)) if last >= 0 else found.question.onset,
        "segment": json.dumps(found.segment.as_dict, ensure_ascii=False, sort_keys=True),
        "runner_up": None if found.runner_up is None
        else json.dumps(found.runner_up.as_dict, ensure_ascii=False, sort_keys=True),
        "before": found.levels[0], "after": found.levels[1],
        "segment_before": found.levels[2], "segment_after": found.levels[3],
        **_spread_out("delta_overall", found.overall), **_spread_out("mix", found.mix),
        **_spread_out("delta_segment", found.inside), "p_shift": found.p,
        "verdict": told.verdict, "grade": told.grade, "reasons": list(told.reasons), "rivals": list(told.rivals),
        **_spread_out("unexplained", left if told.verdict == "explained" else NOT_KNOWN),
        "response_rate_before": checks.response[0], "response_rate_after": checks.response[1], "link_rate": checks.link,
        "placebo_dates": checks.dates_named, "placebo_dates_tried": checks.dates_tried,
        "placebo_topics": checks.topics_named, "placebo_topics_tried": checks.topics_tried,
        "n_records": n_records, "n_feedback": int(heard.sum()), "n_linked": int(heard.sum()) if linked else 0,
        "n_audit": checks.n_audit,
    }  # fmt: skip


def _explanation(
    name: str, case: _Case, one: Candidate, is_driver: bool, q: float, parts: Mapping[str, tuple[float, float, float]],
    known: Mapping[str, Accuracy], said: Evidence,
) -> dict[str, object]:  # fmt: skip
    change = corrected(one.change, known[one.topic]) if one.topic in known else one.change
    return {
        "shift_id": name, "topic": one.topic, "is_driver": is_driver,
        "share_before": one.share_before, "share_after": one.share_after,
        **_spread_out("share_change", change), "raw_share_change": one.change[0],
        **_spread_out("gap", one.gap), **_spread_out("accounted", parts.get(one.topic, NOT_KNOWN)),
        "p_value": one.p, "q_value": q, "lag_days": one.lag, "link_level": one.level, "evidence": list(said.ids),
        "n_topic": one.n_topic, "n_comments": one.n_comments, "n_counter": said.n_counter,
        "reasons": list(_failed(one, q)) or ([] if is_driver else ["accounted_unclear"]),
    }  # fmt: skip


def _start_row(name: str, start: Start, ground: Ground) -> dict[str, object]:
    """A collection that starts late, as a finding about the number of comments: no interval, nothing is estimated."""
    cells = ground.every[VOLUME]
    every, length = cells.n.sum(axis=0), len(cells.periods)
    before, after = float(every[: start.at].mean()), float(every[start.at :].mean())
    onset = cells.day(start.at)
    return {
        "shift_id": name, "metric": VOLUME, "kind": "step", "direction": "up",
        "onset": onset, "onset_lo": onset, "onset_hi": onset,
        "before_from": cells.day(0), "before_to": cells.last_day(start.at - 1), "after_to": cells.last_day(length - 1),
        "segment": json.dumps({start.dim: start.value}, ensure_ascii=False), "runner_up": None,
        "before": before, "after": after, "segment_before": start.before, "segment_after": start.after,
        **_spread_out("delta_overall", (after - before, float("nan"), float("nan"))), **_spread_out("mix", NOT_KNOWN),
        **_spread_out("delta_segment", (start.after - start.before, float("nan"), float("nan"))), "p_shift": float("nan"),
        "verdict": "artifact", "grade": None, "reasons": [f"collection_start: {start.dim}={start.value} {onset}"],
        "rivals": [], **_spread_out("unexplained", NOT_KNOWN),
        "response_rate_before": float("nan"), "response_rate_after": float("nan"), "link_rate": float("nan"),
        "placebo_dates": 0, "placebo_dates_tried": 0, "placebo_topics": 0, "placebo_topics_tried": 0,
        "n_records": int(every.sum()), "n_feedback": int(every.sum()), "n_linked": 0, "n_audit": 0,
    }  # fmt: skip


def _table(rows: list[dict[str, object]], name: str) -> pa.Table:
    """Rows as a declared table."""
    return tables.conform(pa.Table.from_pylist(rows, schema=tables.schema(name)), name)
