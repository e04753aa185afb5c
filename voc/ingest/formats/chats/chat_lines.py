"""The lines of a plain transcript: the time in front of one set apart, and a name and a time above words joined to them.

For: `chat_text`. Not for: who speaks, or where a conversation ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.ingest import roles
from voc.ingest.formats.chats.chat_heads import START
from voc.ingest.formats.parts.line_times import Stamp, settled, stamped

LONGEST = 200  # characters of a line that says who speaks or what follows
_LINES = re.compile(r"\r\n|\n|\r")
_TIME_AFTER = re.compile(
    r"^(?P<who>[^:：]{1,40}?)\s*[\[(（]\s*(?P<at>[\d:：.,/\- ]+(?:[AaPp][Mm])?)\s*[\])）]\s*[:：]\s*"
)
# 小美(客服) 下午2:00:01：您好; a time without seconds, date or half of the day may be words: Meet at 10:02: ...
_TIME_BETWEEN = re.compile(
    r"^(?P<who>[^:：\d]{1,40}?)\s+(?P<at>(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?|"
    r"(?:上午|下午|晚上|凌晨|早上|中午)\s*\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}:\d{2}:\d{2}(?:\s?[AaPp][Mm])?|"
    r"\d{1,2}:\d{2}\s?[AaPp][Mm]))\s*[:：]\s*(?=\S)"
)
# 客户 10:00:05 快递到哪了, of a side alone, with seconds.
_TIME_WITHIN = re.compile(
    r"^(?P<who>[^:：\d]{1,40}?)\s+(?P<at>(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?\d{1,2}:\d{2}:\d{2})\s+(?=\S)"
)
_HALF = r"(?:(?:上午|下午|晚上|凌晨|早上|中午)\s*)?"
_HEAD_LINE = re.compile(
    r"^(?P<who>\S[^:：]{0,38}?)(?:\s+(?:[-–—|·•]\s+)?|(?<=[】\])）]))(?P<at>"
    rf"(?:\d{{4}}[-/年]\d{{1,2}}[-/月]\d{{1,2}}日?\s+)?{_HALF}\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[AaPp][Mm])?|"
    r"(?:\d+ (?:hours?|小时|小時) ?)?(?:\d+ (?:minutes?|分钟|分鐘|分) ?)?\d+ (?:seconds?|秒钟?|秒鐘))\s*[:：]?\s*$"
)
# 客户：李先生 2025-05-01 10:02:03, above the words. Seconds are asked for: "Agent: Ana 10:02" may be words.
_SIDE_LINE = re.compile(
    r"^(?P<role>[^:：\d]{1,30}?)\s*[:：]\s*(?P<who>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})\s+"
    rf"(?P<at>(?:\d{{4}}[-/年]\d{{1,2}}[-/月]\d{{1,2}}日?\s+)?{_HALF}\d{{1,2}}:\d{{2}}:\d{{2}}(?:\s?[AaPp][Mm])?)\s*$"
)
# 0:07 - Bo Keller (acme.example), above the words.
_LED = re.compile(
    r"^@?[\[(]?(?P<at>\d{1,2}:\d{2}(?::\d{2})?)[\])]?\s+[-–—]\s+(?P<who>[^\W\d][^:：\d]{0,38}?)(?:\s*\([^()]{1,60}\))?\s*$"
)
# 2025-05-01 10:02:03 Bo Keller(10001), above the words, as QQ writes it.
_DATED = re.compile(
    rf"^(?P<at>\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}\s+{_HALF}\d{{1,2}}:\d{{2}}:\d{{2}}(?:\s?[AaPp][Mm])?)\s+"
    r"(?P<who>[^\s:：,，。!！?？][^:：,，。!！?？]{0,38}?)\s*$"
)
_SPENT = re.compile(
    r"(?:(\d+) (?:hours?|小时|小時) ?)?(?:(\d+) (?:minutes?|分钟|分鐘|分) ?)?(\d+) (?:seconds?|秒钟?|秒鐘)"
)
SPOKEN_AT = re.compile(rf"^\S[^:\n]{{0,38}}\s{{2,}}{_SPENT.pattern}\s*$", re.MULTILINE)
# ( 1m 5s ) Dana: ..., since the start, as Salesforce writes it.
_SINCE = re.compile(r"^\s*\(\s*(?:(\d{1,3})\s*h\s*)?(?:(\d{1,3})\s*m\s*)?(?:(\d{1,3})\s*s\s*)?\)(?=\s*\S)")
# 1|2025-05-02 10:00:05|客户|快递到哪了, a table without heads: its cells part by bars or tabs.
_COUNT = re.compile(r"^\s*\d{1,6}\s*[|\t]\s*")
_CELLS = re.compile(r"^\s*[|\t]?\s*(?P<who>[^\t|:：]{1,40}?)\s*[|\t]\s*(?=\S)")
_LEAST_OF_CELLS = 20  # lines from which on one may be something else
# Ana: Hello [10:02 AM], behind the words.
_TIME_BEHIND = re.compile(
    r"\s*[\[(（【]\s*(?P<at>(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?(?:上午|下午|晚上|凌晨|早上|中午)?\s*"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?)\s*[\])）】]\s*$"
)
_LED_BY = re.compile(r"\s*[^:：\s][^:：]{0,39}[:：]\s*\S")
# A chat of a Zoom meeting: 09:32:14 From Dana Keller to Everyone: ...
_TO = re.compile(r"^\s*From\s+(?P<who>[^:\t]{1,60}?)(?:\s+to\s+[^:\t]{1,60}?)?\s*:\s*")


@dataclass(frozen=True)
class Line:
    """A line without its time, and that time."""

    stamp: Stamp | None
    text: str


def as_written(line: Line) -> str:
    """The line as it was written."""
    return f"{line.stamp.written} {line.text}" if line.stamp is not None else line.text


def split(written: str) -> list[str]:
    """A text by its line ends, whatever system wrote them."""
    return _LINES.split(written)


def lines_of(written: str, order: str | None = None) -> list[Line]:
    """The lines with their times set apart; "客服 10:02" above its words becomes a line with words."""
    raw = split(written.lstrip("\ufeff"))
    if (cells := _of_cells(raw)) is not None:
        return [
            Line(stamp, one.text)
            for stamp, one in zip(settled([one.stamp for one in cells], order), cells, strict=True)
        ]
    found: list[Line] = []
    heads = [_head(line) if len(line) <= LONGEST else None for line in raw]
    if not any(heads) and are_led(raw):
        heads = [_LED.match(line) if len(line) <= LONGEST else None for line in raw]
    if not any(heads) and are_dated(raw):
        heads = [_DATED.match(line) if len(line) <= LONGEST else None for line in raw]
    use_heads = sum(one is not None for one in heads) > 1
    for line, above in zip(raw, heads, strict=True):
        head = above if use_heads else None
        if head is not None:
            # A name such as "Keller, Dana" is one.
            who = head["who"].replace(", ", " ")
            side = head.groupdict().get("role")
            found.append(Line(stamped(_clock(head["at"]))[0], f"{side} - {who}:" if side else f"{who}:"))
            continue
        stamp, rest = stamped(_counted(line))
        after = _between(rest[:LONGEST]) if stamp is None else None
        if after is not None and (behind := stamped(after["at"])[0]) is not None:
            stamp, rest = behind, f"{after['who']}: {rest[after.end() :]}"
        if stamp is not None and stamp.day is None and (to := _TO.match(rest[:LONGEST])):
            rest = f"{to['who']}: {rest[to.end() :]}"
        found.append(Line(stamp, rest))
    found = _from_behind(found)
    certain = settled([one.stamp for one in found], order)
    return [Line(stamp, one.text) for stamp, one in zip(certain, found, strict=True)]


def _of_cells(raw: Sequence[str]) -> list[Line] | None:
    """The lines of a table without heads that has a time, a side and words in each; None for another text. The last line
    may be cut."""
    found: list[Line] = []
    filled = [line for line in raw if line.strip()]
    for line in filled:
        stamp, rest = stamped(_COUNT.sub("", line[:LONGEST], count=1) + line[LONGEST:])
        cells = _CELLS.match(rest[:LONGEST]) if stamp is not None and stamp.clock is not None else None
        if cells is None or roles.of(cells["who"]) is None:
            if line is not filled[-1] or len(found) < _LEAST_OF_CELLS:
                return None
            return [*found, Line(None, line)]
        found.append(Line(stamp, f"{cells['who']}: {rest[cells.end() :]}"))
    return found if len(found) > 1 else None


def _from_behind(lines: list[Line]) -> list[Line]:
    """The lines with the times that stand behind their words set apart, where none stands in front and all those that have
    one begin with somebody: a time behind words elsewhere may be one of them."""
    ends = [_TIME_BEHIND.search(line.text[-LONGEST:]) for line in lines]
    is_in_front = any(line.stamp is not None and line.stamp.clock is not None for line in lines)
    led = [_LED_BY.match(line.text[:LONGEST]) is not None for line in lines]
    if is_in_front or sum(end is not None for end in ends) < max(2, 0.8 * sum(led)):
        return lines
    if not all(is_led for end, is_led in zip(ends, led, strict=True) if end is not None):
        return lines
    return [
        line if end is None else Line(stamped(end["at"])[0], line.text[: len(line.text) - len(end.group())])
        for line, end in zip(lines, ends, strict=True)
    ]


def _head(line: str) -> re.Match[str] | None:
    """A line of a name and a time above words; the name may have its role in front: 客服：小美 10:02:03."""
    if START.match(line):
        return None
    if (found := _HEAD_LINE.match(line)) is not None:
        return found
    beside = _SIDE_LINE.match(line)
    return beside if beside is not None and roles.of(beside["role"]) is not None else None


def _between(line: str) -> re.Match[str] | None:
    """A name and a time in front of words: Ana (10:02): ... of anybody, Ana 10:02:11: ... of a side."""
    if (found := _TIME_AFTER.match(line)) is not None:
        return found
    beside = _TIME_BETWEEN.match(line) or _TIME_WITHIN.match(line)
    return beside if beside is not None and roles.of(beside["who"]) is not None else None


def _counted(line: str) -> str:
    """A line that begins with hours, minutes and seconds in brackets, with a clock in their place."""
    found = _SINCE.match(line[:LONGEST])
    if found is None or not any(found.groups()):
        return line
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    minutes, hours = (minutes + seconds // 60) % 60, hours + (minutes + seconds // 60) // 60
    return f"[{hours}:{minutes:02d}:{seconds % 60:02d}]{line[found.end() :]}"


def are_led(raw: Sequence[str]) -> bool:
    """Whether lines such as "0:07 - Bo Keller" stand above words, and a name comes back: an agenda has them in a row."""
    found = [(_LED.match(line[:LONGEST]), below) for line, below in zip(raw, [*raw[1:], ""], strict=True)]
    names = [one["who"] for one, below in found if one is not None and below.strip() and not _LED.match(below)]
    n_heads = sum(one is not None for one, _ in found)
    return len(set(names)) < len(names) and len(names) * 5 >= n_heads * 4


def are_dated(raw: Sequence[str]) -> bool:
    """Whether lines of a date, a time and a name stand above words, each after an empty line, and a name comes back: a log
    has words behind its times, and no empty lines."""
    heads = [
        (found["who"], above, below)
        for above, line, below in zip(["", *raw], raw, [*raw[1:], ""], strict=False)
        if (found := _DATED.match(line[:LONGEST])) is not None
    ]
    names = [who for who, above, below in heads if not above.strip() and below.strip() and not _DATED.match(below)]
    return len(set(names)) < len(names) and len(names) == len(heads)


def _clock(written: str) -> str:
    """A time in words, as transcripts of Teams have it, as a clock: 1 minute 9 seconds, 0:01:09."""
    spent = _SPENT.fullmatch(written.strip())
    if spent is None:
        return written
    return f"{int(spent[1] or 0)}:{int(spent[2] or 0):02d}:{int(spent[3]):02d}"
