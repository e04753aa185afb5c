"""Cases that other files call by another of their names: the id of 15 signs for that of 18, the case number for the id.

For: `assemble`. Not for: keys of other systems, which are compared to the letter, and guesses: an id of 15 signs is changed
where the case with its 18 is there, case numbers where no cell of the column is an id, and half of them name a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.note import note
from voc.ingest.rows import Part

_KEYS = ("interaction_id", "customer_id")
_CASES = "salesforce_"
_ENOUGH = 0.5  # of the ids in a column that are case numbers


def called_alike(parts: Sequence[Part]) -> list[Part]:
    """`parts` with the ids of Salesforce's records written in one way in all of them, which their warnings say."""
    ours = [one for one in parts if one.raw.reader.startswith(_CASES)]
    known = {key: {cell for one in ours for cell in _cells(one, key) if cell} for key in _KEYS}
    if not any(known.values()):
        return list(parts)
    every = {cell for one in parts if one.table == "interactions" for cell in _cells(one, "interaction_id")}
    numbers = _numbers(ours)
    done = []
    for one in parts:
        if not one.raw.reader.startswith(_CASES):
            for key in _KEYS:
                names = {cell for cell in _cells(one, key) if cell}
                longer = {cell: long for cell in names if (long := whole(cell)) != cell and long in known[key]}
                one = _renamed(one, key, {cell: str(long) for cell, long in longer.items()}, note("ids of 15 signs"))
            names = {cell for cell in _cells(one, "interaction_id") if cell}
            found = {cell: numbers[cell] for cell in names if cell in numbers}
            if one.table != "interactions" and not names & every and len(found) >= _ENOUGH * len(names):
                one = _renamed(one, "interaction_id", found, note("case numbers"))
        done.append(one)
    return done


def _numbers(cases: Sequence[Part]) -> dict[str, str]:
    """The id of each case by its number, where one case alone has it."""
    found: dict[str, set[str]] = {}
    for one in cases:
        for number, id in zip(_cells(one, "case_number"), _cells(one, "interaction_id"), strict=False):
            if number and id:
                found.setdefault(number, set()).add(id)
    return {number: ids.pop() for number, ids in found.items() if len(ids) == 1}


def _cells(one: Part, column: str) -> list[str | None]:
    if column not in one.rows.column_names or not pa.types.is_string(one.rows.schema.field(column).type):
        return []
    cells: list[str | None] = one.rows.column(column).to_pylist()
    return cells


def _renamed(one: Part, key: str, names: Mapping[str, str], what: str) -> Part:
    if not names:
        return one
    cells = one.rows.column(key).combine_chunks()
    at = pc.index_in(cells, pa.array(list(names), pa.string()))
    new = pc.coalesce(pc.take(pa.array(list(names.values()), pa.string()), at), cells)
    rows = one.rows.set_column(one.rows.column_names.index(key), key, new)
    told = note(
        "{n} {key}s are {what} of Salesforce records that other files call by the id: they count as that",
        n=len(names),
        key=key,
        what=what,
    )
    return replace(one, rows=rows, warnings=[*one.warnings, told])
