"""One metric of the records of a table: chances and seconds, with the plan and without, and what comes out.

For: `draw`. Not for: comments, nor for sums over days; see `draw` and `world`.

Potential outcomes: everything is kept three times, at the same days, moods and other pains: without the plan, with it, and
with all of it but the planted topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.planted.plan import Measure, Plan

WITHOUT, WITH, WITHOUT_TOPIC = 0, 1, 2
# Scores 1..5 of those who are unhappy and of those who are not.
UNHAPPY, HAPPY = np.array([0.45, 0.30, 0.25, 0.0, 0.0]), np.array([0.0, 0.0, 0.1, 0.3, 0.6])
LOW, HIGH = float(UNHAPPY @ np.arange(1, 6)), float(HAPPY @ np.arange(1, 6))


@dataclass(frozen=True)
class Expected:
    """Of one metric, by record: `value` is the expected sum of the metric's values, `counted` the expected number of rows
    that the metric counts, both of shape (3, records): without the plan, with it, with all of it but the topic; `usual` is
    the value without plan, moods and holidays, and `drawn` what came out (NaN: not counted)."""

    value: np.ndarray
    counted: np.ndarray
    usual: np.ndarray
    drawn: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """One metric before it is drawn: `base` without plan or planted pain, `direct` what the plan adds by no topic, `hurt`
    what the planted pain adds where it is met. Chance of a bad outcome, or seconds."""

    measure: Measure
    base: np.ndarray
    direct: np.ndarray
    hurt: float
    usual: np.ndarray
    skew: float

    def bad(self, which: int, met: bool | np.ndarray) -> np.ndarray:
        """The chance of a bad outcome (seconds: the mean), with the planted pain met or not."""
        made = self.base + (self.direct if which != WITHOUT else 0.0) + self.hurt * np.asarray(met, dtype=float)
        return made if self.measure.form == "seconds" else np.clip(made, 0.01, 0.97)


def outcome(
    plan: Plan, metric: str, measure: Measure, day: np.ndarray, dims: Mapping[str, np.ndarray],
    names: Mapping[str, tuple[str, ...]], met: np.ndarray, planted: int, there: np.ndarray, hurts: np.ndarray,
    effects: Mapping[str, np.ndarray], rates: np.ndarray, holiday: np.ndarray, rng: np.random.Generator,
) -> Outcome:  # fmt: skip
    n = len(day)
    level = sum(effects[dim][dims[dim]] for dim in dims)
    level = level + {"share": rng.uniform(-1.8, -0.7), "score": rng.uniform(-1.6, -0.8), "seconds": 0.0}[measure.form]
    day_mood = mood(rng, plan.days, plan.mood[metric], plan.memory[metric])
    day_mood += plan.weekday * np.cos((np.arange(plan.days) - rng.integers(7)) * 2 * np.pi / 7)
    day_mood += rng.choice([0.0, 1.0]) * holiday * plan.mood[metric] * 1.5
    cell = np.zeros(n, dtype=int)
    for dim in list(dims)[:2]:
        cell = cell * len(names[dim]) + dims[dim]
    noise = rng.normal(0, plan.cell_noise, (plan.days, cell.max() + 1))
    moody = level + day_mood[day] + noise[day, cell]
    others = np.delete(met, planted, axis=1).astype(float) @ np.delete(hurts, planted)
    usual_pain = float(np.delete(rates, planted) @ np.delete(hurts, planted))
    size = plan.jump * plan.harm.get(metric, 0.0) * plan.direct * (-1.0 if plan.is_better else 1.0)
    direct = size * there if metric in plan.touched else np.zeros(n)
    if measure.form == "seconds":
        mean = 240.0 if metric == "handle_time" else 90.0
        scale = np.exp(moody * 0.5) * mean
        usual = np.exp(level * 0.5) * mean + usual_pain * mean
        return Outcome(
            measure, scale + others * mean, direct * mean, hurts[planted] * mean, usual, rng.uniform(0.5, 0.8)
        )
    usual = _logistic(level) + usual_pain
    return Outcome(measure, _logistic(moody) + others, direct, float(hurts[planted]), usual, 0.0)


def as_value(measure: Measure, bad: np.ndarray) -> np.ndarray:
    """Expected value of the metric from the chance of a bad outcome."""
    if measure.form == "seconds":
        return bad
    if measure.form == "score":
        return HIGH - (HIGH - LOW) * bad
    return bad if measure.worse == "up" else 1 - bad


def came_out(one: Outcome, met: np.ndarray, answers: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(values as they are written, NaN where nobody answered; who fared badly)."""
    n, form = len(met), one.measure.form
    if form == "seconds":
        # the usual seconds are log-normal, what a pain adds is exponential
        usual = one.base * np.exp(one.skew * rng.standard_normal(n) - one.skew**2 / 2)
        added = one.hurt * met * rng.exponential(1.0, n)
        return np.maximum(usual + added + one.direct, 1.0).round(1), np.zeros(n)
    bad = rng.random(n) < one.bad(WITH, met)
    if form == "share":
        return np.where(bad, 1.0, 0.0) if one.measure.worse == "up" else np.where(bad, 0.0, 1.0), bad
    pick = rng.random(n)
    score = np.where(bad, np.searchsorted(np.cumsum(UNHAPPY), pick), np.searchsorted(np.cumsum(HAPPY), pick)) + 1.0
    score = np.minimum(score, 5.0)
    if one.measure.table != "feedback":
        score[rng.random(n) >= answers] = np.nan
    return score, bad


def mood(rng: np.random.Generator, days: int, spread: float, memory: float) -> np.ndarray:
    """A stationary AR(1) around 0 of standard deviation `spread`, a value a day."""
    steps = rng.standard_normal(days) * spread
    made = np.empty(days)
    last = made[0] = steps[0]
    for day in range(1, days):
        last = made[day] = memory * last + np.sqrt(1 - memory**2) * steps[day]
    return made


def _logistic(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))
