"""Names in small letters in places that are closed on both sides: "name: huang chun-hao", "hi billy ray & jia hui,", "my name is
earnest bhatti and i'm calling", "and your last name ogunleye okay".

The places are data: voc/data/words/closed_low.toml, each with an example.

For: `names`. Not for: names that begin with a capital; see `closed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from voc.personal import closed_places
from voc.personal.closed_places import Place
from voc.personal.english.closed import is_labelled, nobody, speaks
from voc.personal.english.lower import WISHES
from voc.personal.english.person import value
from voc.personal.english.thing import bears
from voc.personal.lexicon import Lexicon, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.syllables import SYLLABLES

_PLACES = closed_places.places("closed_low")
_NAMED = closed_places.named("closed_low")
_FIELD, _SPEAKS = _NAMED["field"], _NAMED["speaks"]
_FIELD_SURE = replace(_FIELD, is_sure=True)
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
        for match in _FIELD.pattern.finditer(text):
            if is_labelled(text, match.start()):
                yield from _person(text, *match.span(1), known, _FIELD if speaks(text, match.start()) else _FIELD_SURE)
    if not look.words.isdisjoint(_SELVES):
        for match in _SPEAKS.pattern.finditer(text):
            if not text[match.start() - 1 : match.start()].isalpha():
                yield from _person(text, *match.span(1), known, _SPEAKS)


def _person(text: str, start: int, end: int, known: Lexicon, place: Place) -> Iterator[Found]:
    """[start, end) of `text` if its words are somebody's name."""
    said = text[start:end]
    if may_be(said, known, is_sure=place.is_sure, is_part=place.is_part) and not bears(text, start, end):
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
    is_initialled = len(keys[0]) == 1 < len(keys)  # f. knight
    families = [key for key in (long if is_initialled and is_sure else long[1:]) if key in known.weak_family]
    if not set(long) <= {*new, *listed, *families, *(long[:1] if given else ())}:
        return False
    if is_sure:
        return bool(
            new or given or (is_initialled and families) or [key for key in listed if key not in known.ordinary]
        )
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
    return frozenset(
        one for one in re.findall("[a-z\u00c0-\u024f/]+", closed_places.pieces("closed")["PART"]) if one not in ("y",)
    )
