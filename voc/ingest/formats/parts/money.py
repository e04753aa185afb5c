"""Amounts of money in minor units of their currency: 12.50 EUR is 1250, 1200 JPY is 1200.

For: formats with orders. Not for: changing one currency into another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

# ISO 4217, digits behind the point where they are not two.
_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0  # noqa: SIM905
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}  # fmt: skip


def minor(amount: str | None, currency: str | None) -> str | None:
    """`amount`, a number with a decimal point, in minor units of `currency`, rounded to whole ones; None for none. What is
    no such number stays as it is, for the check of the column to reject."""
    if amount is None or not amount.strip():
        return None
    plain = (
        amount.strip().replace(",", "") if re.fullmatch(r"\s*-?\d{1,3}(,\d{3})+(\.\d+)?\s*", amount) else amount.strip()
    )
    try:
        value = Decimal(plain)
        if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
            return amount
    except InvalidOperation:
        return amount
    return str(int((value * 10 ** _DIGITS.get((currency or "").strip().upper(), 2)).to_integral_value()))


def with_points(cells: Iterable[str | None]) -> bool | None:
    """Whether amounts of a column are written 1,234.50 (True) or 1.234,50, as a spreadsheet of some countries saves them
    (False); None where no cell tells."""
    plain = [one.strip().lstrip("-") for one in cells if one and one.strip()]
    comma = sum(re.fullmatch(r"(?:\d{1,3}(?:[. ']\d{3})+|\d+),\d{1,2}", one) is not None for one in plain)
    point = sum(re.fullmatch(r"(?:\d{1,3}(?:[, ']\d{3})+|\d+)\.\d{1,2}", one) is not None for one in plain)
    return None if comma == point == 0 or (comma and point) else not comma


def pointed(cell: str | None) -> str | None:
    """1.234,50 as 1234.50; what is written otherwise stays."""
    if cell is None or not re.fullmatch(r"\s*-?(?:\d{1,3}(?:[. ']\d{3})+|\d+)(?:,\d+)?\s*", cell):
        return cell
    return re.sub(r"[. ']", "", cell.strip()).replace(",", ".")


_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "NT$": "TWD",
    "HK$": "HKD",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "₹": "INR",
    "৳": "BDT",
}
_OPEN = ("¥", "￥", "₩", "₫")  # of yen and yuan alike, or without a point: which digits are whole is not said
_POINT = re.compile(r"(\d{1,3}(?:[, ']\d{3})+|\d+)(\.\d{1,2}|\.\d{4,})?")
_COMMA = re.compile(r"(\d{1,3}(?:[. ']\d{3})+|\d+)(,\d{1,2})")


def shown(cell: str | None) -> tuple[str | None, str | None]:
    """(minor units, currency where its sign tells) of an amount as a shop shows it: `$1,234.50`, `1.234,50 €`, `45.0000`.
    A cell that could be read in two ways gives None."""
    plain = re.sub(r"[\u00a0\u202f]", " ", (cell or "").strip())
    number = re.search(r"\d[\d.,' ]*", plain)
    if number is None:
        return None, None
    digits, sign = number[0].strip(), (plain[: number.start()] + plain[number.end() :]).strip()
    currency = _SIGNS.get(sign.lstrip("-"), sign.lstrip("-") if re.fullmatch(r"-?[A-Z]{3}", sign) else None)
    found = _POINT.fullmatch(digits) or _COMMA.fullmatch(digits)
    if found is None or any(one in sign for one in _OPEN):
        return None, currency
    whole, part = re.sub(r"\D", "", found[1]), (found[2] or "").replace(",", ".")
    amount = minor(whole + part, currency)
    return (f"-{amount}" if sign.startswith("-") and amount else amount), currency
