"""Findings: everything a report may say about the shifts of a run, and the object that report.json holds.

For: the other report modules, `voc explain --json` and programs that read report.json.
Not for: wording; a finding holds codes and numbers, `wording` turns them into sentences.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from voc.report.finding import (
    Checks,
    Contribution,
    Counts,
    DataCheck,
    Driver,
    Finding,
    Interval,
    Part,
    Placebo,
    Rate,
    plain,
)

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1
VERDICTS = ("explained", "unexplained", "mix", "artifact", "no_shift")


def findings(
    shifts: pd.DataFrame,
    explanations: pd.DataFrame,
    units: Mapping[str, str] | None = None,
    bridges: pd.DataFrame | None = None,
    data_checks: pd.DataFrame | None = None,
    contributions: pd.DataFrame | None = None,
) -> tuple[Finding, ...]:
    """One finding a row of `shifts`, in their order, with its drivers: the largest accounted part first.

    `units` gives the unit of a metric id, where known.
    """
    drivers: dict[str, list[Driver]] = {}
    for row in explanations.to_dict("records"):
        if row["is_driver"]:
            drivers.setdefault(row["shift_id"], []).append(_driver(row))
    parts: dict[str, list[Part]] = {}
    for row in bridges.to_dict("records") if bridges is not None else ():
        values = (number(row[name]) for name in ("est", "lo", "hi"))
        parts.setdefault(row["shift_id"], []).append(Part(row["part"], _text(row["name"]), *values))
    asked: dict[str, list[DataCheck]] = {}
    for row in data_checks.to_dict("records") if data_checks is not None else ():
        asked.setdefault(row["shift_id"], []).append(_data_check(row))
    brought: dict[str, list[Contribution]] = {}
    for row in contributions.to_dict("records") if contributions is not None else ():
        brought.setdefault(row["shift_id"], []).append(_contribution(row))
    return tuple(
        _finding(
            row,
            sorted(drivers.get(row["shift_id"], []), key=_size),
            tuple(asked.get(row["shift_id"], ())),
            units or {},
            parts.get(row["shift_id"], []),
            brought.get(row["shift_id"], []),
        )
        for row in shifts.to_dict("records")
    )


def document(
    found: Iterable[Finding],
    project: str,
    headline: Mapping[str, str] | None = None,
    metrics: Iterable[Mapping[str, Any]] = (),
    impacts: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The object that report.json holds; `headline` is the first sentence by language, `metrics` are levels over the
    whole run (see whole), `impacts` what goes with each of them (see impacts)."""
    more = {"headline": dict(headline)} if headline else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "project": project,
        **more,
        "findings": [finding.as_dict() for finding in found],
        "metrics": [{name: plain(one) for name, one in level.items()} for level in metrics],
        "impacts": [plain(one) for one in impacts],
    }


def _size(driver: Driver) -> tuple[float, float, str]:
    """The largest part first; where no part is known, the largest change of share."""
    return (-(driver.accounted.est or 0.0), -abs(driver.raw_share_change or 0.0), driver.topic)


def _data_check(row: Mapping[Any, Any]) -> DataCheck:
    return DataCheck(
        row["check"], row["detail"], number(row["before"]), number(row["after"]), number(row["p_value"]),
        bool(row["is_changed"]), _interval(row, "bound"), _whole(row["n_before"]) or 0, _whole(row["n_after"]) or 0,
    )  # fmt: skip


def _contribution(row: Mapping[Any, Any]) -> Contribution:
    known = {name: number(row[name]) for name in ("before", "after", "share_before", "share_after", "mix")}
    within = Interval(number(row["within"]), number(row["within_lo"]), number(row["within_hi"]))
    n = [_whole(row[name]) or 0 for name in ("n_before", "n_after")]
    return Contribution(row["dim"], row["value"], within=within, n_before=n[0], n_after=n[1], **known)


