"""Records and comments of a world, with the chance of every outcome with and without the plan.

For: `world`. Not for: files, and not for truth about a stretch of days; see `files` and `world`.

How a record comes about: a day has a number of them; each meets pains (topics) by chance; its cell, the day's mood and
its pains make its outcomes; who met a pain or fared badly writes more often; a comment names most of the pains met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.planted.outcomes import (
    HIGH,
    LOW,
    WITH,
    WITHOUT,
    WITHOUT_TOPIC,
    Expected,
    Outcome,
    as_value,
    came_out,
    mood,
    outcome,
)
from benchmarks.planted.plan import EVERY_TOPIC, LANGS, TOPICS, Plan, values

SAID_OF_MET, SMALL_TALK = 0.9, 0.25


@dataclass(frozen=True)
class Records:
    """The records of one table. `dims` are codes into `names`; `says` and `writes` are the chances of a comment that names
    the planted topic and of a comment, shape (3, records) as in Expected."""

    table: str
    day: np.ndarray
    dims: Mapping[str, np.ndarray]
    names: Mapping[str, tuple[str, ...]]
    customer: np.ndarray
    lang: np.ndarray
    expected: Mapping[str, Expected]
    writes: np.ndarray
    says: np.ndarray
    wrote: np.ndarray  # places of the records that have a comment
    said: np.ndarray  # (comments, topics)

    def inside(self, segment: Mapping[str, str]) -> np.ndarray:
        """Mask of the records of a segment; nothing where the table has no such value."""
        return _inside(self.dims, self.names, segment, len(self.day))


def _inside(
    dims: Mapping[str, np.ndarray], names: Mapping[str, tuple[str, ...]], segment: Mapping[str, str], n: int
) -> np.ndarray:
    mask = np.ones(n, dtype=bool)
    for dim, value in segment.items():
        if value not in names.get(dim, ()):
            return np.zeros(n, dtype=bool)
        mask &= dims[dim] == names[dim].index(value)
    return mask


def grown(plan: Plan) -> np.ndarray:
    """How much of the plan is there, 0..1, by day."""
    since = np.arange(plan.days) - plan.onset
    if plan.shape == "pulse":
        return ((since >= 0) & (since < plan.last)).astype(float)
    if plan.shape == "ramp":
        return np.clip((since + 1) / plan.last, 0.0, 1.0)
    return (since >= 0).astype(float)


def drawn(plan: Plan) -> dict[str, Records]:
    """The records of every table of the plan."""
    rng = plan.rng
    rates, hurts, voices = _pains(plan, rng)
    topic_days = {one: np.exp(mood(rng, plan.days, plan.wander, 0.85)) for one in EVERY_TOPIC}
    holiday = np.zeros(plan.days)
    if plan.holiday is not None:
        holiday[plan.holiday : plan.holiday + 7] = 1.0
    return {table: _records(plan, table, rng, rates[table], hurts, voices, topic_days, holiday) for table in plan.rows}


def _pains(plan: Plan, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """(share of records that meet each topic, by table; harm of each topic, by metric; voice of each topic)."""
    rates = {}
    for table in TOPICS:
        own = np.array([topic in TOPICS[table] for topic in EVERY_TOPIC])
        rates[table] = np.where(own, rng.uniform(0.01, 0.04, len(own)), rng.uniform(0.001, 0.004, len(own)))
    planted = EVERY_TOPIC.index(plan.topic)
    harmless = [EVERY_TOPIC.index(one.topic) for one in plan.decoys]
    hurts = {}
    for metric, measure in plan.measures.items():
        sizes = rng.uniform(0.05, 0.30, len(EVERY_TOPIC)) * (rng.random(len(EVERY_TOPIC)) < 0.6)
        sizes *= 2.0 if measure.form == "seconds" else 1.0
        sizes[harmless] = 0.0
        sizes[planted] = plan.harm.get(metric, 0.0) if plan.harm else sizes[planted]
        hurts[metric] = sizes
    for table in TOPICS:
        if plan.harm:
            rates[table][planted] = rng.uniform(0.004, 0.015)
    return rates, hurts, rng.uniform(0.25, 0.5, len(EVERY_TOPIC))


def _records(
    plan: Plan, table: str, rng: np.random.Generator, rates: np.ndarray, hurts: Mapping[str, np.ndarray],
    voices: np.ndarray, topic_days: Mapping[str, np.ndarray], holiday: np.ndarray,
) -> Records:  # fmt: skip
    here = table == plan.table
    names = {dim: values(table, dim, len(shares)) for dim, shares in plan.dims[table].items()}
    week = 1 + rng.uniform(0.05, 0.25) * np.cos((np.arange(plan.days) - rng.integers(7)) * 2 * np.pi / 7)
    volume = plan.rows[table] / plan.days * week * (1 + rng.uniform(0.5, 1.2) * holiday)
    day = np.repeat(np.arange(plan.days), rng.poisson(volume))
    dims = _dims(plan, table, day, rng)
    effects = {
        metric: {dim: rng.normal(0, 0.15 if dim in ("agent", "campaign") else 0.35, len(names[dim])) for dim in names}
        for metric in plan.metrics
    }
    first = next(iter(names))
    if here and plan.swap:
        _swap(plan, day, dims, first, effects, rng)
    if here and plan.late:
        day, dims, names = _late(plan, day, dims, names, first, effects, volume, rng)
    n = len(day)
    inside = _inside(dims, names, plan.segment, n)

    # Pains met: all but the planted one are drawn; the planted one is drawn too, and its chance is kept.
    planted = EVERY_TOPIC.index(plan.topic)
    met = np.zeros((n, len(EVERY_TOPIC)), dtype=bool)
    for number, topic in enumerate(EVERY_TOPIC):
        share = rates[number] * topic_days[topic][day]
        for decoy in plan.decoys:
            if decoy.topic == topic:
                share = share + decoy.jump * (_inside(dims, names, decoy.segment, n) & (day >= decoy.day))
        if number != planted:
            met[:, number] = rng.random(n) < share
        else:
            usual = share
    there = np.where(inside, grown(plan)[day], 0.0) if here else np.zeros(n)
    jump = plan.jump * (1 - plan.direct)
    chance = np.empty((3, n))
    chance[WITHOUT] = usual + (jump * inside if here and plan.is_better else 0.0)
    chance[WITH] = chance[WITHOUT] + (-1.0 if plan.is_better else 1.0) * jump * there
    chance[WITHOUT_TOPIC] = chance[WITHOUT]
    met[:, planted] = rng.random(n) < chance[WITH]

    outcomes = {}
    for metric, measure in plan.measures.items():
        of = "interactions" if measure.table == "feedback" else measure.table
        if of == table:
            outcomes[metric] = outcome(
                plan, metric, measure, day, dims, names, met, planted, there, hurts[metric], effects[metric],
                rates, holiday, rng,
            )  # fmt: skip
    return _told(plan, table, rng, day, dims, names, met, planted, chance, outcomes, voices)


def _dims(plan: Plan, table: str, day: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Codes of the dimensions: the first drifts over the days, the second depends a little on the first."""
    made: dict[str, np.ndarray] = {}
    before: np.ndarray | None = None
    for place, (dim, shares) in enumerate(plan.dims[table].items()):
        weights = np.tile(np.array(shares), (plan.days, 1))
        if place == 0 and plan.drift:
            # log odds of the first value move by `drift` from the first day to the last
            weights[:, 0] *= np.exp(plan.drift * np.linspace(-0.5, 0.5, plan.days))
        limits = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[day]
        if place == 1 and before is not None:
            tilt = np.exp(rng.normal(0, 0.25, (before.max() + 1, len(shares))))
            tilted = np.array(shares) * tilt
            limits = np.cumsum(tilted / tilted.sum(axis=1, keepdims=True), axis=1)[before]
        drawn = rng.random(len(day))
        made[dim] = before = np.minimum((drawn[:, None] > limits).sum(axis=1), len(shares) - 1).astype(np.int16)
    return made


