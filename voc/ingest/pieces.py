"""Rows of one contact that several files hold in pieces: tickets in one, their metrics in another.

For: `assemble`. Not for: versions and copies of a row, which differ or say nothing new (`twice`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from voc.ingest.raw import Reject, short
from voc.ingest.rows import Part, without

_KEY = "interaction_id"
# Two tables of one system may write the beginning a moment apart; the end is the last message or the closing.
_MAY_DIFFER = ("started_at", "ended_at", "source", "row", _KEY)
Place = tuple[int, int]  # part, row


def put_together(parts: Sequence[Part]) -> list[Part]:
    """`parts` with interactions that one format found in pieces made whole: a row that adds cells to another of its id, or
    says less than it, and contradicts none, is put into the fuller one and rejected as `put_into_another_row`."""
    done = list(parts)
    for reader in dict.fromkeys(one.raw.reader for one in parts):
        places = [at for at, one in enumerate(parts) if one.raw.reader == reader and _may_be_pieces(one)]
        if len(places) > 1:
            for at, new in zip(places, _together([parts[at] for at in places]), strict=True):
                done[at] = new
    return done


def _may_be_pieces(part: Part) -> bool:
    """A format says so of its tables; a table under names of one's own may hold another thing under the same id."""
    return part.table == "interactions" and part.raw.table is not None


def _together(parts: Sequence[Part]) -> list[Part]:
    keys = pd.concat([one.rows.column(_KEY).to_pandas() for one in parts], keys=range(len(parts)))
    shared = keys[keys.duplicated(keep=False)]
    if shared.empty:
        return list(parts)
    filled: dict[Place, dict[str, object]] = {}
    for at, part in enumerate(parts):
        mine = [place[1] for place in shared.index if place[0] == at]
        cells = part.rows.take(pa.array(mine, pa.int64())).to_pylist()
        for row, found in zip(mine, cells, strict=True):
            filled[at, row] = {name: cell for name, cell in found.items() if cell is not None}
    added: dict[int, dict[int, dict[str, object]]] = {}
    gone: dict[Place, Place] = {}
    for places in shared.groupby(shared, sort=False).groups.values():
        ranked = sorted(places, key=lambda place: (-len(filled[place]), place))
        whole = dict(filled[ranked[0]])
        for place in ranked[1:]:
            piece = filled[place]
            more = {name: cell for name, cell in piece.items() if name not in whole}
            shared_cells = [name for name in piece if name in whole and name not in _MAY_DIFFER]
            says_less = len(shared_cells) < len(whole.keys() - {*_MAY_DIFFER})  # else it is a copy
            if place[0] == ranked[0][0] or not (more or says_less):
                continue
            if any(whole[name] != piece[name] for name in shared_cells):
                continue
            whole |= more
            added.setdefault(ranked[0][0], {}).setdefault(ranked[0][1], {}).update(more)
            gone[place] = ranked[0]
    return [moved(part, added.get(at, {}), at, gone, parts, _KEY) for at, part in enumerate(parts)]


def moved(
    part: Part, added: dict[int, dict[str, object]], at: int, gone: dict[Place, Place], parts: Sequence[Part], key: str
) -> Part:
    """`part`, the one at place `at` of `parts`, with the cells `added` to its rows, and without those that are `gone` into
    another row, each a place of part and row; these are rejected as `put_into_another_row`, called by their `key`."""
    rows = part.rows
    names = dict.fromkeys(name for cells in added.values() for name in cells)
    types = {field.name: field.type for one in parts for field in one.rows.schema}
    for name in names:
        cells = rows.column(name).to_pylist() if name in rows.column_names else [None] * rows.num_rows
        for row, more in added.items():
            cells[row] = more.get(name, cells[row])
        column, at_name = pa.array(cells, types[name]), rows.schema.get_field_index(name)
        rows = rows.append_column(name, column) if at_name < 0 else rows.set_column(at_name, name, column)
    stays = np.ones(rows.num_rows, dtype=bool)
    rejects = []
    for (of, row), (other, into) in gone.items():
        if of == at:
            stays[row] = False
            target = parts[other]
            rejects.append(Reject(
                rows.column("row")[row].as_py(), key, "put_into_another_row",
                short(rows.column(key)[row].as_py(), is_id=True),
                f"its cells stand in row {target.rows.column('row')[into].as_py()} of {target.raw.file}",
            ))  # fmt: skip
    return without(part, rows.filter(pa.array(stays)), rejects) if names or rejects else part
