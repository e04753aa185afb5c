"""Units of an experiment: the rows of one metric with their arm and their customer.

For: `voc experiment`. Not for: comparing the arms; that is `explain.experiment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from voc import tables
from voc.engine import Engine
from voc.errors import DataError, nearest
from voc.join.population import LEAST_CONFIDENCE, quoted
from voc.metrics import Metric

if TYPE_CHECKING:
    import pandas as pd


def units(read: Mapping[str, pa.Table], metric: Metric, arm: str, engine: Engine) -> pd.DataFrame:
    """Columns arm, unit, value: a row for each row the metric counts; unit is the customer, else the row's own id.

    `arm` is a column of the metric's own table or, for feedback, of the record it hangs on. Raises DataError E251
    where neither has it.
    """
    rows = read[metric.table]
    key = "feedback_id" if metric.table == "feedback" else tables.RECORD_KEYS[metric.table]
    if metric.table == "feedback":
        rows = engine.query(
            "select f.*, o.sentiment, o.sentiment_score from f left join o on f.feedback_id = o.feedback_id",
            f=rows, o=read["opinions"],
        )  # fmt: skip
    counted = f"select *, cast(({metric.value}) as double) as voc_value from rows"
    if arm in rows.column_names:
        sql = f"""
            select cast({quoted(arm)} as string) as arm, coalesce(customer_id, {key}) as unit, voc_value as value
            from ({counted}) counted where voc_value is not null and {quoted(arm)} is not null"""
        frame: pd.DataFrame = engine.query(sql, rows=rows).to_pandas()
        return frame
    holders = [name for name in tables.RECORDS if name in read and arm in read[name].column_names]
    if metric.table != "feedback" or not holders:
        names = sorted({*rows.column_names, *(c for n in tables.RECORDS if n in read for c in read[n].column_names)})
        raise DataError("E251", f"no column {arm!r} says the arm", where=metric.table, do=nearest(arm, names))
    record = holders[0]
    sql = f"""
        select cast(r.{quoted(arm)} as string) as arm, coalesce(r.customer_id, c.customer_id, l.record_id) as unit,
               voc_value as value
        from ({counted}) c join links l on c.feedback_id = l.feedback_id and l.population = '{record}'
                                           and l.confidence >= {LEAST_CONFIDENCE}
        join records r on l.record_id = r.{tables.RECORD_KEYS[record]}
        where voc_value is not null and r.{quoted(arm)} is not null"""
    return engine.query(sql, rows=rows, links=read["links"], records=read[record]).to_pandas()
