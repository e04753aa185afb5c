"""Everything the join makes, in one go.

For: `pipeline`. Not for: any of these steps; each has a module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from voc import tables
from voc.engine import Engine
from voc.join.begun import established
from voc.join.countable import Left, countable
from voc.join.decided import undecided
from voc.join.links import links
from voc.join.makeup import makeup, rates
from voc.join.matches import matches
from voc.join.outcomes import outcomes
from voc.join.population import populations
from voc.join.searchable import as_spelled, searchable
from voc.join.series import series
from voc.metrics import Metric
from voc.wording import say


@dataclass(frozen=True)
class Joined:
    """Tables links, matches, series, makeup and outcomes by name, the metrics that could be counted, those left out, and the
    dimensions that could be searched."""

    tables: Mapping[str, pa.Table]
    metrics: Mapping[str, Metric]
    left: tuple[Left, ...]
    dims: tuple[str, ...]


def joined(
    read: Mapping[str, pa.Table],
    mentions: pa.Table,
    opinions: pa.Table,
    *,
    metrics: Mapping[str, Metric],
    dims: Sequence[str],
    timezone: str,
    period: str,
    since: date | None,
    until: date | None,
    engine: Engine,
) -> Joined:
    """The Joined of the tables in `read` (feedback as clean left it).

    Raises ConfigError E106, E107 (see countable), E109 (see searchable).
    """
    records = {name: read[name] for name in tables.RECORDS if name in read}
    linked = links(read["feedback"], records, engine)
    dims, metrics = as_spelled(dims, metrics, read)
    dims, idle = searchable(dims, metrics, read)
    placed = populations(
        read, opinions, linked, dims, timezone=timezone, period=period, since=since, until=until, engine=engine
    )
    placed, begun = established(placed, read, engine=engine)
    dims = _without(dims, begun)
    counted, left = countable(metrics, placed, engine)
    counted, decided = undecided(counted, placed, dims, engine=engine)
    left += decided
    counts = series(counted, placed, mentions, dims, engine=engine)
    there = set(counts.column("metric").to_pylist())
    nothing = [one.id for one in counted.values() if not one.is_builtin and one.id not in there]
    left += tuple(Left(one, say("left_out.no_row")) for one in nothing)
    made_of = makeup(counted, placed, linked, mentions, counts, dims, engine=engine)
    more = rates(
        read["feedback"],
        placed,
        linked,
        dims,
        timezone=timezone,
        period=period,
        since=since,
        until=until,
        engine=engine,
    )
    made = {
        "links": linked,
        "matches": matches(read, linked, engine),
        "series": pa.concat_tables([counts, more], promote_options="permissive"),
        "makeup": made_of,
        "outcomes": outcomes(counted, placed, linked, dims, engine=engine),
    }
    return Joined(made, counted, (*idle, *begun, *left), tuple(dims))


def met(
    read: Mapping[str, pa.Table],
    *,
    metrics: Mapping[str, Metric],
    dims: Sequence[str],
    timezone: str,
    period: str,
    engine: Engine,
) -> Joined:
    """The Joined without what is counted by period: links and matches, and which metrics could be counted. Errors as
    `joined`."""
    records = {name: read[name] for name in tables.RECORDS if name in read}
    linked = links(read["feedback"], records, engine)
    dims, metrics = as_spelled(dims, metrics, read)
    dims, idle = searchable(dims, metrics, read)
    placed = populations(read, tables.empty("opinions"), linked, dims, timezone=timezone, period=period, engine=engine)
    placed, begun = established(placed, read, engine=engine)
    dims = _without(dims, begun)
    counted, left = countable(metrics, placed, engine)
    counted, decided = undecided(counted, placed, dims, engine=engine)
    left += decided
    for one in [one for one in counted.values() if not one.is_builtin]:
        counts = engine.query(
            f"select count({one.value}) as n from rows where period is not null", rows=placed[one.table].rows
        )
        if counts.column("n")[0].as_py() == 0:
            left += (Left(one.id, say("left_out.no_row")),)
            del counted[one.id]  # nothing is counted of it, and a page says one thing of a metric
    every_left = (*idle, *begun, *left)
    return Joined({"links": linked, "matches": matches(read, linked, engine)}, counted, every_left, tuple(dims))


def _without(dims: Sequence[str], left: Sequence[Left]) -> list[str]:
    gone = {one.metric for one in left}
    return [dim for dim in dims if f"segment {dim}" not in gone]
