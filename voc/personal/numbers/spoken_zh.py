"""Telephone numbers in Chinese words: 幺三八零零一三八零零零.

For: `found`. Not for: numbers in English words; see `spoken`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.mark import Found, Look
from voc.personal.numbers import phones, records
from voc.personal.words import filler

_LIKELY = frozenset("一二三四五六七八九")
_HAN = dict(zip("零〇一幺么二两兩三四五六七八九", "00111222" + "3456789", strict=True))
_HAN_NUMBER = "[零〇一幺二两兩三四五六七八九]"
_THEN = rf"[ 、，,-]?{_HAN_NUMBER}"
_SPOKEN_ZH = re.compile(
    rf"(?<!{_HAN_NUMBER})(?:[一幺][三四五六七八九](?:{_THEN}){{9}}|[零〇](?:{_THEN}){{9,11}})(?!{_HAN_NUMBER})"
)
# Fewer of them, after a word for a phone: 我個whatsapp 九一二七 三三八四.
_CUED_ZH = rf"(?P<number>{_HAN_NUMBER}(?:{_THEN}){{6,10}})(?!{_HAN_NUMBER})"


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return len(look.letters & _LIKELY) > 3


def find(look: Look) -> Iterator[Found]:
    """PHONE."""
    text = look.text
    for match in _SPOKEN_ZH.finditer(text):
        if not records.stays(text, match.start(), match.end()):
            yield Found(match.start(), match.end(), "PHONE", _in_digits(match.group()))
    for match in _after_cue().finditer(text):
        yield Found(*match.span("number"), "PHONE", _in_digits(match.group("number")))


def _in_digits(said: str) -> str:
    return "".join(_HAN[one] for one in said if one in _HAN)


@cache
def _after_cue() -> re.Pattern[str]:
    return re.compile(rf"{phones.cue()}{filler()}{_CUED_ZH}", re.IGNORECASE)
