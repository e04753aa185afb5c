"""Chinese names in places that are closed on both sides, where a rare family name and any given name may stand: a field of a form,
我叫车想。, the answer to 请问您叫什么名字, a line that signs or greets, 贝师傅 at the beginning of a clause.

The places are data: voc/data/words/closed_zh.toml, each with an example.

For: `names_zh`. Not for: names that one side alone tells; see `cues_zh` and `around_zh`; nor which letters are a name, see
`whole_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import closed_places
from voc.personal.chinese import han
from voc.personal.chinese.around_zh import by_last
from voc.personal.chinese.whole_zh import Whole, whole
from voc.personal.english.closed import nobody
from voc.personal.lexicon import lexicon
from voc.personal.mark import Look
from voc.personal.words import lists

_CLAUSE = frozenset("\n，,。；;！!？?：:、“")  # behind these a clause begins
_CALLED = ("叫", "名是", "名字是", "名字係")  # nothing but people, as 叫做 and 好像是 are not
_JOINS = frozenset("但和")  # families too, but 但林医生 is of 林
_HELLO = frozenset("hi hello dear hey".split())


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, letters, known = look.text, look.letters, _known()
    yield from _behind(text, known)
    if not letters.isdisjoint(":：=】]"):
        yield from _fields(text, known)
        if not letters.isdisjoint("姓名称稱位叫人"):
            for pattern in known.answers:
                for match in pattern.finditer(text):
                    if known.whole.is_name(match.group(1), is_sure=True):
                        yield match.span(1)
    if not letters.isdisjoint("姓叫"):
        for pattern in known.families:
            for match in pattern.finditer(text):
                yield from (match.span(group) for group in range(1, pattern.groups + 1))
        for match in known.single.finditer(text):
            if known.whole.is_name(match.group(1), is_sure=True):
                yield match.span(1)
    is_greeted = "好" in letters and ("你好" in text or "您好" in text)
    for place in known.lines.of(look.words, letters):
        for match in place.pattern.finditer(text):
            said = [one for one in match.groups() if one]  # of a list all are names, or none
            if all(known.whole.is_name(one, is_sure=place.is_sure, is_closed=place.is_closed) for one in said):
                yield from (match.span(group) for group, one in enumerate(match.groups(), 1) if one)
    for pattern in (
        *((known.greeted,) if is_greeted or "尊" in letters else ()),
        *((known.called_at,) if look.is_long else ()),
    ):
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            if known.whole.is_name(match.group(group), is_sure=False):
                yield match.span(group)
    if (is_greeted and look.words) or not look.words.isdisjoint(_HELLO):
        yield from _latin(text, known)
    if " " in letters and look.words:
        yield from _roman(text, known)
    if not letters.isdisjoint("帮幫") and not letters.isdisjoint("小老"):
        for match in known.helper.finditer(text):
            if match.group() not in known.robots:
                yield match.span(1)
    is_double = not letters.isdisjoint(known.doubles) and not letters.isdisjoint("小老阿姐哥叔嫂太si")
    for match in known.double.finditer(text) if is_double else ():
        yield match.span(match.lastindex or 1)
    yield from _titled(text, known)


def _behind(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Names behind 我叫, 我是 and a role, that end where the clause does."""
    for match in known.behind.finditer(text):
        start, last = match.start(1), text[match.start()]
        head = text[max(0, start - 8) : start]
        called, me, roles = known.called.get(last, ()), known.me.get(last, ()), known.roles.get(last, ())
        is_me = head.endswith(me) if me else False
        if called and head.endswith(called):
            is_name = known.whole.is_name(match.group(1), is_sure=False, is_closed=head.endswith(_CALLED))
        elif is_me or (roles and head.endswith(roles)):
            cue = next(one for one in (me if is_me else roles) if head.endswith(one))
            before = head[: -len(cue)]
            is_apart = not before or not han.is_han(before[-1]) or before.endswith(known.greets)
            is_name = is_apart and known.whole.is_name(match.group(1), is_sure=False)
            is_name = is_name and (is_me or known.whole.is_usual(match.group(1)))
        else:
            continue
        if is_name:
            yield match.span(1)


