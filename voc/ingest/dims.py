"""Which columns of a file a search could look along: the segments of a draft.

    of(table, rows, theirs)      # Dims(many=("channel", "region"), alone=())

For: `draft`. Not for: the search itself, which takes the segments that a project declares, nor their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.ingest import carried
from voc.ingest.parse import blank_to_null
from voc.ingest.usual_names import as_ours

FEWEST_VALUES, MOST_VALUES = 2, 40
LONGEST_VALUE = 40
_TABLES = ("feedback", "interactions", "orders", "sessions")
# Declared columns that may be searched; every other declared text is an id, what was said, or an outcome itself.
_DECLARED = ("channel", "product", "device", "reason")


@dataclass(frozen=True)
class Dims:
    """By our names: `many` have several values in the file itself; `alone` are declared ones that have one value in all of
    it, and that value: calls in one file and chats in another make a dimension together."""

    many: tuple[str, ...] = ()
    alone: tuple[tuple[str, str], ...] = ()


NO_DIMS = Dims()


def of(table: str, rows: pa.Table, theirs: Mapping[str, str]) -> Dims:
    """The Dims of `rows` of `table`; `theirs` are their names by ours. Text columns with FEWEST_VALUES to MOST_VALUES short
    values that come back and are no ids; none of a table that no search counts."""
    if table not in _TABLES:
        return NO_DIMS
    ours_of = {their: ours for ours, their in theirs.items()}
    many, alone = [], []
    for their in rows.column_names:
        is_declared = tables.ALL[table].column(as_ours(their)) is not None
        ours = ours_of.get(their, as_ours(their) if is_declared else their)
        if (tables.ALL[table].column(ours) is not None and ours not in _DECLARED) or carried.is_code(ours):
            continue
        filled = blank_to_null(pc.cast(carried.as_text(rows.column(their)), pa.string())).drop_null()
        values = pc.unique(filled)
        if len(values) == 1 and ours in _DECLARED:
            alone.append((ours, str(values[0].as_py())))
        if not FEWEST_VALUES <= len(values) <= MOST_VALUES or len(values) * 2 > len(filled):
            continue
        is_text = pa.types.is_string(carried.typed(filled, ours, "UTC").type)
        if is_text and pc.max(pc.utf8_length(values)).as_py() <= LONGEST_VALUE:
            many.append(ours)
    return Dims(tuple(many), tuple(alone))


def together(found: Iterable[Dims]) -> list[str]:
    """The dimensions of files that are searched together, in their order: with several values in one file, or with one in
    each of several files that are not all the same."""
    every = list(found)
    names = [name for one in every for name in (*one.many, *(name for name, _ in one.alone))]
    values = {name: {value for one in every for ours, value in one.alone if ours == name} for name in names}
    many = {name for one in every for name in one.many}
    return [name for name in dict.fromkeys(names) if name in many or len(values[name]) > 1]
