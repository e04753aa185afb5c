"""What one turn gives: its numbers, dates and amounts, and the words that describe something.

For: `restatements`, which compares turns. Not for: finding personal data; that is `clean`'s, and nothing that is read
here leaves the room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from voc.classify.conversation import contact
from voc.language import folded
from voc.pattern import is_spaced

PASSAGE = 3
STRONG = ("order", "account", "phone", "number", "email")  # given again, these are a restatement by themselves

# Addresses, handles, quoted posts, [smiles], #tags# and placeholders say nothing of the matter.
_BLANK = re.compile(r"https?://\S+|www\.\S+|//@.*|\[[^\]\n]{1,6}\]|#[^#\n]{1,30}#|<[a-z]+_\d+>")
# "@ China Unicom Customer Service": written to somebody, in the case that folding takes away.
_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+-])@ ?[\w-]+(?: (?:of |the )*[A-Z][\w'’-]*){0,6}")
_EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,64}@[a-z0-9-]{1,64}(?:\.[a-z0-9-]{1,64}){1,4}")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?)(?!\d)"
    rf"|\b(?:{_MONTHS})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})[a-z]*\b"
)
_AMOUNT = re.compile(
    r"(?:[$£€¥]|rmb |usd |nt\$|hk\$) ?\d[\d,]{0,12}(?:\.\d{1,2})?"
    r"|(?<![\d.])\d[\d,]{0,12}(?:\.\d{1,2})? ?(?:元|块|圆|万|dollars?|pounds?|euros?|yuan|bucks|rmb|usd|gbp)"
)
# Digits in groups, with letters before or among them: 3348917502, (977) 625-2661, N210456, cminh730, 159xxxx6507. A comma
# before them parts clauses, in Chinese without a space behind it, but for 1,234 and 3.14159.
_NUMBER = re.compile(
    r"(?<![a-z0-9*])(?<!\d\.)(?<!\d,(?=\d{3}(?!\d)))\+?\(?[a-z0-9*]{0,24}\d[a-z0-9*]{0,24}\)?"
    r"(?:(?:[ -]|\) ?)\(?\d[a-z0-9*]{0,12}\)?){0,6}(?![a-z0-9]|\.\d)"
)
_TEN = ("zero oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_WORDS = {word: str(value) for value, words in enumerate(_TEN) for word in words.split()}
_DIGIT_WORD = "|".join(sorted(_DIGIT_WORDS, key=len, reverse=True))
_SPOKEN_ONE = rf"(?:(?:double|triple) )?(?:{_DIGIT_WORD}|\d)"
_SPOKEN_EN = re.compile(rf"\b(?=(?:\d[ ,-]{{1,3}}){{0,24}}[a-z])(?:{_SPOKEN_ONE}[ ,-]{{1,3}}){{3,24}}{_SPOKEN_ONE}\b")
_SPOKEN_PART = re.compile(rf"(?:(double|triple) )?({_DIGIT_WORD}|\d)")
_TIMES = {"": 1, "double": 2, "triple": 3}
_SPOKEN_ZH = re.compile("[零〇一二三四五六七八九幺]{5,}")
_ZH_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_LATIN = re.compile(r"[a-z][a-z']+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[^.!?;,\n。！？；，、…]+(?:\.\d[^.!?;,\n。！？；，、…]*)*")
# A booking's six letters and figures in any order: QK9M2X. In iphone15, 10days and 256gb they come one after the other.
_LOCATOR = re.compile(r"(?=(?:[a-z]*\d){2})(?=[a-z0-9]*[a-z]\d+[a-z])[a-z0-9]{6}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIALLED = re.compile(r"(?:打|拨|致电|电|dial(?:l?ed|l?ing)?|call(?:ed|ing)?|rang|ring)[了过到通的给 ]{0,3}$")
_PUBLIC = re.compile(r"(?:\+?86)?(?:400|800)\d{7}|1?8(?:00|44|55|66|77|88)\d{7}|0800\d{6,7}|800\d{6}")


_HOTLINE_ZH = re.compile(r"1[012]\d{3}|9[56]\d{3}")  # 10010, 12345, 95588: everybody's


@dataclass(frozen=True)
class Given:
    """A number, date or amount: its `kind` (order, account, phone, number, email, code, date, amount), its `value` without
    spaces and signs, and its characters [start, end) of the turn."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Content:
    """`given` in order of place; `clauses` as (start, end, content words); `words` are those of all clauses; `size` counts
    every word said (Han letters in Chinese)."""

    given: tuple[Given, ...]
    clauses: tuple[tuple[int, int, frozenset[str]], ...]
    words: frozenset[str]
    size: int

    @cached_property
    def passages(self) -> tuple[frozenset[str], ...]:
        """The content words of every PASSAGE clauses in a row: what is said again was said in one place."""
        words = [words for _, _, words in self.clauses]
        starts = range(max(1, len(words) - PASSAGE + 1))
        return tuple(frozenset[str]().union(*words[at : at + PASSAGE]) for at in starts)


