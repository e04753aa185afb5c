"""Orders as the APIs of market places give them in JSON: Amazon's Selling Partner API, eBay, Etsy, Shopee;
and those of commercetools.

For: `formats`. Not for: exports of their pages (`market_orders`), and shops of one's own (`shopify`, `woocommerce`,
`magento`, `bigcommerce`). Names, e-mail and postal addresses of buyers are not carried; a buyer's message
is a wish and no feedback.

The market places do not say what came back. eBay and Etsy say what was paid back, which is taken for a return of an order
that was not cancelled; Amazon's and Shopee's orders do not, and count neither as returned nor as kept. commercetools says it
item by item.
https://developer-docs.amazon.com/sp-api/docs/orders-api-v0-reference
https://developer.ebay.com/api-docs/sell/fulfillment/types/sel:Order
https://developers.etsy.com/documentation/reference#operation/getShopReceipts
https://open.shopee.com/documents/v2/v2.order.get_order_detail
https://docs.commercetools.com/api/projects/orders
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.money import minor
from voc.ingest.note import note
from voc.ingest.raw import Raw

_Row = dict[str, str | None]
_REFUNDS = note("refunds are taken for returns: the API does not say what came back")
_UNKNOWN = note("this API does not say what came back: no order counts as returned, or as kept")


@dataclass(frozen=True)
class Api:
    """An API: `needed`: members that its files have; `lists`: paths that may lead to its orders; `id`: the member that is
    an order's; `row` makes the cells of one."""

    id: str
    title: str
    system: str
    needed: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    key: str
    row: Callable[[Mapping[str, Any]], _Row]
    note: str | None


def _money(one: Any, *path: str) -> tuple[str | None, str | None]:
    """(minor units, currency) of an object with an amount and its currency."""
    held = mapping(one, *path)
    currency = word(held, "CurrencyCode") or word(held, "currency") or word(held, "currency_code")
    return minor(word(held, "Amount") or word(held, "value"), currency), currency


def _amazon(one: Mapping[str, Any]) -> _Row:
    amount, currency = _money(one, "OrderTotal")
    items = [word(one, "NumberOfItemsShipped"), word(one, "NumberOfItemsUnshipped")]
    return {
        "created_at": word(one, "PurchaseDate"), "amount": amount, "currency": currency,
        "channel": word(one, "SalesChannel"), "status": word(one, "OrderStatus"),
        "units": str(whole(items)) if any(items) else None, "promised_at": word(one, "LatestDeliveryDate"),
        "fulfillment": word(one, "FulfillmentChannel"), "service_level": word(one, "ShipServiceLevel"),
        "country": word(one, "ShippingAddress", "CountryCode"), "updated_at": word(one, "LastUpdateDate"),
    }  # fmt: skip


def _ebay(one: Mapping[str, Any]) -> _Row:
    amount, currency = _money(one, "pricingSummary", "total")
    lines, paid = listed(one, "lineItems"), (word(one, "orderPaymentStatus") or "").upper()
    back = [_money(each, "amount")[0] for each in listed(one, "paymentSummary", "refunds")]
    is_cancelled = (word(one, "cancelStatus", "cancelState") or "").upper() == "CANCELED"
    is_back = "REFUNDED" in paid or any(back)
    return {
        "created_at": word(one, "creationDate"), "amount": amount, "currency": currency,
        "customer_id": word(one, "buyer", "username"),
        "is_returned": None if is_cancelled or paid in ("FAILED", "PENDING") else str(is_back).lower(),
        "refunded": str(whole(back)) if any(back) else None,
        "product": next((title for line in lines if (title := word(line, "title"))), None),
        "units": str(whole(word(line, "quantity") for line in lines)) if lines else None,
        "status": word(one, "orderFulfillmentStatus"), "payment_status": paid or None,
        "legacy_order_id": word(one, "legacyOrderId"), "buyer_message": word(one, "buyerCheckoutNotes"),
    }  # fmt: skip


def _of_etsy(held: Any) -> tuple[str | None, str | None]:
    """Etsy's money: an amount in parts of the currency, and how many parts make one."""
    currency = word(held, "currency_code")
    try:
        value = Decimal(word(held, "amount") or "") / Decimal(word(held, "divisor") or "")
    except (InvalidOperation, ZeroDivisionError):
        return None, currency
    return (minor(str(value), currency) if value.is_finite() else None), currency


def _etsy(one: Mapping[str, Any]) -> _Row:
    amount, currency = _of_etsy(inner(one, "grandtotal"))
    lines, status = listed(one, "transactions"), (word(one, "status") or "").lower()
    back = [_of_etsy(inner(each, "amount"))[0] for each in listed(one, "refunds")]
    is_known, is_cancelled = "refunds" in one or "refunded" in status, status.startswith("cancel")
    is_back = "refunded" in status or any(back)
    reasons = [reason for each in listed(one, "refunds") if (reason := word(each, "reason"))]
    return {
        "created_at": moment(one.get("created_timestamp") or one.get("create_timestamp")), "amount": amount,
        "currency": currency, "customer_id": word(one, "buyer_user_id"),
        "is_returned": str(is_back).lower() if is_known and not is_cancelled else None,
        "return_reason": reasons[0] if reasons and is_back else None,
        "refunded": str(whole(back)) if any(back) else None,
        "product": next((title for line in lines if (title := word(line, "title"))), None),
        "units": str(whole(word(line, "quantity") for line in lines)) if lines else None, "status": status or None,
        "country": word(one, "country_iso"), "buyer_message": word(one, "message_from_buyer"),
    }  # fmt: skip


