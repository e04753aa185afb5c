"""The rule on files of which many rows were rejected: what is left is seldom like the whole.

For: `lint`, and everything that says how much of a file was not counted. Not for: rejecting, which `ingest` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voc.lint.facts import Facts, Line, share

MANY = 0.05  # of a file's rows; from here on a figure may be another one than the file's
# Rows that should have been counted and could not be read. A row that another repeats, an older version, a preview or a
# heading takes nothing away from a figure.
_UNREAD = (
    "duplicate_id_conflict", "id_lost_digits", "missing_id", "missing_value", "not_a_json_object", "score_outside_scale",
    "unknown_score", "unparsable_bool", "unparsable_number", "unparsable_time", "unreadable_row", "wrong_number_of_fields",
)  # fmt: skip
_DO = {
    "score_outside_scale": "correct min and max in [source.score]: answers that do not fit were given on another scale",
    "unparsable_bool": "say what their words mean in [source.values.COLUMN]",
    "unparsable_time": "say how their times are written in [source.formats]",
    "unparsable_number": "take the column out of [source.columns], or read it with a query that makes whole numbers of it; "
    "amounts are in minor units",
    "duplicate_id_conflict": "a row has two scores, or two files share their ids: read one of them with a query that makes "
    "ids of its own",
}  # fmt: skip


def lost(file: Mapping[str, Any]) -> int:
    """How many rows of a file, an entry of run.json's `files`, should have been counted and could not be read; 0 below
    MANY."""
    n = min(sum(_unread(file).values()), file.get("rows_rejected", 0))
    return n if n > 0 and n >= MANY * file.get("rows_read", 0) else 0


def _unread(file: Mapping[str, Any]) -> dict[str, int]:
    return {one: n for one, n in file.get("reasons", {}).items() if one in _UNREAD}


def rejected(facts: Facts) -> Iterator[Line]:
    """Files of which many rows were rejected, with the reasons."""
    for file in facts.files:
        n = lost(file)
        if not n:
            continue
        reasons = _unread(file)
        first = max(reasons, key=lambda one: reasons[one], default="")
        why = ", ".join(f"{one} {count}" for one, count in reasons.items())
        yield Line(
            "rejected", f"{share(n, file['rows_read'])} rows of {file['file']} were rejected: {why}", n,
            "every figure is that of the other rows, and rows that cannot be read are seldom like the others: where each 5 "
            "is rejected, the mean is that of 1 to 4",
            _DO.get(first, "look at the rejected rows below"),
        )  # fmt: skip
