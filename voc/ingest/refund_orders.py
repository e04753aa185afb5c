"""Lines of refunds and the order that they came from: a line names its refund, and only the table of refunds says of which
order that is.

For: `assemble`. Not for: returns that name their order. A line whose refund no file names is rejected (`no_order`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from voc.ingest.raw import Reject
from voc.ingest.rows import Part

LINES = "shopify_refund_line_rows"
_OF = "order_id"
_HELD = "refund:"


def held(refund: str) -> str:
    """What stands for the order of a line until its refund is found."""
    return f"{_HELD}{refund}"


def with_orders(parts: Sequence[Part]) -> list[Part]:
    """`parts` with the order of each line of a refund; lines without one are rejected."""
    if not any(one.raw.reader == LINES for one in parts):
        return list(parts)
    orders: dict[str, set[str]] = {}
    for one in parts:
        if one.table == "orders" and {"refund_id", _OF} <= {*one.rows.column_names}:
            pairs = zip(one.rows.column("refund_id").to_pylist(), one.rows.column(_OF).to_pylist(), strict=True)
            for refund, order in pairs:
                if refund is not None and order:
                    orders.setdefault(str(refund), set()).add(order)
    known = {held(refund): min(of) for refund, of in orders.items() if len(of) == 1}
    return [_placed(one, known) if one.raw.reader == LINES else one for one in parts]


def _placed(one: Part, known: dict[str, str]) -> Part:
    named = one.rows.column(_OF).to_pylist()
    found = [known.get(name) if name.startswith(_HELD) else name for name in named]
    rows = one.rows.set_column(one.rows.column_names.index(_OF), _OF, pa.array(found, pa.string()))
    lost = [
        Reject(row, "refund_id", "no_order", name.removeprefix(_HELD), "a refund that the table of refunds has")
        for row, name, order in zip(rows.column("row").to_pylist(), named, found, strict=True)
        if order is None
    ]
    kept = rows.filter(pa.array([order is not None for order in found], pa.bool_()))
    return replace(one, rows=kept, rejected=[*one.rejected, *lost])
