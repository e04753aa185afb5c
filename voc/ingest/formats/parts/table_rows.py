"""The rows of a table that has been read, as text by name, for formats that look at a row as a whole.

For: tables of a warehouse and exports of a ticket system. Not for: tables that go in column by column (`rows`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.ingest.content import Content
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import OF_THE_SYNC, Raw, Reject


@dataclass(frozen=True)
class Row:
    """`number` in the file, the first data row is 1; `cells` by name in lower case, empty ones left out; `wrong` is set
    where the reader could not read the row."""

    number: int
    cells: dict[str, str]
    wrong: Reject | None = None

    def of(self, *names: str) -> str | None:
        """The first of these cells that is filled."""
        return next((self.cells[name] for name in names if name in self.cells), None)

    def is_true(self, *names: str) -> bool:
        """Whether one of these cells says so."""
        return (self.of(*names) or "").strip().lower() in ("true", "t", "1", "yes", "y")

    def others(self, *known: str) -> dict[str, str | None]:
        """Cells that are none of `known` and not of the sync: they are carried."""
        return {
            name: cell for name, cell in self.cells.items() if name not in known and not name.startswith(OF_THE_SYNC)
        }


def beside(cells: dict[str, str | None], others: dict[str, str | None]) -> dict[str, str | None]:
    """`cells` with `others` beside them; of one name the cell of ours, where it is filled."""
    return {**others, **{name: cell for name, cell in cells.items() if cell or name not in others}}


def rows(raw: Raw) -> list[Row]:
    """The rows of `raw` in the order of the file, those that it rejects among them. A column that occurs twice counts once:
    its first filled cell."""
    names = [name.strip().lower() for name in raw.rows.column_names]
    single = {
        name: name.rpartition(".")[0]
        if name.rpartition(".")[0] in names and name.rpartition(".")[2].isdigit()
        else name
        for name in names
    }
    columns = [column.to_pylist() for column in raw.rows.columns]
    found: list[tuple[int, Row]] = [(one.row, Row(one.row, {}, one)) for one in raw.rejected]
    for at, number in enumerate(raw.numbers.tolist()):
        cells: dict[str, str] = {}
        for name, column in zip(names, columns, strict=True):
            text = _text(column[at])
            if text is not None:
                cells.setdefault(single[name], text)
        found.append((number, Row(number, cells)))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return (
            None if math.isnan(value) else str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        )
    text = str(value)
    return text if text.strip() else None


def reject_wrong(row: Row, sheet: Sheet) -> bool:
    """Rejects a row that the reader could not read, and says whether it was one."""
    if row.wrong is not None:
        sheet.reject(
            row.wrong.reason, row.number, column=row.wrong.column, found=row.wrong.found, expected=row.wrong.expected
        )
    return row.wrong is not None


def versions(every: Sequence[Row]) -> list[str | None]:
    """Why a row of a table with its history is left out, None where it stays: a version that is no longer
    active, or not the newest where none says so; deleted."""
    is_told = any("_fivetran_active" in row.cells for row in every)
    current = [row for row in every if not is_told or row.is_true("_fivetran_active")]
    again = iter(newest(current, lambda row: row.of("id"), lambda row: row.of("updated_at", "_fivetran_synced")))
    reasons = [next(again) if not is_told or row.is_true("_fivetran_active") else "older_version" for row in every]
    return [
        reason or ("deleted" if row.is_true("_fivetran_deleted") else None)
        for row, reason in zip(every, reasons, strict=True)
    ]


def raw_of(sheet: Sheet, content: Content, source: Raw, reader: str) -> Raw:
    """The Raw of a sheet made from the rows of `source`, with its encoding and warnings."""
    return replace(sheet.raw(content, reader, source.encoding), warnings=[*source.warnings, *sheet.warnings])
