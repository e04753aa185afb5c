"""A finding, as frozen dataclasses: the shape of one element of report.json's `findings`.

For: everything that reads findings. Not for: making them from tables; see `findings`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval; None where it could not be made."""

    est: float | None
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Driver:
    """A topic that passed every check. Shares are 0..1, `gap` is in metric units, `accounted` a share of the change, and
    `counted` the same as the tagger counts, its error not allowed for."""

    topic: str
    share_before: float | None
    share_after: float | None
    share_change: Interval
    raw_share_change: float | None
    gap: Interval
    accounted: Interval
    counted: Interval
    correction: str
    gap_method: str
    q_value: float | None
    lag_days: int | None
    link_level: str
    evidence: tuple[str, ...]
    n_topic_before: int
    n_comments_before: int
    n_topic: int
    n_comments: int
    n_counter: int


@dataclass(frozen=True)
class Part:
    """A part of the overall change: mix, topic, mediator, unexplained or elsewhere; `name` a topic or metric id."""

    part: str
    name: str | None
    est: float | None
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Contribution:
    """What a value of a dimension brings to the overall change: `within` by its own change, `mix` by its share of rows."""

    dim: str
    value: str
    before: float | None
    after: float | None
    share_before: float | None
    share_after: float | None
    within: Interval
    mix: float | None
    n_before: int
    n_after: int

    @property
    def total(self) -> float:
        """Both together, in the metric's unit."""
        return (self.within.est or 0.0) + (self.mix or 0.0)


@dataclass(frozen=True)
class Rate:
    """A rate 0..1 before and after."""

    before: float | None
    after: float | None


@dataclass(frozen=True)
class Placebo:
    """Of `tried` places where nothing should be found, `named` is the number where the same rule found something."""

    named: int | None
    tried: int | None


@dataclass(frozen=True)
class DataCheck:
    """Whether the data changed where the metric moved. `before`, `after` are 0..1 or rows a period; `bound` is what is left
    of the shift with the makeup of before, in the metric's unit."""

    check: str
    detail: str
    before: float | None
    after: float | None
    p: float | None
    is_changed: bool
    bound: Interval
    n_before: int
    n_after: int


@dataclass(frozen=True)
class Checks:
    """What was held against the finding; `data` are the questions put to the data before any topic was looked at."""

    response_rate: Rate
    link_rate: float | None
    placebo_dates: Placebo
    placebo_topics: Placebo
    data: tuple[DataCheck, ...] = ()


@dataclass(frozen=True)
class Counts:
    """Rows the finding rests on."""

    records: int
    feedback: int
    linked: int
    audit: int


@dataclass(frozen=True)
class Finding:
    """One move of one metric, and what may be said of it. Dates are ISO days; values are in the metric's unit."""

    id: str
    metric: str
    unit: str | None
    kind: str
    direction: str
    onset: str
    onset_lo: str
    onset_hi: str
    before_from: str
    before_to: str
    after_to: str
    verdict: str
    grade: str | None
    reasons: tuple[str, ...]
    rivals: tuple[str, ...]
    segment: dict[str, str]
    runner_up: dict[str, str] | None
    before: float | None
    after: float | None
    segment_before: float | None
    segment_after: float | None
    n_before: int
    n_after: int
    segment_n_before: int
    segment_n_after: int
    delta_overall: Interval
    mix: Interval
    delta_segment: Interval
    p_shift: float | None
    drivers: tuple[Driver, ...]
    unexplained: Interval
    checks: Checks
    n: Counts
    bridge: tuple[Part, ...] = ()
    contributions: tuple[Contribution, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The finding as report.json has it: numbers to 6 significant digits, NaN and infinity as null."""
        shown: dict[str, Any] = plain(asdict(self))
        return shown


def plain(value: Any) -> Any:
    """The value as JSON has it: numbers to 6 significant digits, NaN and infinity as null."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
