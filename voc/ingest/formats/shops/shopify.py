"""Shopify orders and checkouts as its APIs give them: REST and GraphQL, one document, pages or lines.

For: orders with what came back of them, and checkouts as visits that reached the checkout. Not for: exports of the admin and
tables of a warehouse; see `shopify_tables`. E-mail addresses, names and postal addresses of buyers are not carried.

Amounts are those of the shop's own currency (shopify.dev, REST Admin API "Order": total_price is in `currency`, the shop's;
`total_price_set.presentment_money` is what the buyer saw). A line of a refund whose restock_type is "cancel" was never
delivered, so it is no return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from voc.errors import DataError
from voc.ingest import records
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having, texts
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify_returns import notes
from voc.ingest.money import minor
from voc.ingest.raw import Raw

_GID = re.compile(r"gid://shopify/(\w+)/(\d+)")
_NOT_BACK = ("declined", "canceled", "cancelled", "requested", "open")
_CAME_BACK = ("returned", "inspection_complete")  # of an order's own returnStatus
_DEEPEST = 40
# Where a bulk export's children go, by the kind of their ids.
_CHILDREN = {
    "LineItem": "line_items", "Refund": "refunds", "Return": "returns", "ReturnLineItem": "return_line_items",
    "UnverifiedReturnLineItem": "return_line_items",
}  # fmt: skip


def like_orders(head: Head) -> Like:
    """Orders of the REST or GraphQL API."""
    graph = having(head.members, ["displayFinancialStatus"], ["createdAt", "lineItems", "totalPriceSet"])
    rest = having(
        head.members, ["line_items", "total_price", "created_at"],
        ["financial_status", "currency", "order_number", "fulfillment_status", "source_name"],
        not_with=["abandoned_checkout_url"],
    )  # fmt: skip
    asked = having(
        head.members, ["totalPriceSet", "createdAt"], ["returnLineItems", "refundLineItems", "lineItems", "shopMoney"]
    )
    sent = having(head.members, ["returnLineItems", "returnReason"], ["name", "status", "customerNote"])
    graph = max(graph, asked, sent, key=lambda one: one.score)
    if not head.members & {"financial_status", "order_number", "order_status_url", "processed_at"}:
        rest = NOT_LIKE
    return max(graph, rest, key=lambda one: one.score)


def like_checkouts(head: Head) -> Like:
    """Checkouts of the REST or GraphQL API."""
    graph = having(head.members, ["abandonedCheckoutUrl", "createdAt"], ["completedAt"])
    rest = having(head.members, ["abandoned_checkout_url", "created_at"], ["line_items", "completed_at", "total_price"])
    needed = ["cart_token", "line_items", "completed_at", "total_price", "created_at"]
    bare = having(head.members, needed, ["token", "gateway"], not_with=["financial_status", "order_number"])
    return max(graph, rest, bare, key=lambda one: one.score)


def read_orders(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Tables orders and feedback: what customers write about what they send back. Raises DataError E201 where the file is
    no JSON."""
    sheet, feedback = Sheet("orders"), Sheet("feedback")
    for one in _records(content, ("orders", "order"), sheet):
        if text(one, "id") is None:
            sheet.reject("no_id", column="id", found=text(one, "name"), expected="an order with an id")
        elif text(one, "test") == "true":
            sheet.reject("test_order", column="test", found=text(one, "id"), expected="an order of a customer")
        else:
            sheet.keep(**order(one))
            for said in notes(one):
                feedback.keep(**said)
    return [made.raw(content, "shopify_orders", content.decoded[1]) for made in (sheet, feedback)]


