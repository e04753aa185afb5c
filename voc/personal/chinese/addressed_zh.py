"""Chinese addresses behind a word that says one follows - 地址, 家住, 寄到 - read part by part to where they end.

For: `places_zh`. Not for: addresses that nothing announces; see `places_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REGIONS = (
    "中国|中國|[台臺]灣|台湾|香港島?|九[龙龍]|新界|港[岛島]|澳[门門]|氹仔|路[环環]|[离離][岛島]|北京|上海|天津|重[庆慶]|[台臺]北|[台臺]中|[台臺]南|高雄|桃[园園]|深圳|[广廣]州|杭州|[苏蘇]州|南京|成都|武[汉漢]|西安|"
    "中[环環]|上[环環]|西[环環]|[湾灣]仔|[铜銅][锣鑼][湾灣]|北角|[鲗鰂][鱼魚]涌|太古|筲箕[湾灣]|柴[湾灣]|尖沙[咀嘴]|旺角|油麻地|佐敦|深水埗|[长長]沙[湾灣]|荔枝角|[观觀]塘|牛[头頭]角|九[龙龍][湾灣]|[黄黃]大仙|[钻鑽]石山|[将將][军軍]澳|荃[湾灣]|葵[涌芳]|青衣|沙田|大[围圍]|[马馬]鞍山|大埔|粉[岭嶺]|上水|元朗|天水[围圍]|屯[门門]|西[贡貢]|[东東]涌|何文田|[红紅]磡|土瓜[湾灣]|[蓝藍]田|油塘|秀茂坪|慈[云雲]山|[荔]景|美孚|跑[马馬]地|香港仔|[鸭鴨][脷]洲|[赤]柱"
)
_HAN_N = "[一二三四五六七八九十百零〇]{1,4}"
# A word of a place; what follows is no part of one.
_WORD = r"[^\W\d_A-Za-z距是由我你您他她它们們的了吗嗎呢吧请請把让讓被很别別放要收送寄電电]"
_TOWN = "自治区|自治區|特别行政区|特別行政區|街道|[省市区區县縣旗盟镇鎮乡鄉村州组組]"
_ROAD = "大道|大街|胡同|[路街道巷弄里]|段(?=\\d)"
_HOUSE = (
    "小区|小區|社区|社區|花园|花園|公寓|大厦|大廈|大楼|大樓|中心|广场|廣場|家园|家園|新村|山庄|山莊|公馆|公館|豪庭|雅居|名都|嘉园|国际城|國際城|"
    "宿舍|医院|醫院|大学|大學|学校|學校|学院|學院|产业园|產業園|科技园|科技園|工业园|工業園|物流园|写字楼|商厦|商場|商场|市场|市場|[苑邨庭湾灣郡府墅坊阁閣轩軒屯庄莊厝寨]|(?:[城园園江里院塔楼樓座]|国际|國際|天地|时代|時代)(?= ?[A-Z]?\\d| ?[A-Z][座栋棟幢区區]|[东西南北一二三四五六七八九十][区區栋座期])"
)
_UNIT = "号院|號院|号楼|號樓|号铺|號舖|號鋪|单元|單元|单位|單位|[号號](?![线線口码碼机機])|(?:[楼樓](?![下上道])|[门門](?!口)|[巷弄段栋棟幢座期层層室房户戶组組队隊铺舖邻鄰区區])|[Ff](?![A-Za-z])|/[Ff]|街坊"
_NAMED = rf"(?:(?:{_REGIONS})(?= ?[\u4e00-\u9fff])|{_WORD}{{0,12}}?(?:{_TOWN}|{_ROAD}|{_HOUSE}))"
# 3-2-901, A座, 12號之3, 附5号, 六段.
_COUNTED = rf"(?:第|附|之|地下|[甲乙丙丁](?=\d))?(?:[A-Za-z]{{0,2}}\d{{1,5}}[A-Za-z]?(?:[-—–之#/]\d{{1,4}})*[A-Za-z]? ?|{_HAN_N}|[东東西南北中]|[A-Za-z] ?)(?:{_UNIT})(?:之\d{{1,3}}|[A-Za-z](?![A-Za-z室座房户戶单棟栋]))?"
# A date behind an address is no flat: 18号，2026-03-02之前送到.
_PLAIN = r"(?!(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))[A-Za-z]?\d{1,5}[A-Za-z]?(?:[-—–#/]\d{1,4}){0,3}[A-Za-z]?"
_PART = re.compile(
    rf"(?P<counted>{_COUNTED})|(?P<named>{_NAMED})|[东西南北中東](?=\d)|[（(][东西南北中東][区區]?[）)]|(?P<plain>{_PLAIN}|[A-Z](?![A-Za-z0-9])(?=[，。,;；、！!？?）)]|\s|$))"
)
_STARTS = re.compile(_NAMED)
# The name of an estate between a house number and a block, or that ends an address: 605号金地名津4号楼, 58号万科城，
_LETTER = r"[^\W\d_A-Za-z距是由我你您他她它们們的了吗嗎呢吧请請把让讓被很别別放要收送寄電电没沒不附旁对對隔门門口往近]"
_ESTATE = re.compile(
    rf"(?<=[号號弄]){_LETTER}{{2,6}}?(?:(?=\d{{1,4}}(?:号楼|號樓|[栋棟幢座]|单元|單元|室)|[A-Z][座栋棟幢])|[城园園府湾灣苑庭邸郡墅居](?=[，,。；;、！!）)]|\s|$|[楼樓]下|[门門]口|附近|旁边|旁邊|等|收|了))"
)
_PLAIN_ENDS = re.compile(r"(?![\dA-Za-z.,:]*\d*(?:[元块塊米人件个個天分次兆年月日点點期折%MG]|[A-Za-z0-9]))")
# Behind one address another may be told of: ，以前住中山北路454号.
_GAP = re.compile(
    "(?:[，,、] ?| +)(?!(?:以前|之前|原[来來]|[现現]在|目前|[后後][来來]|去年|[过過]去|[从從]前|本[来來])?[住搬])"
)
_ENDS = re.compile("[，。,;；、!！?？\\s<>（(）)]|$")
_REST = re.compile(r"[^\W\d_A-Za-z我你您他她它们們的了吗嗎呢吧请請把让讓被很别別放要收送寄電电手联聯]{1,10}")
_SAID = re.compile(
    r"(?:地址|住址|旧址|舊址|新址|地點|门牌|門牌|住所|户籍|戶籍)(?:是在|是|在|为|為|係|喺|改成|改为|改為|改到|换成|換成|換到|寫|写|如下)*[ :：\n]*"
)
_SENT = "寄送发發搬配邮郵递遞"
_HOME = re.compile(
    rf"[住在喺到至往给給去寄于於](?:(?<![入留滞滯居]住)(?<=住)在?(?![院址所])|(?<=[家现現居租]住)在?|(?<=[我家住][在喺])|(?<=[{_SENT}][到至往给給去])|(?<=[{_SENT}][货貨件过過去回][到至往给給去])"
    r"|(?<=[请請麻要改再]寄)|(?<=寄)(?=[^\W\d_A-Za-z到至往给給去]{2,3}[省市县縣区區])|(?<=位[于於]))[ :：]*"
)
# Somebody lives, or has things brought, where a town, a road or a block of flats is named, not in a ward or on a floor.
_LIVED = re.compile(
    rf"(?:{_TOWN}|[路街巷弄]|大道|胡同|小区|小區|社区|社區|花园|花園|公寓|大厦|大廈|家园|家園|新村|山庄|山莊|[苑邨庭湾灣郡府墅坊阁閣轩軒城江]|宿舍|雅居|名都|嘉园|豪庭|公馆|公館)"
)
_ENDS_PART = frozenset("号號弄巷栋棟幢座期楼樓层層室房户戶元厦廈园園")
_REGION = re.compile(rf"(?:(?:{_REGIONS}) ?)+")
_WARDS = ("病", "护理", "護理", "床")
_CUES = frozenset("址牌籍所点點")


def find(text: str, letters: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The spans of addresses that a word announces."""
    for pattern, is_sure in ((_SAID, True), (_HOME, False)):
        if is_sure and letters.isdisjoint(_CUES):
            continue
        for match in pattern.finditer(text):
            end = _end(text, match.end(), is_sure=is_sure)
            if end:
                yield match.end(), end


