"""A day and a time of day that stand in columns of their own, as one column of moments.

    joined(raw)      # Date 2026-02-01, Time 9:12:58 -> Date 2026-02-01 9:12:58

For: `headed`, before the headings of a table are asked what it holds, and `contact_columns`, a row at a time. Not for:
columns that our names or a [[source]] tell.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa

from voc.ingest import carried
from voc.ingest.formats.parts import headings
from voc.ingest.raw import Raw

_OF = r"(?:(?:call|start|chat|order|created|transaction|ticket|review|contact|session) )?"
_DATE = re.compile(_OF + r"date|日期")
_TIME = re.compile(_OF + r"time|时间|時間")
_DAY = re.compile(r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\s*")
_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?\s*")


def moment_of(day: str | None, clock: str | None) -> str | None:
    """A day with the time of day of another cell behind it, where the one is no more than a day and the other is a time."""
    if day is None or clock is None or not _DAY.fullmatch(day) or not _CLOCK.fullmatch(clock):
        return day
    return f"{day.strip()} {clock.strip()}"


def joined(raw: Raw) -> Raw:
    """`raw` with its one column of days and its one column of times of day as one; any other as it is."""
    plain = {name: headings.plain(name) for name in raw.rows.column_names}
    days = [name for name, heading in plain.items() if _DATE.fullmatch(heading)]
    clocks = [name for name, heading in plain.items() if _TIME.fullmatch(heading)]
    if len(days) != 1 or len(clocks) != 1:
        return raw
    dates, times = (carried.as_text(raw.rows.column(name)).to_pylist() for name in (days[0], clocks[0]))
    if not any(times) or not all(not one or _CLOCK.fullmatch(one) for one in times):
        return raw
    if not any(dates) or not all(not one or _DAY.fullmatch(one) for one in dates):
        return raw
    cells = [
        f"{date.strip()} {time.strip()}" if date and time else date for date, time in zip(dates, times, strict=True)
    ]
    at = raw.rows.column_names.index(days[0])
    rows = raw.rows.set_column(at, days[0], pa.array(cells, pa.string())).drop_columns([clocks[0]])
    return replace(raw, rows=rows)
