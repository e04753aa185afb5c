"""An answer, as the scorer reads it: from voc, from a baseline, or made up by a test.

For: `score`. Not for: anything that a report says beyond what has a truth here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voc.report.finding import Finding, Interval

Span = tuple[date, date]
Estimate = tuple[float, float, float]  # est, lo, hi
REAL = ("explained", "unexplained")


@dataclass(frozen=True)
class Answer:
    """One answer about one metric. `before` and `after` are the first and last days compared; the topic is the one named
    first; None where nothing is said."""

    metric: str
    verdict: str
    before: Span
    after: Span
    onset: date
    onset_lo: date
    onset_hi: date
    shape: str = "step"
    segment: tuple[tuple[str, str], ...] = ()
    topic: str | None = None
    overall: Estimate | None = None
    mix: Estimate | None = None
    inside: Estimate | None = None
    share: Estimate | None = None
    accounted: Estimate | None = None
    grade: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def place(self) -> dict[str, str]:
        """The segment named, by dimension; everywhere is empty."""
        return dict(self.segment)


def answer(found: Finding) -> Answer:
    """A finding of voc as an Answer."""
    day = date.fromisoformat
    first = found.drivers[0] if found.drivers else None
    return Answer(
        metric=found.metric,
        verdict=found.verdict,
        before=(day(found.before_from), day(found.before_to)),
        after=(day(found.onset), day(found.after_to)),
        onset=day(found.onset),
        onset_lo=day(found.onset_lo),
        onset_hi=day(found.onset_hi),
        shape=found.kind,
        segment=tuple(sorted(found.segment.items())),
        topic=None if first is None else first.topic,
        overall=_estimate(found.delta_overall),
        mix=_estimate(found.mix),
        inside=_estimate(found.delta_segment),
        share=None if first is None else _estimate(first.share_change),
        accounted=None if first is None else _estimate(first.accounted),
        grade=found.grade,
        reasons=found.reasons,
    )


def _estimate(interval: Interval) -> Estimate | None:
    if interval.est is None or interval.lo is None or interval.hi is None:
        return None
    return interval.est, interval.lo, interval.hi
