"""Units of an experiment: rows with their arm and their unit of randomisation, the customer where known.

For: `voc experiment`. Not for: comparing the arms; that is `explain.experiment`.

The arm is a column of the metric's own table or, for feedback, of the record it hangs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.engine import Engine
from voc.errors import DataError, nearest
from voc.join.population import LEAST_CONFIDENCE, Population, quoted, with_contacts
from voc.join.series import is_response
from voc.metrics import Metric

if TYPE_CHECKING:
    import pandas as pd

ROW = "row"
CUSTOMER = "customer_id"


@dataclass(frozen=True)
class Units:
    """Three tables of one experiment, a row each; arm and unit are categories, the units' the same in all three.

    `rows` (arm, unit, value, happened_at, seen_at): what the metric counts, also without an arm (null); happened_at is
    when the record began, seen_at when its value was known, which for feedback is when it was written.
    `assigned` (arm, unit, happened_at, is_answered, is_alone): every row with an arm that the metric could count;
    is_answered says whether it does, is_alone that its unit is not known, so that the row stands for itself.
    `responses` (arm, unit, happened_at, key): feedback with an arm that could have spoken of a topic; key is its id.
    """

    rows: pd.DataFrame
    assigned: pd.DataFrame
    responses: pd.DataFrame


def units(read: Mapping[str, pa.Table], metric: Metric, arm: str, engine: Engine, *, unit: str | None = None) -> Units:
    """The Units of `metric`; `unit` is the column of the unit of randomisation: the customer if left out, ROW for each
    row by itself.

    The arm is looked for in the metric's own table, then, for feedback, in the record tables: the one with it on which
    most feedback hangs. Raises DataError E251 where none has it, E255 where that table has no column `unit`.
    """
    arm = _spelled(read, arm)
    holder = metric.table if arm in read[metric.table].column_names else _holder(read, metric, arm)
    if holder is None:
        raise _no_arm(read, metric, arm)
    unit = unit or CUSTOMER
    if unit not in (ROW, CUSTOMER) and unit not in read[holder].column_names:
        known = read[holder].column_names
        raise DataError("E255", f"no column {unit!r} says the unit", where=holder, do=nearest(unit, known))
    if holder == metric.table:
        own = _own(read, metric, arm, unit, engine)
        found = [
            own.filter(pc.is_valid(own.column("value"))),
            _could(own),
            _spoken(read, metric, own, arm, unit, engine),
        ]
    else:
        held = _held(read, holder, arm, unit, engine)
        found = _hanging(read, metric, holder, held, unit, engine)
    kept = (
        ("arm", "unit", "value", "happened_at", "seen_at"),
        ("arm", "unit", "happened_at", "is_answered", "is_alone"),
        ("arm", "unit", "happened_at", "key"),
    )
    frames = _categories([one.select(list(names)) for one, names in zip(found, kept, strict=True)])
    return Units(*(one.to_pandas() for one in frames))


def _holder(read: Mapping[str, pa.Table], metric: Metric, arm: str) -> str | None:
    """Of the record tables with a column `arm`, the one on which most feedback hangs; None where there is none."""
    if metric.table != "feedback":
        return None
    holders = [name for name in tables.RECORDS if name in read and arm in read[name].column_names]
    hanging = {one["values"]: one["counts"] for one in pc.value_counts(read["links"].column("population")).to_pylist()}
    return max(holders, key=lambda name: hanging.get(name, 0)) if holders else None


def _spelled(read: Mapping[str, pa.Table], arm: str) -> str:
    """`arm` as the column is written: names that differ only in case are one column."""
    every = [column for name in ("feedback", *tables.RECORDS) if name in read for column in read[name].column_names]
    return arm if arm in every else next((one for one in every if one.casefold() == arm.casefold()), arm)


def _no_arm(read: Mapping[str, pa.Table], metric: Metric, arm: str) -> DataError:
    places = [metric.table, *(n for n in tables.RECORDS if n in read and metric.table == "feedback")]
    names = {column for name in places for column in read[name].column_names}
    elsewhere = [n for n in ("feedback", *tables.RECORDS) if n in read and arm in read[n].column_names]
    return DataError(
        "E251", f"no column {arm!r} says the arm", where=" or ".join(places),
        found=f"it stands in {', '.join(elsewhere)}, which {metric.id} does not count" if elsewhere else "",
        do=nearest(arm, names),
    )  # fmt: skip


def _counted(read: Mapping[str, pa.Table], metric: Metric, engine: Engine) -> pa.Table:
    """The metric's table; feedback with what the classifier heard, contacts with the next contact where it is asked."""
    rows = read[metric.table]
    if metric.table == "interactions" and ("next_contact_s" in metric.value or "horizon_s" in metric.value):
        return with_contacts(rows, engine)
    if metric.table == "feedback" and "sentiment" in metric.value:
        return engine.query(
            "select f.*, o.sentiment, o.sentiment_score from f left join o on f.feedback_id = o.feedback_id "
            "order by f.feedback_id",
            f=rows, o=read["opinions"],
        )  # fmt: skip
    return rows


