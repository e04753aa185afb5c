"""Cells that a spreadsheet would take for a formula, made plain text: =cmd|..., +1, -1, @SUM, a tab or return before one.

For: every CSV that is written for people, and the workbook of a report, which people save as one. Not for: Parquet and
JSON; the sheet that `voc label` reads back, where a cell is written as text.
"""

from __future__ import annotations

from typing import Any

_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(cell: Any) -> Any:
    """`cell` with an apostrophe before it where it is a text that a spreadsheet would run; else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \n").startswith(_BEGINS) else cell
