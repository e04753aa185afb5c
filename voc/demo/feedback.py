"""Who writes what, when and with which score: reviews, surveys, tickets, exit comments.

For: `world.write`. Not for: the words themselves (`comments`). A comment agrees with its record: late parcels are
called late, five stars are happy, and only customers whom a cause has touched complain of it beyond the odd one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from voc.demo import company
from voc.demo.cause import CAUSES, Cause
from voc.demo.comments import Comment, Facts, Writer
from voc.demo.contacts import Contact
from voc.demo.days import count, customer, drift, moment, region, stream
from voc.demo.orders import Order
from voc.demo.sessions import Session

REVIEWS, CSAT, CES, TICKETS = 0.30, 0.35, 0.10, 0.40
EXIT_CART, EXIT_BROWSE = 0.10, 0.03
NPS_A_DAY = 12
_AGENT_NAMES = {agent.id: agent.name for agent in company.AGENTS} | {company.TALKER: company.TALKER_NAME}
_VOICE = {cause.id: cause.voice for cause in CAUSES}

# Shares of the answers from worst to best.
_STARS = {
    "touched": (35, 40, 20, 5, 0),
    "returned": (15, 30, 30, 20, 5),
    "late": (8, 14, 22, 32, 24),
    "": (3, 5, 10, 30, 52),
}
_RATING = {"touched": (30, 36, 24, 8, 2), "unsolved": (20, 26, 25, 20, 9), "": (2, 3, 10, 30, 55)}
_NPS = (2, 1, 2, 3, 3, 6, 6, 14, 18, 22, 23)
_EASE = (2, 3, 6, 10, 19, 32, 28)


@dataclass(frozen=True, slots=True)
class Row:
    """One feedback row; `key` is the id of the record it hangs on, `said` the truth about its text."""

    feedback_id: str
    created_at: datetime
    key: str
    customer_id: str
    region: str
    score: int | None
    text: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What every place needs to know: the world's seed and days, its last moment, and how loud each cause is."""

    seed: int
    days: int
    end: datetime
    voice: dict[str, float]

    def loud(self, rng: random.Random, touched: str) -> str:
        """The cause this customer will speak of, or nothing."""
        return touched if touched and rng.random() < self.voice[touched] else ""


def setting(seed: int, calendar: Sequence[date], causes: Sequence[Cause]) -> Setting:
    """The setting of a world."""
    last = calendar[-1]
    end = datetime(last.year, last.month, last.day, 23, 59)
    return Setting(seed, len(calendar), end, _VOICE | {cause.id: cause.voice for cause in causes})


def reviews(orders: Sequence[Order], world: Setting) -> list[Row]:
    """Reviews with stars, a few days after the parcel; those due after the last day are not written yet."""
    rng, writer = stream(world.seed, "reviews"), Writer(world.seed, "review", world.days)
    rows = []
    for order in orders:
        if rng.random() >= REVIEWS:
            continue
        arrived = order.delivered_at or order.created_at.date()
        at = moment(rng, arrived + timedelta(days=rng.randrange(0, 3)), _ahead(order.region))
        at = max(at, order.created_at + timedelta(hours=2))
        why = "touched" if order.touched else "returned" if order.is_returned else "late" if order.is_late else ""
        stars = _answer(rng, _STARS[why])
        cause = world.loud(rng, order.touched)
        mood = "negative" if cause else _mood(rng, stars, 3)
        comment = _empty() if rng.random() < 0.12 else writer.comment(
            _lang(order.region), "review", mood, order.day, replace(_about(order), cause=cause, grumbles=stars < 5)
        )  # fmt: skip
        rows.append(_row(at, order.order_id, order.customer_id, order.region, stars, comment))
    return _finished(rows, "R", world)


