"""Contacts with the service desk: queue, agent, waits and talk in seconds, solved at first contact or not.

For: `world.write`. Not for: what was said in them (`chats`) or about them (`feedback`).
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voc.demo import company
from voc.demo.cause import Cause
from voc.demo.days import CONTACT_WEEK, count, customer, drift, moment, pick, region, shifted, stream

CONTACTS_A_DAY = 60
CHANNELS = {"voice": 0.45, "chat": 0.33, "email": 0.22}
SOLVED = {"orders": 0.80, "delivery": 0.70, "product": 0.78}
WAIT_MEDIAN_S = {"voice": 150, "chat": 60}
TALK_MEDIAN_S = {"voice": 300, "chat": 420, "email": 240}
GIVES_UP = 0.06
COMES_BACK = 0.2
# The new colleague talks about twice as long to those he talks at.
LONGER = 1.9


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact; seconds are None where the channel has no such time; `touched` names the cause it met, or empty."""

    interaction_id: str
    started_at: datetime
    day: int
    ended_at: datetime
    customer_id: str
    channel: str
    queue: str
    agent_id: str
    region: str
    queue_wait_s: int | None
    first_response_s: int | None
    talk_s: int | None
    hold_s: int | None
    acw_s: int | None
    is_abandoned: bool
    is_fcr: bool | None
    n_transfers: int
    touched: str

    @property
    def handle_s(self) -> int | None:
        """Talk + hold + after-contact work; None for a call that nobody answered."""
        return None if self.talk_s is None else self.talk_s + (self.hold_s or 0) + (self.acw_s or 0)


def contacts(calendar: Sequence[date], seed: int, size: float, cause: Cause) -> list[Contact]:
    """The contacts of all days in the order of time."""
    rng = stream(seed, "contacts")
    days = len(calendar)
    slow = stream(seed, "contacts/drift")
    busy, waiting, solving = drift(slow, days, 0.06), drift(slow, days, 0.05), drift(slow, days, 0.05)
    back: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows: list[Contact] = []
    for day, today in enumerate(calendar):
        n = count(rng, CONTACTS_A_DAY * size * CONTACT_WEEK[today.weekday()] * (1 + busy[day]))
        again = back.pop(day, [])[:n]
        drawn = again + [_newcomer(rng, size) for _ in range(n - len(again))]
        hours = {r.id: r.hours_ahead for r in company.REGIONS}
        timed = sorted((moment(rng, today, hours[where]), who, queue, where) for who, queue, where in drawn)
        for at, who, queue, where in timed:
            contact = _contact(rng, len(rows), at, day, days, who, queue, where, cause, waiting[day], solving[day])
            rows.append(contact)
            if contact.is_fcr is False and rng.random() < COMES_BACK:
                back[day + rng.randrange(1, 6)].append((who, queue, where))
    return rows


def _newcomer(rng: random.Random, size: float) -> tuple[str, str, str]:
    """Customer, queue and market of somebody who writes or calls for a new matter."""
    where = region(rng).id
    return customer(rng, where, size), pick(rng, company.QUEUES), where


def _contact(
    rng: random.Random, row: int, at: datetime, day: int, days: int, who: str, queue: str, where: str,
    cause: Cause, waiting: float, solving: float,
) -> Contact:  # fmt: skip
    channel = pick(rng, CHANNELS)
    wait = reply = talk = hold = acw = None
    if channel != "email":
        monday = 1.15 if at.weekday() == 0 else 1.0
        wait = round(WAIT_MEDIAN_S[channel] * monday * math.exp(waiting + rng.gauss(0, 0.8)))
    agent = _agent(rng, queue, day, cause.onset_day(days))
    talk_noise, after = rng.gauss(0, 0.5), rng.randrange(20, 120)
    gives_up = channel == "voice" and rng.random() < shifted(GIVES_UP, ((wait or 0) - 240) / 600)
    inside = queue == cause.segment[1]
    touched, is_fcr, transfers = "", None, 0
    if not gives_up:
        touched = cause.id if inside and rng.random() < cause.chance(day, days, inside) else ""
        plain = cause.plain if inside else SOLVED[queue]
        is_fcr = rng.random() < (cause.touched if touched else shifted(plain, solving))
        transfers = int(rng.random() < (0.06 if is_fcr else 0.14))
        talk = round(TALK_MEDIAN_S[channel] * (LONGER if touched else 1.0) * math.exp(talk_noise))
        hold = (rng.randrange(15, 150) if rng.random() < 0.35 else 0) if channel == "voice" else None
        acw = after
        reply = wait + rng.randrange(5, 25) if wait is not None else round(5400 * math.exp(rng.gauss(0, 0.7)))
    lasted = (wait or 0) + (talk or 0) + (hold or 0) + (reply if wait is None and reply else 0)
    return Contact(
        f"K{300001 + row}", at, day, at + timedelta(seconds=lasted), who, channel, queue, "" if gives_up else agent,
        where, wait, reply, talk, hold, acw, gives_up, is_fcr, transfers, touched,
    )  # fmt: skip


def _agent(rng: random.Random, queue: str, day: int, onset: int | None) -> str:
    """Who answers this queue on this day; from the onset on the returns desk is one man's."""
    moved = onset is not None and day >= onset
    if queue == "returns" and moved:
        return company.TALKER
    desk = [a.id for a in company.AGENTS if queue in a.queues]
    if moved:
        desk += [agent for agent, new_queue in company.MOVED.items() if new_queue == queue]
    return rng.choice(desk)
