"""淘宝 and 天猫: orders as their seller's page exports them (ExportOrderList), an order a row.

For: CSV and Excel of 已卖出的宝贝. Not for: reviews (`review_portals`) and lines of orders. Names, addresses, telephones and
the accounts of buyers are not carried. Ids stand in ="..." so that a spreadsheet keeps their digits. Times are of China. The
export knows refunds and no returns: money that went back is taken for a return, and says so; of an order that was never
paid nothing can come back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, raw_of, reject_wrong, rows
from voc.ingest.money import minor
from voc.ingest.note import note
from voc.ingest.raw import Raw

_ID = "taobao_orders"
_REFUNDS = note("refunds are taken for returns: {system} does not say what came back", system="淘宝")
_KEPT = re.compile(r'^=?"*([^"]*)"*$')
_CARRIED = {
    "订单关闭原因": "close_reason", "物流公司": "carrier", "店铺名称": "store", "店铺id": "store_id",
    "订单付款时间": "paid_at", "确认收货时间": "received_at", "发货时间": "shipped_at", "买家留言": "buyer_message",
    "是否手机订单": "is_mobile",
}  # fmt: skip


def like(head: Head) -> Like:
    """How like such an export a head is."""
    usual = ["买家会员名", "总金额", "订单创建时间", "宝贝标题", "物流单号", "宝贝总数量"]
    both = [
        having(head.names, ["订单编号", "订单状态", one], usual)
        for one in ("买家应付货款", "买家实际支付金额", "宝贝标题")
    ]
    return max(both, key=lambda one: one.score)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Table orders."""
    assert raw is not None
    sheet = Sheet("orders", "Asia/Shanghai", warnings=[_REFUNDS])
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        if _plain(row, "订单编号") is None:
            sheet.reject("no_id", row.number, column="订单编号", expected="the number of an order")
        else:
            sheet.keep(row.number, **_order(row))
    return [raw_of(sheet, content, raw, _ID)]


def _order(row: Row) -> dict[str, str | None]:
    status, why = row.of("订单状态") or "", row.of("订单关闭原因") or ""
    paid, total = (_amount(row, name) for name in ("买家实际支付金额", "总金额"))
    refunded = _amount(row, "退款金额")
    was_paid = row.of("订单付款时间") is not None or bool((paid or "").strip("0."))
    is_back = was_paid and (bool((refunded or "").strip("0.")) or ("关闭" in status and "退" in why))
    buyer = _plain(row, "买家会员名")
    carried = {ours: _plain(row, theirs) for theirs, ours in _CARRIED.items()}
    return {
        "order_id": _plain(row, "订单编号"), "created_at": row.of("订单创建时间"),
        "customer_id": None if buyer is None or "*" in buyer else buyer, "product": _plain(row, "宝贝标题"),
        "amount": total or paid, "currency": "CNY",
        "is_returned": ("true" if is_back else "false") if was_paid else None,
        "return_reason": why or None if is_back else None,
        "status": status or None, "units": row.of("宝贝总数量"), "paid_amount": paid, "refunded": refunded, **carried,
    }  # fmt: skip


def _plain(row: Row, name: str) -> str | None:
    """A cell without the ="..." or the ' that keeps its digits in a spreadsheet."""
    found = _KEPT.match((row.of(name) or "").strip().lstrip("'"))
    return found[1].strip() or None if found else row.of(name)


def _amount(row: Row, name: str) -> str | None:
    return minor(_plain(row, name), "CNY")


FORMATS = (
    Format(
        _ID, "淘宝 and 天猫 orders", "淘宝, 天猫: 已卖出的宝贝, ExportOrderList", ("orders",), like, read, rows=True
    ),
)
