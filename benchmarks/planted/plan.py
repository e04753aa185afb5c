"""A plan: everything that is settled about a world before any record is drawn.

For: `kinds`, which draws one, and `draw`, which makes records of it. Not for: chance; a Plan holds sizes and places only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

FIRST = date(2025, 1, 6)  # a Monday
TABLES = ("sessions", "interactions", "orders")
LANGS = ("en", "zh-Hans", "zh-Hant")

# Topics by the table whose records usually meet them; ids are those of the contract.
TOPICS: dict[str, tuple[str, ...]] = {
    "sessions": ("checkout_friction", "app_website", "account_access", "price_billing", "availability"),
    "interactions": ("wait_time", "resolution", "staff_attitude", "staff_knowledge", "repetition"),
    "orders": ("delivery", "product_quality", "returns_refunds"),
}
EVERY_TOPIC = tuple(topic for topics in TOPICS.values() for topic in topics)

# Values of the dimensions that a table may have. `agent` and `campaign` have many, numbered ones.
DIMS: dict[str, dict[str, tuple[str, ...]]] = {
    "sessions": {
        "device": ("mobile", "desktop", "tablet"),
        "platform": ("web", "app"),
        "region": ("north", "south", "east", "west", "capital", "islands"),
        "traffic": ("search", "direct", "mail", "social", "partner"),
        "campaign": (),
    },
    "interactions": {
        "channel": ("voice", "chat", "email", "social"),
        "queue": ("billing", "technical", "orders", "retention", "general"),
        "tier": ("basic", "plus", "gold"),
        "region": ("north", "south", "east", "west", "capital", "islands"),
        "agent": (),
    },
    "orders": {
        "product": ("shoes", "coats", "books", "lamps", "phones", "toys", "tea", "bags"),
        "carrier": ("post", "courier", "pickup"),
        "region": ("north", "south", "east", "west", "capital", "islands"),
        "payment": ("card", "invoice"),
    },
}
MANY = ("agent", "campaign")


@dataclass(frozen=True)
class Measure:
    """A metric of a world. `form`: share (0/1), seconds (log-normal) or score (1..5). `worse`: up or down."""

    id: str
    table: str
    value: str
    form: str
    worse: str


MEASURES = {
    one.id: one
    for one in (
        Measure("abandonment_rate", "sessions", "abandoned", "share", "up"),
        Measure("handle_time", "interactions", "handle_s", "seconds", "up"),
        Measure("fcr", "interactions", "case when is_fcr then 1 else 0 end", "share", "down"),
        Measure("csat", "interactions", "csat_answer", "score", "down"),
        Measure("queue_wait", "interactions", "queue_wait_s", "seconds", "up"),
        Measure("return_rate", "orders", "case when is_returned then 1 else 0 end", "share", "up"),
    )
}
# csat as an answer on the feedback itself: who answers decides what is measured.
SURVEY = Measure("csat", "feedback", "score", "score", "down")


@dataclass(frozen=True)
class Decoy:
    """A topic without harm whose share of records jumps by `jump` on `day`, in `segment` (of every table that has it)."""

    topic: str
    day: int
    segment: Mapping[str, str]
    jump: float


@dataclass(frozen=True)
class Plan:
    """One world, before any record is drawn. Days are counted from FIRST.

    Planted: from day `onset` on, `jump` more of the records of `segment` meet `topic`, in `shape` (step, pulse of `last`
    days, ramp over `last` days); `is_better`: they met it before and no longer do. Meeting it adds `harm[metric]` to the
    chance of a bad outcome (share, score) or seconds. `direct` is the share of the move of a metric that comes by no
    topic (1: silent). `swap`: share of the rows of one value that become another (mix); `late`: a value whose rows
    come on top from the onset on; `louder`: writing of those who fared badly is multiplied from the onset on.
    """

    kind: str
    salt: str
    seed: int
    expected: str
    metrics: tuple[str, ...]
    touched: tuple[str, ...]
    table: str
    topic: str
    segment: Mapping[str, str]
    shape: str
    last: int
    is_better: bool
    jump: float
    harm: Mapping[str, float]
    direct: float
    onset: int
    days: int
    rows: Mapping[str, int]
    dims: Mapping[str, Mapping[str, tuple[float, ...]]]
    swap: float = 0.0
    late: bool = False
    louder: float = 1.0
    is_survey: bool = False
    period: str = "day"
    memory: Mapping[str, float] = field(default_factory=dict)
    mood: Mapping[str, float] = field(default_factory=dict)
    cell_noise: float = 0.03
    weekday: float = 0.1
    drift: float = 0.0
    holiday: int | None = None
    wander: float = 0.1
    decoys: tuple[Decoy, ...] = ()
    lost: float = 0.0
    unlinked: bool = False
    delay: float = 1.0
    skill: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # language -> sensitivity, false positives
    audit: int = 0
    is_raw: bool = False  # no labels: comments in words, for voc to tag

    @property
    def measures(self) -> dict[str, Measure]:
        """The five metrics of this world, by id."""
        return {one: SURVEY if one == "csat" and self.is_survey else MEASURES[one] for one in self.metrics}

    @property
    def rng(self) -> np.random.Generator:
        """Chance for records and comments: of its own, so that sizes do not change what is planted."""
        return np.random.default_rng([seed_of(self.salt, self.kind, self.seed), 2])


def seed_of(salt: str, kind: str, seed: int) -> int:
    """The number that everything in a world comes from."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{kind}:{seed}".encode()).digest()[:8], "big")


def values(table: str, dim: str, count: int) -> tuple[str, ...]:
    """The names of the values of a dimension."""
    return (
        tuple(f"{dim[0].upper()}{number:02d}" for number in range(1, count + 1))
        if dim in MANY
        else DIMS[table][dim][:count]
    )
