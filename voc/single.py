"""Single files, read without a project.

For: `voc classify FILE`, `voc ingest FILES` and `--explain`. Not for: the sources of a project; see `ingest.tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from voc import ingest, tagging
from voc.engine import engine
from voc.errors import DataError, UsageError, nearest
from voc.ingest import Source, charset, source

if TYPE_CHECKING:
    from voc.ingest.decision import Decision


def texts(file: Path, text_column: str, id_column: str | None) -> tuple[list[str], list[str] | None]:
    """(texts, ids) of any supported file. Raises DataError E210 for a column that is not there."""
    rows = tagging.plain(file)
    for column in (text_column, id_column):
        if column is not None and column not in rows.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(rows.column_names),
                do=nearest(column, rows.column_names),
            )  # fmt: skip
    said = [None if one is None else str(one) for one in rows.column(text_column).to_pylist()]
    ids = [str(one) for one in rows.column(id_column).to_pylist()] if id_column else None
    return said, ids  # type: ignore[return-value]


def ingested(
    files: Sequence[str], table: str | None, timezone: str | None, mapping: Path | None = None,
    reader: str | None = None, encoding: str | None = None,
) -> ingest.Ingested:  # fmt: skip
    """The canonical tables of single files; the one [[source]] of `mapping`, where given, says how to read each. Files that
    cannot be read are `refused`, as long as there is one that can."""
    if timezone is not None and timezone not in available_timezones():
        raise UsageError(
            "E103", f"there is no time zone {timezone!r}", where="--timezone",
            expected="an IANA name such as Europe/London or Asia/Shanghai", do=nearest(timezone, available_timezones()),
        )  # fmt: skip
    from voc.config import load

    if encoding is not None:
        charset.readings(encoding, "--encoding")
    if mapping is None:
        pattern, folder = Source(table=table, reader=reader, is_guessed=True), Path.cwd()
    else:
        config = load(mapping)
        pattern, folder = config.sources[0], config.folder
        pattern, timezone = replace(pattern, timezone=None if timezone else pattern.timezone), timezone or config.zone
    sources = [
        replace(
            pattern, path=str(Path(file).resolve()), query=None, table=table or pattern.table,
            reader=reader or pattern.reader, encoding=encoding or pattern.encoding,
        )
        for file in files
    ]  # fmt: skip
    return ingest.tables(sources, folder, timezone, engine(), keep_going=True)


def decided(files: Sequence[str], reader: str | None = None, encoding: str | None = None) -> Iterator[Decision]:
    """What is decided about each of single files, folders and patterns, and why."""
    from voc.ingest.decision import decisions
    from voc.ingest.read import is_data

    if encoding is not None:
        charset.readings(encoding, "--encoding")
    for file in files:
        given = Source(path=str(Path(file).resolve()))
        for path in source.files(given, Path.cwd()):
            if is_data(path.name) or not source.is_folder(given, Path.cwd()):
                yield from decisions(path, source.shown(path, Path.cwd()), reader, encoding)
