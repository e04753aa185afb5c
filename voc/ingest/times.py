"""Columns of times, to UTC: an offset in the cell, else the file's zone, else the project's, else an error.

For: `parse` and `carried`. Not for: guessing - where the order of day and month cannot be told from the whole column, or
nobody says where the clocks hang, the project has to declare it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import ConfigError, DataError
from voc.ingest import dates
from voc.ingest.note import note

is_plainly_time = dates.is_plainly_time

_UNITS = {
    10: 1,
    13: 1_000,
    16: 1_000_000,
    19: 1_000_000_000,
}  # digits of a count since 1970, and how many make a second
_UNIT_NAMES = {
    1: note("seconds"), 1_000: note("milliseconds"), 1_000_000: note("microseconds"), 1_000_000_000: note("nanoseconds"),
}  # fmt: skip
_EPOCH = r"^\s*1\d{9}(?:\d{3}){0,3}(?:\.\d+)?\s*$"
_SERIAL = r"^\s*[3-5]\d{4}(?:\.\d+)?\s*$"  # days of a spreadsheet, 1982 to 2064
_MOST = 0.9  # of the filled cells have to be counts for the column to be one of counts


@dataclass(frozen=True)
class Times:
    """`values` as timestamp[us, UTC]; `is_bad` marks cells that hold something which is no time."""

    values: pa.Array
    is_bad: np.ndarray
    warnings: list[str]


def times(
    column: pa.Array, timezone: str | None, *, where: str, pattern: str | None = None, order: str | None = None
) -> Times:
    """`column` (text, or a type that is a time already) as UTC.

    Naive times and bare dates (midnight) are in `timezone`; `pattern` is a strptime format, or, over times of a day, the
    order of their dates such as "%d/%m/%Y"; `order` is what the file's other
    columns say of dates such as 03/04/2025. Raises ConfigError E124 where day and month cannot be told apart, E126 for a bad
    pattern, DataError E205 where both orders occur, E209 for naive times where `timezone` is None.
    """
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        return Times(column.cast(pa.timestamp("us", tz="UTC"), safe=False), _none(column), [])
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        naive = column.cast(pa.timestamp("us"), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[us]")
        has_clock = ~np.isnat(naive) & (naive != naive.astype("datetime64[D]"))
        return _localised(naive, None, _none(column), has_clock, timezone, where)
    text = _as_text(column)
    filled = dates.filled(text)
    if pattern is not None and dates.says_order_alone(pattern) and pc.any(pc.match_substring(text, ":")).as_py():
        order, pattern = dates.order_in([pattern]), None
    if pattern is not None:
        return _declared(text, filled, timezone, pattern, where)
    counted = _counted(text, filled, timezone, where)
    if counted is not None:
        return counted
    found = dates.fields(text, where, order)
    is_bad = filled & (~found.has_fields | np.isnat(found.instants))
    return _localised(found.instants, found.offsets, is_bad, found.has_clock, timezone, where)


def _none(column: pa.Array) -> np.ndarray:
    return np.zeros(len(column), dtype=bool)


def _as_text(column: pa.Array) -> pa.Array:
    """Numbers with all their digits: Arrow writes 1.70965E+09 for a float."""
    if pa.types.is_floating(column.type):
        cells = column.to_pylist()
        shown = [None if one is None or math.isnan(one) else f"{one:.6f}".rstrip("0").rstrip(".") for one in cells]
        return pa.array(shown, pa.string())
    return column.cast(pa.string())


def _counted(text: pa.Array, filled: np.ndarray, timezone: str | None, where: str) -> Times | None:
    """Times that are counts: seconds (to nanoseconds) since 1970, or days of a spreadsheet. None where they are not."""
    cells = text.filter(pa.array(filled))
    if not len(cells) or not pc.match_substring_regex(cells[0:200], r"^\s*\d{5,}(\.\d+)?\s*$").true_count:
        return None
    for pattern, read in ((_EPOCH, _since_1970), (_SERIAL, _spreadsheet_days)):
        is_one = (
            pc.fill_null(pc.match_substring_regex(text, pattern), False).to_numpy(zero_copy_only=False).astype(bool)
        )
        if is_one.sum() >= _MOST * filled.sum():
            counts = pc.utf8_trim_whitespace(pc.if_else(pa.array(is_one), text, pa.scalar(None, pa.string())))
            return read(counts, filled & ~is_one, timezone, where)
    return None


def _since_1970(counts: pa.Array, is_bad: np.ndarray, timezone: str | None, where: str) -> Times | None:
    whole = pc.list_element(pc.split_pattern(pc.fill_null(counts, "0"), "."), 0)
    lengths = pc.unique(pc.utf8_length(whole.filter(counts.is_valid()))).to_pylist()
    if len(lengths) != 1 or lengths[0] not in _UNITS:
        return None
    per_second = _UNITS[lengths[0]]
    number = whole.cast(pa.int64())
    micros = pc.multiply(number, 1_000_000 // per_second) if per_second <= 1_000_000 else pc.divide(number, 1000)
    if per_second <= 1_000 and pc.any(pc.match_substring(counts, ".")).as_py():
        part = pc.subtract(pc.fill_null(counts, "0").cast(pa.float64()), number.cast(pa.float64()))
        micros = pc.add(micros, pc.round(pc.multiply(part, 1_000_000 / per_second)).cast(pa.int64()))
    values = pc.if_else(counts.is_valid(), micros, pa.scalar(None, pa.int64())).cast(pa.timestamp("us", tz="UTC"))
    return Times(values, is_bad, [note("numbers were read as {unit} since 1970", unit=_UNIT_NAMES[per_second])])


def _spreadsheet_days(counts: pa.Array, is_bad: np.ndarray, timezone: str | None, where: str) -> Times:
    """Days since 1899-12-30, the count of Excel's 1900 system; to the millisecond, which is what a double keeps of them."""
    days = counts.cast(pa.float64()).to_numpy(zero_copy_only=False)
    is_there = ~np.isnan(days)
    millis = np.round(np.where(is_there, days, 0) * 86_400_000).astype("timedelta64[ms]")
    naive = np.datetime64("1899-12-30", "us") + millis
    naive[~is_there] = np.datetime64("NaT")
    has_clock = is_there & (days != np.floor(np.where(is_there, days, 0)))
    read = _localised(naive, None, is_bad, has_clock, timezone, where)
    return Times(
        read.values, is_bad, [note("numbers were read as days of a spreadsheet since 1899-12-30"), *read.warnings]
    )


