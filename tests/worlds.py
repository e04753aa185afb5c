"""Planted worlds: a shop and a service desk with a known truth, as the files that a user would bring.

For: tests and `make planted`, which ask whether `voc` finds what was put in and nothing else. Not for: showing what voc
does (that is `voc demo`, which shares no line with this file on purpose: two generators do not have the same blind spot).

How a record comes about: each day has a number of them; each meets pains (topics) by chance; pains and the day's mood
make its outcome worse; who met a pain, or fared badly, writes more often; a comment names most of the pains met. What is
planted is one pain that becomes common on a day, in a segment. Truth comes from the chances, not from what was drawn.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

FIRST = date(2025, 3, 3)
TOPICS = (
    "checkout_friction", "price_billing", "delivery", "app_website", "account_access", "availability",
    "product_quality", "wait_time", "staff_attitude", "resolution",
)  # fmt: skip
DIMS: dict[str, dict[str, dict[str, float]]] = {
    "sessions": {
        "device": {"mobile": 0.5, "desktop": 0.35, "tablet": 0.15},
        "platform": {"web": 0.7, "app": 0.3},
        "region": {"UK": 0.4, "DE": 0.3, "FR": 0.2, "US": 0.1},
    },
    "interactions": {
        "channel": {"voice": 0.5, "chat": 0.3, "email": 0.2},
        "agent": {"A1": 0.3, "A2": 0.25, "A3": 0.25, "A4": 0.2},
    },
}
METRIC = {"sessions": "abandonment_rate", "interactions": "csat"}
QUIET = ("resolution_rate",)
SAID_OF_MET, SMALL_TALK, RARE = 0.9, 0.3, 0.02


@dataclass(frozen=True)
class Plan:
    """One planted world.

    `jump` is added to the share of records of `segment` that meet `topic` from day `onset` on; `harm` is added to the
    chance of a bad outcome of those; `voice` is the chance that one who met a pain writes, and `silent` keeps that pain out
    of every comment. `shape`: step, pulse (back
    after 10 days) or ramp (grows over 35 days). `swap` moves that share of all records between the first two values of
    the first dimension at the onset (mix). `late_value`: a value of the first dimension that is first seen at the
    onset. `louder` multiplies the writing of those who fared badly from the onset on. `wander` is the standard
    deviation of the daily mood (log odds), `decoys` that of the other topics; `rumour` lets a harmless topic jump
    everywhere at the onset. `holiday` doubles the volume for ten days, five weeks before. `noise` is the share of
    wrong labels, `lost` of lost keys, `late_days` the mean delay of a comment; `audit` the size of the checked sample.
    """

    table: str = "sessions"
    segment: Mapping[str, str] = field(default_factory=lambda: {"device": "mobile"})
    topic: str = "checkout_friction"
    shape: str = "step"
    jump: float = 0.25
    harm: float = 0.55
    voice: float = 0.45
    silent: bool = False
    onset: int = 84
    days: int = 140
    a_day: Mapping[str, int] = field(default_factory=lambda: {"sessions": 300, "interactions": 120})
    wander: float = 0.10
    decoys: float = 0.15
    swap: float = 0.0
    late_value: str = ""
    louder: float = 1.0
    rumour: bool = False
    holiday: bool = False
    noise: float = 0.0
    lost: float = 0.0
    late_days: float = 0.5
    audit: int = 0


@dataclass(frozen=True)
class Records:
    """The records of one table, a row each; `chance` is that of a bad outcome, `without` the same had nothing been
    planted; `writes` and `says` are the chances of a comment and of one that names the planted topic."""

    day: np.ndarray
    dims: Mapping[str, np.ndarray]
    chance: np.ndarray
    without: np.ndarray
    writes: np.ndarray
    says: np.ndarray
    bad: np.ndarray

    def inside(self, segment: Mapping[str, str]) -> np.ndarray:
        mask = np.ones(len(self.day), dtype=bool)
        for dim, value in segment.items():
            mask &= self.dims[dim] == value
        return mask

    def during(self, first: date, last: date) -> np.ndarray:
        return (self.day >= (first - FIRST).days) & (self.day <= (last - FIRST).days)


@dataclass(frozen=True)
class World:
    folder: Path
    plan: Plan
    records: Mapping[str, Records]
    n_comments: int

    @property
    def metric(self) -> str:
        return METRIC[self.plan.table]

    @property
    def onset(self) -> date:
        return FIRST + timedelta(days=self.plan.onset)

    @property
    def _sign(self) -> float:
        """csat counts good outcomes, abandonment bad ones."""
        return -1.0 if self.metric == "csat" else 1.0

    def overall(self, before: tuple[date, date], after: tuple[date, date]) -> float:
        """True change of the metric over everything between two stretches (first and last day)."""
        records = self.records[self.plan.table]
        level = [records.chance[records.during(*span)].mean() for span in (before, after)]
        return float(self._sign * (level[1] - level[0]))

    def in_segment(self, before: tuple[date, date], after: tuple[date, date], segment: Mapping[str, str]) -> float:
        """True change that the plan made in a segment: potential outcomes with it minus without it."""
        records = self.records[self.plan.table]
        made, inside = records.chance - records.without, records.inside(segment)
        level = [made[inside & records.during(*span)].mean() for span in (before, after)]
        return float(self._sign * (level[1] - level[0]))

    def share(self, before: tuple[date, date], after: tuple[date, date], segment: Mapping[str, str]) -> float:
        """True change of the share of comments in a segment that name the planted topic."""
        records = self.records[self.plan.table]
        inside = records.inside(segment)
        shares = []
        for span in (before, after):
            mask = inside & records.during(*span)
            shares.append(records.says[mask].sum() / records.writes[mask].sum())
        return float(shares[1] - shares[0])


def write(folder: Path, plan: Plan, seed: int) -> World:
    """Writes the files of a world, with voc.toml and questions.json, and returns the truth about it."""
    rng = np.random.default_rng([seed, 20250303])
    folder.mkdir(parents=True, exist_ok=True)
    records, comments = {}, []
    for table, dims in DIMS.items():
        drawn, said = _drawn(plan, table, dims, rng)
        records[table] = drawn
        comments += said
        _records_file(folder, table, drawn, rng)
    _comment_files(folder, plan, comments, rng)
    (folder / "voc.toml").write_text(_project(plan), encoding="utf-8")
    onset = (FIRST + timedelta(days=plan.onset)).isoformat()
    asked = [{"metric": metric, "onset": onset} for metric in (*METRIC.values(), *QUIET)]
    (folder / "questions.json").write_text(json.dumps(asked), encoding="utf-8")
    return World(folder, plan, records, len(comments))


def mood(rng: np.random.Generator, days: int, sd: float, memory: float = 0.8) -> np.ndarray:
    """A stationary AR(1) around 0, one value a day."""
    steps = rng.normal(0, sd, days) * np.sqrt(1 - memory**2)
    values = np.empty(days)
    last = rng.normal(0, sd)
    for day in range(days):
        last = values[day] = memory * last + steps[day]
    return values


def _logistic(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def _grown(plan: Plan) -> np.ndarray:
    """How much of the planted pain is there, 0..1, by day."""
    day = np.arange(plan.days) - plan.onset
    if plan.shape == "pulse":
        return ((day >= 0) & (day < 10)).astype(float)
    if plan.shape == "ramp":
        return np.clip((day + 1) / 35, 0, 1)
    return (day >= 0).astype(float)


def _drawn(
    plan: Plan, table: str, dims: Mapping[str, Mapping[str, float]], rng: np.random.Generator
) -> tuple[Records, list[dict[str, Any]]]:
    here = plan.table == table
    week = 1 + 0.15 * np.cos(np.arange(plan.days) * 2 * np.pi / 7)
    volume = plan.a_day[table] * week
    if plan.holiday:
        volume[plan.onset - 35 : plan.onset - 25] *= 2
    day = np.repeat(np.arange(plan.days), rng.poisson(volume))
    late = day >= plan.onset
    values = {name: rng.choice(list(shares), len(day), p=list(shares.values())) for name, shares in dims.items()}
    first = next(iter(dims))
    if here and plan.swap:
        one, other = list(dims[first])[:2]
        moved = late & (values[first] == one) & (rng.random(len(day)) < plan.swap / dims[first][one])
        values[first] = np.where(moved, other, values[first])
    level = np.full(len(day), -0.7)
    for place, name in enumerate(dims):
        for step, value in enumerate(dims[name]):
            level += np.where(values[name] == value, (0.55 if place == 0 else 0.15) * (step - 1), 0.0)
    if here and plan.late_value:
        # Collection begins: these rows come on top, and they are of another kind.
        extra = np.repeat(np.arange(plan.onset, plan.days), rng.poisson(0.6 * volume[plan.onset :]))
        copied = rng.integers(0, len(day), len(extra))
        values = {name: np.append(column, column[copied]) for name, column in values.items()}
        values[first] = np.append(values[first][: len(day)].astype(object), [plan.late_value] * len(extra))
        day, level = np.append(day, extra), np.append(level, level[copied] + 1.2)
        late = day >= plan.onset
    inside = np.ones(len(day), dtype=bool)
    for dim, value in plan.segment.items() if here else ():
        inside &= values[dim] == value

    met = np.zeros((len(day), len(TOPICS)), dtype=bool)
    usual = np.array([0.015 + 0.01 * (number % 3) for number in range(len(TOPICS))])
    hurts = np.array([(0.35, 0.2, 0.0)[number % 3] for number in range(len(TOPICS))])
    planted = TOPICS.index(plan.topic)
    usual[planted], hurts[planted] = RARE, plan.harm if here else 0.3
    for number in range(len(TOPICS)):
        if number != planted:
            share = usual[number] * np.exp(mood(rng, plan.days, plan.decoys, 0.9))[day]
            if plan.rumour and number == (planted + 2) % len(TOPICS):
                share = share + np.where(late, 0.05, 0.0)
                hurts[number] = 0.0
            met[:, number] = rng.random(len(day)) < share
    planted_chance = usual[planted] + (np.where(inside, plan.jump * _grown(plan)[day], 0.0) if here else 0.0)
    met[:, planted] = rng.random(len(day)) < planted_chance

    base = _logistic(level)
    moody = _logistic(level + mood(rng, plan.days, plan.wander)[day])
    others = np.delete(met, planted, axis=1) @ np.delete(hurts, planted)
    bad = rng.random(len(day)) < np.clip(moody + others + hurts[planted] * met[:, planted], 0, 1)
    expected = base + np.delete(usual, planted) @ np.delete(hurts, planted)
    room = np.minimum(hurts[planted], 1 - expected)
    chance, without = expected + planted_chance * room, expected + usual[planted] * room

    talk = 0.04
    louder = np.where(late, plan.louder, 1.0) if here else np.ones(len(day))

    def writing(hurt: np.ndarray, fared_badly: np.ndarray | float) -> np.ndarray:
        return 1 - (1 - talk) * np.where(hurt, 1 - plan.voice, 1.0) * (1 - np.minimum(0.04 * louder, 0.9) * fared_badly)

    wrote = rng.random(len(day)) < writing(met.any(axis=1), bad)
    other_pain = np.delete(met, planted, axis=1).any(axis=1)
    with_it = np.clip(base + others + hurts[planted], 0, 1)
    plain = np.clip(base + others, 0, 1)
    write_if = writing(np.ones(len(day), dtype=bool), with_it)
    write_else = writing(other_pain, plain)
    writes = planted_chance * write_if + (1 - planted_chance) * write_else
    chatter = np.where(other_pain, 0.0, SMALL_TALK / len(TOPICS))
    says = planted_chance * write_if * SAID_OF_MET + (1 - planted_chance) * write_else * chatter
    records = Records(day, values, chance, without, writes, says, bad)
    return records, _comments(plan, table, records, met, np.flatnonzero(wrote), rng)


def _comments(
    plan: Plan, table: str, records: Records, met: np.ndarray, wrote: np.ndarray, rng: np.random.Generator
) -> list[dict[str, Any]]:
    made = []
    for place in wrote:
        topics = [topic for topic, is_met in zip(TOPICS, met[place], strict=True) if is_met]
        said = [topic for topic in topics if rng.random() < SAID_OF_MET]
        said = [topic for topic in said if not (plan.silent and topic == plan.topic)]
        if not topics and rng.random() < SMALL_TALK:
            said = [TOPICS[rng.integers(len(TOPICS))]]
        made.append({
            "record": f"{table[0]}{place}" if rng.random() >= plan.lost else "",
            "table": table,
            "minutes": int(records.day[place]) * 1440 + 1200 + int(rng.exponential(plan.late_days) * 1440),
            "said": said,
        })  # fmt: skip
    return made


def _at(minutes: int) -> str:
    return f"{FIRST + timedelta(days=minutes // 1440)}T{minutes % 1440 // 60:02d}:{minutes % 60:02d}:00Z"


def _records_file(folder: Path, table: str, records: Records, rng: np.random.Generator) -> None:
    n = len(records.day)
    minutes = records.day * 1440 + rng.integers(300, 1200, n)
    customer = rng.integers(0, max(n // 2, 1), n)
    names = [f"{table[:-1]}_id", "started_at", "customer_id", *records.dims, "variant"]
    columns: list[Iterable[Any]] = [
        [f"{table[0]}{place}" for place in range(n)], [_at(int(one)) for one in minutes],
        [f"c{one}" for one in customer], *records.dims.values(),
        np.where(customer % 2 == 0, "control", "new").tolist(),
    ]  # fmt: skip
    if table == "sessions":
        names.append("abandoned")
        columns.append(records.bad.astype(int).tolist())
    else:
        names += ["csat", "is_resolved"]
        columns += [(~records.bad).astype(int).tolist(), (rng.random(n) < 0.7).astype(int).tolist()]
    _csv(folder / f"{table}.csv", names, zip(*columns, strict=True))


def _comment_files(folder: Path, plan: Plan, comments: list[dict[str, Any]], rng: np.random.Generator) -> None:
    """feedback.csv, topics_pred.csv with wrong labels, audit.csv with right ones for a random sample."""
    rows, labels, truth = [], [], []
    for number, one in enumerate(sorted(comments, key=lambda one: (one["minutes"], one["record"]))):
        name = f"f{number}"
        keys = [one["record"] if one["table"] == table else "" for table in DIMS]
        rows.append((name, _at(one["minutes"]), *keys, _words(one["said"])))
        for topic in one["said"] or [""]:
            told = topic
            if rng.random() < plan.noise:
                told = [*TOPICS, ""][rng.integers(len(TOPICS) + 1)]
            if told:
                labels.append((name, told))
            truth.append((number, name, topic))
    _csv(folder / "feedback.csv", ["feedback_id", "created_at", *(f"{table[:-1]}_id" for table in DIMS), "text"], rows)
    _csv(folder / "topics_pred.csv", ["feedback_id", "topic"], labels)
    checked = set(rng.choice(len(rows), min(plan.audit, len(rows)), replace=False).tolist())
    _csv(folder / "audit.csv", ["feedback_id", "topic"], [(name, topic) for n, name, topic in truth if n in checked])


def _words(said: Sequence[str]) -> str:
    """Stock phrases, so that many customers use the same words: labels are given, nobody has to understand them."""
    return " and ".join(f"I wrote about {topic.replace('_', ' ')}" for topic in said) or "I wrote about nothing much"


def _csv(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def _project(plan: Plan) -> str:
    dims = {table: json.dumps(list(shares)) for table, shares in DIMS.items()}
    every = json.dumps([dim for shares in DIMS.values() for dim in shares])
    audit = 'audit = "audit.csv"' if plan.audit else ""
    return f"""\
[project]
name = "Planted"
timezone = "UTC"
period = "day"
segments = {every}

[[source]]
path = "sessions.csv"
table = "sessions"

[[source]]
path = "interactions.csv"
table = "interactions"

[[source]]
path = "feedback.csv"
table = "feedback"

[[metric]]
id = "abandonment_rate"
table = "sessions"
value = "abandoned"
dims = {dims["sessions"]}
worse = "up"

[[metric]]
id = "csat"
table = "interactions"
value = "csat"
dims = {dims["interactions"]}
worse = "down"

[[metric]]
id = "resolution_rate"
table = "interactions"
value = "case when is_resolved then 1 else 0 end"
dims = {dims["interactions"]}
worse = "down"

[classify]
labels = "topics_pred.csv"
{audit}
"""
