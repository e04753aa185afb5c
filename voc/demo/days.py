"""Chance and the calendar: streams of random numbers, daily counts, slow drift, the time of a visit.

For: the modules that draw records. Not for: numpy - its streams may change between versions, while those of
`random.Random` are promised to stay, and the shipped files must come out the same everywhere.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from voc.demo.company import REGIONS, Region

# Shop visits peak at the weekend, contacts with service at the start of the week (Monday first).
VISIT_WEEK = (0.96, 0.92, 0.93, 0.97, 1.02, 1.12, 1.08)
CONTACT_WEEK = (1.25, 1.12, 1.06, 1.04, 1.03, 0.82, 0.68)
_HOURS = (1, 1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 10, 9, 8, 8, 8, 9, 10, 11, 12, 10, 6, 3)
_HOURS_SO_FAR = tuple(accumulate(_HOURS))
_REGION = {r.id: r for r in REGIONS}
_REGION_SHARE = {r.id: r.share for r in REGIONS}
_PLACE = {r.id: place for place, r in enumerate(REGIONS)}
CUSTOMERS = 12000


def stream(seed: int, name: str) -> random.Random:
    """A stream of its own for each `name`, so that one table can change without moving the others."""
    return random.Random(f"northfell/{seed}/{name}")


def drift(rng: random.Random, days: int, sd: float, memory: float = 0.85) -> list[float]:
    """A mild autocorrelated wander around 0: stationary AR(1), one value a day, standard deviation `sd`."""
    values, value = [], rng.gauss(0, sd)
    for _ in range(days):
        values.append(value)
        value = memory * value + rng.gauss(0, sd * math.sqrt(1 - memory * memory))
    return values


def count(rng: random.Random, mean: float) -> int:
    """A Poisson count with this mean (Knuth's method; `mean` stays below a few hundred)."""
    limit, product, n = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        n += 1
    return n


def shifted(chance: float, drift_: float) -> float:
    """A chance moved by `drift_` on the logit scale."""
    odds = chance / (1 - chance) * math.exp(drift_)
    return odds / (1 + odds)


def pick(rng: random.Random, shares: Mapping[str, float]) -> str:
    """One key, drawn by its share (faster than `rng.choices`, which most of the drawing time would go into)."""
    luck = rng.random() * sum(shares.values())
    for key, share in shares.items():
        luck -= share
        if luck < 0:
            return key
    return next(reversed(list(shares)))


def region(rng: random.Random) -> Region:
    """One market, drawn by its share."""
    return _REGION[pick(rng, _REGION_SHARE)]


def customer(rng: random.Random, where: str, size: float) -> str:
    """A customer id; every customer belongs to one market."""
    place = _PLACE[where]
    pool = max(40, int(CUSTOMERS * size * REGIONS[place].share))
    return f"U{(place + 1) * 10000 + rng.randrange(pool)}"


def moment(rng: random.Random, day: date, hours_ahead: int) -> datetime:
    """A minute of this London day, likely when the market is awake."""
    hour = (bisect(_HOURS_SO_FAR, rng.random() * _HOURS_SO_FAR[-1]) - hours_ahead) % 24
    return datetime(day.year, day.month, day.day, hour, int(rng.random() * 60))


def calendar(first: date, days: int) -> Sequence[date]:
    """The days of the world, in order."""
    return [first + timedelta(days=index) for index in range(days)]
