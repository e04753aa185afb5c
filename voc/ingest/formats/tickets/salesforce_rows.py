"""Rows of an object of Salesforce, under names in one way, each with why it does not count.

    for row, reason in standing(raw):          # Row(...), None; Row(...), "deleted"

For: the objects that Data Loader, reports by API names and syncs write. Not for: what the columns of an object mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voc.ingest.formats.parts.contact_columns import folded
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.table_rows import Row, rows
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.raw import Raw


def standing(raw: Raw) -> Iterator[tuple[Row | Left, str | None]]:
    """The rows of `raw` in their order, with why each is left out (a version, `deleted`), None for those that stay; a row
    that could not be read is a Left."""
    every = [replace(row, cells={folded(name): cell for name, cell in row.cells.items()}) for row in rows(raw)]
    again = newest(every, lambda row: whole(row.of("id")), lambda row: row.of("systemmodstamp", "lastmodifieddate"))
    for row, older in zip(every, again, strict=True):
        if row.wrong is not None:
            wrong = row.wrong
            yield Left(wrong.reason, wrong.found, wrong.expected, wrong.column, row.number), None
        else:
            yield row, older or ("deleted" if row.is_true("isdeleted") else None)
