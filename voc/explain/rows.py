"""Shifts and explanations as rows of their tables.

For: `answers`. Not for: deciding anything; every value comes in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voc import tables
from voc.explain.artifacts import Start
from voc.explain.case import Case, failed
from voc.explain.cells import Cells, Segment, counted
from voc.explain.data_checks import DataCheck
from voc.explain.drivers import LEAST_COMMENTS, Candidate
from voc.explain.effect import Effect
from voc.explain.grade import Checks, Verdict
from voc.explain.ground import Ground
from voc.explain.label_error import Accuracy
from voc.explain.quotes import Evidence
from voc.explain.rates import RateMove
from voc.explain.share import ShareChange, share_change
from voc.explain.shift import NOT_KNOWN
from voc.explain.stuck import Stretch, Stuck
from voc.metrics import VOLUME

Row = dict[str, Any]


def _spread_out(name: str, values: tuple[float, float, float]) -> dict[str, float]:
    return {f"{name}_est": values[0], f"{name}_lo": values[1], f"{name}_hi": values[2]}


def _counts(rows: tuple[int, int, int, int]) -> Row:
    """Records before and after, of everything and of the segment."""
    before, after, own_before, own_after = rows
    return {
        "n_before": before, "n_after": after, "segment_n_before": own_before, "segment_n_after": own_after,
        "n_records": before + after,
    }  # fmt: skip


def shift_row(case: Case, told: Verdict, left: tuple[float, float, float], checks: Checks, ground: Ground) -> Row:
    """One row of `shifts`, but for its id."""
    found, cells = case.found, case.found.cells
    last = len(cells.periods) - 1
    day = (lambda position: cells.day(min(max(position, 0), last))) if last >= 0 else (lambda _: found.question.onset)
    compared = case.heard.during(found.before) | case.heard.during(found.after)
    heard = compared & case.heard.inside(found.segment) if not found.missing else compared
    linked = ground.metrics[cells.metric].table != "feedback"
    return {
        "metric": cells.metric, "kind": found.kind,
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
        **_counts(found.counted), "n_feedback": int(heard.sum()), "n_linked": int(heard.sum()) if linked else 0,
        "n_audit": checks.n_audit,
    }  # fmt: skip


def explanation_row(
    case: Case, one: Candidate, is_driver: bool, q: float, effect: Effect, known: Mapping[str, Accuracy], said: Evidence
) -> Row:
    """One row of `explanations`, but for the id of its shift."""
    moved = _share_change(case, one, known.get(one.topic))
    return {
        "topic": one.topic, "is_driver": is_driver,
        "share_before": one.share_before, "share_after": one.share_after,
        **_spread_out("share_change", moved.change), "raw_share_change": moved.raw[0], "correction": moved.correction,
        **_spread_out("gap", one.gap), **_spread_out("accounted", effect.parts.get(one.topic, NOT_KNOWN)),
        **_spread_out("counted", effect.counted.get(one.topic, NOT_KNOWN)),
        "gap_method": effect.gap_method if is_driver and one.level == "record" else "none",
        "p_value": one.p, "q_value": q, "lag_days": one.lag, "link_level": one.level, "evidence": list(said.ids),
        "n_topic_before": one.n_topic_before, "n_comments_before": one.n_comments_before,
        "n_topic": one.n_topic, "n_comments": one.n_comments, "n_counter": said.n_counter,
        "reasons": list(failed(one, q)) or ([] if is_driver else [effect.dropped.get(one.topic, "accounted_unclear")]),
    }  # fmt: skip


def _share_change(case: Case, one: Candidate, known: Accuracy | None) -> ShareChange:
    """From the comments that hang on records; where there are too few, as `drivers` found it from all comments."""
    inside = case.heard.inside(case.found.segment)
    counts = [(inside & case.heard.during(window)).sum() for window in (case.found.before, case.found.after)]
    if one.topic not in case.heard.topics or min(counts) < LEAST_COMMENTS:
        return ShareChange(one.change, one.change, "none")
    return share_change(case.found, case.heard, one.topic, against_rest=one.has_contrast, known=known,
                        tested=one.change)  # fmt: skip


def start_row(start: Start, ground: Ground) -> Row:
    """A collection that starts late, as a finding about the number of comments: no interval, nothing is estimated."""
    cells = ground.every[VOLUME]
    every, length = cells.n.sum(axis=0), len(cells.periods)
    before, after = float(every[: start.at].mean()), float(every[start.at :].mean())
    onset = cells.day(start.at)
    place = Segment(((start.dim, start.value),), start.cells)
    counts = counted(cells, place, (slice(0, start.at), slice(start.at, length)))
    return {
        "metric": VOLUME, "kind": "step", "direction": "up",
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
        **_counts(counts), "n_feedback": int(every.sum()), "n_linked": 0, "n_audit": 0,
    }  # fmt: skip


def stuck_row(one: Stretch, of: Stuck) -> Row:
    """A stretch in which every row of a group says the same, as a finding about the data."""
    cells, last = of.whole, len(of.whole.periods) - 1
    before = slice(0, one.first) if one.first else slice(one.last + 1, last + 1)
    place = Segment(one.place, one.mask)
    counts = counted(cells, place, (before, one.window))
    every = np.ones(len(cells.n), dtype=bool)
    levels = [cells.mean(mask, window) for mask in (every, one.mask) for window in (before, one.window)]
    unknown = float("nan")
    days = cells.day(one.first), cells.last_day(one.last)
    return {
        "metric": one.metric, "kind": "pulse" if one.last < last else "step",
        "direction": "up" if one.level else "down", "onset": days[0], "onset_lo": days[0], "onset_hi": days[0],
        "before_from": cells.day(before.start), "before_to": cells.last_day(before.stop - 1), "after_to": days[1],
        "segment": json.dumps(dict(one.place), ensure_ascii=False), "runner_up": None,
        "before": levels[0], "after": levels[1], "segment_before": levels[2], "segment_after": levels[3],
        **_spread_out("delta_overall", (levels[1] - levels[0], unknown, unknown)), **_spread_out("mix", NOT_KNOWN),
        **_spread_out("delta_segment", (levels[3] - levels[2], unknown, unknown)), "p_shift": unknown,
        "verdict": "artifact", "grade": None, "reasons": [stuck_code(one, cells)],
        "rivals": [], **_spread_out("unexplained", NOT_KNOWN),
        "response_rate_before": unknown, "response_rate_after": unknown, "link_rate": unknown,
        "placebo_dates": 0, "placebo_dates_tried": 0, "placebo_topics": 0, "placebo_topics_tried": 0,
        **_counts(counts), "n_feedback": 0, "n_linked": 0, "n_audit": 0,
    }  # fmt: skip


def stuck_code(one: Stretch, cells: Cells) -> str:
    """The code of the reason: where, and from which day to which."""
    named = ", ".join(f"{dim}={value}" for dim, value in one.place) or "everywhere"
    return f"stuck: {named} {cells.day(one.first)} to {cells.last_day(one.last)}"


def rate_row(one: RateMove) -> Row:
    """A response or link rate that moved by itself, as a finding about the data."""
    cells, (before, after) = one.cells, one.windows
    segment = json.dumps(one.move.segment.as_dict, ensure_ascii=False, sort_keys=True)
    inside, overall = one.levels, one.overall
    change = one.change
    unknown = float("nan")
    return {
        "metric": one.metric, "kind": "step", "direction": "down" if inside[1] < inside[0] else "up",
        "onset": one.onset, "onset_lo": one.onset, "onset_hi": one.onset,
        "before_from": cells.day(before.start), "before_to": cells.last_day(before.stop - 1),
        "after_to": cells.last_day(after.stop - 1), "segment": segment, "runner_up": None,
        "before": overall[0], "after": overall[1], "segment_before": inside[0], "segment_after": inside[1],
        **_spread_out("delta_overall", (overall[1] - overall[0], unknown, unknown)), **_spread_out("mix", NOT_KNOWN),
        **_spread_out("delta_segment", change), "p_shift": one.move.p,
        "verdict": "artifact", "grade": None,
        "reasons": [f"{one.metric}_changed: {one.table} {inside[0]:.3f} -> {inside[1]:.3f}"],
        "rivals": [], **_spread_out("unexplained", NOT_KNOWN),
        "response_rate_before": unknown, "response_rate_after": unknown, "link_rate": unknown,
        "placebo_dates": 0, "placebo_dates_tried": 0, "placebo_topics": 0, "placebo_topics_tried": 0,
        **_counts(counted(cells, one.move.segment, one.windows)), "n_feedback": 0, "n_linked": 0, "n_audit": 0,
    }  # fmt: skip


def check_row(one: DataCheck) -> Row:
    """One row of `data_checks`, but for the id of its shift."""
    return {
        "check": one.check, "detail": one.detail, "before": one.before, "after": one.after, "p_value": one.p,
        "is_changed": one.is_changed, **_spread_out("bound", one.left), "n_before": one.n_before,
        "n_after": one.n_after,
    }  # fmt: skip


def table(rows: Sequence[Row], name: str) -> pa.Table:
    """Rows as a declared table."""
    return tables.conform(pa.Table.from_pylist(list(rows), schema=tables.schema(name)), name)
