"""Tables of the lines of orders, of a tool that no format knows, by their headings: a row a piece that was ordered.

    told(content, raw)      # a row for each order, to complete that of another file; None where the headings do not tell

For: `headed`. Not for: tables of orders that name a line too (they say when the order was placed), nor returns. There must
be an order and the id or the number of a line. What the lines of an order all say is carried, what they differ in is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.parts import headings
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, raw_of, reject_wrong, rows
from voc.ingest.formats.shops.shopify import whole
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw

ID = "order_line_table"
_ORDER = re.compile(r"(?:sales )?order (?:id|number|no)|(?:订单|訂單)(?:编号|編號|号|號|id)")
_LINE = re.compile(
    r"(?:(?:sales )?order )?(?:line )?(?:item|line) (?:id|number|no|seq|sequence)|order detail id|"
    r"(?:子订单|子訂單|明细|明細)(?:编号|編號|号|號|id)"
)
_UNITS = re.compile(r"(?:(?:order|line|item|ordered) )?(?:quantity|qty|units)|(?:商品|购买|購買)?(?:数量|數量|件数)")
_PRODUCT = re.compile(
    r"(?:product|item|line item)(?: (?:name|title|description))?|(?:商品|产品|宝贝)(?:名称|名稱|标题)"
)
# Of orders themselves, or of what came back.
_OTHER = re.compile(
    r".*\b(?:created|placed|purchased?|ordered (?:at|on)|order date|return|refund|customer|review|rating)\b.*"
)


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """Orders of `raw`, the rows of a table that nobody declared, a row each; None where it does not tell."""
    plain = {name.strip().lower(): headings.plain(name) for name in raw.rows.column_names}
    order, line = _named(plain, _ORDER), _named(plain, _LINE)
    if order is None or line is None or any(_OTHER.fullmatch(one) for one in plain.values()):
        return None
    units, product = _named(plain, _UNITS), _named(plain, _PRODUCT)
    sheet = Sheet("orders")
    found: dict[str, list[Row]] = {}
    for row in rows(raw):
        if reject_wrong(row, sheet):
            continue
        if (id_ := row.of(order)) is None:
            sheet.reject("no_id", row.number, column=order, found=row.of(line) or "", expected="the order of a line")
            continue
        found.setdefault(id_, []).append(row)
    for id_, lines in found.items():
        others = lines[0].others(*(one for one in (order, line, units, product) if one))
        alike = {name: cell for name, cell in others.items() if all(one.of(name) == cell for one in lines)}
        pieces = str(whole(one.of(units) for one in lines)) if units else str(len(lines))
        named = next((cell for one in lines if product and (cell := one.of(product))), None)
        sheet.keep(lines[0].number, **{**alike, "order_id": id_, "product": named, "units": pieces})
    n = sum(map(len, found.values()))
    sheet.warnings.append(
        note(
            "read as lines of orders by its headings {order} and {line}: {n} rows are {orders} orders; a "
            "[[source]] in voc.toml says what is right",
            order=repr(order),
            line=repr(line),
            n=n,
            orders=len(found),
        )
    )
    return [replace(raw_of(sheet, content, raw, ID), completes=True)]


def _named(plain: dict[str, str], heading: re.Pattern[str]) -> str | None:
    return next((name for name, one in plain.items() if heading.fullmatch(one)), None)


FORMATS = (
    any_table(
        ID, "Lines of orders of other tools, a table", "any table with an order and the id of a line", ("orders",), told
    ),
)  # fmt: skip
