"""Columns of times, to UTC.

For: `parse` and `carried`. Not for: guessing - where the order of day and month cannot be told from the whole column,
the project has to declare it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import ConfigError, DataError

_CLOCK = (
    r"(?:[T \x{3000}]*(?P<h>\d{1,2})[:：时時](?P<mi>\d{2})分?"
    r"(?:[:：]?(?P<s>\d{2})秒?(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<ap>[AaPp][Mm])?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)
# 2015-02-24 11:35:52 -0800, 2024/3/5, 20240305T1200 is not among them; 2024年3月5日 is.
_YEAR_FIRST = r"^\s*(?P<a>\d{4})(?:-|/|\.|年)(?P<b>\d{1,2})(?:-|/|\.|月)(?P<c>\d{1,2})日?\s*" + _CLOCK
_YEAR_LAST = r"^\s*(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})[-/.](?P<c>\d{4}),?\s*" + _CLOCK
_EPOCH = {10: "s", 13: "ms", 16: "us"}


@dataclass(frozen=True)
class Times:
    """`values` as timestamp[us, UTC]; `is_bad` marks cells that hold something which is no time."""

    values: pa.Array
    is_bad: np.ndarray
    warnings: list[str]


def times(column: pa.Array, timezone: str, *, where: str, pattern: str | None = None) -> Times:
    """`column` (text, or a type that is a time already) as UTC.

    Naive times and bare dates (midnight) are in `timezone`; `pattern` is a strptime format. Raises ConfigError E124
    where day and month cannot be told apart, E126 for a bad pattern, DataError E205 where both orders occur.
    """
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        return Times(column.cast(pa.timestamp("us", tz="UTC"), safe=False), _none(column), [])
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        naive = column.cast(pa.timestamp("us"), safe=False)
        return _localised(naive.to_numpy(zero_copy_only=False).astype("datetime64[us]"), None, _none(column), timezone)
    text = column.cast(pa.string())
    filled = _filled(text)
    if pattern is not None:
        return _declared(text, filled, timezone, pattern, where)
    parts, instants, has_fields = _parts(text, where)
    epochs = _epochs(text, filled)
    if epochs is not None:
        return epochs
    is_bad = filled & (~has_fields | np.isnat(instants))
    return _localised(instants, parts, is_bad, timezone)


def is_plainly_time(column: pa.Array) -> bool:
    """True where every filled cell of the text `column` is a year-first date or time that exists."""
    filled = _filled(column)
    found = pc.extract_regex(column, _YEAR_FIRST)
    if not filled.any() or found.null_count > column.null_count + int((~filled).sum()):
        return False
    instants = _instants(found, ("a", "b", "c"))
    return not np.isnat(instants[filled]).any()


def _none(column: pa.Array) -> np.ndarray:
    return np.zeros(len(column), dtype=bool)


def _filled(text: pa.Array) -> np.ndarray:
    filled = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(text), ""), False)
    return filled.to_numpy(zero_copy_only=False).astype(bool)


def _parts(text: pa.Array, where: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offsets in minutes (NaN = naive), local instants (NaT = no such time), and which cells had a date's fields."""
    first = pc.extract_regex(text, _YEAR_FIRST)
    instants = _instants(first, ("a", "b", "c"))
    offsets = _offsets(first)
    has_fields = ~first.is_null().to_numpy(zero_copy_only=False)
    last = pc.extract_regex(text, _YEAR_LAST)
    is_last = ~last.is_null().to_numpy(zero_copy_only=False)
    if is_last.any():
        is_day_first = _is_day_first(last, text, is_last, where)
        other = _instants(last, ("c", "b", "a") if is_day_first else ("c", "a", "b"))
        instants, offsets = np.where(is_last, other, instants), np.where(is_last, _offsets(last), offsets)
    return offsets, instants, has_fields | is_last


def _is_day_first(last: pa.Array, text: pa.Array, is_last: np.ndarray, where: str) -> bool:
    """The order of day and month, decided by the whole column: a number above 12 is a day; 24.02.2015 is day first."""
    one, two = _numbers(last, "a")[is_last], _numbers(last, "b")[is_last]
    dotted = (last.field("sep").to_numpy(zero_copy_only=False)[is_last] == ".").any()
    day_first, month_first = bool((one > 12).any()) or bool(dotted), bool((two > 12).any())
    if day_first and month_first and ((one > 12) & (two <= 12)).any() and ((two > 12) & (one <= 12)).any():
        raise DataError(
            "E205", "days come first in some dates and months in others", where=where,
            found=f"{_example(text, is_last, one > 12)} and {_example(text, is_last, two > 12)}",
            do="split the file, or export the dates as YYYY-MM-DD",
        )  # fmt: skip
    if not day_first and not month_first and (one != two).any():
        raise ConfigError(
            "E124", "day and month cannot be told apart", where=where, found=_example(text, is_last, one != two),
            expected="a date with a day above 12 somewhere in the column",
            do='declare the order in this source: [source.formats] created_at = "%d/%m/%Y" or "%m/%d/%Y"',
        )  # fmt: skip
    return day_first


def _example(text: pa.Array, is_last: np.ndarray, chosen: np.ndarray) -> str:
    return str(text[int(np.flatnonzero(is_last)[np.flatnonzero(chosen)[0]])].as_py()) if chosen.any() else ""


def _numbers(found: pa.Array, group: str) -> np.ndarray:
    """Group of a regex as integers, 0 where it is absent."""
    text = pc.fill_null(found.field(group), "")
    return pc.cast(pc.if_else(pc.equal(text, ""), "0", text), pa.int64()).to_numpy(zero_copy_only=False)


