"""Tables of orders of a shop or a till that no format knows, a row an order or a line of one, by their headings.

    told(content, raw)      # orders; None where the headings do not tell

For: `headed`, the last before a table is given up (E204). Not for: orders under our own names, nor those of a known market
place (`markets`), whose way of adding up lines this takes over. It is right or silent: there must be the number of an order
in every row, when it was placed, and what it came to: a sum, or what its lines are worth. A row of less than nothing is a
refund and no order. Without its currency an amount counts only where it is written with two digits behind the point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from voc.ingest import carried
from voc.ingest.content import Content
from voc.ingest.formats.parts import headings, responses, stamps
from voc.ingest.formats.shops.market_orders import reads
from voc.ingest.formats.shops.markets import Market, folded
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw, Reject

ID = "order_table"
_WORTH = "voc: price times quantity"
# Ours, as `markets` calls it, by their headings as headings.plain writes them.
_HEADS = {
    "order_id": r"(?:sales |web |shop |customer |online |my |amazon )?order(?: ?(?:id|number|no|nr|#|ref|reference|name))|"
    r"invoice ?(?:no|number|id|#)|transaction ?(?:id|number|no)|receipt ?(?:id|number|no)|"
    r"(?:订单|訂單)(?:编号|編號|号|號| ?id)",
    "created_at": r"(?:order|invoice|purchase|transaction|sales?) ?"
    r"(?:date(?: ?time)?|time|timestamp|created(?: at)?|placed(?: at)?)(?: ?\(?utc\)?)?|"
    r"(?:order )?(?:purchase|purchased)(?: ?(?:timestamp|at|on|date))|"
    r"(?:date|time) (?:placed|ordered|purchased)|date(?: and time)?|(?:下单|下單|订单|訂單|成交)(?:时间|時間|日期)",
    "total": r"(?:order|grand|invoice) ?(?:total|amount|value)(?: ?(?:paid|amount))?|"
    r"total(?: ?(?:amount|price|paid|value|sales))?|"
    r"amount (?:paid|total)|(?:实付|實付|订单|訂單|订单实付)(?:金额|金額|总额|總額)",
    "part": r"(?:line|item) ?(?:total|amount|subtotal)|net sales|net amount|小计|小計",
    "currency": r"(?:order )?(?:total )?currency(?: ?code)?|币种|幣別",
    "customer_id": r"(?:customer|client|member|buyer|user) ?(?:id|number|no|code)|"
    r"(?:会员|會員|客户|客戶|买家|買家)(?: ?id|编号|編號|号|號)",
    "product": r"(?:product|item)(?: ?(?:name|title|description))?|description|(?:商品|产品|產品)(?:名称|名稱|标题|標題)?",
    "units": r"(?:item |order )?(?:quantity|qty|units)(?: ?(?:ordered|sold))?|(?:商品|购买|購買)?(?:数量|數量|件数)",
    "refunded": r"refund(?:ed)?(?: ?(?:amount|total|value))?|amount refunded|退款金额|退款金額",
    "said_back": r"(?:is |was )?returned|return(?:ed)? ?\(?(?:yes/no|y/n)\)?|是否(?:已)?(?:退货|退貨)",
    "return_reason": r"return reason|reason (?:for|of) return|(?:退货|退貨)(?:原因|理由)",
    "status": r"(?:order|payment|financial|fulfil+ment)? ?status|(?:订单|訂單)?(?:状态|狀態)",
    "delivered_at": r"(?:order )?(?:delivered|delivery)(?: customer)?(?: ?(?:date|at|on|time))+|"
    r"(?:送达|送達|签收|簽收|妥投)(?:时间|時間|日期)",
    "promised_at": r"(?:order )?(?:estimated|promised|expected)(?: delivery)?(?: ?(?:date|at|on|time))+|"
    r"(?:预计|預計|承诺|承諾)(?:送达|送達|到货|到貨)(?:时间|時間|日期)?",
    "sku": r"(?:item |product )?sku|stock ?code|(?:商品|产品|產品)?(?:货号|貨號|编码|編碼)",
    "country": r"(?:shipping |billing |delivery )?country(?: ?code)?|(?:收货|收貨)?(?:国家|國家)",
}  # fmt: skip
_PRICE = re.compile(r"(?:unit|item|product) ?price|price(?: each)?|单价|單價")
_DAY = re.compile(r"\s*(?:\d{4}[-/.年]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3,9} \d)")


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """The orders of `raw`, the rows of a table that nobody declared; None where it does not tell."""
    names = raw.rows.column_names
    kinds = {name: headings.kind(name) for name in names}
    if {"question", "stars"} & {*kinds.values()} or any(
        kinds[one] == "text" and any(_cells(raw, one)) for one in names
    ):
        return None
    plain = {name: headings.plain(name) for name in names}
    found = {ours: theirs for ours in _HEADS if (theirs := _named(ours, plain))}
    price = next((name for name in names if _PRICE.fullmatch(plain[name])), None)
    has_lines = price is not None and "units" in found
    if not {"order_id", "created_at"} <= {*found} or not ({"total", "part", "delivered_at"} & {*found} or has_lines):
        return None
    cells = {ours: _cells(raw, theirs) for ours, theirs in found.items()}
    if None in cells["order_id"] or not _are_days(cells["created_at"]):
        return None
    if {"total", "part"}.isdisjoint(found) and price is not None:
        prices = _cells(raw, price)
        has_cents = any(re.search(r"\d[.,]\d\d$", one or "") for one in prices)
        worth = [_times(one, n, has_cents) for one, n in zip(prices, cells["units"], strict=True)]
        raw = replace(raw, rows=raw.rows.append_column(_WORTH, pa.array(worth, pa.string())))
        found["part"], cells["part"] = _WORTH, worth
    raw = _without_refunds(raw, [cells[one] for one in ("part", "total", "units") if one in cells])
    heads = {ours: (folded(theirs),) for ours, theirs in found.items()}
    shown = headings.noted({ours: theirs for ours, theirs in found.items() if theirs != _WORTH})
    by = note("read as orders by its headings: {note}; a [[source]] in voc.toml says what is right", note=shown)
    market = Market(ID, "", "", (), heads, knows_returns="refunded" in found, note=by)
    return [*reads(market)(content, raw)]


def _named(ours: str, plain: Mapping[str, str]) -> str | None:
    return next((name for name, heading in plain.items() if re.fullmatch(_HEADS[ours], heading)), None)


def _cells(raw: Raw, name: str) -> list[str | None]:
    return [cell or None for cell in carried.as_text(raw.rows.column(name)).to_pylist()]


def _are_days(cells: Sequence[str | None]) -> bool:
    filled = [one for one in map(stamps.unified, cells) if one]
    return bool(filled) and all(_DAY.match(stamps.worded(one) or "") for one in filled)


def _times(price: str | None, units: str | None, has_cents: bool) -> str | None:
    """What a line is worth, with two digits behind the point where prices have them; None where it is not two numbers."""
    try:
        worth = Decimal((price or "").replace(",", "")) * Decimal((units or "").replace(",", ""))
        if not worth.is_finite():
            return None
        return str(worth.quantize(Decimal("0.01"))) if has_cents else str(worth)
    except InvalidOperation:
        return None


def _without_refunds(raw: Raw, sums: Sequence[Sequence[str | None]]) -> Raw:
    """`raw` without rows of less than nothing, which are rejected."""
    gone = np.array([any(_is_less(cell) for cell in row) for row in zip(*sums, strict=True)], dtype=bool)
    if not gone.any():
        return raw
    left = [
        Reject(int(number), "", "refund_row", "less than nothing", "an order that was placed")
        for number in raw.numbers[gone]
    ]
    return replace(
        raw, rows=raw.rows.filter(pa.array(~gone)), numbers=raw.numbers[~gone], rejected=[*raw.rejected, *left]
    )


def _is_less(cell: str | None) -> bool:
    plain = re.sub(r"[^\d.,()-]", "", cell or "")
    return plain.startswith(("-", "(")) and responses.is_number(plain.strip("()-") or "x")


FORMATS = (
    any_table(
        ID, "Orders of other shops, a table", "any table of orders with a number, when each was placed and what it came to",
        ("orders",), told,
    ),
)  # fmt: skip
