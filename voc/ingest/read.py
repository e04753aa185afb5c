"""One file to its Raws: by a format of the trade where it is one, else as a plain table under names of its own.

For: `assemble`. Not for: what the columns of a plain table mean. A new kind of container is a new line in PLAIN, a new
format a module of `formats`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.errors import DataError
from voc.ingest import columnar, delimited, formats, records
from voc.ingest.content import Content, content
from voc.ingest.formats import Candidate, Choice
from voc.ingest.formats.format import HEAD, Format, Head
from voc.ingest.raw import Raw

PLAIN: dict[str, Callable[[Content], Raw]] = {
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
OTHER = (".vtt", ".srt", ".vcon")  # endings that only formats read
READERS = (*PLAIN, *OTHER)
AS_IT_IS = "plain"  # the reader of a table under names of one's own
_TABLES = (delimited.delimited, columnar.parquet, columnar.workbook)


@dataclass(frozen=True)
class Opened:
    """A file before it is read: its content, what the formats say of it, and, of a workbook or Parquet file, its rows."""

    content: Content
    choice: Choice
    plain: Callable[[Content], Raw] | None
    rows: Raw | None = None


def read(path: Path, name: str, reader: str | None = None, table: str | None = None) -> list[Raw]:
    """The rows of the file at `path`, called `name` in reports: one Raw for each table that it holds.

    What the first bytes say wins over the ending. `reader` is a format's id or AS_IT_IS, `table` the one that is wanted; the
    format that is likest is asked where neither says otherwise. Raises DataError E201 for what we cannot read, E207 where
    two formats are as likely, ConfigError E129 for a reader that is not there.
    """
    one = opened(path, name, reader)
    chosen = one.choice.format
    if chosen is not None and (reader or table is None or table in chosen.tables):
        return _by_format(one, chosen, table)
    if one.plain is None:
        raise DataError(
            "E201", "we do not read this kind of file", where=name, found=_likest(one.choice.candidates) or one.content.kind,
            expected=", ".join(READERS), do="export it as one of these; .gz is welcome",
        )  # fmt: skip
    return [one.rows or one.plain(one.content)]


def opened(path: Path, name: str, reader: str | None = None) -> Opened:
    """The file at `path` with the choice among formats made; errors as `read`."""
    data = content(path, name)
    plain = _plain(data)
    rows = plain(data) if plain in (columnar.parquet, columnar.workbook) else None
    if reader == AS_IT_IS:
        return Opened(data, Choice(None, ()), plain, rows)
    if reader is not None:
        chosen = formats.named(reader)
        return Opened(data, Choice(chosen, (Candidate(chosen, 1.0, "named"),)), plain, rows)
    return Opened(data, formats.choose(_head(data, plain, rows)), plain, rows)


def _plain(one: Content) -> Callable[[Content], Raw] | None:
    if one.data[:4] == b"PAR1":
        return columnar.parquet
    if one.data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") and one.kind != ".zip":
        return columnar.workbook
    return PLAIN.get(one.kind)


def _head(one: Content, plain: Callable[[Content], Raw] | None, rows: Raw | None) -> Head:
    if rows is not None:
        return Head(one.name, one.kind, "", tuple(rows.rows.column_names))
    text = one.decoded[0][:HEAD]
    columns = delimited.columns(text, one.kind) if plain is delimited.delimited else ()
    return Head(one.name, one.kind, text, tuple(columns))


def _by_format(one: Opened, chosen: Format, table: str | None) -> list[Raw]:
    rows = (one.rows or (one.plain or delimited.delimited)(one.content)) if chosen.rows else None
    best = one.choice.candidates[0]
    found = [replace(raw, confidence=best.score, why=best.why) for raw in chosen.read(one.content, rows)]
    wanted = [raw for raw in found if table is None or raw.table == table]
    left = sorted({str(raw.table) for raw in found if table not in (None, raw.table)})
    if left:
        note = f"its {', '.join(left)} were left out: this source asks for {table} alone"
        wanted = [replace(raw, warnings=[*raw.warnings, note]) for raw in wanted]
    if not any(raw.rows.num_rows or raw.rejected for raw in wanted):
        raise DataError(
            "E202", "there is no row", where=one.content.name, found=f"{chosen.title}, empty", do="export it again"
        )
    return [raw for raw in wanted if raw.rows.num_rows or raw.rejected]


def _likest(candidates: Sequence[Candidate]) -> str:
    return "; ".join(f"{one.format.id} {one.score:.2f} ({one.why})" for one in candidates[:3])
