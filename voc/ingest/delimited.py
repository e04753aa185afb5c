"""CSV and its kin: rows of text under a header, any separator.

For: `read`. Not for: types - every cell stays the text it is ("007", "NA", "1/2"); only an empty cell is missing.
"""

from __future__ import annotations

import csv
import io

import numpy as np
import pyarrow as pa
import pyarrow.csv

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.raw import Raw, Reject, short

SEPARATORS = (",", "\t", ";", "|")
# One block for nearly every file: a quoted cell may be long, and pyarrow wants it inside a block.
_BLOCK = 1 << 28


def delimited(content: Content) -> Raw:
    """The rows of a delimited text file. A row with too many or too few fields is rejected (`wrong_number_of_fields`).

    Raises DataError E201 where it is no such text, E202 where there is no data row.
    """
    text, encoding, warnings = content.decoded
    text, separator = _separator(text.lstrip("\r\n"), content.kind)
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (StopIteration, csv.Error) as error:
        raise DataError("E201", "this is not a table of text", where=content.name, found=str(error)) from error
    wrong: list[Reject] = []

    def reject(row: pa.csv.InvalidRow) -> str:
        expected = f"{row.expected_columns} fields"
        found = f"{row.actual_columns} fields: {row.text}"
        wrong.append(Reject(row.number - 1, "", "wrong_number_of_fields", short(found), expected))
        return "skip"

    strings = {f"f{i}": pa.string() for i in range(len(header))}
    data = text.encode("utf-8", errors="replace")
    try:
        rows = pa.csv.read_csv(
            pa.BufferReader(data),
            # One thread: only then does pyarrow know the number of a wrong row.
            read_options=pa.csv.ReadOptions(
                autogenerate_column_names=True, use_threads=False, block_size=min(_BLOCK, len(data) + 1)
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=reject
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=strings, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        raise DataError(
            "E201", "cannot read this file as a table", where=content.name, found=str(error)[:200],
            expected="one header row, then rows with the same number of fields, quotes closed",
        ) from error  # fmt: skip
    rows = rows.slice(1)
    if rows.num_rows + len(wrong) == 0:
        raise DataError("E202", "there is a header and no row", where=content.name, do="export it again")
    numbers = np.setdiff1d(np.arange(1, rows.num_rows + len(wrong) + 1), [one.row for one in wrong])
    names, more = names_of(header)
    rows = rows.rename_columns(names).combine_chunks()
    rows, numbers, unclosed = _without_open_quote(rows, numbers, data)
    reader = "tsv" if separator == "\t" else "csv"
    return Raw(content.name, reader, encoding, content.sha256, rows, numbers, wrong + unclosed, warnings + more)


def columns(head: str, kind: str) -> list[str]:
    """The names in the first line of a text that begins with `head`; empty where that is no line of a table."""
    text, separator = _separator(head.lstrip("\r\n"), kind)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (StopIteration, csv.Error):
        return []


def _separator(text: str, kind: str) -> tuple[str, str]:
    """`text` without Excel's own `sep=` line, and its separator: the one that the first lines agree on."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    if kind in (".tsv", ".tab"):
        return text, "\t"
    unquoted = "".join(part for i, part in enumerate(first.split('"')) if i % 2 == 0)
    return text, max(SEPARATORS, key=unquoted.count)


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
            warnings.append(f"column {plain} occurs twice; the second is called {unique}")
        names.append(unique)
    return names, warnings


def _without_open_quote(rows: pa.Table, numbers: np.ndarray, data: bytes) -> tuple[pa.Table, np.ndarray, list[Reject]]:
    """A quote that is opened and never closed swallows the rest of the file into one cell of the last row."""
    if data.count(b'"') % 2 == 0 or rows.num_rows == 0:
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