def _own(read: Mapping[str, pa.Table], metric: Metric, arm: str, unit: str, engine: Engine) -> pa.Table:
    """arm, unit, is_alone, value, happened_at, seen_at and key of every row of a table that says the arm itself; of
    feedback also its score_type."""
    rows = _counted(read, metric, engine)
    valued = f"(select *, cast(({metric.value}) as double) as voc_value from rows)"
    if metric.table != "feedback":
        key, when = tables.RECORD_KEYS[metric.table], tables.TIME_COLUMN[metric.table]
        sql = f"""
            select {_text("c", arm)} as arm, coalesce({_unit("c", unit, key)}, {key}) as unit,
                   {_unit("c", unit, key)} is null as is_alone, voc_value as value,
                   {when} as happened_at, {when} as seen_at, {key} as key
            from {valued} c"""
        return engine.query(sql, rows=rows)
    known = "coalesce(c.customer_id, r.customer_id)" if unit == CUSTOMER else _unit("c", unit, "feedback_id")
    sql = f"""
        select {_text("c", arm)} as arm, coalesce({known}, c.feedback_id) as unit, {known} is null as is_alone,
               voc_value as value, coalesce(r.happened_at, c.created_at) as happened_at,
               {_later("r.happened_at", "c.created_at")} as seen_at, c.feedback_id as key, c.score_type
        from {valued} c left join records r on c.feedback_id = r.feedback_id
        order by c.feedback_id"""
    return engine.query(sql, rows=rows, records=_records(read, engine))


def _could(own: pa.Table) -> pa.Table:
    """The rows of `own` with an arm that the metric could count, with is_answered: feedback of another kind of score
    than the metric's could not."""
    is_valid = pc.is_valid(own.column("value"))
    could = pc.is_valid(own.column("arm"))
    if "score_type" in own.column_names:
        kinds = pc.unique(own.column("score_type").filter(is_valid)).drop_null()
        if len(kinds):
            kind = own.column("score_type")
            could = pc.and_(could, pc.or_(pc.is_null(kind), pc.is_in(kind, value_set=kinds)))
    return own.append_column("is_answered", is_valid).filter(could)


def _spoken(
    read: Mapping[str, pa.Table], metric: Metric, own: pa.Table, arm: str, unit: str, engine: Engine
) -> pa.Table:
    """The responses of a metric whose own table says the arm: those rows, or the feedback that hangs on them."""
    if not read.get("feedback", tables.empty("feedback")).num_rows:
        return own.slice(0, 0)
    if metric.table != "feedback":
        return _responses(read, metric.table, _held(read, metric.table, arm, unit, engine), unit, engine)
    spoken = is_response(Population("feedback", "feedback_id", (), read["feedback"]))
    ids = engine.query(f"select feedback_id from rows where {spoken}", rows=read["feedback"]).column("feedback_id")
    heard = pc.and_(pc.is_in(own.column("key"), value_set=pa.array(ids.to_numpy())), pc.is_valid(own.column("arm")))
    return own.filter(heard)


def _held(read: Mapping[str, pa.Table], holder: str, arm: str, unit: str, engine: Engine) -> pa.Table:
    """key, arm, unit (null where it is not known) and happened_at of the records that say the arm."""
    key = tables.RECORD_KEYS[holder]
    sql = f"""
        select {key} as key, {_text("c", arm)} as arm, {_unit("c", unit, key)} as unit,
               {tables.TIME_COLUMN[holder]} as happened_at
        from rows c"""
    return engine.query(sql, rows=read[holder])


