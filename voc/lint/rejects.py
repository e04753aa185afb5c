"""The rule on files of which many rows were rejected: what is left is seldom like the whole.

For: `lint`, and everything that says how much of a file was not counted. Not for: rejecting, which `ingest` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voc.lint.facts import Facts, Line, line, listed, share
from voc.wording import say, word

MANY = 0.05  # of a file's rows; from here on a figure may be another one than the file's
# Rows that should have been counted and could not be read. A row that another repeats, an older version, a preview or a
# heading takes nothing away from a figure.
_UNREAD = (
    "duplicate_id_conflict", "id_lost_digits", "missing_id", "missing_value", "not_a_json_object", "score_outside_scale",
    "unknown_score", "unparsable_bool", "unparsable_number", "unparsable_time", "unreadable_row", "wrong_number_of_fields",
)  # fmt: skip
# Reasons for which there is something to do in voc.toml.
_MENDED = frozenset(
    ("score_outside_scale", "unparsable_bool", "unparsable_time", "unparsable_number", "duplicate_id_conflict")
)


def lost(file: Mapping[str, Any]) -> int:
    """How many rows of a file, an entry of run.json's `files`, should have been counted and could not be read; 0 below
    MANY."""
    n = min(sum(_unread(file).values()), file.get("rows_rejected", 0))
    return n if n > 0 and n >= MANY * file.get("rows_read", 0) else 0


def is_lost(reason: str) -> bool:
    """Whether a row rejected for `reason` should have been counted, and not one that another row says already."""
    return reason in _UNREAD


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
        why = listed([say("count.counted", name=word("rejected_as", one), n=count) for one, count in reasons.items()])
        yield line(
            "rejected", n, do=f"do_{first if first in _MENDED else 'any'}",
            share=share(n, file["rows_read"]), file=file["file"], reasons=why,
        )  # fmt: skip
