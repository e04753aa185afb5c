"""WooCommerce orders: JSON of its REST API, the CSV of its own analytics, and that of the plugin most shops export with.

For: `formats`. Not for: products, coupons and subscriptions. Names, e-mail and postal addresses of buyers are not carried.

WooCommerce knows refunds and no returns, so a refund of an order that was not cancelled is taken for a return, and says so.
Times of the API in `..._gmt` are UTC; all others hang on the clock of the shop, which no file names.
https://woocommerce.github.io/woocommerce-rest-api-docs/#orders
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, raw_of, reject_wrong, rows
from voc.ingest.formats.shops.shopify import dicts, text, whole, within
from voc.ingest.money import minor, shown
from voc.ingest.note import note
from voc.ingest.raw import Raw

_DRAFTS = {"checkout-draft": "draft", "auto-draft": "draft", "draft": "draft", "trash": "deleted"}
_NEVER_SOLD = ("failed", "pending")
_REFUNDS = note("refunds are taken for returns: {system} does not say what came back", system="WooCommerce")
_PARTS = note("only orders that were refunded whole count as returned: this report does not show others")


def like(head: Head) -> Like:
    """Orders of the REST API, v1 to v3 and the one before it."""
    usual = [
        "order_key",
        "created_via",
        "prices_include_tax",
        "cart_tax",
        "payment_method_title",
        "billing",
        "customer_id",
    ]
    new = having(head.members, ["line_items", "status", "total", "date_created"], usual, not_with=["total_price"])
    gmt = having(head.members, ["line_items", "status", "total", "date_created_gmt"], usual, not_with=["total_price"])
    old = having(head.members, ["line_items", "total", "total_line_items_quantity", "created_at"], ["order_number"])
    best = max(new, gmt, old, key=lambda one: one.score)
    is_theirs = head.members.intersection([*usual[:5], "date_created_gmt"])
    return best if old.score or is_theirs else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E201 where the file is no JSON."""
    sheet = Sheet("orders", warnings=[_REFUNDS])
    for one in _unwrapped(documents(content)):
        if not isinstance(one, dict):
            sheet.reject("not_a_json_object", found=one, expected="an order")
        elif text(one, "id", "number", "order_number") is None:
            sheet.reject("no_id", column="id", found=text(one, "order_key"), expected="an order with an id")
        elif reason := _DRAFTS.get(_status(text(one, "status"))):
            sheet.reject(reason, column="status", found=text(one, "status"), expected="an order that was placed")
        else:
            sheet.keep(**_order(one))
    return [sheet.raw(content, "woocommerce", content.decoded[1], content.decoded[2])]


def _unwrapped(found: Sequence[Any], depth: int = 0) -> list[Any]:
    """Orders out of {"orders": []}, {"order": {}} and the {"data": []} of those who fetch them."""
    every: list[Any] = []
    for one in found:
        held = next((one[name] for name in ("orders", "order", "data") if name in one), None) if isinstance(
            one, dict
        ) else None  # fmt: skip
        if depth < 3 and isinstance(held, list | dict):
            every += _unwrapped(held if isinstance(held, list) else [held], depth + 1)
        else:
            every.append(one)
    return every


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    currency, status = text(one, "currency"), _status(text(one, "status"))
    lines, refunds = dicts(one.get("line_items")), dicts(one.get("refunds"))
    back = [minor((text(refund, "total", "amount") or "").lstrip("-"), currency) for refund in refunds]
    customer = text(one, "customer_id") or text(within(one, "customer"), "id")
    utc = text(one, "date_created_gmt")
    return {
        "order_id": text(one, "id", "number", "order_number"),
        "created_at": f"{utc.removesuffix('Z')}Z" if utc else text(one, "date_created", "created_at"),
        "customer_id": None if customer == "0" else customer,  # 0 is every guest
        "channel": text(one, "created_via"),
        "product": next((name for line in lines if (name := text(line, "name"))), None),
        "amount": minor(text(one, "total"), currency),
        "currency": currency,
        "is_returned": _is_back(status, bool(refunds)),
        "return_reason": next((reason for refund in refunds if (reason := text(refund, "reason"))), None),
        "order_number": text(one, "number", "order_number"),
        "status": status or None,
        "units": str(whole(text(line, "quantity") for line in lines)) if lines else None,
        "refunded": str(sum(int(part) for part in back if part and part.isdigit())) if refunds else None,
        "paid_at": _moment(one, "date_paid"),
        "completed_at": _moment(one, "date_completed") or text(one, "completed_at"),
        "payment_method": text(one, "payment_method_title", "payment_method"),
        "country": text(within(one, "shipping"), "country") or text(within(one, "billing"), "country"),
    }


def _moment(one: Mapping[str, Any], name: str) -> str | None:
    utc = text(one, f"{name}_gmt")
    return f"{utc.removesuffix('Z')}Z" if utc else text(one, name)


