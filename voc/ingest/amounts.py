"""A column of amounts that is declared to be in major units, 12.50 and not 1250: [source.units] amount = "major" or "EUR".

For: `rows`. Not for: how an amount is written, and how many digits a currency has; see `money`. Nothing is taken for major
units by a guess: a column without a single cent looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest import money
from voc.ingest.parse import Parsed, blank_to_null

MAJOR = "major"
MEANT = {
    "NTD": "TWD",
    "RMB": "CNY",
    "YEN": "JPY",
    "STG": "GBP",
    "UKP": "GBP",
}  # as people call them: the code of ISO 4217


def is_currency(unit: str) -> bool:
    """Whether `unit` is the code of a currency."""
    return re.fullmatch("[A-Z]{3}", unit) is not None


def read(cells: Mapping[str, pa.Array], name: str, unit: str) -> Parsed:
    """Column `name` of `cells` in minor units: of each row's currency, else of `unit` where that is one."""
    text = blank_to_null(cells[name].cast(pa.string()))
    said = (
        blank_to_null(cells["currency"].cast(pa.string())) if "currency" in cells else pa.nulls(len(text), pa.string())
    )
    currencies = pc.fill_null(said, unit) if is_currency(unit) else said
    found = pa.array(money.in_minor(text.to_pylist(), currencies.to_pylist()), pa.int64())
    is_bad = pc.and_(text.is_valid(), found.is_null()).to_numpy(zero_copy_only=False).astype(np.bool_)
    return Parsed(
        found,
        is_bad,
        "unparsable_number",
        f"an amount such as 12.50 in {unit if is_currency(unit) else 'the currency of its row'}",
    )


def in_currency(amounts: pa.Array, said: pa.Array | None, unit: str) -> pa.Array:
    """The currency of each row: what the file says, else `unit` where there is an amount."""
    told = pc.if_else(amounts.is_valid(), pa.scalar(unit, pa.string()), pa.scalar(None, pa.string()))
    return told if said is None else pc.coalesce(said, told)
