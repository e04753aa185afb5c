"""What people are called in Chinese by those who know them: 小王, 老李, 阿芳, 大刘, 容姐, 强哥, 圆圆.

For: `names_zh`. Not for: whole names, or a family name before a title; see `around_zh` and `names_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import around_zh, han
from voc.personal.mark import Look
from voc.personal.words import begin, either, lists

_FIRST = frozenset("小老阿大二哥姐叔嫂婶嬸伯姨爷爺")
# Behind these words of one letter somebody may be named.
_FUNCTION = frozenset("该該过過是由让讓被请請跟和找叫给給与與同问問听聽等对對把谢謝替陪托約约喊嗌搵畀俾喺係")
_KIN = "哥姐叔嫂婶嬸伯姨爷爺"
# 空姐, 表哥, 月嫂, 的哥: nobody's.
_NO_KIN = "阿小大老帅帥表堂二三四五六七八九十学學师師空的外月军軍警海航港民可男女公干乾姑舅"
_NO_FIRST = frozenset("帅帥空公老男女干舍師师学學國国")
_NO_KIN_AT_ALL = frozenset("给帮可台成当真先有是能应時时在和")
_NO_KIN_BEHIND = f"(?![妹们們俩倆夫父母妈媽太弟儿兒大{_KIN}])"
_MORE_TWICE = frozenset("暖豆圆圓糖妞蛋毛琪朵乐樂点點丸米饭贝貝萌")
_MINE = re.compile("(?:我家|我们家|我們家|叫我|叫|负责我们的|負責我們的|同事|闺蜜|閨蜜|(?:^|[。！!\n])[您你]好)$")
_DOES = frozenset(
    "包煮炒熬炖燉烧燒蒸切腌醃捏缝縫绣繡洗扫掃擦种種养養唱跳画畫念拍煎炸烘焙剪染烫燙按揉少装裝搬扛抬钉釘焊拧擰漏领領陪"
)
_ASKED = tuple("跟找问問过過叫让讓给給和约約")
_POINTED = tuple(one + many for one in "那这這有嗰呢" for many in "个個位")
_INTRODUCED = ("我叫", "叫我", "都叫", "人叫", "自称", "自稱")
_TIMES = frozenset("天时時候次后後午上")  # 搬家那天老李..., 早上小王...


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of nicknames."""
    known, text = _known(), look.text
    if not look.letters.isdisjoint(_FIRST):
        for match in known.small.finditer(text):
            if known.is_small(text, match.start(), match.end()):
                yield match.span()
        for match in known.kin.finditer(text):
            start = known.kin_start(text, match.start())
            if start is not None and known.is_kin(text, start, match):
                yield start, match.start()
    if not (look.letters.isdisjoint(known.western_first) or look.letters.isdisjoint(known.western_last)):
        for match in known.western.finditer(text):
            before = _before(text, match.start())
            is_titled = known.letters.title.match(text, match.end()) is not None
            is_told = before == 2 or text[match.start() - 1 : match.start()] == "叫"
            if (is_told and known.goes(text, match.end())) or (before and is_titled):
                yield match.span()
    for match in known.twice.finditer(text):
        if match.group() not in known.not_twice and known.is_twice(text, *match.span()):
            yield match.span()


