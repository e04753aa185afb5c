"""Shopify as tables: the admin's orders_export.csv, and what a warehouse sync writes.

For: orders, returns, refunds and checkouts in CSV, Excel or Parquet. Not for: JSON of the APIs; see `shopify`. E-mail
addresses, names and postal addresses are not carried.

Each table is read for itself: returns and refunds give rows of `orders` with what came back, under the order's id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having, texts
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.money import minor, pointed, with_points
from voc.ingest.note import note
from voc.ingest.raw import Raw

Row = Mapping[str, str | None]
_SYNC = "Shopify in a warehouse, as Fivetran writes it, CSV or Parquet"
_TRUE = ("true", "t", "1", "yes")
_MONEY = (
    "subtotal", "shipping", "taxes", "total", "discount amount", "refunded amount", "outstanding balance", "lineitem price",
    "lineitem compare at price", "lineitem discount",
)  # fmt: skip
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_OF_FIRST = ("total", "financial status", "currency")
_REFUNDED = ("refunded", "partially_refunded")


def like_export(head: Head) -> Like:
    """The CSV that the admin exports orders to: a row a line item."""
    return having(
        head.names, ["name", "financial status", "created at", "lineitem name"],
        ["email", "currency", "subtotal", "total", "lineitem quantity", "fulfillment status", "lineitem price"],
    )  # fmt: skip


def read_export(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Table orders: the rows of an order are one; only its first row holds totals. A row without an order is rejected."""
    assert rows is not None
    sheet = _sheet("orders", rows)
    found: dict[str, list[Row]] = {}
    n = 0
    every = list(_rows(rows, lambda name: re.sub(r"\s+", " ", name.strip().lower())))
    if with_points(row.get(name) for row in every for name in _MONEY) is False:
        every = [{**row, **{name: pointed(row[name]) for name in _MONEY if name in row}} for row in every]
        sheet.warnings.append(note("amounts are written with a decimal comma, as a spreadsheet saved them"))
    if any(_SHORTENED.fullmatch(row.get("id") or "") for row in every):
        every = [{**row, "id": None} for row in every]
        sheet.warnings.append(
            note("Id was shortened by a spreadsheet (6.5E+12) and is left out: orders go by their Name")
        )
    for row in every:
        n += 1
        name = row.get("name") or row.get("id")
        if name:
            found.setdefault(name, []).append(row)
        else:
            sheet.reject("no_id", column="Name", found=row.get("lineitem name"), expected="the name of an order")
    totals = any("total" in row for row in every)
    for name, lines in found.items():
        if totals and not any(line.get(column) for line in lines for column in _OF_FIRST):
            # Its first row was rejected, or cut off: what came back of it stood there.
            sheet.reject("no_first_row", column="Name", found=name, expected="the row with the totals of the order")
            continue
        sheet.keep(**_exported(name, lines))
    if found:
        sheet.warnings.append(
            note("{n} rows are {orders} orders: a row of this export is a line item", n=n, orders=len(found))
        )
        sheet.warnings.append(note("refunds are taken for returns: this export does not say what came back"))
    return [sheet.raw(content, "shopify_export", rows.encoding)]


def _exported(name: str, lines: Sequence[Row]) -> dict[str, str | None]:
    def first(column: str) -> str | None:
        return next((line[column] for line in lines if line.get(column)), None)

    currency, status = first("currency"), (first("financial status") or "").lower()
    refunded = minor(first("refunded amount"), currency)
    is_back = not first("cancelled at") and (status in _REFUNDED or bool(refunded and refunded.strip("0.")))
    return {
        "order_id": name,
        "created_at": first("created at"),
        "customer_id": first("customer id") or first("email"),
        "channel": first("source"),
        "product": first("lineitem name"),
        "amount": minor(first("total"), currency),
        "currency": currency,
        "is_returned": "true" if is_back else "false",
        "shopify_order_id": first("id"),
        "units": str(whole(line.get("lineitem quantity") for line in lines)),
        "financial_status": status or None,
        "fulfillment_status": first("fulfillment status"),
        "cancelled_at": first("cancelled at"),
        "refunded": refunded,
        "discount_code": first("discount code"),
        "country": first("shipping country") or first("billing country"),
    }


