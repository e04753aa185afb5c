"""A file as it was read, before any column means anything: `Raw`, and the rows that are rejected on the way.

For: the readers, which make a Raw, and the checks, which add Rejects. Not for: types or canonical names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voc.personal import HIDDEN, hidden
from voc.personal import columns as personal_columns
from voc.personal.printable import printable

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from voc.ingest.source import Score

SHOWN = 40
OF_FILE = "\x1f"  # stands on both sides of a file's name in an id that is made of it: the name may have to be longer
OF_THE_SYNC = ("_fivetran_", "_airbyte_", "_sdc_", "_dlt_")  # what a sync writes beside the columns of the source
# What a cell may betray in a list of rejected rows beside what is found in any text: long runs of digits.
_LONG = re.compile(r"\+?\d[\d ()-]{6,}\d")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_READ = 400  # characters that are looked at, of a cell of any length


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
    # Of a format: the row of the file that each row was made of, where it says so; columns of the source that speak of it.
    origins: np.ndarray | None = None
    mapped: Mapping[str, str] | None = None
    nothing: str = ""  # what a table is that holds nothing for us, whatever is in it
    line: int | None = None  # of a text without columns: where the first date stands that may be either of two
    above: tuple[str, ...] = ()  # lines above the header of a table, which may say a scale
    holds: str = ""  # what lists inside its rows hold that is no row of a table; see `nested`
    gone: frozenset[str] = frozenset()  # contacts that the system threw away: what other files say of them goes too
    titles: frozenset[tuple[str, str]] = frozenset()  # contacts, and what each is called: nobody's words
    people: Mapping[str, str] = field(default_factory=dict)  # id -> role of those whom its users name; see `threads`
    completes: bool = False  # its rows fill what is empty in rows of other files with their key; see `complete`


def short(value: object, *, is_id: bool = False, column: str = "") -> str:
    """`value` as a list of rejected rows may show it: personal data masked, at most 40 characters, nothing that a terminal
    obeys. All of it is masked where the name of its `column` says what it is.

    An id of a record stays readable - one has to find the row again - unless it is an e-mail address.
    """
    text = "" if value is None else printable(sound(str(value)[:_READ]))
    if column and text and personal_columns.kind(column) is not None:
        return HIDDEN
    if not (is_id and "@" not in text):
        text = hidden(text)
        if not _DATE_LIKE.match(text):
            text = _LONG.sub(HIDDEN, text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "\u2026"


def sound(text: str) -> str:
    """`text` with lone surrogates (halves of an emoji that was cut) as question marks: they cannot be written."""
    return text if text.isascii() else text.encode("utf-8", errors="replace").decode("utf-8")
