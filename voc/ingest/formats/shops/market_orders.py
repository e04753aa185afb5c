"""Orders as market places and shops export them for their sellers, a row a line of an order: one row of ours an order.

For: `formats`; the tables are in `markets`. Not for: JSON of APIs. Names, addresses, telephones and notes of the seller are
not carried; what a buyer wrote with an order is a wish and no feedback: it is carried.

An order counts as returned where the table says that pieces came back, or that money was paid back after it was sent; of
an order that was cancelled, or never sent, nothing can come back. A request that is open, refused or withdrawn is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import stamps
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, raw_of, reject_wrong, rows
from voc.ingest.formats.shops.markets import MARKETS, Market, folded
from voc.ingest.money import minor, shown
from voc.ingest.note import note
from voc.ingest.parse import FALSE, TRUE
from voc.ingest.raw import Raw

_MONEY = ("total", "part", "either", "refunded")
_TIMES = ("created_at", "promised_at", "delivered_at", "paid_at", "shipped_at", "received_at", "completed_at",
          "cancelled_at", "updated_at")  # fmt: skip
_OF_OURS = (
    "back",
    "total",
    "part",
    "either",
    "created_at",
    "order_id",
    "units",
    "returned_units",
    "refunded",
    "said_back",
)
_NOT_BACK = re.compile(
    r"取消|拒|撤|关闭|關閉|不成立|无售后|處理中|处理中|待|进行中|"
    r"cancel|reject|declin|withdr|pending|process|dispute|in progress|requested",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"退款成功|退款完成|已(?:全额|全額|部分)?退[款貨货]|退[貨货][/／]?退款(?:已)?(?:完成|成功)|退[貨货]成功|完成退|"
    r"accepted|approved|complete|refunded|returned|return/refund",
    re.IGNORECASE,
)
_GONE_BACK = re.compile(r"退款成功|退货成功|退貨成功|\brefunded\b|\breturned\b", re.IGNORECASE)
_NEVER = re.compile(
    r"取消|不成立|关闭|關閉|删除|刪除|未付款|待付款|等待付款|未支付|待支付|尚未付款|未发货，退款|cancel|unpaid|declin|void|"
    r"awaiting payment|incomplete|to pay",
    re.IGNORECASE,
)
_DAY = re.compile(r"^(?:([A-Za-z]{3})-(\d{1,2})|(\d{1,2})-([A-Za-z]{3}))-(\d{2}|\d{4})\b\s*(.*)$")


def _likes(market: Market) -> Callable[[Head], Like]:
    every = {head for heads in market.names.values() for head in heads}

    def like(head: Head) -> Like:
        there = {folded(name) for name in head.columns}
        needed = next((one for one in market.needed if one <= there), None)
        if head.is_json or needed is None:
            return NOT_LIKE
        n = len(every & there)
        return Like(min(0.97, 0.8 + 0.02 * n) if n > len(needed) else 0.7, "has " + ", ".join(sorted(needed)))

    return like


def reads(market: Market) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    """What reads the orders of `market`."""

    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        assert raw is not None
        sheet = Sheet("orders", market.zone, warnings=[market.note] if market.note else [])
        found: dict[str, list[Mapping[str, str]]] = {}
        numbers: dict[str, int] = {}
        for row in rows(raw):
            if reject_wrong(row, sheet):
                continue
            cells = _cells(row, market)
            id = cells.get("order_id", "")
            if not re.search(r"\d", id):
                sheet.reject(
                    "no_id", row.number, column=market.names["order_id"][0], found=id, expected="an order's number"
                )
                continue
            found.setdefault(id, []).append(cells)
            numbers.setdefault(id, row.number)
        is_a_row_each = all(len(lines) == 1 for lines in found.values())
        orders = [_order(id, lines, market) for id, lines in found.items()]
        for one, id in zip(_dated(orders), found, strict=True):
            sheet.keep(numbers[id] if is_a_row_each else None, **one)
        sheet.warnings += _notes(found, orders, market)
        return [raw_of(sheet, content, raw, market.id)]

    return read


def _cells(row: Row, market: Market) -> dict[str, str]:
    """The cells of a row by our names, trimmed, without the ="..." or ' that keeps digits in a spreadsheet."""
    by_head = {folded(name): cell.strip().lstrip("'") for name, cell in row.cells.items()}
    plain = {head: re.sub(r'^="?([^"]*)"?$', r"\1", cell).strip() for head, cell in by_head.items()}
    firsts = ((ours, next((plain[one] for one in heads if plain.get(one)), "")) for ours, heads in market.names.items())
    return {ours: cell for ours, cell in firsts if cell not in ("", "-", "--", "null")}


