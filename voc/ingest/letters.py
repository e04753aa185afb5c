"""How unlikely a text is by its letters alone: `cost(text, kind)` in nats, for choosing among encodings.

For: `encoding`. Not for: telling languages apart (see voc.language). The same bytes decode in several encodings without an
error; only in the right one do they give letters that people use. A cost is -ln of a letter's share in texts of a kind:
counted for Chinese characters (data/words/characters.tsv), rough classes for all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from itertools import pairwise

_NEVER = 25.0  # no text holds it
_BOUND = 2.0  # two characters of one word: e^2 times as often side by side as by chance, at least
_MARKS = "，。！？、：；…—～·「」『』（）《》“”‘’【】"  # how Chinese is punctuated
_WESTERN = "éèêàâäáãçñöóôõüúûíß’‘“”–—…€£°"  # what western texts hold beside ASCII, and what they hold less often:
_LESS = "ëåòùïîìœæøÉÀÄÇÖÜÅØ"
_SELDOM = "ÿðþýÈÊÂÃÁÑÓÕÔÚÆÍÎÞÐ¡¿«»¥©®™•ºª²½´·„"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäßăâîșț"  # Polish, Czech, Hungarian, Romanian
_HANGUL = (
    "이다는을가에의고하한지도로은그리사나기아를서해인어자시대정수과와라만일주보전있습니없제안것내당요게면했좋네세요여으성상"
    "부스오원더진무거저들때우소구장문연경방비점화물받약간드같신입된할계용선식중금불최말잘너님됩객담청품송배매감친절"
)
# A lower-case letter before a capital one with an accent, or two letters with accents: rare in any word, common in a
# wrong reading.
_ODD_CASE = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-ÞŠŒŽŸ]|(?<=[A-Z])[À-ÖØ-ÞŠŒŽŸ](?=[a-z])|(?<= )[ÐÑ](?= )|\d[ÐÑ](?=\d)")
_ODD_RUN = re.compile("(?!ç[ãõ]|Ç[ÃÕ]|[áéíóú]ñ|[äöü]ß|ää|öö|óó|[ÉéÈ]é|ëë)[¡-ÿŒœŠšŽžŸƒˆ˜]{2}")
_ODD_SIGN = re.compile(
    r"[A-Za-zà-öø-ÿ][¡-¿×÷ˆ˜†‡‰¬∞√∆◊Ω∑∏π∫•™„‚›](?=[A-Za-zà-öø-ÿ])|(?![cCsSvVbBnNmMfF])[A-Za-z]œ|[A-Za-z]œ(?![a-z])|\d¡|[a-z]{3}¹"
)
# An apostrophe stands after a short word that lost its end, or before one of English that lost its beginning.
_LOST = "(?:s|t|re|ve|ll|d|m|em|n|all|clock)\\b"
_ODD_QUOTE = re.compile(
    f"”[A-Za-z]|[A-Za-z][–—]+[a-z]|[a-z]‘(?!{_LOST})|"
    f"[A-Za-z][a-z]{{2}}(?<!squ)(?<!lqu)(?<!ll)(?<!un)(?<!st)(?<!nt)(?<!tt)(?<!zz)’(?!{_LOST})[a-z]"
)
_ODD_OPEN = re.compile("[A-Za-z]“")  # but where „ opens
_ODD_HAN = re.compile(
    "[A-Za-z][\u3400-\u9fff](?=[A-Za-z ])|[a-z]{2}[\u3400-\u9fff](?=[\r\n]|$)"
)  # in or after a Latin word
_WORD = re.compile("[A-Za-z]{2}")
_ODD_MIX = re.compile("[A-Za-z][А-яё]|[А-яё][A-Za-z]")


def cost(text: str, kind: str) -> float:
    """How unlikely `text` is as a text of `kind`: chinese, japanese, korean, cyrillic, central (European) or western."""
    counts = Counter(text)
    if kind == "chinese":
        # Traditional characters in GB18030 are rare, and not impossible.
        return min(_written(text, counts, "hans"), _written(text, counts, "hant") + 2)
    if kind in ("western", "central"):
        odd = sum(len(one.findall(text)) for one in (_ODD_CASE, _ODD_RUN, _ODD_SIGN, _ODD_QUOTE))
        odd += 0 if "„" in counts else len(_ODD_OPEN.findall(text))
        return _total(counts, _western if kind == "western" else _central) + 6.0 * odd
    # No text of another script is expected here; one is taken where it is plainly better.
    odd = len(_ODD_MIX.findall(text)) if kind == "cyrillic" else 0
    return _total(counts, {"japanese": _japanese, "korean": _korean, "cyrillic": _cyrillic}[kind]) + 10.0 + 6.0 * odd


def _written(text: str, counts: Counter[str], script: str) -> float:
    pairs = _characters()[f"{script} pairs"]
    bound = sum(one + two in pairs for one, two in pairwise(text))
    # A line of Latin words in which no character is Chinese is no Chinese, whatever its marks are.
    is_none = _WORD.search(text) is not None and not any("\u3400" <= letter <= "\u9fff" for letter in counts)
    odd = 9.0 * len(_ODD_HAN.findall(text)) + 4.0 * is_none
    return _total(counts, partial(_chinese, script)) - _BOUND * bound + odd


def _total(counts: Counter[str], of: Callable[[str], float]) -> float:
    return sum(count * of(letter) for letter, count in counts.items())


@cache
def _characters() -> dict[str, dict[str, float]]:
    """By script how unlikely a character is, and by "script pairs" those that stand side by side."""
    found: dict[str, dict[str, float]] = {"hans": {}, "hant": {}}
    for line in resources.files("voc").joinpath("data/words/characters.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        script, nats, letters = line.split("\t")
        if nats == "pairs":
            found[f"{script} pairs"] = dict.fromkeys(letters.split(" "), 1.0)
        else:
            found[script] |= dict.fromkeys(letters, float(nats))
    return found


@cache
def _chinese(script: str, letter: str) -> float:
    if letter < "\x80":
        return _ascii(letter)
    if letter in _MARKS:
        return 5.0
    if "\u3400" <= letter <= "\u9fff":
        return _characters()[script].get(letter) or _rare(letter)
    if "\uff01" <= letter <= "\uff5e":
        return 8.0
    if "\u3000" <= letter <= "\u30ff" or "\u2460" <= letter <= "\u2473" or "\U0001f2ff" < letter < "\U0001ffff":
        return 9.0
    return _other(letter)


@cache
def _rare(letter: str) -> float:
    """A character that was not counted: 14 where both standards put it among the common ones, up to 18."""
    gb = letter.encode("gb2312", errors="ignore")
    big = letter.encode("big5", errors="ignore")
    if (gb and gb[0] < 0xD8) or (big and big[0] < 0xC7):
        return 14.0
    return 16.0 if gb or big else 18.0


@cache
def _western(letter: str) -> float:
    if letter < "\x80":
        return _ascii(letter)
    if letter in _WESTERN:
        return 5.5
    if letter in _LESS:
        return 6.5
    if letter in _SELDOM:
        return 8.0
    return max(11.0, _other(letter))


@cache
def _central(letter: str) -> float:
    return 5.5 if letter in _CENTRAL else _western(letter)


@cache
def _japanese(letter: str) -> float:
    if "\u3041" <= letter <= "\u30fc":
        return 4.5
    if letter in "。、「」！？":
        return 4.5
    if "\uff61" <= letter <= "\uff9f":
        return 9.0  # of half width: old systems only
    return _characters()["hant"].get(letter, 11.0) + 2 if "\u3400" <= letter <= "\u9fff" else _chinese("hant", letter)


@cache
def _korean(letter: str) -> float:
    if "\uac00" <= letter <= "\ud7a3":
        return 5.5 if letter in _HANGUL else 9.0
    return 16.0 if "\u3400" <= letter <= "\u9fff" else _chinese("hant", letter)


@cache
def _cyrillic(letter: str) -> float:
    if "а" <= letter <= "я" or letter == "ё":
        return 3.5
    return 7.0 if "А" <= letter <= "Я" else _western(letter)


def _ascii(letter: str) -> float:
    if letter < " ":
        return 4.0 if letter in "\t\r\n" else _NEVER
    return 4.0 if letter.isalnum() or letter in " ,.\"'-/:;()!?" else 7.0


@cache
def _other(letter: str) -> float:
    """A letter of no kind that was asked for."""
    if letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Cn", "Co", "Cs"):
        return _NEVER
    if letter >= "\U00020000":
        return 18.0
    return 9.0 if letter in "•©®™€£¥°²½×" else 13.0