def begins(text: str, start: int) -> int:
    """Where an address that was read from `start` begins: the name of a region may stand before it, or reach into it."""
    for before in _REGION.finditer(text, max(0, start - 12), start + 4):
        if before.end() >= start:  # 尖沙咀廣東道 may have been read from 沙 on
            return min(before.start(), start)
    return start


def goes_on(text: str, end: int) -> int:
    """Where an address that was read up to `end` ends: floors, flats and houses may stand behind it."""
    if not end or not (text[end - 1].isdigit() or text[end - 1] in _ENDS_PART):
        return end
    estate = _ESTATE.match(text, end)
    if estate and not text[estate.end() : estate.end() + 1].isdigit():
        return estate.end()
    then, _, counted = _parts(text, estate.end() if estate else end, is_first=False)
    return then if counted and then > end else end


def _end(text: str, start: int, *, is_sure: bool) -> int | None:
    """Where the address that begins at `start` ends; None where none does: it has a place with a name and a number."""
    if not is_sure and not _STARTS.match(text, start):
        return None
    end, named, counted = _parts(text, start, is_first=True)
    if not named and not (is_sure and counted > 1):
        return None
    if not is_sure and not _LIVED.search(text, start, end):
        return None
    while (gap := _GAP.match(text, end)) is not None:
        then, more_named, more_counted = _parts(text, gap.end(), is_first=False)
        if then == gap.end() or not _ENDS.match(text, then) or not (more_counted or named):
            break
        end, named, counted = then, named + more_named, counted + more_counted
    if not counted:
        return None
    if text.startswith(_WARDS, end):
        return None
    return end if end - start >= (4 if is_sure else 5) else None


def _parts(text: str, start: int, *, is_first: bool) -> tuple[int, int, int]:
    """The end of the parts that stand one behind another from `start`, and how many have a name and a number."""
    at, named, counted = start, 0, 0
    last = None
    while (part := (_ESTATE.match(text, at) if counted else None) or _PART.match(text, at)) is not None:
        if part.lastgroup == "plain" and not (
            (_PLAIN_ENDS.match(text, part.end()) and (named or counted))
            or (not is_first and _ENDS.match(text, part.end()))
        ):
            break
        at, last = part.end(), part.lastgroup
        named += last == "named"
        counted += last in ("counted", "plain")
    if last == "named" and is_first:
        rest = _REST.match(text, at)
        if rest and counted and _ENDS.match(text, rest.end()):
            at = rest.end()
    return at, named, counted
