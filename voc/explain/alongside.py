"""Alongside: how a metric changed over the days of another metric's shift.

For: the tiles of a report, so that a figure that was not found to move still has an honest interval. Not for: findings;
nothing was searched or asked here.
"""

from __future__ import annotations

from datetime import date

from voc.explain.cells import Cells
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.explain.question import span
from voc.explain.shift import NOT_KNOWN, Estimate


def alongside(cells: Cells, before: tuple[date, date], after: tuple[date, date]) -> tuple[float, float, int, Estimate]:
    """(mean before, mean after, rows after, change as est, lo, hi) over first and last days; nan where there is nothing.

    The interval is that of `memory`: it knows that days are not independent.
    """
    every = cells.keys.index.to_numpy() >= 0
    compared = span(cells, before, after)
    if not compared.start < compared.stop <= compared.first < compared.end:
        return float("nan"), float("nan"), 0, NOT_KNOWN
    means = [cells.mean(every, window) for window in (compared.before, compared.after)]
    series = track(cells.n.sum(axis=0), cells.total.sum(axis=0), cells.variance_of_all())
    change = judged(series, None, **compared.compared).interval()
    return means[0], means[1], int(cells.n[:, compared.after].sum()), change
