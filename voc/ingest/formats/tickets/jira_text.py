"""What Jira writes in its own way: times such as 12/Mar/25 9:41 AM, and texts as documents of nodes (ADF).

For: `jira` and `jira_json`. Not for: its wiki markup, which stays as it is.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from voc.ingest.formats.parts.document import listed, mapping, word

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_ZH = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
_TIME = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>[A-Za-z]{3}|\d{0,2}月|[一二三四五六七八九十]{1,2}月)/(?P<year>\d{2,4})\s+(?:(?P<before>上午|下午)\s?)?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<after>[AaPp][Mm]|上午|下午))?"
)
_BLOCKS = ("paragraph", "heading", "listItem", "codeBlock", "blockquote", "tableRow", "panel")


def moment(cell: str | None) -> str | None:
    """A time of an export as ISO text without an offset, any other cell as it is."""
    hit = _TIME.fullmatch((cell or "").strip())
    month = _month(hit["month"]) if hit else None
    if hit is None or month is None:
        return cell
    hour, half = int(hit["hour"]), (hit["after"] or hit["before"] or "").lower()
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    elif half in ("am", "上午") and hour == 12:
        hour = 0
    year = int(hit["year"]) + (2000 if len(hit["year"]) == 2 else 0)
    try:
        return datetime(year, month, int(hit["day"]), hour, int(hit["minute"]), int(hit["second"] or 0)).isoformat(
            sep=" "
        )
    except ValueError:
        return cell


def text(value: Any) -> str:
    """The words of a field: a text as it is, a document of nodes line by line."""
    if not isinstance(value, dict):
        return (word(value) or "").strip()
    parts: list[str] = []
    _write(value, parts, 0)
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _write(node: dict[str, Any], parts: list[str], depth: int) -> None:
    if depth > 50:
        return
    kind, attrs = word(node.get("type")) or "", mapping(node.get("attrs"))
    if kind == "hardBreak":
        parts.append("\n")
    elif kind in ("mention", "emoji", "status", "inlineCard"):
        parts.append(word(attrs.get("text")) or word(attrs.get("shortName")) or word(attrs.get("url")) or "")
    elif kind == "text":
        parts.append(str(node.get("text") or ""))
    for one in listed(node.get("content")):
        if isinstance(one, dict):
            _write(one, parts, depth + 1)
    if kind in _BLOCKS and parts and not parts[-1].endswith("\n"):
        parts.append("\n")


def _month(word_: str) -> int | None:
    low = word_.lower()
    if low in _MONTHS:
        return _MONTHS.index(low) + 1
    if word_ in _MONTHS_ZH:
        return _MONTHS_ZH.index(word_) + 1
    number = low.removesuffix("月")
    return int(number) if number.isdigit() and 0 < int(number) < 13 else None
