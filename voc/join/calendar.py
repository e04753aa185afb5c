"""The local calendar: which period a moment falls into, and wall-clock times for metric definitions.

For: every table that is counted by period. Not for: parsing times (ingest) or comparing periods (explain).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa


def dated(
    rows: pa.Table, column: str, timezone: str, period: str, since: date | None = None, until: date | None = None
) -> pa.Table:
    """`rows` with every time as local wall-clock time and a `period` (date) made from `column`, null where it is null or
    its local day lies outside [since, until]: a week that begins before `since` holds only the days that count.

    Metric definitions compare and cut local times ("arrived after the promised day"), so they see the customer's clock.
    """
    local = rows
    for position, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz is not None:
            wall = _wall_clock(rows.column(position), timezone)
            local = local.set_column(position, field.name, pa.array(wall, pa.timestamp("us")))
    moments = local.column(column).to_pandas()
    starts = np.where(_counts(moments, since, until), period_of(moments, period), np.datetime64("NaT", "D"))
    return local.append_column("period", pa.array(starts.astype("datetime64[D]"), pa.date32(), from_pandas=True))


def period_of(local: pd.Series, period: str) -> np.ndarray:
    """The first day (datetime64[D], NaT where missing) of the day, ISO week (Monday) or month of each local time."""
    days = local.to_numpy().astype("datetime64[D]")
    if period == "week":
        since_monday = (days.astype("int64") + 3) % 7  # 1970-01-01 was a Thursday
        return np.where(np.isnat(days), days, days - since_monday.astype("timedelta64[D]"))
    if period == "month":
        return days.astype("datetime64[M]").astype("datetime64[D]")
    return days


def _counts(local: pd.Series, since: date | None, until: date | None) -> np.ndarray:
    days = local.to_numpy().astype("datetime64[D]")
    counts = np.ones(len(days), dtype=bool)
    if since is not None:
        counts &= days >= np.datetime64(since)
    if until is not None:
        counts &= days <= np.datetime64(until)
    return counts


def _wall_clock(moments: pa.ChunkedArray, timezone: str) -> pd.Series:
    series = moments.to_pandas()
    if series.dt.tz is None:
        return series
    return series.dt.tz_convert(timezone).dt.tz_localize(None)