def _instants(found: pa.Array, order: tuple[str, str, str]) -> np.ndarray:
    """datetime64[us] of the matched fields, NaT where there is no such day or time of day."""
    year, month, day = (_numbers(found, group) for group in order)
    hour, minute, second = (_numbers(found, group) for group in ("h", "mi", "s"))
    half = pc.fill_null(pc.utf8_lower(found.field("ap")), "").to_numpy(zero_copy_only=False)
    is_real = (month >= 1) & (month <= 12) & (hour <= 23) & (minute <= 59) & (second <= 59) & (year >= 1900)
    is_real &= (half == "") | ((hour >= 1) & (hour <= 12))
    hour = np.where(half == "", hour, hour % 12 + np.where(half == "pm", 12, 0))
    fraction = pc.utf8_rpad(pc.fill_null(found.field("f"), ""), 6, "0")
    micros = pc.cast(pc.utf8_slice_codeunits(fraction, 0, 6), pa.int64()).to_numpy(zero_copy_only=False)
    months = (np.where(is_real, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    is_real &= (days.astype("datetime64[M]") == months) & (day >= 1)
    seconds = ((hour * 60 + minute) * 60 + second).astype("timedelta64[s]")
    instants = days.astype("datetime64[us]") + seconds + micros.astype("timedelta64[us]")
    instants[~is_real | found.is_null().to_numpy(zero_copy_only=False)] = np.datetime64("NaT")
    return instants


def _offsets(found: pa.Array) -> np.ndarray:
    """Minutes east of UTC, NaN where the cell names no offset."""
    zone = pc.fill_null(found.field("z"), "")
    known = {zone_text: _minutes(zone_text) for zone_text in pc.unique(zone).to_pylist()}
    return np.array([known[one] for one in zone.to_pylist()]) if len(known) > 1 else np.full(
        len(zone), next(iter(known.values()), np.nan)
    )  # fmt: skip


def _minutes(zone: str) -> float:
    if zone == "":
        return np.nan
    if zone in ("Z", "UTC", "GMT"):
        return 0.0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (-1 if zone[0] == "-" else 1) * (int(digits[:2]) * 60 + int(digits[2:]))


def _localised(instants: np.ndarray, offsets: np.ndarray | None, is_bad: np.ndarray, timezone: str) -> Times:
    """Local instants to UTC. An hour that a clock change skips or repeats is read, and counted in a warning."""
    moments = pd.Series(instants)
    warnings = []
    is_naive = np.isnan(offsets) if offsets is not None else np.ones(len(moments), dtype=bool)
    utc = moments.dt.tz_localize("UTC")
    if offsets is not None and not is_naive.all():
        utc = utc - pd.to_timedelta(pd.Series(np.where(is_naive, 0, offsets)), unit="min")
    if timezone != "UTC" and is_naive.any():
        local = moments.where(is_naive)
        is_there = local.notna()
        skipped = int((is_there & local.dt.tz_localize(timezone, ambiguous=True, nonexistent="NaT").isna()).sum())  # type: ignore[arg-type]
        repeated = int(
            (is_there & local.dt.tz_localize(timezone, ambiguous="NaT", nonexistent="shift_forward").isna()).sum()
        )
        first = local.dt.tz_localize(timezone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward")
        utc = utc.where(~is_naive, first.dt.tz_convert("UTC"))
        if skipped:
            warnings.append(f"{skipped} times lie in an hour that the clocks of {timezone} skipped; read as its end")
        if repeated:
            warnings.append(f"{repeated} times lie in an hour that {timezone} had twice; read as the first of the two")
    values = pa.Array.from_pandas(utc, type=pa.timestamp("us", tz="UTC"))
    return Times(values, is_bad, warnings)


def _declared(text: pa.Array, filled: np.ndarray, timezone: str, pattern: str, where: str) -> Times:
    """Cells read by a declared strptime format."""
    cells = pd.Series(text.to_pandas(), dtype=object).where(filled)
    has_zone = "%z" in pattern
    try:
        read = pd.to_datetime(cells, format=pattern, errors="coerce", utc=has_zone)
    except ValueError as error:
        raise ConfigError(
            "E126", "this is no date format", where=where, found=pattern, expected='as in "%d/%m/%Y %H:%M"',
            do=str(error)[:80],
        ) from error  # fmt: skip
    is_bad = filled & read.isna().to_numpy()
    if has_zone:
        return Times(pa.Array.from_pandas(read, type=pa.timestamp("us", tz="UTC")), is_bad, [])
    return _localised(read.to_numpy().astype("datetime64[us]"), None, is_bad, timezone)


def _epochs(text: pa.Array, filled: np.ndarray) -> Times | None:
    """Seconds, milliseconds or microseconds since 1970, where the whole column is whole numbers of that length."""
    cells = text.filter(pa.array(filled))
    if not len(cells) or not pc.all(pc.match_substring_regex(cells, r"^1\d{9}(?:\d{3}){0,2}$")).as_py():
        return None
    lengths = pc.unique(pc.utf8_length(cells)).to_pylist()
    if len(lengths) != 1:
        return None
    unit = _EPOCH[lengths[0]]
    whole = pc.cast(pc.if_else(pa.array(filled), text, pa.scalar(None, pa.string())), pa.int64())
    values = whole.cast(pa.timestamp(unit, tz="UTC")).cast(pa.timestamp("us", tz="UTC"))
    return Times(values, np.zeros(len(text), dtype=bool), [f"whole numbers were read as {unit} since 1970"])
