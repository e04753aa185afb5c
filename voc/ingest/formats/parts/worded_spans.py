"""Durations as tables of no known tool write them, in seconds: a clock, words, or a number whose heading says the unit.

For: `contact_tables`, `ticket_tables`. Not for: the units that a source declares (`units`).
"""

from __future__ import annotations

import re

from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.moments import number, times

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)", re.ASCII)
_WORDED = re.compile(
    r"(?:(\d+) ?(?:小时|小時|时|時|h(?:ours?|rs?)?))? ?(?:(\d+) ?(?:分钟|分鐘|分|m(?:in(?:utes?|s)?)?))? ?"
    r"(?:(\d+) ?(?:秒钟?|秒鐘|s(?:ec(?:onds?|s)?)?))?"
)
_UNIT = re.compile(
    r"[ (（\[]*(?:in )?(?P<unit>(?<![a-z])(?:ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|hrs?|hours?)|"
    r"毫秒|秒|分钟|分鐘|小时|小時)[)）\]]?$"
)
_FACTORS = {
    0.001: r"ms|milliseconds?|毫秒", 1.0: r"s|secs?|seconds?|秒", 60.0: r"mins?|minutes?|分钟|分鐘",
    3600.0: r"hrs?|hours?|小时|小時",
}  # fmt: skip


def seconds(cell: str, heading: str) -> str | None:
    """Seconds of a duration whose unit is said: 00:01:20, 1分20秒, or a number under a heading that names it."""
    if found := _CLOCK.fullmatch(cell.strip()):
        return number(int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]))
    if (found := _WORDED.fullmatch(cell.strip())) and any(found.groups()):
        hours, minutes, seconds = (int(one or 0) for one in found.groups())
        return number(hours * 3600 + minutes * 60 + seconds)
    said = unit(heading)
    return None if said is None or not responses.is_number(cell) else times(cell.strip(), said[1])


def bare(heading: str) -> str:
    """A heading without the unit at its end."""
    return _UNIT.sub("", heading)


def unit(heading: str) -> tuple[str, float] | None:
    """A heading without the unit at its end, and the seconds of that unit; None where it names none."""
    found = _UNIT.search(heading)
    if found is None:
        return None
    factor = next(factor for factor, words in _FACTORS.items() if re.fullmatch(words, found["unit"]))
    return heading[: found.start()].strip(), factor
