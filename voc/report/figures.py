"""Numbers and dates as a reader of each language writes them.

For: every sentence of the report. Not for: computing; what comes in here is only rounded and written.
Signs: − for minus, … for a range. Dates: 12 Nov, 11月12日.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from voc.wording import LANGS, Phrase, same, say

FLOOR = 30  # below so many rows no percentage is written
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIMES = (("s", 1.0, 120.0), ("min", 60.0, 7200.0), ("h", 3600.0, 172800.0), ("d", 86400.0, math.inf))
_SUFFIX: dict[str, dict[str, str]] = {
    "s": {"en": "\u00a0s", "zh-Hans": " 秒", "zh-Hant": " 秒"},
    "min": {"en": "\u00a0min", "zh-Hans": " 分钟", "zh-Hant": " 分鐘"},
    "h": {"en": "\u00a0h", "zh-Hans": " 小时", "zh-Hant": " 小時"},
    "responses": {"en": " responses", "zh-Hans": " 条反馈", "zh-Hant": " 則回饋"},
    "d": {"en": "\u00a0d", "zh-Hans": " 天", "zh-Hant": " 天"},
}
_POINTS = {"en": "\u00a0pt", "zh-Hans": " 百分点", "zh-Hant": " 百分點"}
_POINTS_TOLD = {"en": "\u00a0pt", "zh-Hans": " 个百分点", "zh-Hant": " 個百分點"}
_PLAIN_UNITS = ("", "points", "stars", "answers", "share")


@dataclass(frozen=True)
class Scale:
    """How one metric is written: `factor` times the value, `decimals` places, and the words behind it."""

    unit: str
    factor: float
    decimals: int

    @property
    def unit_name(self) -> Phrase:
        """The unit of a change, in words."""
        plain = self.unit or "points"
        return say(f"unit.{plain}") if plain in _TIME_UNITS or plain in _PLAIN_UNITS else same(plain)

    def value(self, x: float | None) -> Phrase:
        """A level: 63.4%, 5.19, 9.6 min; – where there is none."""
        return self._written(x, self.level_suffix, signed=False)

    def change(self, x: float | None) -> Phrase:
        """A change with its sign: +2.4 pt, −0.42."""
        return self._written(x, self.change_suffix, signed=True)

    def size(self, x: float | None) -> Phrase:
        """A change without its sign, for a sentence that says rose or fell."""
        return self._written(None if x is None else abs(x), self._told_suffix(), signed=False)

    def range(self, lo: float | None, hi: float | None) -> Phrase:
        """−0.49…−0.35; – where the interval could not be made."""
        if lo is None or hi is None:
            return same("–")
        low, high = sorted((lo, hi))
        return same(f"{self._digits(low, True)}…{self._digits(high, True)}")

    def span(self, lo: float, hi: float) -> Phrase:
        """A range of sizes, without signs and with its unit: 3.1–6.2 pt."""
        low, high = (self._digits(x, False) for x in sorted((lo, hi)))
        suffix = self._told_suffix()
        return {lang: (low if low == high else f"{low}–{high}") + suffix[lang] for lang in LANGS}

    def told_span(self, lo: float, hi: float) -> Phrase:
        """The same in a sentence, where 5–24 alone would leave open of what: 5–24 points."""
        span = self.span(lo, hi)
        if self.unit not in ("", "points", "answers"):
            return span
        return {lang: f"{span[lang]} {self.unit_name[lang]}" for lang in LANGS}

    def steps(self, x: float) -> int:
        """`x` in units of the last decimal written, so that rounded numbers add up as integers."""
        return round(x * self.factor * 10**self.decimals)

    def settled(self, before: float | None, after: float | None, change: float | None) -> float | None:
        """`change`, or the difference of the two levels as written where that differs by no more than rounding."""
        if before is None or after is None or change is None:
            return change
        written = self.steps(after) - self.steps(before)
        return self.unsteps(written) if abs(written - self.steps(change)) <= 1 else change

    def unsteps(self, steps: int) -> float:
        """The value of so many units of the last decimal."""
        return steps / 10**self.decimals / self.factor

    @property
    def level_suffix(self) -> Phrase:
        """What stands behind a level: %, min; nothing for points."""
        if self.unit == "share":
            return same("%")
        return self.change_suffix

    @property
    def change_suffix(self) -> Phrase:
        """What stands behind a change: pt for a share, else as behind a level."""
        if self.unit == "share":
            return _POINTS
        if self.unit in _SUFFIX:
            return _SUFFIX[self.unit]
        return same("" if self.unit in _PLAIN_UNITS else f" {self.unit}")

    def _told_suffix(self) -> Phrase:
        # in a sentence Chinese counts its points, in a table it does not
        return _POINTS_TOLD if self.unit == "share" else self.change_suffix

    def _digits(self, x: float, signed: bool) -> str:
        return digits(x * self.factor, self.decimals, signed=signed)

    def _written(self, x: float | None, suffix: Phrase, *, signed: bool) -> Phrase:
        if x is None:
            return same("–")
        return {lang: self._digits(x, signed) + suffix[lang] for lang in LANGS}


_TIME_UNITS = tuple(_SUFFIX)


def scale(unit: str, kind: str | None, level: float | None, change: float | None) -> Scale:
    """The Scale for a metric whose level is about `level` and whose change is about `change`, both in its unit."""
    size, move = abs(level or 0.0), abs(change or 0.0)
    if unit == "share":
        # one place for percentages; two where the change would otherwise vanish
        return Scale("share", 100.0, 2 if 0 < move < 0.001 else 1)
    if unit == "s":
        shown = next(name for name, _, until in _TIMES if size < until)
        factor = 1 / next(seconds for name, seconds, _ in _TIMES if name == shown)
        return Scale(shown, factor, 0 if shown == "s" and (move >= 2 or not move) else 1)
    if kind == "nps":
        return Scale(unit, 1.0, 0 if move >= 3 or not move else 1)
    largest = max(size, move)
    places = 2 if largest < 20 else 1 if largest < 1000 else 0
    return Scale(unit, 1.0, places + 1 if 0 < move < 10**-places else places)


def digits(x: float, decimals: int, *, signed: bool = False) -> str:
    """1,234.50 with a true minus; a signed zero is ±0."""
    rounded = round(x, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded == 0:
        return f"±{text}" if signed else text
    return ("−" if rounded < 0 else "+" if signed else "") + text


def count(n: int) -> str:
    """12,480."""
    return f"{n:,}"


def percent(x: float | None, decimals: int = 0) -> str:
    """0.143 -> 14%; a share that is not zero never reads 0%, one that is not whole never reads 100%."""
    if x is None or math.isnan(x):
        return "–"
    shown = round(x * 100, decimals)
    step = 10**-decimals
    if shown == 0 and x > 0:
        return f"<{step:g}%"
    if shown == 100 and x < 1:
        return f">{100 - step:g}%"
    return f"{shown:.{decimals}f}%"


def share(part: int, whole: int) -> str:
    """A share of rows with its rule: a percentage, or plain counts below the floor."""
    return percent(part / whole) if whole >= FLOOR else f"{part}/{whole}"


def shares(lo: float | None, hi: float | None) -> str:
    """The interval of a share of the change: 38–62%. Clipped at nothing: an interval may pass 0 or 100%."""
    if lo is None or hi is None:
        return "–"
    low, high = (digits(x * 100, 0) for x in sorted((lo, hi)))
    return f"{low}%" if low == high else f"{low}…{high}%" if low.startswith("−") else f"{low}–{high}%"


def q_value(q: float | None) -> str:
    """0.004; never 0."""
    return "–" if q is None else "<0.001" if q < 0.001 else f"{q:.3f}" if q < 0.1 else f"{q:.2f}"


def is_q(q: float | None) -> str:
    """= 0.004, as it stands behind a p or q; < 0.001 for what is smaller."""
    return "< 0.001" if q is not None and q < 0.001 else f"= {q_value(q)}"


def day(date: datetime.date | str, *, year: bool = False) -> Phrase:
    """12 Nov, 11月12日; with the year where asked."""
    day = _date(date)
    english = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    chinese = (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return {"en": english, "zh-Hans": chinese, "zh-Hant": chinese}


def days(first: datetime.date | str, last: datetime.date | str, *, year: bool = False) -> Phrase:
    """9–15 Nov, 28 Sep – 15 Nov; 11月9–15日. Years stand where asked, and wherever the two differ."""
    start, end = _date(first), _date(last)
    if start >= end:
        return day(end, year=year)
    if start.year != end.year:
        left, right = day(start, year=True), day(end, year=True)
        return {lang: f"{left[lang]} – {right[lang]}" for lang in LANGS}
    left, right = day(start), day(end)
    ending = f" {end.year}" if year else ""
    if start.month == end.month:
        english = f"{start.day}–{right['en']}{ending}"
        chinese = f"{start.month}月{start.day}–{end.day}日"
    else:
        english = f"{left['en']} – {right['en']}{ending}"
        chinese = f"{left['zh-Hans']}–{right['zh-Hans']}"
    chinese = (f"{end.year}年" if year else "") + chinese
    return {"en": english, "zh-Hans": chinese, "zh-Hant": chinese}


def _date(date: datetime.date | str) -> datetime.date:
    return date if isinstance(date, datetime.date) else datetime.date.fromisoformat(date[:10])
