"""Syllables of Chinese, Cantonese, Korean and Vietnamese names in Latin letters: tae, yang, chun, hao.

For: the modules that find names. Not for: whether a word of them is one of the language.
"""

from __future__ import annotations

import re

_SYLLABLE = r"(?:[bpmfdtnlgkhjqxzcsrwy]|zh|ch|sh|ng|ts|tz|hs|kw|gw|ph|th|tr|nh|kh)?(?:[aeiouy]|a[aeiou]|e[aiou]|i[aeou]|u[aeioy]|o[aeiou]|ya|ye|yo|yu|yeo|yeu|iao|iu|uai|uye|wo|wa|wi)(?:n|ng|m|p|t|k|h|nh|c|ch)?"
SYLLABLE = re.compile(_SYLLABLE)
SYLLABLES = re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE})?")
# Two words of a language, or a thing, that are syllables as well.
_NO_NAMES = frozenset(
    "tai-chi ping-pong ding-dong king-kong hong-kong tik-tok kit-kat tic-tac sing-song tip-top hip-hop chit-chat can-do".split()
)


def is_double(key: str) -> bool:
    """Whether `key` is two syllables with a hyphen, long enough to be a given name: tae-yang, not wi-fi."""
    first, dash, last = key.partition("-")
    if not dash or len(key) < 6 or first == last or key in _NO_NAMES:
        return False
    return all(SYLLABLE.fullmatch(one) is not None and len(one) > 1 for one in (first, last))
