"""Numbers in words, as transcripts have them: phones, cards, accounts, identity numbers, codes.

For: `found`. Not for: numbers in Chinese words; see `spoken_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.mark import Found, Look
from voc.personal.numbers import phones, records
from voc.personal.words import filler

_LIKELY = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
_SPELLED = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_DIGIT_WORD = rf"(?:(?:double|triple)[ -])?(?:{'|'.join(_SPELLED)})"
_SPOKEN = re.compile(
    rf"(?<![A-Za-z])(?:plus )?{_DIGIT_WORD}(?:(?:[ ,.\u2026-]{{1,4}}| and | then |, then | dash | hyphen | space ){_DIGIT_WORD}){{2,22}}(?![A-Za-z])",
    re.IGNORECASE,
)
# What may stand between such a word and its number.
_IS = (
    r"(?:[\s:,.?-]|(?<![A-Za-z])(?:number|no|num|is|was|it's|its|yeah|yep|um+|uh+|er|reads?|as|ending|starts?|with|on|and|the|my|card|yes|okay|ok|sure|so|um|uh|please|sir|"
    r"madam|that's|security|details?)(?![A-Za-z]))*"
)
# What a number after such a word is: its kind, the least and the most digits.
_CUES = tuple(
    (kind, re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z]){_IS}$", re.IGNORECASE), least, most)
    for kind, words, least, most in (
        ("SSN", "ssn|social|social security", 9, 9),
        ("CARD", "card|visa|mastercard|amex|debit|credit|maestro|american express", 13, 19),
        ("ACCOUNT", "account|acct|sort code|routing|iban", 6, 18),
        ("PASSPORT", "passport", 7, 10),
        ("SECRET", "pin|otp|passcode|cvv|cvc|one[- ]time code|verification code|security code", 3, 8),
    )
)  # fmt: skip
# A postcode letter by letter: s w one nine two b x.
_POSTCODE = re.compile(
    rf"(?<![A-Za-z])(?:post ?code|postal code|zip(?: code)?)(?![A-Za-z]){_IS}((?:[a-z]|\d|{_DIGIT_WORD})(?:[ ,.-]{{1,2}}(?:[a-z]|\d|double [a-z]|{_DIGIT_WORD})){{4,8}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    many = len(look.words & _LIKELY)
    return many > 2 or (many > 0 and not look.words.isdisjoint(("postcode", "post", "postal", "zip")))


def find(look: Look) -> Iterator[Found]:
    """PHONE, CARD, SSN, ACCOUNT, PASSPORT, POSTCODE and SECRET: after a word for one; ten digits and more anywhere are a phone or a card."""
    text = look.text
    for match in _POSTCODE.finditer(text):
        yield Found(*match.span(1), "POSTCODE", re.sub("[^a-z0-9]", "", match.group(1).lower()))
    for match in _SPOKEN.finditer(text):
        value = _digits(match.group())
        head = text[max(0, match.start() - 48) : match.start()]
        kind = _kind(head, len(value))
        if kind is None and len(value) >= 7 and _phone().search(head):
            kind = "PHONE"
        if (
            kind is None
            and 10 <= len(value) <= 19
            and len(set(value)) > 2
            and not records.is_record(text, *match.span())
        ):
            kind = "PHONE" if len(value) < 14 else "CARD"
        if kind:
            yield Found(match.start(), match.end(), kind, value)


def _kind(head: str, length: int) -> str | None:
    return next((kind for kind, cue, least, most in _CUES if least <= length <= most and cue.search(head)), None)


def _digits(said: str) -> str:
    value = ""
    for many, one in re.findall(rf"(?:(double|triple)[ -])?({'|'.join(_SPELLED)})", said.lower()):
        value += _SPELLED[one] * {"double": 2, "triple": 3}.get(many, 1)
    return value


@cache
def _phone() -> re.Pattern[str]:
    return re.compile(rf"{phones.cue()}{filler()}$", re.IGNORECASE)
