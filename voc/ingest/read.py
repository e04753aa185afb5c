"""One file to its Raws: by a format of the trade where it is one, else as a plain table under names of its own.

For: `assemble`. Not for: what the columns of a plain table mean, nor which files are read at all (`kinds`). A new format
is a module of `formats`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voc.errors import DataError, VocError
from voc.ingest import (
    airbyte,
    columnar,
    dates,
    delimited,
    formats,
    headed,
    heading_zones,
    layout,
    mapping,
    records,
    streams,
    workbook,
)
from voc.ingest.content import Content
from voc.ingest.formats import Candidate, Choice
from voc.ingest.formats.format import HEAD, Format, Head
from voc.ingest.formats.parts.still_there import undeleted
from voc.ingest.kinds import ABOUT, PLAIN, READERS, is_data
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.refused import Refused
from voc.ingest.source import Source
from voc.ingest.unpack import contents

AS_IT_IS = "plain"  # the reader of a table under names of one's own
_ANY = Source()
_ASKS = "survey_definitions"


@dataclass(frozen=True)
class Opened:
    """A table of a file before it is read: its content, what the formats say of it, and, of a workbook or Parquet file, its
    rows; or the `error` that keeps it from being read."""

    content: Content
    choice: Choice
    plain: Callable[[Content], Raw] | None
    rows: Raw | None = None
    error: DataError | None = None


def read(path: Path, name: str, reader: str | None = None, table: str | None = None) -> list[Raw]:
    """The rows of the file at `path`, called `name` in reports: see `each`."""
    found = []
    for raws in each(path, name, Source(reader=reader, table=table)):
        if isinstance(raws, Refused):
            raise raws.error
        found += raws
    return found


def each(path: Path, name: str, source: Source = _ANY) -> Iterator[list[Raw] | Refused]:
    """The rows of the file at `path`, called `name` in reports: for each content of it (see `unpack`, `workbook`) one Raw
    for each table in that; a content among others that cannot be read, as Refused.

    What the first bytes say wins over the ending. Of `source`, `encoding` is that of text, None where it has to be found;
    `reader` a format's id or AS_IT_IS, `table` the one that is wanted; the format that is likest is asked where neither says
    otherwise; `sheet` is the one of a workbook that is wanted; `columns` go over what it gives (see `mapping`). Raises
    DataError E201 for what we cannot read, E202 where there is no such sheet, E206 for what is not in `encoding`, E207 where
    two formats are as likely, E221-E224 for what would take too much memory, E225 where a
    reader fails, ConfigError E129 for no such reader, errors of `mapping`.
    """
    left: list[str] = []
    given: list[Raw] = []
    n_refused = 0
    for one in opened(
        path, name, source.reader, source.encoding, dates.order_in(source.formats.values()), source.sheet
    ):
        if one.content.name != name and not _is_readable(one):
            left.append(one.content.name.removeprefix(f"{name}/"))
            continue
        try:
            found = rows_of(one, source)
        except DataError as error:
            if one.content.name == name:
                raise
            n_refused += 1
            yield Refused(one.content.name, error)
            continue
        if given:
            yield given
        given = found
    if left:
        if not given and not n_refused:
            raise DataError(
                "E201", "this archive holds no file that we read", where=name, found=", ".join(left[:8]),
                expected=", ".join(READERS), do="export it as one of these",
            )  # fmt: skip
        if given:
            given[0].warnings.append(
                note("left out of {archive}: {files}: not rows that we read", archive=name, files=", ".join(left[:8]))
            )
    if given:
        yield given


def opened(
    path: Path,
    name: str,
    reader: str | None = None,
    encoding: str | None = None,
    order: str | None = None,
    sheet: str | None = None,
) -> Iterator[Opened]:
    """What the file at `path` holds, each with the choice among formats made; errors as `each`, those of a member of an
    archive on what was opened."""
    for data in contents(path, name):
        data = replace(data, said=encoding, order=order, sheet=sheet)
        try:
            yield from _opened(data, name, reader)
        except DataError as error:
            if data.name == name:
                raise
            yield Opened(data, Choice(None, ()), None, error=error)


def _opened(data: Content, name: str, reader: str | None) -> Iterator[Opened]:
    if data.error is not None:
        raise data.error
    plain = PLAIN.get(data.kind)
    if data.data[:4] == b"PAR1":
        every: list[Raw | None] = [columnar.parquet(data)]
    elif (data.data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") and data.name == name) or data.kind in workbook.KINDS:
        every = [*workbook.sheets(data)]
    else:
        every = [None]
    for rows in every:
        shown = data if rows is None else replace(data, name=rows.file)
        inside = None if reader == AS_IT_IS else airbyte.records_of(shown, plain, rows)
        if inside is not None:
            yield Opened(inside, _choice(inside, records.lines, None, reader), records.lines)
            continue
        of_streams = streams.streams_of(shown) if reader != AS_IT_IS and rows is None and plain is not None else None
        if of_streams is not None:
            yield from _streams(shown, of_streams, reader)
            continue
        yield Opened(shown, _choice(shown, plain, rows, reader), plain, rows)


def _streams(whole: Content, of_streams: Mapping[str, Content], reader: str | None) -> Iterator[Opened]:
    """The streams of a file: those of one format together, what surveys ask before the answers to them; a stream among
    others that no format knows is none to be read."""
    choices = {name: _choice(each, records.lines, None, reader) for name, each in of_streams.items()}
    groups: dict[str, list[str]] = {}
    for name, choice in choices.items():
        groups.setdefault(choice.format.id if choice.format else "", []).append(name)
    answered = [id for id, names in groups.items() if (chosen := choices[names[0]].format) and chosen.id != _ASKS
                and "feedback" in chosen.tables]  # fmt: skip
    if _ASKS in groups and len(answered) == 1:
        groups[answered[0]] = [*groups.pop(_ASKS), *groups[answered[0]]]
    known = [names for id, names in groups.items() if id]
    for names in known:
        data = b"\n".join(of_streams[name].data for name in names)
        name = whole.name if len(known) == 1 else f"{whole.name}/{names[-1]}"
        yield Opened(replace(of_streams[names[0]], name=name, data=data), choices[names[-1]], records.lines)
    alone = len(of_streams) == 1
    for name in groups.get("", ()):
        shown = replace(of_streams[name], name=whole.name if alone else f"{whole.name}/{name}")
        yield Opened(shown, choices[name], records.lines if alone else None)


def _choice(data: Content, plain: Callable[[Content], Raw] | None, rows: Raw | None, reader: str | None) -> Choice:
    if reader == AS_IT_IS or not data.data:
        return Choice(None, ())
    if reader is not None:
        chosen = formats.named(reader)
        return Choice(chosen, (Candidate(chosen, 1.0, "named"),))
    choice: Choice = _guarded(data.name, "every format", lambda: formats.choose(_head(data, plain, rows)))
    return choice


def _is_readable(one: Opened) -> bool:
    """Whether a member of an archive is one to be read: no picture, no note about the others."""
    if one.error is not None:
        return is_data(one.content.name)
    if one.content.data[:64].strip() in (b"", b"[]", b"{}"):  # a list of which there is none
        return False
    if one.choice.format is not None or one.rows is not None:
        return True
    return one.plain is not None and not ABOUT.search(one.content.name)


def rows_of(one: Opened, source: Source = _ANY) -> list[Raw]:
    """The rows of what was opened, one Raw for each table in it; errors as `each`."""
    if one.error is not None:
        raise one.error
    chosen = one.choice.format
    if chosen is not None and (source.reader or source.table is None or source.table in chosen.tables):
        return _by_format(one, chosen, source)
    if one.plain is None and one.rows is None:
        raise DataError(
            "E201", "we do not read this kind of file", where=one.content.name,
            found=_likest(one.choice.candidates) or one.content.kind,
            expected=", ".join(READERS), do="export it as one of these; .gz and .zip are welcome",
        )  # fmt: skip
    raw = one.rows or _guarded(one.content.name, AS_IT_IS, lambda: one.plain and one.plain(one.content))
    found = (
        _guarded(one.content.name, AS_IT_IS, lambda: headed.told(one.content, raw, source))
        if isinstance(raw, Raw)
        else None
    )
    return [replace(each, why=_likest(one.choice.candidates)) for each in found or [raw]]


def _guarded(where: str, reader: str, run: Callable[[], Any]) -> Any:
    """What `run` gives. Raises DataError E223 where the file is nested deeper than can be read, E225 where the reader fails
    on it: whatever stands in a file, its reader's failure is said as what it is, a file that was not read."""
    try:
        return run()
    except VocError:
        raise
    except RecursionError as error:
        raise DataError(
            "E223", "this file is nested too deep to be read", where=where, found=f"read as {reader}",
            do="export it again: no export of a system is nested so",
        ) from error  # fmt: skip
    except Exception as error:
        raise DataError(
            "E225", f"the reader of {reader} failed on this file", where=where,
            found=f"{type(error).__name__}: {error}"[:200], expected="a file as that system writes it",
            do="export it again; --reader plain reads a table as it is; if it is a sound file, please report it",
        ) from error  # fmt: skip