def _shopee(one: Mapping[str, Any]) -> _Row:
    currency, lines = word(one, "currency"), listed(one, "item_list")
    return {
        "created_at": moment(one.get("create_time")), "amount": minor(word(one, "total_amount"), currency),
        "currency": currency, "customer_id": word(one, "buyer_user_id"), "status": word(one, "order_status"),
        "product": next((name for line in lines if (name := word(line, "item_name"))), None),
        "units": str(whole(word(line, "model_quantity_purchased") for line in lines)) if lines else None,
        "paid_at": moment(one.get("pay_time")), "cancel_reason": word(one, "cancel_reason"),
        "country": word(one, "region"), "payment_method": word(one, "payment_method"),
        "buyer_message": word(one, "message_to_seller"),
    }  # fmt: skip


def _commercetools(one: Mapping[str, Any]) -> _Row:
    """Its money is in cents of the currency, or whatever a currency has for them, as ours is."""
    total, lines = mapping(one, "totalPrice"), listed(one, "lineItems")
    back = [line for each in listed(one, "returnInfo") for line in listed(each, "items")]
    names = [name for line in lines if (name := next(iter(mapping(line, "name").values()), None))]
    return {
        "created_at": word(one, "createdAt"), "amount": word(total, "centAmount"), "currency": word(total, "currencyCode"),
        "customer_id": word(one, "customerId"), "is_returned": str(bool(back)).lower() if "returnInfo" in one else None,
        "returned_units": str(whole(word(line, "quantity") for line in back)) if back else None,
        "return_reason": next((said for line in back if (said := word(line, "comment"))), None),
        "product": str(names[0]) if names else None,
        "units": str(whole(word(line, "quantity") for line in lines)) if lines else None,
        "status": word(one, "orderState"), "shipment_status": word(one, "shipmentState"),
        "payment_status": word(one, "paymentState"), "country": word(one, "country"),
        "order_number": word(one, "orderNumber"), "updated_at": word(one, "lastModifiedAt"),
    }  # fmt: skip


APIS = (
    Api(
        "commercetools", "commercetools orders, with returns", "commercetools HTTP API, Query Orders, JSON",
        ("totalPrice", "centAmount", "orderState", "lineItems"), (("results",), ("data", "orders", "results")), "id",
        _commercetools, None,
    ),
    Api(
        "amazon_sp_orders", "Amazon orders, API", "Amazon Selling Partner API, getOrders, JSON",
        ("AmazonOrderId", "PurchaseDate", "OrderStatus"), (("payload", "Orders"), ("Orders",)), "AmazonOrderId", _amazon,
        _UNKNOWN,
    ),
    Api(
        "ebay_api", "eBay orders, API, with refunds", "eBay Sell Fulfillment API, getOrders, JSON",
        ("orderId", "orderFulfillmentStatus", "pricingSummary", "creationDate"), (("orders",),), "orderId", _ebay, _REFUNDS,
    ),
    Api(
        "etsy_api", "Etsy receipts, with refunds", "Etsy Open API v3, getShopReceipts, JSON",
        ("receipt_id", "grandtotal", "divisor", "buyer_user_id"), (("results",),), "receipt_id", _etsy, _REFUNDS,
    ),
    Api(
        "shopee_api", "Shopee orders, API", "Shopee Open Platform v2, get_order_detail, JSON",
        ("order_sn", "order_status", "create_time"), (("response", "order_list"), ("order_list",)), "order_sn", _shopee,
        _UNKNOWN,
    ),
)  # fmt: skip


def _likes(api: Api) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        if not head.members.issuperset(api.needed):
            return NOT_LIKE
        return Like(0.92, "has " + ", ".join(api.needed))

    return like


def _reads(api: Api) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        sheet = Sheet("orders", warnings=[api.note] if api.note else [])
        for document in documents(content):
            for one in _orders(document, api):
                if not isinstance(one, dict):
                    responses.no_object(sheet, one)
                elif word(one, api.key) is None:
                    sheet.reject("no_id", column=api.key, expected="an order with an id")
                else:
                    sheet.keep(order_id=word(one, api.key), **api.row(one))
        return [sheet.raw(content, api.id, content.decoded[1], content.decoded[2])]

    return read


def _orders(document: Any, api: Api) -> Iterator[Any]:
    held = next((found for path in api.lists if isinstance(found := inner(document, *path), list)), None)
    single = mapping(document, "payload") if held is None else {}
    yield from held if held is not None else [single if api.key in single else document]


FORMATS = tuple(Format(one.id, one.title, one.system, ("orders",), _likes(one), _reads(one)) for one in APIS)