def like_orders(head: Head) -> Like:
    """A warehouse table of orders."""
    if "abandoned_checkout_url" in head.names:
        return NOT_LIKE
    money, status = ("total_price", "total_price_set_shop_amount"), ("financial_status", "display_financial_status")
    return _any_of(head, ["id", "created_at"], money, status, ["customer_id", "processed_at", "name", "source_name"])


def like_checkouts(head: Head) -> Like:
    """A warehouse table of abandoned checkouts."""
    return having(
        head.names, ["id", "abandoned_checkout_url", "created_at"], ["completed_at", "customer_id", "updated_at"]
    )


def like_returns(head: Head) -> Like:
    """A warehouse table of returns."""
    return having(
        head.names, ["id", "order_id", "status", "total_quantity"], ["decline_reason", "decline_note", "name"],
        not_with=["display_status", "service_id", "location_id"],  # what was sent, which is counted alike
    )  # fmt: skip


def like_refunds(head: Head) -> Like:
    """A warehouse table of refunds."""
    if "customer_id" in head.names:
        return NOT_LIKE
    money = ("total_refunded_set_shop_amount", "total_refunded_set", "restock")
    return _any_of(
        head, ["id", "order_id", "created_at"], money, ("note",), ["return_id", "updated_at", "processed_at"]
    )


def _any_of(head: Head, needed: list[str], one: Sequence[str], other: Sequence[str], usual: Sequence[str]) -> Like:
    """`having`, with one each of two sets of names."""
    there = [next((name for name in names if name in head.names), "") for names in (one, other)]
    return having(head.names, [*needed, *there], usual) if all(there) else NOT_LIKE


def _order(row: Row) -> dict[str, str | None]:
    currency = row.get("currency") or row.get("total_price_set_shop_currency_code") or row.get("currency_code")
    status = (row.get("financial_status") or row.get("display_financial_status") or "").lower()
    return {
        "order_id": row.get("id"),
        "created_at": row.get("created_at"),
        "customer_id": row.get("customer_id"),
        "channel": row.get("source_name"),
        "amount": minor(row.get("total_price_set_shop_amount") or row.get("total_price"), currency),
        "currency": currency,
        "order_name": row.get("name"),
        "financial_status": status or None,
        "fulfillment_status": (row.get("fulfillment_status") or row.get("display_fulfillment_status") or "").lower()
        or None,
        "cancelled_at": row.get("cancelled_at"),
        "cancel_reason": row.get("cancel_reason"),
        "country": row.get("shipping_address_country_code"),
    }


def _checkout(row: Row) -> dict[str, str | None]:
    completed = row.get("completed_at")
    currency = row.get("total_price_set_shop_currency_code") or row.get("currency") or row.get("presentment_currency")
    return {
        "session_id": row.get("id") or row.get("token"),
        "started_at": row.get("created_at"),
        "ended_at": completed or row.get("updated_at"),
        "customer_id": row.get("customer_id"),
        "channel": row.get("source_name"),
        "has_cart": "true",
        "last_step": "purchase" if completed else "begin_checkout",
        "is_abandoned": "false" if completed else "true",
        "completed_at": completed,
        "amount": minor(row.get("total_price_set_shop_amount") or row.get("total_price"), currency),
        "currency": currency,
    }


def _returned(row: Row) -> dict[str, str | None]:
    status = (row.get("status") or "").lower()
    is_back = status == "closed"  # one that is open is still on its way
    return {
        "order_id": row.get("order_id"),
        "is_returned": "true" if is_back else "false",
        "returned_units": str(whole([row.get("total_quantity")])) if is_back else "0",
        "return_reason": row.get("return_reason_note") or row.get("return_reason"),
        "return_id": row.get("id"),
        "return_status": status or None,
        "decline_reason": row.get("decline_reason"),
    }


def _refunded(row: Row) -> dict[str, str | None]:
    currency = row.get("total_refunded_set_shop_currency_code")
    return {
        "order_id": row.get("order_id"),
        "return_reason": row.get("note"),
        "refund_id": row.get("id"),
        "refunded_at": row.get("created_at") or row.get("processed_at"),
        "refunded": minor(row.get("total_refunded_set_shop_amount"), currency),
        "currency": currency,
        "return_id": row.get("return_id"),
        **({"is_returned": "true"} if row.get("return_id") else {}),
    }