def _localised(
    instants: np.ndarray, offsets: np.ndarray | None, is_bad: np.ndarray, has_clock: np.ndarray, timezone: str | None,
    where: str,
) -> Times:  # fmt: skip
    """Local instants to UTC. An hour that a clock change skips or repeats is read, and counted in a warning."""
    moments = pd.Series(instants)
    warnings = []
    is_naive = (np.isnan(offsets) if offsets is not None else np.ones(len(moments), dtype=bool)) & ~np.isnat(instants)
    if timezone is None and is_naive.any():
        if (is_naive & has_clock).any():
            at = int(np.flatnonzero(is_naive & has_clock)[0])
            raise DataError(
                "E209", "times without a time zone", where=where, found=str(moments[at]),
                expected="an offset in the times, or the zone of the clocks that wrote them",
                do='say --timezone Asia/Shanghai, or timezone = "Asia/Shanghai" in a [[source]] or [project] of voc.toml',
            )  # fmt: skip
        warnings.append(note("dates without a time are days of UTC, as no timezone is said"))
    utc = moments.dt.tz_localize("UTC")
    if offsets is not None and not is_naive.all():
        utc = utc - pd.to_timedelta(pd.Series(np.where(np.isnan(offsets), 0, offsets)), unit="min")
    if timezone not in (None, "UTC") and is_naive.any():
        local = moments.where(is_naive)
        is_there = local.notna()
        skipped = int((is_there & local.dt.tz_localize(timezone, ambiguous=True, nonexistent="NaT").isna()).sum())  # type: ignore[arg-type]
        repeated = int(
            (is_there & local.dt.tz_localize(timezone, ambiguous="NaT", nonexistent="shift_forward").isna()).sum()
        )
        first = local.dt.tz_localize(timezone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward")
        utc = utc.where(~is_naive, first.dt.tz_convert("UTC"))
        if skipped:
            warnings.append(
                note(
                    "{n} times lie in an hour that the clocks of {timezone} skipped; read as its end",
                    n=skipped,
                    timezone=timezone,
                )
            )
        if repeated:
            warnings.append(
                note(
                    "{n} times lie in an hour that {timezone} had twice; read as the first of the two",
                    n=repeated,
                    timezone=timezone,
                )
            )
    values = pa.Array.from_pandas(utc, type=pa.timestamp("us", tz="UTC"))
    return Times(values, is_bad, warnings)


def _declared(text: pa.Array, filled: np.ndarray, timezone: str | None, pattern: str, where: str) -> Times:
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
    has_clock = np.full(len(text), any(mark in pattern for mark in ("%H", "%I", "%c", "%X", "%T")))
    return _localised(read.to_numpy().astype("datetime64[us]"), None, is_bad, has_clock, timezone, where)
