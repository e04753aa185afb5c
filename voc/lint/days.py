"""Days: from when to when a table goes, on which days of these nothing came, and where much less came than before.

For: `voc check`. Not for: whether a metric moved; that is `explain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

USUAL_DAYS = 28  # before a day: what came in them is what usually comes
LEAST = 10  # records a day, below which a quiet day says nothing
FELL = 0.2  # of the usual, and less, is a drop


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last`, both in; `n` records came, `usual` would have (the median of the same weekday before)."""

    first: date
    last: date
    n: int
    usual: float

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Span:
    """Of one table: `n` records with a date, `undated` without; `gaps` without any record, `drops` with few, in order
    of time;
    `weekdays`: the weekday names on which nothing ever came."""

    table: str
    first: date
    last: date
    n: int
    undated: int
    gaps: tuple[Stretch, ...]
    drops: tuple[Stretch, ...]
    weekdays: tuple[str, ...]

    @property
    def days(self) -> int:
        """Days from the first to the last."""
        return (self.last - self.first).days + 1

    @property
    def empty_days(self) -> int:
        """Days without a record, those of closed weekdays left out."""
        return sum(one.days for one in self.gaps)


def span(table: str, times: pa.ChunkedArray, timezone: str) -> Span | None:
    """The Span of UTC `times` in local days; None where there is no time."""
    local = times.drop_null().to_pandas()
    if local.empty:
        return None
    if local.dt.tz is not None:
        local = local.dt.tz_convert(timezone).dt.tz_localize(None)
    days = local.to_numpy().astype("datetime64[D]").astype(np.int64)
    first = int(days.min())
    counts = np.bincount(days - first)
    starts = date(1970, 1, 1) + timedelta(days=first)
    weekday = (np.arange(len(counts)) + starts.weekday()) % 7
    closed = [
        day
        for day in range(7)
        if len(counts) >= USUAL_DAYS and (weekday == day).any() and not counts[weekday == day].any()
    ]
    is_open = ~np.isin(weekday, closed)
    usual = _usual(counts)
    is_drop = is_open & (counts > 0) & (usual >= LEAST) & (counts <= FELL * usual)
    is_drop[[0, -1]] = False  # the first and the last day are seldom whole
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return Span(
        table, starts, starts + timedelta(days=len(counts) - 1), len(days), times.null_count,
        _stretches(is_open & (counts == 0), is_open, counts, usual, starts),
        _stretches(is_drop, is_open, counts, usual, starts), tuple(names[day] for day in closed),
    )  # fmt: skip


def _usual(counts: np.ndarray) -> np.ndarray:
    """The median of the same weekday in the USUAL_DAYS before each day; 0 where there are fewer than two of them."""
    weeks = USUAL_DAYS // 7
    before = np.full((weeks, len(counts)), np.nan)
    for week in range(1, weeks + 1):
        before[week - 1, 7 * week :] = counts[: max(0, len(counts) - 7 * week)]
    is_known = (~np.isnan(before)).sum(axis=0) >= 2
    usual = np.zeros(len(counts))
    if is_known.any():
        usual[is_known] = np.nanmedian(before[:, is_known], axis=0)
    return usual


def _stretches(
    chosen: np.ndarray, is_open: np.ndarray, counts: np.ndarray, usual: np.ndarray, first: date
) -> tuple[Stretch, ...]:
    """Runs of chosen days; a closed weekday between two of them does not end a run."""
    found: list[list[int]] = []
    for at in np.flatnonzero(chosen).tolist():
        if found and not is_open[found[-1][1] + 1 : at].any():
            found[-1][1] = at
        else:
            found.append([at, at])
    return tuple(
        Stretch(
            first + timedelta(days=start), first + timedelta(days=end), int(counts[start : end + 1].sum()),
            float(usual[start : end + 1].sum()),
        )
        for start, end in found
    )  # fmt: skip


def most(stretches: Sequence[Stretch], n: int) -> list[Stretch]:
    """The `n` longest, in order of time."""
    longest = sorted(stretches, key=lambda one: (-one.days, -one.usual, one.first))[:n]
    return sorted(longest, key=lambda one: one.first)
