"""Names of people in Chinese texts: a family name before a title, after 我叫, 姓, 收件人, kin and roles, in a signature; common
names anywhere; Latin names in them too.

For: `found`. Not for: names that nothing tells to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import han
from voc.personal.lexicon import UPPER, lexicon
from voc.personal.mark import Found, Look
from voc.personal.person import CAP, Need, candidates, person
from voc.personal.thing import bears
from voc.personal.words import either, lists

_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_LATIN = frozenset(
    "Plus Pro Max Mini Email Uber App Vip Ok Apple Huawei Iphone Prime Gold Wifi Line Wechat Model Air Sir Miss Club".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return not look.text.isascii() and _HAN.search(look.text) is not None


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    names = list(_found_in(look))
    yield from names
    for one in names:
        yield from _beside(look.text, one, _known())


def _beside(text: str, name: Found, known: _Known) -> Iterator[Found]:
    """Who is named together with somebody: 王小明、李雷和陈芳."""
    match = known.behind.match(text, name.end)
    while match:
        yield _found(text, *match.span(1))
        match = known.behind.match(text, match.end(1))
    match = known.ahead.search(text[max(0, name.start - 8) : name.start])
    if match:
        start = max(0, name.start - 8) + match.start(1)
        yield _found(text, start, start + len(match.group(1)))


def _found_in(look: Look) -> Iterator[Found]:
    text = look.text
    known = _known()
    yield from _titled(text, known)
    for pattern, need, must_end in known.before:
        for match in pattern.finditer(text):
            end = han.name(text, match.end(), need, must_end=must_end)
            if end:
                yield _found(text, match.end(), end)
    for pattern in known.whole:
        for match in pattern.finditer(text):
            if not _is_word(text, match.start(1), match.group(1)):
                yield _found(text, *match.span(1))
    for match in known.nick.finditer(text):
        start, end = match.span(1 if match.group(1) else 2)
        if not text.startswith(known.letters.nicknames, start):
            yield _found(text, start, end)
    for match in known.common.finditer(text):
        end = han.name(text, match.start(), Need.SELF)
        if end:
            yield _found(text, match.start(), end)
    for match in known.alone.finditer(text):
        if match.group(1) in known.letters.given and known.letters.on.match(text, match.end()):
            yield _found(text, *match.span(1))
    if any(one.isalpha() and one.isascii() for one in look.letters) and candidates(text) or known.latin_capitals.search(text):
        yield from _latin(text, known)


def _found(text: str, start: int, end: int) -> Found:
    return Found(start, end, "NAME", text[start:end])


def _titled(text: str, known: _Known) -> Iterator[Found]:
    match = known.titled.search(text)
    while match:
        group = 1 if match.group(1) else 2
        name, start = match.group(group), match.start(group)
        is_thanks = name in "谢謝" and text[start + 1 : start + 3] in ("住院", "主治")
        if is_thanks or _is_word(text, start, name):
            match = known.titled.search(text, start + 1)
            continue
        yield _found(text, start, start + len(name))
        match = known.titled.search(text, match.end())


def _latin(text: str, known: _Known) -> Iterator[Found]:
    for pattern, need in known.latin:
        for match in pattern.finditer(text):
            found = person(text, match.end(), need)
            if found and text[found.start : found.end] not in _NOT_LATIN and not bears(text, found.start, found.end):
                yield found
    for match in known.latin_capitals.finditer(text):
        words = re.split("[ ,-]+", match.group(1))
        if not all(word.lower() in lexicon().plain for word in words):
            yield Found(match.start(1), match.end(1), "NAME", match.group(1).lower())


def _is_word(text: str, start: int, name: str) -> bool:
    """True where what looks like a family name is part of a word: 对方经理, 高级客服, 谢谢医生."""
    known = _known()
    if text[max(0, start - 1) : start + 1] in known.not_pairs:
        return True
    return any(text.startswith(word, start) for word in known.letters.words.get(name[0], ()))


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        old, new = lists("names"), lists("names_zh")
        self.letters = han.letters()
        self.not_pairs = frozenset(old["not_pairs"])
        sure = self.letters.surname
        typical = f"[{''.join(sorted(self.letters.typical))}]"
        any_of = f"[{''.join(sorted(self.letters.any_surname))}]"
        double = either(old["double_surnames"])
        given = f"[^\\W\\d_A-Za-z{re.escape(old['not_given'])}]"
        titled_given = f"[^\\W\\d_A-Za-z{re.escape(old['not_given'])}姓女男牙]"
        # 周总, not 周总理 and 一张卡总授信
        titles = either(set(old["titles_zh"]) - {"总", "總"}) + "|[总總](?=[^\u4e00-\u9fff]|$|[你您的说說好在是也很让讓给給跟])"
        self.titled = re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[{old['openers']}]))({sure}{titled_given}{{0,2}})(?= ?(?:[Xx○Ｏ]{{0,2}})(?:姓)?(?:女|男|住院|主治|總|总|副|大|老)?(?:{titles}))"
            rf"|(?<![\u4e00-\u9fff])({any_of}{typical}{{2}})(?=(?:{titles}))"
        )
        labels, kin, roles = either(new["labels"]), either(new["kin"]), either(new["roles"])
        here = f"(?={double}|[{''.join(sorted(self.letters.surnames))}])"
        self.before = (
            (re.compile(rf"(?:我(?:的)?(?:名字|全名|真名)?(?:叫做|叫作|叫|是叫)|名叫|名字(?:叫|是|为|為|系|係)|(?<=[位个個])叫|叫做|[他她]叫|[對对]方叫|(?:{labels})(?:是|为|為|叫|係|系|改成|改为|改為|写|寫|[:：]|\s)+|(?:亲爱的|親愛的|尊敬的))\s*{here}"), Need.SURE, False),
            (re.compile(rf"(?:{either(one for one in new['labels'] if one[-1] in '人名者头頭主')}){here}"), Need.SURE, True),
            (re.compile(rf"(?:{labels}|由){here}"), Need.LIKELY, True),
            (re.compile(rf"(?:{kin}|{roles})(?:叫做|名叫|叫|是|[:：]| )?{here}"), Need.LIKELY, True),
            (re.compile(rf"(?:[给給]了?|由|[变變]更[为為]|改[成为為]|[应應](?:该|該)?[是为為係]|我[係系是]|[這这]是|敝人|收到|联系|聯絡|聯繫|找|[转轉交发發寄][给給告]|通知|跟|和|同|叫|收|与|與|、|[对對]接人|是){here}"), Need.SELF, True),
            (re.compile(rf"(?:联系|聯絡|聯繫|找|[寄转轉交发發][给給]|[订訂][^，。]{{0,3}}[给給]|退[给給]了?|[应應](?:该|該)?[是为為係]|我[係系是]|[這这]是|敝人){here}"), Need.LIKELY, True),
        )  # fmt: skip
        close = "敬上|谨上|謹上|敬启|敬啟|谨启|謹啟|留|上"
        signed = rf"({sure}{typical}{{1,2}}|{sure}{given}{typical})"
        whole = (
            rf"(?:我是|这是|這是|本人是|敝人|我係)({sure}{given}{{1,2}})(?=[，,。.！!\s；;]|$)",
            rf"(?<=叫)({sure}{given}{{1,2}})(?=的(?:客服|专员|專員|店员|店員|先生|女士|小姐|人|医生|醫生|護士|护士|员工|員工|经理|經理|师傅|師傅|阿姨|老师|老師))",
            rf"(?:\n\s*|——\s*|--\s*|—\s*|[。！？!?]\s*)({sure}{given}{{1,2}})\s*(?:{close})\s*[。！!]?\s*$",
            rf"(?:此致|敬[礼禮]|致敬|商祺|安好)[\s，,。！!]*({sure}{given}{{1,2}})(?=[\s，,]*(?:\d|{close}|[二〇]|$))",
            rf"(?:[。！？!?；;~～)）]|\n)\s*{signed}\s*(?=$|[，,、 ]\s*(?:电话|電話|手机|手機|\+?\d{{7}}|\(?0\d|\d{{4}}年))",
            rf"(?:怎么称呼|怎麼稱呼|贵姓|貴姓|(?:您|你|的)(?:姓名|名字)(?:是什么|是什麼|是)?)[？?]?\s*(?:我是|我叫|是|叫|姓)?({sure}{given}{{0,2}})(?=[，,。.！!\s；;]|$)",
            rf"(?:{kin})(?:名叫|叫|是)({sure}{given}{{1,2}})(?=[，,。.！!\s；;的]|$)",
            rf"(?:联系|聯絡|聯繫|找|寄给|寄給|转给|轉給|交给|交給|发给|發給)({sure}{given}{{1,2}})(?=[，,。、\s电電手（(]|$)",
            rf"姓(?:{any_of})[，,、 ]+({sure}{given}{{1,2}})(?=[，,。！!\s；;]|$)",
            rf"(?:——|--|—)\s*({sure}{given}{{1,2}})\s*$",
            rf"(?<![\u4e00-\u9fff])({sure}{typical}{{1,2}})(?:亲|親)?收(?=[，,。；;、\s]|$)",
            rf"[，,；;：:]\s*收({sure}{given}{{1,2}})(?=[，,。；;、\s]|$)",
            rf"(?:是|，|,|^|跟|找)({sure}{given}{{1,2}})的(?:家长|家長|妈妈|媽媽|爸爸|母亲|母親|父亲|父親|爷爷|爺爺|奶奶|监护人|監護人|太太|先生|老公|老婆)",
            # a family name alone: 我姓那个，呃，滕
            rf"(?<!老百)(?<!百家)姓(?:那[个個]|什么|甚麼|就?是|嗯|呃|额|[，,、… ])*({double}|{any_of})(?!名)(?=[^\u4e00-\u9fff]|$|的|先|女|小|那|读|讀|说|說|不|就|叫|他|她|這|这|住|也|是)",
            rf"(?<!老百)(?<!百家)姓({sure})(?!名)",
            r"(?:我|敝|长|長|免[贵貴])姓([\u4e00-\u9fff])(?=[，,。！!；;]|$)",
            # 强哥, 蔡姐, 邵太, 蘇媽媽
            rf"(?:(?<![\u4e00-\u9fff])|(?<=是)|(?<=叫)|(?<=找)|(?<=收)|(?<=给)|(?<=給)|(?:{roles}|{kin}|{labels}))((?![阿小大老帅帥表堂二三四五六七八九十学學师師空房的外])(?:{sure}|{typical}))(?=(?:哥|姐|叔|嫂|婶|嬸|太)(?:[^\u4e00-\u9fff]|$|人|说|說|很|超|特|真|态|態|的|上|来|來|不|也|在|帮|幫|给|給|把))",
            rf"(?:(?<![\u4e00-\u9fff])|(?<=是)|(?<=叫)|(?<=找)|(?<=收)|(?<=给)|(?<=給)|(?:{roles}|{kin}|{labels}))({sure})(?=(?:媽媽|妈妈|爸爸|太太|伯伯|奶奶|爷爷|爺爺))",
            rf"本人({sure}{given}{{1,2}})(?=[，,]|女士|先生|小姐|$)",
            # 思思 where it is a person's
            rf"(?:叫做?|名叫|{roles})(({typical})\2)(?=[^\u4e00-\u9fff]|$|的|说|說|很|态|態|帮|幫|服|人)",
        )  # fmt: skip
        self.whole = tuple(map(re.compile, whole))
        nick = f"[{''.join(sorted(self.letters.strong | self.letters.typical))}胖满滿坤昆娣肥细細黑光宝寶虎牛石鱼魚丸球强強]"
        on = r"(?=[^\u4e00-\u9fff]|$|[的说說讲講很态態帮幫给給回告跟在是没沒不也都真就让讓一要把话話人超特负負买買打处處答推介接呢吗嗎那])"
        self.nick = re.compile(
            rf"(?:{roles}|{kin}|跟|找|叫|问|問|联系|聯絡|承[办辦]|小弟|在下|敝人|(?:{roles})的|[谢謝]{{2}}|感[谢謝])(?:叫|是)?((?:小|老|阿){nick}){on}"
            rf"|(?:[在和與与给給被是，,：])(阿{nick}){on}"
        )
        self.common = re.compile(f"{sure}(?={typical}{{2}})")
        self.alone = re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[跟和与與找给給对對是的请請叫家位个個让讓被由问問服员員]))({typical}{{2}})"
        )
        listed = f"(?:{sure}{typical}{given}|{sure}{given}?{typical})"
        self.behind = re.compile(rf"(?:医生|醫生|医师|醫師|护理师|護理師|护士|護士|先生|小姐|女士|老师|老師)?[、，, \u3000]?[和跟及與与、]? ?({listed})(?=[、，,。！\s）)]|[和跟及與与等]|$|(?:{titles}))(?<![、，, ]方便)")
        self.ahead = re.compile(rf"(?:[^\u4e00-\u9fff]|^|[和跟及與与])({listed})(?:、|和|及|與|与| )$")
        latin = f"(?=[{UPPER}])"
        self.latin = (
            (re.compile(rf"(?:我叫做?|我的名字是|我名字是|名叫|叫做|英文名字?(?:是|叫)?|(?<=[位个個名])叫|[他她]叫|我[是係系][个個]?|(?:{labels})(?:是|为|為|叫|係|[:：])*|名)[ :：]?{latin}"), Need.SURE),
            (re.compile(rf"(?:(?:{roles})(?:叫|是|的)?|叫|找|请|請|感[谢謝]|[谢謝]{{2}}|跟|和|同|位|[转轉]告|[给給]|俾|畀|你好|您好|哈[喽囉]|你[哋们們]|[問问])[，, ]?{latin}"), Need.LIKELY),
        )  # fmt: skip
        self.latin_capitals = re.compile(
            r"(?:拼音|英文(?:姓名|名字?)?|姓名|名字?|[护護]照|[应應](?:该|該)?[是为為係])(?:是|为|為|係|[:：, ])*([A-Z]{2,}(?:,? [A-Z]{2,}(?:-[A-Z]+)?|-[A-Z]{2,}){1,3})(?![A-Za-z0-9])"
        )


@cache
def _known() -> _Known:
    return _Known()
