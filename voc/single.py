"""Single files, read without a project.

For: `voc classify FILE`, `voc ingest FILES` and `--explain`. Not for: the sources of a project; see `ingest.tables`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from voc import ingest
from voc.engine import engine
from voc.errors import DataError, UsageError, nearest
from voc.ingest import Source, charset, source
from voc.ingest.read import AS_IT_IS, read

if TYPE_CHECKING:
    from voc.ingest.decision import Decision
    from voc.ingest.raw import Raw

FEW = 8  # row numbers that a note names


@dataclass(frozen=True)
class Texts:
    """The texts of one file: `ids` are those of a column, "" where its cell is empty, else the number of the row in the
    file; `notes` say what of the file is not among them, and which ids are no names."""

    texts: tuple[str | None, ...]
    ids: tuple[str, ...]
    notes: tuple[str, ...]


def texts(file: Path, text_column: str, id_column: str | None) -> Texts:
    """The Texts of any supported file. Raises DataError E210 for a column that is not there."""
    raw, *others = read(file, file.name, AS_IT_IS)
    for column in (text_column, id_column):
        if column is not None and column not in raw.rows.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(raw.rows.column_names),
                do=nearest(column, raw.rows.column_names),
            )  # fmt: skip
    said = tuple(None if one is None else str(one) for one in raw.rows.column(text_column).to_pylist())
    named = raw.rows.column(id_column).to_pylist() if id_column else raw.numbers.tolist()
    ids = tuple("" if one is None else str(one) for one in named)
    notes = [*_rejected(raw), *raw.warnings, *(f"not read: {other.file}" for other in others)]
    return Texts(said, ids, (*notes, *_unnamed(ids, id_column)))


def _rejected(raw: Raw) -> Iterator[str]:
    """A line for each reason: how many rows, and the first of them."""
    rows: dict[str, list[int]] = {}
    for one in raw.rejected:
        rows.setdefault(one.reason, []).append(one.row)
    every = len(raw.numbers) + len({one.row for one in raw.rejected})
    for reason, numbers in rows.items():
        shown = ", ".join(map(str, numbers[:FEW])) + (", ..." if len(numbers) > FEW else "")
        yield f"{len(numbers):,} of {every:,} rows rejected and not in the answer: {reason} (row {shown})"


def _unnamed(ids: Sequence[str], id_column: str | None) -> Iterator[str]:
    n, empty = f"{len(ids):,} rows", ids.count("")
    if empty:
        yield f"{empty:,} of {n} have nothing in {id_column}: their mentions cannot be told apart"
    again = Counter(one for one in ids if one)
    repeated = sum(count for count in again.values() if count > 1)
    if repeated:
        yield f"{repeated:,} of {n} share their {id_column} with another: mentions of one cannot be told from the other's"


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
    from voc.ingest.kinds import may_hold_rows

    if encoding is not None:
        charset.readings(encoding, "--encoding")
    for file in files:
        given = Source(path=str(Path(file).resolve()))
        for path in source.files(given, Path.cwd()):
            if may_hold_rows(path) or not source.is_folder(given, Path.cwd()):
                yield from decisions(path, source.shown(path, Path.cwd()), reader, encoding)
