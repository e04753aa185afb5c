"""Rates: response and link rates that move by themselves, as findings about the data.

For: `answers.found`. Not for: rates beside another finding of the same table; there they stand among its data checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from voc.explain import search
from voc.explain.cells import Cells, cells
from voc.explain.data_checks import NEAR_DAYS
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.metrics import LINK_RATE, RESPONSE_RATE, of_the_data

# Below that of the search for metrics: both count toward the alarms of one run, and rates wander more.
RATE_ALPHA = 0.01
# By how much of itself a rate must have moved to be told of: with many rows trifles are beyond doubt too.
OF_ITSELF = 0.15


@dataclass(frozen=True)
class RateMove:
    """The rate `metric` of a record table moved at period `at`; levels are those of its segment, and of everything."""

    metric: str
    table: str
    move: search.Move
    cells: Cells
    levels: tuple[float, float]
    overall: tuple[float, float]

    @property
    def onset(self) -> date:
        """Its first day."""
        return self.cells.day(self.move.onset)

    @property
    def windows(self) -> tuple[slice, slice]:
        """The periods compared, before and after."""
        at, back = self.move.onset, search.MOST_BEFORE * self.cells.block
        return slice(max(0, at - back), at), slice(at, self.move.end)

    @property
    def change(self) -> tuple[float, float, float]:
        """(est, lo, hi) of the change in its segment."""
        inside, before = self.move.segment.cells, self.windows[0]
        n, total = self.cells.n[inside].sum(axis=0), self.cells.total[inside].sum(axis=0)
        variance = self.cells.variance_of(inside[None, :].astype(float))
        window = {"start": before.start, "onset": before.stop, "end": self.move.end, "block": self.cells.block}
        return judged(track(n, total, variance), None, **window).interval()


def rate_cells(series: pd.DataFrame, dims: tuple[str, ...], period: str) -> dict[tuple[str, str], Cells]:
    """The Cells of every response and link rate by (metric, table)."""
    made = {}
    for name in (RESPONSE_RATE, LINK_RATE):
        rows = series[series["metric"] == name]
        for table, own in rows.groupby("population", sort=True):
            made[name, str(table)] = cells(own, name, dims, period)
    return made


def rate_moves(rates: Mapping[tuple[str, str], Cells], told: Iterable[tuple[str, date]]) -> tuple[RateMove, ...]:
    """The clearest move of each rate, where it is beyond doubt and no finding `told` (table, onset) of the same table lies
    within NEAR_DAYS of it; a finding over feedback is one of every table."""
    known = of_the_data()
    every = {f"{name}:{table}": replace(one, metric=f"{name}:{table}") for (name, table), one in rates.items()
             if one.variance_of_all() > 0}  # fmt: skip
    moves = search.search(every, {key: known[key.split(":")[0]] for key in every})
    near = list(told)
    found: dict[str, RateMove] = {}
    for move in moves:
        one = _described(move, every[move.metric])
        if (
            move.is_mix
            or move.p > RATE_ALPHA
            or abs(one.levels[1] - one.levels[0]) < OF_ITSELF * max(one.levels)
            or move.metric in found
        ):
            continue
        if not any(_is_near(one, table, onset) for table, onset in near):
            found[move.metric] = one
    return tuple(found.values())


def _described(move: search.Move, of: Cells) -> RateMove:
    name, _, table = move.metric.partition(":")
    one = RateMove(name, table, move, of, (float("nan"),) * 2, (float("nan"),) * 2)
    everything = np.ones(len(of.n), dtype=bool)
    inside, overall = (
        tuple(of.mean(mask, window) for window in one.windows) for mask in (move.segment.cells, everything)
    )
    return replace(one, levels=(inside[0], inside[1]), overall=(overall[0], overall[1]))


def _is_near(one: RateMove, table: str, onset: date) -> bool:
    return table in (one.table, "feedback") and abs((one.onset - onset).days) <= NEAR_DAYS
