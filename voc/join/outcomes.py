"""Outcomes: the value of each metric on the record that a comment hangs on.

For: asking whether records whose customers speak of a topic went worse than the others. Not for: records without a
comment; those are in series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from voc import tables
from voc.engine import Engine
from voc.join.population import LEAST_CONFIDENCE, Population, quoted
from voc.join.series import is_response
from voc.metrics import Metric


def outcomes(
    metrics: Mapping[str, Metric],
    populations: Mapping[str, Population],
    links: pa.Table,
    dims: Sequence[str],
    *,
    engine: Engine,
) -> pa.Table:
    """Table `outcomes` with a text column for each of `dims`: a row for each metric and comment it has a value for.

    For a metric over feedback the record is the feedback row itself; for one over records it is the linked record,
    by key or by a window link with a confidence of at least LEAST_CONFIDENCE.
    """
    found = [_no_rows(dims)]
    for metric in metrics.values() if "feedback" in populations else ():
        population = populations[metric.table]
        own = [dim for dim in metric.searched(dims) if dim in population.dims]
        placed = "".join(f", r.{quoted('dim_' + dim)} as {quoted(dim)}" for dim in own)
        who = "coalesce(r.customer_id, c.customer_id)"
        joined = "comments c join valued r on c.feedback_id = r.feedback_id"
        if metric.table != "feedback":
            joined = (
                f"comments c join links l on c.feedback_id = l.feedback_id and l.population = '{metric.table}' "
                f"and l.confidence >= {LEAST_CONFIDENCE} join valued r on l.record_id = r.{population.key}"
            )
        sql = f"""
            with comments as (select feedback_id, customer_id from feedback where {is_response(populations["feedback"])}),
            valued as (select rows.*, cast(({metric.value}) as double) as voc_value from rows)
            select '{metric.id}' as metric, c.feedback_id, '{metric.table}' as population, r.{population.key} as record_id,
                   r.period, r.voc_value as value, {who} as customer_id{placed}
            from {joined}
            where r.voc_value is not null and r.period is not null
            order by c.feedback_id"""
        rows = engine.query(sql, feedback=populations["feedback"].rows, links=links, rows=population.rows)
        found.append(tables.conform(rows, "outcomes"))
    return pa.concat_tables(found, promote_options="permissive")


def _no_rows(dims: Sequence[str]) -> pa.Table:
    empty = tables.empty("outcomes")
    for dim in dims:
        empty = empty.append_column(dim, pa.array([], pa.string()))
    return empty
