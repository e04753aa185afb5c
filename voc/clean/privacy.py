"""Tables as they may be kept: texts masked, columns of names and numbers hidden, customers as keyed hashes.

For: `clean.private`, for whatever writes tables. Not for: finding personal data; see `voc.personal`. Join keys survive: ids
of records stay as they are, and a customer is the same hash in every table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.clean import mask, transcripts
from voc.personal import columns
from voc.personal.key import Key, pseudonym

# Columns of ours that hold no words of people.
_OURS = ("source", "lang", "role", "score_type", "currency", "utterance_id", "folded", "placeholder")
_TEXTS = ("text", "title", "reason", "return_reason")
_PROSE = 20  # characters: cells longer than this on average are texts
# In a cell that is a category, "Dr Martens" is a product.
_NOT_IN_CATEGORIES = ("NAME",)


def private(
    every: Mapping[str, pa.Table], key: Key, numbers: mask.Numbers, masked: Sequence[str] = ()
) -> dict[str, pa.Table]:
    """`every` table, by name, without personal data; `numbers` are the placeholders given so far, and are added to. The
    texts of the tables in `masked` are masked already."""
    return {name: _private(rows, name, key, numbers, is_masked=name in masked) for name, rows in every.items()}


def _private(rows: pa.Table, name: str, key: Key, numbers: mask.Numbers, *, is_masked: bool) -> pa.Table:
    if name == "turns" and not is_masked:
        rows, is_masked = transcripts.masked(rows, numbers)[0], True
    for at, column in enumerate(rows.column_names):
        cells = rows.column(column)
        told = columns.kind(column, name)
        is_ours = tables.ALL[name].column(column) is not None if name in tables.ALL else False
        if told == columns.CUSTOMER:
            new = _mapped(_as_text(cells), lambda value: pseudonym(value, key.secret))
        elif told is not None and not is_ours:
            new = _mapped(_as_text(cells), lambda value, kind=told: mask.placeholder(kind, value, numbers))
        elif not pa.types.is_string(cells.type) or column in _OURS or (is_masked and column in ("text", "title")):
            continue
        elif column.endswith("_id"):
            new = _mapped(cells, lambda value: pseudonym(value, key.secret) if "@" in value else value)
        else:
            new = _masked(cells, column, numbers, names=name != "events")
        rows = rows.set_column(at, pa.field(column, new.type, rows.schema.field(column).nullable), new)
    return rows


def _as_text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return cells if pa.types.is_string(cells.type) else cells.cast(pa.string())


def _masked(cells: pa.ChunkedArray, column: str, numbers: mask.Numbers, *, names: bool) -> pa.ChunkedArray:
    """The cells with personal data replaced; names only where they hold texts, and not in what the firm itself calls its
    events (`names`): a roster change says who."""
    lengths = pc.mean(pc.utf8_length(cells)).as_py() or 0.0
    without = () if names and (column in _TEXTS or lengths >= _PROSE) else _NOT_IN_CATEGORIES
    coded = pc.dictionary_encode(cells.combine_chunks() if cells.num_chunks else pa.array([], pa.string()))
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    said, _ = mask.masked(coded.dictionary.to_pylist(), numbers, without=without)
    return pa.chunked_array([pc.take(pa.array(said, pa.string()), coded.indices)])


def _mapped(cells: pa.ChunkedArray, change: Any) -> pa.ChunkedArray:
    """The cells with `change` made to each different one that is filled."""
    coded = pc.dictionary_encode(cells.combine_chunks() if cells.num_chunks else pa.array([], pa.string()))
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    changed = [change(value) if value and value.strip() else value for value in coded.dictionary.to_pylist()]
    return pa.chunked_array([pc.take(pa.array(changed, pa.string()), coded.indices)])
