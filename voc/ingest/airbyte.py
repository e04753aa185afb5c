"""Raw tables of Airbyte: a record a row, as JSON in the column `_airbyte_data`, beside what the sync writes of itself.

    inside = records_of(content, rows)         # the records, one JSON object a line, or None where it is no such table

For: `read`, which gives what is inside to the reader whose records they are. Not for: tables that Airbyte made of such
records (`table_rows` leaves its columns out). _airbyte_raw_id and _airbyte_extracted_at were once called _airbyte_ab_id
and _airbyte_emitted_at.
https://docs.airbyte.com/platform/understanding-airbyte/airbyte-metadata-fields
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.parts.document import Broken, documents
from voc.ingest.raw import Raw, short
from voc.ingest.records import loads

_DATA = "_airbyte_data"
_BESIDE = ("_airbyte_ab_id", "_airbyte_emitted_at", "_airbyte_raw_id", "_airbyte_extracted_at")
_LOOKED_AT = 1 << 16  # bytes


def records_of(content: Content, plain: Callable[[Content], Raw] | None, rows: Raw | None) -> Content | None:
    """The records in a raw table as JSON lines, one for each row; a row whose record is no JSON is a line that is none.
    `rows` are those of a workbook or of Parquet, `plain` reads those of text. None where it is no such table.

    Raises DataError E262 where no row holds a record, E293 where the JSON is damaged.
    """
    if rows is None and (plain is None or _DATA.encode() not in content.data[:_LOOKED_AT]):
        return None
    is_json = rows is None and content.head(_LOOKED_AT).lstrip("\ufeff \n\r\t")[:1] in ("{", "[")
    if is_json:
        cells = list(_of_json(content))
    else:
        rows = rows if rows is not None else plain(content) if plain is not None else None
        names = {name.strip().lower(): name for name in rows.rows.column_names} if rows is not None else {}
        if rows is None or _DATA not in names or not names.keys() & {*_BESIDE}:
            return None
        wrong = {one.row: "" for one in rows.rejected}
        given = dict(zip(rows.numbers.tolist(), rows.rows.column(names[_DATA]).to_pylist(), strict=True))
        cells = [cell for _, cell in sorted({**wrong, **given}.items())]
    if not cells:
        return None
    if not any(_is_record(cell) for cell in cells):
        raise DataError(
            "E262", f"this is a raw table of Airbyte, and no row of it holds a record in {_DATA}", where=content.name,
            found=short(next((cell for cell in cells if cell), "empty cells")), expected="a JSON object in each row",
            do="export the table again with this column as text, or give the table that Airbyte made of it",
        )  # fmt: skip
    text = "\n".join(" ".join(str(cell or '""').split("\n")) for cell in cells)
    return replace(content, kind=".jsonl", data=text.encode("utf-8", errors="replace"), said=None)


def _of_json(content: Content) -> Iterator[str]:
    """The records of JSON, each in an object with what the sync says of it; none where the first is no such object."""
    for number, one in enumerate(documents(content)):
        is_ours = isinstance(one, dict) and _DATA in one and not one.keys().isdisjoint(_BESIDE)
        if not (is_ours or number):
            return
        held = one[_DATA] if is_ours else one.text if isinstance(one, Broken) else one
        # Numbers are text by now, as the readers would have made them.
        yield held if isinstance(held, str) else json.dumps(held, ensure_ascii=False)


def _is_record(cell: object) -> bool:
    try:
        return isinstance(cell, str) and isinstance(loads(cell), dict)
    except (ValueError, RecursionError):
        return False
