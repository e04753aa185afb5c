"""What a source's [source.columns] says, over what a format gives: `over(raws, plain, columns, where)`.

For: `read`. Not for: plain tables, whose names are matched in `columns`.

A column that is named wins over what the format takes for it, and is looked for among the columns of the file first, then
among those that the format carries. The format says from which row of the file a row of its own was made; where it does not,
or one row of the file became several that each would say the same words, nothing is put there by guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.errors import DataError, nearest
from voc.ingest import carried
from voc.ingest.raw import Raw

_SHOWN = 12  # columns in an error
_SCALE = ("score_type", "score_min", "score_max")
_ONCE = ("score",)  # stands on the first row that a row of the file became
_WORDS = ("text", "title")  # would be said again by each


def over(raws: Sequence[Raw], plain: Raw | None, columns: Mapping[str, str], where: str) -> list[Raw]:
    """`raws` of one content with what `columns` (ours -> theirs) names; `plain` are the rows of the file where it is a
    table. A column of ours goes to the tables that have it, one of the user's own to all.

    Raises DataError E203 for a column that is not there, E214 for one whose cells cannot be put to the format's rows.
    """
    names = list(dict.fromkeys(name for one in (plain, *raws) if one is not None for name in one.rows.column_names))
    made = [replace(raw, mapped={}) for raw in raws]
    for ours, their in columns.items():
        if their not in names:
            raise DataError(
                "E203", f"there is no column {their!r} (wanted as {ours})", where=where,
                found=f"columns {', '.join(names)}", do=_other_name(their, names, made[0], plain),
            )  # fmt: skip
        declaring = [at for at, raw in enumerate(made) if tables.ALL[str(raw.table)].column(ours) is not None]
        given = {at: _given(made[at], plain, ours, their) for at in declaring or range(len(made))}
        if all(one is None for one in given.values()) or (declaring and any(one is None for one in given.values())):
            can = _mappable([made[at] for at in given], plain, names, ours)
            near = next((one for one in can if ours in one), "")
            raise DataError(
                "E214", f"column {their!r} cannot be taken for {ours}", where=where,
                found=f"{made[0].reader} puts rows of this file together or apart, and no cell of it is that of one row",
                expected=f"a column that it gives, or whose cells stay with their rows: {', '.join(can)}" if can else "",
                do="map one of these" * bool(can) + f' (say {ours} = "{near}")' * bool(near) + ", " * bool(can)
                + 'or take it out of [source.columns], or read the file as it stands: reader = "plain"',
            )  # fmt: skip
        for at, one in given.items():
            made[at] = made[at] if one is None else one
    return made


def _other_name(their: str, names: Sequence[str], first: Raw, plain: Raw | None) -> str:
    """What to do about a column that is not there: the near name; where a format gives no column of the file itself, the
    file as it stands."""
    near = nearest(their, names)
    if plain is not None or near.startswith("did you mean"):
        return near
    return f"these are what {first.reader} gives; to name columns of the file, read it as it stands: reader = 'plain'"


def _mappable(raws: Sequence[Raw], plain: Raw | None, names: Sequence[str], ours: str) -> list[str]:
    """Those of `names` that can be taken for `ours` in all `raws`, those first that are nearest by name: at most _SHOWN."""
    can = [
        their for their in names if their != ours and all(_given(raw, plain, ours, their) is not None for raw in raws)
    ]
    near = get_close_matches(ours, can, n=_SHOWN, cutoff=0.5)
    return [*near, *(name for name in can if name not in near)][:_SHOWN]


def _given(raw: Raw, plain: Raw | None, ours: str, their: str) -> Raw | None:
    """`raw` with the cells of `their` as `ours`; None where they cannot be put there."""
    if plain is None or their not in plain.rows.column_names:
        return _called(raw, ours, their) if their in raw.rows.column_names else None
    theirs = plain.rows.column(their).combine_chunks()
    mine = raw.rows.column(ours) if ours in raw.rows.column_names else None
    if raw.origins is None:
        if mine is not None and _is_all_of(_texts(mine), _texts(theirs), len(raw.rejected)):
            return raw
        return _called(raw, ours, their) if their in raw.rows.column_names else None
    is_again = np.ones(len(raw.origins), dtype=bool)
    is_again[np.unique(raw.origins, return_index=True)[1]] = False
    cells = theirs.take(pc.index_in(pa.array(raw.origins, pa.int64()), pa.array(plain.numbers, pa.int64())))
    if ours in _ONCE:
        cells = pc.if_else(pa.array(is_again), pa.scalar(None, cells.type), cells)
    if mine is not None and _texts(mine) == _texts(cells):
        return raw  # the format takes the same, and knows more of it, such as its scale
    if ours in _WORDS and is_again.any():
        return None
    rows = raw.rows.drop_columns([their]) if their in raw.rows.column_names else raw.rows
    return _called(replace(raw, rows=rows.append_column(their, cells)), ours, their)


def _called(raw: Raw, ours: str, their: str) -> Raw:
    """`raw` with `their`, a column that it has, to be read as `ours`, and without what the format took for that."""
    gone = [ours, *(_SCALE if ours == "score" else ())]
    rows = raw.rows.drop_columns([name for name in gone if name != their and name in raw.rows.column_names])
    score = None if ours == "score" else raw.score
    return replace(raw, rows=rows, score=score, mapped={**(raw.mapped or {}), ours: their})


def _is_all_of(mine: list[str], theirs: list[str], n_rejected: int) -> bool:
    """Whether `mine` are all of `theirs`, in any order, but for those of rejected rows."""
    one, other = (Counter(filter(None, cells)) for cells in (mine, theirs))
    return bool(one) and one <= other and other.total() - one.total() <= n_rejected


def _texts(cells: pa.Array | pa.ChunkedArray) -> list[str]:
    return [(one or "").strip() for one in carried.as_text(cells).to_pylist()]
