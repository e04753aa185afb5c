"""Logs of programs: lines with a level (INFO, ERROR) or a process in front, refused by name, since they look like a chat.

    2025-01-02 10:00:00 INFO: job started

For: `chat_text`, and saying what such a file is. Not for: chats in which somebody quotes a log, or the logs of chats: a file
in which customers or agents speak is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.errors import DataError
from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.line_times import stamped
from voc.ingest.raw import Raw, short

_KINDS = ("", ".", ".txt", ".text", ".log", ".out", ".err")
_LINES = re.compile(r"\r\n|\n|\r")
_LEVELS = r"TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|ALERT|EMERGENCY|PANIC"
# A level as programs write it: in capitals, alone, in brackets, after = or a point, before a colon, a bar or what it says.
_LEVEL = re.compile(rf"(?:^|[\s\[(<|.=\"'-])(?:{_LEVELS})(?:[\s\])>|:=\"',/-]|$)")
_KEYED = re.compile(r"(?:^|\s)(?:level|severity|lvl)=\"?\w+", re.IGNORECASE)
_PROCESS = re.compile(
    r"^(?:[\w.-]+\s)?[\w./-]+\[\d+\]:|^(?:[\w.-]+\s)?(?:kernel|systemd|sshd|cron|nginx|dockerd|database|daemon):", re.I
)
_RAISED = re.compile(
    r"^(?:[\w.]*(?:Error|Exception)\b|Traceback \(most recent call last\)|\s+at [\w.$<>]+\(|\s+File \")"
)
_SYSLOG = re.compile(
    r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{1,2}\s+\d{2}:\d{2}:\d{2}\s+[\w.-]+\s+(?P<rest>.*)$"
)
_SPEAKER = re.compile(r"^\s*([^:：\n]{1,40})[:：]")
_JSON = re.compile(r'\s*(?:\{|\[\s*[\[{"\]])')  # "[10:02] ERROR" is none
_FRONT = 60  # characters behind the time in which a level stands
_ENOUGH = 0.4  # of the lines
_LOOKED_AT = 400  # lines


def is_log(head: Head) -> bool:
    """Whether a text is a log: enough of its lines begin as programs write them, and nobody speaks whose role is known."""
    if head.kind not in _KINDS or _JSON.match(head.text):
        return False
    lines = [line for line in _LINES.split(head.text) if line.strip()][:_LOOKED_AT]
    rests = [_rest(line) for line in lines]
    found = sum(_is_written(rest) for rest in rests)
    if found < 2 or found < _ENOUGH * len(lines):
        return False
    said = {roles.of(hit[1]) for rest in rests if (hit := _SPEAKER.match(rest))}
    return not said & {"customer", "agent"}


def like(head: Head) -> Like:
    """How like a log of a program a head is."""
    return Like(0.9, "lines with a level or a process, as programs log") if is_log(head) else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Nothing. Raises DataError E263: what programs log is said by nobody."""
    raise DataError(
        "E263", "this is the log of a program: nobody speaks in it", where=content.name,
        found=short(_LINES.split(content.head(200).lstrip("\ufeff\r\n "))[0]),
        expected="a conversation, or a table", do="take it out of the sources; --reader chat_text reads it all the same",
    )  # fmt: skip


def _rest(line: str) -> str:
    """A line without the time in front of it."""
    if hit := _SYSLOG.match(line):
        return hit["rest"]
    return stamped(line)[1].lstrip() if not line[:1].isspace() else line


def _is_written(rest: str) -> bool:
    front = rest[:_FRONT]
    return any(one.search(front) for one in (_LEVEL, _KEYED, _PROCESS, _RAISED))


FORMATS = (Format("program_log", "Logs of programs (refused by name)", "Any program", ("turns",), like, read),)
