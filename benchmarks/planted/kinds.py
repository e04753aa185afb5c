"""Kinds of worlds, and the plan that is drawn for one of them from its seed.

For: anyone who wants to add a kind. Not for: records; see `draw`.

Every number of a world comes from sha256(salt:kind:seed), and the salt is fresh in each run: nobody can tune to a world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from benchmarks.planted.plan import DIMS, EVERY_TOPIC, LANGS, MANY, MEASURES, TOPICS, Decoy, Plan, seed_of, values


@dataclass(frozen=True)
class Kind:
    """A kind of world: its verdict, and what its name promises (see `planned`); everything else is drawn.

    `times`: worlds of this kind for one of the others, so that the share of null worlds is a good one.
    """

    name: str
    expected: str = "explained"
    asks: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1


def _kind(name: str, expected: str = "explained", times: int = 1, **asks: Any) -> Kind:
    return Kind(name, expected, asks, times)


KINDS = (
    _kind("step, one condition", conditions=1),
    _kind("step, two conditions", conditions=2, big=True),
    _kind("step, everywhere", conditions=0),
    _kind("one agent", only="agent", big=True),
    _kind("seconds, skewed", form="seconds"),
    _kind("score, skewed", form="score", big=True),
    _kind("orders", touched="return_rate"),
    _kind("faint", faint=True),
    _kind("pulse", shape="pulse", big=True),
    _kind("ramp", shape="ramp", big=True),
    _kind("better", is_better=True),
    _kind("two metrics, one pain", two=True),
    _kind("labels wrong, audited", noise=0.25, audit=True),
    _kind("labels very wrong, audited", noise=0.40, audit=True),
    _kind("labels wrong, no audit", noise=0.25, audit=False),
    _kind("keys lost", lost=0.30),
    _kind("late reviews", delay=20.0),
    _kind("restless days", restless=True),
    _kind("decoys", decoys=True),
    _kind("partly by something else", direct=(0.35, 0.65)),
    _kind("survey on feedback", is_survey=True, touched="csat", big=True),
    _kind("feedback without keys", unlinked=True, big=True),
    _kind("weekly", period="week", big=True),
    _kind("silent", "unexplained", direct=1.0),
    _kind("silent, a rumour beside it", "unexplained", direct=1.0, rumour=True),
    _kind("mix", "mix", swap=True),
    _kind("collection starts late", "artifact", late=True),
    _kind("the unhappy write more", "artifact", louder=True, is_survey=True, touched="csat"),
    _kind("harmless topic jumps", "no_shift", harmless=True),
    _kind("quiet", "no_shift", times=3),
    _kind("quiet, restless", "no_shift", times=2, restless=True),
    _kind("quiet, holiday and drift", "no_shift", times=2, holiday=True, drift=True),
    _kind("quiet, decoys", "no_shift", times=2, decoys=True),
    _kind("quiet, survey", "no_shift", is_survey=True),
    _kind("quiet, weekly", "no_shift", period="week"),
)


def kind(name: str) -> Kind:
    """The kind called `name`. Raises KeyError."""
    return {one.name: one for one in KINDS}[name]


def planned(of: Kind, salt: str, seed: int, size: float = 1.0, *, is_raw: bool = False) -> Plan:
    """The Plan of a world; `size` 1 is about 75k sessions, 27k interactions and 16k comments."""
    rng = np.random.default_rng([seed_of(salt, of.name, seed), 1])
    asks = of.asks
    uniform = rng.uniform
    period = asks.get("period", "day")
    days = int(rng.integers(32, 41)) * 7 if period == "week" else int(rng.integers(150, 201))
    onset = days - int(rng.integers(42, 64))
    if period == "week":
        onset = onset // 7 * 7
    is_survey = asks.get("is_survey", False)
    fifth = str(rng.choice(["return_rate", "queue_wait"]))
    if asks.get("touched") == "return_rate":
        fifth = "return_rate"
    metrics = ("abandonment_rate", "handle_time", "fcr", "csat", fifth)
    rows = {
        "sessions": int(75_000 * size * uniform(0.85, 1.15)),
        "interactions": int(27_000 * size * uniform(0.85, 1.15)),
    }
    if "return_rate" in metrics:
        rows["orders"] = int(22_000 * size * uniform(0.85, 1.15))
    touched = _touched(rng, asks, metrics)
    table = MEASURES[touched[0]].table
    dims = {one: _dims(rng, one, asks.get("only") if one == table else None) for one in rows}
    segment = _segment(rng, table, dims[table], asks) if of.expected in ("explained", "unexplained") else {}
    topic = str(rng.choice(TOPICS[table] if uniform() < 0.85 else EVERY_TOPIC))
    shape = asks.get("shape", "step")
    jump, harm = _sizes(rng, asks, touched, _share(table, dims[table], segment))
    if of.expected not in ("explained", "unexplained"):
        jump, harm = 0.0, {}
    # In half of the worlds a part of the move comes by something that nobody names.
    usual = (0.0, 0.35) if of.expected == "explained" and uniform() < 0.5 else 0.0
    direct = asks.get("direct", usual)
    direct = float(uniform(*direct)) if isinstance(direct, tuple) else direct
    is_open = of.expected == "explained" and not asks.keys() & {"shape", "two"}
    louder = float(uniform(3, 6)) if asks.get("louder") else 1.0
    plan = Plan(
        kind=of.name, salt=salt, seed=seed, expected=of.expected, metrics=metrics,
        touched=() if of.expected == "no_shift" else touched, table=table, topic=topic, segment=segment, shape=shape,
        last={"pulse": int(rng.integers(7, 13)), "ramp": int(rng.integers(18, 36))}.get(shape, 0),
        is_better=asks.get("is_better", is_open and uniform() < 0.15),
        jump=jump, harm=harm, direct=direct, onset=onset, days=days, rows=rows, dims=dims,
        swap=float(uniform(0.35, 0.65)) if asks.get("swap") else 0.0, late=bool(asks.get("late")), louder=louder,
        is_survey=is_survey, period=period,
    )  # fmt: skip
    plan = _with_nuisance(rng, plan, asks)
    # Where voc tags the words itself, nothing but its own mistakes is between the words and the topics.
    exact = dict.fromkeys(LANGS, (1.0, 0.0))
    return replace(plan, is_raw=True, skill=exact, audit=plan.audit or 600 * (seed % 2)) if is_raw else plan


def _touched(rng: np.random.Generator, asks: Mapping[str, Any], metrics: Sequence[str]) -> tuple[str, ...]:
    if asks.get("two"):
        pairs = [("csat", "handle_time"), ("csat", "fcr")] + [("queue_wait", "csat")] * ("queue_wait" in metrics)
        return pairs[int(rng.integers(len(pairs)))]
    if "touched" in asks:
        return (asks["touched"],)
    fits = [one for one in metrics if MEASURES[one].form == asks.get("form", MEASURES[one].form)]
    if asks.get("only") == "agent":
        fits = [one for one in fits if MEASURES[one].table == "interactions"]
    if "swap" in asks or "late" in asks:
        fits = [one for one in fits if MEASURES[one].table != "orders"]
    # half of the others are about sessions: they are most of the records
    if "abandonment_rate" in fits and rng.random() < 0.35:
        return ("abandonment_rate",)
    return (str(rng.choice(fits)),)


def _dims(rng: np.random.Generator, table: str, wanted: str | None) -> dict[str, tuple[float, ...]]:
    """Two to four dimensions with the share of each value, most values first; `wanted` is among them."""
    known = list(DIMS[table])
    plain = [one for one in known if one not in MANY]
    names = [str(one) for one in rng.choice(plain, int(rng.integers(2, min(3, len(plain)) + 1)), replace=False)]
    many = [one for one in known if one in MANY]
    if many and (wanted in many or rng.random() < 0.6):
        names.append(many[0])
    made = {}
    for name in names:
        count = int(rng.integers(14, 31)) if name in MANY else len(DIMS[table][name])
        if name not in MANY and count > 4:
            count = int(rng.integers(4, count + 1))
        shares = rng.dirichlet(np.full(count, 12.0 if name in MANY else 4.0)) + 0.15 / count
        made[name] = tuple(float(one) for one in shares / shares.sum())
    return made


def _segment(
    rng: np.random.Generator, table: str, dims: Mapping[str, tuple[float, ...]], asks: Mapping[str, Any]
) -> dict[str, str]:
    if "only" in asks:
        chosen = [asks["only"]]
    else:
        conditions = asks.get("conditions", int(rng.choice([0, 1, 1, 1, 2])))
        plain = [one for one in dims if one not in MANY]
        chosen = [str(one) for one in rng.choice(plain, conditions, replace=False)]
    least = {0: 0.0, 1: 0.12, 2: 0.25}[len(chosen)]
    found = {}
    for dim in chosen:
        shares = np.array(dims[dim])
        fits = np.flatnonzero((shares >= (0.0 if dim in MANY else least)) & (shares <= 0.7))
        place = int(rng.choice(fits)) if len(fits) else int(shares.argmax())
        found[dim] = values(table, dim, len(shares))[place]
    return found


def _share(table: str, dims: Mapping[str, tuple[float, ...]], segment: Mapping[str, str]) -> float:
    share = 1.0
    for dim, value in segment.items():
        share *= dims[dim][values(table, dim, len(dims[dim])).index(value)]
    return share


def _sizes(
    rng: np.random.Generator, asks: Mapping[str, Any], touched: Sequence[str], share: float
) -> tuple[float, dict[str, float]]:
    """(jump, harm): small segments need more of both to be seen at all; a faint one stays faint."""
    lowest, highest = (0.03, 0.08) if asks.get("faint") else (0.20, 0.40) if asks.get("big") else (0.08, 0.30)
    jump = float(np.exp(rng.uniform(np.log(lowest), np.log(highest))))
    jump = min(0.5, jump * (1.0 if share > 0.25 else 1.3 if share > 0.1 else 1.5))
    harm = {}
    for metric in touched:
        # seconds are laid on as a multiple of the metric's mean
        harm[metric] = float(rng.uniform(0.6, 1.6) if MEASURES[metric].form == "seconds" else rng.uniform(0.30, 0.60))
    return jump, harm


def _with_nuisance(rng: np.random.Generator, plan: Plan, asks: Mapping[str, Any]) -> Plan:
    """Everything that is not planted: moods, noise, weekdays, drift, holidays, topics, keys, delays, labels."""
    uniform = rng.uniform
    restless = asks.get("restless", False)
    memory = {one: float(uniform(0.8, 0.9) if restless else uniform(0.3, 0.9)) for one in plan.metrics}
    mood = {one: float(uniform(0.10, 0.20) if restless else uniform(0.02, 0.10)) for one in plan.metrics}
    noise = asks.get("noise", float(rng.choice([0.0, 0.05, 0.10])))
    skill = {}
    for lang in LANGS:
        sensitivity = 1.0 if not noise else float(np.clip(1 - noise * uniform(0.6, 1.5), 0.35, 0.99))
        skill[lang] = (sensitivity, 0.0 if not noise else float(uniform(0.002, 0.008) * noise / 0.1))
    audited = asks.get("audit", bool(noise and uniform() < 0.6))
    return replace(
        plan, memory=memory, mood=mood, cell_noise=float(uniform(0.0, 0.12)), weekday=float(uniform(0.03, 0.2)),
        drift=float(rng.choice([-1, 1]) * uniform(0.3, 0.8)) if asks.get("drift") or uniform() < 0.3 else 0.0,
        holiday=_holiday(rng, plan) if asks.get("holiday") or uniform() < 0.3 else None,
        wander=float(uniform(0.25, 0.5) if asks.get("decoys") else uniform(0.05, 0.25)),
        decoys=_decoys(rng, plan, asks), lost=asks.get("lost", float(rng.choice([0.0, 0.05, 0.15]))),
        unlinked=bool(asks.get("unlinked")), delay=asks.get("delay", float(rng.choice([0.3, 2.0, 8.0]))), skill=skill,
        audit=int(rng.integers(350, 801)) if audited else 0,
    )  # fmt: skip


def _holiday(rng: np.random.Generator, plan: Plan) -> int:
    """First day of a week of holidays, at least ten days from the onset."""
    day = int(rng.integers(20, plan.days - 30))
    return day if abs(day - plan.onset) > 12 else day - 25


def _decoys(rng: np.random.Generator, plan: Plan, asks: Mapping[str, Any]) -> tuple[Decoy, ...]:
    free = [one for one in EVERY_TOPIC if one != plan.topic]
    rng.shuffle(free)
    dims = plan.dims[plan.table]
    dim = next(iter(plan.segment), next(iter(dims)))
    names = values(plan.table, dim, len(dims[dim]))
    others = [one for one in names if one != plan.segment.get(dim)]
    elsewhere, here = {dim: str(rng.choice(others))}, dict(plan.segment)
    far = plan.onset - int(rng.integers(25, 45))
    at = plan.onset
    options: tuple[tuple[Mapping[str, str], int], ...] = (
        (elsewhere, at), (here, far), ({}, at), (here, at),
    )  # fmt: skip
    chances = (0.25, 0.25, 0.25, 0.15)
    made = []
    for number, ((segment, day), chance) in enumerate(zip(options, chances, strict=True)):
        drawn, jump = rng.random(), float(rng.uniform(0.03, 0.10))
        if asks.get("decoys") or drawn < chance:
            made.append(Decoy(free[number], day, segment, jump))
    if asks.get("harmless") or asks.get("rumour"):
        place = dict(plan.segment) or {dim: str(rng.choice(names))}
        made.append(Decoy(free[5], at, place, float(rng.uniform(0.10, 0.20))))
    return tuple(made)
