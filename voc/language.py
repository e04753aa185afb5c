"""What language a text is in, by its script and its commonest words; and text folded for matching.

For: `clean` (which fills `lang`) and every search for words. Not for: translation, or telling apart languages that
we cannot read - those are `und` and stay silent.

Script rules beat statistical detectors on short comments, which is most of what customers write.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from itertools import product

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d]+")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+")
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LATIN_WORD = re.compile(f"[{_LATIN}]+(?:['\u2019][{_LATIN}]+)*")
_OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u2c00-\u2dff\ua000-\uabff\ufb50-\ufdff\ufe70-\ufefc]")
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[A-Za-z0-9_.+-]+@\S+|[@#]\w+|<[A-Z]+_\d+>")

_WIDE = re.compile("[\uff01-\uff5e]")  # letters, digits and signs of full width
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_GAP, _COPIED = 3, 4  # characters: between two copies at most, in a copy at least ("not not" is no copy) ...
_HAN_COPIED = 2  # ... or where it is Chinese: 不错不错 says 不错
_ENOUGH = 2000  # characters that settle the matter
_SHORT = 6  # words; below it, plain ASCII words without a sign of another language count as English
_ENGLISH_SHARE = 0.15  # of the words of a longer text must be common English ones


def of(text: str | None) -> str:
    """The language of `text`: en, zh-Hans, zh-Hant, ja, ko, or und where we cannot say or cannot read it.

    Chinese with no character that exists in only one of the two scripts is zh-Hans.
    """
    if not text:
        return "und"
    text = half_width(text[:_ENOUGH])
    if text.isascii():
        return _latin(text)
    han = _letters(_HAN, text)
    kana, hangul = _letters(_KANA, text), _letters(_HANGUL, text)
    if kana and kana >= 0.2 * (han + kana) and (kana > 1 or not han):
        return "ja"
    if hangul and hangul >= han:
        return "ko"
    words = _LATIN_WORD.findall(_without_noise(text))
    if han and han >= sum(1 for word in words if len(word) > 1):
        return _chinese(text)
    if len(_OTHER_SCRIPT.findall(text)) > sum(map(len, words)):
        return "und"
    return _latin(text)


def named(code: str | None) -> str:
    """A language code as users write it -> ours: zh-CN, zh_TW, EN-gb, cht -> zh-Hans, zh-Hant, en, zh-Hant.

    "zh" alone does not name a script and gives "" as does an empty code: look at the text then.
    """
    plain = (code or "").strip().replace("_", "-").lower()
    if plain in ("", "zh", "chi", "zho", "cmn", "chinese", "auto", "unknown", "null", "none"):
        return ""
    parts = plain.split("-")
    if plain in ("cht", "tc", "big5") or (parts[0] == "zh" and {"hant", "tw", "hk", "mo", "cht"} & set(parts)):
        return "zh-Hant"
    if plain in ("chs", "sc", "cn") or parts[0] == "zh":
        return "zh-Hans"
    return {"eng": "en", "english": "en", "jpn": "ja", "kor": "ko"}.get(parts[0], parts[0])


@lru_cache(maxsize=256)
def family(lang: str | None) -> str:
    """What the words of `lang` are looked up under: en, zh, another code, or und."""
    return (lang or "und").replace("_", "-").split("-")[0].lower() or "und"


# Letters of both scripts, which OpenCC therefore leaves, in words that either side writes with another of them: 回覆 and
# 回复, 等著 and 等着, 帳戶 and 账户, 甚麼 and 什么, 櫃枱 and 柜台, 姊 and 姐.
_ONE_WORD = {"覆": "复", "著": "着", "帐": "账", "甚": "什", "枱": "台", "姊": "姐"}


def folded(text: str) -> str:
    """`text` for matching only, character by character and so of the same length.

    Lower case, full width -> half width, typographic quotes -> plain, Traditional -> Simplified (OpenCC t2s).
    """
    return text.lower() if text.isascii() else text.translate(_folding())


def half_width(text: str) -> str:
    """`text` with its full-width letters, digits and signs as plain ones, character by character, so of the same length."""
    return text.translate(_HALF) if _WIDE.search(text) else text


def once(text: str) -> str:
    """The first copy, where `text` is the same twice to five times over, with a few spaces or marks between at most; else
    `text`. Pasting a complaint twice says it once."""
    plain = text.rstrip()
    # What is there twice begins twice: nearly every text is answered here.
    if plain.find(plain[: _COPIED if plain.isascii() else _HAN_COPIED], 1) < 0:
        return text
    for copies, gap in product(range(2, 6), range(_GAP + 1)):
        one, left = divmod(len(plain) - gap * (copies - 1), copies)
        if left or one < _HAN_COPIED:
            continue
        if plain[one + gap] != plain[0] or plain[-1] != plain[one - 1]:
            continue
        first, between = plain[:one], plain[one : one + gap]
        if one < _COPIED and not _HAN.search(first):
            continue
        if not any(letter.isalnum() for letter in between) and plain == between.join([first] * copies):
            return once(first)
    return text


def _without_noise(text: str) -> str:
    """`text` with blanks for addresses, names of accounts, #words and placeholders, which have no language."""
    may_have = "@" in text or "#" in text or "://" in text or "www." in text or "<" in text
    return _NOISE.sub(" ", text) if may_have else text


