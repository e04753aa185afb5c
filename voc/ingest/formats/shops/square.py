"""Square orders: JSON of its Orders API.

For: answers of orders/search and orders/batch-retrieve, and one order. Not for: the CSV of its dashboard (`order_tables`).
Amounts are minor units already. Square writes what came back as an order of its own, whose `returns` name the order that was
sold: it is put on that order. An order that no return of the file names counts neither as returned nor as kept.
https://developer.squareup.com/reference/square/orders-api/search-orders
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.note import note
from voc.ingest.raw import Raw

_NOTE = note(
    "what came back is known of orders whose return is in this file; the others count neither as returned nor as kept"
)


def like(head: Head) -> Like:
    """How like orders of Square a head is."""
    usual = ("line_items", "net_amounts", "total_tax_money", "tenders", "catalog_object_id", "returns")
    return having(head.members, ("location_id", "total_money", "created_at", "state"), usual)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E293 where it is no JSON."""
    sheet, found = Sheet("orders", warnings=[_NOTE]), list[Any]()
    for document in documents(content):
        page = next((each for name in ("orders", "order") if (each := inner(document, name)) is not None), document)
        found += page if isinstance(page, list) else [page]
    sold = {word(one, "id") for one in found if listed(one, "line_items")}
    back = _returns(found)
    for one in found:
        if not isinstance(one, dict):
            responses.no_object(sheet, one)
        elif word(one, "id") is None:
            sheet.reject("no_id", column="id", found=word(one, "state"), expected="an order with an id")
        elif word(one, "state") == "DRAFT":
            sheet.reject("draft", column="state", found=word(one, "id"), expected="an order that was placed")
        elif listed(one, "returns") and not listed(one, "line_items"):
            sheet.reject(
                "put_into_another_row", found=word(one, "id"), expected="what was sold; this is what came back of it"
            )
        else:
            sheet.keep(**_order(one), **back.get(word(one, "id") or "", {}))
    for order, cells in back.items():
        if order and order not in sold:
            sheet.keep(order_id=order, **cells)
    return [sheet.raw(content, "square", content.decoded[1], content.decoded[2])]


def _returns(found: Sequence[Any]) -> dict[str, dict[str, str | None]]:
    """What came back, by the order that was sold."""
    cells: dict[str, dict[str, str | None]] = {}
    for one in found:
        reasons = [reason for each in listed(one, "refunds") if (reason := word(each, "reason"))]
        for each in listed(one, "returns"):
            units = whole(word(line, "quantity") for line in listed(each, "return_line_items"))
            cells[word(each, "source_order_id") or word(one, "id") or ""] = {
                "is_returned": "true", "returned_units": str(units), "return_reason": reasons[0] if reasons else None,
            }  # fmt: skip
    return cells


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    lines = listed(one, "line_items")
    return {
        "order_id": word(one, "id"), "created_at": word(one, "created_at"), "customer_id": word(one, "customer_id"),
        "channel": word(one, "source", "name"), "amount": word(one, "total_money", "amount"),
        "currency": word(one, "total_money", "currency"), "status": word(one, "state"),
        "product": next((name for line in lines if (name := word(line, "name"))), None),
        "units": str(whole(word(line, "quantity") for line in lines)) if lines else None,
        "location_id": word(one, "location_id"), "closed_at": word(one, "closed_at"),
    }  # fmt: skip


FORMATS = (Format("square", "Square orders, with returns", "Square Orders API, JSON", ("orders",), like, read),)
