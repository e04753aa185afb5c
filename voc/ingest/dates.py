"""Written dates and times to their fields: `fields(text, where)`.

For: `times`. Not for: zones, and numbers that count from an epoch. The order of 03/04/2025 is told by the whole column, or
by the file's other columns, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import ConfigError, DataError

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"

# Zones that a name settles. CST, BST and IST do not: each is the name of several.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "cet": 60, "cest": 120, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480,
}  # fmt: skip
_HALVES = r"[AaPp]\.?[Mm]\.?|上午|下午|中午|凌晨|早上|晚上"
_CLOCK = (
    r"(?:[T,\s]*(?:at\s+)?(?P<ap1>"
    + _HALVES
    + r")?\s*(?P<h>\d{1,2})(?:[:：](?P<mi>\d{2})|[时時点點](?P<mi2>\d{2})?)分?"
    r"(?:[:：]?(?P<s>\d{2})秒?(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<ap2>" + _HALVES + r")?"
    r"\s*(?P<z>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,4})?)?"
)
_END = r"(?:\s*\[[\w/+-]+\]|\s*\([^()]*\))?\s*$"  # [Asia/Shanghai] and (China Standard Time) repeat the offset
_WEEKDAY = r"^\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+|(?:周|星期|週)[一二三四五六日天]\s*)?"
_MONTH = r"(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTHS = pa.array(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])

# 2015-02-24 11:35:52 -0800, 2024/3/5, 2024年3月5日 下午3:05
_YEAR_FIRST = (
    r"^\s*(?P<year>\d{4})(?:-|/|\.|年)(?P<month>\d{1,2})(?:-|/|\.|月)(?P<day>\d{1,2})日?"
    r"(?:\s*(?:周|星期|週)[一二三四五六日天])?" + _CLOCK + _END
)
_COMPACT = (  # 20240305, 20240305T143000Z
    r"^\s*(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T _-]?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?:\.(?P<f>\d{1,9}))?\s*(?P<z>Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_DAY_NAMED = _WEEKDAY + _DAY + r"[\s-]+" + _MONTH + r"[\s,-]+(?P<year>\d{4}|\d{2})" + _CLOCK + _END  # 5 Mar 2024
_MONTH_NAMED = _WEEKDAY + _MONTH + r"[\s-]+" + _DAY + r"[\s,-]+(?P<year>\d{4})" + _CLOCK + _END  # Mar 5, 2024
_C_TIME = (  # Tue Mar  5 14:30:00 +0000 2024
    _WEEKDAY + _MONTH + r"\s+" + _DAY + r"\s+(?P<h>\d{1,2}):(?P<mi>\d{2}):(?P<s>\d{2})\s+"
    r"(?:(?P<z>[+-]\d{2}:?\d{2}|[A-Z]{3,4})\s+)?(?P<year>\d{4})\s*$"
)
_NAMED_YEAR_FIRST = r"^\s*(?P<year>\d{4})[\s-]+" + _MONTH + r"[\s-]+" + _DAY + _CLOCK + _END  # 2024-Mar-05
# 民國114年3月4日, 114/3/4: years of the Republic of China, since 1912; three digits are no other year.
_REPUBLIC = (
    r"^\s*(?:(?:中[華华])?民[國国]\s*(?P<roc>\d{1,3})|(?P<bare>1\d\d))\s*(?:-|/|\.|年)\s*(?P<month>\d{1,2})\s*(?:-|/|\.|月)"
    r"\s*(?P<day>\d{1,2})\s*日?(?:\s*(?:周|星期|週)[一二三四五六日天])?" + _CLOCK + _END
)
_SURE = (_YEAR_FIRST, _COMPACT, _DAY_NAMED, _MONTH_NAMED, _C_TIME, _NAMED_YEAR_FIRST, _REPUBLIC)
# Three numbers whose order nothing tells: 03/04/2025, 3/4/25, 24.02.2015.
_NUMBERS = r"^\s*(?P<one>\d{1,2})(?P<sep>[-/.])(?P<two>\d{1,2})[-/.](?P<three>\d{4}|\d{2}),?" + _CLOCK + _END
_ORDER_ALONE = re.compile(r"%[dm][-/.]%[dm][-/.]%[Yy]|%[Yy][-/.]%[dm][-/.]%[dm]")


@dataclass(frozen=True)
class Fields:
    """`instants`: datetime64[us] on the clocks that wrote them, NaT for no such time; `offsets`: minutes east of UTC, NaN
    where none is named. `has_fields`: looks like a date at all; `has_clock`: holds a time of day."""

    instants: np.ndarray
    offsets: np.ndarray
    has_fields: np.ndarray
    has_clock: np.ndarray


def fields(text: pa.Array, where: str, order: str | None = None) -> Fields:
    """The Fields of a column of text. `order` is what other columns of the file say of dates like 03/04/2025.

    Raises ConfigError E124 where day and month cannot be told apart, DataError E205 where both orders occur.
    """
    text = spaced(text)
    n = len(text)
    found = Fields(np.full(n, np.datetime64("NaT"), "datetime64[us]"), np.full(n, np.nan), _no(n), _no(n))
    for pattern in _SURE:
        if found.has_fields.sum() == n - text.null_count:
            return found
        found = _added(found, _read(pc.extract_regex(text, pattern)))
    numbers = pc.extract_regex(text, _NUMBERS)
    is_left = ~_is_null(numbers) & ~found.has_fields
    if not is_left.any():
        return found
    chosen = _order(numbers, text, is_left, where, order)
    return _added(found, _read(numbers, chosen))


def is_open(text: pa.Array) -> bool:
    """Whether a column holds dates like 03/04/2025."""
    return bool(pc.any(pc.match_substring_regex(text, r"^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d")).as_py())


def order_of(columns: Iterable[pa.Array]) -> str | None:
    """The order of day and month that all those `columns` of a file show that show one; None where they differ."""
    shown = set()
    for column in columns:
        numbers = pc.extract_regex(spaced(column), _NUMBERS)
        is_left = ~_is_null(numbers)
        if is_left.any():
            orders = _possible(numbers, is_left)
            shown |= set(orders) if len(orders) == 1 else set()
    return shown.pop() if len(shown) == 1 else None


def order_in(patterns: Iterable[str]) -> str | None:
    """The order of day and month in strptime formats such as "%d/%m/%Y %H:%M", None where they say none or two."""
    shown = set()
    for one in patterns:
        day, month, year = one.find("%d"), one.find("%m"), max(one.find("%Y"), one.find("%y"))
        if min(day, month) >= 0:
            shown.add(YEAR_FIRST if 0 <= year < min(day, month) else DAY_FIRST if day < month else MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else None


def says_order_alone(pattern: str) -> bool:
    """Whether a strptime format is three numbers of a date and no more: over times it says what they begin with."""
    return _ORDER_ALONE.fullmatch(pattern) is not None


def is_plainly_time(column: pa.Array) -> bool:
    """True where every filled cell of the text `column` is a year-first date or time that exists."""
    column = spaced(column)
    is_filled = filled(column)
    found = pc.extract_regex(column, _YEAR_FIRST)
    if not is_filled.any() or found.null_count > column.null_count + int((~is_filled).sum()):
        return False
    return not np.isnat(_read(found).instants[is_filled]).any()


def filled(text: pa.Array) -> np.ndarray:
    """Which cells hold more than blanks."""
    return (
        pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(text), ""), False).to_numpy(zero_copy_only=False).astype(bool)
    )


def spaced(text: pa.Array) -> pa.Array:
    """`text` with plain blanks for those that some programs put before AM, and a plain minus."""
    if pc.all(pc.string_is_ascii(text)).as_py() is not False:
        return text
    return pc.replace_substring_regex(pc.replace_substring(text, "\u2212", "-"), "[\u00a0\u2009\u202f\u3000]", " ")


def _no(n: int) -> np.ndarray:
    return np.zeros(n, dtype=bool)


def _is_null(found: pa.Array) -> np.ndarray:
    return found.is_null().to_numpy(zero_copy_only=False).astype(bool)


def _added(found: Fields, more: Fields) -> Fields:
    new = more.has_fields & ~found.has_fields
    return Fields(
        np.where(new, more.instants, found.instants),
        np.where(new, more.offsets, found.offsets),
        found.has_fields | new,
        np.where(new, more.has_clock, found.has_clock),
    )


def _possible(numbers: pa.Array, is_left: np.ndarray) -> list[str]:
    """The orders under which every date of the column exists. A point between the numbers is day first everywhere."""
    one, two, three = (_whole(numbers, group)[is_left] for group in ("one", "two", "three"))
    has_century = (pc.fill_null(pc.utf8_length(numbers.field("three")), 4).to_numpy(zero_copy_only=False) == 4)[is_left]
    is_dotted = (numbers.field("sep").to_numpy(zero_copy_only=False)[is_left] == ".").any()
    possible = [DAY_FIRST] if (two <= 12).all() else []
    if (one <= 12).all() and not is_dotted:
        possible.append(MONTH_FIRST)
    if not has_century.any() and (two <= 12).all() and (three <= 31).all() and not is_dotted:
        possible.append(YEAR_FIRST)
    return possible


def _order(numbers: pa.Array, text: pa.Array, is_left: np.ndarray, where: str, other: str | None) -> str:
    """The order of three numbers, by the whole column: one above 12 is no month."""
    possible = _possible(numbers, is_left)
    if len(possible) == 1:
        return possible[0]
    if other in possible:
        return other
    one, two = _whole(numbers, "one")[is_left], _whole(numbers, "two")[is_left]
    if not possible:
        if not ((one > 12) & (two <= 12)).any() or not ((two > 12) & (one <= 12)).any():
            # Cells that exist in no order, such as 45/45/2024: the others decide, and these are no times.
            return DAY_FIRST if (one > 12).sum() >= (two > 12).sum() else MONTH_FIRST
        raise DataError(
            "E205", "days come first in some dates and months in others", where=where,
            found=f"{_example(text, is_left, one > 12)} and {_example(text, is_left, two > 12)}",
            do="split the file, or export the dates as YYYY-MM-DD",
        )  # fmt: skip
    if set(possible) == {DAY_FIRST, MONTH_FIRST} and (one == two).all():
        return DAY_FIRST
    raise ConfigError(
        "E124", "day and month cannot be told apart", where=where, found=_example(text, is_left, one != two),
        expected="a date with a day above 12 somewhere in the column",
        do='declare the order in this source: [source.formats] created_at = "%d/%m/%Y" or "%m/%d/%Y"',
    )  # fmt: skip


def _example(text: pa.Array, is_left: np.ndarray, chosen: np.ndarray) -> str:
    at = np.flatnonzero(is_left)[np.flatnonzero(chosen)] if chosen.any() else np.flatnonzero(is_left)
    return str(text[int(at[0])].as_py())


def _read(found: pa.Array, order: str | None = None) -> Fields:
    """The Fields of the matches of a pattern; `order` says which number is which where they have no names."""
    groups = {found.type.field(at).name for at in range(found.type.num_fields)}
    names = {
        DAY_FIRST: ("three", "two", "one"),
        MONTH_FIRST: ("three", "one", "two"),
        YEAR_FIRST: ("one", "two", "three"),
    }
    year, month, day = (
        _months(found) if group == "month" and "mon" in groups else _whole(found, group)
        for group in (names[order] if order else ("year", "month", "day"))
    )
    if "roc" in groups:
        year = _whole(found, "roc") + _whole(found, "bare") + 1911
    year = np.where(year < 69, year + 2000, np.where(year < 100, year + 1900, year))  # as POSIX reads two digits
    hour, second = _whole(found, "h"), _whole(found, "s")
    minute = _whole(found, "mi") + (_whole(found, "mi2") if "mi2" in groups else 0)
    hour, is_hour = _on_24(found, hour) if "ap1" in groups else (hour, hour <= 23)
    is_real = is_hour & (month >= 1) & (month <= 12) & (minute <= 59) & (second <= 59) & (year >= 1900) & (year <= 2200)
    micros = pc.utf8_slice_codeunits(pc.utf8_rpad(_group(found, "f"), 6, "0"), 0, 6).cast(pa.int64())
    months = np.where(is_real, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    is_real &= (days.astype("datetime64[M]") == months) & (day >= 1)
    seconds = ((hour * 60 + minute) * 60 + second).astype("timedelta64[s]")
    instants = days.astype("datetime64[us]") + seconds + micros.to_numpy(zero_copy_only=False).astype("timedelta64[us]")
    offsets, is_zone = _offsets(found)
    instants[~is_real | ~is_zone | _is_null(found)] = np.datetime64("NaT")
    has_clock = pc.not_equal(_group(found, "h"), "").to_numpy(zero_copy_only=False).astype(bool)
    return Fields(instants, offsets, ~_is_null(found), has_clock)


def _group(found: pa.Array, name: str) -> pa.Array:
    groups = [found.type.field(at).name for at in range(found.type.num_fields)]
    return pc.fill_null(found.field(name), "") if name in groups else pa.array([""] * len(found), pa.string())


def _whole(found: pa.Array, group: str) -> np.ndarray:
    """Group of a regex as integers, 0 where it is absent."""
    text = _group(found, group)
    return pc.cast(pc.if_else(pc.equal(text, ""), "0", text), pa.int64()).to_numpy(zero_copy_only=False)


def _months(found: pa.Array) -> np.ndarray:
    names = pc.utf8_lower(pc.fill_null(found.field("mon"), ""))
    return pc.fill_null(pc.index_in(names, _MONTHS), -1).to_numpy(zero_copy_only=False).astype(np.int64) + 1


def _on_24(found: pa.Array, hour: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hours of the day, and which there are: 3 PM is 15, 凌晨12 is 0. Who writes 下午 may count to 24 all the same."""
    halves = pc.binary_join_element_wise(_group(found, "ap1"), _group(found, "ap2"), "")
    half = pc.replace_substring(pc.utf8_lower(halves), ".", "").to_numpy(zero_copy_only=False)
    is_later = np.isin(half, ("pm", "下午", "晚上")) | ((half == "中午") & (hour < 11))
    is_latin = np.isin(half, ("am", "pm"))
    is_there = (hour <= 23) & (~is_latin | ((hour >= 1) & (hour <= 12))) & ~((half == "晚上") & (hour == 12))
    is_earlier = np.isin(half, ("am", "上午", "凌晨", "早上")) & (hour == 12)
    return np.where(is_later & (hour < 12), hour + 12, np.where(is_earlier, 0, hour)), is_there


def _offsets(found: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Minutes east of UTC, NaN where the cell names no zone, and whether the zone is one that we know."""
    zone = pc.utf8_lower(_group(found, "z"))
    known = {name: _minutes(name) for name in pc.unique(zone).to_pylist()}
    if len(known) == 1:
        minutes = np.full(len(zone), next(iter(known.values())))
    else:
        minutes = np.array([known[one] for one in zone.to_pylist()], dtype=float)
    is_known = ~np.isinf(minutes)
    return np.where(is_known, minutes, np.nan), is_known


def _minutes(zone: str) -> float:
    """Minutes east; NaN for none, inf for a zone that we do not know."""
    if zone == "":
        return np.nan
    if zone in _ZONES:
        return float(_ZONES[zone])
    sign, digits = zone.removeprefix("utc").removeprefix("gmt")[:1], zone.lstrip("utcgm+-").replace(":", "")
    if sign not in ("+", "-"):
        return np.inf
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    total = int(hours) * 60 + int(minutes)
    return np.inf if total > 14 * 60 or int(minutes) > 59 else (-1 if sign == "-" else 1) * total
