"""Lines that part conversations in a plain transcript: an id, a title, a rule.

    Conversation ID: C-17        案件編號：00071234        ===== Call 3 =====        ----------

For: `chat_text`. Not for: what stands below them, above the talk: when it began and who its sides are (`chat_heads`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.formats.chats import chat_heads
from voc.ingest.formats.chats.chat_lines import LONGEST
from voc.ingest.formats.parts.line_times import stamped

# What a tool writes below the talk: how it was rated, how long it took.
_NOTED = re.compile(
    r"^\W*(?:(?:customer|visitor|chat|call|post.?chat|conversation|survey) )?(?:(?:satisfaction|csat|nps) )?"
    r"(?:ratings?|satisfaction|csat|nps|score|comments?|feedback|tags?|subject|topic|duration|status|disposition|notes?|"
    r"summary|department|wait(?:ing)? time|handle time|end(?:ed)?(?: time| at| by)?|resolution|outcome|"
    r"(?:客户|客戶|顾客|顧客|服务|服務|会话|會話|通话|通話)?"
    r"(?:评分|評分|评价|評價|满意度|滿意度|标签|標籤|主题|主題|时长|時長|状态|狀態|小结|小結|总结|總結|结束时间|結束時間))\s*[:：](?!//)",
    re.IGNORECASE,
)
# What is heard and not said, alone in brackets: [hold music], (silence), 【静音】.
_HEARD = re.compile(
    r"^\s*[\[(（【<*♪](?:[^\])）】>*♪.!?。！？]{0,30}?\b)?"
    r"(?:music|hold|silence|pause|inaudible|unintelligible|crosstalk|laugh\w*|beep\w*|ringing|typing|noise|applause|cough\w*|"
    r"dial tone|background|静音|靜音|沉默|音乐|音樂|等待音|停顿|停頓|听不清|聽不清|笑声?|笑聲|杂音|雜音|按键音|按鍵音)"
    r"[^\])）】>*♪.!?。！？]{0,30}[\])）】>*♪]\s*$",
    re.IGNORECASE,
)
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


def is_heard(line: str) -> bool:
    """Whether a line holds no words but what is heard, in brackets: [hold music]."""
    return _HEARD.match(line[:LONGEST]) is not None


def footed(lines: Sequence[str], are_headers: Sequence[bool]) -> list[bool]:
    """Which `lines` stand below a talk, under an empty line, and say how it went: Rating: 2/5."""
    found = [False] * len(lines)
    is_end = True  # whether nothing but such lines and empty ones comes before the next header
    for at in reversed(range(len(lines))):
        is_noted = _NOTED.match(lines[at][:LONGEST]) is not None
        found[at] = is_noted and is_end
        is_end = are_headers[at] or (is_end and (is_noted or not lines[at].strip()))
    for at, line in enumerate(lines):
        above = at == 0 or not lines[at - 1].strip() or are_headers[at - 1] or found[at - 1]
        found[at] = found[at] and above and bool(line.strip())
    return found
