"""Postal addresses in Chinese, of both scripts: a road with a house number, a building with a flat, or what follows 地址.

For: `found`. Not for: cities, districts and shopping centres alone, which are evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.chinese import addressed_zh
from voc.personal.mark import Found, Look, squeezed

_LETTERS = frozenset("路街道巷弄村里苑庄莊园園区區邨号號栋棟幢座室址")
_NUMBERS = frozenset("0123456789一二三四五六七八九十座")  # V座 needs none
_HOUSES = frozenset("号號巷弄栋棟幢座期室村屯阁閣")
_HAN = "\u4e00-\u9fff"
# A word of a place has none of these: the sentence before it ends there.
_STOP = "我你您他她它们們在到是寄送去从從往于於住址来來给給的了就和与與跟过過不没沒有这這那请請把让讓被说說要想会會能，。、！？很太距"
# 和 begins a clause, and stands in names of places: 和平路, 丰和大道.
_WORD = f"(?:[^\\W\\d_A-Za-z{_STOP}号號]|和(?=[平谐諧顺順兴興睦义義信])|(?<=中)和(?=[区區路街])|(?<=[丰豐祥泰永太雍仁])和|太(?=[平湖仓倉原康古阳陽麻]|保(?!守|险|險)))"
_N = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,5})"
_REGION = (
    f"(?:{_WORD}{{2,7}}?(?:省|自治区|自治區|特别行政区|特別行政區))?(?:{_WORD}{{2,6}}?(?:市|县|縣|自治州|盟))?(?:{_WORD}{{1,6}}?(?:市|区|區|县|縣|旗|鎮|镇|乡|鄉|街道))?"
    f"(?:{_WORD}{{1,6}}?(?:镇|鎮|乡|鄉|街道|里|村))?(?:\\d{{1,3}}[邻鄰])?"
)
# A road is named by a few letters; by more where a region stands before it, which says where it begins.
_WHERE = rf"(?:(?={_WORD}{{2,7}}?[省市区區县縣州镇鎮]){_REGION}{_WORD}{{1,8}}?|{_WORD}{{1,4}}?)"
_THEN = "(?:以前|之前|原[来來]|[现現]在|目前|[后後][来來]|去年|[过過]去|[从從]前|本[来來])?[住搬]"
_TAIL = (
    rf"(?:(?![ ,，]{_THEN})[ ,，]?(?:[A-Za-z]?{_N}?[A-Za-z]?(?:号?宿舍楼|號?宿舍樓|号楼|號樓|[号號]?[铺舖鋪]|栋|棟|幢|座|塔|期|单元|單元|[楼樓](?![下上道])|层|層|室|房|户|戶|/?[Ff](?![A-Za-z]))|之{_N}|-\d{{1,4}}(?:-\d{{1,4}})*"
    rf"|{_WORD}{{2,8}}(?:小区|小區|花园|花園|公寓|大厦|大廈|大楼|大樓|中心|广场|廣場|苑|家园|家園|之城)|(?<![,，])\d{{3,4}}(?![\d元块塊米公MGmKk%]))){{0,5}}"
)
_ROADS = "大道|大街|大马路|大馬路|胡同|路|街|巷|道中|道西|道东|道東|道"
_ROAD = re.compile(
    rf"{_WHERE}(?:{_ROADS})(?:[东西南北中東]段?|[一二三四五六七八九十\d]{{1,2}}段)?(?:[一二三四五六七八九十]段)?"
    rf"(?:{_N}巷)?(?:{_N}弄)?[甲乙丙丁]?(?:{_N}(?:[-之]\d{{1,4}})?(?:号院|號院|[号號](?![线線口码碼])|弄(?:{_N}[号號])?)(?:之\d{{1,3}}|附\d{{1,3}}[号號])?){_TAIL}"
)
_LANE = re.compile(rf"{_WHERE}(?:路|街)(?:[一二三四五六七八九十\d]段)?{_N}(?:巷|弄){_N}?[号號]?{_TAIL}")
_HOUSE = re.compile(
    rf"{_REGION}{_WORD}{{2,8}}?(?:小区|小區|花园|花園|公寓|苑|新村|家园|家園|大厦|大廈|宿舍|社区|社區|邨|山庄|公馆|公館|雅居|名都|嘉园)"
    rf"(?:[东西南北]区)?[A-Za-z]?{_N}?[A-Za-z]?(?:号楼|號樓|栋|棟|幢|座|期|号|號)[ ,，]?{_TAIL}"
)
_BLOCK = re.compile(
    r"(?<![东東西南北一二三四五六七八九十\d])[东東西南北]?[一二三四五六七八九十\d]{1,3}(?:号|號)?(?:舍|斋|齋)\d{3,4}(?!\d)|(?:第[一二三四五六七八九十]城)?[A-Za-z]?\d{1,3}座\d{1,2}(?:楼|樓|层|層|/F)[A-Za-z0-9]{0,3}(?:室|单位|單位|房)?|\d{1,3}座\d{1,2}[A-H](?![A-Za-z0-9])室?|\d{1,3}[号號]宿舍[楼樓]\d{0,4}室?|"
    r"[A-Za-z]?\d{1,3}(?:栋|幢|棟|号楼|號樓)(?:\d{1,2}(?:单元|單元)\d{0,5}(?:室|房|户|戶|號|号)?|\d{1,2}(?:楼|樓|层|層)?\d{0,4}(?:室|户|戶))"
)
_ESTATE = re.compile(
    rf"{_REGION}{_WORD}{{2,6}}?(?:[邨村苑城园園](?={_WORD}{{1,4}}[楼樓座阁閣]\s?(?:\d{{1,2}}[楼樓座期])?\d{{3}})|[路街])"
    rf"{_WORD}{{1,4}}[楼樓座阁閣廈厦]\s?(?:\d{{1,2}}[楼樓座期]\s?)?(?:\d{{3,4}}[A-Za-z]?|(?<=[楼樓座])[A-Z](?![A-Za-z0-9]))(?:室|号|號|单位|單位|房)?"
)
# The name of an estate before a block and a flat: 锦绣华庭7号楼2单元2120.
_ESTATE_BEFORE = re.compile(rf"(?<!{_WORD}){_WORD}{{1,5}}[庭府湾灣城苑园園邸郡墅居軒轩閣阁門门坊]$")
# Where villages have no roads: 长沙县黄花镇银龙村3组.
_VILLAGE = re.compile(
    rf"{_WORD}{{2,7}}?(?:[省市县縣区區镇鎮乡鄉旗州]{_WORD}{{1,7}}?){{1,5}}(?:村|屯){_WORD}{{0,4}}?(?:\d{{1,4}}|[一二三四五六七八九十]{{1,3}})(?:[组組社屯队隊户戶鄰邻](?:\d{{1,4}}[号號])?|[号號](?![线線]))"
)
# Flats of a tower without a word for them, 万科城15栋2005; a road and a block, 永安路j座.
_TOWERS = re.compile(
    rf"{_REGION}{_WORD}{{2,6}}?\d{{1,3}}[栋棟幢](?:\d{{1,2}}(?:单元|單元))?\d{{3,4}}室?(?![\d元块塊年人])|{_WHERE}[路街][A-Za-z]座"
)
_CODE_BEFORE = re.compile(r"(?<![\dA-Za-z#.-])(?<!\d )\d{3}(?:\d{2,3})? ?$")
# What runs into an address: 改成北京市, 寄到天水圍, 但桃園市, 係復興南路, 老家河南省.
_LEADS = re.compile(
    r"(?:(?:[户戶]籍|家庭|送[货貨]|收[货貨件])?地址|(?:麻[烦煩]|[请請])?(?:[您你]|[帮幫]我)?(?:改[送寄到成为為]|[送寄][到往回])[到成]?|回(?!民|龙|龍|族|兴|興)(?=[\u4e00-\u9fff]{2,7}?[省市区區县縣])|老家|新家|屋企|[户戶]?籍地|[户戶]籍|祖籍|[现現][住居]|改成|成(?!都|功|山|安|华|華|贤|賢|章|吉)|改[为為]|到(?!岸)|但|係|系(?!列))(?=[\u4e00-\u9fff]{2})"
)
_EXTENSION = re.compile("(?:分[机機]|[转轉]|ext\\.?|#) ?$", re.IGNORECASE)
_CODE_BEHIND = re.compile(r"(?: |[，,]? ?(?:邮编|郵編|郵遞區號)[:： ]*)\d{5,6}(?![\d元块塊.-])")
_NOT_ROADS = (
    "知道", "味道", "渠道", "通道", "报道", "報道", "频道", "頻道", "难道", "難道", "地道", "轨道", "管道", "赛道", "隧道", "跑道", "一路", "网路", "網路",
    "线路", "線路", "公路", "铁路", "鐵路", "马路", "馬路", "套路", "思路", "电路", "半路", "高速路", "逛街", "人道", "街道", "上路", "走路", "问路", "带路",
    "迷路", "顺路", "順路", "末路", "出路", "道道", "绕路", "国道", "國道", "省道", "县道", "縣道",
)  # fmt: skip
# 復國一路37巷 is the first of the roads of that name, and no way all along.
_NUMBERED = re.compile(r"[^\W\d_A-Za-z]{2}一路\d")
# Letters that an address of each kind has: one of the first, and one of the second.
_PATTERNS = tuple(
    (frozenset(one_of), frozenset(and_of), pattern)
    for one_of, and_of, pattern in (
        ("号號弄", "路街巷道同", _ROAD), ("巷弄", "路街", _LANE), ("号號栋棟幢座期", "号號栋棟幢座期", _HOUSE), ("楼樓座阁閣", "邨村苑城园園路街", _ESTATE),
    )
)  # fmt: skip
# 街道 is a part of a town where a road stands behind it.
_REGION_STREET = re.compile(r"(?<=[^\W\d_A-Za-z]{2})街道(?=.*[路街巷弄道村])")


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return not look.letters.isdisjoint(_LETTERS) and not (look.letters.isdisjoint(_NUMBERS))


def find(look: Look) -> Iterator[Found]:
    """ADDRESS, with the postcode before or behind it."""
    text = look.text
    for one in sorted(
        _addresses(look), key=lambda found: (found.start, -found.end)
    ):  # of two that begin alike the longer
        lead = _LEADS.match(text, one.start)
        if lead:
            one = one._replace(start=lead.end(), value=squeezed(text[lead.end() : one.end]))
        before = _CODE_BEFORE.search(text, max(0, one.start - 7), one.start)
        if before and _EXTENSION.search(text[max(0, before.start() - 5) : before.start()]):
            before = None
        behind = _CODE_BEHIND.match(text, one.end)
        yield Found(
            before.start() if before and one.value[:1].isalpha() else one.start,
            behind.end() if behind else one.end,
            *one[2:],
        )


def _addresses(look: Look) -> Iterator[Found]:
    text = look.text
    for start, end in addressed_zh.find(text, look.letters):
        yield Found(start, end, "ADDRESS", squeezed(text[start:end]))
    if look.letters.isdisjoint(_HOUSES):
        return
    for one_of, and_of, pattern in _PATTERNS:
        if look.letters.isdisjoint(one_of) or look.letters.isdisjoint(and_of):
            continue
        for match in pattern.finditer(text):
            written = match.group().rstrip(" ,，")
            road = _REGION_STREET.sub("", written).replace("大馬路", "大街").replace("大马路", "大街")
            if _NUMBERED.search(road) or not any(
                one in road and (one != "公路" or "高速" in written) for one in _NOT_ROADS
            ):
                end = addressed_zh.goes_on(text, match.start() + len(written))
                start = addressed_zh.begins(text, match.start())
                yield Found(start, end, "ADDRESS", squeezed(text[start:end]))
    if not look.letters.isdisjoint("村屯"):
        for match in _VILLAGE.finditer(text):
            yield Found(*match.span(), "ADDRESS", squeezed(match.group()))
    if not look.letters.isdisjoint("栋棟幢座"):
        for match in _TOWERS.finditer(text):
            if not any(one in match.group() for one in _NOT_ROADS):
                yield Found(*match.span(), "ADDRESS", squeezed(match.group()))
    for match in _BLOCK.finditer(text):
        estate = _ESTATE_BEFORE.search(text, max(0, match.start() - 7), match.start())
        start = estate.start() if estate else match.start()
        yield Found(start, match.end(), "ADDRESS", squeezed(text[start : match.end()]))