def _finding(
    row: Mapping[Any, Any],
    drivers: Iterable[Driver],
    asked: tuple[DataCheck, ...],
    units: Mapping[str, str],
    bridge: Iterable[Part],
    contributions: Iterable[Contribution],
) -> Finding:
    dates: dict[str, Any] = {
        name: _day(row[name]) for name in ("onset", "onset_lo", "onset_hi", "before_from", "before_to", "after_to")
    }
    values: dict[str, Any] = {
        name: number(row[name]) for name in ("before", "after", "segment_before", "segment_after")
    }
    values |= {name: _whole(row[name]) or 0 for name in ("n_before", "n_after", "segment_n_before", "segment_n_after")}
    return Finding(
        id=row["shift_id"],
        metric=row["metric"],
        unit=units.get(row["metric"]),
        kind=row["kind"],
        direction=row["direction"],
        **dates,
        verdict=row["verdict"],
        grade=_text(row["grade"]),
        reasons=_texts(row["reasons"]),
        rivals=_texts(row["rivals"]),
        segment=_object(row["segment"]) or {},
        runner_up=_object(row["runner_up"]),
        **values,
        delta_overall=_interval(row, "delta_overall"),
        mix=_interval(row, "mix"),
        delta_segment=_interval(row, "delta_segment"),
        p_shift=number(row["p_shift"]),
        drivers=tuple(drivers),
        unexplained=_interval(row, "unexplained"),
        checks=Checks(
            Rate(number(row["response_rate_before"]), number(row["response_rate_after"])),
            number(row["link_rate"]),
            Placebo(_whole(row["placebo_dates"]), _whole(row["placebo_dates_tried"])),
            Placebo(_whole(row["placebo_topics"]), _whole(row["placebo_topics_tried"])),
            asked,
        ),
        n=Counts(*(_whole(row[f"n_{name}"]) or 0 for name in ("records", "feedback", "linked", "audit"))),
        bridge=tuple(bridge),
        contributions=tuple(contributions),
    )


def _driver(row: Mapping[Any, Any]) -> Driver:
    return Driver(
        topic=row["topic"],
        share_before=number(row["share_before"]),
        share_after=number(row["share_after"]),
        share_change=_interval(row, "share_change"),
        raw_share_change=number(row["raw_share_change"]),
        gap=_interval(row, "gap"),
        accounted=_interval(row, "accounted"),
        counted=_interval(row, "counted"),
        correction=row["correction"],
        gap_method=row["gap_method"],
        q_value=number(row["q_value"]),
        lag_days=_whole(row["lag_days"]),
        link_level=row["link_level"],
        evidence=_texts(row["evidence"]),
        n_topic_before=_whole(row["n_topic_before"]) or 0,
        n_comments_before=_whole(row["n_comments_before"]) or 0,
        n_topic=_whole(row["n_topic"]) or 0,
        n_comments=_whole(row["n_comments"]) or 0,
        n_counter=_whole(row["n_counter"]) or 0,
    )


def _interval(row: Mapping[Any, Any], name: str) -> Interval:
    return Interval(number(row[f"{name}_est"]), number(row[f"{name}_lo"]), number(row[f"{name}_hi"]))


def number(value: Any) -> float | None:
    """A finite number; None for anything else, as an absent cell of a table is."""
    try:
        known = float(value)
    except (TypeError, ValueError):
        return None
    return known if math.isfinite(known) else None


def _whole(value: Any) -> int | None:
    known = number(value)
    return None if known is None else round(known)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> tuple[str, ...]:
    # a list column read back from parquet is an array; an absent list is None or NaN
    return tuple(str(item) for item in value) if hasattr(value, "__iter__") and not isinstance(value, str) else ()


def _day(value: Any) -> str:
    return str(value)[:10]


def _object(value: Any) -> dict[str, str] | None:
    if isinstance(value, str) and value:
        return {str(key): str(item) for key, item in json.loads(value).items()}
    return None
