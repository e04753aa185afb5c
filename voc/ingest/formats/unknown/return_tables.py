"""Tables of what customers send back, of a tool that no format knows, a row a return or a line of one, by their headings.

    told(content, raw)      # orders with what came back, and feedback; None where the headings do not tell

For: `headed`, before a table is taken for orders: of JSON the lines of a return are rows too. Not for: tables of orders that
say what came back, nor tables of a known tool. It is right or silent: there must be an order, why it comes back, and what
the customer writes of it or the id of a return. An order is returned where the file says that it came back, or says nothing
of how its returns stand; a refused or withdrawn return says nothing of it. What the shop notes is carried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from voc.ingest.content import Content
from voc.ingest.formats.parts import headings, stamps
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw

ID = "return_table"
# Ours, by their headings as headings.plain writes them; of several the first of a pattern's order is taken.
_HEADS = {
    "order_id": (
        r"(?:shopify |provider |original )?order name", r"(?:shopify |provider |original |sales )?order (?:number|no|#)",
        r"(?:original |sales )?order(?: (?:id|ref|reference))?|(?:原|主|关联)?(?:订单|訂單)(?:编号|編號|号|號)",
    ),
    "return_id": (
        r"(?:return|rma)(?: request)?(?: (?:id|number|no|name|ref|reference|code|#))|rma|"
        r"(?:退货|退貨|退款|售后|售後|退换货)(?:单|單)?(?:编号|編號|号|號|单号|單號| ?id)",
    ),
    "return_reason": (
        r"(?:(?:line items?|items?|products?|customer|primary) )?(?:return|refund)(?: item)? reason"
        r"(?: (?:name|text|category))?|"
        r"reason for (?:the )?return|(?:退货|退貨|退款|售后|售後)(?:申请|申請)?原因",
    ),
    "text": (
        r"(?:(?:line items?|items?|products?) )?(?:return comments?|"
        r"(?:return )?(?:customer|buyer|shopper|consumer)(?: return)? "
        r"(?:comments?|notes?|remarks?|message|explanation|feedback))|"
        r"comments? (?:by|from) (?:the )?(?:customer|buyer|shopper)|"
        r"(?:买家|買家|客户|客戶|顾客|顧客|用户)?(?:申请|申請|退货|退貨|退款|售后|售後)(?:说明|說明|描述)",
    ),
    "created_at": (
        r"(?:return |rma )?(?:requested|created|initiated|submitted|request|creation|return)(?: (?:at|on|date|time|utc))+|"
        r"(?:申请|申請|退货申请|退款申请|售后申请)(?:时间|時間|日期)", r"date|created",
    ),
    "units": (r"(?:return(?:ed)? )?(?:quantity|qty|units)|(?:退货|退貨)?(?:数量|數量|件数)",),
    "status": (r"(?:return |rma |refund )?(?:status|state)|(?:退款|售后|售後|退货|退貨)(?:状态|狀態)",),
    "product": (
        r"(?:(?:line items?|items?|products?) )?(?:product|product name|product title|title|item|item name|item title)|"
        r"(?:商品|宝贝|产品)(?:名称|名稱|标题)",
    ),
    "sku": (r"(?:(?:line items?|items?|products?) )?sku",),
}  # fmt: skip
_LINES = re.compile(r"(?:return(?:ed|ing)? )?(?:line items?|items?|products?|lines)")
_CAME_BACK = re.compile(
    r"(?:closed|complete|received|refunded|processed|resolved|returned)d?|.*(?:退款成功|已完成|已退款|退货成功|已收货)",
    re.IGNORECASE,
)
_NOTHING = frozenset(("n/a", "na", "none", "null", "-", "--", "无", "無"))
_OURS = frozenset(("is_returned", "amount", "returned_units"))  # of orders that say what came back


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """Orders and feedback of `raw`, the rows of a table that nobody declared; None where it does not tell."""
    if {name.strip().lower() for name in raw.rows.column_names} & _OURS:
        return None
    raw = _with_lines(raw)
    plain = {name.strip().lower(): headings.plain(name) for name in raw.rows.column_names}
    found = {ours: name for ours in _HEADS if (name := _named(ours, plain))}
    if not {"order_id", "return_reason"} <= {*found} or not {"text", "return_id"} & {*found}:
        return None
    every = rows(raw)
    if not any(row.of(found["return_reason"]) for row in every):
        return None
    orders, feedback = Sheet("orders"), Sheet("feedback")
    dates = iter(stamps.iso([stamps.worded(row.of(found.get("created_at", ""))) for row in every]))
    gone = {name.strip().lower() for name in raw.rows.column_names if headings.kind(name) == "left"}
    for n, row in enumerate(every, 1):
        at = next(dates)
        if reject_wrong(row, orders):
            continue
        if row.of(found["order_id"]) is None:
            orders.reject("no_id", row.number, column=found["order_id"], expected="the order of a return")
            continue
        said = {ours: row.of(name) for ours, name in found.items()}
        others = row.others(*found.values(), *gone)
        orders.keep(row.number, **_order(said, at, others))
        if (text := said.get("text")) and text.strip().lower() not in _NOTHING:
            feedback.keep(row.number, **_comment(said, at, text, n))
    shown = headings.noted(found)
    orders.warnings.append(
        note("read as returns by its headings: {note}; a [[source]] in voc.toml says what is right", note=shown)
    )
    made = [raw_of(one, content, raw, ID) for one in (orders, feedback)]
    return [replace(made[0], completes=True), *([made[1]] if made[1].rows.num_rows else [])]


def _named(ours: str, plain: Mapping[str, str]) -> str | None:
    for pattern in _HEADS[ours]:
        if name := next((name for name, heading in plain.items() if re.fullmatch(pattern, heading)), None):
            return name
    return None


def _order(said: Mapping[str, str | None], at: str | None, others: Mapping[str, str | None]) -> dict[str, str | None]:
    state = said.get("status")
    came_back = state is None or _CAME_BACK.fullmatch(state.strip()) is not None
    return {
        "order_id": said["order_id"], "product": said.get("product"), "is_returned": "true" if came_back else None,
        "returned_units": said.get("units") if came_back else None, "return_reason": said["return_reason"],
        "return_requested_at": at, "return_status": state, "return_id": said.get("return_id"), "sku": said.get("sku"),
        **{f"return_{name}": cell for name, cell in others.items() if name in ("outcome", "resolution")},
    }  # fmt: skip


def _comment(said: Mapping[str, str | None], at: str | None, text: str, n: int) -> dict[str, str | None]:
    return {
        "feedback_id": f"return:{said.get('return_id') or said['order_id']}:{n}", "order_id": said["order_id"],
        "created_at": at, "text": text, "return_reason": said["return_reason"], "product": said.get("product"),
        "sku": said.get("sku"),
    }  # fmt: skip


def _with_lines(raw: Raw) -> Raw:
    """`raw` with a row for each line of a return that stands in a list of a cell, what is said of the return beside it."""
    lists = [name for name in raw.rows.column_names if _LINES.fullmatch(headings.plain(name))]
    for name in lists:
        lines = [list(_lines(cell)) for cell in raw.rows.column(name).to_pylist()]
        if not any("reason" in key for several in lines for line in several for key in line):
            continue
        at = [n for n, several in enumerate(lines) for _ in several or [{}]]
        told_of = [line for several in lines for line in several or [{}]]
        rest = raw.rows.drop_columns([name]).take(pa.array(at))
        keys = dict.fromkeys(key for line in told_of for key in line)
        columns = {one: rest.column(one) for one in rest.column_names}
        columns |= {f"item {key}": pa.array([line.get(key) for line in told_of], pa.string()) for key in keys}
        return replace(raw, rows=pa.table(columns), numbers=raw.numbers[at])
    return raw


def _lines(cell: str | None) -> Iterator[dict[str, str]]:
    try:
        found = json.loads(cell or "", parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        return
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield {str(key): str(value) for key, value in one.items() if isinstance(value, str) and value.strip()}


FORMATS = (
    any_table(
        ID, "Returns of other tools, a table", "any table of returns with an order, why it comes back and words or an id",
        ("orders", "feedback"), told,
    ),
)  # fmt: skip
