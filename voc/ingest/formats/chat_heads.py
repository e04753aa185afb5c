"""What stands above the lines of a plain transcript: when it began, and who its sides are.

    Date: 2024-03-05
    Visitor: Kim

    [10:02:11] Agent Ana: Hello Kim
    [10:02:30] Kim: My order is late

    begun(start, stamps)     # 2024-03-05 10:02:11: the day above, the clock of the first line
    sides(said, stamps)      # ({"Kim": "customer"}, {0}): who is who, and the lines that say so

For: `chat_text`. Not for: ids and titles, which part conversations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest import roles
from voc.ingest.formats.line_times import Stamp, is_counter, moment

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W_][\w.'’-]*){0,3}(?: ?[(（][^()（）]{1,30}[)）])?")
_LEAST_TIMED = 2  # lines with a time from which on one without is above the talk


def begun(start: Stamp | None, stamps: Sequence[Stamp | None]) -> str | None:
    """When a conversation began, as a cell: the `start` written above it, where that is a day alone with the clock of the
    first line that has one; None where nothing says it."""
    first = next((one for one in stamps if one is not None and one.clock is not None), None)
    if start is not None and start.clock is None and first is not None and first.day is None and not is_counter(first):
        start = replace(start, clock=first.clock, zone=start.zone or first.zone)
    return moment(start)


def sides(said: Sequence[tuple[str, Sequence[str]]], stamps: Sequence[Stamp | None]) -> tuple[dict[str, str], set[int]]:
    """The role of each name that a line above the talk gives ("Visitor: Kim"), and the places of those lines among `said`,
    pairs of a speaker and lines. A line is one if its speaker is a role and its words a name that speaks below; or any name,
    where it has no time and all that follows has."""
    found: dict[str, str] = {}
    places: set[int] = set()
    for at, (who, words) in enumerate(said):
        role, name = roles.of(who), words[0].strip() if words else ""
        below = {other for other, _ in said[at + 1 :]}
        timed = [one is not None and one.clock is not None for one in stamps[at + 1 :]]
        is_above = sum(timed) >= _LEAST_TIMED and sum(timed) == len(timed) - _heads(said[at + 1 :], timed)
        if not is_side(who, words) or stamps[at] is not None or not (name in below or is_above):
            break
        places.add(at)
        if role in ("customer", "agent", "bot") and roles.of(name) in (None, "unknown"):
            found[name] = role
    return found, places


def is_side(who: str, words: Sequence[str]) -> bool:
    """Whether a line may say who a side is: a role in front of a name, and nothing more."""
    return roles.of(who) is not None and len(words) == 1 and _NAME.fullmatch(words[0].strip()) is not None


def _heads(said: Sequence[tuple[str, Sequence[str]]], timed: Sequence[bool]) -> int:
    """How many lines without a time stand above the first that has one."""
    return next((at for at, one in enumerate(timed) if one), len(said))