def _swap(
    plan: Plan, day: np.ndarray, dims: dict[str, np.ndarray], dim: str,
    effects: Mapping[str, Mapping[str, np.ndarray]], rng: np.random.Generator,
) -> None:  # fmt: skip
    """Rows of the commonest value become another from the onset on; the two are made to differ."""
    counts = np.bincount(dims[dim], minlength=len(plan.dims[plan.table][dim]))
    order = np.argsort(-counts)
    one, other = int(order[0]), int(order[1])
    for metric in plan.touched:
        effects[metric][dim][one], effects[metric][dim][other] = -0.6, 0.6
    moved = (day >= plan.onset) & (dims[dim] == one) & (rng.random(len(day)) < plan.swap)
    dims[dim][moved] = other


def _late(
    plan: Plan, day: np.ndarray, dims: dict[str, np.ndarray], names: dict[str, tuple[str, ...]], dim: str,
    effects: Mapping[str, dict[str, np.ndarray]], volume: np.ndarray, rng: np.random.Generator,
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, tuple[str, ...]]]:  # fmt: skip
    """Rows of a new value come on top from the onset on, worse than the others."""
    extra = np.repeat(np.arange(plan.onset, plan.days), rng.poisson(rng.uniform(0.3, 0.7) * volume[plan.onset :]))
    copied = rng.integers(0, len(day), len(extra))
    grown_dims = {name: np.append(codes, codes[copied]) for name, codes in dims.items()}
    grown_dims[dim][len(day) :] = len(names[dim])
    names = {**names, dim: (*names[dim], "kiosk")}
    for metric in effects:
        worse = 1.2 if metric in plan.touched else 0.0
        effects[metric][dim] = np.append(effects[metric][dim], worse)
    every = np.append(day, extra)
    order = np.argsort(every, kind="stable")
    return every[order], {name: codes[order] for name, codes in grown_dims.items()}, names


