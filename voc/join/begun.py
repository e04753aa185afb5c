"""Dimensions that begin to be filled: the arm of an experiment, a column that the system wrote only from a day on.

    established(populations, read, engine=engine)    # the populations without them, and what to say of each

For: `joined`, before anything is counted. Not for: values that begin, which `explain.artifacts` asks about; nor a column of
records that come in only from a day on, which is the collection of these records.

Where nobody had a value and everybody has one, no group has a before: what it was like is guessed from the others, and the
guess would be told as a move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from voc.engine import Engine
from voc.join.countable import Left
from voc.join.population import Population, quoted
from voc.wording import say

# Before the day hardly a row has a value (2 % of what there is later), and from it on the rows without one are fewer by at
# least 70 % of those with one: they are the same rows, now filled. Half of the time or more, and so many rows, lie before.
FEW_BEFORE, INSTEAD, MOST_FILLED = 0.02, 0.70, 0.5
LEAST_ROWS, LEAST_PERIODS = 100, 3


def established(
    populations: Mapping[str, Population], read: Mapping[str, pa.Table], *, engine: Engine
) -> tuple[dict[str, Population], tuple[Left, ...]]:
    """(the populations, each without the dimensions whose column begins to be filled; a line for each of those)."""
    began: dict[str, str] = {}
    for name, one in populations.items():
        for dim in one.dims:
            if dim in read[name].column_names and (day := _begins(one, dim, engine)):
                began[dim] = day
    kept = {
        name: replace(one, dims=tuple(dim for dim in one.dims if dim not in began)) for name, one in populations.items()
    }
    return kept, tuple(Left(f"segment {dim}", say("left_out.begun", day=day)) for dim, day in began.items())


def _begins(population: Population, dim: str, engine: Engine) -> str | None:
    """The day from which rows have a value of `dim` that had none before; None where they had, or have for most of the
    time."""
    counts = engine.query(
        f"select period, count(nullif(cast({quoted(dim)} as string), '')) as filled, count(*) as n from rows "
        f"where period is not null group by period order by period",
        rows=population.rows,
    ).to_pylist()
    filled, empty = [one["filled"] for one in counts], [one["n"] - one["filled"] for one in counts]
    usual = sum(filled) / max(1, sum(map(bool, filled)))
    at = next((number for number, n in enumerate(filled) if n and n >= usual / 4), 0)
    if not LEAST_PERIODS <= at <= len(counts) - LEAST_PERIODS or len(counts) - at > MOST_FILLED * len(counts):
        return None
    before, after = sum(filled[:at]) / at, sum(filled[at:]) / (len(counts) - at)
    fewer = sum(empty[:at]) / at - sum(empty[at:]) / (len(counts) - at)
    is_enough = min(sum(empty[:at]), sum(filled[at:])) >= LEAST_ROWS
    is_late = before < FEW_BEFORE * after and fewer >= INSTEAD * after
    return str(counts[at]["period"])[:10] if is_enough and is_late else None
