"""Rows that complete others: what came back of an order stands in a file of its own, under the order's id.

For: `assemble`. Not for: two rows that say the same thing; see `twice`. A part whose Raw `completes` fills what is empty in
the row with its key, from whichever file; a key that nobody else has stays a row of its own. Where tables of returns are
read beside orders, an order that none of them names did not come back, if it is no older than the first one that does: else
a share of returned orders would be counted over the returned ones alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.ingest import carried
from voc.ingest.note import note
from voc.ingest.rows import Part

_SUMMED = ("returned_units",)
_ANY = ("is_returned",)


def completed(parts: list[Part], table: tables.Table, timezone: str | None = None) -> list[Part]:
    """`parts` of one table, in reading order; the rows of those that complete others moved into them. A day that is said
    is one of `timezone`."""
    adding = [one for one in parts if one.raw.completes]
    if not adding:
        return parts
    key = table.key[0]
    known = {value for one in parts if not one.raw.completes for value in one.rows.column(key).to_pylist()}
    merged: dict[str, dict[str, Any]] = {}
    first: dict[str, tuple[int, int]] = {}  # of a key that nobody else has: the part and the row that stay
    for number, one in enumerate(adding):
        for at, row in enumerate(one.rows.to_pylist()):
            first.setdefault(row[key], (number, at))
            said = merged.setdefault(row[key], {})
            for name, value in row.items():
                said[name] = _both(name, said.get(name), value)
    kept = []
    for one in parts:
        place = next((n for n, other in enumerate(adding) if other is one), None)
        rows = one.rows
        if place is not None:
            keys = rows.column(key).to_pylist()
            stays = [value not in known and first[value] == (place, at) for at, value in enumerate(keys)]
            rows = rows.filter(pa.array(stays, pa.bool_()))
        rows = _with(rows, key, merged, adding, place is None)
        n_joined = one.rows.num_rows - rows.num_rows
        told = [note("{n} of its rows complete rows with the same {key}", n=n_joined, key=key)] if n_joined else []
        kept.append(replace(one, rows=rows, n_joined=n_joined, warnings=[*one.warnings, *told]))
    back = {value for value, said in merged.items() if said.get("is_returned") is not None} & known
    return _others_kept(kept, back, timezone) if any(merged[value]["is_returned"] for value in back) else kept


def _others_kept(parts: list[Part], back: set[str], timezone: str | None) -> list[Part]:
    """`parts` of orders; what is no older than the first of `back`, orders that tables of returns name, and of which nobody
    says whether it came back, did not."""
    orders = [one for one in parts if not one.raw.completes and "created_at" in one.rows.column_names]
    named = pa.array(sorted(back), pa.string())
    firsts = [
        pc.min(one.rows.filter(pc.is_in(one.rows.column("order_id"), named)).column("created_at")) for one in orders
    ]
    since = min((first.as_py() for first in firsts if first.is_valid), default=None)
    return [
        _kept_since(one, since, timezone) if since and any(one is each for each in orders) else one for one in parts
    ]


def _kept_since(one: Part, since: datetime, timezone: str | None) -> Part:
    is_there = "is_returned" in one.rows.column_names
    said = one.rows.column("is_returned") if is_there else pa.nulls(one.rows.num_rows, pa.bool_())
    when = one.rows.column("created_at")
    silent = pc.and_(pc.is_null(said), pc.fill_null(pc.greater_equal(when, pa.scalar(since, when.type)), False))
    if not pa.types.is_boolean(said.type) or not (n := pc.sum(silent).as_py()):
        return one
    cells = pc.if_else(silent, False, said)
    at = one.rows.schema.get_field_index("is_returned")
    rows = one.rows.set_column(at, "is_returned", cells) if is_there else one.rows.append_column("is_returned", cells)
    day = since.astimezone(ZoneInfo(timezone)) if timezone and since.tzinfo else since
    told = note("{n} orders since {day} that no return names count as not returned", n=n, day=f"{day:%Y-%m-%d}")
    return replace(one, rows=rows, warnings=[*one.warnings, told])


def _with(rows: pa.Table, key: str, merged: dict[str, dict[str, Any]], adding: list[Part], speaks: bool) -> pa.Table:
    """`rows` with what `merged` says of their keys; only where they say nothing, where they are what `speaks` first."""
    keys = rows.column(key).to_pylist()
    places = np.flatnonzero([value in merged for value in keys]).tolist()
    if not places:
        return rows
    kinds = {
        field.name: field.type
        for one in adding
        for field in one.rows.schema
        if field.name not in ("source", "row", key)
    }
    for name, kind in kinds.items():
        is_there = name in rows.column_names
        cells = rows.column(name) if is_there else pa.nulls(rows.num_rows, kind)
        if cells.type != kind:
            cells, kind = carried.as_text(cells), pa.string()
        values = cells.to_pylist()
        for at in places:
            more = merged[keys[at]].get(name)
            more = more if more is None or kind != pa.string() else str(more)
            values[at] = _both(name, values[at], more, sums=False) if speaks else more
        filled = pa.array(values, kind)
        at_column = rows.schema.get_field_index(name)
        rows = rows.set_column(at_column, name, filled) if is_there else rows.append_column(name, filled)
    return rows


def _both(name: str, one: Any, other: Any, sums: bool = True) -> Any:
    if one is None or other is None:
        return other if one is None else one
    if name in _ANY:
        return one or other
    return one + other if name in _SUMMED and sums else one
