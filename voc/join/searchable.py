"""Whether every dimension that is to be searched is a column of something that was read.

For: `joined`, before anything is counted. Not for: how its values are placed; that is `population`.

A name that no table has is left out, and said so: a report that finds nothing there would else look like one that had
looked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from voc import tables
from voc.errors import ConfigError, nearest
from voc.join.countable import Left
from voc.metrics import Metric
from voc.wording import say

_HELD = ("feedback", *tables.RECORDS)
# Columns that the join makes itself; a dimension of that name would be two columns of one name.
_OURS = frozenset(name for table in ("series", "outcomes", "makeup") for name in tables.ALL[table].names)


def searchable(
    dims: Sequence[str], metrics: Mapping[str, Metric], read: Mapping[str, pa.Table]
) -> tuple[tuple[str, ...], tuple[Left, ...]]:
    """(the dimensions that can be searched, those that no table of `read` has, with the near name).

    Raises ConfigError E109 for one whose name is taken by a column that the join makes, and for one that a metric of
    the project's own asks for by name.
    """
    held = [read[name] for name in _HELD if name in read]
    there = {column for rows in held for column in rows.column_names} - _OURS
    filled = {
        field.name for rows in held for field in rows.schema
        if pa.types.is_string(field.type) and rows.column(field.name).null_count < rows.num_rows
    }  # fmt: skip
    free = sorted((there & filled) - set(_never_useful(there)))
    left = []
    for dim in dims:
        asking = next((one.id for one in metrics.values() if not one.is_builtin and dim in (one.dims or ())), None)
        if dim in _OURS or (dim not in there and asking is not None):
            raise ConfigError(
                "E109",
                f"{dim!r} cannot be searched: the join has a column of that name"
                if dim in _OURS
                else f"no table that was read has a column {dim!r} to search",
                where="project.segments" if asking is None else f"dims of metric {asking}",
                expected=f"one of the columns {', '.join(free)}",
                do=near if (near := nearest(dim, free)).startswith("did") else "name one of these columns",
            )
        if dim not in there:
            left.append(Left(f"segment {dim}", say("left_out.no_column", near=nearest(dim, free))))
    return tuple(dim for dim in dims if dim in there), tuple(left)


def as_spelled(
    dims: Sequence[str], metrics: Mapping[str, Metric], read: Mapping[str, pa.Table]
) -> tuple[tuple[str, ...], dict[str, Metric]]:
    """`dims`, and the metrics with their dims, in the spelling of the columns of `read`: country where they say Country."""
    columns = {column.casefold(): column for name in _HELD if name in read for column in read[name].column_names}

    def spelled(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(columns.get(name.casefold(), name) for name in names))

    of_own = {key: one if one.dims is None else replace(one, dims=spelled(one.dims)) for key, one in metrics.items()}
    return spelled(dims), of_own


def _never_useful(names: set[str]) -> list[str]:
    """What nobody searches by: ids of single rows, texts, times and what ingest and clean add."""
    added = ("source", "row", "masks", "is_duplicate", "duplicate_kind", "text", "title")
    return [one for one in names if one in (*added, *tables.RECORD_KEYS.values(), "feedback_id") or one.endswith("_at")]
