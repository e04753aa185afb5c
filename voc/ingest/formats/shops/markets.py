"""What the tables are called and made of in which market places and shops give their sellers' orders.

For: `market_orders`, which reads them. Not for: orders of 淘宝 (`taobao_orders`), Shopify, WooCommerce and Magento, which
have modules of their own.

Heads stand folded: small letters, no blanks, wide signs as narrow ones. `total` is a column that holds the sum of the order
on each of its rows (or on the first alone); `part` one that holds what a row is worth; `either` one of which that is not
known: it is the amount where an order has one row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from voc.ingest.note import note


@dataclass(frozen=True)
class Market:
    """`needed`: heads of which one set must be there; `names`: the heads that a column of ours may have, the first that is
    filled wins; `currency` and `zone` where the market has but one; `unshipped`: whether an order without a time of shipping
    was never sent; `knows_returns`: whether its tables say what came back or was paid back."""

    id: str
    title: str
    system: str
    needed: tuple[frozenset[str], ...]
    names: Mapping[str, tuple[str, ...]]
    currency: str | None = None
    zone: str | None = None
    unshipped: bool = False
    knows_returns: bool = True
    note: str | None = None


def folded(head: str) -> str:
    """A head in small letters, without blanks, wide signs as narrow ones."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", head)).lower()


def _sets(*heads: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(folded, one.split("|"))) for one in heads)


def _names(**ours: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(folded, heads.split("|"))) for name, heads in ours.items()}


_NO_RETURNS = note("this export does not say what came back: no order counts as returned, or as kept")