def ces(orders: Sequence[Order], world: Setting) -> list[Row]:
    """How easy was it to buy? 1 to 7, asked after an order online."""
    rng, writer = stream(world.seed, "ces"), Writer(world.seed, "ces", world.days)
    rows = []
    for order in orders:
        if order.channel == "store" or rng.random() >= CES:
            continue
        ease = _answer(rng, _EASE)
        mood = _mood(rng, ease, 4)
        comment = _empty() if rng.random() < 0.45 else writer.comment(
            _lang(order.region), "ces", mood, order.day, _about(order)
        )  # fmt: skip
        at = order.created_at + timedelta(minutes=rng.randrange(3, 240))
        rows.append(_row(at, order.order_id, order.customer_id, order.region, ease, comment))
    return _finished(rows, "E", world)


def csat(contacts: Sequence[Contact], world: Setting) -> list[Row]:
    """How satisfied were you with this contact? 1 to 5."""
    rng, writer = stream(world.seed, "csat"), Writer(world.seed, "csat", world.days)
    rows = []
    for contact in contacts:
        if contact.is_abandoned or rng.random() >= CSAT:
            continue
        rating = _answer(rng, _RATING["touched" if contact.touched else "" if contact.is_fcr else "unsolved"])
        if (contact.queue_wait_s or 0) > 600 and rng.random() < 0.6:
            rating = max(1, rating - 1)
        cause = world.loud(rng, contact.touched)
        mood = "negative" if cause else _mood(rng, rating, 3)
        facts = replace(_around(contact), cause=cause, grumbles=rating < 5)
        comment = _empty() if rng.random() < 0.45 else writer.comment(
            _lang(contact.region), "csat", mood, contact.day, facts
        )  # fmt: skip
        at = contact.ended_at + timedelta(minutes=rng.randrange(5, 600))
        rows.append(_row(at, contact.interaction_id, contact.customer_id, contact.region, rating, comment))
        if comment.text and len(comment.text) > 15 and rng.random() < 0.004:
            # Sent twice by an impatient thumb.
            rows.append(replace(rows[-1], created_at=at + timedelta(minutes=1)))
    return _finished(rows, "S", world)


def tickets(contacts: Sequence[Contact], world: Setting) -> list[Row]:
    """Notes that customers write to the desk about their contact; no score."""
    rng, writer = stream(world.seed, "tickets"), Writer(world.seed, "ticket", world.days)
    rows = []
    for contact in contacts:
        if contact.is_abandoned or rng.random() >= TICKETS:
            continue
        chances = (30, 55, 15) if contact.is_fcr else (58, 42, 0)
        mood = ("negative", "neutral", "positive")[rng.choices(range(3), chances)[0]]
        cause = world.loud(rng, contact.touched)
        facts = replace(_around(contact), cause=cause)
        comment = writer.comment(
            _lang(contact.region), f"ticket_{contact.queue}", "negative" if cause else mood, contact.day, facts
        )
        at = contact.ended_at + timedelta(minutes=rng.randrange(1, 90))
        rows.append(_row(at, contact.interaction_id, contact.customer_id, contact.region, None, comment))
    return _finished(rows, "T", world)


def exits(visits: Sequence[Session], world: Setting) -> list[Row]:
    """The comment box of the shop, for those who leave and those who buy."""
    rng, writer = stream(world.seed, "exit"), Writer(world.seed, "exit", world.days)
    moods = {True: (60, 27, 13), False: (12, 20, 68), None: (28, 47, 25)}
    rows = []
    for visit in visits:
        if rng.random() >= (EXIT_CART if visit.has_cart else EXIT_BROWSE):
            continue
        cause = world.loud(rng, visit.touched)
        mood = ("negative", "neutral", "positive")[rng.choices(range(3), moods[visit.is_abandoned])[0]]
        never = {"checkout_friction:positive"} if visit.is_abandoned is not False else set()
        never |= {"checkout_friction:negative"} if not visit.has_cart else set()
        facts = Facts(cause=cause, never=frozenset(never))
        comment = writer.comment(_lang(visit.region), "exit", "negative" if cause else mood, visit.day, facts)
        at = visit.started_at + timedelta(minutes=rng.randrange(2, 20))
        rows.append(_row(at, visit.session_id, visit.customer_id, visit.region, None, comment))
    return _finished(rows, "X", world)


