"""Parquet files, as rows of text and of their own types, within fixed memory.

For: `read`. Not for: workbooks; see `workbook`.
"""

from __future__ import annotations

import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.delimited import names_of
from voc.ingest.raw import Raw

LARGEST = 2 << 30  # bytes of a table in memory; a few bytes of Parquet can stand for any number of rows
DEEPEST = 8  # structs inside structs that become columns of their own
_BATCH = 1 << 14  # rows


def parquet(content: Content) -> Raw:
    """The rows of a Parquet file: types kept, dictionaries as their values, structs as columns with dotted names, lists and
    maps as JSON. Raises DataError E201 where it cannot be read, E202 without rows, E224 where it holds too much."""
    try:
        file = pq.ParquetFile(io.BytesIO(content.data))
        kept, size = [], 0
        for batch in file.iter_batches(_BATCH):
            kept.append(_flat(pa.Table.from_batches([batch])))
            size += kept[-1].nbytes
            # The first rows say what all of them will take; the rest is not read where that is too much.
            if max(size, kept[0].nbytes * file.metadata.num_rows // max(kept[0].num_rows, 1)) > LARGEST:
                raise DataError(
                    "E224", "this table is too large to be read here", where=content.name,
                    found=f"{file.metadata.num_rows} rows, more than {LARGEST >> 30} GiB",
                    do="split it, or leave columns out",
                )  # fmt: skip
        rows = pa.concat_tables(kept, promote_options="permissive") if kept else pa.table({})
        rows.validate(full=True)
        names, warnings = names_of(rows.column_names)
    except (
        pa.ArrowException,
        OSError,
        UnicodeDecodeError,
        ValueError,
        MemoryError,
        OverflowError,
        RecursionError,
    ) as error:
        raise DataError(
            "E201", "cannot read this as Parquet", where=content.name, found=str(error)[:200], do="export it again"
        ) from error
    if rows.num_rows == 0:
        raise DataError("E202", "there is no row", where=content.name, do="export it again")
    rows = rows.rename_columns(names)
    numbers = np.arange(1, rows.num_rows + 1)
    return Raw(content.name, "parquet", "", content.sha256, rows, numbers, [], warnings)


def _flat(rows: pa.Table) -> pa.Table:
    """`rows` without structs, lists and dictionaries."""
    for _ in range(DEEPEST):
        if not any(pa.types.is_struct(field.type) for field in rows.schema):
            break
        rows = rows.flatten()
    for at, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(at, field.name, rows.column(at).cast(field.type.value_type))
        elif pa.types.is_nested(field.type):
            cells = [
                None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
                for cell in rows.column(at).to_pylist()
            ]
            rows = rows.set_column(at, field.name, pa.array(cells, pa.string()))
    return rows
