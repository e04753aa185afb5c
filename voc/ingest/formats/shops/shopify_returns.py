"""Shopify: what customers write about what they send back: the notes on the lines of returns.

For: the returns inside orders of the API (`shopify`), and the table of lines that a sync writes. Not for: what came back,
which is the order's (`shopify`, `shopify_tables`). customer_note is the customer's own; return_reason_note is what the shop
writes beside the reason, and is carried.
https://shopify.dev/docs/api/admin-graphql/latest/objects/ReturnLineItem
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.document import inner, listed, mapping, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.raw import Raw


def notes(order: Mapping[str, Any]) -> Iterator[dict[str, str | None]]:
    """The rows of feedback of an order, names in snake_case: the notes on its returns, whatever became of these."""
    for back in map(mapping, listed(order, "returns")):
        for at, line in enumerate(map(mapping, listed(back, "return_line_items")), 1):
            cells = _said(line, f"{word(back, 'id') or word(order, 'id')}:{at}")
            if cells["text"]:
                yield {
                    **cells, "order_id": word(order, "id"),
                    "customer_id": word(order, "customer", "id") or word(order, "customer_id"),
                    "created_at": word(back, "created_at") or word(back, "requested_at"), "return_id": word(back, "id"),
                }  # fmt: skip


def like(head: Head) -> Like:
    """How like a warehouse table of lines of returns a head is."""
    said = "customer_note" if "customer_note" in head.names else "return_reason_note"
    return having(head.names, ["id", "return_id", said], ["quantity", "refundable_quantity", "refunded_quantity"])


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Feedback. Lines name their return; `voc.ingest.return_ids` fills in the order where the table of returns is there."""
    assert raw is not None
    sheet = Sheet("feedback", "UTC")
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        cells = _said(row.cells, str(row.number))
        if row.is_true("_fivetran_deleted"):
            sheet.reject("deleted_row", row.number, found=row.of("id") or "", expected="a row that is still there")
        elif not cells["text"]:
            reason = "staff_note" if cells["return_reason_note"] else "no_text"
            sheet.reject(reason, row.number, found=row.of("id") or "", expected="a line with a customer's note")
        else:
            sheet.keep(row.number, **cells, order_id=row.of("order_id"), return_id=row.of("return_id"))
    return [raw_of(sheet, content, raw, "shopify_return_line_rows")]


def _said(line: Mapping[str, Any], otherwise: str) -> dict[str, str | None]:
    """What a line says, the customer's own note; called by the line's id."""
    why = word(line, "return_reason") or word(inner(line, "return_reason_definition", "name"))
    return {
        "feedback_id": f"return:{word(line, 'id') or otherwise}", "text": word(line, "customer_note"),
        "return_reason": why, "return_reason_note": word(line, "return_reason_note"),
    }  # fmt: skip


FORMATS = (
    Format(
        "shopify_return_line_rows", "Shopify lines of returns with customers' notes, synced",
        "Shopify in a warehouse, as Fivetran writes it, CSV or Parquet", ("feedback",), like, read, rows=True,
    ),
)  # fmt: skip
