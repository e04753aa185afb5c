"""Durations that say their own unit: 0:03:20, 1分5秒, 1h 20m, 2 days, 03:04:05 - as seconds.

    said = is_said(cells)                    # which cells of text do
    in_seconds(cells)                        # those as the text of their seconds, the others as they are

For: `parse`, for columns of durations. Not for: bare numbers, whose unit the project or the heading says, nor 3:20, which is
hours and minutes to some and minutes and seconds to others.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_CLOCK = re.compile(
    r"(?:(?P<days>\d{1,4}) ?(?:d|days?|天|日),? ?)?(?P<h>\d{1,4}):(?P<m>[0-5]\d):(?P<s>[0-5]\d(?:\.\d+)?)",
    re.ASCII | re.IGNORECASE,
)
_N = r"(\d+(?:\.\d+)?) ?"
_WORDS = re.compile(
    rf"(?:{_N}(?:d|days?|天|日))?,? ?(?:{_N}(?:h|hrs?|hours?|小时|小時|时|時))?,? ?"
    rf"(?:{_N}(?:m|mins?|minutes?|分钟|分鐘|分))?,? ?(?:{_N}(?:s|secs?|seconds?|秒钟|秒鐘|秒))?",
    re.ASCII | re.IGNORECASE,
)  # fmt: skip
_EACH = (86_400.0, 3_600.0, 60.0, 1.0)


def seconds(cell: str | None) -> float | None:
    """The seconds of a duration that says its unit; None for anything else."""
    text = " ".join(cell.split()) if cell else ""
    found = _CLOCK.fullmatch(text) or _WORDS.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    return sum(float(part or 0) * each for part, each in zip(found.groups(), _EACH, strict=True))


def is_said(cells: pa.Array) -> np.ndarray:
    """Of each cell, whether it says its unit; of a column that is no text, none."""
    may_be = _may_be(cells)
    return np.array(
        [hit and seconds(one) is not None for one, hit in zip(cells.to_pylist(), may_be, strict=True)], bool
    )


def in_seconds(cells: pa.Array) -> pa.Array:
    """`cells` with durations that say their unit as the text of their seconds."""
    may_be = _may_be(cells)
    if not may_be.any():
        return cells
    read = [
        one if not hit or (found := seconds(one)) is None else repr(found)
        for one, hit in zip(cells.to_pylist(), may_be, strict=True)
    ]
    return pa.array(read, pa.string())


def _may_be(cells: pa.Array) -> np.ndarray:
    """Cells of text that hold a letter or a colon; most columns have none, and are not looked at one by one."""
    if not pa.types.is_string(cells.type):
        return np.zeros(len(cells), dtype=bool)
    hits = pc.fill_null(pc.match_substring_regex(cells, r"\d ?[:\p{L}]"), False)
    return hits.to_numpy(zero_copy_only=False).astype(bool)
