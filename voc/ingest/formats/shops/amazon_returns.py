"""Amazon: returns of units that Amazon fulfilled (FBA), and what customers wrote about them.

For: the report GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA, text with tabs or CSV. Not for: orders, which
it completes where they are read beside it. A comment is feedback of its order, and has no score. Names of products, codes of
the warehouse and what became of a unit are carried.
https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of, reject_wrong, rows
from voc.ingest.raw import Raw

_ID = "amazon_fba_returns"
_KNOWN = (
    "return-date", "order-id", "sku", "asin", "fnsku", "product-name", "quantity", "fulfillment-center-id",
    "detailed-disposition", "reason", "status", "license-plate-number", "customer-comments",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like such a report a head is."""
    usual = ["fnsku", "asin", "license-plate-number", "customer-comments", "fulfillment-center-id", "status"]
    return having(head.names, ["return-date", "order-id", "detailed-disposition"], usual)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Orders with what came back, and feedback."""
    assert raw is not None
    orders, feedback = Sheet("orders"), Sheet("feedback")
    for row in rows(raw):
        if reject_wrong(row, orders):
            continue
        if row.of("order-id") is None:
            orders.reject("no_id", row.number, column="order-id", expected="the id of an order")
            continue
        orders.keep(row.number, **beside(_order(row), row.others(*_KNOWN)))
        if comment := row.of("customer-comments"):
            feedback.keep(row.number, **_comment(row, comment))
    made = [raw_of(one, content, raw, _ID) for one in (orders, feedback)]
    return [replace(made[0], completes=True), made[1]]


def _order(row: Row) -> dict[str, str | None]:
    reason = row.of("reason")
    return {
        "order_id": row.of("order-id"), "product": row.of("product-name"), "is_returned": "true",
        "returned_units": row.of("quantity"), "return_reason": reason.lower() if reason else None,
        "returned_at": row.of("return-date"), "sku": row.of("sku"), "asin": row.of("asin"),
        "disposition": row.of("detailed-disposition"), "return_status": row.of("status"),
    }  # fmt: skip


def _comment(row: Row, text: str) -> dict[str, str | None]:
    """The words of a customer; a unit has a plate of its own, by which its comment is called."""
    name = row.of("license-plate-number") or f"{row.of('order-id')}:{row.number}"
    reason = row.of("reason")
    return {
        "feedback_id": f"return:{name}", "order_id": row.of("order-id"), "created_at": row.of("return-date"), "text": text,
        "return_reason": reason.lower() if reason else None, "product": row.of("product-name"), "sku": row.of("sku"),
    }  # fmt: skip


FORMATS = (
    Format(
        _ID, "Amazon FBA returns, with customers' comments", "Amazon Seller Central, FBA customer returns",
        ("orders", "feedback"), like, read, rows=True,
    ),
)  # fmt: skip
