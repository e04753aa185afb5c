"""Names of people in Chinese texts: a family name before a title, after 我叫, 姓, 收件人, in a signature; Latin names in them too.

For: `found`. Not for: names that nothing tells to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.lexicon import fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

_LETTERS = frozenset(
    "找系络絡寄给給转轉交发發称稱贵貴叫姓名我先女小太夫医醫大护護老教律会會经經主店院校组組师師司阿顾顧专專客警技人上启啟——敬总總处處科课課队隊治药藥董副襄同"
)
_LATIN = r"[A-Z][a-z\u00e0-\u00ff]+(?: [A-Z][a-z\u00e0-\u00ff]+){0,2}(?![A-Za-z])"
_NOT_LATIN = frozenset("Plus Pro Max Mini Email Uber App Vip Ok Apple Huawei Iphone Prime Gold".split())


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return not look.letters.isdisjoint(_LETTERS)


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text = look.text
    known = _known()
    match = known.titled.search(text)
    while match:
        name, start = match.group(1), match.start(1)
        is_thanks = name in "谢謝" and text[start + 1 : start + 3] in ("住院", "主治")
        if is_thanks or _is_word(text, start, name):
            match = known.titled.search(text, start + 1)
            continue
        yield Found(start, start + len(name), "NAME", name)
        match = known.titled.search(text, match.end())
    for pattern in (
        known.said,
        known.am,
        known.called,
        known.signed,
        known.dashed,
        known.asked,
        known.kin,
        known.whom,
        known.also,
    ):
        for match in pattern.finditer(text):
            if match.group(1)[:2] not in known.not_names:
                yield Found(match.start(1), match.end(1), "NAME", match.group(1))
    for match in known.family.finditer(text):
        yield Found(match.start(1), match.end(1), "NAME", match.group(1))
    for match in known.informal.finditer(text):
        yield Found(match.start(1), match.end(1), "NAME", match.group(1))
    for match in known.latin.finditer(text):
        if match.group(1) not in _NOT_LATIN:
            yield Found(match.start(1), match.end(1), "NAME", match.group(1).lower())
    for match in known.latin_given.finditer(text):
        if fold(match.group(1).split()[0]) in lexicon().given:
            yield Found(match.start(1), match.end(1), "NAME", match.group(1).lower())


def _is_word(text: str, start: int, name: str) -> bool:
    """True where what looks like a family name is part of a word: 对方经理, 高级客服, 谢谢医生."""
    known = _known()
    if text[max(0, start - 1) : start + 1] in known.not_pairs:
        return True
    return any(name.startswith(word) for word in known.not_names_by_letter.get(name[0], ()))


class _Known:
    """The lists of names.toml as sets and patterns."""

    def __init__(self) -> None:
        told = lists("names")
        self.not_names = frozenset(told["not_names_zh"].split())
        self.not_names_by_letter: dict[str, list[str]] = {}
        for word in sorted(self.not_names):
            self.not_names_by_letter.setdefault(word[0], []).append(word)
        self.not_pairs = frozenset(told["not_pairs"])
        strong = "".join(sorted(set(told["surnames"]) - set(told["weak_surnames"])))
        double, given = either(told["double_surnames"]), f"[^\\W\\d_A-Za-z{re.escape(told['not_given'])}]"
        surname, sure = f"(?:{double}|[{told['surnames']}])", f"(?:{double}|[{strong}])"
        titles = either(told["titles_zh"])
        titled_given = f"[^\\W\\d_A-Za-z{re.escape(told['not_given'])}姓女男牙]"
        self.titled = re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[{told['openers']}]))({sure}{titled_given}{{0,2}})(?= ?(?:[Xx○Ｏ]{{0,2}})(?:姓)?(?:女|男|住院|主治|總|总|副|大|老)?(?:{titles}))"
        )
        who = "姓名|名字|联系人|聯絡人|联络人|收件人|收货人|收貨人|寄件人|户名|戶名|持卡人|乘客|旅客|患者|病人|订购人|訂購人|署名|签名|簽名|申请人|申請人|预订人|訂位人|客户姓名|客戶姓名|真名|全名"
        self.said = re.compile(
            rf"(?:我(?:的)?(?:名字|全名|真名)?(?:叫做|叫作|叫|是叫)|名叫|名字叫|名字是|(?<=[位个個])叫|叫做|(?:{who})(?:是|为|為|叫|[:：]|\s)*|(?:亲爱的|親愛的|尊敬的)|本人)\s*({sure}{given}{{1,2}})"
        )
        self.am = re.compile(rf"(?:我是|这是|這是|本人是|敝人)({sure}{given}{{1,2}})(?=[，,。.！!\s；;]|$)")
        whom = "客服|专员|專員|店员|店員|先生|女士|小姐|人|医生|醫生|護士|护士|员工|員工|经理|經理|师傅|師傅|阿姨|老师|老師"
        self.called = re.compile(rf"(?<=叫)({sure}{given}{{1,2}})(?=的(?:{whom}))")
        self.family = re.compile(f"(?<!老百)(?<!百家)姓({surname})(?!名)")
        close = "敬上|谨上|謹上|敬启|敬啟|留|上"
        self.signed = re.compile(rf"(?:\n\s*|——\s*|--\s*|—\s*)({sure}{given}{{1,2}})\s*(?:{close})\s*$")
        self.asked = re.compile(
            rf"(?:怎么称呼|怎麼稱呼|贵姓|貴姓|(?:您|你|的)(?:姓名|名字)(?:是什么|是什麼|是)?)[？?]?\s*(?:我是|我叫|是|叫|姓)?({sure}{given}{{0,2}})(?=[，,。.！!\s；;]|$)"
        )
        kin = "先生|太太|老公|老婆|儿子|兒子|女儿|女兒|朋友|同事|妈妈|媽媽|爸爸|家人|孩子"
        self.kin = re.compile(rf"(?:{kin})(?:名叫|叫|是)({sure}{given}{{1,2}})(?=[，,。.！!\s；;的]|$)")
        self.whom = re.compile(
            rf"(?:联系|聯絡|聯繫|找|寄给|寄給|转给|轉給|交给|交給|发给|發給)({sure}{given}{{1,2}})(?=[，,。、\s电電手（(]|$)"
        )
        self.also = re.compile(rf"姓(?:{surname})[，,、 ]+({sure}{given}{{1,2}})(?=[，,。！!\s；;]|$)")
        self.dashed = re.compile(rf"(?:——|--|—)\s*({sure}{given}{{1,2}})\s*$")
        worker = "客服|专员|專員|店员|店員|服务员|服務員|导购|導購|师傅|師傅|司机|司機|骑手|騎手|快递员|快遞員|業務|业务员|顾问|顧問|护士|護士|前台|管家|柜员|櫃員"
        self.informal = re.compile(
            rf"(?:{worker})(?:叫|是)?((?:小|老|阿){sure})(?=[^\u4e00-\u9fff]|$|[的说說很态態帮幫给給回告跟在是没沒不也都真就讓让一])"
        )
        self.latin = re.compile(
            rf"(?:我叫|我的名字是|我名字是|名叫|英文名(?:是|叫)?|姓名[:：]?|联系人[:：]?|聯絡人[:：]?|(?<=[位个個名])叫) ?({_LATIN})"
        )
        self.latin_given = re.compile(
            rf"(?:我是|客服|专员|專員|經理|经理|叫做|叫|顾问|顧問|店员|店員|医生|醫生|老师|老師|找|请|請|感谢|感謝|谢谢|謝謝|跟|和|同事|位) ?({_LATIN})"
        )


@cache
def _known() -> _Known:
    return _Known()
