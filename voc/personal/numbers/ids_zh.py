"""Numbers of identity papers in Chinese texts, in whatever gaps: those of the mainland by their check digit, all others behind the
paper's name.

For: `found`. Not for: numbers without gaps; see `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import identity, records

_LETTERS = frozenset("证證照卡号號")
_GAP = "[ .·—–-]{0,2}"
_PRC = re.compile(rf"(?<![A-Za-z0-9])[1-8](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![A-Za-z0-9])")
_IS = r"(?:\s|[:：#=(（,，\"“「【]|是|为|為|係|系|就是|写|寫|填|[编編]号|編號|[号號][码碼]?|字[号號]|[后後]面|尾|我的|叫|该|改成|改为|改為|换成|換成|已?[换換]|新的?|[旧舊]的?|[卡本])*"
_PAPERS = tuple(
    (kind, re.compile(rf"(?:{paper}){_IS}({shape})(?![A-Za-z0-9])"))
    for kind, paper, shape in (
        ("ID", "身[份分][证證]|居民[证證]|居留[证證]|永居[证證]?|[证證]件|HKID|(?:身[份分]|[证證]件)[号號]",
         rf"\d(?:{_GAP}\d){{13,16}}{_GAP}[\dXx]|[A-Za-z]{{1,2}}{_GAP}\d{{3}}{_GAP}\d{{3}} ?(?:[(（/-]? ?[0-9Aa] ?[)）]?)?|[157]{_GAP}\d{{3}}{_GAP}\d{{3}} ?[(（/-] ?\d ?[)）]?"
         rf"|[A-Za-z][1289A-Da-d]{_GAP}\d{{2,4}}{_GAP}\d{{2,4}}{_GAP}\d{{2,4}}|[A-Z]{{3}}\d{{12}}"),
        ("PASSPORT", "[护護]照|通行[证證]|[台臺]胞[证證卡]|回[乡鄉][证證卡]|入[台臺][证證]|旅行[证證]|签证页|簽證頁",
         rf"[A-Za-z]{{1,2}}{_GAP}\d(?:{_GAP}\d){{5,9}}|\d{{2,4}}(?:[ -]\d{{2,4}}){{1,3}}|\d{{8,10}}"),
        ("ID", "[军軍]官[证證]|士兵[证證]|警官[证證]|[军軍]人[证證]|[记記]者[证證]|残疾[证證]|[残殘]障?[证證]|[学學]生[证證]|老人[证證]|[长長]者[证證]|[优優]待[证證]|港澳居民[证證]",
         r"[\u4e00-\u9fff]{0,3}字?第? ?[A-Z]{0,3}\d{5,20} ?[号號]?"),
        ("ID", "社保卡|社保|[医醫]保卡|[医醫]保|健保卡|[医醫]疗卡|社会保障|公积金", r"(?=[A-Z]{0,3}\d)[A-Z]{0,3}\d(?:[ -]?\d){6,18}[A-Z]?"),
        ("LICENCE", "[驾駕][驶駛]?[证證照]|[驾駕]照|行[驶駛][证證]|行照", r"\d(?:[ -]?\d){10,16}[ -]?[\dXx]"),
    )
)  # fmt: skip


# In a text that speaks of a passport: what has the shape of one's number, though words stand between.
_TRAVELS = re.compile("[护護]照|通行[证證]|回[乡鄉][证證]")
_TRAVEL = re.compile(
    r"(?<![A-Za-z0-9-])(?:[DEGPSHKMLTC]\d{8}|[DEGPSH][A-Z]\d{7}|[HM]\d{10}|[CLT][A-Z]\d{7})(?![A-Za-z0-9-])"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return look.has_digit and not look.letters.isdisjoint(_LETTERS)


def find(look: Look) -> Iterator[Found]:
    """ID, PASSPORT and LICENCE."""
    text = look.text
    if look.is_long:
        for match in _PRC.finditer(text):
            if identity.is_prc_id(squeezed(match.group())):
                yield Found(*match.span(), "ID", squeezed(match.group()))
    for kind, pattern in _PAPERS:
        for match in pattern.finditer(text):
            written = match.group(1).rstrip(" -(（")
            many = sum(one.isdigit() for one in written)
            is_other = (
                records.is_date(written.strip())
                or records.is_amount(text, *match.span(1))
                or records.is_record_here(text, match.start())
            )
            if many >= 6 and not is_other:
                yield Found(match.start(1), match.start(1) + len(written), kind, squeezed(written))
    if _TRAVELS.search(text):
        for match in _TRAVEL.finditer(text):
            if not records.is_record(text, *match.span()):
                yield Found(*match.span(), "PASSPORT", match.group())
