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
from voc.ingest.formats.parts.line_times import Stamp, is_counter, moment, stamped

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W_][\w.'’-]*){0,3}(?: ?[(（][^()（）]{1,30}[)）])?")
START = re.compile(
    r"^\s*(?:(?:(?:(?:chat|call|conversation) )?start(?:ed)?(?: (?:time|at|on))?|date(?: ?/? ?time)?|time|"
    r"(?:会话|會話|对话|對話|聊天|咨询|諮詢|通话|通話|接入|进线|進線)?(?:开始|開始)?(?:时间|時間)|日期)"
    r"\s*[:：]|(?:(?:chat|call|conversation) )?started (?:at|on)(?=\s)|"
    r"[【\[](?:会话|會話|对话|對話|通话|通話)(?:开始|開始)[】\]])"
    r"\s*(?P<at>.+)$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"^\s*(?:(?:Agent|客服|客服人员|客服人員)\s+|"
    r"(?:(?:served|handled|attended|answered|assisted) by|接待客服|接待人员|接待人員)\s*[:：]\s*)"
    r"(?P<who>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})\s*$", re.IGNORECASE,
)  # fmt: skip
_EVENT = re.compile(
    r"^\s*([*=~_-])\1+\s*\S.{0,60}?(?:joined|left|entered|disconnected|transferred|加入|进入|進入|离开|離開|转接|轉接)"
    r".{0,60}?\1\1+\s*$", re.IGNORECASE,
)  # fmt: skip
_CLOCK = r"(?:(?:,| at)?\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?))?"
_ZONE = r"(?:\s*\(?(?:UTC|GMT)?(?P<hours>[+-]\d{2}):?(?P<minutes>\d{2})\)?|(?P<utc>\s*\(?(?:UTC|GMT)\b))?"
_IN_WORDS = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?(?:(?P<month>[A-Z][a-z]+) (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]+)),? "
    rf"(?P<year>\d{{4}}){_CLOCK}{_ZONE}"
)
# 2025/05/02（五）, alone in a line
_WEEKDAY = re.compile(r"[\s(（]*(?:(?:星期|周|週|礼拜|禮拜)?[一二三四五六日天]|[A-Z][a-z]{2,8})?[)）\s]*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEAST_TIMED = 2  # lines with a time from which on one without is above the talk


def begun(start: Stamp | None, stamps: Sequence[Stamp | None]) -> str | None:
    """When a conversation began, as a cell: the `start` written above it, where that is a day alone with the clock of the
    first line that has one; None where nothing says it."""
    first = next((one for one in stamps if one is not None and one.clock is not None), None)
    if start is not None and start.clock is None and first is not None and first.day is None and not is_counter(first):
        start = replace(start, clock=first.clock, zone=start.zone or first.zone)
    return moment(start)


def stated(written: str) -> Stamp | None:
    """The Stamp of a time that stands above a conversation, also in words: Friday, May 02, 2025, 10:00:00 (+0100)."""
    found = _IN_WORDS.match(written.strip())
    month = (found["month"] or found["month2"])[:3].lower() if found else ""
    if found is None or month not in _MONTHS:
        return stamped(written)[0]
    zone = f"{found['hours']}:{found['minutes']}" if found["hours"] else "Z" if found["utc"] else ""
    day = f"{found['year']}-{_MONTHS.index(month) + 1}-{found['day'] or found['day2']}"
    return stamped(f"{day} {found['clock']}{zone}" if found["clock"] else day)[0]


def is_day(stamp: Stamp | None, rest: str) -> bool:
    """Whether a line holds a day and nothing else but the day of the week: `rest` is what stands behind its Stamp."""
    return stamp is not None and stamp.day is not None and stamp.clock is None and _WEEKDAY.fullmatch(rest) is not None


def is_event(line: str) -> bool:
    """Whether a line between signs says who came or went, and so parts no conversations: *** Dana joined the chat ***."""
    return _EVENT.match(line) is not None


def agent_of(line: str) -> str | None:
    """The name in a line that says no more than who the agent is: Agent Dana M, Served by: Dana."""
    found = _AGENT.match(line)
    return found["who"] if found else None


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
