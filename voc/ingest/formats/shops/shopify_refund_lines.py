"""Shopify: the lines of refunds as a warehouse sync writes them: what came back, under the refund's id.

For: order_line_refund and refund_line_item in CSV or Parquet. Not for: what was paid back; see `shopify_tables`. A line
names its refund alone, and the table of refunds the order: `voc.ingest.refund_orders` brings them together.
A line whose restock_type is "cancel" was never delivered, so it is no return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.raw import Raw
from voc.ingest.refund_orders import LINES, held

_LINE = ("order_line_id", "line_item_id")


def like(head: Head) -> Like:
    """How like a warehouse table of lines of refunds a head is."""
    line = next((name for name in _LINE if name in head.names), None)
    return having(head.names, ["refund_id", line, "quantity"], ["restock_type", "subtotal"]) if line else NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Orders with what came back, a row a line; deleted and cancelled lines and those without a refund are rejected."""
    assert raw is not None
    sheet = Sheet("orders", "UTC")
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        refund, name = row.of("refund_id"), row.of("id") or ""
        if row.is_true("_fivetran_deleted"):
            sheet.reject("deleted_row", row.number, found=name, expected="a row that is still there")
        elif refund is None:
            sheet.reject("no_id", row.number, column="refund_id", found=name, expected="the refund of a line")
        elif (row.of("restock_type") or "").lower() == "cancel":
            sheet.reject(
                "not_delivered", row.number, column="restock_type", found=name, expected="a line that came back"
            )
        else:
            sheet.keep(
                row.number, order_id=row.of("order_id") or held(refund), is_returned="true",
                returned_units=row.of("quantity"),
            )  # fmt: skip
    return [replace(raw_of(sheet, content, raw, LINES), completes=True)]


FORMATS = (
    Format(
        LINES, "Shopify lines of refunds, synced", "Shopify in a warehouse, as Fivetran writes it, CSV or Parquet",
        ("orders",), like, read, rows=True,
    ),
)  # fmt: skip
