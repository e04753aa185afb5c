"""Rows of a table whose cells are JSON, as objects: what Airbyte, Stitch and Singer make of an API's answers.

    for number, ticket in objects(rows(raw)):      # 1, {"id": "88", "via": {"channel": "web"}, ...}

For: formats that read an API's JSON and tables of it alike. Not for: tables whose columns were made flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.formats.parts.table_rows import Row
from voc.ingest.records import loads


def objects(rows: Sequence[Row]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The number of each row that could be read, and its cells, JSON opened; what the sync wrote beside them is left out."""
    for row in rows:
        if row.wrong is None:
            yield row.number, {name: _opened(cell) for name, cell in row.others().items()}


def said(cell: str | None) -> str | None:
    """The words of a message that a tool keeps as JSON in one cell, {"type": "text", "text": "Hello"}; a cell that is none
    of those as it is, and None for one that holds something else than words (a picture, a card)."""
    opened = _opened(cell)
    if not isinstance(opened, dict) or not {"type", "msgtype", "msg_type", "messageType"} & opened.keys():
        return cell
    inside = [opened, *(each for each in opened.values() if isinstance(each, dict))]
    found = (each[name] for each in inside for name in ("text", "content", "body") if isinstance(each.get(name), str))
    return next(found, None)


def _opened(cell: str | None) -> Any:
    text = (cell or "").strip()
    if (text[:1], text[-1:]) not in (("{", "}"), ("[", "]")):
        return cell
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return cell
