"""The report as a workbook: report.xlsx, six worksheets with filters, no formula anywhere, the same bytes each time.

For: report.xlsx. Not for: what stands in it (worksheets), or reading workbooks, which ingest does.
Every text is written as text, and one that a spreadsheet would run has an apostrophe before it all the same: workbooks
are saved as CSV and opened again.
"""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from voc.formula import harmless
from voc.report.cells import Cell, Figure, Words, Worksheet
from voc.report.inputs import Inputs
from voc.report.markdown import UNSEEN
from voc.report.view import View
from voc.report.worksheets import worksheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# the letters of each script have their own shapes; a reader's machine without the font takes its own
FONTS = {"en": "Calibri", "zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei"}
MADE = datetime.datetime(2000, 1, 1)  # no clock: the same run, the same bytes
LONGEST = 16_000  # signs in a cell: it takes 32,767, and counts some signs twice
NARROWEST = 6
_UNBROKEN = re.compile("[!-~]+")
_NO_SIGNS = dict.fromkeys((0xFFFE, 0xFFFF), " ")  # that no XML may hold


def workbook(inputs: Inputs, view: View) -> bytes:
    """The workbook in the language of the view; the same inputs give the same bytes."""
    import xlsxwriter

    content = io.BytesIO()
    font = {"font_name": FONTS[view.lang], "font_size": 10}
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": font,
    }  # fmt: skip
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": plain(view.title[view.lang]), "created": MADE})
        formats = _Formats(book, view.lang)
        for one in worksheets(inputs, view):
            _write(book, one, view.lang, formats)
    return content.getvalue()


def plain(text: str) -> str:
    """`text` as a cell may hold it: nothing that a spreadsheet would run, no sign that is not seen or turns the line
    around, no longer than a cell."""
    clean = text.translate(UNSEEN).translate(_NO_SIGNS)
    # a tab or return before a formula is a space by now, so the text is asked as it came, too
    is_safe = harmless(clean) == clean and harmless(text) == text
    return (clean if is_safe else f"'{clean}")[:LONGEST]


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook, lang: str) -> None:
        self._book, self._lang, self._made = book, lang, dict[tuple[Any, ...], Any]()

    def of(self, cell: Cell) -> Any:
        """How a cell is shown: numbers in their format, texts wrapped, in the letters of their language."""
        if isinstance(cell, Figure):
            return self._format({"num_format": cell.format, "valign": "top"})
        if isinstance(cell, datetime.date):
            return self._format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        lang = cell.lang if isinstance(cell, Words) else self._lang
        bold = isinstance(cell, Words) and cell.is_strong
        return self._format({"text_wrap": True, "valign": "top", "bold": bold, "font_name": self.font(lang)})

    def heading(self) -> Any:
        """How a heading is shown."""
        return self._format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8ECF1", "bottom": 1,
             "font_name": self.font(self._lang)}
        )  # fmt: skip

    def font(self, lang: str) -> str:
        """The font for a language; that of the report where there is none of its own."""
        return FONTS.get(lang, FONTS[self._lang])

    def _format(self, properties: dict[str, Any]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _write(book: Workbook, sheet: Worksheet, lang: str, formats: _Formats) -> None:
    page = book.add_worksheet(sheet.name)
    headings = [plain(column.heading[lang]) for column in sheet.columns]
    rows = sheet.rows or ((sheet.nothing[lang], *(None,) * (len(headings) - 1)),)
    widths = _widths(sheet, headings, rows)
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, formats.heading())
    lines = max(-(-_wide(heading) // max(width - 3, 1)) for heading, width in zip(headings, widths, strict=True))
    page.set_row(0, 4 + 14 * min(lines, 4))
    for line, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _put(page, line, at, cell, formats)
    page.freeze_panes(1, sheet.kept)
    page.autofilter(0, 0, len(rows), len(headings) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})  # an id may be all digits
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _put(page: Any, line: int, at: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, Figure):
        page.write_number(line, at, cell.value, formats.of(cell))
    elif isinstance(cell, datetime.date):
        page.write_datetime(line, at, cell, formats.of(cell))
    elif cell is not None and _text(cell):
        page.write_string(line, at, plain(_text(cell)), formats.of(cell))


def _text(cell: Words | str) -> str:
    return cell.text if isinstance(cell, Words) else cell


def _widths(sheet: Worksheet, headings: list[str], rows: tuple[tuple[Cell, ...], ...]) -> list[int]:
    """Letters of each column: what its longest cell needs up to the column's bound, and half of its heading."""
    widths = []
    for at, (column, heading) in enumerate(zip(sheet.columns, headings, strict=True)):
        longest = max((_shown(row[at]) for row in rows), default=0)
        # the heading breaks over two lines, beside the button of its filter
        least = max(NARROWEST, *(len(word) for word in _UNBROKEN.findall(heading)), _wide(heading) // 2) + 3
        widths.append(max(least, min(longest + 2, column.widest)))
    return widths


def _shown(cell: Cell) -> int:
    if isinstance(cell, Figure):
        # as long as its whole part, its decimals and what its format adds; no number of ours is longer than that
        return len(f"{abs(cell.value):,.0f}") + 6
    if isinstance(cell, datetime.date):
        return 10
    return _wide(_text(cell)) if cell is not None else 0


def _wide(text: str) -> int:
    """How many letters wide a text is: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
