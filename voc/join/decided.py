"""Dimensions that the outcome itself decides: the status "refunded" of an order that came back, the group "promoter" of a 9.

    undecided(metrics, populations, dims, engine=engine)    # the metrics with such dimensions in `never`, and what to say

For: `joined`, before anything is counted. Not for: those that a metric names itself; see `never` in data/metrics.toml.

Within "refunded" every order came back, so nothing varies: a comparison that holds such a dimension fixed is endlessly sure
of nothing. What goes with the figure row by row is no group that it could have moved in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.engine import Engine
from voc.join.countable import Left
from voc.join.population import Population, quoted
from voc.metrics import Metric
from voc.wording import say

# The part of a metric's variance that lies between the values of a dimension, its values allowed for. No place, product or
# team comes near it: a group in which one in ten fares otherwise than the rest of it leaves more.
MOST_BETWEEN = 0.9
LEAST_ROWS = 100


def undecided(
    metrics: Mapping[str, Metric], populations: Mapping[str, Population], dims: Sequence[str], *, engine: Engine
) -> tuple[dict[str, Metric], tuple[Left, ...]]:
    """(the metrics, each with the dimensions that its values decide in `never`; a line for each of those)."""
    kept, left = {}, []
    for one in metrics.values():
        population = populations[one.table]
        decided = [
            dim for dim in one.searched(dims)
            if dim in population.dims and _between(one, population, dim, engine) >= MOST_BETWEEN
        ]  # fmt: skip
        left += [Left(f"{one.id} / {dim}", say("left_out.decided")) for dim in decided]
        kept[one.id] = replace(one, never=(*one.never, *decided)) if decided else one
    return kept, tuple(left)


def _between(metric: Metric, population: Population, dim: str, engine: Engine) -> float:
    """The part of the metric's variance between the values of `dim`, adjusted for how many there are; 0 with few rows."""
    groups = engine.query(
        f"select count(v) as n, sum(v) as total, sum(v * v) as sumsq from "
        f"(select cast(({metric.value}) as double) as v, {quoted('dim_' + dim)} as place from rows "
        f"where period is not null) where v is not null group by place",
        rows=population.rows,
    ).to_pylist()
    n, total, sumsq = (sum(one[name] for one in groups) for name in ("n", "total", "sumsq"))
    free = n - len(groups)
    if n < LEAST_ROWS or free < 1 or len(groups) < 2:
        return 0.0
    whole = sumsq - total * total / n
    within = sumsq - sum(one["total"] ** 2 / one["n"] for one in groups)
    return 1 - (within / free) / (whole / (n - 1)) if whole > 1e-9 * max(1.0, sumsq) else 0.0
