"""Ids as text to the last zero, and those whose digits a spreadsheet or a float has eaten.

For: `parse` and `rows`. Not for: which columns are ids; names that end in _id are, and `carried.is_code` knows the others.
"""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import DataError
from voc.ingest.note import note

EXPORT_AGAIN = "the whole id: format the column as text in the spreadsheet and export again"
LOST = "id_lost_digits"  # the reason of a row that has such an id

# What a spreadsheet leaves of a long id: 1.23E+15. Codes such as 1E5 are none.
_EXPONENT = r"^\s*(?:\d\.\d+[eE]\+?|\d[eE]\+)\d{2,}\s*$"
_LONG = r"^\s*\d{16,}\s*$"
_ROUNDED = r"^\s*\d{15}0+\s*$"  # a spreadsheet keeps fifteen digits and fills up with zeros
_BEYOND_CHANCE = 8  # zeros in those places, over the column: by chance once in 10^8 columns
_WHOLE_BELOW = {pa.float16(): 2**11, pa.float32(): 2**24, pa.float64(): 2**53}


def ids(cells: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """`cells` as text without blanks around it, and which of them have lost digits. Empty cells are null.

    A column of floats (a gap in a column of whole numbers makes one) gives 7 for 7.0.
    """
    if pa.types.is_floating(cells.type):
        numbers = cells.cast(pa.float64()).to_numpy(zero_copy_only=False)
        is_lost = np.abs(np.nan_to_num(numbers)) >= _WHOLE_BELOW[cells.type]
        whole = [None if math.isnan(one) else repr(one).removesuffix(".0") for one in numbers.tolist()]
        return pa.array(whole, pa.string()), is_lost
    text = pc.utf8_trim_whitespace(cells.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return text, _matching(text, _EXPONENT) | _rounded(text)


def refuse_lost(is_lost: np.ndarray, cells: pa.Array, where: str) -> None:
    """Raises DataError E208 where most ids of a column have lost digits: no row of such a file can be told from another."""
    if is_lost.sum() * 2 <= len(cells) - cells.null_count:
        return
    example = cells[int(np.flatnonzero(is_lost)[0])].as_py()
    raise DataError(
        "E208", "these ids have lost digits", where=where, found=str(example), expected="every digit, as text",
        do="export again: from the system itself as CSV, not saved by a spreadsheet; or format the column as text in the"
        " spreadsheet before the ids are pasted; or store it as text or int64 in Parquet",
    )  # fmt: skip


def doubts(cells: pa.Array, name: str) -> list[str]:
    """Warnings about a carried column of ids, whose rows are kept."""
    text, is_lost = ids(cells)
    found = []
    if is_lost.any():
        found.append(
            note(
                "column {column}: {n} ids have lost digits ({first})",
                column=name,
                n=int(is_lost.sum()),
                first=text[int(np.flatnonzero(is_lost)[0])],
            )
        )
    n_filled = len(text) - text.null_count
    if n_filled > 1 and int(_matching(text, r"^\d+\.0$").sum()) == n_filled and not pa.types.is_floating(cells.type):
        found.append(
            note(
                "column {column}: every id ends in .0, as of a number with decimals; 7.0 does not match 7 of "
                "another file",
                column=name,
            )
        )
    return found


def _rounded(text: pa.Array) -> np.ndarray:
    """Long ids where every one of the column ends in zeros from the sixteenth digit on."""
    is_long, is_rounded = _matching(text, _LONG), _matching(text, _ROUNDED)
    if not is_long.any() or not is_rounded[is_long].all():
        return np.zeros(len(text), dtype=bool)
    zeros = pc.subtract(pc.fill_null(pc.utf8_length(text), 15), 15).to_numpy(zero_copy_only=False)
    return (
        is_rounded
        if zeros[is_rounded].sum() >= _BEYOND_CHANCE and is_rounded.sum() > 1
        else np.zeros(len(text), dtype=bool)
    )


def _matching(text: pa.Array, pattern: str) -> np.ndarray:
    return pc.fill_null(pc.match_substring_regex(text, pattern), False).to_numpy(zero_copy_only=False).astype(bool)
