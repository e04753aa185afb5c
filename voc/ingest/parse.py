"""A column of text as the type its table declares: `column(...)`, with the cells that are not of it.

For: `assemble`. Not for: deciding types - `tables.py` declares them - or for what becomes of a bad cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest import ids, lasting, times

TRUE = ("true", "t", "yes", "y", "1", "1.0", "是", "真")
FALSE = ("false", "f", "no", "n", "0", "0.0", "否", "假")
SECONDS = {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}

_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_COMMA_THOUSANDS = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_COMMA_DECIMAL = r"^[+-]?\d+,(?:\d{1,2}|\d{4,})$"


@dataclass(frozen=True)
class Parsed:
    """`values` in the declared type; `is_bad` marks the cells that are not of it, for `reason`: `expected`."""

    values: pa.Array
    is_bad: np.ndarray
    reason: str = ""
    expected: str = ""
    warnings: list[str] = field(default_factory=list)


def column(
    cells: pa.Array, kind: str, name: str, timezone: str | None, *, where: str, pattern: str | None = None,
    order: str | None = None, factor: float = 1.0,
) -> Parsed:  # fmt: skip
    """`cells` as declared type `kind` (see tables.py) of canonical column `name`. An empty cell is null, never zero.

    For durations: `factor`, the seconds of the unit of their bare numbers. For times: `timezone`, `pattern`, `order` and
    errors as in `times.times`.
    """
    if kind == "time":
        read = times.times(cells, timezone, where=where, pattern=pattern, order=order)
        expected = f"a time as {pattern}" if pattern else "a time such as 2024-03-05 14:30 or 2024-03-05T14:30:00+08:00"
        return Parsed(read.values, read.is_bad, "unparsable_time", expected, read.warnings)
    if kind == "float" and name.endswith("_s"):
        return _in_seconds(cells, factor)
    if kind in ("float", "int"):
        return _number(cells, kind)
    if kind == "bool":
        return _truth(cells)
    return _text(cells, name)


def blank_to_null(cells: pa.Array) -> pa.Array:
    """`cells` as text with blank ones null; what is filled stays as it is."""
    text = cells.cast(pa.string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(text), ""), pa.scalar(None, pa.string()), text)


def _text(cells: pa.Array, name: str) -> Parsed:
    if name.endswith("_id"):
        return Parsed(*ids.ids(cells), ids.LOST, ids.EXPORT_AGAIN)
    text = blank_to_null(cells)
    if name in ("text", "title"):
        return Parsed(text, _never(cells))
    return Parsed(pc.utf8_trim_whitespace(text), _never(cells))


def _number(cells: pa.Array, kind: str) -> Parsed:
    expected = "a whole number" if kind == "int" else "a number"
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type) or pa.types.is_boolean(cells.type):
        numbers = cells.cast(pa.float64(), safe=False)
        is_bad = _mask(pc.is_inf(numbers))
    elif pa.types.is_decimal(cells.type):
        numbers, is_bad = cells.cast(pa.float64()), _never(cells)
    elif pa.types.is_duration(cells.type):
        numbers = pc.divide(cells.cast(pa.duration("us")).cast(pa.int64()).cast(pa.float64()), 1e6)
        is_bad = _never(cells)
    else:
        text = pc.utf8_trim_whitespace(blank_to_null(cells))
        plain = _plain(text)
        is_bad = _mask(pc.and_not(text.is_valid(), pc.fill_null(pc.match_substring_regex(plain, _PLAIN), False)))
        numbers = pc.if_else(pa.array(is_bad), pa.scalar(None, pa.string()), plain).cast(pa.float64())
        is_bad |= _mask(pc.is_inf(numbers))
    if pa.types.is_floating(cells.type):
        numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    if kind == "int":
        is_bad |= _mask(pc.not_equal(numbers, pc.floor(numbers))) | _mask(pc.greater(pc.abs(numbers), 2.0**53))
        whole = pc.if_else(pa.array(is_bad), pa.scalar(None, pa.float64()), numbers).cast(pa.int64())
        return Parsed(whole, is_bad, "unparsable_number", expected)
    numbers = pc.if_else(pa.array(is_bad), pa.scalar(None, pa.float64()), numbers)
    return Parsed(numbers, is_bad, "unparsable_number", expected)


def _in_seconds(cells: pa.Array, factor: float) -> Parsed:
    """Durations: bare numbers times `factor`, and those that say their own unit as they say."""
    read = _number(lasting.in_seconds(cells), "float")
    if factor == 1.0:
        return read
    values = pc.if_else(pa.array(lasting.is_said(cells)), read.values, pc.multiply(read.values, factor))
    return replace(read, values=values)


def _plain(text: pa.Array) -> pa.Array:
    """Commas resolved by the whole column: 3,5 somewhere makes every comma a decimal point, else 1,234 is thousands."""
    if not pc.any(pc.match_substring(text, ",")).as_py():
        return text
    if pc.any(pc.match_substring_regex(text, _COMMA_DECIMAL)).as_py():
        is_decimal = pc.match_substring_regex(text, r"^[+-]?\d+,\d+$")
        return pc.if_else(is_decimal, pc.replace_substring(text, ",", "."), text)
    is_thousands = pc.match_substring_regex(text, _COMMA_THOUSANDS)
    return pc.if_else(is_thousands, pc.replace_substring(text, ",", ""), text)


def _truth(cells: pa.Array) -> Parsed:
    if pa.types.is_boolean(cells.type):
        return Parsed(cells, _never(cells))
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(blank_to_null(cells)))
    is_true, is_false = pc.is_in(lower, pa.array(TRUE)), pc.is_in(lower, pa.array(FALSE))
    values = pc.if_else(pc.or_(is_true, is_false), is_true, pa.scalar(None, pa.bool_()))
    is_bad = _mask(pc.and_(lower.is_valid(), values.is_null()))
    return Parsed(values, is_bad, "unparsable_bool", "true or false, yes or no, 1 or 0, 是 or 否")


def _never(cells: pa.Array) -> np.ndarray:
    return np.zeros(len(cells), dtype=bool)


def _mask(condition: pa.Array) -> np.ndarray:
    """An Arrow boolean as numpy, null counted as False."""
    return pc.fill_null(condition, False).to_numpy(zero_copy_only=False).astype(bool)