def like_lines(head: Head) -> Like:
    """A warehouse table of order lines."""
    things = ("product_id", "variant_id", "sku")
    return _any_of(
        head,
        ["id", "order_id", "quantity"],
        things,
        ("title", "name"),
        ["requires_shipping", "is_gift_card", "gift_card"],
    )


def read_lines(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Table orders: what was ordered, under the order's id; the lines of an order are one row."""
    assert rows is not None
    sheet = _sheet("orders", rows)
    found: dict[str, list[Row]] = {}
    for row in _rows(rows, lambda name: name.strip().lower()):
        if row.get("order_id"):
            found.setdefault(str(row["order_id"]), []).append(row)
        else:
            sheet.reject("no_id", column="order_id", found=row.get("id"), expected="the id of an order")
    for order_id, lines in found.items():
        product = next((line.get("title") or line.get("name") for line in lines), None)
        sheet.keep(order_id=order_id, product=product, units=str(whole(line.get("quantity") for line in lines)))
    return [replace(sheet.raw(content, "shopify_line_rows", rows.encoding), completes=True)]


def _reading(
    reader: str, table: str, made: Callable[[Row], dict[str, str | None]]
) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    """A reader of a warehouse table: deleted rows, test orders and rows without an id are rejected. Times are UTC, as syncs
    write them."""

    def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
        assert rows is not None
        sheet = _sheet(table, rows)
        sheet.timezone = "UTC"
        for number, row in zip(rows.numbers.tolist(), _rows(rows, lambda name: name.strip().lower()), strict=True):
            sheet.origin, cells = number, made(row)
            id_ = next(iter(cells.values()))
            if (row.get("_fivetran_deleted") or "").lower() in _TRUE:
                sheet.reject("deleted_row", column="_fivetran_deleted", found=id_, expected="a row that is still there")
            elif (row.get("test") or "").lower() in _TRUE:
                sheet.reject("test_order", column="test", found=id_, expected="an order of a customer")
            elif not id_:
                sheet.reject("no_id", column=next(iter(cells)), found="", expected="a row with an id")
            else:
                sheet.keep(**cells)
        return [replace(sheet.raw(content, reader, rows.encoding), completes=made in (_returned, _refunded))]

    return read


def _sheet(table: str, rows: Raw) -> Sheet:
    """A Sheet with what was said and rejected when the file was read as a table."""
    sheet = Sheet(table, warnings=[*rows.warnings])
    for one in rows.rejected:
        sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
    return sheet


def _rows(rows: Raw, named: Callable[[str], str]) -> Iterator[Row]:
    names = [named(name) for name in rows.rows.column_names]
    for batch in rows.rows.to_batches(50_000):
        for line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield {name: _text(cell) for name, cell in zip(names, line, strict=True)}


def _text(cell: object) -> str | None:
    found = cell.isoformat() if isinstance(cell, datetime | date) else texts(cell)
    return found.strip() or None if found else None


def _warehouse(
    reader: str, title: str, table: str, like: Callable[[Head], Like], made: Callable[[Row], dict[str, str | None]]
) -> Format:
    return Format(reader, title, _SYNC, (table,), like, _reading(reader, table, made), rows=True)


FORMATS = (
    Format(
        "shopify_export", "Shopify orders, exported", "Shopify admin, orders_export.csv", ("orders",), like_export,
        read_export, rows=True,
    ),
    _warehouse("shopify_order_rows", "Shopify orders, synced", "orders", like_orders, _order),
    _warehouse("shopify_checkout_rows", "Shopify abandoned checkouts, synced", "sessions", like_checkouts, _checkout),
    _warehouse("shopify_return_rows", "Shopify returns, synced", "orders", like_returns, _returned),
    _warehouse("shopify_refund_rows", "Shopify refunds, synced", "orders", like_refunds, _refunded),
    Format(
        "shopify_line_rows", "Shopify order lines, synced", _SYNC, ("orders",), like_lines, read_lines, rows=True
    ),
)  # fmt: skip
