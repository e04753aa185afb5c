"""Names in small letters in places that are closed on both sides: "name: huang chun-hao", "hi billy ray & jia hui,", "my name is
earnest bhatti and i'm calling", "and your last name ogunleye okay".

For: `names`. Not for: names that begin with a capital; see `closed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from voc.personal.closed import CLOSE, DASHED, ENDS, LABEL, PART, TO, is_labelled, nobody, speaks
from voc.personal.given import SYLLABLES
from voc.personal.lexicon import LETTER, Lexicon, fold, lexicon
from voc.personal.lower import WISHES
from voc.personal.mark import Found, Look
from voc.personal.person import value
from voc.personal.thing import bears
from voc.personal.words import Placed

_WORD = rf"(?![A-Z])[{LETTER}](?:[{LETTER}'\u2019-]*[{LETTER}]|\.)?"
_ONE = rf"(?<![{LETTER}0-9@#&/'\u2019_.-]){_WORD}"
_NAME = rf"({_ONE}(?: {_WORD}){{0,4}}?)"
_AND = rf"(?: (?:and|&|\+) {_NAME})?"
# What a sentence goes on with behind a name.
_ON = (
    r"(?= (?:and|i|i'm|i've|i\u2019m|im|ive|my|how|may|can|could|okay|ok|thank|thanks|yes|yeah|no|hi|hello|it's|its|that's|thats|um|uh|er|from|calling|speaking|here|again|about|please|with|the|bye|let|so|what|on|for|now|just|one|is|you|who|we|was|are|has|had|said|says|told|but|or|at|in|to|when|after|because|never|did|would|will|which)(?![a-z])"
    r"|[,.!?;:)](?:\s|$)|\s*\n|\s*$)"
)


class _Place(NamedTuple):
    """A place: its pattern, whether it tells enough for words that no list has, whether it is of a family name."""

    pattern: re.Pattern[str]
    is_sure: bool
    is_family: bool


def _place(gate: str, signs: str, pattern: str, *, is_sure: bool, is_family: bool = False) -> tuple[str, str, _Place]:
    return gate, signs, _Place(re.compile(pattern), is_sure, is_family)


_PLACES = Placed((
    _place(DASHED, "-", rf"(?:^|(?<=\n)){LABEL} [-\u2013\u2014] {_NAME}{ENDS}", is_sure=True),
    _place("name customer passenger guest patient tenant", "\n", rf"(?:^|(?<=\n))(?:name|customer|passenger|guest|patient|tenant) {_NAME}(?=[ \t]*\n)", is_sure=True),
    _place("hi hiya hello hey dear greetings morning afternoon evening attn attention fao welcome", ",:!\n-\u2013",
           rf"(?:^|(?<=[\n.!?]) *){TO},? {_NAME}{_AND}(?=[ \t]*(?:[,:!\n]| [-\u2013\u2014] ))", is_sure=False),
    _place("", "\n", rf"(?:^|(?<=\n)|(?<=[.!?] )){CLOSE}[ \t]*\n+[ \t]*(?:- ?)?{_NAME}(?=[ \t]*(?:x{{1,3}}|,)?[ \t]*(?:$|\n|\||[,(] ?[\d+(]))", is_sure=True),
    _place("", "\n", rf"\n--?[ \t]*\n?[ \t]*{_NAME}(?=\s*$|\n)", is_sure=True),
    _place("", "|", rf"(?:^|(?<=\n)){_NAME}(?= \|[^\n]*(?:\d{{3}}[^\n]{{0,8}}\d{{3}}|@))", is_sure=True),
    _place("pa assistant secretary", "", rf"(?<![a-z])(?:pa|assistant|secretary) to {_NAME}(?=[,.;]?(?:\s*\n|\s*$))", is_sure=True),
    _place("x xx xxx", "x", rf"(?:^|(?<=[\n.!?] )|(?<=\n))x{{1,3}} {_NAME}(?=\s*$)", is_sure=False),
    _place("name surname", "", rf"(?<![a-z])(?:my|his|her|our|their|your|full|first|last|family|given|maiden|booking|wife's|husband's|the (?=(?:sur|full |first |last )?name(?:'s|\u2019s| is| was|:))) ?(?:full |first |last |given |family |maiden |sur)?name(?:'s|\u2019s| is| was|:)?(?: please)?(?: yeah| yes| sure| it's| is)* {_NAME}{_ON}", is_sure=True),
    _place("last family surname maiden", "", rf"(?<![a-z])(?:(?:last|family|maiden) name|surname)(?: is| was|:)?(?: please)?(?: yeah| yes| sure| it's| is)* {_NAME}(?=,| (?:okay|ok|that's|thats|thank|and the|and my)(?![a-z]))", is_sure=True, is_family=True),
    _place("name", "", rf"(?:^|(?<=[.!?\n] )|(?<=\n))name(?:'s| is)? {_NAME}{_ON}", is_sure=True),
    _place("name", "", rf"(?<![a-z])under (?:the )?name (?:of )?{_NAME}{_ON}", is_sure=True),
    _place("mr mrs ms mx mister prof", "", rf"(?<![a-z])(?:mr|mrs|ms|mx|mister|prof)\.? {_NAME}{_ON}", is_sure=True),
    _place("dr doctor miss sister nurse", "", rf"(?<![a-z])(?:dr|doctor|miss|sister|nurse)\.? {_NAME}{_ON}", is_sure=False, is_family=True),
    _place("spoke spoken talked", "", rf"(?<![a-z])(?:spoke|spoken|talked) (?:to|with) {_NAME}{_ON}", is_sure=False),
    _place("speaking", "", rf"(?<![a-z])speaking (?:with|to) {_NAME}(?= (?:may i|how (?:can|may)|okay|what can)(?![a-z]))", is_sure=True),
    _place("speaking", "", rf"(?<![a-z])speaking (?:with|to) {_NAME}{_ON}", is_sure=False),
    _place("here", "", rf"(?:^|(?<=[.!?\n] )|(?<=\n)){_NAME} here(?=[,.!\n-]| [-\u2013] |$)", is_sure=False),
    _place("hi hello hey thanks thank alright okay bye", "", rf"(?<![a-z])(?:hi|hello|hey|thanks|thank you|alright|all right|bye) {_NAME}{_ON}", is_sure=False),
))  # fmt: skip
# Letters stand first, which is what `re` is quick to look for, so that what stands before is asked afterwards.
_SELF = re.compile(rf"(?:is this|this is|it's|it\u2019s|i'm|i\u2019m|im|i am) {_NAME}{_ON}")
_FIELD = re.compile(rf"[:=][ \t]*{_NAME}{ENDS}")
_SELVES = frozenset("this im am m s".split())


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text, known = look.text, lexicon()
    for place in _PLACES.of(look.words, look.letters):
        for match in place.pattern.finditer(text):
            for group in range(1, place.pattern.groups + 1):
                if match.group(group):
                    yield from _person(text, *match.span(group), known, place)
    if not look.letters.isdisjoint(":="):
        for match in _FIELD.finditer(text):
            if is_labelled(text, match.start()):
                is_sure = not speaks(text, match.start())
                yield from _person(text, *match.span(1), known, _Place(_FIELD, is_sure=is_sure, is_family=False))
    if not look.words.isdisjoint(_SELVES):
        for match in _SELF.finditer(text):
            if not text[match.start() - 1 : match.start()].isalpha():
                yield from _person(text, *match.span(1), known, _Place(_SELF, is_sure=False, is_family=False))


def _person(text: str, start: int, end: int, known: Lexicon, place: _Place) -> Iterator[Found]:
    """[start, end) of `text` if its words are somebody's name."""
    said = text[start:end]
    if may_be(said, known, is_sure=place.is_sure, is_part=place.is_family) and not bears(text, start, end):
        end -= said.endswith(".")
        yield Found(start, end, "NAME", value(text[start:end]))


