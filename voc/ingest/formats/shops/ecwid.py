"""Ecwid orders: JSON of its REST API.

For: answers of /orders, and one order. Not for: the CSV of its control panel (`order_tables`). Names, e-mail and postal
addresses of buyers are not carried. An order that went back has the status RETURNED; of one that was not sent nothing
can come back. The API names no currency: without one its sums are carried and not counted.
https://docs.ecwid.com/api-reference/rest-api/orders/search-orders
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.money import minor
from voc.ingest.raw import Raw

_SENT = ("SHIPPED", "DELIVERED", "RETURNED", "READY_FOR_PICKUP", "OUT_FOR_DELIVERY")
_UNPAID = ("AWAITING_PAYMENT", "CANCELLED")


def like(head: Head) -> Like:
    """How like orders of Ecwid a head is."""
    usual = ("internalId", "orderNumber", "usdTotal", "createTimestamp", "shippingPerson", "refundedAmount")
    return having(head.members, ("paymentStatus", "fulfillmentStatus", "createDate", "total", "items"), usual)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("orders")
    for document in documents(content):
        is_one = isinstance(document, dict) and "paymentStatus" in document
        for one in [document] if is_one else things(document, "items"):
            if not isinstance(one, dict):
                responses.no_object(sheet, one)
            elif word(one, "id") is None:
                sheet.reject("no_id", column="id", found=word(one, "paymentStatus"), expected="an order with an id")
            elif word(one, "paymentStatus") == "INCOMPLETE":
                sheet.reject(
                    "draft", column="paymentStatus", found=word(one, "id"), expected="an order that was placed"
                )
            else:
                sheet.keep(**_order(one))
    return [sheet.raw(content, "ecwid", content.decoded[1], content.decoded[2])]


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    lines, sent = listed(one, "items"), (word(one, "fulfillmentStatus") or "").upper()
    is_paid, currency = (word(one, "paymentStatus") or "").upper() not in _UNPAID, word(one, "currency")
    reasons = [reason for each in listed(one, "refunds") if (reason := word(each, "reason"))]
    is_back = sent == "RETURNED"
    return {
        "order_id": word(one, "id"), "created_at": moment(word(one, "createTimestamp")) or word(one, "createDate"),
        "customer_id": word(one, "customerId"), "currency": currency,
        "amount": minor(word(one, "total"), currency) if currency else None,
        "is_returned": str(is_back).lower() if is_paid and sent in _SENT else None,
        "return_reason": reasons[0] if is_back and reasons else None,
        "product": next((name for line in lines if (name := word(line, "name"))), None),
        "units": str(whole(word(line, "quantity") for line in lines)) if lines else None,
        "status": word(one, "fulfillmentStatus"), "payment_status": word(one, "paymentStatus"),
        "total": word(one, "total"), "refunded": word(one, "refundedAmount"),
    }  # fmt: skip


FORMATS = (Format("ecwid", "Ecwid orders, with returns", "Ecwid REST API, JSON", ("orders",), like, read),)
