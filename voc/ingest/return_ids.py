"""Feedback on what was sent back, and the order that it came from: lines of returns name their return, and only the table of
returns says of which order that is.

For: `assemble`. Not for: keys that two files share already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.note import note
from voc.ingest.rows import Part

_KEY, _OF = "return_id", "order_id"


def with_orders(parts: Sequence[Part]) -> list[Part]:
    """`parts` with the order of each row of feedback that names only a return of the same system, where one order has it."""
    orders: dict[tuple[str, str], set[str]] = {}
    for one in parts:
        if one.table == "orders" and _is_text(one, _KEY):
            pairs = zip(one.rows.column(_KEY).to_pylist(), one.rows.column(_OF).to_pylist(), strict=True)
            for back, order in pairs:
                if back and order:
                    orders.setdefault((_system(one), back), set()).add(order)
    return [_filled(one, orders) if one.table == "feedback" and _is_text(one, _KEY) else one for one in parts]


def _filled(one: Part, orders: dict[tuple[str, str], set[str]]) -> Part:
    known = {back: min(of) for (system, back), of in orders.items() if system == _system(one) and len(of) == 1}
    found = [known.get(back) if back else None for back in one.rows.column(_KEY).to_pylist()]
    is_there = _OF in one.rows.column_names
    own = one.rows.column(_OF).combine_chunks().cast(pa.string()) if is_there else pa.nulls(len(found), pa.string())
    cells = pc.coalesce(own, pa.array(found, pa.string()))
    at = one.rows.column_names.index(_OF) if is_there else -1
    rows = one.rows.set_column(at, _OF, cells) if is_there else one.rows.append_column(_OF, cells)
    told = note(
        "{n} of its rows name a return whose order no file says: read the table of returns beside it",
        n=cells.null_count,
    )
    return replace(one, rows=rows, warnings=[*one.warnings, told] if cells.null_count else one.warnings)


def _is_text(one: Part, column: str) -> bool:
    return column in one.rows.column_names and pa.types.is_string(one.rows.schema.field(column).type)


def _system(one: Part) -> str:
    """Readers of one system begin with its name."""
    return one.raw.reader.partition("_")[0]
