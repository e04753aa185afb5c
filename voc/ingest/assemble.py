"""All files of all sources to whole tables: read, checked one against another, conformed, counted.

For: `ingest.tables`. Not for: single files, which `read` and `rows` know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from voc import tables
from voc.errors import DataError
from voc.ingest import (
    FileReport,
    Ingested,
    carried,
    case_ids,
    complete,
    pieces,
    refund_orders,
    return_ids,
    spelling,
    threads,
    ticket_chats,
    turns,
    twice,
    visits,
)
from voc.ingest import source as sources_
from voc.ingest.kinds import may_hold_rows
from voc.ingest.note import note
from voc.ingest.query import queried
from voc.ingest.raw import OF_THE_SYNC, Raw
from voc.ingest.read import each
from voc.ingest.refused import Refused
from voc.ingest.refused import error as refused_error
from voc.ingest.rows import Part, part
from voc.ingest.source import Source
from voc.personal.printable import said

if TYPE_CHECKING:
    from voc.engine import Engine


_BESIDE = ("E204", "E240")  # a table that nobody knows; one of mails and the like, whose sides nobody tells


def assembled(
    sources: Sequence[Source], folder: Path, timezone: str | None, engine: Engine | None, *, keep_going: bool = False
) -> Ingested:
    """See `ingest.tables`."""
    parts: list[Part] = []
    left: list[Refused] = []
    stems: set[str] = set()
    for source in sources:
        n_before, refused = len(parts), list[Refused]()
        for raws in _raws(source, sources, folder, engine):
            if isinstance(raws, Refused):
                refused.append(
                    replace(raws, is_beside=raws.error.code == "E294")
                )  # what a survey asks, beside its answers
                continue
            stem = _stem(raws[0].file, stems)
            stems.add(stem)
            try:
                parts += [part(raw, source, timezone, stem).slim() for raw in raws]
            except DataError as error:
                refused.append(
                    Refused(raws[0].file, error, is_beside=error.code in _BESIDE and any(map(_is_synced, raws)))
                )
        is_whole, is_wished = len(parts) == n_before, source.unreadable == "leave_out"
        left += [
            replace(one, is_whole=is_whole, may_be=(is_wished or one.is_beside) and not is_whole) for one in refused
        ]
    stopping = [one for one in left if not (keep_going or one.may_be)]
    if stopping or (left and not parts):
        raise refused_error(stopping or left)
    if parts and all(one.raw.nothing for one in parts):
        raise _nothing(parts)
    parts = pieces.put_together(return_ids.with_orders(refund_orders.with_orders(case_ids.called_alike(parts))))
    parts = visits.gone_on(ticket_chats.with_tickets(parts))
    for name in tables.READ_BY_INGEST:
        of_table = [one for one in parts if one.table == name]
        if of_table:
            kept = twice.without_repeats(complete.completed(of_table, tables.ALL[name], timezone), tables.ALL[name])
            parts = [next((k for k in kept if k.raw is one.raw), one) for one in parts]
    parts = [turns.in_order(one) if one.table == "turns" else one for one in threads.knit(parts)]
    parts = spelling.one_spelling(parts)
    whole: dict[str, pa.Table] = {}
    for name in tables.READ_BY_INGEST:
        of_table = [one for one in parts if one.table == name]
        if of_table:
            whole[name] = _joined([one.rows for one in of_table], name, timezone)
    whole["rejected"] = _rejected(parts)
    return Ingested(whole, [*(_report(one) for one in turns.silent(parts)), *map(_unread, left)], tuple(left))


def _is_synced(raw: Raw) -> bool:
    """Whether a sync wrote this table, which writes dozens beside those with contacts, orders and answers."""
    return any(name.strip().lower().startswith(OF_THE_SYNC) for name in raw.rows.column_names)


def _nothing(parts: Sequence[Part]) -> DataError:
    first, *others = parts
    more = "".join(f"; {one.raw.file}: {one.raw.nothing}" for one in others)
    return DataError(
        "E216", f"{first.raw.nothing}: there is nothing for voc in it", where=first.raw.file,
        found=f"{first.n_read} rows{more}", expected="tickets, comments, orders or answers, or this beside them",
        do="take it out of the sources, or give the tables that it belongs to",
    )  # fmt: skip


def _raws(
    source: Source, sources: Sequence[Source], folder: Path, engine: Engine | None
) -> Iterator[list[Raw] | Refused]:
    """The Raws of each file of `source`, one of `sources`, or of its query."""
    if source.query is None:
        yield from _of_files(source, folder)
    else:
        queries = [one for one in sources if one.query is not None]
        number = next(at for at, one in enumerate(queries, 1) if one is source)
        yield [queried(source.query, f"query {number}", folder, engine)]


def _of_files(source: Source, folder: Path) -> Iterator[list[Raw] | Refused]:
    paths = sources_.files(source, folder)
    # In a folder of files some are pictures or notes; a file that was named itself is always read.
    left = [path for path in paths if not may_hold_rows(path)] if sources_.is_folder(source, folder) else []
    wanted = [path for path in paths if path not in left]
    called = Path(source.path or "").name
    told = [
        note(
            "left out of {folder}: {files}: not files of rows that we read",
            folder=called,
            files=", ".join(path.name for path in left[:8]),
        )
    ]
    if not wanted:
        raise DataError("E201", "this folder holds no file that we read", where=source.path or "", found=told[0])
    for path in wanted:
        name = sources_.shown(path, folder)
        try:
            for raws in each(path, name, source):
                if left and not isinstance(raws, Refused):
                    raws[0].warnings.extend(told)
                    left = []
                yield raws
        except DataError as error:
            yield Refused(name, error)


def _stem(file: str, taken: set[str]) -> str:
    """The file's name without its endings; its whole path where another file has that name."""
    name = Path(file).name.partition(".")[0]
    whole = file.partition(".")[0]
    stem, again = name if name not in taken else whole, 2
    while stem in taken:
        stem, again = f"{whole}-{again}", again + 1
    return stem


