"""Tables with one contact a row under a vendor's column names, to interactions.

    return [contact_rows(content, rows, "five9_calls", COLUMNS, row)]

For: the formats of call logs. Not for: what a vendor's words mean; each format's own `row` sees to that. Columns that hold
names and telephone numbers are left out: no figure needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import texts
from voc.ingest.formats.parts.conversation import number, plain
from voc.ingest.formats.parts.day_and_clock import moment_of
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

Cells = dict[str, str | None]
_NOT_LETTERS = re.compile(r"[\W_]+")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d(?:\.\d+)?)", re.ASCII)
_NOBODY = ("[none]", "none", "null", "n/a", "-")


def folded(name: str) -> str:
    """A column's name as it is looked for: lower case, without spaces and marks."""
    return _NOT_LETTERS.sub("", name).lower()


def contact_rows(
    content: Content,
    rows: Raw | None,
    reader: str,
    columns: Mapping[str, Sequence[str]],
    row: Callable[[Cells, Cells], None],
) -> Raw:
    """The interactions of a table: `columns` says our name -> theirs, folded, the likelier first; `row` sees the cells of a
    row, ours and theirs, and may add to ours. Rows without an id are rejected by the checks that follow."""
    assert rows is not None
    sheet = Sheet("interactions", rows.timezone)
    rejected = {one.row: one for one in rows.rejected}
    cells = dict(zip(rows.numbers.tolist(), rows.rows.to_pylist(), strict=True))
    for at in sorted({*rejected, *cells}):
        if at in rejected:
            one = rejected[at]
            sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
            continue
        theirs = {folded(str(name)): _said(value) for name, value in cells[at].items()}
        ours: Cells = {
            name: next((_whole(their, theirs) for their in names if theirs.get(their) is not None), None)
            for name, names in columns.items()
        }
        row(ours, theirs)
        sheet.origin = at
        sheet.keep(**ours)
    return sheet.raw(content, reader, rows.encoding, rows.warnings)


def _whole(name: str, theirs: Cells) -> str | None:
    """A cell; of a day the time of day too, where that stands in a column beside it: Start_Date, Start_Time."""
    cell = theirs.get(name)
    return moment_of(cell, theirs.get(f"{name.removesuffix('date')}time")) if name.endswith("date") else cell


def duration(cell: str | None) -> float | None:
    """Seconds of a cell: a number of them, or 0:03:20; None for another."""
    found = _CLOCK.fullmatch(cell or "")
    if found:
        return float(found[1]) * 3600 + float(found[2]) * 60 + float(found[3])
    return number(cell)


def handled(ours: Cells) -> str | None:
    """Talk, hold and after-contact work together, None where the talk is not known."""
    talk = duration(ours.get("talk_s"))
    return None if talk is None else plain(talk + sum(duration(ours.get(name)) or 0.0 for name in ("hold_s", "acw_s")))


def _said(value: object) -> str | None:
    isoformat = getattr(value, "isoformat", None)
    cell = isoformat() if isoformat else texts(value)
    return None if cell is None or cell.strip().lower() in ("", *_NOBODY) else cell.strip()
