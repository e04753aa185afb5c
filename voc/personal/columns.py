"""What a column holds by its name: name, e-mail, phone ..., or the id of a customer.

For: `clean`, which hides such cells whole, and messages that show a cell. Not for: texts; see `found`.
"""

from __future__ import annotations

import re
from functools import cache

from voc.personal.words import lists

CUSTOMER = "CUSTOMER"
# In these tables `name` names a thing.
_THINGS = ("events", "metrics", "orders", "sessions")


def kind(column: str, table: str = "") -> str | None:
    """The kind of personal data that `column` of `table` holds, CUSTOMER for ids of customers, None for neither."""
    plain = re.sub(r"[\W_]+", "", column.lower())
    if plain.startswith("their"):
        plain = plain.removeprefix("their")
    found = _kinds().get(plain)
    return None if found == "NAME" and plain == "name" and table in _THINGS else found


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind, names in lists("personal_columns").items() for name in names}
