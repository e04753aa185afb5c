"""Ids that occur more than once, in one file or across the files of a table: three answers.

    duplicate_row           an exact copy of a row that is kept
    older_version           the same thing, and a kept row is newer: by a column such as updated_at, or by the date in the
                            name of its file
    duplicate_id_conflict   another thing under the same id, and nothing says which is newer: the first row is kept

For: `assemble`. Not for: the same words said twice; that is `clean`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.errors import VocError
from voc.ingest import carried, times
from voc.ingest.raw import Reject, short
from voc.ingest.rows import Part, without

# Columns that say which of two versions is newer, the surest first; compared by letters and digits alone, in lower case.
_VERSIONS = (
    "updatedat", "modifiedat", "lastmodifiedat", "lastupdatedat", "lastmodified", "lastupdated", "lastmodifieddate",
    "lastupdatetimestamp", "lastupdateddate", "updateddate", "modifieddate", "updated", "modified", "systemmodstamp",
    "updatedtime", "modifiedtime", "updatetime", "synced", "fivetransynced", "更新时间", "更新時間", "修改时间", "修改時間",
    "版本", "version", "revision",
)  # fmt: skip
_ZONE = re.compile(r"[\s_]*[(\[]?(?:utc|gmt)[)\]]?\s*$")  # Updated at (UTC), updated_at_utc
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)(?:[-_.]?([0-3]\d))?(?!\d)")


@dataclass(frozen=True)
class _Row:
    """A row whose id another row has: where it stands, what it holds, and what it says of its age."""

    file: str
    number: int
    cells: Mapping[str, object]
    age: tuple[str, float] | None
    file_age: str

    def is_newer_than(self, other: _Row) -> bool | None:
        """None where nothing tells."""
        if self.age is not None and other.age is not None and self.age[0] == other.age[0] and self.age != other.age:
            return self.age > other.age
        if self.file_age and other.file_age and self.file_age != other.file_age:
            return self.file_age > other.file_age
        return None


def without_repeats(parts: list[Part], table: tables.Table) -> list[Part]:
    """`parts` (all of one table, in reading order) with one row for each key."""
    keys = pd.concat([one.rows.select(_key(one, table)).to_pandas() for one in parts], ignore_index=True).fillna("")
    is_shared = keys.duplicated(keep=False).to_numpy()
    if not is_shared.any():
        return parts
    rows = _rows(parts, is_shared)
    names = [tuple(map(str, row)) for row in keys[is_shared].itertuples(index=False)]
    kept: dict[tuple[str, ...], int] = {}
    wrong: dict[int, Reject] = {}
    for at, name in zip(np.flatnonzero(is_shared).tolist(), names, strict=True):
        earlier = kept.setdefault(name, at)
        if earlier == at:
            continue
        is_newer = None if rows[at].cells == rows[earlier].cells else rows[at].is_newer_than(rows[earlier])
        if is_newer:
            kept[name] = at
        wrong[earlier if is_newer else at] = _reject(
            rows[earlier if is_newer else at], rows[kept[name]], is_newer, table, " ".join(name)
        )
    return _filtered(parts, wrong)


def _reject(row: _Row, stays: _Row, is_newer: bool | None, table: tables.Table, name: str) -> Reject:
    if row.cells == stays.cells:
        reason, why = "duplicate_row", "the same"
    elif is_newer is not None:
        reason, why = "older_version", "newer"
    else:
        reason, why = "duplicate_id_conflict", "another thing with this id"
    expected = f"one row for it: row {stays.number} of {stays.file} is {why}"
    return Reject(row.number, " ".join(table.key), reason, short(name, is_id=True), expected)


def _filtered(parts: list[Part], wrong: dict[int, Reject]) -> list[Part]:
    kept, offset = [], 0
    for one in parts:
        n = one.rows.num_rows
        mine = [at for at in wrong if offset <= at < offset + n]
        stays = np.ones(n, dtype=bool)
        stays[[at - offset for at in mine]] = False
        kept.append(without(one, one.rows.filter(pa.array(stays)), [wrong[at] for at in mine]) if mine else one)
        offset += n
    return kept


def _key(one: Part, table: tables.Table) -> list[str]:
    """The columns that tell rows apart: the key, and for a table without an id (figures by region, say) all that is
    carried beside it."""
    if any(name.endswith("_id") for name in table.key):
        return list(table.key)
    return [*table.key, *(name for name in one.rows.column_names if table.column(name) is None)]


def _rows(parts: list[Part], is_shared: np.ndarray) -> dict[int, _Row]:
    """The rows whose id is shared, by their place among all rows, with their filled cells."""
    found: dict[int, _Row] = {}
    offset = 0
    for one in parts:
        chosen = np.flatnonzero(is_shared[offset : offset + one.rows.num_rows])
        shared = one.rows.take(pa.array(chosen))
        ages, file_age = _ages(shared), "".join(part or "" for part in _date_in(one.raw.file))
        numbers = shared.column("row").to_pylist()
        for at, row in enumerate(shared.drop_columns(["source", "row"]).to_pylist()):
            cells = {name: cell for name, cell in row.items() if cell is not None}
            found[int(chosen[at]) + offset] = _Row(one.raw.file, numbers[at], cells, ages[at], file_age)
        offset += one.rows.num_rows
    return found


def _date_in(file: str) -> tuple[str | None, ...]:
    found = _IN_NAME.search(file.rsplit("/", 1)[-1])
    return found.groups() if found else ()


def _ages(rows: pa.Table) -> list[tuple[str, float] | None]:
    """What each row says of its age, by the surest column that the file has; None where it says nothing."""
    plain = {re.sub(r"[\W_]+", "", _ZONE.sub("", name.lower())): name for name in rows.column_names}
    named = next((plain[one] for one in _VERSIONS if one in plain), None)
    if named is None or not rows.num_rows:
        return [None] * rows.num_rows
    cells = rows.column(named)
    text = carried.as_text(pa.concat_arrays(cells.chunks) if cells.num_chunks != 1 else cells.chunk(0))
    if pc.all(pc.match_substring_regex(text, r"^\d{1,9}$")).as_py():
        return [None if one is None else ("number", float(one)) for one in text.to_pylist()]
    try:
        read = times.times(text, "UTC", where=named)
    except VocError:  # dates that may be either: they tell no order
        return [None] * rows.num_rows
    micros = read.values.cast(pa.int64()).to_pylist()
    return [None if one is None else ("time", float(one)) for one in micros]
