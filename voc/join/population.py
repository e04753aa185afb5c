"""A population: the rows that a metric counts, dated and placed, as one SQL view.

For: series, outcomes and experiments, which must count exactly the same rows. Not for: any metric's own definition.

A feedback row is dated and placed by the record it hangs on, not by the day it was written: a review written in
December about an order of November belongs to November. Only feedback without a record keeps its own date. What the
record does not say of a dimension, the feedback says itself; and where the record was only found by a window, it is the
feedback's own word that counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.engine import Engine
from voc.join.calendar import dated

NONE = "(none)"
OTHER = "(other)"
MOST_VALUES = 60
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True)
class Population:
    """`rows`: the table's columns with local times, `period`, and each searched dimension of it as `dim_<name>`."""

    table: str
    key: str
    dims: tuple[str, ...]
    rows: pa.Table


def populations(
    read: Mapping[str, pa.Table],
    opinions: pa.Table,
    links: pa.Table,
    dims: Sequence[str],
    *,
    timezone: str,
    period: str,
    since: date | None = None,
    until: date | None = None,
    engine: Engine,
) -> dict[str, Population]:
    """A Population for feedback and for each record table that was read, by table name. Rows whose day lies outside
    [since, until] have no period, so that nothing counts them.

    A dimension with more than MOST_VALUES values keeps the most frequent ones; the rest become "(other)".
    """
    records = {}
    for name, key in tables.RECORD_KEYS.items():
        if name in read:
            rows = dated(with_contacts(read[name], engine) if name == "interactions" else read[name],
                         tables.TIME_COLUMN[name], timezone, period, since, until)  # fmt: skip
            own = tuple(dim for dim in dims if dim in rows.column_names)
            records[name] = Population(name, key, own, placed(rows, {dim: rows.column(dim) for dim in own}))
    if "feedback" not in read:
        return records
    feedback = dated(read["feedback"], "created_at", timezone, period, since, until)
    return {"feedback": _feedback(feedback, opinions, links, records, dims, engine), **records}


def _feedback(
    feedback: pa.Table,
    opinions: pa.Table,
    links: pa.Table,
    records: Mapping[str, Population],
    dims: Sequence[str],
    engine: Engine,
) -> Population:
    """The feedback rows with sentiment, and date and dimensions of the record they hang on best."""
    best = f"""
        select feedback_id, population, record_id, how from (
          select *, row_number() over (partition by feedback_id order by confidence desc, population) as place
          from links where confidence >= {LEAST_CONFIDENCE}) ranked
        where place = 1"""
    joins, periods, moments = [], ["null"], ["null"]
    choices: dict[str, list[str]] = {dim: [] for dim in dims}
    for name, population in records.items():
        joins.append(f"left join {name} on best.population = '{name}' and best.record_id = {name}.{population.key}")
        periods.append(f"{name}.period")
        moments.append(f"{name}.{tables.TIME_COLUMN[name]}")
        for dim in population.dims:
            choices[dim].append(f"nullif({name}.{quoted('dim_' + dim)}, '{NONE}')")
    known = {}
    for dim, found in choices.items():
        if dim in feedback.column_names:
            own = f"nullif(cast(f.{quoted(dim)} as string), '')"
            first = f"case when best.how = 'key' then null else {own} end"
            known[dim] = f"coalesce({', '.join([first, *found, own, repr(NONE)])})"
        elif found:
            known[dim] = f"coalesce({', '.join([*found, repr(NONE)])})"
    columns = "".join(f", {expression} as {quoted('of_' + dim)}" for dim, expression in known.items())
    own = ", ".join(f"f.{quoted(column)}" for column in feedback.column_names if column != "period")
    # a record outside the days that count has a time and no period, and neither has what hangs on it
    period = f"case when coalesce({', '.join(moments)}) is null then f.period else coalesce({', '.join(periods)}) end"
    sql = f"""
        select {own}, o.sentiment, o.sentiment_score, {period} as period
               {columns}
        from feedback f left join opinions o on f.feedback_id = o.feedback_id
        left join ({best}) best on f.feedback_id = best.feedback_id
        {" ".join(joins)}
        order by f.feedback_id"""
    read = {name: population.rows for name, population in records.items()}
    rows = engine.query(sql, feedback=feedback, opinions=opinions, links=links, **read)
    values = {dim: rows.column(f"of_{dim}") for dim in known}
    return Population(
        "feedback", "feedback_id", tuple(known), placed(rows.drop([f"of_{dim}" for dim in known]), values)
    )


def with_contacts(interactions: pa.Table, engine: Engine) -> pa.Table:
    """`interactions` with `next_contact_s` and `horizon_s`, which derived FCR and repeat contact are made from."""
    sql = """
        select i.*,
               case when customer_id is not null then
                 epoch(lead(started_at) over (partition by customer_id order by started_at, interaction_id))
                 - epoch(started_at) end as next_contact_s,
               epoch(max(started_at) over ()) - epoch(started_at) as horizon_s
        from interactions i order by interaction_id"""
    if engine.name == "spark":
        sql = sql.replace("epoch(", "unix_timestamp(")
    return engine.query(sql, interactions=interactions)


def placed(rows: pa.Table, values: Mapping[str, pa.ChunkedArray]) -> pa.Table:
    """`rows` with one `dim_<name>` text column for each of `values`, never null, rare values merged."""
    for dim, column in values.items():
        text = pc.fill_null(pc.cast(column, pa.string()), NONE)
        counted = pc.value_counts(text.combine_chunks())
        if len(counted) > MOST_VALUES:
            ranked = sorted(counted.to_pylist(), key=lambda one: (-one["counts"], one["values"]))
            kept = pa.array([one["values"] for one in ranked[:MOST_VALUES]])
            text = pc.if_else(pc.is_in(text, value_set=kept), text, OTHER)
        rows = rows.append_column(f"dim_{dim}", text)
    return rows


def quoted(name: str) -> str:
    """A column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