def _before(text: str, start: int) -> int:
    """2 behind a role or kin, 1 where a clause begins or a word like 跟 stands, else 0."""
    if not start or not han.is_han(text[start - 1]):
        return 1
    if text[start - 2 : start] == "叫我" or (
        text[start - 1] == "了" and text[start - 2 : start - 1] in tuple("问問找叫约約换換听聽让讓")
    ):
        return 1
    if around_zh.is_told(text, start):
        return 2
    return int(
        text[start - 1] in _FUNCTION
        or text[max(0, start - 2) : start] in han.letters().ahead
        or text[start - 2 : start] in ("里的", "裡的", "边的", "邊的", "电的", "電的")
    )


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        new, work, own = lists("names_zh"), lists("work_zh"), lists("nick_zh")
        stall = either(own["stall"].split())
        any_of = "".join(
            sorted(letters.any_surname | letters.typical | frozenset(work["wide"]) | frozenset(own["letters"]))
        )
        self.small = re.compile(
            f"[小老阿](?<=(?:我叫|叫我|都叫|自称|自稱).)[\u4e00-\u9fff](?![\u4e00-\u9fff])|[小老阿大二](?:[{any_of}](?:[头頭](?=[的说說开開帮幫在送修做来來也很真人给給])|[哥姐叔](?!{_KIN}))?)"
        )
        self.kin = re.compile(
            f"(?<=[{''.join(sorted(letters.every | letters.typical | letters.single | frozenset('胖肥瘦')))}])[{_KIN}]{_NO_KIN_BEHIND}"
        )
        self.usual_kin = (letters.strong | letters.typical | (letters.clean - _NO_FIRST) | {
            one * 2 for one in letters.typical
        }) - _NO_KIN_AT_ALL  # fmt: skip
        self.not_twice = frozenset(new["twice"].split()) - frozenset(new["twice_too"].split())
        self.nobody, self.firms = frozenset(new["nobody"].split()), frozenset(new["at_firms"].split())
        self.twice = re.compile(f"([{''.join(sorted(letters.typical | _MORE_TWICE))}])\\1")
        western = new["western"].split()
        self.western_first, self.western_last = (frozenset(word[at] for word in western) for at in (0, -1))
        self.western = re.compile(
            f"[{''.join(sorted(self.western_first))}](?:{either(word[1:] for word in western)})(?<={either(word for word in western if len(word) == 2)})|{either(word for word in western if len(word) > 2)}"
        )
        self.deeds = re.compile(
            begin(word for word in work["deeds"].split() if len(word) > 1)
            + "|说|說|是我[见見遇]|约|約|很(?:专|專|好|热|熱|耐|细|細|有|负|負|贴|貼|亲|親|用|客)|人[很真好超]|把我|把餐|服|修|教|送[来來到货貨餐]|开[的车車]|開[的車]"
        )
        self.stall = re.compile(
            f"[的家](?:{stall})|家[的里裡开開]|开的|開的|一个人|一個人|的(?=[\u4e00-\u9fff]{{0,4}}(?:{stall}))"
        )
        self.soft = frozenset(
            word for word in letters.nicknames if len(word) == 2 and word[1] in letters.strong
        ) - frozenset(own["things"].split()) | frozenset(own["people_too"].split())
        self.seldom = letters.clean - letters.strong
        self.hard = tuple(word for word in letters.nicknames if word not in self.soft)
        self.big = frozenset(new["no_big"].split())

    def kin_start(self, text: str, end: int) -> int | None:
        """Where 强 of 强哥 and 芳芳 of 芳芳姐 begin, the 哥 at `end`; None for 空姐 and 表哥."""
        if text[end - 1] in _NO_KIN or text[end - 1] in _KIN:
            return None
        return end - 2 if text[end - 2 : end - 1] == text[end - 1] else end - 1

    def is_kin(self, text: str, start: int, match: re.Match[str]) -> bool:
        """Whether 容 before the 姐 of `match` is somebody's."""
        before = _before(text, start) or int(text[start - 2 : start] in _POINTED)
        is_usual = text[start : match.start()] in self.usual_kin and not self.is_word(text, start)
        return before == 2 or (before == 1 and is_usual and self.goes(text, match.end()))

    def is_twice(self, text: str, start: int, end: int) -> bool:
        """Whether 圆圆 at [start, end) is somebody: behind kin and roles, and before 妈妈."""
        before = _before(text, start)
        if before and text.startswith(("妈妈", "媽媽", "爸爸", "妈咪", "麻麻", "老师", "老師"), end):
            return True
        head = text[max(0, start - around_zh.LONGEST) : start]
        return (before == 2 or _MINE.search(head) is not None) and self.goes(text, end)

    def is_small(self, text: str, start: int, end: int) -> bool:
        """Whether 小王 and the like at [start, end) is somebody."""
        said, head = text[start : start + 2], text[max(0, start - 2) : start]
        first, letter = said[0], said[1]
        if head[-1:] in ("@", "＠") and self.letters.end.match(text, end):
            return said not in self.firms and first != "大"
        if head in _INTRODUCED and (self.letters.end.match(text, end) or head[0] == "自"):
            return said not in self.nobody
        if letter in "张張段包章" and text[end : end + 1] == "的":  # 小张的纸巾
            return self.stall.match(text, end) is not None
        if text.startswith(self.hard, start) or self.is_word(text, start + 1):
            return False
        before = _before(text, start)
        if before == 2 and letter in self.letters.strong and said not in self.soft and first not in "大二":
            return True
        if head[-1:] in ("“", "「", "『") and self.letters.end.match(text, end):
            return letter in self.letters.strong or first == "阿"
        does = self.deeds.match(text, end) is not None
        is_usual = letter in self.letters.strong or (first == "阿" and letter in self.letters.typical)
        if not before and head[-1:] in ("的", "嘅"):
            before = int((is_usual and said not in self.soft) or (first == "阿" and does))
        if not before and not (head[-1:] in _TIMES and (does or self.stall.match(text, end))):
            return False
        goes = before == 2 and self.goes(text, end)
        if first in "大二":
            return self.is_big(text, said, end, does=does, goes=goes)
        if does or said in self.soft:
            is_asked = head[-1:] in _ASKED and self.goes(text, end)
            is_ah = first == "阿" and (head in _INTRODUCED or self.stall.match(text, end) is not None)
            return (does and (said in self.soft or first == "阿" or is_usual or letter in self.letters.typical or before == 2)) or (
                said in self.soft and (is_asked or is_ah or goes)
            )  # fmt: skip
        is_joined = before and han.is_han(head[-1:] or " ") and letter in self.letters.strict
        if is_joined and self.letters.end.match(text, end):  # 还有小芬。
            return True
        if is_usual or (letter in self.seldom and head[-1:] in _ASKED):
            return self.goes(text, end)
        if head in _INTRODUCED:
            return text.startswith(("就行", "就好", "吧"), end)
        return goes and letter in self.letters.typical | self.letters.strong

    def is_big(self, text: str, said: str, end: int, *, does: bool, goes: bool) -> bool:
        """Whether 大刘 and 二强 are somebody: behind a role, before a deed or a title."""
        letter, strong = said[1], self.letters.strong
        if said in self.big or letter not in self.letters.typical | strong:
            return False
        is_titled = self.letters.title.match(text, end) is not None and letter in strong | self.letters.single
        return goes or is_titled or (does and letter in strong)

    def is_word(self, text: str, start: int) -> bool:
        """True where a word begins at `start`: 老胡同; 老马来了 is none."""
        return self.letters.begins_word(text, start) and text[start : start + 2] not in ("马来", "馬來")

    def goes(self, text: str, end: int) -> bool:
        """Whether the sentence ends or goes on at `end` as it does behind somebody's name."""
        letters = self.letters
        return (
            letters.on.match(text, end) is not None
            or text[end] in around_zh.goes()
            or text[end] in _DOES
            or letters.title.match(text, end) is not None
            or self.stall.match(text, end) is not None
        )


@cache
def _known() -> _Known:
    return _Known()