def _order(id: str, lines: Sequence[Mapping[str, str]], market: Market) -> dict[str, str | None]:
    def first(name: str) -> str | None:
        return next((line[name] for line in lines if name in line), None)

    currency = market.currency or first("currency")
    amount, sign = _amount(lines, market, currency)
    named = [line for line in lines if "product" in line] or lines  # the row of the sum names no product
    sums = {name: _sum(line.get(name) for line in named) for name in ("units", "returned_units")}
    customer = first("customer_id")
    refunded, _ = _minor(first("refunded"), currency)
    more = {name: first(name) for name in market.names if name not in (*_OF_OURS, *_MONEY)}
    status = [line["status"] for line in lines if "status" in line]
    return {
        **more,
        "order_id": id,
        "created_at": first("created_at"),
        "customer_id": None if customer == "0" else customer,  # 0 is every guest
        "amount": amount,
        "currency": currency or sign,
        "is_returned": _is_back(lines, status, sums["returned_units"], refunded, market),
        "returned_units": sums["returned_units"],
        "units": sums["units"] or (str(len(lines)) if market.id == "lazada_orders" else None),
        "status": ", ".join(dict.fromkeys(status)) or None,
        "return_status": first("back"),
        "refunded": refunded,
        "amount_as_shown": (first("total") or first("part") or first("either")) if amount is None else None,
    }


def _amount(lines: Sequence[Mapping[str, str]], market: Market, currency: str | None) -> tuple[str | None, str | None]:
    """(minor units, currency where its sign tells) of an order; None where the rows do not say the one sum."""
    name = next((one for one in ("total", "part", "either") if one in market.names), "")
    found = [_minor(line[name], currency) for line in lines if name in line]
    amounts, signs = [amount for amount, _ in found], {sign for _, sign in found if sign}
    if (
        not found
        or None in amounts
        or len(signs) > 1
        or len({line["currency"] for line in lines if "currency" in line}) > 1
    ):
        return None, None
    sign = next(iter(signs), None)
    if name == "part":
        whole = [int(one) for one in amounts if one and re.fullmatch(r"-?\d+", one)]
        return (str(sum(whole)), sign) if len(whole) == len(amounts) else (None, None)
    if len(set(amounts)) > 1 or (name == "either" and len(lines) > 1):
        return None, None
    return amounts[0], sign


def _minor(cell: str | None, currency: str | None) -> tuple[str | None, str | None]:
    """(minor units, currency by its sign); without a currency only of what is written with two digits behind the point."""
    if cell is None:
        return None, None
    if currency:
        amount = minor(re.sub(r"^[^\d-]{0,4}", "", cell), currency)
        return (amount if amount and re.fullmatch(r"-?\d+", amount) else None), None
    amount, sign = shown(cell)
    return (amount, sign) if sign or re.search(r"[.,]\d\d\D*$", cell) else (None, None)


def _sum(cells: Iterable[str | None]) -> str | None:
    total, n = Decimal(0), 0
    for one in cells:
        try:
            value = Decimal((one or "").replace(",", ""))
        except InvalidOperation:
            continue
        if value.is_finite() and abs(value) < 10**9:
            total, n = total + value, n + 1
    return str(int(total)) if n else None


def _is_back(
    lines: Sequence[Mapping[str, str]], status: Sequence[str], units: str | None, refunded: str | None, market: Market
) -> str | None:
    """Whether something of an order came back; None where the table does not say, or where nothing could."""
    after = [line["back"] for line in lines if "back" in line]
    says_so = any(_BACK.search(one) and not _NOT_BACK.search(one) for one in after)
    says_so = says_so or any(_GONE_BACK.search(one) for one in status)
    answers = {line["said_back"].strip().lower() for line in lines if "said_back" in line}
    if answers and answers <= {*TRUE, *FALSE}:
        return "true" if answers & {*TRUE} else "false"
    if market.unshipped and not any("shipped_at" in line for line in lines) and (says_so or refunded):
        return None
    if units and units != "0":
        return "true"
    if any("未发货" in one for one in status):
        return None
    if says_so:
        return "true"
    if status and all(_NEVER.search(one) for one in status):
        return None
    if refunded and refunded.strip("0.-") and not any(_NOT_BACK.search(one) for one in after):
        return "true"
    return "false" if market.knows_returns else None


def _dated(orders: Sequence[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """The orders with their times as ISO, where the times of the file show the order of day and month."""
    names = [name for name in _TIMES if any(one.get(name) for one in orders)]
    whole = stamps.iso([_hyphened(one.get(name)) for name in names for one in orders])
    n = len(orders)
    columns = {name: [stamps.worded(cell) for cell in whole[at * n : (at + 1) * n]] for at, name in enumerate(names)}
    return [{**one, **{name: column[at] for name, column in columns.items()}} for at, one in enumerate(orders)]


def _hyphened(cell: str | None) -> str | None:
    """`Mar-14-25` and `14-Mar-25` as 14 Mar 2025; others as they are."""
    found = _DAY.match(cell.strip()) if cell else None
    if found is None:
        return cell
    year = found[5] if len(found[5]) == 4 else f"20{found[5]}"
    return f"{found[2] or found[3]} {found[1] or found[4]} {year} {found[6]}".strip()


def _notes(
    found: Mapping[str, Sequence[Mapping[str, str]]], orders: Sequence[Mapping[str, str | None]], market: Market
) -> list[str]:
    notes, n = [], sum(map(len, found.values()))
    if n > len(found):
        notes.append(
            note("{n} rows are {orders} orders: a row of this export is a line of an order", n=n, orders=len(found))
        )
    if unsure := sum(one["amount_as_shown"] is not None for one in orders):
        notes.append(note("the amount of {n} orders is not certain, and is carried as it is shown", n=unsure))
    if market.knows_returns:
        notes.append(note("what was paid back after it was sent is taken for a return"))
    return notes


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("orders",), _likes(one), reads(one), rows=True) for one in MARKETS
)
