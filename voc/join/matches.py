"""Matches: how many rows found their partner, for every key and both ways.

For: the match rates that `voc check` and the report print. Not for: the links themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.engine import Engine
from voc.join.links import unkeyed

_COUNT = """
select '{left}' as left_table, '{right}' as right_table, '{key}' as key, count(*) as n,
       coalesce(sum(case when p.{key} is not null then 1 else 0 end), 0) as matched
from l left join (select distinct {key} from r where {key} is not null) p on l.{key} = p.{key}
where l.{key} is not null
"""


def matches(read: Mapping[str, pa.Table], links: pa.Table, engine: Engine) -> pa.Table:
    """Table `matches` over the tables in `read`: each shared key both ways, then what windows added, out of the feedback
    that has a customer and no key."""
    pairs = [("feedback", name, key) for name, key in tables.RECORD_KEYS.items()]
    pairs += [("turns", "interactions", "interaction_id"), ("interactions", "agents", "agent_id")]
    found = [tables.empty("matches")]
    for one, other, key in pairs:
        if one not in read or other not in read:
            continue
        for left, right in ((one, other), (other, one)):
            sql = _COUNT.format(left=left, right=right, key=key)
            found.append(tables.conform(engine.query(sql, l=read[left], r=read[right]), "matches"))
    if "feedback" in read:
        by_window = f"""
            select 'feedback' as left_table, population as right_table, 'window' as key,
                   (select count(*) from f where {unkeyed("f")} and f.customer_id is not null) as n, count(*) as matched
            from links where how = 'window' group by population order by population"""
        found.append(tables.conform(engine.query(by_window, links=links, f=read["feedback"]), "matches"))
    merged = pa.concat_tables(found)
    return merged.filter(pc.greater(merged.column("n"), 0))
