"""Shop visits: device, cart, how far the visitor came, and whether the cart was left behind.

For: `world.write`. Not for: what visitors say about it (`feedback`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voc.demo import company
from voc.demo.cause import Cause
from voc.demo.days import VISIT_WEEK, count, customer, drift, moment, pick, region, shifted, stream

VISITS_A_DAY = 185
HAS_CART = {"mobile_web": 0.56, "desktop": 0.60, "app": 0.66}
# Chance to leave a cart behind; on mobile_web it is the `plain` chance of the planted cause.
LEAVES = {"desktop": 0.55, "app": 0.49}
LAST_STEP = {"basket": 0.42, "address": 0.20, "delivery": 0.17, "payment": 0.21}


@dataclass(frozen=True, slots=True)
class Session:
    """One visit; `touched` is the id of the cause it met, or empty."""

    session_id: str
    started_at: datetime
    day: int
    device: str
    region: str
    customer_id: str
    has_cart: bool
    last_step: str
    is_abandoned: bool | None
    touched: str


def sessions(calendar: Sequence[date], seed: int, size: float, cause: Cause) -> list[Session]:
    """The visits of all days in the order of time."""
    rng = stream(seed, "sessions")
    days = len(calendar)
    slow = stream(seed, "sessions/drift")
    busy, leaving = drift(slow, days, 0.05), drift(slow, days, 0.05)
    rows: list[Session] = []
    for day, today in enumerate(calendar):
        n = count(rng, VISITS_A_DAY * size * VISIT_WEEK[today.weekday()] * (1 + busy[day]))
        drawn = sorted(((moment(rng, today, (r := region(rng)).hours_ahead), r) for _ in range(n)), key=lambda v: v[0])
        for started_at, where in drawn:
            device = pick(rng, company.DEVICES)
            has_cart = rng.random() < HAS_CART[device]
            touched, is_abandoned, last_step = "", None, "browse"
            if has_cart:
                inside = device == cause.segment[1]
                if inside and rng.random() < cause.chance(day, days, inside):
                    touched = cause.id
                leaves = cause.plain if inside else LEAVES[device]
                chance = cause.touched if touched else shifted(leaves, leaving[day])
                is_abandoned = rng.random() < chance
                last_step = "address" if touched else pick(rng, LAST_STEP)
                if not is_abandoned:
                    last_step = "done"
            known = is_abandoned is False or rng.random() < 0.2
            rows.append(
                Session(
                    f"V{100001 + len(rows)}", started_at, day, device, where.id,
                    customer(rng, where.id, size) if known else "",
                    has_cart, last_step, is_abandoned, touched,
                )
            )  # fmt: skip
    return rows
