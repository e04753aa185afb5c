"""Series: every metric and every topic share by period and segment, as total, sum of squares and n.

For: the one shape in which X-metrics, O-metrics and topics are compared. Not for: averages; those are made where they
are shown, from totals, so that any two segments or periods add up again without error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.engine import Engine
from voc.join.population import Population, quoted
from voc.metrics import TOPIC_SHARE, VOLUME, Metric


def series(
    metrics: Mapping[str, Metric],
    populations: Mapping[str, Population],
    mentions: pa.Table,
    dims: Sequence[str],
    *,
    engine: Engine,
) -> pa.Table:
    """Table `series` with a text column for each of `dims` (null where the population does not have it).

    Beside the metrics it holds `topic_share` (one row a topic, population, period and segment in which somebody
    answered) and `feedback_volume` (the number of responses, counted as 1 each).
    """
    found = [
        _counted(
            one.id, f"cast(({one.value}) as double)", "rows", populations[one.table], one.searched(dims), engine,
            has_logs=one.kind in (None, "mean"),
        )
        for one in metrics.values()
    ]  # fmt: skip
    if "feedback" in populations:
        feedback = populations["feedback"]
        responses = f"(select * from rows where {is_response(feedback)}) responses"
        found.append(_counted(VOLUME, "cast(1 as double)", responses, feedback, dims, engine))
        found.append(_topics(feedback, responses, mentions, dims, engine))
    shaped = [tables.conform(rows, "series") for rows in found if rows.num_rows]
    return pa.concat_tables([_no_rows(dims), *shaped], promote_options="permissive")


def is_response(feedback: Population) -> str:
    """SQL: this feedback row could have spoken of a topic.

    That is every row of a source that holds words at all, also a score without a comment: who is content often leaves
    the box empty, so shares among those who wrote would rise whenever more of the content stay silent. Rows of sources
    without a word (a bare score) and repeated texts do not count. Where no row has a text, labels came from outside.
    """
    if feedback.rows.column("text").null_count == feedback.rows.num_rows:
        return "true"
    rows = feedback.rows
    spoken = pc.unique(rows.filter(pc.is_valid(rows.column("text"))).column("source")).to_pylist()
    known = ", ".join("'" + source.replace("'", "''") + "'" for source in sorted(one or "" for one in spoken))
    return f"coalesce(source, '') in ({known}) and not coalesce(is_duplicate, false)"


def _counted(
    metric: str, value: str, source: str, population: Population, dims: Sequence[str], engine: Engine,
    has_logs: bool = False,
) -> pa.Table:  # fmt: skip
    own = [dim for dim in dims if dim in population.dims]
    counted = engine.query(counted_rows(metric, value, source, population.table, own, has_logs), rows=population.rows)
    if has_logs and counted.num_rows:
        is_negative = pc.min(counted.column("least")).as_py() < 0
        counted = counted.drop_columns(["least", *(("log_total", "log_sumsq") if is_negative else ())])
    return counted


def counted_rows(
    metric: str, value: str, source: str, population: str, dims: Sequence[str], has_logs: bool = False
) -> str:
    """SQL: rows of `series` for one metric; `dims` are those that `source` has as dim_<name>."""
    placed = "".join(f", {quoted('dim_' + dim)} as {quoted(dim)}" for dim in dims)
    by = ", ".join(["period", *(quoted(dim) for dim in dims)])
    log = "ln(1 + greatest(value, 0))"
    logs = f", sum({log}) as log_total, sum({log} * {log}) as log_sumsq, min(value) as least" if has_logs else ""
    return f"""
        select '{metric}' as metric, cast(null as string) as topic, '{population}' as population, period,
               count(*) as n, sum(value) as total, sum(value * value) as sumsq{logs}
               {"".join(f", {quoted(dim)}" for dim in dims)}
        from (select period, {value} as value{placed} from {source}) counted
        where value is not null and period is not null
        group by {by} order by {by}"""


def _topics(feedback: Population, responses: str, mentions: pa.Table, dims: Sequence[str], engine: Engine) -> pa.Table:
    own = [dim for dim in dims if dim in feedback.dims]
    names = "".join(f", {quoted(dim)}" for dim in own)
    placed = "".join(f", {quoted('dim_' + dim)} as {quoted(dim)}" for dim in own)
    same = " and ".join(["c.period = s.period", *(f"c.{quoted(dim)} = s.{quoted(dim)}" for dim in own)])
    sql = f"""
        with responses as (select feedback_id, period{placed} from {responses} where period is not null),
        cells as (select period{names}, count(*) as n from responses group by period{names}),
        said as (select distinct feedback_id, topic from mentions where coalesce(sentiment, 'negative') = 'negative'),
        topics as (select distinct topic from said),
        totals as (select c.period{"".join(f", c.{quoted(d)}" for d in own)}, topic, count(*) as total
                   from responses c join said on c.feedback_id = said.feedback_id
                   group by c.period{"".join(f", c.{quoted(d)}" for d in own)}, topic)
        select '{TOPIC_SHARE}' as metric, t.topic, 'feedback' as population, c.period, c.n,
               cast(coalesce(s.total, 0) as double) as total, cast(coalesce(s.total, 0) as double) as sumsq
               {"".join(f", c.{quoted(d)}" for d in own)}
        from cells c cross join topics t left join totals s on {same} and s.topic = t.topic
        order by t.topic, c.period{"".join(f", c.{quoted(d)}" for d in own)}"""
    return engine.query(sql, rows=feedback.rows, mentions=mentions)


def _no_rows(dims: Sequence[str]) -> pa.Table:
    empty = tables.empty("series")
    for dim in dims:
        empty = empty.append_column(dim, pa.array([], pa.string()))
    return empty
