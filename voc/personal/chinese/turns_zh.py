"""Whose turn it is in a Chinese chat, where the word for it may pass for the label of a name: 客户：有点卡.

For: `names_zh`. Not for: reading transcripts; see `ingest`.
"""

from __future__ import annotations

import re

from voc.personal.chinese import han

_SPEAKER = re.compile("(?:^|\n)[ \u3000]*(?:客[户戶]|[顾顧]客|用[户戶]|[买買]家|[访訪]客|[会會][员員])[：:] ?$")
_AGENT = re.compile(
    "(?:^|\n)[^\n：:]{0,8}(?:客服|坐席|座席|[专專][员員]|机器人|機器人|[卖賣]家|商家|店家|[顾顧][问問]|人工)[^\n：:]{0,6}(?:[：:，]|[^\n：:]{0,4}[为為][您你]服[务務])"
)
_ASKS = re.compile("名|[称稱]呼|[贵貴]姓|哪位|[边邊]位|叫什[么麼]|[谁誰]")

_REACHED = re.compile(r"[ ，,、]{0,2}[（(+]?\d(?:[ ()（）-]{0,2}\d){6}")  # a telephone: 苏日娜 (010)62221234


def is_only_said(text: str, start: int, end: int) -> bool:
    """True where [start, end) of `text` begins a customer's turn of a chat and is written like no name."""
    speaker = _SPEAKER.search(text, max(0, start - 12), start)
    if not speaker or not _AGENT.search(text):
        return False
    if _ASKS.search(text, text.rfind("\n", 0, speaker.start()) + 1, speaker.start()):  # 您的全名是？
        return False
    if _REACHED.match(text, end):
        return False
    known = han.letters()
    family = 2 if text[start : start + 2] in known.double else 1
    given = text[start + family : end]
    return given not in known.given and not known.typical.issuperset(given)
