"""A file as it was read, before any column means anything: `Raw`, and the rows that are rejected on the way.

For: the readers, which make a Raw, and the checks, which add Rejects. Not for: types or canonical names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from voc.ingest.source import Score

SHOWN = 40
# What a cell may betray in a list of rejected rows: addresses and long runs of digits.
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+?\d[\d ()-]{6,}\d")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@dataclass(frozen=True)
class Reject:
    """A row that failed a check; `row` counts from the first data row = 1."""

    row: int
    column: str
    reason: str
    found: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Raw:
    """Rows of one file under the file's own column names. `numbers` are their row numbers, same length as `rows`.

    Text formats give strings only, with null for an empty cell; Parquet and queries keep their types. A format of the trade
    says which `table` they are, the scale of a `score` column, the `timezone` of naive times, how sure it is and `why`.
    """

    file: str
    reader: str
    encoding: str
    sha256: str
    rows: pa.Table
    numbers: np.ndarray
    rejected: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # What a format knows of its rows, over what the columns' names say.
    table: str | None = None
    score: Score | None = None
    timezone: str | None = None
    # Carried columns that hold answers of their own: a row that fills one of them has said something.
    answers: tuple[str, ...] = ()
    confidence: float | None = None
    why: str = ""


def short(value: object, *, is_id: bool = False) -> str:
    """`value` as a list of rejected rows may show it: personal data masked, at most 40 characters.

    An id of a record stays readable - one has to find the row again - unless it is an e-mail address.
    """
    text = "" if value is None else sound(str(value))
    if not _DATE_LIKE.match(text) and not (is_id and "@" not in text):
        text = _PERSONAL.sub("***", text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "\u2026"


def sound(text: str) -> str:
    """`text` with lone surrogates (halves of an emoji that was cut) as question marks: they cannot be written."""
    return text if text.isascii() else text.encode("utf-8", errors="replace").decode("utf-8")
