"""Where personal data stands in a text: e-mail addresses, phone and card numbers, account and identity numbers, names.

For: `mask`. Not for: what is no person's - order, ticket, flight and tracking numbers, dates, times, amounts,
durations and versions are join keys and evidence, and stay.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple


class Found(NamedTuple):
    """One span [start, end) of personal data, its kind, and its value: one and the same however it is written."""

    start: int
    end: int
    kind: str
    value: str


# Quick looks, so that most texts cost one search.
_MAYBE = re.compile(
    r"@|(?:\d[^\w\n]{0,3}){7}|\d\.\d+\.\d|[?&](?:to|ke|pa|pw|se|si|ap)|[A-Fa-f0-9]:[A-Fa-f0-9]*:"
    r"|name|[A-Z]{2}\d{2}|[叫姓]",
    re.IGNORECASE,
)

# Letters, digits and what joins them; other full-width signs stay: 13812345678，2 is a phone number and a two.
_WIDE = re.compile("[\uff0e\uff10-\uff19\uff20-\uff3a\uff41-\uff5a]")
_HALF = {code: code - 0xFEE0 for code in (0xFF0B, 0xFF0D, 0xFF0E, 0xFF3F, *range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B),
                                          *range(0xFF41, 0xFF5B))} | {0x3000: 0x20}  # fmt: skip

# Patterns begin behind a boundary: without one, a long blob in a text would take time squared.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_LOGIN = re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)")
_SECRET = re.compile(
    r"(?<=[?&])(?:access_token|token|api_?key|key|password|passwd|pwd|secret|sig|signature)=([^&\s#<>]+)", re.IGNORECASE
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_PRC_ID = re.compile(r"(?<![A-Za-z0-9])[1-8]\d{16}[\dXx](?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![A-Za-z0-9.])[2-6]\d{3}(?:[ -]?\d){9,15}(?![A-Za-z0-9]|\.\d)")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[A-Fa-f0-9]{1,4}:){2,7}(?::?[A-Fa-f0-9]{1,4}){1,6}(?![\w:])")
_PHONE = re.compile(
    r"""(?<![A-Za-z0-9+#.])(?<!\d[-/:])(?:
      \+\d{1,3}[ .-]?(?:\(0?\d{0,4}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,4}         # +44 20 7946 0958
    | 00(?:44|86|852|853|886|65|61|49|33|1)[ .-]?\d{2,4}(?:[ .-]?\d{2,5}){1,3}     # 0086 138 1234 5678
    | (?:1[ .-])?(?:\([2-9]\d{2}\)[ ]?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}        # (415) 555-0132
    | \(0\d{1,4}\)[ ]?\d{3,4}[ -]?\d{3,4}                                          # (02) 2345-6789
    | 07\d{3}[ -]?\d{3}[ -]?\d{3}                                                  # 07700 900123, UK mobile
    | 09\d{2}[ -]?\d{3}[ -]?\d{3}                                                  # 0912-345-678, TW mobile
    | 0[1-3]\d{0,3}[ -]\d{3,4}[ -]?\d{3,4}                                         # 020 7946 0958
    | 0[1-3]\d{9}                                                                  # 02079460958
    | 0\d{1,3}-\d{4}-?\d{4}                                                        # 010-8888 6666, 02-2345-6789
    | 0\d{2,3}-\d{7,8}                                                             # 0755-12345678
    | 400-\d{3,4}-\d{3,4}                                                          # 400-820-8820
    | 1[3-9]\d[ -]?\d{4}[ -]?\d{4}                                                 # 138 1234 5678, CN mobile
    )(?![A-Za-z0-9]|[.,:/-]\d)""",
    re.VERBOSE,
)  # fmt: skip
_NAME_PARTS = r"[A-Za-z][\w'\u2019.-]*(?: [A-Za-z][\w'\u2019.-]*){0,3}"
_NAME_EN = re.compile(
    rf"\b(?:my|our) (?:full |first |last |given )?names?(?:'s|\u2019s| is| are| was)[ :]+({_NAME_PARTS})", re.IGNORECASE
)
_IBAN_LENGTH = {"GB": 22, "DE": 22, "FR": 27, "ES": 24, "IT": 27, "NL": 18, "BE": 16, "IE": 22, "PT": 25, "CH": 21,
                "AT": 20, "SE": 24, "NO": 15, "DK": 18, "FI": 18, "PL": 28, "LU": 20, "CZ": 24, "GR": 27, "HU": 28,
                "RO": 24, "TR": 26, "AE": 23, "SA": 24, "IL": 23}  # fmt: skip


def found(text: str) -> list[Found]:
    """The spans of personal data in `text`, sorted, none inside another; where two compete, the surer kind wins. Letters and
    digits of full width are read as plain ones."""
    if _WIDE.search(text):
        text = text.translate(_HALF)
    if not _MAYBE.search(text):
        return []
    taken: list[Found] = []
    for one in _candidates(text):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken)


def _candidates(text: str) -> Iterator[Found]:
    """Everything that could be personal data, the surest kinds first."""
    for kind, pattern in (("SECRET", _LOGIN), ("SECRET", _SECRET), ("EMAIL", _EMAIL)):
        for match in pattern.finditer(text):
            value = match.group(pattern.groups)
            yield Found(match.start(pattern.groups), match.end(), kind, value.lower() if kind == "EMAIL" else value)
    yield from _accounts(text)
    yield from _addresses(text)
    yield from _phones(text)
    yield from _names(text)


def _accounts(text: str) -> Iterator[Found]:
    """Bank accounts, identity numbers and payment cards: each proves itself by its check digits."""
    for match in _IBAN.finditer(text):
        if _is_iban(match.group()):
            yield Found(match.start(), match.end(), "IBAN", match.group().replace(" ", ""))
    for match in _PRC_ID.finditer(text):
        if _is_prc_id(match.group()):
            yield Found(match.start(), match.end(), "ID", match.group().upper())
    for match in _CARD.finditer(text):
        digits = _digits(match.group())
        if _is_card(digits) and not _is_record_key(text, match.start()):
            yield Found(match.start(), match.end(), "CARD", digits)


def _addresses(text: str) -> Iterator[Found]:
    for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        is_version = _words()["version"].search(text[max(0, match.start() - 20) : match.start()])
        if _is_address(match.group()) and not is_version:
            yield Found(match.start(), match.end(), "IP", match.group().lower())


def _phones(text: str) -> Iterator[Found]:
    words = _words()
    for match in _PHONE.finditer(text):
        digits, is_amount = _digits(match.group()), words["amount"].match(text, match.end())
        if 8 <= len(digits) <= 15 and not is_amount and not _is_record_key(text, match.start()):
            yield Found(match.start(), match.end(), "PHONE", digits)
    for match in words["phone"].finditer(text):
        digits, is_amount = _digits(match.group("number")), words["amount"].match(text, match.end())
        if 7 <= len(digits) <= 12 and not is_amount:
            yield Found(match.start("number"), match.end("number"), "PHONE", digits)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _is_record_key(text: str, start: int) -> bool:
    return _words()["record"].search(text[max(0, start - 40) : start]) is not None


def _is_iban(text: str) -> bool:
    """ISO 13616: the length of its country and a remainder of 1 modulo 97."""
    plain = text.replace(" ", "")
    if _IBAN_LENGTH.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def _is_prc_id(text: str) -> bool:
    """GB 11643: a birth date in it and a check digit by ISO 7064 MOD 11-2."""
    try:
        born = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return 1900 <= born.year <= 2100 and "10X98765432"[total % 11] == text[17].upper()


def _is_card(digits: str) -> bool:
    """A card scheme's first digits, their length, and the Luhn sum (ISO/IEC 7812-1)."""
    two, n = int(digits[:2]), len(digits)
    is_known = (
        (digits[0] == "4" and n in (13, 16, 19))
        or ((51 <= two <= 55 or 2221 <= int(digits[:4]) <= 2720) and n == 16)
        or (two in (34, 37) and n == 15)
        or (two in (30, 36, 38) and n == 14)
        or (two == 35 and n == 16)
        or (two in (60, 64, 65) and n in (16, 19))
        or (two == 62 and 16 <= n <= 19)
    )
    doubled = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return is_known and doubled % 10 == 0


def _is_address(text: str) -> bool:
    """A real IP address that is no version number: 8.4.21.50 is too small in its parts to be told from one."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if address.version == 6:
        return True
    parts = [int(part) for part in text.split(".")]
    return (parts[0] >= 10 and sum(part >= 10 for part in parts) >= 2) or address.is_private or address.is_loopback


def _names(text: str) -> Iterator[Found]:
    words = _words()
    for match in _NAME_EN.finditer(text):
        said = match.group(1).rstrip(".'\u2019-")
        parts: list[str] = []
        for word in said.split(" "):
            is_first_plain = not parts and word[0].islower()
            if word.lower().rstrip(".") in words["not_names"] or (word[0].islower() and parts):
                break
            parts.append(word)
            if is_first_plain or word.endswith("."):
                break
        name = " ".join(parts).rstrip(".'\u2019-")
        if name and not (name[0].islower() and _goes_on(text, match.start(1) + len(name))):
            yield Found(match.start(1), match.start(1) + len(name), "NAME", name.lower())
    for match in words["called"].finditer(text):
        yield Found(match.start(1), match.end(1), "NAME", match.group(1))
    for match in words["family"].finditer(text):
        yield Found(match.start(1), match.end(1), "NAME", match.group(1))


def _goes_on(text: str, at: int) -> bool:
    """A small word after "my name is" is a name only where the clause ends or goes on with and / i."""
    return re.match(r"\s*(?:$|[,.!;\n]|(?:and|i|from)\b)", text[at:], re.IGNORECASE) is None


@cache
def _words() -> dict[str, Any]:
    """The word lists of personal.toml as patterns."""
    lists = tomllib.loads(resources.files("voc").joinpath("data/words/personal.toml").read_text(encoding="utf-8"))
    # \b would not do: there is no word boundary between a Han letter and a Latin one.
    plain = {name: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for name, words in lists.items()}
    fillers = rf"(?:\s*(?:(?<![A-Za-z])(?:{plain['fillers']})(?![A-Za-z])|{plain['fillers_zh']}|[:#=(-]))*\s*"
    record = rf"(?:(?<![A-Za-z])(?:{plain['record_words']})|{plain['record_words_zh']})"
    phone = rf"(?:(?<![A-Za-z])(?:{plain['phone_words']})|{plain['phone_words_zh']})"
    surname = f"(?:{plain['double_surnames']}|[{lists['surnames']}])"
    given = f"[^\\W\\d_A-Za-z{re.escape(lists['not_given'])}]"
    return {
        "not_names": frozenset(lists["not_names"]),
        "record": re.compile(rf"{record}{fillers}(?:[A-Z]{{1,4}}-?)?$", re.IGNORECASE),
        "phone": re.compile(
            rf"{phone}{fillers}(?P<number>\d{{3,4}}[ -]?\d{{3,4}}(?:[ -]?\d{{2,4}})?)(?![A-Za-z0-9]|[.,:/-]\d)",
            re.IGNORECASE,
        ),
        "version": re.compile(rf"(?<![A-Za-z])(?:{plain['version_words']})[\s:.]*$", re.IGNORECASE),
        "amount": re.compile(rf"\s*(?:{plain['amount_words']})", re.IGNORECASE),
        "called": re.compile(f"(?:我(?:的)?(?:名字)?(?:叫|是叫)|名叫|姓名[:：]?)\\s*({surname}{given}{{1,2}})"),
        "family": re.compile(f"(?<!老百)姓({surname})"),
    }