def _told(
    plan: Plan, table: str, rng: np.random.Generator, day: np.ndarray, dims: Mapping[str, np.ndarray],
    names: Mapping[str, tuple[str, ...]], met: np.ndarray, planted: int, chance: np.ndarray,
    outcomes: Mapping[str, Outcome], voices: np.ndarray,
) -> Records:  # fmt: skip
    """Outcomes and comments, drawn and expected."""
    n = len(day)
    talk, angry = rng.uniform(0.05, 0.08), rng.uniform(0.04, 0.10)
    if plan.is_survey and "csat" in outcomes:
        talk = rng.uniform(0.15, 0.25)  # who is asked answers more often
    loud = np.where(day >= plan.onset, plan.louder, 1.0) * angry
    others = np.delete(met, planted, axis=1)
    # chance to stay silent, without what comes from the planted pain and from bad outcomes
    quiet = (1 - talk) * np.prod(np.where(others, 1 - np.delete(voices, planted), 1.0), axis=1)
    other_pain = others.any(axis=1)
    voice = float(voices[planted])
    feeling = {metric: one for metric, one in outcomes.items() if one.measure.form != "seconds"}

    def anger(which: int, has_met: bool, but: str = "") -> np.ndarray:
        left = np.ones(n)
        louder = np.full(n, angry) if which == WITHOUT else loud
        for metric, one in feeling.items():
            if metric != but:
                left = left * (1 - louder * one.bad(which, has_met))
        return left

    def silence(which: int, has_met: bool, but: str = "") -> np.ndarray:
        return quiet * ((1 - voice) if has_met else 1.0) * anger(which, has_met, but)

    writes, says = np.empty((3, n)), np.empty((3, n))
    small = np.where(other_pain, 0.0, SMALL_TALK / len(EVERY_TOPIC))
    for which in (WITHOUT, WITH, WITHOUT_TOPIC):
        with_pain, without = 1 - silence(which, True), 1 - silence(which, False)
        writes[which] = chance[which] * with_pain + (1 - chance[which]) * without
        says[which] = chance[which] * with_pain * SAID_OF_MET + (1 - chance[which]) * without * small
    expected, bads = {}, {}
    answers = rng.uniform(0.4, 0.65)
    for metric, one in outcomes.items():
        value, counted = np.empty((3, n)), np.ones((3, n))
        for which in (WITHOUT, WITH, WITHOUT_TOPIC):
            parts = [(chance[which], True), (1 - chance[which], False)]
            if one.measure.table == "feedback":
                louder = np.full(n, angry) if which == WITHOUT else loud
                total = rows = np.zeros(n)
                for weight, has_met in parts:
                    bad, rest = one.bad(which, has_met), silence(which, has_met, metric)
                    heard_bad, heard_good = bad * (1 - rest * (1 - louder)), (1 - bad) * (1 - rest)
                    total = total + weight * (LOW * heard_bad + HIGH * heard_good)
                    rows = rows + weight * (heard_bad + heard_good)
                value[which], counted[which] = total, rows
            else:
                mean = sum(weight * one.bad(which, has_met) for weight, has_met in parts)
                value[which] = as_value(one.measure, mean)
        usual = as_value(one.measure, one.usual + float(np.mean(chance[WITHOUT])) * one.hurt)
        drawn, bads[metric] = came_out(one, met[:, planted], answers, rng)
        expected[metric] = Expected(value, counted, usual, drawn)
    left = quiet * np.where(met[:, planted], 1 - voice, 1.0)
    for metric in feeling:
        left = left * (1 - loud * bads[metric])
    wrote = np.flatnonzero(rng.random(n) >= left)
    said = met[wrote] & (rng.random((len(wrote), len(EVERY_TOPIC))) < SAID_OF_MET)
    chat = ~met[wrote].any(axis=1) & (rng.random(len(wrote)) < SMALL_TALK)
    said[np.flatnonzero(chat), rng.integers(0, len(EVERY_TOPIC), int(chat.sum()))] = True
    return Records(
        table, day, dims, names, rng.integers(0, max(int(n * 0.6), 1), n), _langs(dims, names, rng), expected,
        writes, says, wrote, said,
    )  # fmt: skip


def _langs(
    dims: Mapping[str, np.ndarray], names: Mapping[str, tuple[str, ...]], rng: np.random.Generator
) -> np.ndarray:
    """Language codes, their shares differing by the first dimension."""
    first = next(iter(dims))
    shares = rng.dirichlet(np.array([5.0, 3.0, 2.0]) * 2, len(names[first]))
    limits = np.cumsum(shares, axis=1)[dims[first]]
    return np.minimum((rng.random(len(limits))[:, None] > limits).sum(axis=1), len(LANGS) - 1)
