"""What people go by in messengers, in Chinese texts: 微信 mumu-kitchen, 联系LINE duo77, 微信名叫夏天的风, QQ二零四四八.

For: `found`. Not for: names right behind the messenger's name and a colon or 号; see `handles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.english.handles import is_of_names
from voc.personal.lexicon import lexicon
from voc.personal.mark import Found, Look

_SAID = "微信 微訊 威信 薇信 扣扣 企鹅 企鵝 賴 赖 电报 電報 纸飞机 紙飛機 脸书 臉書 推特 噗浪 抖音 快手 小红书 小紅書 微博 钉钉 釘釘 飞书 飛書 闲鱼 閒魚 陌陌 豆瓣 网名 網名".split()
_RARE = frozenset("微威薇扣鹅鵝賴赖脸臉抖钉釘闲閒陌豆噗")
_PAIRS = tuple(map(frozenset, "推特 红书 紅書 网名 網名 电报 電報 飞书 飛書 快手 纸飞 紙飛".split()))
_OF_PAIRS = frozenset("推书書名报報手飞飛")  # one of each pair, the rarer one
_WORDS = frozenset(
    "wechat weixin wx vx v qq line telegram tg whatsapp skype instagram insta ig snapchat kakao kakaotalk discord signal twitter facebook fb messenger threads x"
    " ptt linkedin teams zoom tiktok viber wxid".split()
)
_CUE = (
    r"微[信訊](?!支付|[读讀][书書]|群发|[小程]|公[众眾])|威信|薇信|[vV]信|(?<![A-Za-z0-9/._@])(?:[wW][xX]|[vV][xX])(?![A-Za-z])|扣扣|企[鹅鵝]|(?<![A-Za-z])(?i:we ?chat|weixin|qq|line|telegram|tg|whats ?app|skype|instagram|insta|ig|snapchat|"
    r"kakao(?: ?talk)?|discord|signal|facebook|fb|messenger|threads|twitter|linkedin|viber|tiktok)(?![A-Za-z])|电报|電報|纸飞机|紙飛機|脸书|臉書|抖音|快手|小[红紅][书書]|微博|推特|噗浪|[钉釘]{2}|[飞飛][书書]|[闲閒][鱼魚]|陌陌|豆瓣|[加找搜][賴赖]|(?<![\u4e00-\u9fff])[賴赖](?=[ :：]?@?[A-Za-z])|[我的][賴赖](?![账賬帳])|[賴赖](?=的? ?(?i:id)|的?[账帳帐][号號户戶])"
)
_SAYS = (
    r"(?:[\s:：=(（「『\"“'\[【→>~～,，]|的(?= ?(?i:id))|的?[号號][码碼]?|[帐账帳賬][号號户戶]|[昵暱][称稱]|用[户戶]名|[名叫是为為係系喺]|就是|也是|搜[索尋寻]?|搵|找|加|添加|我|你[们們]?|他|她|老板|老闆|[联聯][系絡络繫]|[请請]|可以|吧|啊|呀|啦|哦|喔|哈|[嘛吗嗎]|到|至|畀|俾|[发發][给給]|"
    r"[现現]在|改成了?|改[为為]|[换換]成了?|[换換]了|新的?|[旧舊]的?|小[号號]|大[号號]|工作|私人|(?i:(?<![A-Za-z])(?:id|account|name|username|user|no\.?|number|is|my|add|me)(?![A-Za-z])))*"
)
_LATIN = re.compile(rf"(?P<cue>{_CUE})(?P<says>{_SAYS})(?P<name>@?[A-Za-z][A-Za-z0-9_.-]{{4,31}})(?![A-Za-z0-9@_])")
_NUMBERED = re.compile(r"[a-z]{4}\d{2,4}$")
_DIGITS = re.compile(
    rf"(?:(?<![A-Za-z])[Qq]{{2}}(?![A-Za-z])|扣扣|企[鹅鵝]){_SAYS}(?P<name>\d{{2,4}}(?:[ -]\d{{2,4}}){{1,4}}|\d{{5,11}}|[零〇一幺二两三四五六七八九]{{5,11}})(?![\dA-Za-z]|[元块塊])"
)
# Sunny_88是我微信, 加duo.77微信, mimi-cat（微信）.
_BEHIND = re.compile(
    r"(?<![A-Za-z0-9_@.-])(?P<name>[A-Za-z][A-Za-z0-9_.-]{4,31})\s?[（(「]?(?:[这這][个個]?)?(?:就?[是為为係])?(?:我|他|她|老板|老闆)?(?:的|嘅)?(?:微[信訊]|[赖賴](?![账賬帳])|扣扣|抖音|小[红紅][书書]|(?<![A-Za-z_])(?i:line|wechat|whatsapp|telegram|tg|ig|qq|vx|wx)(?![A-Za-z ]*(?:支付|Pay)))"
)
# A nickname in any letters, where it is said that one comes.
_NICK = re.compile(
    r"(?:微[信訊]|扣扣|(?<![A-Za-z])(?i:line|wechat|qq|ig|fb)(?![A-Za-z]) ?|抖音|快手|小[红紅][书書]|微博|[闲閒][鱼魚]|(?=[網网]名)[網网])(?:的)?(?:[昵暱][称稱]|用[户戶]名|名[称稱]?|[号號]|ID|id|Id)?(?:[是为為]?叫做?|[:：]|(?<=[名称稱Dd])是) ?[「“\"【@]?(?P<name>(?=[^\s，。,;；!！?？]{0,15}[\u3400-\u9fff])[^\s，。,;；!！?？:：、）)」”\"】<>]{2,16})"
)
_RUNS_ON = re.compile(r"(?P<name>[A-Za-z](?=[A-Za-z_.-]*[\d_])[A-Za-z0-9_.-]{4,})(?=[\u3400-\u9fff]{2})")
# One's own with an @, in any letters: 我的微博是@小鱼爱吃猫2019.
_MINE = re.compile(
    r"我的?(?:微博|抖音|快手|小[红紅][书書]|微信|知乎|(?i:ig|threads|instagram))(?:[帐账帳][号號户戶]|[昵暱][称稱]|[号號名])?[是为為係叫:： ]*@(?P<name>[\w\u3400-\u9fff.-]{2,20})"
)
# An account of any shop, where its name has a digit or a sign: 蝦皮帳號 sunny770812.
_ACCOUNT = re.compile(
    r"(?:[帐账帳賬][号號]|用[户戶]名|[会會][员員]名|登[录錄]名)(?:[:：是为為叫 ]+|(?=[A-Za-z]{3,}[0-9_.]*_))(?P<name>[A-Za-z](?=[A-Za-z0-9_.-]*[0-9_])[A-Za-z0-9_.-]{3,31})(?![A-Za-z0-9@_])"
)
# And where it is a name run together: 蝦皮帳號是mjenkins, IG laravictoria, 卖家colonjuan.
_RUN_TOGETHER = re.compile(
    r"(?:[帐账帳賬][号號]|用[户戶]名?|[会會][员員]名?|登[录錄]名|[卖賣买買]家|(?<![A-Za-z])(?:IG|FB|PTT|ptt|ig|fb))(?:[:：是为為叫 ]*)(?P<name>[a-z]{6,24}\d{0,4})(?![A-Za-z0-9@_.-])"
)
_NAMED = re.compile("[昵暱名]|[Ii][Dd]|[闲閒抖快小微][鱼魚音手红紅博].*[号號]")
_OUTRIGHT = re.compile("[号號:：名]|[Ii][Dd]|叫|加|[联聯][系絡络繫]|是")
_APP = re.compile("(?:app|pay|pc|mac|web|ios|h5|sdk|api|iphone|ipad|win|mini|vip)(?![a-z])")  # 微信APP8.0
_KEY = re.compile(r"[单單编編案票型款件][号號码碼]?[:： ]*$")
_NO_NAMES = frozenset(
    "wechat whatsapp telegram instagram facebook iphone android business login group official mini program store video payment channel service support error please number "
    "account username message messages password version update download official_account wifi email gmail hotmail outlook windows macos chrome".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if look.text.isascii():
        return False
    if look.words and not look.words.isdisjoint(_WORDS):
        return True
    if look.words and not look.letters.isdisjoint("帐账帳賬户戶员員录錄卖賣买買"):
        return True
    may = not look.letters.isdisjoint(_RARE) or (
        not look.letters.isdisjoint(_OF_PAIRS) and any(pair <= look.letters for pair in _PAIRS)
    )
    return may and any(one in look.text for one in _SAID)


def find(look: Look) -> Iterator[Found]:
    """WECHAT, QQ, LINE and HANDLE."""
    text = look.text
    for match in _NICK.finditer(text):
        if _NAMED.search(match.group()[: match.start("name") - match.start()]) or "叫" in match.group():
            name = (_RUNS_ON.match(match.group("name")) or match)["name"]  # khan-04看起来
            yield Found(match.start("name"), match.start("name") + len(name), "HANDLE", name.lower())
    if "@" in look.letters:
        for match in _MINE.finditer(text):
            yield Found(match.start("name") - 1, match.end("name"), "HANDLE", match.group("name").lower())
    for pattern in (_LATIN, _BEHIND):
        for match in pattern.finditer(text):
            is_told = "@" in match.group("name") or _OUTRIGHT.search(match.group())
            if _kind(match.group()) == "HANDLE" and not is_told:
                continue
            name = match.group("name").rstrip(".-")
            if len(name) > 4 and _is_name(
                name, is_told="says" in match.groupdict() and bool(match.group("says").strip())
            ):
                start = match.start("name")
                yield Found(start, start + len(name), _kind(match.group()), name.lower().lstrip("@"))
    for match in _ACCOUNT.finditer(text):
        if not _KEY.search(text[max(0, match.start() - 4) : match.start()]):
            yield Found(*match.span("name"), "HANDLE", match.group("name").lower())
    for match in _RUN_TOGETHER.finditer(text):
        is_account = match.group()[0] in "帐账帳賬IiFfPp"  # 用户iphone15 is none
        if is_of_names(match.group("name")) or (is_account and _NUMBERED.search(match.group("name"))):
            yield Found(*match.span("name"), "HANDLE", match.group("name"))
    for match in _DIGITS.finditer(text):
        if not _KEY.search(text[max(0, match.start() - 4) : match.start()]):
            yield Found(*match.span("name"), "QQ", match.group("name"))


def _is_name(name: str, *, is_told: bool) -> bool:
    """Whether `name` is written as people are called, and no word."""
    low = name.lower().lstrip("@")
    parts = [part for part in re.split("[_.-]", low) if part]
    if low in _NO_NAMES or low in lexicon().brands or _APP.match(low):
        return False
    if re.search(r"[a-z]", name) is None and not re.search("[_.]", name):
        return False  # LINE ITEM-12, QQ ABC123 are keys
    if any(one.isdigit() or one in "_@" for one in name):
        return True
    known = lexicon().ordinary
    return len(low) > 5 and not all(part in known or part in _NO_NAMES for part in parts) and name[0].islower()


def _kind(said: str) -> str:
    low = said.lower()
    if any(one in low for one in ("微信", "微訊", "wechat", "wx", "vx", "威信", "薇信", "v信")):
        return "WECHAT"
    return "LINE" if "line" in low or "賴" in low or "赖" in low else "QQ" if "qq" in low or "扣扣" in low else "HANDLE"
