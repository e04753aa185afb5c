"""Dates as people's spreadsheets write them, made ISO where it is certain what they mean.

For: formats whose dates stand in the locale of an account: SurveyMonkey, Google Forms. Not for: columns of dates in
general (`times`), which decides or asks; a column that is not certain here goes on to it as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo, available_timezones

_ZONE = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_]+(?:/[A-Za-z_]+)?"
)
_HALF = re.compile(r"\s*(上午|午前|오전|下午|午後|오후|\b[ap]\.?\s?m\b\.?)\s*", re.IGNORECASE)
_GMT = re.compile(r"[\[(]?\s*(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*[\])]?")
_LETTERS = re.compile(r"(?<=\d)\s+([A-Za-z]{1,4})$")
_SPACED = re.compile(r"^(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?\s*")
_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})\b,?\s*(.*)$")
_MONTHS = {
    name: at
    for at, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_WORDED = re.compile(
    r"^(?:[A-Za-z]{3,9},?\s+)?(?:([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?),?\s+(\d{4})(?:,?\s+(?:at\s+)?(.*))?$"
)
# As programs print a moment: Tue Oct 31 21:45:10 +0000 2017, Tue Oct 31 2017 21:45:10 GMT+0800 (China Standard Time).
_PRINTED = re.compile(
    r"^(?:[A-Z][a-z]{2},?\s+)([A-Z][a-z]{2})\s+(\d{1,2})\s+(?:(\d{2}:\d{2}:\d{2})(?:\s+([+-]\d{4}|UTC|GMT))?\s+(\d{4})|"
    r"(\d{4})\s+(\d{2}:\d{2}:\d{2})\s+GMT([+-]\d{4})(?:\s+\([^()]*\))?)$"
)


def worded(cell: str | None) -> str | None:
    """A date with its month in English as ISO: `Jan 5, 2024`, `5 January 2024 10:00`; others as they are."""
    if cell and (printed := _printed(cell.strip())):
        return printed
    found = _WORDED.match(cell.strip()) if cell else None
    if found is None:
        return cell
    month = _MONTHS.get((found[1] or found[4])[:3].lower())
    if month is None:
        return cell
    return f"{found[5]}-{month:02d}-{int(found[2] or found[3]):02d} {found[6] or ''}".strip()


def _printed(cell: str) -> str | None:
    found = _PRINTED.match(cell)
    month = _MONTHS.get(found[1].lower()) if found else None
    if found is None or month is None:
        return None
    zone = found[4] or found[8] or ""
    zone = f"{zone[:3]}:{zone[3:]}" if zone[:1] in ("+", "-") else "Z" if zone else ""
    return f"{found[5] or found[6]}-{month:02d}-{int(found[2]):02d}T{found[3] or found[7]}{zone}"


def unified(cell: str | None) -> str | None:
    """A time with its half of the day behind it as AM or PM and its zone as +08:00: 下午 3:04 [GMT+8] -> 3:04 PM +08:00."""
    if cell is None:
        return None
    text = _SPACED.sub(r"\1-\2-\3 ", cell.strip())
    zone = _GMT.search(text)
    if zone is not None:
        text = text[: zone.start()] + text[zone.end() :]
    half = _HALF.search(text)
    if half is not None:
        text = f"{text[: half.start()]} {text[half.end() :]}".strip()
        letters = _LETTERS.search(text)  # 10:00 AM EST keeps its zone last
        mark = "PM" if half[1].lower().startswith(("p", "下", "午後", "오후")) else "AM"
        text = f"{text} {mark}" if letters is None else f"{text[: letters.start()]} {mark} {letters[1]}"
    return text if zone is None else f"{text.strip()} {zone[1]}{int(zone[2]):02d}:{zone[3] or '00'}"


def iso(cells: Sequence[str | None], *, usual: str | None = None, grows: bool = False) -> list[str | None]:
    """`cells` with the year first, where the whole column shows the order of day and month: a number above 12, dots, or,
    where rows were appended one after another (`grows`), the only order in which they grow. `usual` is the vendor's own
    order, "day" or "month", where the column shows none; without it such a column stays as it is."""
    texts = [unified(one) for one in cells]
    found = [_LAST.match(one) if one else None for one in texts]
    there = [one for one in found if one]
    if not there:
        return texts
    one, two = [int(f[1]) for f in there], [int(f[3]) for f in there]
    day, month = any(n > 12 for n in one) or any(f[2] == "." for f in there), any(n > 12 for n in two)
    if day and month:
        return texts
    order = "day" if day else "month" if month else (_growing(there) if grows else None) or usual
    if order is None:
        return texts
    return [text if hit is None else _turned(hit, order) for text, hit in zip(texts, found, strict=True)]


def zoned(cell: str | None, zone: str | None) -> str | None:
    """A naive ISO time of `zone` with its offset behind it; anything else as it is."""
    if cell is None or zone is None:
        return cell
    try:
        at = dt.datetime.fromisoformat(cell.strip())
        return cell if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone)).isoformat(sep=" ")
    except (ValueError, OverflowError):
        return cell


def zone_above(lines: Iterable[str]) -> str | None:
    """The time zone that a line above a table names, as reports do: (Response date, America/New_York); None for none, for a
    name that is none, and for two."""
    named = {name for line in lines for name in _ZONE.findall(line)}
    return next(iter(named)) if len(named) == 1 and named <= available_timezones() else None


def _turned(hit: re.Match[str], order: str) -> str:
    day, month = (hit[1], hit[3]) if order == "day" else (hit[3], hit[1])
    year = hit[4] if len(hit[4]) == 4 else f"20{hit[4]}"
    return f"{year}-{int(month):02d}-{int(day):02d} {hit[5]}".strip()


def _growing(hits: Sequence[re.Match[str]]) -> str | None:
    by_day = [(int(h[4]), int(h[3]), int(h[1])) for h in hits]
    by_month = [(int(h[4]), int(h[1]), int(h[3])) for h in hits]
    day, month = by_day == sorted(by_day), by_month == sorted(by_month)
    return None if day == month else "day" if day else "month"
