"""BigCommerce orders: JSON of its REST API, v2.

For: `formats`. Not for: the CSV of its control panel (`markets`). Names, e-mail and postal addresses of buyers are not
carried. BigCommerce knows refunds and no returns: money that was paid back is taken for a return, except of an order that
was cancelled, declined or never paid.
https://developer.bigcommerce.com/docs/rest-management/orders
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, first, inner, listed, truth, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.money import minor
from voc.ingest.note import note
from voc.ingest.raw import Raw

_REFUNDS = note("refunds are taken for returns: {system} does not say what came back", system="BigCommerce")
_NEVER = ("incomplete", "pending", "cancelled", "declined", "awaiting payment", "manual verification required")


def like(head: Head) -> Like:
    """How like orders of the API a head is."""
    return having(
        head.members, ["total_inc_tax", "date_created", "status_id", "items_total"],
        ["customer_id", "refunded_amount", "currency_code", "payment_method", "channel_id"],
    )  # fmt: skip


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("orders", warnings=[_REFUNDS])
    for document in documents(content):
        held = inner(document, "data") if isinstance(inner(document, "data"), list | dict) else document
        for one in held if isinstance(held, list) else [held]:
            if not isinstance(one, dict):
                responses.no_object(sheet, one)
            elif word(one, "id") is None:
                sheet.reject("no_id", column="id", found=word(one, "status"), expected="an order with an id")
            elif truth(one.get("is_deleted")):
                sheet.reject("deleted", column="is_deleted", found=word(one, "id"), expected="an order that counts")
            else:
                sheet.keep(**_order(one))
    return [sheet.raw(content, "bigcommerce", content.decoded[1], content.decoded[2])]


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    currency, status = word(one, "currency_code") or word(one, "default_currency_code"), word(one, "status")
    refunded, customer = minor(word(one, "refunded_amount"), currency), word(one, "customer_id")
    is_back = "refunded" in (status or "").lower() or bool(refunded and refunded.strip("0.-"))
    lines = one.get("products") if isinstance(one.get("products"), list) else []
    return {
        "order_id": word(one, "id"),
        "created_at": _moment(one, "date_created"),
        "customer_id": None if customer == "0" else customer,  # 0 is every guest
        "channel": word(one, "order_source") or word(one, "channel_id"),
        "product": next((name for line in listed(lines) if (name := word(line, "name"))), None),
        "amount": minor(word(one, "total_inc_tax"), currency),
        "currency": currency,
        "is_returned": None if (status or "").lower() in _NEVER else str(is_back).lower(),
        "status": status,
        "units": word(first(one, "items_total")),
        "refunded": refunded,
        "shipped_at": _moment(one, "date_shipped"),
        "payment_method": word(one, "payment_method"),
        "buyer_message": word(one, "customer_message"),
        "country": word(one, "billing_address", "country_iso2"),
    }


def _moment(one: Mapping[str, Any], name: str) -> str | None:
    """A time as mail writes it (RFC 2822) as ISO; others as they are."""
    said = word(one, name)
    try:
        at = parsedate_to_datetime(said or "")
    except (ValueError, IndexError, TypeError):
        return said
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if at.tzinfo else at.isoformat()


FORMATS = (
    Format(
        "bigcommerce", "BigCommerce orders, with refunds", "BigCommerce REST API v2, JSON", ("orders",), like, read,
    ),
)  # fmt: skip
