"""A world: what was drawn, and the exact truth about any two stretches of days and any segment.

For: `score`, `files` and anyone who tunes. Not for: drawing; see `draw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.planted import files
from benchmarks.planted.draw import Records, drawn
from benchmarks.planted.kinds import kind, planned
from benchmarks.planted.outcomes import WITH, WITHOUT, WITHOUT_TOPIC, Expected
from benchmarks.planted.plan import FIRST, Plan

Span = tuple[date, date]
# What a planted move must be worth, in standard errors of an ideal observer, to be called clear.
CLEAR_MOVE, CLEAR_TOPIC, CLEAR_PART = 6.0, 5.0, 0.5


@dataclass(frozen=True)
class Truth:
    """Of one metric between two stretches, in the metric's unit. `overall` is the change of everything: `mix` (the usual
    values of other rows) + what the plan made of all rows (`plan`); `inside` what it made in the segment; `share` the
    change of the share of the segment's comments that name the topic; `accounted` the part of `inside` that comes by
    the topic (NaN where nothing moved)."""

    overall: float
    mix: float
    plan: float
    inside: float
    share: float
    accounted: float


@dataclass(frozen=True)
class World:
    """`plan` says what was planted, `records` hold every table."""

    plan: Plan
    records: Mapping[str, Records]

    @property
    def onset(self) -> date:
        """The planted day; in a world with nothing planted, the day that is asked for."""
        return FIRST + timedelta(days=self.plan.onset)

    @property
    def planted_rows(self) -> np.ndarray:
        """Mask of the touched table's records that the plan is about."""
        return self.records[self.plan.table].inside(self.plan.segment)

    def table_of(self, metric: str) -> Records:
        """The records that a metric is about; those a survey is answered on."""
        measure = self.plan.measures[metric]
        return self.records["interactions" if measure.table == "feedback" else measure.table]

    def truth(self, metric: str, before: Span, after: Span, segment: Mapping[str, str]) -> Truth:
        """The Truth between the first and last days of two stretches."""
        records = self.table_of(metric)
        one = records.expected[metric]
        sides = [_during(records.day, span) for span in (before, after)]
        inside = records.inside(segment)
        plan = _change(one, sides)
        mix = _usual(one, sides[1]) - _usual(one, sides[0])
        made = _change(one, [side & inside for side in sides])
        by_topic = _change(one, [side & inside for side in sides], WITHOUT_TOPIC)
        share = np.diff([_shares(records, side & inside) for side in sides])[0]
        part = by_topic / made if abs(made) > 1e-9 else float("nan")
        return Truth(*(float(one) for one in (mix + plan, mix, plan, made, share, part)))

    def likeness(self, metric: str, segment: Mapping[str, str]) -> float:
        """F1 of the records after the onset that lie in the named segment against those planted."""
        records = self.table_of(metric)
        after = records.day >= self.plan.onset
        named, planted = records.inside(segment) & after, records.inside(self.plan.segment) & after
        return float(2 * (named & planted).sum() / max(named.sum() + planted.sum(), 1))

    @cached_property
    def clearness(self) -> dict[str, tuple[float, float]]:
        """{touched metric: (z of its move, z of the topic's change)} for one who knew what was planted, where and when."""
        last = self.plan.days - 1
        end = {"pulse": self.plan.onset + self.plan.last - 1}.get(self.plan.shape, min(last, self.plan.onset + 55))
        spans = [_span(max(0, self.plan.onset - 112), self.plan.onset - 1), _span(self.plan.onset, end)]
        found = {}
        for metric in self.plan.touched:
            records, truth = self.table_of(metric), self.truth(metric, spans[0], spans[1], self.plan.segment)
            drawn, inside = records.expected[metric].drawn, records.inside(self.plan.segment)
            wrote = np.zeros(len(records.day), dtype=bool)
            wrote[records.wrote] = True
            counted = wrote if self.plan.measures[metric].table == "feedback" else np.isfinite(drawn)
            sides = [_during(records.day, span) & inside & counted for span in spans]
            variance = sum(float(np.var(drawn[side])) / max(side.sum(), 1) for side in sides)
            if not self.plan.segment:
                # everywhere: the day's mood does not cancel; long-run variance of an AR(1)
                memory, spread = self.plan.memory[metric], self.plan.mood[metric]
                level = float(np.nanstd(drawn[sides[0]]))
                slope = (
                    level**2
                    if self.plan.measures[metric].form != "seconds"
                    else 0.5 * float(np.nanmean(drawn[sides[0]]))
                )
                days = 1 / (end + 1 - self.plan.onset) + 1 / min(112, self.plan.onset)
                variance += (slope * spread) ** 2 * (1 + memory) / (1 - memory) * days
            told = [_during(records.day, span) & inside & wrote for span in spans]
            skill = float(np.mean([one - other for one, other in self.plan.skill.values()])) * (1 - self.plan.lost)
            level = float(np.mean([_shares(records, _during(records.day, span) & inside) for span in spans]))
            spread = sum(max(level, 0.01) * (1 - level) / max(side.sum(), 1) for side in told)
            of_move, of_topic = abs(truth.inside) / variance**0.5, abs(truth.share) * skill / spread**0.5
            found[metric] = (float(of_move), float(of_topic))
        return found

    def is_clear_move(self, metric: str) -> bool:
        """The move itself is large enough that it should be found."""
        return bool(self.clearness[metric][0] >= CLEAR_MOVE)

    def is_clear_driver(self, metric: str) -> bool:
        """The move is clear and so is the topic, and the topic is at least half of it."""
        move, topic = self.clearness[metric]
        return bool(move >= CLEAR_MOVE and topic >= CLEAR_TOPIC and 1 - self.plan.direct >= CLEAR_PART)

    def folder(self, path: Path, *, form: str = "parquet") -> Path:
        """Writes the project as a user would bring it into `path`; `form` of the sources: parquet or csv."""
        return files.write(self.plan, self.records, path, form=form)


def build(name: str, seed: int, salt: str, size: float = 1.0) -> World:
    """The world number `seed` of a kind."""
    return built(planned(kind(name), salt, seed, size))


def built(plan: Plan) -> World:
    """The world of a plan."""
    return World(plan, drawn(plan))


def _span(first: int, last: int) -> Span:
    return FIRST + timedelta(days=first), FIRST + timedelta(days=last)


def _during(day: np.ndarray, span: Span) -> np.ndarray:
    return (day >= (span[0] - FIRST).days) & (day <= (span[1] - FIRST).days)


def _level(one: Expected, mask: np.ndarray, which: int) -> float:
    rows = one.counted[which][mask].sum()
    return float(one.value[which][mask].sum() / rows) if rows else float("nan")


def _change(one: Expected, sides: list[np.ndarray], against: int = WITHOUT) -> float:
    """What the plan made, after less before."""
    made = [_level(one, side, WITH) - _level(one, side, against) for side in sides]
    return made[1] - made[0]


def _usual(one: Expected, mask: np.ndarray) -> float:
    weights = one.counted[WITHOUT][mask]
    return float((one.usual[mask] * weights).sum() / weights.sum()) if weights.sum() else float("nan")


def _shares(records: Records, mask: np.ndarray) -> float:
    """What the plan made of the share of comments that name its topic."""
    rows = [records.writes[which][mask].sum() for which in (WITH, WITHOUT)]
    if not min(rows):
        return 0.0
    return float(records.says[WITH][mask].sum() / rows[0] - records.says[WITHOUT][mask].sum() / rows[1])
