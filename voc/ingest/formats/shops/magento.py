"""Magento 2 and Adobe Commerce orders: JSON of the REST API, and the CSV that the grid of orders exports.

For: `formats`. Not for: invoices, shipments and credit memos, which repeat what the order says. Names, e-mail and postal
addresses of buyers are not carried.

The number that buyers see (increment_id) is the order's id: the grid has no other. Times of the API are UTC. An order that
is closed was refunded whole. Of a
configurable product the line that was chosen hangs under another with the same quantity; only the upper one counts.
https://developer.adobe.com/commerce/webapi/rest/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.shops.shopify import dicts, text, within
from voc.ingest.money import minor, shown
from voc.ingest.note import note
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """Orders of the REST API."""
    return having(
        head.members, ["increment_id", "grand_total", "items"],
        ["entity_id", "order_currency_code", "base_grand_total", "qty_ordered", "state"],
    )  # fmt: skip


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E201 where the file is no JSON."""
    sheet = Sheet(
        "orders", warnings=[note("times are UTC, as the API gives them; what was refunded is taken for a return")]
    )
    for page in documents(content):
        is_page = isinstance(page, dict) and isinstance(page.get("items"), list) and "increment_id" not in page
        for one in page["items"] if is_page else [page]:
            if not isinstance(one, dict):
                sheet.reject("not_a_json_object", found=one, expected="an order")
            elif text(one, "increment_id") is None:
                sheet.reject(
                    "no_id", column="increment_id", found=text(one, "entity_id"), expected="an order with an id"
                )
            else:
                sheet.keep(**_order(one))
    return [sheet.raw(content, "magento", content.decoded[1], content.decoded[2])]


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    currency, state = text(one, "order_currency_code"), text(one, "state", "status") or ""
    lines = [line for line in dicts(one.get("items")) if text(line, "parent_item_id") in (None, "0")]
    n_back = _sum(text(line, "qty_refunded") for line in lines)
    refunded = minor(text(one, "total_refunded"), currency)
    is_back = state == "closed" or (state != "canceled" and bool(n_back or (refunded and refunded.strip("0.-"))))
    created = text(one, "created_at")
    paths = dicts(within(one, "extension_attributes").get("shipping_assignments"))
    to = next((text(within(within(path, "shipping"), "address"), "country_id") for path in paths), None)
    return {
        "order_id": text(one, "increment_id"),
        "created_at": f"{created}Z" if created and created[-1:].isdigit() and "+" not in created else created,
        "customer_id": text(one, "customer_id"),
        "product": next((name for line in lines if (name := text(line, "name"))), None),
        "amount": minor(text(one, "grand_total"), currency),
        "currency": currency,
        "is_returned": "true" if is_back else "false",
        "returned_units": str(n_back) if lines else None,
        "entity_id": text(one, "entity_id"),
        "status": text(one, "status", "state"),
        "store": " / ".join(filter(None, map(str.strip, (text(one, "store_name") or "").splitlines()))) or None,
        "units": str(_sum(text(line, "qty_ordered") for line in lines)) if lines else None,
        "refunded": refunded,
        "shipping_method": text(one, "shipping_description"),
        "payment_method": text(within(one, "payment"), "method"),
        "country": to or text(within(one, "billing_address"), "country_id"),
    }


def _sum(numbers: Iterable[str | None]) -> int:
    """The sum of quantities, which are written 1, 1.0000 or "1.0000"; those that are no number count for nothing."""
    total = Decimal(0)
    for one in numbers:
        try:
            value = Decimal(one or 0)
            total += value if value.is_finite() and abs(value) < 10**9 else 0
        except InvalidOperation:
            continue
    return int(total)


def like_grid(head: Head) -> Like:
    """The CSV or Excel of the grid Sales, Orders."""
    return having(
        head.names, ["id", "purchase date", "grand total (base)", "status"],
        ["purchase point", "grand total (purchased)", "bill-to name", "customer group", "total refunded"],
    )  # fmt: skip


def read_grid(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Table orders: a row an order."""
    assert raw is not None
    sheet = Sheet("orders")
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        amount, currency = shown(row.of("grand total (purchased)", "grand total (base)"))
        refunded, _ = shown(row.of("total refunded"))
        status = (row.of("status") or "").strip().lower()
        is_back = status == "closed" or bool(status != "canceled" and refunded and refunded.strip("0.-"))
        sheet.keep(
            row.number, order_id=row.of("id"), created_at=row.of("purchase date"), amount=amount, currency=currency,
            is_returned="true" if is_back else "false", status=status or None, refunded=refunded,
            store=" / ".join(filter(None, map(str.strip, (row.of("purchase point") or "").splitlines()))) or None,
            customer_group=row.of("customer group"), payment_method=row.of("payment method"),
            shipping_method=row.of("shipping information"),
        )  # fmt: skip
    sheet.warnings.append(note("what was refunded is taken for a return; an order that is closed was refunded whole"))
    return [raw_of(sheet, content, raw, "magento_grid")]


FORMATS = (
    Format(
        "magento", "Magento orders, with refunds", "Magento 2 and Adobe Commerce REST API, JSON", ("orders",), like, read
    ),
    Format(
        "magento_grid", "Magento orders, exported from the grid", "Magento 2 and Adobe Commerce, Sales, Orders, CSV",
        ("orders",), like_grid, read_grid, rows=True,
    ),
)  # fmt: skip