def _hanging(
    read: Mapping[str, pa.Table], metric: Metric, holder: str, held: pa.Table, unit: str, engine: Engine
) -> list[pa.Table]:
    """The three tables of a metric over feedback whose records say the arm."""
    sql = f"""
        select r.key as record, r.arm, {_someone(unit)} as unit, voc_value as value,
               coalesce(r.happened_at, c.created_at) as happened_at, {_later("r.happened_at", "c.created_at")} as seen_at
        from (select *, cast(({metric.value}) as double) as voc_value from rows) c
        {_links(holder)} join held r on l.record_id = r.key
        where voc_value is not null
        order by c.feedback_id"""
    rows = engine.query(sql, rows=_counted(read, metric, engine), links=read["links"], held=held)
    asked = held.filter(pc.is_valid(held.column("arm")))
    answered = pc.is_in(asked.column("key"), value_set=pc.unique(rows.column("record")))
    assigned = pa.table({
        "arm": asked.column("arm"), "unit": pc.coalesce(asked.column("unit"), asked.column("key")),
        "happened_at": asked.column("happened_at"), "is_answered": answered,
        "is_alone": pc.is_null(asked.column("unit")),
    })  # fmt: skip
    return [rows, assigned, _responses(read, holder, held, unit, engine)]


def _responses(read: Mapping[str, pa.Table], holder: str, held: pa.Table, unit: str, engine: Engine) -> pa.Table:
    """The feedback that could have spoken of a topic and hangs on `held` records with an arm."""
    spoken = is_response(Population("feedback", "feedback_id", (), read["feedback"]))
    sql = f"""
        select r.arm, {_someone(unit)} as unit, r.happened_at, c.feedback_id as key
        from (select * from feedback where {spoken}) c {_links(holder)} join held r on l.record_id = r.key
        where r.arm is not null
        order by c.feedback_id"""
    return engine.query(sql, feedback=read["feedback"], links=read["links"], held=held)


def _records(read: Mapping[str, pa.Table], engine: Engine) -> pa.Table:
    """feedback_id, and customer_id and happened_at of the record it hangs on best."""
    there = [name for name in tables.RECORDS if name in read]
    if not there or "links" not in read:
        text, time = pa.array([], pa.string()), pa.array([], pa.timestamp("us", tz="UTC"))
        return pa.table({"feedback_id": text, "customer_id": text, "happened_at": time})
    every = " union all ".join(
        f"select '{name}' as population, {tables.RECORD_KEYS[name]} as record_id, customer_id, "
        f"{tables.TIME_COLUMN[name]} as happened_at from {name}"
        for name in there
    )
    sql = f"""
        with best as (
          select * from (select *, row_number() over (partition by feedback_id order by confidence desc, population) as p
                         from links where confidence >= {LEAST_CONFIDENCE}) ranked where p = 1)
        select b.feedback_id, r.customer_id, r.happened_at from best b
        join ({every}) r on r.population = b.population and r.record_id = b.record_id"""
    return engine.query(sql, links=read["links"], **{name: read[name] for name in there})


def _categories(found: list[pa.Table]) -> list[pa.Table]:
    """The tables with arm and unit as dictionaries that they share: the same unit has the same number in each."""
    for name in ("arm", "unit"):
        every = pa.chunked_array(
            [chunk for one in found for chunk in one.column(name).cast(pa.string()).chunks], pa.string()
        )
        coded, start = every.combine_chunks().dictionary_encode(), 0
        for k, one in enumerate(found):
            place = one.column_names.index(name)
            found[k] = one.set_column(place, name, coded.slice(start, one.num_rows))
            start += one.num_rows
    return found


def _links(holder: str) -> str:
    return (
        f"join links l on c.feedback_id = l.feedback_id and l.population = '{holder}' "
        f"and l.confidence >= {LEAST_CONFIDENCE}"
    )


def _someone(unit: str) -> str:
    """SQL: the unit of feedback c on record r; the customer that feedback names stands in for one not on the record."""
    return "coalesce(r.unit, c.customer_id, r.key)" if unit == CUSTOMER else "coalesce(r.unit, r.key)"


def _unit(table: str, unit: str, key: str) -> str:
    return f"{table}.{key}" if unit == ROW else f"{table}.customer_id" if unit == CUSTOMER else _text(table, unit)


def _text(table: str, column: str) -> str:
    return f"nullif(trim(cast({table}.{quoted(column)} as string)), '')"


def _later(one: str, other: str) -> str:
    return f"case when {one} > {other} then {one} else coalesce({other}, {one}) end"