def _fields(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Values of fields whose label is one of a person: 姓名：, 【收件人】, 寄："""
    for match in known.field.finditer(text):
        head = text[max(0, match.start() - 8) : match.start()].rstrip(" ")
        labels = known.labels.get(head[-1:], ())
        label = next((one for one in labels if head.endswith(one)), "")
        before = head[: -len(label)] if label else head
        is_person = bool(label) and (head[-1] in "人名者" or not before or not han.is_han(before[-1]))
        if is_person and known.whole.is_name(match.group(1), is_sure=True):
            yield match.span(1)
            then = known.then.match(text, match.end(1))  # 入住人：白洁，花莉
            if then and known.whole.is_name(then.group(1), is_sure=False):
                yield then.span(1)


def _titled(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """A family name or a name between the beginning of a clause and a title."""
    for match in known.title.finditer(text):
        end = match.start()
        start = end
        while end - start < 4 and start and han.is_han(text[start - 1]):
            start -= 1
        if start == end:
            continue
        is_apart = end - start < 4 and (not start or text[start - 1] in _CLAUSE)
        opened = text.endswith(known.opens, 0, end - 1)
        if (is_apart and end - start == 1) or opened:
            is_usual = opened and text[end - 1] in han.letters().strong  # 物业的高师傅, though 高师 is a word
            is_usual = is_usual and not han.letters().begins_word(text, end - 1)
            if is_usual or known.whole.may_be_titled(text, end - 1):
                yield end - 1, end
        elif is_apart and _is_before_title(text, start, end, known):
            yield start, end


def _is_before_title(text: str, start: int, end: int, known: _Known) -> bool:
    """Whether the letters from `start` to a title are a name as a whole: of 宿管齐阿姨 and 经倪律师 the last is the name."""
    letters = han.letters()
    is_little = text[start] in letters.little and (end - start > 2 or text[start + 1] in letters.every)  # but 终洋
    if is_little or text[start] in _JOINS or not known.whole.is_name(text[start:end], is_sure=False):
        return False
    return text[end - 1] not in letters.strong or known.whole.is_typical(text[start + 1 : end])


def _latin(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Momo你好, Hi Wing，"""
    for match in known.latin.finditer(text):
        group = match.lastindex or 1
        key = match.group(group).lower()
        is_word = key in lexicon().ordinary and key not in lexicon().weak
        if key not in lexicon().things and not is_word and key not in nobody():
            yield match.span(group)


def _roman(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """我叫Kwok Wing Sze，"""
    words = lexicon()
    for match in known.roman.finditer(text):
        keys = match.group(1).lower().split(" ")
        if not any(key in words.organisations or key in words.brands or key in nobody() for key in keys) and not all(
            key in words.ordinary for key in keys
        ):
            yield match.span(1)


class _Known:
    """The patterns and the words."""

    def __init__(self) -> None:
        new, told = lists("names_zh"), lists("closed_zh")
        pieces, named = closed_places.pieces("closed_zh"), closed_places.named("closed_zh")
        self.whole: Whole = whole()
        self.lines = closed_places.places("closed_zh")
        self.answers = (named["answer"].pattern, named["asked"].pattern)
        self.families = tuple(named[one].pattern for one in ("parts", "family", "both", "self", "again"))
        self.double = named["double"].pattern
        self.doubles = frozenset(one[1] for one in han.letters().double)
        self.single, self.roman = named["single"].pattern, named["roman"].pattern
        self.greeted, self.called_at = named["greeted"].pattern, named["called_at"].pattern
        self.field, self.then, self.latin = named["field"].pattern, named["then"].pattern, named["latin"].pattern
        self.title = re.compile(pieces["TITLE"])
        self.greets = (*told["greets"].split(), "的")
        self.opens = tuple(told["opens"].split())
        self.robots = frozenset(told["robots"].split())
        self.labels = by_last({*new["labels"], *told["labels"].split()})
        called, me, roles = (told[name].split() for name in ("called", "me", "roles"))
        self.called, self.me, self.roles = by_last(called), by_last(me), by_last(roles)
        # The last letter of a cue, which is what `re` is quick to look for, the last but one before it, and a name.
        last, before = ("".join(sorted({one[at] for one in (*called, *me, *roles)})) for at in (-1, -2))
        self.behind = re.compile(
            rf"[{last}](?<=[{before}].)(?=([{han.HAN}]{{2,3}}|[{han.HAN}]{{4,6}})"
            rf"(?:[，,。；;、！!？?\s]|$|{pieces['GOES_ON']}))"
        )
        # 小但帮我弄好了: at the beginning of a clause.
        helpers = "".join(sorted(self.whole.every - frozenset("公婆友乡家")))
        self.helper = re.compile(
            rf"[小老](?:(?<=[，,。！!\n].)|(?<![^\n].)|(?<![\s\S].))([{helpers}])(?=(?:帮|幫)(?:我|忙))"
        )


@cache
def _known() -> _Known:
    return _Known()
