"""One file to one Raw, by what it is.

For: `assemble`. Not for: what the columns mean. A new format is a new line in READERS.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from voc.errors import DataError
from voc.ingest import columnar, delimited, records
from voc.ingest.content import Content, content
from voc.ingest.raw import Raw

READERS: dict[str, Callable[[Content], Raw]] = {
    ".csv": delimited.delimited,
    ".tsv": delimited.delimited,
    ".tab": delimited.delimited,
    ".txt": delimited.delimited,
    ".jsonl": records.lines,
    ".ndjson": records.lines,
    ".json": records.whole,
    ".parquet": columnar.parquet,
    ".pq": columnar.parquet,
    ".xlsx": columnar.workbook,
    ".xlsm": columnar.workbook,
    ".xls": columnar.workbook,
}


def read(path: Path, name: str) -> Raw:
    """The rows of the file at `path`, called `name` in reports.

    What the first bytes say wins over the ending. Raises DataError E201 for what we cannot read.
    """
    one = content(path, name)
    if one.data[:4] == b"PAR1":
        return columnar.parquet(one)
    if one.data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") and one.kind not in (".zip",):
        return columnar.workbook(one)
    if one.kind not in READERS:
        raise DataError(
            "E201", "we do not read this kind of file", where=name, found=one.kind,
            expected=", ".join(READERS), do="export it as one of these; .gz is welcome",
        )  # fmt: skip
    return READERS[one.kind](one)
