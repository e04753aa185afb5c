"""The rows of a table that a sync marks as gone from where it took them, or as replaced by a newer one.

    raw = still_there(raw)    # the others; the marked ones are rejected

For: `headed`, before the headings of a table are asked what it holds, and `read`, before a format reads a table of feedback
(`undeleted`). Not for: which version of a row holds in tables of known tools; `table_rows.versions` sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from voc.ingest import carried
from voc.ingest.raw import Raw, Reject

# The column, what it says of a row that is gone, and why that is left out.
_GONE = (
    ("_fivetran_deleted", ("true", "t", "1"), "deleted", "a row that is still there"),
    ("_fivetran_active", ("false", "f", "0"), "older_version", "the version that holds"),
)


def still_there(raw: Raw) -> Raw:
    """`raw` without the rows that are marked."""
    return _without(raw, _GONE)


def undeleted(raw: Raw) -> Raw:
    """`raw` without the rows that are marked as gone; older versions stay."""
    return _without(raw, _GONE[:1])


def _without(raw: Raw, marked: Sequence[tuple[str, tuple[str, ...], str, str]]) -> Raw:
    for column, marks, reason, expected in marked:
        if column not in raw.rows.column_names:
            continue
        said = carried.as_text(raw.rows.column(column)).to_pylist()
        stays = [(one or "").strip().lower() not in marks for one in said]
        gone = [
            Reject(int(number), column, reason, one or "", expected)
            for number, one, is_left in zip(raw.numbers, said, stays, strict=True)
            if not is_left
        ]
        if gone:
            mask = pa.array(stays, pa.bool_())
            raw = replace(raw, rows=raw.rows.filter(mask), numbers=raw.numbers[stays], rejected=[*raw.rejected, *gone])
    return raw
