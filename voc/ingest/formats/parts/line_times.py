"""Times in front of the lines of a plain transcript: [00:01:02], 10:02 AM, 2024-03-05 10:02:11.

    stamp, rest = stamped("[10:02:11] Agent: hello")
    offsets = since_first(stamps)              # seconds from the start of the conversation

For: `chat_text`. Not for: columns of times (`times`). A clock and a recording's counter look alike: what begins within the
first minutes after 00:00 counts from the start of the recording, everything else is a clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voc.ingest.dates import DAY_FIRST, MONTH_FIRST

_DATE = r"(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_HALF = r"(?P<half>[AaPp]\.?[Mm]\.?|上午|下午|早上|晚上|凌晨|中午)"
_CLOCK = (
    rf"(?:(?:{_HALF}\s*)?(?P<clock>\d{{1,3}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?:[.,]\d{{1,6}})?)"
    r"(?:\s*(?P<after>[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?)"
)
_ZONE = r"(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\w:]))?"
_CLOCK_ALONE = re.sub(r"\?P<(\w+)>", r"?P<\g<1>2>", _CLOCK)
_WHOLE = rf"(?:{_DATE}(?:[ T,]*\s*{_CLOCK}{_ZONE})?|{_CLOCK_ALONE})"
_FRONT = re.compile(
    rf"^\s*[\[(（【<]?\s*{_WHOLE}(?:\s*(?:-->|-|–|to|~)\s*[\d:.,]+)?\s*[\])）】>]?\s*(?:[-–—|,，]\s*)?", re.IGNORECASE
)
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_LOOKED_AT = 80  # characters of a line
_LATER, _EARLY, _NOON = ("pm", "下午", "晚上"), ("am", "上午", "凌晨", "早上"), "中午"


@dataclass(frozen=True)
class Stamp:
    """As it is written; `day` the three numbers of its date as they stand, and `date` as year-month-day where their order is
    certain; `clock` in seconds; `has_half` where AM or PM makes it a time of day."""

    written: str
    day: tuple[int, int, int] | None
    date: str | None
    clock: float | None
    has_half: bool
    parts: int
    zone: str


def stamped(line: str) -> tuple[Stamp | None, str]:
    """The Stamp in front of `line` and the rest; None and the line where none stands there."""
    begin = len(line) - len(line.lstrip())
    found = _FRONT.match(line[begin : begin + _LOOKED_AT])
    if found is None:
        return None, line
    clock = found["clock"] or found["clock2"]
    half = (found["half"] or found["after"] or found["half2"] or found["after2"] or "").lower().replace(".", "")
    seconds = _seconds(clock, half) if clock else None
    if clock and seconds is None:
        return None, line
    parts = len(re.split(r"[:：]", clock)) if clock else 0
    a, b, c = (int(part) for part in re.split(r"[-/.年月]", (found["date"] or "0-0-0").rstrip("日"))[:3])
    day = (a, b, c) if found["date"] else None
    written = found.group().strip().strip("[](（）)【】<>|,，-–— ")
    return Stamp(
        written, day, _date(day, None) if day else None, seconds, bool(half), parts, (found["zone"] or "").strip()
    ), line[begin + found.end() :]


def settled(stamps: Sequence[Stamp | None], said: str | None = None) -> list[Stamp | None]:
    """`stamps` with the order of day and month that the others show, where they show one, else with that which is `said`."""
    loose = [one.day for one in stamps if one is not None and one.day is not None and one.day[0] <= 31]
    orders = {a > 12 for a, b, _ in loose if (a > 12) != (b > 12)}
    if not orders and said in (DAY_FIRST, MONTH_FIRST):
        orders = {said == DAY_FIRST}
    if len(orders) != 1:
        return list(stamps)
    order = orders.pop()
    return [one if one is None or one.day is None else replace(one, date=_date(one.day, order)) for one in stamps]


def grown(stamps: Sequence[Stamp | None]) -> list[Stamp | None]:
    """`stamps` with the day first where dots part it, else in the order of day and month in which alone the times of a chat
    go on; as they are where both do."""
    loose = [one for one in stamps if one is not None and one.day is not None and one.date is None]
    orders = []
    for order in (True,) if loose and all(_DOTTED.match(one.written) for one in loose) else (True, False):
        days = [_date(one.day, order) for one in stamps if one is not None and one.day is not None]
        if None not in days and days == sorted(map(str, days)):
            orders.append(order)
    if not loose or len(orders) != 1:
        return list(stamps)
    return [one if one is None or one.day is None else replace(one, date=_date(one.day, orders[0])) for one in stamps]


def is_open(stamp: Stamp | None) -> bool:
    """Whether a Stamp has a date whose day and month may be either."""
    return stamp is not None and stamp.day is not None and stamp.date is None and max(stamp.day[:2]) <= 12


def moment(stamp: Stamp | None) -> str | None:
    """A Stamp with a date as a cell, None for one without. Where the order of day and month is open, it stays so."""
    if stamp is None or stamp.day is None:
        return None
    a, b, c = stamp.day
    date = stamp.date or f"{a:02d}/{b:02d}/{c + 2000 if c < 100 else c}"
    if stamp.clock is None:
        return date
    rest = f"{stamp.clock % 60:06.3f}".removesuffix(".000")
    return f"{date} {int(stamp.clock // 3600):02d}:{int(stamp.clock % 3600 // 60):02d}:{rest}{_zone(stamp.zone)}"


def since_first(stamps: Sequence[Stamp | None]) -> list[float | None]:
    """Seconds from the start of a conversation for each Stamp of its turns, None where they do not tell."""
    known = [one for one in stamps if one is not None and one.clock is not None]
    if not known:
        return [None] * len(stamps)
    if all(one.day for one in known):
        return _by_date(stamps, known[0])
    counts_up = is_counter(known[0])
    # Two parts on a counter are minutes and seconds; on a clock they are hours and minutes.
    counts = [_counted(one, counts_up) for one in stamps]
    begin = 0.0 if counts_up else next(one for one in counts if one is not None)
    found: list[float | None] = []
    days, last = 0.0, begin
    for count in counts:
        if count is None:
            found.append(None)
            continue
        if not counts_up and count + days < last - 43_200:  # past midnight
            days += 86_400
        last = count + days
        found.append(last - begin)
    return found


def is_counter(first: Stamp) -> bool:
    """Whether the first time of a conversation counts from the start of its recording, and is no clock."""
    return not first.has_half and first.day is None and (first.clock or 0.0) < 3600


def _counted(stamp: Stamp | None, counts_up: bool) -> float | None:
    if stamp is None or stamp.clock is None:
        return None
    return stamp.clock / 60 if counts_up and stamp.parts == 2 else stamp.clock


def _by_date(stamps: Sequence[Stamp | None], first: Stamp) -> list[float | None]:
    begin = _datetime(first)
    found = [None if one is None or one.clock is None else _datetime(one) for one in stamps]
    return [None if one is None or begin is None else (one - begin).total_seconds() for one in found]


def _datetime(stamp: Stamp) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp.date or "") + timedelta(seconds=stamp.clock or 0.0)
    except ValueError:
        return None


def _seconds(clock: str, half: str) -> float | None:
    """Hours and minutes, or hours, minutes and seconds, in seconds; None where there is no such time."""
    numbers = [float(part.replace(",", ".")) for part in re.split(r"[:：]", clock)]
    if any(part >= 60 for part in numbers[1:]):
        return None
    hours = numbers[0]
    if (half in _LATER and hours < 12) or (half == _NOON and hours < 10):
        hours += 12
    elif half in _EARLY and hours == 12:
        hours = 0.0
    return hours * 3600 + numbers[1] * 60 + (numbers[2] if len(numbers) > 2 else 0.0)


def _date(day: tuple[int, int, int], is_day_first: bool | None) -> str | None:
    """A date as year-month-day where the year stands first, or day and month cannot be confused, or it is known which of
    them comes first; None otherwise."""
    a, b, c = day
    if a > 31:
        year, month, date = a, b, c
    elif is_day_first or a > 12 >= b:
        year, month, date = c, b, a
    elif is_day_first is not None or b > 12 >= a:
        year, month, date = c, a, b
    else:
        return None
    try:
        return datetime(year + 2000 if year < 100 else year, month, date).date().isoformat()
    except ValueError:
        return None


def _zone(zone: str) -> str:
    return "Z" if zone.upper() in ("Z", "UTC", "GMT") else zone