def may_be(said: str, known: Lexicon, *, is_sure: bool, is_part: bool = False) -> bool:
    """Whether `said`, in small letters, is a name: every word is listed, or one of no language. Where the place tells little, a
    given name that is nothing else begins it, or a family name ends it or begins it."""
    if said.lower() != said or said.startswith(("a ", "i ")):
        return False
    words = [one for one in said.split(" ") if one not in _parts()]
    keys = [fold(one) for one in words]
    long = [key for key in keys if len(key) > 1]
    if (
        not long
        or (len(long) == 1 and len(long[0]) < 3)
        or any(key in nobody() or key in known.organisations or key in known.brands for key in long)
    ):
        return False
    if any("'" in one and not _APOSTROPHE.match(one) for one in words):
        return False
    new = [key for key in long if key not in known.ordinary and key not in known.things]
    listed = [key for key in long if known.is_listed(key) or key in known.family or _is_syllabic(key, known)]
    if is_part and len(long) == 1:
        if long[0] in known.family and long[0] not in known.ordinary:
            return True
        if is_sure and long[0] in known.weak_family:
            return True
    if is_sure:  # a word with an accent is none of the language's
        new += [fold(one) for one in words if not one.isascii()]
    given = (
        long[0] in known.weak or (len(long) > 1 and long[0] in known.weak_family and _is_syllabic(long[1], known))
    ) and (len(long) > 1 or (is_sure and long[0] not in WISHES))
    is_pair = is_sure and len(long) == 2 and long[1] in listed and long[1] not in known.ordinary
    if is_pair and long[0] not in known.not_names:  # earnest bhatti
        return True
    families = [key for key in long[1:] if key in known.weak_family]
    if not set(long) <= {*new, *listed, *families, *(long[:1] if given else ())}:
        return False
    if is_sure:
        return bool(new or given or [key for key in listed if key not in known.ordinary])
    if len(long) == 1:
        return (
            (known.is_listed(long[0]) or _is_syllabic(long[0], known))
            and long[0] not in known.ordinary
            and long[0] not in known.kin
        )
    return known.is_listed(long[0]) or any(key in known.family and key not in known.ordinary for key in long)


def _is_syllabic(key: str, known: Lexicon) -> bool:
    """Whether two syllables of East Asia stand there: seo-yeon, chun-hao."""
    first, dash, last = key.partition("-")
    parts = (first, last)
    return bool(dash) and all(SYLLABLES.fullmatch(one) and one not in known.ordinary and len(one) > 1 for one in parts)


_APOSTROPHE = re.compile("[a-z]{1,4}['\u2019][a-z]{3}")


@cache
def _parts() -> frozenset[str]:
    """Small words in a name: de la Cruz."""
    return frozenset(one for one in re.findall("[a-z\u00c0-\u024f/]+", PART) if one not in ("y",))
