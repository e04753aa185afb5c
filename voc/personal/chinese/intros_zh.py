"""Names of agents who introduce themselves in Chinese, of any family: 客服小黄为您服务, 工号8021陈静为您服务, 我是小欧阳。

For: `names_zh`. Not for: customers who say their names; see `closed_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import around_zh, han
from voc.personal.chinese.whole_zh import whole
from voc.personal.mark import Look
from voc.personal.words import lists

_SERVES = re.compile(
    "(?:很高[兴興]|[将將]|[来來]|[继繼][续續]|竭[诚誠]|[现現]在|[会會])*[为為][您你](?:服[务務]|解答|[处處]理|[办辦]理|跟[进進]|[转轉]接)"
)
_FOR_YOU = ("为您", "為您", "为你", "為你")
# One of these letters stands where an agent speaks.
_FOR, _WORK = frozenset("为為"), frozenset("席专專顾顧客热熱")
_LEADS = frozenset("由是")
# Words of a place where contacts are taken: in their line 我是小黄 is an agent.
_AT_WORK = re.compile("客服|坐席|座席|专员|專員|顾问|顧問|[热熱][线線]")
_NO_NICKNAMES = frozenset(
    "小时 小時 小姐 小哥 小二 小妹 小弟 小店 小费 小費 小票 小程 小助 小编 小編 小组 小組 小区 小區 小车 小車 小米 小度 小白".split()
)


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text = look.text
    is_for = not look.letters.isdisjoint(_FOR) and any(word in text for word in _FOR_YOU)
    is_work = "小" in look.letters and not look.letters.isdisjoint(_WORK) and _AT_WORK.search(text) is not None
    if not is_for and not is_work:
        return
    known = _known()
    if is_for:
        for match in _SERVES.finditer(text):
            start = _start(text, match.start(), known)
            if start < match.start():
                yield start, match.start()
    if is_work:
        for match in known.nick.finditer(text):
            start, end = match.span("name")
            line = text.rfind("\n", 0, start) + 1
            is_agent = match.group("role") or _AT_WORK.search(text, line, start)
            if is_agent and match.group("name") not in known.no_nicknames:
                yield start, end


def _start(text: str, end: int, known: _Known) -> int:
    """Where the name begins that ends at `end`, before what an agent says; `end` where none does."""
    names = whole()
    for many in (4, 3, 2):
        start = end - many
        said = text[start:end] if start >= 0 else ""
        if len(said) < many or not all(map(han.is_han, said)) or not _led(text, start):
            continue
        if known.called.fullmatch(said):
            return end if said in known.no_nicknames else start
        if names.is_name(said, is_sure=False) and names.is_usual(said):
            return start
    return end


def _led(text: str, start: int) -> bool:
    """Whether a name may begin at `start`: behind a mark, a number, 由 or a role."""
    if not start or not han.is_han(text[start - 1]) or text[start - 1] in _LEADS:
        return True
    return around_zh.is_told(text, start) or text[start - 2 : start] in ("代表", "客服", "专员", "專員", "坐席", "座席")


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        family = letters.family(letters.every)
        self.called = re.compile(f"小{family}")
        self.nick = re.compile(
            rf"(?:(?P<role>客服|坐席|座席|[专專][员員]|代表|[顾顧][问問])|我是|[这這][里裡边邊]是)(?P<name>小{family})(?=[，,。！!～~：:\s]|$|很高)"
        )
        self.no_nicknames = _NO_NICKNAMES | frozenset(lists("closed_zh")["robots"].split())


@cache
def _known() -> _Known:
    return _Known()
