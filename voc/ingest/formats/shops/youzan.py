"""有赞: trades as its API gives them (youzan.trades.sold.get, youzan.trade.get), to orders.

For: `formats`. Not for: refunds on their own. Names, addresses and telephones of buyers and notes of the seller are not
carried; what a buyer wrote with an order is a wish and no feedback: it is carried. Amounts are yuan, times of China.

有赞 knows refunds and no returns: money that was paid back (refund_state 2 in part, 12 in full) after an order was sent
is taken for a return; of one that was never paid, or never sent, nothing can come back.
https://doc.youzanyun.com/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, truth, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.money import minor
from voc.ingest.note import note
from voc.ingest.raw import Raw

_MARKS = (
    ("trades", ("full_order_info_list", "full_order_info", "order_info")),
    ("a trade", ("full_order_info", "order_info", "tid")),
    ("trades", ("order_info", "pay_info", "tid", "orders")),
)
_REFUNDS = note("refunds are taken for returns: {system} does not say what came back", system="有赞")
_PAID_BACK = ("2", "12")


def like(head: Head) -> Like:
    """How like trades of 有赞 a head is."""
    return marked(head.members, _MARKS, 0.92)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table orders. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("orders", "Asia/Shanghai", warnings=[_REFUNDS])
    for document in documents(content):
        for one in _trades(document):
            if not isinstance(one, dict):
                responses.no_object(sheet, one)
            elif word(one, "order_info", "tid") is None:
                sheet.reject(
                    "no_id", column="tid", found=word(one, "order_info", "status"), expected="an order with an id"
                )
            else:
                sheet.keep(**_order(one))
    return [sheet.raw(content, "youzan", content.decoded[1], content.decoded[2])]


def _trades(value: Any, depth: int = 0) -> Iterator[Any]:
    """The trades in pages ({"data": {"full_order_info_list": [...]}}), wrapped or not."""
    for name in ("data", "response", "full_order_info_list", "full_order_info"):
        held = inner(value, name)
        if isinstance(held, dict | list) and depth < 6:
            for one in held if isinstance(held, list) else [held]:
                yield from _trades(one, depth + 1)
            return
    yield value


def _order(one: Mapping[str, Any]) -> dict[str, str | None]:
    info, paid, lines = mapping(one, "order_info"), mapping(one, "pay_info"), listed(one, "orders")
    payment = word(paid, "payment")
    amount = minor(payment, "CNY") if payment and re.fullmatch(r"\d+\.\d{1,2}", payment) else None
    state, status = word(info, "refund_state"), word(info, "status")
    is_unsent = "consign_time" in info and word(info, "consign_time") is None
    is_back = None if word(info, "pay_time") is None or (is_unsent and state in _PAID_BACK) else state in _PAID_BACK
    if state is None:
        is_back = None
    return {
        "order_id": word(info, "tid"),
        "created_at": word(info, "created"),
        "customer_id": word(one, "buyer_info", "yz_open_id") or word(one, "buyer_info", "buyer_id"),
        "channel": word(one, "source_info", "source", "platform"),
        "product": next((title for line in lines if (title := word(line, "title"))), None),
        "amount": amount,
        "currency": "CNY",
        "is_returned": None if is_back is None else str(is_back).lower(),
        "units": str(whole(word(line, "num") for line in lines)) if lines else None,
        "status": status,
        "status_shown": word(info, "status_str"),
        "refund_state": state,
        "amount_as_shown": payment if amount is None else None,
        "paid_at": word(info, "pay_time"),
        "shipped_at": word(info, "consign_time"),
        "completed_at": word(info, "success_time"),
        "buyer_message": word(one, "remark_info", "buyer_message"),
        "is_offline": str(truth(inner(one, "source_info", "is_offline_order")) or False).lower(),
        "province": word(one, "address_info", "delivery_province"),
    }


FORMATS = (
    Format("youzan", "有赞 orders, with refunds", "有赞云 API, youzan.trades.sold.get, JSON", ("orders",), like, read),
)