def read_checkouts(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Table sessions: a checkout is a visit with a cart, recovered where it was completed. Errors as `read_orders`."""
    sheet = Sheet("sessions")
    for one in _records(content, ("checkouts", "abandoned_checkouts", "checkout"), sheet):
        if text(one, "id", "token") is None:
            sheet.reject("no_id", column="id", found="", expected="a checkout with an id")
        else:
            sheet.keep(**checkout(one))
    return [sheet.raw(content, "shopify_checkouts", content.decoded[1])]


def order(one: Mapping[str, Any]) -> dict[str, str | None]:
    """The row of an order of the API, names in snake_case."""
    amount, currency = money(one, "total_price")
    lines = dicts(one.get("line_items"))
    refunds = dicts(one.get("refunds"))
    back = [
        line
        for refund in refunds
        for line in dicts(refund.get("refund_line_items"))
        if text(line, "restock_type") != "cancel"
    ]
    returns = [r for r in dicts(one.get("returns")) if (text(r, "status") or "").lower() not in _NOT_BACK]
    given_back = [line for r in returns for line in dicts(r.get("return_line_items"))]
    n_back = whole(text(line, "quantity") for line in back) or whole(
        [text(line, "quantity") for line in given_back] or [text(r, "total_quantity") for r in returns]
    )
    reasons = [text(line, "return_reason", "return_reason_note") for line in given_back]
    reasons += [text(refund, "note") for refund in refunds if back]
    state = _lower(text(one, "return_status"))
    # A query may ask for a refund's total alone: then it does not say whether things came back.
    is_told = all("refund_line_items" in refund for refund in refunds)
    is_said = bool(n_back or state or "returns" in one or ("refunds" in one and is_told))
    is_back = n_back > 0 or state in _CAME_BACK
    paid_back = [
        text(way, "amount") for refund in refunds for way in dicts(refund.get("transactions"))
        if text(way, "kind") in (None, "refund") and text(way, "status") in (None, "success")
    ] or [text(within(within(refund, "total_refunded_set"), "shop_money"), "amount") for refund in refunds]  # fmt: skip
    arrived = [
        text(f, "delivered_at") or (text(f, "updated_at") if text(f, "shipment_status") == "delivered" else None)
        for f in dicts(one.get("fulfillments"))
    ]
    return {
        "order_id": text(one, "id"),
        "created_at": text(one, "created_at"),
        "customer_id": text(within(one, "customer"), "id") or text(one, "customer_id"),
        "channel": text(one, "source_name"),
        "product": next((text(line, "title", "name") for line in lines), None),
        "amount": amount,
        "currency": currency,
        "is_returned": str(is_back).lower() if is_said else None,
        "returned_units": str(n_back) if is_said and (n_back or not is_back) else None,
        "return_reason": next((reason for reason in reasons if reason), None),
        "delivered_at": max(filter(None, arrived), default=None),
        "order_name": text(one, "name"),
        "units": str(whole(text(line, "quantity") for line in lines)) if lines else None,
        "financial_status": _lower(text(one, "financial_status", "display_financial_status")),
        "fulfillment_status": _lower(text(one, "fulfillment_status", "display_fulfillment_status")),
        "cancelled_at": text(one, "cancelled_at"),
        "cancel_reason": _lower(text(one, "cancel_reason")),
        "refunded": _sum(paid_back, currency),
        "country": text(within(one, "shipping_address"), "country_code", "country_code_v2", "country"),
    }  # fmt: skip


def checkout(one: Mapping[str, Any]) -> dict[str, str | None]:
    """The row of a checkout of the API, names in snake_case."""
    amount, currency = money(one, "total_price")
    completed = text(one, "completed_at")
    lines = dicts(one.get("line_items"))
    return {
        "session_id": text(one, "id", "token"),
        "started_at": text(one, "created_at"),
        "ended_at": completed or text(one, "updated_at"),
        "customer_id": text(within(one, "customer"), "id") or text(one, "customer_id"),
        "channel": text(one, "source_name"),
        "has_cart": "true",
        "last_step": "purchase" if completed else "begin_checkout",
        "is_abandoned": "false" if completed else "true",
        "completed_at": completed,
        "amount": amount,
        "currency": currency,
        "product": next((text(line, "title", "name") for line in lines), None),
        "checkout_name": text(one, "name"),
        "country": text(within(one, "shipping_address"), "country_code", "country"),
    }  # fmt: skip


def _records(content: Content, wrappers: Sequence[str], sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The objects of a document, its lists unwrapped; what is no object is rejected."""
    text_, _, warnings = content.decoded
    sheet.warnings.extend(warnings)
    try:
        document = records.loads(text_)
    except ValueError as error:
        lines = [line for line in text_.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].strip().endswith("}"):
            raise DataError(
                "E201", "this is not JSON", where=content.name, found=str(error)[:200], do="export it again"
            ) from error
        document = _of_lines(lines)
    found = _unwrapped(_plain(document), wrappers)
    for one in found:
        if isinstance(one, dict):
            yield one
        else:
            sheet.reject("not_a_json_object", found=one, expected="an object with named values")


def _of_lines(lines: Sequence[str]) -> list[Any]:
    """The objects of a bulk export, each child (__parentId) in the list of its parent that its kind goes to."""
    found: list[Any] = []
    by_id: dict[str, dict[str, Any]] = {}
    for line in lines:
        try:
            one = records.loads(line)
        except ValueError:
            one = line
        parent = by_id.get(str(one.get("__parentId"))) if isinstance(one, dict) else None
        if parent is not None:
            kind = _GID.match(str(one.get("id", "")))
            name = _CHILDREN.get(kind[1] if kind else "", "others")
            if isinstance(parent.setdefault(name, []), list):
                parent[name].append(one)
        else:
            found.append(one)
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            by_id[one["id"]] = one
    return found


def _unwrapped(document: Any, wrappers: Sequence[str]) -> list[Any]:
    """The list of records in a document: under one of `wrappers`, in `data`, or the document itself."""
    if isinstance(document, list):
        if not any(isinstance(one, dict) and any(name in one for name in wrappers) for one in document):
            return document
        return [row for one in document for row in (_unwrapped(one, wrappers) if isinstance(one, dict) else [one])]
    if isinstance(document, dict):
        for name in (*wrappers, "data", "results", "nodes"):
            held = document.get(name)
            if isinstance(held, list):
                return held
            if isinstance(held, dict):
                return _unwrapped(held, wrappers) if name in ("data", "results") else [held]
    return [document]


def _plain(value: Any, depth: int = 0) -> Any:
    """A value of either API: names in snake_case, {edges: [{node}]} and {nodes: []} as lists, global ids as numbers."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        if isinstance(value.get("edges"), list):
            return [
                _plain(edge["node"] if isinstance(edge, dict) and "node" in edge else edge, depth + 1)
                for edge in value["edges"]
            ]
        if isinstance(value.get("nodes"), list) and len(value) <= 2:
            return [_plain(node, depth + 1) for node in value["nodes"]]
        return {_snake(str(name)): _plain(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, str) and (match := _GID.match(value)):
        return match[2]
    return value


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def money(one: Mapping[str, Any], name: str) -> tuple[str | None, str | None]:
    """(amount in minor units, currency) of a total of the shop's own money."""
    shop = within(within(one, f"{name}_set"), "shop_money")
    currency = text(one, "currency", "currency_code") or text(shop, "currency_code")
    amount = text(one, name) or text(shop, "amount")
    return minor(amount, currency), currency


def text(one: Mapping[str, Any], *names: str) -> str | None:
    """The first of `names` that holds a text, number or truth."""
    for name in names:
        value = one.get(name)
        if not isinstance(value, dict | list) and (found := texts(value)):
            return found
    return None


def within(one: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object under `name`, empty for none."""
    held = one.get(name)
    return held if isinstance(held, dict) else {}


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def whole(numbers: Iterable[str | None]) -> int:
    """The sum of what are whole numbers."""
    return sum(int(one) for one in numbers if one and re.fullmatch(r"\d{1,9}", one.strip()))


def _sum(amounts: Sequence[str | None], currency: str | None) -> str | None:
    found = [minor(one, currency) for one in amounts if one]
    return str(sum(int(one) for one in found if one and re.fullmatch(r"-?\d+", one))) if found else None


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None


FORMATS = (
    Format(
        "shopify_orders", "Shopify orders, with refunds and returns", "Shopify Admin API, REST and GraphQL, JSON",
        ("orders", "feedback"), like_orders, read_orders,
    ),
    Format(
        "shopify_checkouts", "Shopify abandoned checkouts", "Shopify Admin API, REST and GraphQL, JSON", ("sessions",),
        like_checkouts, read_checkouts,
    ),
)  # fmt: skip
