"""The role that a word for a speaker names: "Agent", "客服01", "Virtual Agent" -> agent, agent, bot.

For: the checks of `turns`, and the formats, which carry the word itself as `speaker`. Not for: guessing. A number, a letter
or a person's name says nothing of a role, nor does who speaks first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from voc import language

_BESIDE = re.compile(r"^(.*?)\s*[(\[]\s*(.+?)\s*[)\]]$")  # Agent (Maria), Maria [Agent]
_BRACKETED = re.compile(r"^[<\[【「]\s*(.+?)\s*[>\]】」]$")
_FIRST = re.compile(r"\s+[-–—|/]\s+|\s*[:：|/]\s*|(?<=[\u4e00-\u9fff])[-–—]")  # Agent - Maria, 客服-小王
_NAMED = re.compile(
    r"(?i:(agent|operator|representative|rep|advisor|customer|caller|client)) "
    r"(?!(?i:service|support|care|success|relation|experience|cent|desk|team|manager|bot|system))"
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)?$"
)
_NAMED_ZH = re.compile(
    r"(客服(?:人员|人員|专员|專員|代表)|"
    r"客服|坐席|座席|话务员|話務員|买家|買家) ?(?!机器|機器|系统|系統|经理|經理|中心|部|热线|熱線)\w{1,12}$"
)
# 顾客陈小姐: a customer's word begins other things too (客户经理, 客户反馈), so that the name needs its title.
_TITLED_ZH = re.compile(
    r"(顾客|顧客|客户|客戶|用户|用戶|访客|訪客|会员|會員) ?\w{1,4}(?:先生|女士|小姐|太太|同学|同學|老师|老師)$"
)
_NUMBERED = re.compile(r"[_#]*(?:no\.?|号|號)?_?(?:\d+|(?<=_)[a-z])(?:号|號)?$")  # agent_2, agent#2, agent_b, 客服01


@lru_cache(maxsize=4096)
def of(word: str | None) -> str | None:
    """customer, agent, bot, system or unknown, as data/words/roles.tsv has it; None where the word names no role."""
    text = language.half_width((word or "").strip())[:80].strip("*\"'： :")
    text = _BRACKETED.sub(r"\1", text)
    if not text:
        return None
    found = _known(text)
    if found is None and (beside := _BESIDE.match(text)):
        found = _known(beside.group(1)) or _known(beside.group(2))
    if found is None and len(parts := _FIRST.split(text, maxsplit=1)) > 1:
        found = _known(parts[0])
    return found or _before_a_name(text)


def _before_a_name(text: str) -> str | None:
    """The role in front of a name: Agent Maria, 客服小王; customer service is no customer's name."""
    if found := _NAMED.match(text):
        return _known(found.group(1))
    found = _NAMED_ZH.match(text) or _TITLED_ZH.match(text)
    return _known(found.group(1)) if found else None


def _known(text: str) -> str | None:
    plain = re.sub(r"[\s_-]+", "_", text.strip().lower())
    return _words().get(plain) or _words().get(_NUMBERED.sub("", plain))


@cache
def _words() -> dict[str, str]:
    lines = resources.files("voc").joinpath("data/words/roles.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word.replace("-", "_"): role for role, words in pairs for word in words.split()}
