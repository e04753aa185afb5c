"""Names of people in Chinese texts: a family name before a title, after 我叫, 姓, 收件人, kin and roles, in a signature; common
names anywhere; Latin names in them too.

For: `found`. Not for: names that nothing tells to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from voc.personal.chinese import (
    around_zh,
    closed_zh,
    dotted_zh,
    fields_zh,
    given_zh,
    han,
    intros_zh,
    likely_zh,
    listed_zh,
    nick_zh,
    polite_zh,
    shapes_zh,
    slots_zh,
    titled_zh,
    turns_zh,
)
from voc.personal.chinese.cues_zh import SHORT_TITLES, Cues, cues
from voc.personal.english.person import Need, candidates, person
from voc.personal.english.thing import bears
from voc.personal.lexicon import lexicon
from voc.personal.mark import Found, Look

_BROTHERS = frozenset("哥姐叔嫂婶嬸太伯工媽妈爸奶爷爺")
_CAPITALISED = re.compile("[^\\W\\d_][A-Za-z]*(?: [A-Z][a-z]+)?")
# Behind a family name these are said to somebody, whatever word its letters begin: 孙女士, 邓小姐, 曾经理.
_POLITE = re.compile("(?<![小外曾]孙)(?<![小外曾]孫)女士|小姐(?!姐)|太太|(?<=曾)[经經]理(?![解赔賠论論财財想智顺順清])")
_ELDER = re.compile("大(?:爷|爺|妈|媽|娘|嫂|婶|嬸|伯|哥|姐|叔)")
# 钱柜客服电话, 您好，方太客服为您服务: what stands before the desk is a firm.
_DESK = re.compile(
    "客服(?:的?[电電][话話]|[热熱][线線]|中心|[为為]您|人[员員]|部|[专專][线線]|系[统統]|[团團][队隊]|微信|[号號])"
)
_TITLES = ("太太", "先生", "小姐", "女士")
# What bears the name of who is known to all, or of who founded it: 林东芳牛肉面.
_GOODS = re.compile(
    "[联聯]名[^字单單]|演唱[会會]|[专專][辑輯]|牛肉[面麵]|火[锅鍋]|麻辣[烫燙]|烤[鸭鴨]|旗[舰艦]店|[专專][卖賣]店|大[药藥]房|[饼餅]店|糕[点饼點餅]|[滷卤鹵]味|肉[夹夾][馍饃]|[鸭鴨]脖"
)
_THANKS = ("感谢", "感謝", "谢谢", "謝謝", "多谢", "多謝")
# 感谢您联系方太: what follows is who is thanking.
_TO_US = tuple(
    f"{thanks}{you}{reach}"
    for thanks in ("感谢", "感謝", "谢谢", "謝謝", "欢迎", "歡迎", "多谢", "多謝")
    for you in ("您", "你", "")
    for reach in (
        "联系",
        "聯絡",
        "聯繫",
        "致电",
        "致電",
        "选择",
        "選擇",
        "光临",
        "光臨",
        "来到",
        "來到",
        "使用",
        "关注",
        "關注",
    )
)
_HEAD = 14  # letters before a name in which what tells it stands
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_LATIN = frozenset(
    "Plus Pro Max Mini Email Uber App Vip Ok Apple Huawei Iphone Prime Gold Wifi Line Wechat Model Air Sir Miss Club".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return not look.text.isascii() and _HAN.search(look.text) is not None


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    names = [
        one
        for one in map(_before_title(look.text), _found_in(look))
        if not turns_zh.is_only_said(look.text, one.start, one.end)
        and not _GOODS.match(look.text, one.end)
        and not look.text.endswith(_TO_US, 0, one.start)
        and not _is_thanked_firm(look.text, one)
    ]
    yield from names
    reached = 0  # the end of the last list of names: who stands in it was told with it
    for one in sorted(names):
        if one.start >= reached:
            for other in _beside(look.text, one, cues()):
                yield other
                reached = max(reached, other.end)


def _is_thanked_firm(text: str, one: Found) -> bool:
    """Whether a firm that is written like a name is thanked: 感谢贾国龙，三天就办好了, though 我叫张君雅 is a person."""
    known = han.letters().words.get(text[one.start], ())
    return one.end - one.start > 2 and text.endswith(_THANKS, 0, one.start) and text[one.start : one.end] in known


def _before_title(text: str) -> Callable[[Found], Found]:
    """A function that leaves a title whole behind a name: 张娟太|太 is 张娟, and 解太太 is 解."""

    def cut(one: Found) -> Found:
        is_wife = text[one.end - 1 : one.end + 1] == "太太"
        is_titled = one.end - one.start > 2 and text.endswith(_TITLES, one.start, one.end)
        cut = int(is_wife) + 2 * int(is_titled)
        return _found(text, one.start, one.end - cut) if cut < one.end - one.start and cut else one

    return cut


def _beside(text: str, name: Found, known: Cues) -> Iterator[Found]:
    """Who is named together with somebody: 王小明、李雷和陈芳."""
    match = known.behind.match(text, name.end)
    while match and not _is_word(text, *_of(match)):
        start, said = _of(match)
        yield _found(text, start, start + len(said))
        match = known.behind.match(text, start + len(said))
    match = known.ahead.search(text[max(0, name.start - 8) : name.start])
    if match:
        start, said = max(0, name.start - 8) + _of(match)[0], _of(match)[1]
        if not _is_word(text, start, said):
            yield _found(text, start, start + len(said))


def _of(match: re.Match[str]) -> tuple[int, str]:
    """Where the group that matched begins, and what it holds."""
    group = match.lastindex or 1
    return match.start(group), match.group(group)


def _found_in(look: Look) -> Iterator[Found]:
    text = look.text
    known = cues()
    if not look.letters.isdisjoint(SHORT_TITLES) or known.may_title.search(text):
        yield from _titled(text, known)
    for match in known.begins.finditer(text):
        start = match.start()
        cue = known.before(text, start)
        end = (han.name(text, start, cue[0], must_end=cue[1]) if cue else None) or around_zh.name(text, start)
        if end:
            yield _found(text, start, end)
    for told in (
        shapes_zh.find,
        listed_zh.find,
        nick_zh.find,
        given_zh.find,
        titled_zh.find,
        fields_zh.find,
        slots_zh.find,
        likely_zh.find,
        closed_zh.find,
        dotted_zh.find,
        polite_zh.find,
        intros_zh.find,
    ):
        for start, end in told(look):
            yield _found(text, start, end)
    for pattern in known.whole.of(look.letters):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if not _is_word(text, start, match.group(1)):
                family = 2 if text[start : start + 2] in known.letters.double else 1
                yield _found(text, start, start + family if known.letters.title.match(text, start + family) else end)
    for match in known.nick.finditer(text):
        start, end = match.span()
        if not text.startswith(known.letters.nicknames, start) and known.calls(text, start, is_ah=text[start] == "阿"):
            yield _found(text, start, end)
    for match in known.brother.finditer(text) if not look.letters.isdisjoint(_BROTHERS) else ():
        if known.stands_alone(text, match.start()):
            yield _found(text, *match.span())
    for match in known.common.finditer(text):
        end = han.name(text, match.start(), Need.SELF)
        if end:
            yield _found(text, match.start(), end)
    for match in known.alone.finditer(text):
        if match.group(1) in known.letters.given and (
            known.letters.on.match(text, match.end()) or known.letters.title.match(text, match.end())
        ):
            yield _found(text, *match.span(1))
    if text != look.low and (candidates(text) or known.latin_capitals.search(text)):  # most have no capital
        yield from _latin(text, known)


def _found(text: str, start: int, end: int) -> Found:
    return Found(start, end, "NAME", text[start:end])


def _titled(text: str, known: Cues) -> Iterator[Found]:
    for pattern in known.titled:
        match = pattern.search(text)
        while match:
            name, start = match.group(1), match.start(1)
            is_thanks = name in "谢謝" and text[start + 1 : start + 3] in ("住院", "主治")
            is_addressed = text.endswith(("尊敬的", "亲爱的", "親愛的"), 0, start)
            is_elder = len(name) == 1 and _ELDER.match(text, start + 1) is not None  # 庞大爷, though 庞大 is a word
            is_firm = text.startswith("客服", match.end(1)) and (
                _DESK.match(text, match.end(1)) is not None or not known.letters.typical.issuperset(name[1:])
            )
            if is_thanks or is_firm or (not is_addressed and not is_elder and _is_word(text, start, name)):
                match = pattern.search(text, start + 1)
                continue
            yield _found(text, start, start + len(name))
            match = pattern.search(text, match.end())
    for pattern, before in known.rare_titled:
        for match in pattern.finditer(text):
            start = match.start()
            if known.letters.begins_word(text, start):
                continue
            if (
                not start
                or text[start - 1] in before
                or (text[start - 2 : start] in known.letters.ahead and text[start] not in "时時")
                or not (han.is_han(text[start - 1]) or text[start - 1] in "0123456789*")
            ):
                yield _found(text, *match.span())


def _latin(text: str, known: Cues) -> Iterator[Found]:
    for capital in known.capital.finditer(text):
        start = capital.start()
        head = text[max(0, start - _HEAD) : start]
        for pattern, need in known.latin:
            if not pattern.search(head):
                continue
            found = person(text, start, need)
            if found and text[found.start : found.end] not in _NOT_LATIN and not bears(text, found.start, found.end):
                yield found
        if known.letters.title.match(text, _CAPITALISED.match(text, start).end()):  # type: ignore[union-attr]
            found = person(text, start, Need.LIKELY)
            if found and text[found.start : found.end] not in _NOT_LATIN:
                yield found
        if known.latin_new.search(head):
            found = person(text, start, Need.SURE)
            if found and text[found.start : found.end] not in _NOT_LATIN and _is_new(text, found):
                yield found
    for match in known.latin_capitals.finditer(text):
        words = re.split("[ ,-]+", match.group(1))
        if not all(word.lower() in lexicon().plain for word in words):
            yield Found(match.start(1), match.end(1), "NAME", match.group(1).lower())


def _is_new(text: str, found: Found) -> bool:
    """Whether a word that no list knows is written like a name and stands alone: Vivi, not iPhone, VIP or Foo Bar."""
    word = text[found.start : found.end]
    return (
        word.isalpha()
        and word[1:].islower()
        and not bears(text, found.start, found.end)
        and not re.match(r" ?[A-Za-z0-9]", text[found.end :])
    )


def _is_word(text: str, start: int, name: str) -> bool:
    """True where what looks like a family name is part of a word: 对方经理, 高级客服, 谢谢医生."""
    known = cues()
    if text[max(0, start - 1) : start + 1] in known.not_pairs:
        return True
    begun = [word for word in known.letters.words.get(name[0], ()) if text.startswith(word, start)]
    return bool(begun) and not (len(min(begun)) > len(name) == 1 and _POLITE.match(text, start + 1))
