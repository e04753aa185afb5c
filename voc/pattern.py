"""The phrase syntax of topic files: how a line that an analyst writes becomes a search.

For: `taxonomy`, which checks every phrase when a file is loaded, and `classify.phrases`, which searches.
Not for: deciding what a hit means; a pattern only says where its words stand.

What may be written in a phrase
    on hold for          these words in this order. English words match with their plain endings: wait, waits, waited
    wait!                this form only
    wait~                this beginning and any ending: wait, waiter, waiting
    wait * answer        a gap inside the clause: up to 30 characters, in Chinese (written without spaces) up to 8
    wait # (hour|day)    a number, in digits or words
    (really) slow        brackets around one thing: it may be absent
    (slow|sluggish)      brackets with bars: one of these; (slow|sluggish|) one of these or nothing
    {staff} was rude     a word list of the file, [words.en] staff = [...]
    re: ring(ing)? out   the rest of the line is a regular expression, for the rare case
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

GAP = {True: 30, False: 8}  # characters a * may span, in spaced and unspaced scripts
KEY = 5  # a key of a spaced language is the first 5 letters of a word, of Chinese the first 2 characters
UNSPACED = ("zh", "ja", "th", "yue")

_NUMBER = {
    True: r"(?:\d[\d.,:/]*\+?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|"
    r"sixty|several|many|multiple|numerous|countless|(?:a )?few|(?:a )?couple(?: of)?|half an?|an?)",
    False: r"(?:\d[\d.,:/]*|[一二两三四五六七八九十百千几数半多好]+)(?:[个多几来]){0,2}",
}
_TOKEN = re.compile(r"\s+|\*|#|[()|]|[^\s*#()|]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")  # 3hrs is two words
_COMMON_WORDS = """
    a an the to of in on at for and or is was were are be been it i me my you we us they him he she this that
    with have has had not no can could would will do did does so too very never still again after before from
    when what who all any there about just only get got as if out up by one more than other same
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class PatternError(ValueError):
    """A phrase that cannot be read; the message says which part."""


