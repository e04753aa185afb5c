"""Orders: one for every cart that was paid for, and those of the two stores; late parcels and returns.

For: `world.write`. Not for: reviews (`feedback`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voc.demo import company
from voc.demo.cause import Cause
from voc.demo.days import VISIT_WEEK, count, customer, drift, moment, pick, region, shifted, stream
from voc.demo.sessions import Session

STORE_A_DAY = 18
RETURNS = {
    "Fell jacket": 0.08, "Tarn rain shell": 0.07, "Ridge trousers": 0.11, "Cairn boots": 0.10,
    "Beck fleece": 0.05, "Dale base layer": 0.04, "Gill gloves": 0.05,
}  # fmt: skip
LATE, LATE_IN_STRIKE = 0.07, 0.42
REASONS = {"size": 0.5, "changed mind": 0.2, "colour": 0.15, "faulty": 0.15}


@dataclass(frozen=True, slots=True)
class Order:
    """One order; `delivered_at` is None in a store; `touched` is the id of the cause it met, or empty."""

    order_id: str
    created_at: datetime
    day: int
    session_id: str
    customer_id: str
    channel: str
    region: str
    product: str
    amount: int
    currency: str
    promised_at: date | None
    delivered_at: date | None
    is_returned: bool
    return_reason: str
    touched: str

    @property
    def is_late(self) -> bool:
        """The parcel came after the promised day."""
        return bool(self.promised_at and self.delivered_at and self.delivered_at > self.promised_at)


def orders(calendar: Sequence[date], seed: int, size: float, cause: Cause, visits: Sequence[Session]) -> list[Order]:
    """The orders of all days in the order of time."""
    rng = stream(seed, "orders")
    online, store = stream(seed, "orders/online"), stream(seed, "orders/store")
    days = len(calendar)
    slow = stream(seed, "orders/drift")
    returning, late = drift(slow, days, 0.06), drift(slow, days, 0.10)
    strike = _window(days)
    regions = {r.id: r for r in company.REGIONS}
    bought = [
        (
            v.started_at + timedelta(minutes=online.randrange(4, 15)),
            v.day,
            v.session_id,
            v.customer_id,
            v.device,
            v.region,
        )
        for v in visits
        if v.is_abandoned is False
    ]
    for day, today in enumerate(calendar):
        for _ in range(count(store, STORE_A_DAY * size * VISIT_WEEK[today.weekday()])):
            where = region(store)
            at = moment(store, today, where.hours_ahead)
            bought.append((at, day, "", customer(store, where.id, size), "store", where.id))
    shares = {p.id: p.share for p in company.PRODUCTS}
    rows: list[Order] = []
    for at, day, session_id, who, device, where_id in sorted(bought):
        product = pick(rng, shares)
        inside = product == cause.segment[1]
        touched = cause.id if inside and rng.random() < cause.chance(day, days, inside) else ""
        plain = cause.plain if inside else RETURNS[product]
        is_returned = rng.random() < (cause.touched if touched else shifted(plain, returning[day]))
        reason = "" if not is_returned else "performance" if touched else pick(rng, REASONS)
        channel = device if device in ("store", "app") else "web"
        promised = delivered = None
        if channel != "store":
            took = rng.randrange(1, 4)
            promised = at.date() + timedelta(days=3)
            if rng.random() < (LATE_IN_STRIKE if strike[0] <= day <= strike[1] else shifted(LATE, late[day])):
                took = rng.randrange(4, 9)
            delivered = at.date() + timedelta(days=took)
        price = company.PRODUCT[product].price * regions[where_id].price
        rows.append(
            Order(
                f"N{200001 + len(rows)}", at, day, session_id, who, channel, where_id, product,
                round(price / 100) * 100, regions[where_id].currency, promised, delivered, is_returned, reason, touched,
            )
        )  # fmt: skip
    return rows


def _window(days: int) -> tuple[int, int]:
    """First and last day of the carrier strike in a world of `days` days."""
    first = round(company.STRIKE.first / company.DAYS * days)
    last = company.STRIKE.last or company.STRIKE.first
    return first, first + last - company.STRIKE.first
