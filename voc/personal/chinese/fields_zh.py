"""Chinese names that the form of a text tells: a value behind 反馈人：, who receives what is sent (顾倩收), a name before a phone
number, before 男 or 女 and before 本人.

For: `names_zh`. Not for: labels that a list has; see `cues_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import han
from voc.personal.mark import Look
from voc.personal.words import lists

_LABELLED = frozenset(":：=")
_RECEIVED = frozenset("收启啟鉴鑒")
_SEX = frozenset("男女")
_FLAT = frozenset("号號室楼樓層层房户戶座栋棟幢厅廳厦廈区區苑店")
_END = r"(?=\s*(?:[，,。.；;、|｜/！!？?（(）)】\]」\n]|$)|\s)"
# What a label of somebody ends with: 反馈人, 陪护者, 管床医生姓名.
_WHO = "人者员員师師长長客户戶方主生友属屬名傅工伴伤傷眷侣侶保护護致From"
_PHONE = (
    r"\+?\(?(?:(?:86|886|852|853)\)?[ -]?)?(?:1[3-9]\d[ -]?\d{4}|\(?0\d{1,3}\)?[ -]?\d{3}|[2-9]\d{3}[ -]?\d{4}(?!\d)|<)"
)


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, known = look.text, _known()
    if not look.letters.isdisjoint(_LABELLED):
        for match in known.labelled.finditer(text):
            if known.is_name(text, *match.span("name"), is_told=text[match.start() - 1] in _WHO):
                yield match.span("name")
    for pattern, is_likely in (
        (known.received, not look.letters.isdisjoint(_RECEIVED)),
        (known.before_phone, look.is_long),
        (known.of_sex, not look.letters.isdisjoint(_SEX) and not look.letters.isdisjoint("，,、（( /|")),
        (known.titled, not look.letters.isdisjoint("女先小太")),
        (known.self, "本人" in text),
        (known.me, not look.letters.isdisjoint("我名")),
    ):
        for match in pattern.finditer(text) if is_likely else ():
            if pattern is known.titled:
                yield match.span("name")
                continue
            before = "" if pattern is known.me else text[match.start() - 1 : match.start()]
            is_apart = not han.is_han(before) or (pattern is known.received and before in _FLAT)
            if is_apart and known.is_name(text, *match.span("name"), is_told=pattern is not known.me):
                yield match.span("name")


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        self.some = letters.typical | letters.wide | letters.single | letters.strict
        given = rf"[^\W\d_A-Za-z{re.escape(lists('names')['not_given'])}收]"
        name = rf"(?P<name>{letters.family(letters.every)}{given}{{1,2}})"
        self.labelled = re.compile(rf"[:：=](?<=[^\W\d_A-Za-z].) ?{name}{_END}")
        # behind a mark or the number of a flat
        self.received = re.compile(
            rf"(?:(?<![{han.HAN}])|(?<=[号號室楼樓层層房户戶座栋棟幢厅廳厦廈区區苑店])){name} ?[（(]?(?:亲|親|代|签|簽|查|台|臺|钧|鈞|君|大)?[{''.join(sorted(_RECEIVED))}]"
            rf"(?=[）)，,。；;、\s！!：:]|$|[电電手]|[货貨]?即可|就[行好])"
        )
        self.before_phone = re.compile(rf"{name}[\s，,:：/（(]{{0,2}}(?={_PHONE})")
        self.of_sex = re.compile(rf"{name}\s?[，,、（( /|]\s?(?=[男女](?:性|士)?[，,、；;）) /|。]|[男女]性?\d)")
        # 联系人 苗女士, though 苗 begins words
        self.titled = re.compile(
            rf"(?<=[人者主员員户戶客名字呼])(?:是|[:： ])+(?P<name>{letters.family(letters.every)})(?=女士|先生|小姐|太太)"
        )
        # 我白若溪，电话...; 名區志恒，
        self.me = re.compile(rf"[我名](?<![{han.HAN}].){name}(?=[，,。：:；;\s]|$)")
        self.self = re.compile(rf"{name}[（(]?(?=本人(?:[，,。）)\s]|$|[申来來到办辦持签簽要于於已]))")

    def is_name(self, text: str, start: int, end: int, *, is_told: bool) -> bool:
        """Whether the letters at [start, end) are a family name and a given name: told to be somebody's, or by themselves."""
        letters = self.letters
        family = 2 if text[start : start + 2] in letters.double else 1
        given = text[start + family : end]
        if not given or given in letters.given_words or letters.begins_word(text, start):
            return False
        if given in letters.given or family == 2:
            return True
        if letters.title.match(text, start + family):
            return False
        if not is_told:
            return (
                text[start] in letters.strong
                and len(given) == 2
                and (letters.typical | letters.wide).issuperset(given)
                and not letters.typical.isdisjoint(given)
            )
        if text[start] not in letters.strong:
            return letters.typical.issuperset(given) and len(given) == 2
        return not self.some.isdisjoint(given)


@cache
def _known() -> _Known:
    return _Known()
