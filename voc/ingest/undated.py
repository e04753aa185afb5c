"""What to say of rows without a time whose file has dates in a column that nobody took for it.

    doubts("feedback", parsed, {"Enddatum": cells})   # one warning that names the column

For: `rows`. Not for: dates that cannot be read, which are asked for (`times`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa

from voc.ingest.note import note

TIME_OF = {"feedback": "created_at", "interactions": "started_at", "orders": "created_at"}
_DATE = re.compile(
    r"\s*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ,]+\d{1,2}:\d{2}.{0,24})?\s*"
)


def doubts(table: str, parsed: Mapping[str, pa.Array], more: Mapping[str, pa.Array]) -> list[str]:
    """A warning where no row of `table` has its time and a column of `more` holds dates; none otherwise."""
    ours = TIME_OF.get(table)
    if ours is None or not more or (ours in parsed and parsed[ours].null_count < len(parsed[ours])):
        return []
    dated = [their for their, cells in more.items() if _are_dates(cells)]
    return [] if not dated else [
        note(
            "no row has {ours}, and {columns} holds dates: if that is when it was, say so in this source, {line}",
            ours=ours, columns=", ".join(dated[:3]), line=f'[source.columns] {ours} = "{dated[0]}"',
        )
    ]  # fmt: skip


def _are_dates(cells: pa.Array) -> bool:
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        return bool(len(cells) > cells.null_count)
    if not pa.types.is_string(cells.type):
        return False
    filled = [one for one in cells.to_pylist() if one and one.strip()]
    return bool(filled) and all(_DATE.fullmatch(one) for one in filled)
