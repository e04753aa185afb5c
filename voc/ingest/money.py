"""Amounts of money in minor units of their currency: 12.50 EUR is 1250, 1200 JPY is 1200.

For: formats with orders, and `amounts`, columns that are declared to be in major units. Not for: changing one currency into
another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

# ISO 4217, digits behind the point where they are not two.
_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0  # noqa: SIM905
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}  # fmt: skip

# The currencies that a sign may be of.
_SIGNS = {
    **dict.fromkeys("€", ("EUR",)), **dict.fromkeys("£", ("GBP", "EGP", "GIP")), **dict.fromkeys("¥￥", ("CNY", "JPY")),
    "元": ("CNY", "TWD", "HKD", "MOP"), "円": ("JPY",), "₩": ("KRW",), "₫": ("VND",), "₹": ("INR",), "฿": ("THB",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "MXN", "ARS", "CLP", "COP"), "US$": ("USD",), "A$": ("AUD",),
    "C$": ("CAD",), "NT$": ("TWD",), "HK$": ("HKD",), "S$": ("SGD",), "R$": ("BRL",), "kr": ("SEK", "NOK", "DKK", "ISK"),
    "zł": ("PLN",), "RM": ("MYR",), "Rp": ("IDR",), "₱": ("PHP",), "৳": ("BDT",),
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


_SIGNED = re.compile(r"(?P<minus>-?)\s*(?P<before>[^\d\s-]*)\s*(?P<number>-?\d[\d.,' ]*)(?P<behind>[^\d\s]*)")
_CENTS = re.compile(r",\d{1,2}$")  # behind a comma, whatever the other cells have
_GROUPED = re.compile(r"(?<=\d)[ '](?=\d{3}(?!\d))")


def in_minor(amounts: Sequence[str | None], currencies: Sequence[str | None]) -> list[int | None]:
    """A column of amounts as people and shops write them (12.50, `1.234,50 €`), each in minor units of its currency; None
    for an empty cell, and for what is no amount, may be two, or has another currency or none."""
    codes = [(one or "").strip().upper() for one in currencies]
    numbers = [_unsigned(cell, code) for cell, code in zip(amounts, codes, strict=True)]
    has_comma = with_points(numbers) is False
    read = (
        _whole(pointed(one) if has_comma or _CENTS.search(one or "") else one, code)
        for one, code in zip(numbers, codes, strict=True)
    )
    return [int(one) if one is not None and abs(int(one)) < 2**53 else None for one in read]


def _unsigned(cell: str | None, currency: str) -> str | None:
    """The number of a cell, without a sign or code of this currency; None where there is none, or another's sign."""
    match = _SIGNED.fullmatch(unicodedata.normalize("NFKC", cell or "").strip())  # １，２９０ is 1,290
    if match is None or (match["before"] and match["behind"]):
        return None
    sign = match["before"] or match["behind"]
    is_its = not sign or sign.upper() == currency or currency in _SIGNS.get(sign, ())
    return match["minus"] + match["number"].strip() if is_its else None


def _whole(number: str | None, currency: str) -> str | None:
    plain = _GROUPED.sub("", number or "")
    if not _NUMBER.fullmatch(plain):
        return None
    digits = len(plain.partition(".")[2])
    if not currency:
        return None  # 1200 yen are 1200, 1200 euros are 120000
    # 1.045 is a thousand and forty-five to some
    return None if digits == 3 and _DIGITS.get(currency, 2) != 3 else minor(plain, currency)


_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.\d+)?")
# What a sign tells where nothing else does; $, kr and 元 are of too many.
_TOLD = {sign: codes[0] for sign, codes in _SIGNS.items() if len(codes) == 1} | {"£": "GBP"}
_OPEN = ("¥", "￥")  # of yen and yuan alike: which digits are whole is not said
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
    currency = _TOLD.get(sign.lstrip("-"), sign.lstrip("-") if re.fullmatch(r"-?[A-Z]{3}", sign) else None)
    found = _POINT.fullmatch(digits) or _COMMA.fullmatch(digits)
    if found is None or any(one in sign for one in _OPEN):
        return None, currency
    whole, part = re.sub(r"\D", "", found[1]), (found[2] or "").replace(",", ".")
    amount = minor(whole + part, currency)
    return (f"-{amount}" if sign.startswith("-") and amount else amount), currency
