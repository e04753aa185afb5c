"""CSV and its kin: rows of text under a header, any separator.

For: `read`. Not for: types - every cell stays the text it is ("007", "NA", "1/2"); only an empty cell is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv

from voc.errors import DataError
from voc.ingest import layout
from voc.ingest.content import Content
from voc.ingest.note import note
from voc.ingest.raw import Raw, Reject, short

# A quoted cell has to lie inside a block; a table with a longer one is read again as a single block.
_BLOCK = 1 << 24


def delimited(content: Content) -> Raw:
    """The rows of a delimited text file. A row with too many or too few fields is rejected (`wrong_number_of_fields`),
    the header where it stands again (`repeated_header`), and what stands below the table (`total_row`, `remark_row`); lines
    above the header are named in a warning.

    Raises DataError E201 where it is no such text, E202 where there is no data row.
    """
    data, encoding, warnings = content.utf8
    laid = layout.layout(_head(data), content.kind)
    if laid is None:
        raise DataError("E201", "this is not a table of text", where=content.name, found="empty lines")
    if laid.before:
        warnings = [*warnings, above_left_out(laid.before)]
    body = data[_size(data, laid.start) :]
    separator = laid.separator
    if separator == layout.SPACES:
        body, separator = memoryview(layout.spaced(str(body, "utf-8")).encode("utf-8")), "\t"
    names, more = names_of([*laid.header])
    rows, wrong = _parsed(body, names, separator, content.name)
    if rows.num_rows + len(wrong) == 0:
        raise DataError("E202", "there is a header and no row", where=content.name, do="export it again")
    numbers = np.setdiff1d(np.arange(1, rows.num_rows + len(wrong) + 1), [one.row for one in wrong])
    rows, numbers, unclosed = _without_open_quote(rows, numbers, content.data)
    rows, numbers, again = layout.without_header(rows, numbers, laid.header)
    rows, numbers, below = layout.without_end(rows, numbers)
    reader = "tsv" if separator == "\t" else "csv"
    rejected = [*wrong, *unclosed, *again, *below]
    return Raw(
        content.name, reader, encoding, content.sha256, rows, np.asarray(numbers), rejected, warnings + more,
        above=tuple(laid.before),
    )  # fmt: skip


def _parsed(body: memoryview, names: list[str], separator: str, where: str) -> tuple[pa.Table, list[Reject]]:
    """(rows, all of them text; those with another number of fields)."""
    if not bytes(body[:1]) or not bytes(body[:_BLOCK]).strip():
        return pa.table({name: pa.array([], pa.string()) for name in names}), []
    for block in (_BLOCK, len(body) + 1):
        wrong: list[Reject] = []

        def reject(row: pa.csv.InvalidRow, wrong: list[Reject] = wrong) -> str:
            expected = f"{row.expected_columns} fields"
            found = f"{row.actual_columns} fields: {row.text}"
            wrong.append(Reject(row.number, "", "wrong_number_of_fields", short(found), expected))
            return "skip"

        try:
            rows = pa.csv.read_csv(
                pa.BufferReader(pa.py_buffer(body)),
                # One thread: only then does pyarrow know the number of a wrong row.
                read_options=pa.csv.ReadOptions(
                    column_names=names, use_threads=False, block_size=min(block, len(body) + 1)
                ),
                parse_options=pa.csv.ParseOptions(
                    delimiter=separator, newlines_in_values=True, invalid_row_handler=reject
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types={name: pa.string() for name in names}, strings_can_be_null=True, null_values=[""],
                    quoted_strings_can_be_null=True,
                ),
            )  # fmt: skip
            return rows.combine_chunks(), wrong
        except pa.ArrowInvalid as error:
            if "straddling" in str(error) and block <= len(body):
                continue
            raise DataError(
                "E201", "cannot read this file as a table", where=where, found=str(error)[:200],
                expected="one header row, then rows with the same number of fields, quotes closed",
            ) from error  # fmt: skip
    raise AssertionError("the second block holds everything")


def columns(head: str, kind: str) -> list[str]:
    """The names in the header of a text that begins with `head`; empty where that is no table."""
    laid = layout.layout(head, kind)
    return [] if laid is None else [one.removeprefix("\ufeff") for one in laid.header]


def _head(data: memoryview) -> str:
    return str(data[: layout.HEAD], "utf-8", errors="ignore")


def _size(data: memoryview, letters: int) -> int:
    """How many bytes the first `letters` take."""
    return len(_head(data)[:letters].encode("utf-8"))


def above_left_out(lines: Sequence[str]) -> str:
    """The warning about lines above the header, of which there is one."""
    if len(lines) == 1:
        return note("{n} line above the header left out: {first}", n=1, first=short(lines[0]))
    return note("{n} lines above the header left out: {first}", n=len(lines), first=short(lines[0]))


def names_of(header: list[str]) -> tuple[list[str], list[str]]:
    """Names that are neither empty nor twice, and a warning for each that had to change."""
    names: list[str] = []
    warnings = []
    for number, name in enumerate(header, 1):
        plain = name.strip().removeprefix("\ufeff") or f"column_{number}"
        unique, again = plain, 2
        while unique in names:
            unique, again = f"{plain}.{again}", again + 1
        if unique != plain:
            warnings.append(
                note("column {column} occurs twice; the second is called {unique}", column=plain, unique=unique)
            )
        names.append(unique)
    return names, warnings


def _without_open_quote(rows: pa.Table, numbers: np.ndarray, data: bytes) -> tuple[pa.Table, np.ndarray, list[Reject]]:
    """A quote that is opened and never closed swallows the rest of the file into one cell of the last row."""
    if rows.num_rows == 0 or data.count(b'"') % 2 == 0:
        return rows, numbers, []
    last = {name: value for name, value in rows.slice(rows.num_rows - 1).to_pylist()[0].items() if value}
    swallowed = [(name, value) for name, value in last.items() if value.endswith("\n") and value.count("\n") > 1]
    if not swallowed:
        return rows, numbers, []
    name, value = swallowed[-1]
    reject = Reject(
        int(numbers[-1]), name, "unclosed_quote", short(value),
        f"a closing quote; the {value.count(chr(10))} lines from here on are lost to this cell",
    )  # fmt: skip
    return rows.slice(0, rows.num_rows - 1), numbers[:-1], [reject]
