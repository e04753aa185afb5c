"""Cells of the workbook: a number with the way a spreadsheet writes it, a text with its language, a day.

For: worksheets, which fill them, and workbook, which writes them. Not for: computing; a number comes in as the report has
it, and only its unit is changed: a change of a share to percentage points, seconds to the unit that the report writes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voc.report import figures
from voc.report.figures import Scale
from voc.report.finding import Interval, plain
from voc.wording import Phrase, say

COUNT = "#,##0"
DAY = "yyyy-mm-dd"
PART = '0%;"−"0%'
DAYS = '+0;"−"0;0'


@dataclass(frozen=True)
class Figure:
    """A number and the number format that a spreadsheet shows it in."""

    value: float
    format: str


@dataclass(frozen=True)
class Words:
    """A text in a language of its own (a customer's), or one that stands out."""

    text: str
    lang: str = ""
    is_strong: bool = False


Cell = str | Words | Figure | datetime.date | None
WIDEST = 28  # letters, of a column that holds no sentences
_SENTENCES = {
    "book.words": 90, "book.text": 80, "book.reading": 90, "book.quote": 60, "book.marked": 40, "list.why_not": 60,
    "list.rivals": 60, "list.data": 60, "list.surer": 40, "book.overall": 40, "book.evidence": 40,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A heading, and the widest that its column may be, in letters."""

    heading: Phrase
    widest: int = WIDEST


@dataclass(frozen=True)
class Worksheet:
    """`rows` have a cell for every column; the first `kept` columns stay in sight; `nothing` is said where there are no
    rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nothing: Phrase
    kept: int = 0


Key = str | tuple[str, str]


def ends(key: str) -> tuple[Key, Key]:
    """The keys of the two columns beside `key`: where its 95 % interval begins and ends."""
    return ("book.low", key), ("book.high", key)


def columns(keys: Iterable[Key]) -> tuple[Column, ...]:
    """A Column for each key of the catalogues; no two of a worksheet have one heading."""
    return tuple(
        Column(say(key), _SENTENCES.get(key, WIDEST)) if isinstance(key, str) else Column(say(key[0], of=say(key[1])))
        for key in keys
    )


def count(n: int | None) -> Figure | None:
    """12,480."""
    return None if n is None else Figure(n, COUNT)


def days(n: int | None) -> Figure | None:
    """+6, −2, 0: days from one thing to another."""
    return None if n is None else Figure(n, DAYS)


def day(written: str) -> datetime.date | None:
    """A day that a spreadsheet sorts and filters as one; None where there is none."""
    return datetime.date.fromisoformat(written[:10]) if written else None


def share(x: float | None, decimals: int = 1) -> Figure | None:
    """43.1%, the number itself 0.431; one that is not zero never reads 0%, one that is not whole never reads 100%."""
    value = _number(x)
    if value is None:
        return None
    text = figures.percent(value, decimals)
    return Figure(value, f'"{text}"' if text[0] in "<>" else f"0.{'0' * decimals}%" if decimals else "0%")


def part(x: float | None) -> Figure | None:
    """A share of a change: 44%, −3%; it may pass 0 or 100%."""
    value = _number(x)
    return None if value is None else Figure(value, PART)


def parts(of: Interval) -> tuple[Cell, Cell, Cell]:
    """The share of a change and the ends of its interval."""
    return part(of.est), part(of.lo), part(of.hi)


def q_value(q: float | None) -> Figure | None:
    """0.004; never 0."""
    value = _number(q)
    if value is None:
        return None
    return Figure(value, '"<0.001"' if value < 0.001 else "0.000" if value < 0.1 else "0.00")


def score(x: float | None) -> Figure | None:
    """A customer's score as it was given: 5, 4.5."""
    value = _number(x)
    return None if value is None else Figure(value, "0" if value == int(value) else "0.0##")


def level(x: float | None, scale: Scale, lang: str) -> Figure | None:
    """A level: a share as 43.1%, seconds in the unit of `scale`, else the number as it is."""
    if scale.unit == "share":
        return share(x, scale.decimals)
    value = _number(x, scale.factor)
    if value is None:
        return None
    shown = _places(scale) + _literal(scale.level_suffix[lang])
    return Figure(value, f'{shown};"−"{shown}')


def change(x: float | None, scale: Scale, lang: str) -> Figure | None:
    """A change with its sign, that of a share in percentage points: +9.2 pt, the number itself 9.2."""
    value = _number(x, scale.factor)
    if value is None:
        return None
    shown = _places(scale) + _literal(scale.change_suffix[lang])
    return Figure(value, f'+{shown};"−"{shown};"±"{shown}')


def changes(of: Interval, scale: Scale, lang: str) -> tuple[Cell, Cell, Cell]:
    """A change and the ends of its interval."""
    return change(of.est, scale, lang), change(of.lo, scale, lang), change(of.hi, scale, lang)


def levels(of: Interval, scale: Scale, lang: str) -> tuple[Cell, Cell, Cell]:
    """A level and the ends of its interval."""
    return level(of.est, scale, lang), level(of.lo, scale, lang), level(of.hi, scale, lang)


def _number(x: float | None, factor: float = 1.0) -> float | None:
    """As report.json has it, to 6 significant digits, times the factor of the unit; None where there is no number."""
    known: Any = plain(None if x is None else float(x))
    known = None if known is None else plain(known * factor)
    return None if known is None else float(known)


def _places(scale: Scale) -> str:
    return "#,##0" + ("." + "0" * scale.decimals if scale.decimals else "")


def _literal(suffix: str) -> str:
    """The words behind a number, so that a format takes none of their letters for a code of its own."""
    words = "".join(sign for sign in suffix if (sign != '"' and sign.isprintable()) or sign == "\u00a0")
    return f'"{words}"' if words and len(words) <= 30 else ""
