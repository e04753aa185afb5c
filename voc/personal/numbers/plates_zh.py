"""Number plates in Chinese texts: those of Taiwan, Hong Kong, Macau and the mainland, beside a word for a car or a plate.

For: `found`. Not for: mainland plates as they are written in full, which prove themselves; see `plates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import records
from voc.personal.numbers.plates import PROVINCES

_LETTERS = frozenset("停重车車牌巴士辆輛開揸驾駕")
_WRITTEN = re.compile(
    r"(?<![A-Za-z0-9_/.@-])(?=[A-Za-z0-9 -]{0,8}\d)(?:[A-Za-z]{1,2}-\d\d-\d\d|[A-Za-z0-9]{1,4}(?: ?[ -] ?)?[A-Za-z0-9]{2,4})(?![A-Za-z0-9_@]|[-/.:]\d|[ ]?(?:元|型|款|系列|公里|km))"
)
# How plates are made, digits as 9 and letters as A: what a word for a car beside them makes one.
_SURE = frozenset(
    "AAA-9999 AAA_9999 AAA9999 AA-9999 AA_9999 AA9999 9999-AA 9999_AA 9999AA 999-AAA 999_AAA A9-9999 9A-9999 9999-A9 9999-9A "
    "AA-99-99 A-99-99 AA-999 AA_999 999-AA 999_AA".split()
)
# These stand for models and routes as well: MRT-125, A21, 88-AB. Only a word for the plate itself tells them.
_LOOSE = frozenset("AAA-999 AAA999 AAA_999 AA999 A_9999 A9999 A999 A_999 A99 A_99 AA99 AA_99 AA-99 99-AA 999A 9999A AAA-99 AAA99 9999-A A-9999 A-999".split())  # fmt: skip
_IS = r"(?:[\s:：=#（(「【\"“,，、]|号码|號碼|号|號|牌|是|为|為|係|系|的|嘅|我|尾|叫|有|写|寫|登记|登記|改成|改为|改為|换成|換成|不是|應為|应为|车|車|[這这那][台輛辆部架]|[台輛辆部架])*"
_PLATE = re.compile(rf"(?:[车車]牌|牌照|[车車][号號]|[号號]牌|牌[号號]|掛牌|挂牌|[车車]籍){_IS}$")
_CAR = re.compile(
    rf"(?:[车車](?:子|主)?|的士|[小大旅校村]巴|巴士|司[机機]|van仔?|Van仔?|Uber|UBER|摩托|重[机機]|[货貨貨]柜|電單|騎士){_IS}$"
)
# A car by its colour and make; behind it four digits may be a year.
_MAKE = re.compile(
    r"[黑白灰紅红藍蓝銀银黃黄綠绿]色?的?(?:[豐丰]田|本田|日[產产]|[賓宾]士|奔[馳驰]|[寶宝][馬马]|[奧奥]迪|大[眾众]|福特|[馬马]自[達达]|三菱|[現现]代|特斯拉|比[亞亚]迪|[雷凌][克志][薩萨]?斯?|保[時时]捷|吉利|[別别]克|起[亞亚]|[標标]致|雪[鐵铁][龍龙])[ ，,]?$"
)
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DRIVES = re.compile("(?:[開揸驾駕]|驾驶|駕駛)(?:[住着著紧緊嘅的]|[這这][台輛辆部架]|[台輛辆部架])* ?$")
_BEHIND = re.compile(
    r"[）)」”\"]?[\s，,]?(?:的|嘅|[这這那呢嗰][台輛辆部架]|[台輛辆部架])?(?:(?:[白黑灰红紅蓝藍银銀黄黃綠绿]色?)?(?:[小大]?[货貨]?[轿轎]?[车車](?![票次站型款])|机车|機車|计程|計程|的士|[小旅]巴|私家|司[机機]|摩托|休旅|電單|电动|電動|贼车)|[违違乱亂][停规規]|[挡擋堵][住着著]?(?:[我在]|大?[门門路道])|超速|闯红|闖紅|擦撞|逼[车車]|[并併][排线]|肇事)"
)
_CAME = re.compile("[来來去到回]|[过過][来來去]|出[门門去]|停|[进進]")
_DRIVER = re.compile("[的嘅]?司[机機]")  # who drives one drives a car, be its number round or not
# What else such letters and digits are keys of.
_OTHER = re.compile(
    r"(?:[单單券票编編序案型款批货貨代工契合訂订件料區区位线線路班]|會員|会员)(?:[号號码碼]|代[号號])?(?:[\s:：#]|是|为|為|係)*$"
)
# Small letters and gaps: 沪a d12345, 粤 B·12 345; of the army's police: WJ京1234X; of those that are new: 临沪A12345.
_MAINLAND = re.compile(
    rf"(?:(?<=牌)[号號码碼:： 是]{{0,3}}使 ?\d{{6}}|WJ ?[{PROVINCES}]?[·•. -]?\d{{4,5}}[A-Z]?|[{PROVINCES}] ?[A-HJ-NP-Za-hj-np-z](?=(?:[·•.\s-]?[A-Za-z]){{0,3}}[·•.\s-]?\d)[·•.\s-]{{0,2}}(?:[A-HJ-NP-Za-hj-np-z0-9][·• -]?){{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂學学警港澳])(?![A-Za-z0-9])"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit:
        return False
    return not look.letters.isdisjoint(_LETTERS) or (
        "司" in look.letters and ("司机" in look.text or "司機" in look.text)
    )


def find(look: Look) -> Iterator[Found]:
    """PLATE."""
    text = look.text
    for match in _WRITTEN.finditer(text):
        if _is_plate(text, *match.span()):
            yield Found(*match.span(), "PLATE", squeezed(match.group()))
    for match in _MAINLAND.finditer(text):
        if sum(one.isdigit() for one in match.group()) >= 2 and not records.is_record(text, *match.span()):
            yield Found(*match.span(), "PLATE", squeezed(match.group()))


def _is_plate(text: str, start: int, end: int) -> bool:
    shape = _shape(text[start:end])
    is_loose = shape in _LOOSE
    if not is_loose and shape not in _SURE:
        return False
    head = text[max(0, start - 16) : start]
    if _OTHER.search(head):
        return False
    if _PLATE.search(head):
        return True
    if shape == "AAA-999" and _DRIVES.search(head) and (_DRIVER.match(text, end) or _CAME.match(text, end)):
        return True
    if is_loose and not (shape == "AAA-999" and text[end - 1] not in "05"):  # sizes of engines are round
        return False
    if shape in ("AA_9999", "AA9999", "AAA-9999") and _DRIVES.search(head):
        return True
    if not is_loose and _DRIVES.search(head) and _CAME.match(text, end):
        return True
    if _MAKE.search(head) and not _YEAR.search(text, start, end):
        return True
    is_told = _CAR.search(head) is not None or _BEHIND.match(text, end) is not None
    return is_told and not records.is_record(text, start, end)


def _shape(written: str) -> str:
    """ABC 1234 as AAA_9999."""
    return "".join(
        "9"
        if one.isdigit()
        else "A"
        if one.isalpha()
        else ""
        if one == " " and "-" in written
        else one.replace(" ", "_")
        for one in written
    )
