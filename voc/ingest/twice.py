"""Ids that occur more than once, in one file or across the files of a table.

For: `assemble`. Not for: the same words said twice; that is `clean`'s. The first row with an id is kept; a later one
is rejected, as an exact copy (`duplicate_row`) or as another thing under the same id (`duplicate_id_conflict`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from voc import tables
from voc.ingest.raw import Reject, short
from voc.ingest.rows import Part, without


def without_repeats(parts: list[Part], table: tables.Table) -> list[Part]:
    """`parts` (all of one table, in reading order) without the rows whose key an earlier row has."""
    keys = pd.concat([one.rows.select(_key(one, table)).to_pandas() for one in parts], ignore_index=True).fillna("")
    is_shared = keys.duplicated(keep=False).to_numpy()
    if not is_shared.any():
        return parts
    contents = _contents(parts, is_shared)
    places = [(one.raw.file, row) for one in parts for row in one.rows.column("row").to_pylist()]
    names = [tuple(map(str, row)) for row in keys[is_shared].itertuples(index=False)]
    first: dict[tuple[str, ...], int] = {}
    wrong: dict[int, Reject] = {}
    for at, name in zip(np.flatnonzero(is_shared).tolist(), names, strict=True):
        earlier = first.setdefault(name, at)
        if earlier == at:
            continue
        file, row = places[earlier]
        is_copy = contents[at] == contents[earlier]
        wrong[at] = Reject(
            places[at][1], " ".join(table.key), "duplicate_row" if is_copy else "duplicate_id_conflict",
            short(" ".join(name), is_id=True),
            f"one row for it: row {row} of {file} is {'the same' if is_copy else 'another thing with this id'}",
        )  # fmt: skip
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


def _contents(parts: list[Part], is_shared: np.ndarray) -> dict[int, dict[str, object]]:
    """The filled cells of the rows whose id is shared, by their place among all rows."""
    contents: dict[int, dict[str, object]] = {}
    offset = 0
    for one in parts:
        chosen = is_shared[offset : offset + one.rows.num_rows]
        cells = one.rows.drop_columns(["source", "row"]).filter(pa.array(chosen)).to_pylist()
        filled = ({name: cell for name, cell in row.items() if cell is not None} for row in cells)
        contents |= dict(zip((np.flatnonzero(chosen) + offset).tolist(), filled, strict=True))
        offset += one.rows.num_rows
    return contents
