"""Dates of birth: a date right after a word that says so. Not for: other dates, which are evidence and stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look

_WORDS = frozenset("born dob birth birthday birthdate bday".split())
_LETTERS = frozenset("生")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?:19\d\d|20[0-2]\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
DATE = (
    rf"(?:{_YEAR}\s?[-./年]\s?(?:1[0-2]|0?[1-9])\s?[-./月]\s?{_DAY}\s?[日号號]?|{_DAY}[-./ ](?:{_DAY}|{_MONTH})[-./ ](?:{_YEAR}|\d\d)(?!\d)"
    rf"|{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}|(?:19\d\d|200\d|201\d)[01]\d[0-3]\d(?!\d)"
    rf"|0?\d{{2}}/[01]?\d/[0-3]?\d(?![\d/])|(?:民[国國])?\s?\d{{2,3}}年\s?\d{{1,2}}月\s?\d{{1,2}}[日号號]?|{_YEAR}年\d{{1,2}}月)"
)
# As it is said: the fourteenth of july nineteen eighty three.
_ORDINAL = "(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
_COUNT = "(?:oh |hundred |hundred and )?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_YEAR_SAID = rf"(?:(?:nineteen|twenty) {_COUNT}|two thousand(?:(?: and)? {_COUNT})?|{_YEAR})"
_DATE_SAID = rf"(?:(?:{_ORDINAL})(?: of)? {_MONTH},? {_YEAR_SAID}|{_MONTH} (?:the )?(?:{_ORDINAL}),? {_YEAR_SAID}|{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR_SAID})(?![A-Za-z])"
_SAID = re.compile(
    rf"(?:(?<![A-Za-z])(?:born(?: on)?|date of birth|birth ?date|birth|d\.?o\.?b\.?|birthday|b-?day)(?:[\s:=(?,.\uff1f-]|(?<![A-Za-z])(?:is|was|on|the|it's|its|it\u2019s|that's|yes|yeah|sure|okay|ok|uh|um|so|please|my|please)(?![A-Za-z]))*"
    rf"|(?:出生(?:日期|年月日|年月|于|於|在)?|生日|生於|生于)(?:\s|[:：=(-]|是|为|為|在)*)({DATE}|{_DATE_SAID})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"({_YEAR}\s?[-./年]\s?\d{{1,2}}\s?[-./月]\s?\d{{1,2}}\s?[日号號]?|\d{{2}}年\d{{1,2}}月\d{{1,2}}[日号號])\s?(?:出生|生的|生人|生(?![日产產活意病气氣效成鲜鮮]))"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit and look.words.isdisjoint(_WORDS):
        return False
    return not (look.words.isdisjoint(_WORDS) and look.letters.isdisjoint(_LETTERS) and "d.o.b" not in look.low)


def find(look: Look) -> Iterator[Found]:
    """DOB."""
    text = look.text
    for pattern in (_SAID, _BEFORE):
        for match in pattern.finditer(text):
            written = match.group(1).rstrip()
            yield Found(match.start(1), match.start(1) + len(written), "DOB", re.sub(r"\W+", "-", written.lower()))
