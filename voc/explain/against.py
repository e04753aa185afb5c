"""Against: figures of the same group that moved the other way at the same time, one better and one worse.

    with_rivals(rows, metrics)      # the rows of `shifts`, such figures among their rivals as `moved_against: METRIC`

For: `answers`, once every move of a run is known. Not for: whether either move is real, nor why.

A team that closes contacts early solves more of them on paper, and its customers call again. Either figure alone would be
praised or blamed; side by side they are one story, which whoever reads one of them has to hear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from voc.explain.rows import Row
from voc.metrics import Metric

NEAR = timedelta(days=7)
_MOVED = ("explained", "unexplained")


def with_rivals(rows: Sequence[Row], metrics: Mapping[str, Metric]) -> list[Row]:
    """`rows` in their order. Of one table only: what customers answer may well go against what the operation counts."""
    return [
        {**row, "rivals": [*row["rivals"], *(f"moved_against: {one}" for one in _against(row, rows, metrics))]}
        for row in rows
    ]


def _against(row: Row, rows: Sequence[Row], metrics: Mapping[str, Metric]) -> list[str]:
    own = metrics.get(row["metric"])
    if own is None or row["verdict"] not in _MOVED:
        return []
    found = []
    for other in rows:
        of = metrics.get(other["metric"])
        if of is None or of.table != own.table or other["verdict"] not in _MOVED or other["segment"] != row["segment"]:
            continue
        if _is_worse(other, of) != _is_worse(row, own) and abs(_day(other) - _day(row)) <= NEAR:
            found.append(of.id)
    return list(dict.fromkeys(found))


def _is_worse(row: Row, metric: Metric) -> bool:
    return bool(row["direction"] == metric.worse)


def _day(row: Row) -> date:
    day = row["onset"]
    return day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