def _letters(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _chinese(text: str) -> str:
    simplified, traditional = _one_script_only()
    is_traditional = len(traditional.intersection(text)) > len(simplified.intersection(text))
    return "zh-Hant" if is_traditional else "zh-Hans"


def _latin(text: str) -> str:
    plain = _without_noise(text)
    if plain.isascii():
        words = _LATIN_WORD.findall(plain.lower())
        accented = 0
    else:
        words = [word.lower().replace("\u2019", "'") for word in _LATIN_WORD.findall(plain)]
        accented = sum(1 for word in words if not word.isascii())
    if not words:
        return "und"
    is_english, others = _words_of_languages()
    english = sum(map(is_english.__contains__, words))
    seen: dict[str, int] = {}
    for word in filter(others.__contains__, words):
        for lang in others[word]:
            seen[lang] = seen.get(lang, 0) + 1
    foreign = max(seen.values(), default=0)
    if max(foreign, accented) > english:
        return "und"
    if len(words) < _SHORT:
        return "en"
    return "en" if english >= _ENGLISH_SHARE * len(words) else "und"


@cache
def _words_of_languages() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """(common words of English, common words of other languages with those languages)."""
    lines = resources.files("voc").joinpath("data/words/languages.tsv").read_text(encoding="utf-8").splitlines()
    languages: dict[str, set[str]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            lang, _, words = line.partition("\t")
            for word in words.split():
                languages.setdefault(word, set()).add(lang)
    others = {word: tuple(sorted(langs - {"en"})) for word, langs in languages.items() if langs - {"en"}}
    return frozenset(word for word, langs in languages.items() if "en" in langs), others


@cache
def _converted(direction: str) -> dict[str, str]:
    """Han letters that OpenCC's `direction` (t2s, s2t) changes to another single letter."""
    import opencc

    letters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    # One letter a line, so that no phrase rule of OpenCC can fire.
    changed = opencc.OpenCC(direction).convert("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, changed, strict=True) if old != new and len(new) == 1}


@cache
def _one_script_only() -> tuple[frozenset[str], frozenset[str]]:
    """Letters that only Simplified uses, letters that only Traditional uses.

    OpenCC knows which letters change; whether a letter that changes is at home in the other script too (后 as in
    皇后, 乾 as in 乾坤) is told by the character sets of the two sides, Big5 and GB 2312.
    """
    simplified = frozenset(letter for letter in _converted("s2t") if not _encodes(letter, "big5"))
    traditional = frozenset(letter for letter in _converted("t2s") if not _encodes(letter, "gb2312"))
    return simplified - traditional, traditional - simplified


def _encodes(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _folding() -> dict[int, str]:
    table = {ord(old): new for old, new in _converted("t2s").items()}
    cased = (*range(0x00C0, 0x0590), *range(0x1E00, 0x2000), *range(0x2C00, 0x2E00), *range(0xA640, 0xA7FF))
    table |= {code: chr(code).lower() for code in (*range(0x41, 0x5B), *cased) if len(chr(code).lower()) == 1}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= {0x3000: " ", 0x00A0: " ", 0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x201C: '"', 0x201D: '"'}
    table |= {0x59B3: "你"}  # the feminine "you" of Traditional texts
    table |= {ord(old): new for old, new in _ONE_WORD.items()}
    # What OpenCC makes one of these (帳 -> 帐) goes on to the other.
    table |= {code: _ONE_WORD[new] for code, new in table.items() if new in _ONE_WORD}
    return table