def _status(word: str | None) -> str:
    return re.sub(r"\s+", "-", (word or "").strip().lower().removeprefix("wc-"))


def _is_back(status: str, has_refund: bool) -> str | None:
    """Whether something came back; None for an order of which nothing went out, and so nothing can."""
    if status in _NEVER_SOLD:
        return None
    return "true" if status == "refunded" or (has_refund and status != "cancelled") else "false"


def like_report(head: Head) -> Like:
    """The CSV of Analytics, Orders."""
    return having(
        head.names, ["date", "order #", "status", "product(s)", "items sold"],
        ["customer type", "coupon(s)", "n. revenue (formatted)", "customer"],
    )  # fmt: skip


def read_report(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Table orders: a row an order."""
    assert raw is not None
    sheet = Sheet("orders", warnings=[_PARTS])
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        status, whole_sum = _status(row.of("status")), row.of("n. revenue (formatted)")
        if reason := _DRAFTS.get(status):
            sheet.reject(reason, row.number, column="Status", found=status, expected="an order that was placed")
            continue
        amount, currency = shown(whole_sum)
        first = re.match(r"\s*\d+\s*[×x]\s*(.+?)(?:,\s*\d+\s*[×x].*)?$", row.of("product(s)") or "", re.S)
        sheet.keep(
            row.number, order_id=row.of("order #"), created_at=row.of("date"), amount=amount, currency=currency,
            product=first[1] if first else row.of("product(s)"), is_returned=_is_back(status, False), status=status or None,
            units=row.of("items sold"), net_sales=row.of("net sales", "n. revenue"), coupon=row.of("coupon(s)"),
            customer_type=row.of("customer type"), attribution=row.of("attribution"),
        )  # fmt: skip
    return [raw_of(sheet, content, raw, "woocommerce_report")]


def like_export(head: Head) -> Like:
    """The CSV of Advanced Order Export, a row a line item; its names stand in many other exports."""
    usual = [
        "order total amount",
        "quantity (- refund)",
        "item name",
        "item #",
        "email (billing)",
        "item cost",
        "customer note",
    ]
    found = having(head.names, ["order number", "order status", "order date"], usual)
    return found if sum(name in head.names for name in usual) > 2 else NOT_LIKE


def read_export(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Table orders: the rows of an order are one."""
    assert raw is not None
    sheet = Sheet("orders", warnings=[_REFUNDS])
    found: dict[str, list[Row]] = {}
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        number = row.of("order number", "order id")
        if number is None:
            sheet.reject("no_id", row.number, column="Order Number", expected="the number of an order")
        else:
            found.setdefault(number, []).append(row)
    for number, lines in found.items():
        status = _status(lines[0].of("order status"))
        if reason := _DRAFTS.get(status):
            sheet.reject(reason, column="Order Status", found=status, expected="an order that was placed")
        else:
            sheet.keep(**_exported(number, status, lines))
    n = sum(map(len, found.values()))
    if n > len(found):
        sheet.warnings.append(
            note("{n} rows are {orders} orders: a row of this export is a line item", n=n, orders=len(found))
        )
    return [raw_of(sheet, content, raw, "woocommerce_export")]


def _exported(number: str, status: str, lines: Sequence[Row]) -> dict[str, str | None]:
    def first(*names: str) -> str | None:
        return next((cell for line in lines if (cell := line.of(*names))), None)

    currency = first("order currency", "currency")
    refunded = minor(first("order refund amount", "order total refunded"), currency)
    bought, kept = (whole(line.of(name) for line in lines) for name in ("quantity", "quantity (- refund)"))
    is_known = first("quantity") is not None and first("quantity (- refund)") is not None
    return {
        "order_id": number,
        "created_at": first("order date"),
        "customer_id": first("customer user id", "customer id", "user id"),
        "product": first("item name", "product name", "name"),
        "amount": minor(first("order total amount"), currency),
        "currency": currency,
        "is_returned": _is_back(status, bool(refunded and refunded.strip("0.-"))),
        "returned_units": str(bought - kept) if is_known else None,
        "status": status or None,
        "units": str(bought or kept),
        "refunded": refunded,
        "payment_method": first("payment method title"),
        "country": first("country code (shipping)", "country code (billing)"),
    }


FORMATS = (
    Format("woocommerce", "WooCommerce orders, with refunds", "WooCommerce REST API, JSON", ("orders",), like, read),
    Format(
        "woocommerce_report", "WooCommerce orders, from its analytics", "WooCommerce, Analytics, Orders, CSV", ("orders",),
        like_report, read_report, rows=True,
    ),
    Format(
        "woocommerce_export", "WooCommerce orders, exported", "Advanced Order Export for WooCommerce, CSV or Excel",
        ("orders",), like_export, read_export, rows=True,
    ),
)  # fmt: skip