def content(text: str, lang: str) -> Content:
    """The Content of one turn in `lang`; a language that we have no word lists for is read as English is."""
    plain = _plain(text)
    given = tuple(sorted(_given(plain, lang), key=lambda one: one.start))
    described = plain
    for one in given:
        described = described[: one.start] + " " * (one.end - one.start) + described[one.end :]
    clauses = tuple(
        (
            match.end() - len(match.group().lstrip()),
            match.start() + len(match.group().rstrip()),
            _words(match.group(), lang),
        )
        for match in _CLAUSE.finditer(described)
        if match.group().strip()
    )
    return Content(given, clauses, frozenset[str]().union(*(words for _, _, words in clauses)), size(plain))


def size(text: str) -> int:
    """Words of a text: Han letters each, other words by white space and signs."""
    return sum(len(match.group()) for match in _HAN.finditer(text)) + len(
        re.findall(r"[a-z0-9'@.-]*[a-z0-9]", _HAN.sub(" ", folded(text)))
    )


def digits(text: str, lang: str) -> frozenset[str]:
    """The values of all that is given in `text`: what an echo is told by."""
    return frozenset(one.value for one in _given(_plain(text), lang))


def _plain(text: str) -> str:
    """`text` folded, of the same length, with blanks for what is said to nobody's matter."""
    return _BLANK.sub(_spaces, folded(_HANDLE.sub(_spaces, text)))


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _given(plain: str, lang: str) -> Iterator[Given]:
    left = plain
    for kind, pattern in (("email", _EMAIL), ("date", _DATE), ("amount", _AMOUNT)):
        for match in pattern.finditer(left):
            yield Given(kind, re.sub(r"[\s,]|(?<=\d)(?:st|nd|rd|th)\b", "", match.group()), *match.span())
        left = pattern.sub(_spaces, left)
    for match in _SPOKEN_EN.finditer(left):
        value = "".join(
            _TIMES[times] * _DIGIT_WORDS.get(one, one) for times, one in _SPOKEN_PART.findall(match.group())
        )
        if len(value) >= 5:
            yield Given("number", value, *match.span())
            left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
    for match in _NUMBER.finditer(left):
        value = re.sub(r"[^a-z0-9*]", "", match.group())
        called = _kind(value, left[max(0, match.start() - 30) : match.start()], lang)
        if called is not None:
            yield Given(called, value, *match.span())
    for match in _SPOKEN_ZH.finditer(left):
        yield Given("number", match.group().translate(_ZH_DIGITS), *match.span())


def _kind(value: str, before: str, lang: str) -> str | None:
    """What a run of letters and digits is, by its shape and the words before it; None for 5, 2019, 3G or x5pro."""
    figures = sum(letter.isdigit() for letter in value)
    if figures < 3 and _LOCATOR.fullmatch(value):
        return contact.named(before[-20:], lang) or "code"
    if figures < 3 or len(value) < 4 or _YEAR.fullmatch(value):
        return None
    if _DIALLED.search(before) or _PUBLIC.fullmatch(value):
        return None  # the number of the firm, not the customer's
    called = contact.named(before[-20:], lang)
    if called is None and not is_spaced(lang) and _HOTLINE_ZH.fullmatch(value):
        return None
    if figures >= 6 or (called in ("order", "account") and figures >= 4):
        return called or "number"
    return "code" if figures >= 4 or len(value) >= 6 else None


@cache
def _dull(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    said = contact.words(lang)
    return frozenset(said["courtesy"].split()), frozenset(said["stop"].split() if is_spaced(lang) else said["stop"])


def _words(clause: str, lang: str) -> frozenset[str]:
    """Content words, cut to a stem, and pairs of Han letters without a particle in them."""
    courtesy_en, stop_en = _dull("en")
    courtesy_zh, particles = _dull("zh")
    latin = (word.strip("'") for word in _LATIN.findall(clause))
    words = {_stem(word) for word in latin if len(word) > 1 and word not in stop_en and word not in courtesy_en}
    for run in _HAN.findall(clause):
        pairs = (run[i : i + 2] for i in range(len(run) - 1))
        words.update(pair for pair in pairs if pair not in courtesy_zh and particles.isdisjoint(pair))
    return frozenset(words)


def _stem(word: str) -> str:
    for ending in ("'s", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