def _joined(parts: list[pa.Table], name: str, timezone: str | None) -> pa.Table:
    """The rows of all files of a table; carried columns unioned and only now given a type, by all their cells."""
    kinds: dict[str, set[pa.DataType]] = {}
    for rows in parts:
        for field in rows.schema:
            kinds.setdefault(field.name, set()).add(field.type)
    alike = []
    for rows in parts:
        cells = {
            column: rows.column(column) if len(kinds[column]) == 1 else carried.as_text(rows.column(column))
            for column in rows.column_names
        }
        alike.append(pa.table(cells))
    joined = pa.concat_tables(alike, promote_options="default")
    table = tables.ALL[name]
    for at, column in enumerate(joined.column_names):
        if table.column(column) is None:
            cells = joined.column(column)
            cells = pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], cells.type)
            joined = joined.set_column(at, column, carried.typed(cells, column, timezone))
    return tables.conform(joined.combine_chunks(), name)


def _rejected(parts: list[Part]) -> pa.Table:
    entries = [
        {"file": one.raw.file, "row": r.row, "column": r.column or None, "reason": r.reason, "found": r.found or None,
         "expected": r.expected or None}
        for one in parts
        for r in sorted(one.rejected, key=lambda reject: reject.row)
    ]  # fmt: skip
    return pa.Table.from_pylist(entries, schema=tables.schema("rejected")) if entries else tables.empty("rejected")


def _unread(one: Refused) -> FileReport:
    return FileReport(
        file=one.file, reader="", confidence=0.0, table="", encoding="", rows_read=0, rows_kept=0, rows_rejected=0,
        reasons={}, warnings=[said(note("not read: {error}", error=one.text))], sha256="", error=one.error.code,
    )  # fmt: skip


def _report(one: Part) -> FileReport:
    reasons = Counter(reject.reason for reject in one.rejected)
    n_kept = one.rows.num_rows + one.n_joined
    # What another file of the same contacts says too, or what was put into its rows, is no empty file.
    is_said = bool(reasons) and set(reasons) <= {"duplicate_row", "put_into_another_row"}
    warnings = (
        one.warnings if n_kept or one.raw.nothing or is_said else [*one.warnings, note("no row of this file was kept")]
    )
    return FileReport(
        file=one.raw.file,
        reader=one.raw.reader,
        confidence=one.confidence,
        table=one.table,
        encoding=one.raw.encoding,
        rows_read=one.n_read,
        rows_kept=n_kept,
        rows_rejected=len(one.rejected),
        reasons=dict(sorted(reasons.items())),
        warnings=[said(one) for one in warnings],
        sha256=one.raw.sha256,
    )
