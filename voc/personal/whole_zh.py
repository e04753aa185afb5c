"""Whether some Chinese letters that are all that stands in a place are somebody's name.

For: `closed_zh`, which knows the places. Not for: how far a name goes; see `han`.
"""

from __future__ import annotations

import re
from functools import cache

from voc.language import folded
from voc.personal import han, likely_zh
from voc.personal.shapes_zh import FOREIGN
from voc.personal.words import lists

# Families whose name begins few words: 李俊 is a name though a dictionary has it.
_FAMILIES = frozenset(
    "李王张張刘劉陳陈楊杨趙赵吳吴徐孫孙朱胡郭林羅罗鄭郑謝谢韓韩許许沈曾彭呂吕蘇苏蔣蒋賈贾薛閻阎潘戴鍾钟譚谭鄒邹"
)
# Families of few people, which begin many words: told by a sure place alone.
_MORE = "迟遲但战戰終终過过母水火凃"
_NO_PART = frozenset("及和姓女男籍班兩两位名个個")
# Behind the beginning of a clause these before a title are words: 男老师, 同学, 全总.
_NO_TITLED = frozenset(
    "男女老小大这這那某各该該位名此本新好帅美每哪副前后後高主同单單全和向成連连安都有来來從从能会會当當时時为為使令再可相更最越通已过過"
)
_NOBODY = frozenset(
    "本人 同上 无 無 未知 匿名 保密 不详 不詳 空白 没有 沒有 暂无 暫無 全体 全體 客服 系统 系統 默认 默認 个人 個人 公司 单位 單位 其他 其它 测试 測試 管理 家人 朋友 同事 自己 自取 代收 自提 常客 高手 路人 新人 老人 明白 任何 何人 方便 金额 金額".split()
)
_CALLS = frozenset("生 太 总 總 工 导 導 哥 姐 叔 嫂 某 先生 女士 小姐 太太 某某".split())
_ORGANISATION = re.compile(
    "(?:公司|[部店厂廠局社处處科组組队隊院馆館行站所厅廳校会會]|中心|银行|銀行|[平后後前][台臺]|商城|超市)$"
)


class Whole:
    """The lists."""

    def __init__(self) -> None:
        new, work = lists("names_zh"), lists("work_zh")
        self.letters = letters = han.letters()
        self.foreign = frozenset(FOREIGN)
        self.every = letters.every | frozenset(_MORE)
        self.titled = (letters.every - letters.little | {"平"}) - _NO_TITLED
        self.roles = frozenset((*work["roles"].split(), *new["roles"], *new["kin"], *new["labels"]))
        self.words = likely_zh.words()

    def is_name(self, said: str, *, is_sure: bool) -> bool:
        """Whether `said` is a family name and one or two letters; in a sure place also such as are a word, and names of other
        peoples."""
        if "·" in said:
            return True
        letters = self.letters
        if len(said) == 1:
            return said in self.every
        size = 2 if said[:2] in letters.double else 1
        given = said[size:]
        is_family = size == 2 or said[0] in (self.every if is_sure else letters.every)
        if not is_family and not (len(said) > 2 and self.foreign.issuperset(said)):
            return False
        if said in self.roles or said in _NOBODY or given in _CALLS or _ORGANISATION.search(said):
            return False
        level = self.words.get(folded(said), 0)
        if len(said) > 2 and not level and self.foreign.issuperset(said):
            return True
        if not is_family or len(given) not in (1, 2) or said[0] == said[1] or letters.title.match(said, size):
            return False
        is_given = folded(given) in self.words if len(given) == 2 else given in "想到"
        if not is_given and not letters.not_given.isdisjoint(given):
            return False
        is_one = said[0] in _FAMILIES
        if letters.begins_word(said, 0) or (level > (said[0] in letters.strong) and not is_one):
            return is_sure and said[0] in letters.surnames
        if is_sure or size == 2:
            return True
        if not _NO_PART.isdisjoint(given):
            return False
        if len(given) == 2 and not is_one and self.words.get(folded(said[:2]), 0) > 1:
            return False
        return said[0] not in letters.little or letters.typical.issuperset(given)

    def is_usual(self, said: str) -> bool:
        """Whether the letters behind the family name are those of given names."""
        given = said[2:] if said[:2] in self.letters.double else said[1:]
        some = self.letters.single | self.letters.strict if len(given) == 1 else self.letters.typical
        return "·" in said or not some.isdisjoint(given)

    def is_typical(self, given: str) -> bool:
        """Whether all the letters of `given` are those of given names."""
        return self.letters.typical.issuperset(given)

    def may_be_titled(self, text: str, start: int) -> bool:
        """Whether the letter at `start`, which a title stands behind, is a family name and begins no word."""
        if text[start] not in self.titled:
            return False
        is_word = self.words.get(folded(text[start : start + 2]), 0) > 1 and text[start] not in _FAMILIES
        return not is_word and not self.letters.begins_word(text, start)


@cache
def whole() -> Whole:
    """The one Whole."""
    return Whole()
