"""Records, comments and labels in memory, with a known part of a change that goes with a topic.

For: test_effect, test_label_error, test_bridge, which need hundreds of worlds in seconds. Not for: files or the whole
line; see worlds.

A record meets the topic by chance, and a second pain of which nobody speaks; both make its outcome worse. Who met the
topic writes with chance `voice`, who fared badly with `anger` on top, everybody with `talk`; a comment names what was met
nine times in ten. Truth comes from the chances.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from voc.explain import Cells, Question
from voc.explain.drivers import Candidate, candidates
from voc.explain.shift import Shift, shift
from voc.explain.voices import Voices
from voc.metrics import Metric

FIRST = date(2026, 1, 5)
TOPICS = ("delivery", "price_billing", "wait_time")
RATE = Metric("rate", "orders", "x", "up")
LANGS = ("en", "zh-Hans")


@dataclass(frozen=True)
class Plan:
    """`jump` is added to the share of records of channel web that meet `delivery` from day `onset` on, `hidden` to that
    of the pain nobody speaks of; `harm` is the harm of either. `also` is added to the share that meet price_billing."""

    jump: float = 0.15
    hidden: float = 0.0
    also: float = 0.0
    harm: float = 0.5
    usual: float = 0.02
    voice: float = 0.35
    talk: float = 0.06
    anger: float = 0.07
    a_day: int = 120
    days: int = 140
    onset: int = 84
    wander: float = 0.05
    audit: int = 0
    errors: tuple[tuple[float, float], ...] = ()  # (sensitivity, false rate) by language


@dataclass(frozen=True)
class World:
    found: Shift
    heard: Voices
    drivers: tuple[Candidate, ...]
    truth: float  # part of the change in the segment that goes with delivery
    share: float  # true change of the share of the segment's comments that name it
    audit: pd.DataFrame
    pained: pd.DataFrame
    langs: pd.Series


def world(plan: Plan, seed: int) -> World:
    """The World of a plan."""
    rng = np.random.default_rng([seed, 7])
    day = np.repeat(np.arange(plan.days), 2 * plan.a_day)
    n = len(day)
    web, late = rng.random(n) < 0.5, day >= plan.onset
    region = rng.integers(0, 2, n)
    hit = web & late
    chance = np.column_stack([
        plan.usual + plan.jump * hit, plan.usual + plan.also * hit, np.full(n, 0.03), plan.hidden * hit
    ])  # fmt: skip
    met = rng.random((n, 4)) < chance
    harm = np.array([plan.harm, plan.harm, 0.2, plan.harm])
    mood = rng.normal(0, plan.wander, plan.days)[day] * 0.5
    bad = rng.random(n) < np.clip(0.2 + 0.05 * region + mood + met @ harm, 0, 1)
    silent = (1 - plan.talk) * np.prod(np.where(met[:, :3], 1 - plan.voice, 1.0), axis=1) * (1 - plan.anger * bad)
    wrote = np.flatnonzero(rng.random(n) >= silent)
    truly = met[wrote][:, :3] & (rng.random((len(wrote), 3)) < 0.9)
    lang = rng.choice(LANGS, len(wrote), p=[0.7, 0.3])
    said = truly.copy()
    if plan.errors:
        rates = np.array(plan.errors)[(lang == LANGS[1]).astype(int)]
        said = rng.random(truly.shape) < np.where(truly, rates[:, :1], rates[:, 1:])
    ids = np.array([f"f{number:06d}" for number in range(len(wrote))])
    keys = pd.DataFrame({"channel": ["web", "web", "app", "app"], "region": ["UK", "DE", "UK", "DE"]})
    cell = np.where(web, 0, 2) + region
    counts = np.zeros((2, 4, plan.days))
    np.add.at(counts[0], (cell, day), 1.0)
    np.add.at(counts[1], (cell, day), bad)
    periods = np.datetime64(FIRST, "D") + np.arange(plan.days)
    cells = Cells("rate", "day", periods, keys, counts[0], counts[1], counts[1])
    rows = keys.iloc[cell[wrote]].reset_index(drop=True)
    heard = Voices(
        TOPICS,
        ids,
        ids,
        ids,
        bad[wrote].astype(float),
        day[wrote],
        said,
        rows,
        lang.astype(object),
        np.ones(len(wrote), bool),
    )
    found = shift(Question("rate", FIRST + timedelta(days=plan.onset)), cells, RATE)
    made = [_shares(plan, jump) for jump in (0.0, plan.jump)]
    checked = rng.choice(len(ids), min(plan.audit, len(ids)), replace=False)
    audit: list[dict[str, Any]] = [
        {"feedback_id": ids[place], "topic": topic}
        for place in checked
        for topic in ([t for t, is_true in zip(TOPICS, truly[place], strict=True) if is_true] or [None])
    ]
    pained = pd.concat(
        [pd.DataFrame({"feedback_id": ids[said[:, at]], "topic": topic}) for at, topic in enumerate(TOPICS)]
    )
    drivers = candidates(found, heard, pd.DataFrame(), ()) if found.is_real else ()
    whole = plan.jump + plan.hidden + plan.also
    return World(
        found, heard, drivers, plan.jump / whole if whole else 0.0, made[1] - made[0],
        pd.DataFrame(audit, columns=["feedback_id", "topic"]), pained, pd.Series(lang, index=ids),
    )  # fmt: skip


def _shares(plan: Plan, jump: float) -> float:
    """The expected share of web comments that name delivery, with `jump` of it (the other pains as after)."""
    grown = 1.0 if jump else 0.0
    chance = [plan.usual + jump, plan.usual + plan.also * grown, 0.03, plan.hidden * grown]
    harm = [plan.harm, plan.harm, 0.2, plan.harm]
    writes = says = 0.0
    for bits in range(16):
        met = [(bits >> at) & 1 for at in range(4)]
        weight = float(np.prod([p if m else 1 - p for p, m in zip(chance, met, strict=True)]))
        bad = [min(0.2 + 0.05 * region + float(np.dot(met, harm)), 1.0) for region in (0, 1)]
        for each in bad:
            silent = (1 - plan.talk) * (1 - plan.voice) ** sum(met[:3]) * (1 - plan.anger * each)
            writes += weight * (1 - silent) / 2
            says += weight * (1 - silent) / 2 * 0.9 * met[0]
    return says / writes


def only(one: World, topic: str) -> tuple[Candidate, ...]:
    """The candidate of one topic."""
    return tuple(replace(each) for each in one.drivers if each.topic == topic)