MARKETS = (
    Market(
        "amazon_orders", "Amazon orders", "Amazon Seller Central, All Orders report, text with tabs",
        _sets("amazon-order-id|purchase-date|order-status", "amazon-order-id|purchase-date|item-status"),
        _names(
            order_id="amazon-order-id", created_at="purchase-date", status="order-status|item-status",
            product="product-name", units="quantity|quantity-purchased",
            part="item-price", currency="currency", channel="sales-channel", sku="sku",
            asin="asin", merchant_order_id="merchant-order-id", fulfillment="fulfillment-channel",
            service_level="ship-service-level", country="ship-country", is_business_order="is-business-order",
            updated_at="last-updated-date",
        ), knows_returns=False,
        note=note(
            "the amount is the sum of item-price, without shipping and promotions; {note}", note=_NO_RETURNS
        ),
    ),
    Market(
        "shopee_orders_zh", "蝦皮 orders", "蝦皮 賣家中心, 訂單匯出, Excel or CSV",
        _sets("訂單編號|訂單狀態|訂單成立日期|買家總支付金額", "訂單編號|訂單狀態|訂單成立日期|退貨/退款狀態"),
        _names(
            order_id="訂單編號", created_at="訂單成立日期", status="訂單狀態", back="退貨/退款狀態", total="買家總支付金額",
            customer_id="買家帳號", product="商品名稱", units="數量", returned_units="退貨數量", cancel_reason="不成立原因",
            option="商品選項名稱", paid_at="買家付款時間", shipped_at="實際出貨時間", completed_at="訂單完成時間",
            payment_method="付款方式", shipping_method="寄送方式", buyer_message="買家備註",
        ), "TWD", "Asia/Taipei",
    ),
    Market(
        "shopee_orders", "Shopee orders", "Shopee Seller Centre, export of orders, Excel or CSV",
        _sets("order id|order status|return / refund status|order creation date"),
        _names(
            order_id="order id", created_at="order creation date", status="order status", back="return / refund status",
            total="grand total|total buyer payment", customer_id="username (buyer)|buyer username", product="product name",
            units="quantity", returned_units="returned quantity", cancel_reason="cancel reason", option="variation name",
            sku="sku reference no.", paid_at="order paid time", shipped_at="ship time", completed_at="order complete time",
            payment_method="payment method", shipping_method="shipping option", country="country",
            buyer_message="remark from buyer",
        ),
    ),
    Market(
        "lazada_orders", "Lazada orders", "Lazada Seller Center, export of orders, Excel or CSV",
        _sets("orderitemid|ordernumber|createtime|status", "order item id|order number|created at|status"),
        _names(
            order_id="ordernumber", created_at="createtime|createdat", status="status", part="paidprice",
            product="itemname", sku="sellersku", variation="variation", refunded="refundamount",
            delivered_at="delivereddate", return_reason="buyerfaileddeliveryreason|reason",
            payment_method="paymethod", country="shippingcountry",
            updated_at="updatetime",
        ),
    ),
    Market(
        "tiktok_orders", "TikTok Shop orders", "TikTok Shop Seller Center, export of orders (OrderSKUList), Excel or CSV",
        _sets("order id|order status|sku id|created time|order amount", "order id|order status|cancelation/return type"),
        _names(
            order_id="order id", created_at="created time", status="order status", back="cancelation/return type",
            total="order amount", customer_id="buyer username", product="product name", units="quantity",
            returned_units="sku quantity of return", refunded="order refund amount", cancel_reason="cancel reason",
            substatus="order substatus", sku="seller sku", variation="variation", paid_at="paid time",
            shipped_at="shipped time", delivered_at="delivered time", cancelled_at="cancelled time",
            payment_method="payment method", country="country", product_category="product category",
            buyer_message="buyer message",
        ),
    ),
    Market(
        "pinduoduo_orders", "拼多多 orders", "拼多多 商家后台, 订单导出, CSV",
        _sets("订单号|订单状态|用户实付金额(元)", "订单号|订单状态|商家实收金额(元)"),
        _names(
            order_id="订单号", created_at="订单成交时间|支付时间|拼单成功时间", status="订单状态", back="售后状态",
            either="用户实付金额(元)", product="商品", units="商品数量(件)", option="商品规格", product_id="商品id",
            shipped_at="发货时间", received_at="确认收货时间", carrier="快递公司", store="店铺名称",
            promised_at="承诺发货时间", buyer_message="买家留言",
        ), "CNY", "Asia/Shanghai", unshipped=True,
    ),
    Market(
        "douyin_orders", "抖音小店 orders", "抖店, 订单导出, CSV or Excel",
        _sets("主订单编号|子订单编号|订单状态|订单提交时间"),
        _names(
            order_id="主订单编号", created_at="订单提交时间", status="订单状态", back="售后状态", either="订单应付金额",
            product="选购商品", units="商品数量", option="商品规格", product_id="商品id", cancel_reason="取消原因",
            paid_at="支付完成时间", shipped_at="发货时间", completed_at="订单完成时间", payment_method="支付方式",
            buyer_message="买家留言", traffic_source="流量来源|流量渠道",
        ), "CNY", "Asia/Shanghai", unshipped=True,
    ),
    Market(
        "taobao_items", "淘宝 and 天猫 orders, an item a row", "千牛, 宝贝报表, ExportItemList, CSV or Excel",
        _sets("子订单编号|主订单编号|商品标题|购买数量", "子订单编号|主订单编号|标题|购买数量",
              "子订单编号|主订单编号|商品标题|买家实付金额"),
        _names(
            order_id="主订单编号", created_at="订单创建时间", status="订单状态", back="退款状态", either="买家实付金额",
            product="商品标题|标题", units="购买数量", refunded="退款金额", option="商品属性", sku="商家编码",
            product_id="商品id", paid_at="订单付款时间", shipped_at="发货时间", completed_at="确认收货时间",
            carrier="物流公司",
        ), "CNY", "Asia/Shanghai",
    ),
    Market(
        "jd_orders", "京东 orders", "京东 商家后台, 订单导出, CSV or Excel",
        _sets("订单号|订单状态|下单时间|应付金额|下单帐号", "订单号|订单状态|下单时间|订购数量|京东价"),
        _names(
            order_id="订单号", created_at="下单时间", status="订单状态", either="应付金额", customer_id="下单帐号",
            product="商品名称", units="订购数量", product_id="商品id", payment_method="支付方式", paid_at="付款确认时间",
            completed_at="订单完成时间", order_type="订单类型", order_channel="订单渠道", store="店铺名称",
        ), "CNY", "Asia/Shanghai", knows_returns=False, note=_NO_RETURNS,
    ),
    Market(
        "ebay_orders", "eBay orders", "eBay Seller Hub, orders report, CSV",
        _sets("sales record number|order number|buyer username|sale date", "sales record number|buyer username|sale date"),
        _names(
            order_id="order number|sales record number", created_at="sale date", total="total price",
            customer_id="buyer username", product="item title", units="quantity", sku="custom label",
            item_number="item number", paid_at="paid on date", shipped_at="shipped on date",
            promised_at="maximum estimated delivery date",
            country="ship to country|buyer country", payment_method="payment method", shipping_method="shipping service",
            buyer_message="buyer note",
        ), knows_returns=False, note=_NO_RETURNS,
    ),
    Market(
        "etsy_orders", "Etsy orders", "Etsy, download of orders, CSV",
        _sets("sale date|order id|number of items|order value"),
        _names(
            order_id="order id", created_at="sale date", total="order total", currency="currency", units="number of items",
            customer_id="buyer user id", status="status", shipped_at="date shipped|date posted", sku="sku",
            country="ship country|delivery country", payment_method="payment method", coupon="coupon code",
            order_type="order type",
        ), knows_returns=False, note=_NO_RETURNS,
    ),
    Market(
        "etsy_order_items", "Etsy orders, an item a row", "Etsy, download of order items, CSV",
        _sets("sale date|item name|transaction id|order id", "sale date|item name|listing id|order id"),
        _names(
            order_id="order id", created_at="sale date", part="item total", currency="currency", units="quantity",
            customer_id="buyer", product="item name", variation="variations", sku="sku", paid_at="date paid",
            shipped_at="date shipped|date posted", country="ship country|delivery country", coupon="coupon code",
        ), knows_returns=False, note=note(
            "the amount is the sum of the items, without shipping and tax; {note}", note=_NO_RETURNS
        ),
    ),
    Market(
        "squarespace_orders", "Squarespace orders", "Squarespace, export of orders, CSV",
        _sets("order id|financial status|amount refunded|lineitem quantity"),
        _names(
            order_id="order id", created_at="created at", status="financial status", total="total", currency="currency",
            customer_id="email", product="lineitem name", units="lineitem quantity", refunded="amount refunded",
            sku="lineitem sku", variation="lineitem variant", fulfillment_status="fulfillment status", paid_at="paid at",
            shipped_at="fulfilled at", cancelled_at="cancelled at", coupon="discount code", country="shipping country",
            shipping_method="shipping method", channel="channel name|channel type", payment_method="payment method",
        ), unshipped=True,
    ),
    Market(
        "wix_orders", "Wix orders", "Wix Stores, export of orders, CSV",
        _sets("order number|date created|total order quantity|payment status",
              "order number|date created|quantity refunded|payment status"),
        _names(
            order_id="order number", created_at="date created", status="payment status", total="total", currency="currency",
            customer_id="contact email", product="item", units="qty", returned_units="quantity refunded",
            refunded="refunded amount", sku="sku", variation="variant", fulfillment_status="fulfillment status",
            coupon="coupon code", country="delivery country", payment_method="payment method",
            buyer_message="note from customer",
        ),
    ),
    Market(
        "prestashop_orders", "PrestaShop orders", "PrestaShop, export of orders, CSV",
        _sets("id|reference|new client|customer|total|payment|status|date",
              "id|référence|nouveau client|client|total|paiement|état|date"),
        _names(
            order_id="id", created_at="date", status="status|état", total="total", reference="reference|référence",
            payment_method="payment|paiement", country="delivery|livraison", is_new_customer="new client|nouveau client",
        ), knows_returns=False, note=_NO_RETURNS,
    ),
    Market(
        "bigcommerce_orders", "BigCommerce orders", "BigCommerce, export of orders, CSV",
        _sets(*(f"order id|order date|order status|order total ({tax} tax)" for tax in ("inc", "ex"))),
        _names(
            order_id="order id", created_at="order date", status="order status", total="order total (inc tax)",
            currency="order currency code", customer_id="customer id", units="total quantity", refunded="refund amount",
            product_details="product details", shipped_at="date shipped", payment_method="payment method",
            shipping_method="ship method", country="shipping country", channel="channel name",
            buyer_message="customer message",
        ),
    ),
)  # fmt: skip