@dataclass(frozen=True)
class Pattern:
    """A phrase ready to search: its `expression`, the `keys` of which one must occur for it to match, its `weight`.

    `also` are keys of a second part of the phrase, of which one must occur too; empty where there is none.
    `weight` counts what is literal: words of a spaced language, pairs of characters of an unspaced one.
    `keys` is empty where nothing is certain (a regular expression): such a pattern is always tried.
    """

    source: str
    expression: str
    keys: frozenset[str]
    also: frozenset[str]
    weight: float

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in `text` where the phrase stands; the expression is compiled when first needed."""
        return _regex(self.expression).search(text)


@dataclass(frozen=True)
class _Part:
    """A piece under construction: its regex, the words one of which it must contain, its literal weight.

    `also` are the words of a second place in it, one of which it must contain too.
    """

    regex: str = ""
    words: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    weight: float = 0.0
    kind: str = "literal"  # literal, optional, number, gap or space


@cache
def is_spaced(lang: str) -> bool:
    """Whether words of this language stand apart: False for Chinese, Japanese, Thai, Cantonese."""
    return lang.split("-", maxsplit=1)[0] not in UNSPACED


def compiled(phrase: str, lang: str, words: Mapping[str, tuple[str, ...]] | None = None) -> Pattern:
    """`phrase` of language `lang` as a Pattern; `words` are the named lists of the file.

    Raises PatternError for unbalanced brackets, an unknown list or a phrase with nothing certain in it. The regular
    expression behind it is not compiled yet: `check` does that too.
    """
    if phrase.startswith("re:"):
        return Pattern(phrase, phrase[3:].strip(), frozenset(), frozenset(), 2.0)
    tokens = _TOKEN.findall(_with_lists(phrase.strip().lower(), words or {}))
    part, rest = _alternatives(tokens, 0, lang)
    if rest < len(tokens):
        raise PatternError("a bracket closes that was never opened")
    if not part.words:
        raise PatternError("nothing in it is certain to occur: write at least one word outside (...) and *")
    spaced = is_spaced(lang)
    expression = rf"(?<!\w)(?:{part.regex})(?!\w)" if spaced else part.regex
    keys, also = (frozenset(_key(word, spaced) for word in words) for words in (part.words, part.also))
    # A sign such as $ is no word and has no key: the phrase is tried on every text.
    return Pattern(phrase, expression, frozenset() if "" in keys else keys, also - {""}, part.weight)


def check(phrase: str, lang: str, words: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """Raises PatternError where `phrase` cannot be read or its regular expression is faulty or matches nothing."""
    _regex(compiled(phrase, lang, words).expression)


def keys_of(text: str, lang: str, lengths: tuple[int, ...]) -> set[str]:
    """The keys that occur in `text`: beginnings of its words, or of every position in an unspaced script."""
    if is_spaced(lang):
        words = set(_WORD.findall(text))
        return {word[:n] for n in lengths for word in words}
    return {text[i : i + n] for n in lengths for i in range(len(text) - n + 1)}


@cache
def _regex(source: str) -> re.Pattern[str]:
    try:
        found = re.compile(source)
    except re.error as error:
        raise PatternError(f"not a regular expression: {error}") from error
    if found.match(""):
        raise PatternError("it matches nothing at all")
    return found


def _with_lists(phrase: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """`phrase` with each {name} written out as (a|b|c)."""

    def written_out(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise PatternError(f"no word list is called {match[1]}; there are {', '.join(sorted(words)) or 'none'}")
        return "(" + "|".join(words[match[1]]).lower() + ")"

    return re.sub(r"\{(\w+)\}", written_out, phrase)


@lru_cache(maxsize=65536)
def _key(word: str, spaced: bool) -> str:
    """The part of `word` that all its inflected forms begin with, shortened."""
    if not spaced:
        return word[:2]
    stem = next(iter(_WORD.findall(word)), "")
    if len(stem) > 3 and stem[-1] in "ey":
        stem = stem[:-1]
    return str(stem[:KEY])


def _alternatives(tokens: list[str], at: int, lang: str) -> tuple[_Part, int]:
    """Read `a|b|c` up to a closing bracket or the end; optional if one of them is empty."""
    branches: list[_Part] = []
    while True:
        part, at = _sequence(tokens, at, lang)
        branches.append(part)
        if at >= len(tokens) or tokens[at] != "|":
            break
        at += 1
    full = [branch for branch in branches if branch.regex]
    if not full:
        raise PatternError("an empty phrase or empty brackets")
    words = frozenset[str]().union(*(b.words for b in full)) if all(b.words for b in full) else frozenset[str]()
    regex = "(?:" + "|".join(branch.regex for branch in full) + ")"
    # One thing between brackets may be absent, and so may one of several where an empty one stands among them.
    kind = "literal" if 1 < len(full) == len(branches) else "optional"
    also = full[0].also if len(branches) == 1 else frozenset[str]()
    return _Part(regex, words, also, min(b.weight for b in full), kind), at


def _sequence(tokens: list[str], at: int, lang: str) -> tuple[_Part, int]:
    """Read things in a row up to a bar, a closing bracket or the end."""
    parts: list[_Part] = []
    spaced = is_spaced(lang)
    while at < len(tokens) and tokens[at] not in ("|", ")"):
        token = tokens[at]
        if token.isspace():
            parts.append(_Part(kind="space"))
        elif token == "*":
            gap = f".{{0,{GAP[spaced]}}}?"
            parts.append(_Part(rf"(?!\w){gap}(?<!\w)" if spaced else gap, kind="gap"))
        elif token == "#":
            parts.append(_Part(_NUMBER[spaced], kind="number"))
        elif token == "(":
            opening = at
            part, at = _alternatives(tokens, at + 1, lang)
            if at >= len(tokens):
                raise PatternError("a bracket opens that is never closed")
            parts.append(_without_words(part) if spaced and _is_glued(tokens, opening) else part)
        else:
            part = _word(token, lang, is_stem=at + 1 < len(tokens) and tokens[at + 1] == "(")
            parts.append(_without_words(part) if spaced and _is_glued(tokens, at) else part)
        at += 1
    return _joined(parts, spaced), at


def _is_glued(tokens: list[str], at: int) -> bool:
    """Whether what stands at `at` continues a word, so that it cannot be looked up as the beginning of one."""
    return at > 0 and not tokens[at - 1].isspace() and tokens[at - 1] not in ("(", "|", "*", "#")


def _without_words(part: _Part) -> _Part:
    return replace(part, words=frozenset(), also=frozenset())


@lru_cache(maxsize=65536)
def _word(token: str, lang: str, is_stem: bool) -> _Part:
    if not is_spaced(lang):
        return _Part(re.escape(token), frozenset([token]), weight=len(token) / 2)
    word = token.rstrip("!~")
    if not word:
        raise PatternError(f"{token} stands alone")
    regex = re.escape(word).replace("'", "['’]?")
    if token.endswith("~"):
        regex += r"\w*"
    elif lang.split("-", maxsplit=1)[0] == "en" and not is_stem and not token.endswith("!"):
        regex = _inflected(word, regex)
    return _Part(regex, frozenset([word]), weight=0.3 if word in _COMMON else 1.0)


def _inflected(word: str, regex: str) -> str:
    """English plain endings: -s -es -ed -ing, with the dropped e, the changed y and the doubled consonant."""
    if len(word) < 3 or word in _COMMON or not word[-1].isalpha():
        return regex
    if word.endswith("e"):
        return f"{regex[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{regex[:-1]}(?:y|ies|ied|ying)"
    return f"{regex}(?:s|es|{re.escape(word[-1])}?ed|{re.escape(word[-1])}?ing)?"


def _joined(parts: list[_Part], spaced: bool) -> _Part:
    """Parts in a row as one; the space beside an optional part is optional with it."""
    if len(parts) == 1 and parts[0].kind == "literal" and not parts[0].also:
        return parts[0]
    between = r"[^\w]{1,3}" if spaced else r"\s*"
    regex, weight, needs_space = "", 0.0, False
    for i, part in enumerate(parts):
        if part.kind == "space":
            needs_space = bool(regex) and (i == 0 or parts[i - 1].kind != "gap") and not _is_leading(parts, i)
            continue
        space = between if needs_space and part.kind != "gap" else ""
        if space and spaced and i > 1 and parts[i - 2].kind == "number":
            space = r"[^\w]{0,3}"
        if part.kind != "optional":
            regex += space + part.regex
            weight += part.weight
        elif not regex and i + 1 < len(parts) and parts[i + 1].kind == "space":
            regex += f"(?:{part.regex}{between})?"
        else:
            regex += f"(?:{space}{part.regex})?"
        needs_space = False
    sure = [part.words for part in parts if part.kind != "optional" and part.words]
    sure.sort(key=lambda words: _worth(words, spaced), reverse=True)
    words, also, *_ = [*sure, frozenset[str](), frozenset[str]()]
    is_lone = len(parts) == 1 and parts[0].kind == "optional"
    return _Part(regex, words, also, weight, "optional" if is_lone else "literal")


def _is_leading(parts: list[_Part], at: int) -> bool:
    """Whether only optional parts, which bring their own space, stand before the space at `at`."""
    return all(part.kind in ("optional", "space") for part in parts[:at])


def _worth(words: frozenset[str], spaced: bool) -> tuple[bool, int, int]:
    """How much a set of words tells: none of them common, the shortest of them long, few of them."""
    shortest = min(len(_key(word, spaced)) for word in words)
    return not any(word in _COMMON for word in words), shortest, -len(words)
