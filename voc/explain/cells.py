"""Cells: one metric as arrays - cells (all searched dimensions crossed) by periods on an unbroken calendar.

For: every computation in `explain`, which starts from these arrays. Not for: files, SQL or text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

# Periods in a block of one week: daily figures follow each other and the weekday, weekly and monthly ones much less.
BLOCK = {"day": 7, "week": 1, "month": 1}
# Periods that two weeks take: what is back within them was a pulse.
FORTNIGHT = {"day": 14, "week": 2, "month": 1}
SHRINK = 20.0
# A standard deviation of so many means is a long tail: waits, not answers on a scale. Below it a few records that take
# long move the mean more than they move the mean of logs.
LONG_TAIL = 1.0
BACKFITTING = 4


@dataclass(frozen=True)
class Cells:
    """`n`, `total`, `sumsq` have shape (cells, periods); `keys` has a row a cell and a column a dimension; `logs` are the
    same cells with ln(1 + value) for the value, of a mean that is never negative."""

    metric: str
    period: str
    periods: np.ndarray  # datetime64[D], unbroken
    keys: pd.DataFrame
    n: np.ndarray
    total: np.ndarray
    sumsq: np.ndarray
    logs: Cells | None = None

    @property
    def tested(self) -> Cells:
        """The cells that tests look at: those of ln(1 + value) where the values have a long tail, else the same.

        A few very long waits move a mean and hide in its spread; on the log scale they are neither. Sizes stay on the
        scale of the metric.
        """
        mean, spread = self.total.sum() / max(self.n.sum(), 1.0), self.variance_of_all() ** 0.5
        return self.logs if self.logs is not None and spread > LONG_TAIL * abs(mean) else self

    def until(self, position: int) -> Cells:
        """The same with nothing at or after `position` in sight."""
        return Cells(
            self.metric, self.period, self.periods[:position], self.keys, self.n[:, :position], self.total[:, :position],
            self.sumsq[:, :position], None if self.logs is None else self.logs.until(position),
        )  # fmt: skip

    @property
    def block(self) -> int:
        """Periods in a block."""
        return BLOCK[self.period]

    @property
    def fortnight(self) -> int:
        """Periods in two weeks, at least one."""
        return FORTNIGHT[self.period]

    def at(self, day: date) -> int:
        """The position of the period that holds `day`; len(periods) for a day after the last one."""
        return int(np.searchsorted(self.periods, np.datetime64(day, "D"), side="left"))

    def day(self, position: int) -> date:
        """The first day of the period at `position`."""
        return self.periods[position].astype(object)  # type: ignore[no-any-return]

    def last_day(self, position: int) -> date:
        """The last day of the period at `position`."""
        start = pd.Timestamp(self.periods[position])
        step = {"day": pd.DateOffset(days=1), "week": pd.DateOffset(days=7), "month": pd.DateOffset(months=1)}[
            self.period
        ]
        return (start + step - pd.DateOffset(days=1)).date()

    def mean(self, cells: np.ndarray, window: slice) -> float:
        """The metric over `cells` (mask) and a window of periods; nan without rows."""
        n = self.n[cells, window].sum()
        return float(self.total[cells, window].sum() / n) if n else float("nan")

    def variance(self) -> np.ndarray:
        """The variance of one row within each cell, shape (cells,), shrunk toward that of all as if SHRINK rows more.

        Cells differ: minutes in a chat and days in a mail do not vary alike, and one number for both would take the
        ordinary spread of the mails for a move.
        """
        n, total, sumsq = self.n.sum(axis=1), self.total.sum(axis=1), self.sumsq.sum(axis=1)
        within = np.maximum(sumsq - np.divide(total**2, n, out=np.zeros_like(n), where=n > 0), 0.0)
        pooled = within.sum() / max(n.sum() - (n > 0).sum(), 1.0)
        return (within + SHRINK * pooled) / (np.maximum(n - 1, 0.0) + SHRINK)

    def variance_of_all(self) -> float:
        """The variance of one row around the mean of everything."""
        n = self.n.sum()
        return float(max(self.sumsq.sum() / n - (self.total.sum() / n) ** 2, 0.0)) if n else 0.0

    def variance_of(self, masks: np.ndarray) -> np.ndarray:
        """The variance of one row within its cell, for each of `masks`, shape (masks, cells) -> (masks,)."""
        rows = masks * self.n.sum(axis=1)
        counted = rows.sum(axis=1)
        return np.divide(rows @ self.variance(), counted, out=np.zeros(len(masks)), where=counted > 0)


def cells(series: pd.DataFrame, metric: str, dims: tuple[str, ...], period: str) -> Cells:
    """The Cells of `metric`; dimensions that hold nothing for it, or one value only, are left out."""
    rows = series[(series["metric"] == metric) & series["topic"].isna()]
    used = [dim for dim in dims if dim in rows and rows[dim].notna().any() and rows[dim].nunique() > 1]
    starts = pd.to_datetime(rows["period"])
    calendar = _calendar(starts, period)
    grouped = rows.assign(period=starts).groupby([*used, "period"], sort=True, observed=True)
    has_logs = "log_total" in rows and rows["log_total"].notna().all() and len(rows) > 0
    names = ("n", "total", "sumsq", *(("log_total", "log_sumsq") if has_logs else ()))
    summed = grouped[list(names)].sum().reset_index()
    if used:
        keys = summed[used].drop_duplicates().reset_index(drop=True)
        place = summed[used].merge(keys.reset_index(names="cell"), on=used, how="left")["cell"].to_numpy()
    else:
        keys, place = pd.DataFrame(index=range(1)), np.zeros(len(summed), dtype=int)
    when = np.searchsorted(calendar, summed["period"].to_numpy().astype("datetime64[D]"))
    shape = (len(keys), len(calendar))
    arrays = {}
    for name in names:
        arrays[name] = np.zeros(shape)
        np.add.at(arrays[name], (place, when), summed[name].to_numpy(dtype=float))
    logs = None
    if has_logs:
        logs = Cells(metric, period, calendar, keys, arrays["n"], arrays["log_total"], arrays["log_sumsq"])
    return Cells(metric, period, calendar, keys, arrays["n"], arrays["total"], arrays["sumsq"], logs)


def _calendar(starts: pd.Series, period: str) -> np.ndarray:
    if not len(starts):
        return np.array([], dtype="datetime64[D]")
    step = {"day": "D", "week": "7D", "month": "MS"}[period]
    return pd.date_range(starts.min(), starts.max(), freq=step).to_numpy().astype("datetime64[D]")


@dataclass(frozen=True)
class Segment:
    """Up to three conditions `dim = value`, and the cells that meet them. No condition is everywhere."""

    where: tuple[tuple[str, str], ...]
    cells: np.ndarray

    @property
    def as_dict(self) -> dict[str, str]:
        """The conditions by dimension."""
        return dict(self.where)


def counted(cells: Cells, segment: Segment, windows: tuple[slice, slice]) -> tuple[int, int, int, int]:
    """Rows in the windows before and after: of everything, then of the segment."""
    of_cells = [cells.n[:, window].sum(axis=1) for window in windows]
    before, after = (int(rows.sum()) for rows in of_cells)
    own_before, own_after = (int(rows[segment.cells].sum()) for rows in of_cells)
    return before, after, own_before, own_after


def everywhere(cells: Cells) -> Segment:
    """The segment without a condition."""
    return Segment((), np.ones(len(cells.n), dtype=bool))


def segments(cells: Cells, *, min_n: int, most: int = 400) -> tuple[Segment, ...]:
    """Every segment of one or two conditions with at least `min_n` rows inside and outside, larger ones first."""
    single: list[Segment] = []
    rows = cells.n.sum(axis=1)
    for dim in cells.keys.columns:
        values = cells.keys[dim].to_numpy()
        for value in sorted(set(values)):
            single.append(Segment(((str(dim), str(value)),), values == value))
    pairs = [
        Segment((*one.where, *other.where), one.cells & other.cells)
        for one, other in combinations(single, 2)
        if one.where[0][0] != other.where[0][0]
    ]
    kept, seen = [], set()
    for segment in (*single, *pairs):
        inside, outside = rows[segment.cells].sum(), rows[~segment.cells].sum()
        signature = segment.cells.tobytes()
        # Two names for the same rows (every order of region UK is in channel web) are one segment: the shorter name.
        if inside >= min_n and outside >= min_n and signature not in seen:
            seen.add(signature)
            kept.append(segment)
    ones = [segment for segment in kept if len(segment.where) == 1]
    twos = sorted((s for s in kept if len(s.where) == 2), key=lambda s: (-rows[s.cells].sum(), s.where))
    return tuple([*ones, *twos][:most])


def reference(cells: Cells, before: slice) -> np.ndarray:
    """mu_c, shape (cells,): the mean of each cell before, shrunk toward what its dimensions say as if SHRINK more rows
    had shown that.

    What they say is the additive fit of the metric on all dimensions (backfitting, each value itself shrunk toward the
    overall mean): a cell that is new, such as a new agent on an old queue, is expected to do what its queue did.
    """
    n, total = cells.n[:, before].sum(axis=1), cells.total[:, before].sum(axis=1)
    overall = total.sum() / n.sum() if n.sum() else 0.0
    codes = [np.unique(cells.keys[dim].to_numpy(), return_inverse=True)[1] for dim in cells.keys.columns]
    effects = [np.zeros(code.max() + 1) for code in codes]
    for _ in range(BACKFITTING):
        for place, code in enumerate(codes):
            others = sum(
                (effect[c] for i, (effect, c) in enumerate(zip(effects, codes, strict=True)) if i != place), 0.0
            )
            left = np.bincount(code, weights=total - n * (overall + others))
            effects[place] = left / (np.bincount(code, weights=n) + SHRINK)
    expected = overall + sum((effect[code] for effect, code in zip(effects, codes, strict=True)), np.zeros(len(n)))
    return (total + SHRINK * expected) / (n + SHRINK)