def nps(calendar: Sequence[date], size: float, world: Setting) -> list[Row]:
    """Would you recommend us? 0 to 10, asked of any customer, hanging on nothing."""
    rng, writer = stream(world.seed, "nps"), Writer(world.seed, "nps", world.days)
    mailing = drift(rng, len(calendar), 0.08)
    rows = []
    for day, today in enumerate(calendar):
        for _ in range(count(rng, NPS_A_DAY * size * (1 + mailing[day]))):
            where = region(rng)
            score = _answer(rng, _NPS) - 1
            mood = "positive" if score >= 9 else "negative" if score <= 5 else _mood(rng, score - 4, 3)
            comment = _empty() if rng.random() < 0.4 else writer.comment(where.lang, "nps", mood, day, Facts())
            at = moment(rng, today, where.hours_ahead)
            rows.append(_row(at, "", customer(rng, where.id, size), where.id, score, comment))
    return _finished(rows, "P", world)


def _about(order: Order) -> Facts:
    """What an order allows its customer to say."""
    place = company.LANGUAGES.index(_lang(order.region))
    never = set()
    if order.channel == "store":
        never |= {"delivery:negative", "delivery:neutral", "delivery:positive"}
    else:
        never |= {"premises:negative", "premises:neutral", "premises:positive"}
        never |= {"delivery:positive"} if order.is_late else {"delivery:negative"}
    if not order.is_returned:
        never.add("returns_refunds:negative")
    must = ("delivery:negative",) if order.is_late else ()
    product = company.PRODUCT[order.product]
    fill = {"product": product.called[place], "order": order.order_id}
    return Facts(must=must, never=frozenset(never), unsuited=product.unsuited, fill=fill)


def _around(contact: Contact) -> Facts:
    """What a contact allows its customer to say."""
    wait, never = contact.queue_wait_s, set()
    is_long = wait is not None and wait >= 300
    if not is_long:
        never.add("wait_time:negative")
    if wait is None or wait > 100:
        never.add("wait_time:positive")
    if wait is None:
        never.add("wait_time:neutral")
    never.add("resolution:negative" if contact.is_fcr else "resolution:positive")
    if contact.n_transfers:
        never.add("repetition:positive")
    fill = {"agent": _AGENT_NAMES.get(contact.agent_id, "Tom"), "min": str(max(2, round((wait or 0) / 60)))}
    must = ("wait_time:negative",) if is_long else ()
    return Facts(must=must, never=frozenset(never), fill=fill)


def _answer(rng: random.Random, shares: Sequence[int]) -> int:
    """An answer from 1 up, by its share."""
    return rng.choices(range(1, len(shares) + 1), shares)[0]


def _mood(rng: random.Random, score: int, middle: int) -> str:
    """The mood that goes with an answer: happy above the middle, unhappy below, either way in the middle."""
    if score > middle:
        return "neutral" if score == middle + 1 and rng.random() < 0.2 else "positive"
    return "negative" if score < middle or rng.random() < 0.4 else "neutral"


def _lang(region_id: str) -> str:
    return company.LANG_OF[region_id]


def _ahead(region_id: str) -> int:
    return next(r.hours_ahead for r in company.REGIONS if r.id == region_id)


def _empty() -> Comment:
    return Comment("", ())


def _row(at: datetime, key: str, who: str, where: str, score: int | None, comment: Comment) -> Row:
    return Row("", at, key, who, where, score, comment.text, comment.labels)


def _finished(rows: list[Row], letter: str, world: Setting) -> list[Row]:
    """In the order of time, numbered, without what comes after the last day or says nothing at all."""
    kept = [row for row in rows if row.created_at <= world.end and (row.text or row.score is not None)]
    kept.sort(key=lambda row: (row.created_at, row.key, row.customer_id))
    return [replace(row, feedback_id=f"{letter}{10001 + n}") for n, row in enumerate(kept)]
