"""Links: feedback and the record it hangs on, by key first, then by window.

For: the one table through which comments and records meet. Not for: moving any value across it (see outcomes).
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from voc import tables
from voc.engine import Engine

WINDOW_DAYS = 7

_BY_KEY = """
select f.feedback_id, '{population}' as population, r.{key} as record_id, 'key' as how, cast(1 as double) as confidence
from feedback f join records r on f.{key} = r.{key}
"""

# A comment without any key hangs on the customer's latest record of the days before it; the more records fit, the
# less sure the link.
_BY_WINDOW = """
select feedback_id, '{population}' as population, record_id, 'window' as how,
       cast(1 as double) / cast(fitting as double) as confidence
from (
  select f.feedback_id, r.{key} as record_id,
         row_number() over (partition by f.feedback_id order by r.{time} desc, r.{key}) as place,
         count(*) over (partition by f.feedback_id) as fitting
  from feedback f join records r on f.customer_id = r.customer_id
  where {no_key}
    and r.{time} <= f.created_at
    and r.{time} >= f.created_at - interval '{days}' day
) candidates
where place = 1
"""


def unkeyed(feedback: str) -> str:
    """SQL: this row of `feedback` has no key of any record, so that a window is looked at."""
    return " and ".join(f"{feedback}.{key} is null" for key in tables.RECORD_KEYS.values())


def links(feedback: pa.Table, records: Mapping[str, pa.Table], engine: Engine) -> pa.Table:
    """Table `links`: every feedback row to at most one record of each of interactions, orders and sessions.

    `records` maps those table names to rows; a table that was not read is absent. A window link needs the customer and
    both times; it looks WINDOW_DAYS back and its confidence is 1 over the number of records that fit.
    """
    found = [tables.empty("links")]
    no_key = unkeyed("f")
    for population, key in tables.RECORD_KEYS.items():
        if population not in records:
            continue
        asked = {"population": population, "key": key}
        for template in (_BY_KEY, _BY_WINDOW):
            sql = template.format(**asked, time=tables.TIME_COLUMN[population], no_key=no_key, days=WINDOW_DAYS)
            rows = engine.query(sql, feedback=feedback, records=records[population])
            found.append(tables.conform(rows, "links"))
    return pa.concat_tables(found).sort_by([("feedback_id", "ascending"), ("population", "ascending")])
