"""Parquet and Excel workbooks.

For: `read`. Not for: choosing among sheets - the first sheet with a header and a row is read, and a warning names it.
"""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.delimited import names_of
from voc.ingest.raw import Raw


def parquet(content: Content) -> Raw:
    """The rows of a Parquet file, types kept. Raises DataError E201 where it cannot be read, E202 without rows."""
    try:
        rows = pq.read_table(io.BytesIO(content.data))
        rows.validate(full=True)
        names, warnings = names_of(rows.column_names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DataError(
            "E201", "cannot read this as Parquet", where=content.name, found=str(error)[:200], do="export it again"
        ) from error
    if rows.num_rows == 0:
        raise DataError("E202", "there is no row", where=content.name, do="export it again")
    rows = rows.rename_columns(names)
    return Raw(content.name, "parquet", "", content.sha256, rows, _counted(rows), [], warnings)


def workbook(content: Content) -> Raw:
    """The rows of the first filled sheet of an Excel workbook, as text. Raises DataError E201, E202."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content.data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=True)) for name in book.sheet_names]
    except Exception as error:  # calamine has an error class for each kind of damage
        raise DataError(
            "E201", "cannot read this workbook", where=content.name, found=str(error)[:200],
            do="save it again as .xlsx without a password, or export CSV",
        ) from error  # fmt: skip
    filled = [(name, cells) for name, cells in sheets if len(cells) > 1]
    if not filled:
        raise DataError("E202", "no sheet has a header and a row", where=content.name, do="export it again")
    sheet, cells = filled[0]
    names, warnings = names_of([_text(cell) or "" for cell in cells[0]])
    if len(filled) > 1:
        warnings = [*warnings, f"only the first sheet, {sheet}, was read; {len(filled) - 1} more have rows"]
    body = [row for row in cells[1:] if any(cell != "" for cell in row)]
    columns = {name: pa.array([_text(row[i]) for row in body], pa.string()) for i, name in enumerate(names)}
    rows = pa.table(columns)
    return Raw(content.name, "xlsx", "", content.sha256, rows, _counted(rows), [], warnings)


def _counted(rows: pa.Table) -> np.ndarray:
    return np.arange(1, rows.num_rows + 1)


def _text(cell: object) -> str | None:
    """A cell as text. Excel keeps numbers as floats of 15 digits: a longer one keeps its exponent, and is caught."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= 1e15:
            return f"{cell:.14E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return str(cell.total_seconds())
    return str(cell)