def _head(one: Content, plain: Callable[[Content], Raw] | None, rows: Raw | None) -> Head:
    if rows is not None:
        return Head(one.name, one.kind, "", tuple(rows.rows.column_names))
    text = one.head(HEAD)
    columns = delimited.columns(one.head(layout.HEAD), one.kind) if plain is delimited.delimited else ()
    return Head(one.name, one.kind, text, tuple(columns))


def _by_format(one: Opened, chosen: Format, source: Source) -> list[Raw]:
    rows: Raw | None = None

    def run() -> Sequence[Raw]:
        nonlocal rows
        rows = (one.rows or (one.plain or delimited.delimited)(one.content)) if chosen.rows else None
        if rows is not None and not rows.rows.num_columns:
            raise DataError("E202", "there is no row", where=one.content.name, do="export it again")
        if rows is None:
            return chosen.read(one.content, None)
        told = heading_zones.offset(rows)
        # Readers of tickets and orders see to it themselves: what is gone of one table may still be named by another.
        return chosen.read(one.content, undeleted(told) if chosen.tables == ("feedback",) else told)

    best, table = one.choice.candidates[0], source.table
    found = [replace(raw, confidence=best.score, why=best.why) for raw in _guarded(one.content.name, chosen.id, run)]
    wanted = [raw for raw in found if table is None or raw.table == table]
    left = sorted({str(raw.table) for raw in found if table not in (None, raw.table)})
    if left:
        told = note(
            "its {tables} were left out: this source asks for {table} alone", tables=", ".join(left), table=table
        )
        wanted = [replace(raw, warnings=[*raw.warnings, told]) for raw in wanted]
    if not any(raw.rows.num_rows or raw.rejected for raw in wanted):
        raise DataError(
            "E202", "there is no row", where=one.content.name, found=f"{chosen.title}, empty", do="export it again"
        )
    filled = [raw for raw in wanted if raw.rows.num_rows or raw.rejected]
    return mapping.over(filled, rows, source.columns, one.content.name) if source.columns else filled


def _likest(candidates: Sequence[Candidate]) -> str:
    return "; ".join(f"{one.format.id} {one.score:.2f} ({one.why})" for one in candidates[:3])
