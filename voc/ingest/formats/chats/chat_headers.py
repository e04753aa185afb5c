"""Lines that part conversations in a plain transcript: an id, a title, a rule.

    Conversation ID: C-17        案件編號：00071234        ===== Call 3 =====        ----------

For: `chat_text`. Not for: what stands below them, above the talk: when it began and who its sides are (`chat_heads`).
"""

from __future__ import annotations

import re

from voc.ingest.formats.chats import chat_heads
from voc.ingest.formats.chats.chat_lines import LONGEST
from voc.ingest.formats.parts.line_times import stamped

_LONGEST_COUNT = 5  # digits from which on a number is an id
_WORDS = (
    "conversation|chat|call|contact|transcript|ticket|case|session|interaction|dialog|dialogue|record|"
    "enquiry|inquiry|"
    "会话|會話|对话|對話|通话|通話|聊天|工单|工單|记录|紀錄|录音|錄音|案件|个案|個案|来电|來電|进线|進線|服务单|服務單|流水"
)
ID = re.compile(
    rf"^[\s#=*\-\[【]*(?:{_WORDS})(?:记录|紀錄)?[ _-]*(?:id|no\.?|number|#|编号|編號|号|號)?\s*[:：#]\s*"
    r"(?P<id>[\w.@/-]{1,80})[\s=*\-\]】]*$",
    re.IGNORECASE,
)
TITLE = re.compile(
    rf"^[\s#=*\-\[【]*(?:第\s*\d+\s*(?:通|段|个|個|条|條)\s*)?(?:{_WORDS})[ _]?"
    r"(?P<id>(?:#?\s*[\w-]*\d[\w-]*)?)[\s=*\-\]】:：]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:[=*_#~－—–─━═＝＊-]{3,}|[=*－—–─━═＝＊-]{2,}.{1,80}?[=*－—–─━═＝＊-]{2,})\s*$")
# The day behind a header: 【会话 20260201-01】2026年2月1日
_DAYED = re.compile(
    r"^\s*[\[【(（#=*-]+\s*(?P<head>[^\]】)）]{1,80}?)\s*[\]】)）#=*-]+\s*"
    r"(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)\s*$"
)


def id_of(header: str) -> str | None:
    """The id in a header; "Call 7" counts calls, and 7 is no id of one: it comes as ":7"."""
    if found := ID.match(header):
        return str(found["id"])
    found = TITLE.match(header)
    number = (found["id"] or "").strip(" #") if found else ""
    return f":{number}" if number.isdigit() and len(number) < _LONGEST_COUNT else number or None


def dayed(line: str) -> re.Match[str] | None:
    """A header with the day behind it."""
    found = _DAYED.match(line)
    return found if found and (ID.match(found["head"]) or TITLE.match(found["head"])) else None


def is_header(line: str) -> bool:
    """Whether a line is an id, a title or a rule that parts conversations, and nobody's words."""
    if len(line) > LONGEST or not line.strip() or chat_heads.is_event(stamped(line)[1]):
        return False
    return bool(dayed(line) or ID.match(line) or TITLE.match(line) or _RULE.match(line))
