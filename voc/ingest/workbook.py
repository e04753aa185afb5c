"""Excel workbooks: the sheets that hold tables, as rows of text.

For: `read`. Not for: what the columns mean. A cover, a pivot or a note is no table: the sheet with most filled cells under a
header is read, others of the same columns too, and the rest is named.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from voc.errors import DataError, nearest
from voc.ingest import layout
from voc.ingest.content import Content
from voc.ingest.delimited import above_left_out, names_of
from voc.ingest.note import note
from voc.ingest.raw import Raw, Reject, short
from voc.ingest.unpack import FREE, RATIO

LEFT = "left out, of other columns"  # of the note below, by which drafts know it
KINDS = (".xlsx", ".xlsm", ".xls")
LARGEST = 2 << 30  # bytes of the XML in a workbook
CELLS = 40_000_000  # between the first cell and the last of a sheet: a full sheet of 38 columns
_LOOK = 40  # rows that are looked at for the header
_BATCH = 10_000
_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,4})\$?(\d{1,9})["']""")


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds a table: its place in the book, `name`, header and number of filled cells in the first rows."""

    name: str
    header: tuple[str, ...]
    at: int
    weight: int


def sheets(content: Content) -> list[Raw]:
    """The tables of a workbook, the largest first: that one, and every other with the same columns; where there are others,
    a warning names them. Of a content that says its `sheet`, that one alone. A table called NAME/SHEET is one of several.
    Raises DataError E201, E202, E224."""
    import python_calamine

    _check(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content.data))
        found = [one for name in book.sheet_names if (one := _looked_at(book, name)) is not None]
        found.sort(key=lambda one: -one.weight)
        if not found:
            raise DataError("E202", "no sheet has a header and a row", where=content.name, do="export it again")
        wanted = found if content.sheet is None else [one for one in found if one.name == content.sheet]
        if not wanted:
            raise DataError(
                "E202", f"no sheet with a header and a row is called {content.sheet!r}", where=content.name,
                do=nearest(str(content.sheet), [one.name for one in found]),
            )  # fmt: skip
        alike = [one for one in wanted if set(one.header) == set(wanted[0].header)]
        is_alone = len(alike) == 1 and content.sheet is None
        raws = [_table(book, one, content, content.name if is_alone else f"{content.name}/{one.name}") for one in alike]
    except DataError:
        raise
    except BaseException as error:
        # calamine has an error class for each kind of damage, and its panics are no Exceptions
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise DataError(
            "E201", "cannot read this workbook", where=content.name, found=str(error)[:200],
            do="save it again as .xlsx without a password, or export CSV",
        ) from error  # fmt: skip
    left = [one.name for one in found if one not in alike] if content.sheet is None else []
    if len(book.sheet_names) > 1:
        n, read = len(book.sheet_names), ", ".join(short(one.name) for one in alike[:8])
        raws[0].warnings.append(
            note(
                "of {n} sheets, {read} read; left out, of other columns: {left}",
                n=n, read=read, left=", ".join(short(name) for name in left[:8]),
            )
            if left
            else note("of {n} sheets, {read} read", n=n, read=read)
        )  # fmt: skip
    raws = [one for one in raws if one.rows.num_rows or one.rejected]
    if not raws:
        raise DataError("E202", "no sheet has a header and a row", where=content.name, do="export it again")
    return raws


def _looked_at(book: Any, name: str) -> Sheet | None:
    """The Sheet called `name`; None where it holds no table."""
    rows = [[_text(cell) for cell in row] for row in islice(book.get_sheet_by_name(name).iter_rows(), _LOOK)]
    if len(rows) < 2:
        return None
    at = layout.header_at(rows)
    header = tuple(cell or "" for cell in rows[at])
    below = [row for row in rows[at + 1 :] if any(row)]
    if not any(header) or not below:
        return None
    height = book.get_sheet_by_name(name).total_height - at
    filled = sum(sum(1 for cell in row if cell) for row in below) / len(below)
    n_names = sum(1 for cell in header if cell)
    # A table of one column may be one; a cover of two cells a row comes after any table.
    return Sheet(name, header, at, int(height * filled * (1 if n_names > 1 else 0.01)))


def _table(book: Any, sheet: Sheet, content: Content, name: str) -> Raw:
    opened = book.get_sheet_by_name(sheet.name)
    spread = _merged(opened)
    rows = opened.iter_rows()
    above = [[_text(cell) for cell in row] for row in islice(rows, sheet.at + 1)][:-1]
    names, warnings = names_of([*sheet.header])
    lines = [" ".join(cell for cell in row if cell) for row in above if any(row)]
    if lines:
        warnings = [above_left_out(lines), *warnings]
    parts = [part for part in _batches(_filled(rows, sheet.at + 1, spread), names) if part.num_rows]
    table = pa.concat_tables(parts).combine_chunks() if parts else _columns([], names)
    kept, numbers, again = layout.without_header(table, np.arange(1, table.num_rows + 1), sheet.header)
    kept, numbers, below = layout.without_end(kept, numbers)
    rejected: list[Reject] = [*again, *below]
    return Raw(
        name, "xlsx", "", content.sha256, kept, np.asarray(numbers), rejected, warnings, above=tuple(lines)
    )  # fmt: skip


def _batches(rows: Iterator[Sequence[object]], names: list[str]) -> Iterator[pa.Table]:
    while batch := list(islice(rows, _BATCH)):
        texts = [[_text(cell) for cell in row] for row in batch]
        yield _columns([row for row in texts if any(cell is not None for cell in row)], names)


def _columns(texts: list[list[str | None]], names: list[str]) -> pa.Table:
    return pa.table(
        {
            name: pa.array([row[i] if i < len(row) else None for row in texts], pa.string())
            for i, name in enumerate(names)
        }
    )


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """{place: the place whose value it shows} of cells that were merged over several rows of one column."""
    spread: dict[tuple[int, int], tuple[int, int]] = {}
    first = (
        sheet.start[1] if sheet.start else 0
    )  # rows are given from the top of the sheet, columns from the first filled
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        left, right = left - first, right - first
        if bottom > top and left == right and len(spread) < CELLS // 40:
            spread |= {(row, left): (top, left) for row in range(top + 1, min(bottom, top + 100_000) + 1)}
    return spread


def _filled(
    rows: Iterator[Sequence[object]], first: int, spread: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Sequence[object]]:
    """`rows`, counted from `first`, with the value of a merged cell in every row that it covers."""
    if not spread:
        yield from rows
        return
    tops, seen = set(spread.values()), {}
    for at, row in enumerate(rows, first):
        cells = list(row)
        for column, cell in enumerate(cells):
            if (at, column) in tops:
                seen[at, column] = cell
            elif cell == "" and (at, column) in spread:
                cells[column] = seen.get(spread[at, column], "")
        yield cells


def _check(content: Content) -> None:
    """Raises DataError E224 for a workbook that would take more memory than it may, E201 for one that is no .xlsx.

    A sheet is held as a full grid from its first cell to its last, so two cells can ask for any amount of memory.
    """
    if content.data[:4] != b"PK\x03\x04":
        return
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            if "[Content_Types].xml" not in archive.namelist():
                raise DataError(
                    "E201", "this is no Excel workbook", where=content.name, found="another kind of packed file",
                    do="save it as .xlsx, or export CSV",
                )  # fmt: skip
            for entry in archive.infolist():
                low, high, left, right, before = 1 << 30, 0, 1 << 30, 0, b""
                with archive.open(entry) as member:
                    while chunk := member.read(1 << 20):
                        size += len(chunk)
                        if size > LARGEST or (size > FREE and size > RATIO * len(content.data)):
                            raise _too_large(content.name, f"it unpacks to more than {size >> 20} MiB")
                        if not entry.filename.lower().endswith(".xml"):
                            continue
                        text, before = before + chunk, chunk[-32:]
                        places = _PLACE.findall(text)
                        if places:
                            columns = [_number(one) for one in {letters for letters, _ in places}]
                            lines = [int(one) for one in {digits for _, digits in places}]
                            low, high = min(low, *lines), max(high, *lines)
                            left, right = min(left, *columns), max(right, *columns)
                if (high - low + 1) * (right - left + 1) > CELLS and high:
                    raise _too_large(content.name, f"a sheet of {high - low + 1} rows and {right - left + 1} columns")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise DataError(
            "E201", "cannot read this workbook", where=content.name, found=str(error)[:200],
            do="save it again as .xlsx without a password, or export CSV",
        ) from error  # fmt: skip


def _number(letters: bytes) -> int:
    """A=1, Z=26, AA=27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large(name: str, found: str) -> DataError:
    return DataError(
        "E224", "this workbook is too large to be read here", where=name, found=found,
        do="take away what stands far below or beside the table and save it again, or export CSV",
    )  # fmt: skip


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
