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
from functools import cache

GAP = {True: 30, False: 8}  # characters a * may span, in spaced and unspaced scripts
KEY = 5  # a key of a spaced language is the first 5 letters of a word, of Chinese the first 2 characters
UNSPACED = ("zh", "ja", "th", "yue")

_NUMBER = {
    True: r"(?:\d[\d.,:/]*\+?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|"
    r"sixty|several|many|multiple|numerous|countless|(?:a )?few|(?:a )?couple(?: of)?|half an?|an?)",
    False: r"(?:\d[\d.,:/]*|[一二两三四五六七八九十百千几数半多好]+)(?:[个多几来]){0,2}",
}
_TOKEN = re.compile(r"\s+|\*|#|[()|]|[^\s*#()|]+")
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    "a an the to of in on at for and or is was were are be been it i me my you we us they him he she this that with "
    "have has had not no can could would will do did does so too very never still again after before from when what "
    "who all any there about just only get got as if out up by one more than other same".split()
)


class PatternError(ValueError):
    """A phrase that cannot be read; the message says which part."""


@dataclass(frozen=True)
class Pattern:
    """A phrase ready to search: its `expression`, the `keys` of which one must occur for it to match, its `weight`.

    `weight` counts what is literal: words of a spaced language, pairs of characters of an unspaced one.
    `keys` is empty where nothing is certain (a regular expression): such a pattern is always tried.
    """

    source: str
    expression: str
    keys: frozenset[str]
    weight: float

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in `text` where the phrase stands; the expression is compiled when first needed."""
        return _regex(self.expression).search(text)


@dataclass(frozen=True)
class _Part:
    """A piece under construction: its regex, the words one of which it must contain, its literal weight."""

    regex: str = ""
    words: frozenset[str] = frozenset()
    weight: float = 0.0
    kind: str = "literal"  # literal, optional, gap or space


def is_spaced(lang: str) -> bool:
    """Whether words of this language stand apart: False for Chinese, Japanese, Thai, Cantonese."""
    return lang.split("-")[0] not in UNSPACED


def compiled(phrase: str, lang: str, words: Mapping[str, tuple[str, ...]] | None = None) -> Pattern:
    """`phrase` of language `lang` as a Pattern; `words` are the named lists of the file.

    Raises PatternError for unbalanced brackets, an unknown list or a phrase with nothing certain in it. The regular
    expression behind it is not compiled yet: `check` does that too.
    """
    if phrase.startswith("re:"):
        return Pattern(phrase, phrase[3:].strip(), frozenset(), 2.0)
    tokens = _TOKEN.findall(_with_lists(phrase.strip().lower(), words or {}))
    part, rest = _alternatives(tokens, 0, lang)
    if rest < len(tokens):
        raise PatternError("a bracket closes that was never opened")
    if not part.words:
        raise PatternError("nothing in it is certain to occur: write at least one word outside (...) and *")
    spaced = is_spaced(lang)
    expression = rf"(?<!\w)(?:{part.regex})(?!\w)" if spaced else part.regex
    return Pattern(phrase, expression, frozenset(_key(word, spaced) for word in part.words), part.weight)


def check(phrase: str, lang: str, words: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """Raises PatternError where `phrase` cannot be read or its regular expression is faulty or matches nothing."""
    _regex(compiled(phrase, lang, words).expression)


def keys_of(text: str, lang: str, lengths: tuple[int, ...]) -> set[str]:
    """The keys that occur in `text`: beginnings of its words, or of every position in an unspaced script."""
    if is_spaced(lang):
        return {word[:n] for word in _WORD.findall(text) for n in lengths}
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


def _key(word: str, spaced: bool) -> str:
    """The part of `word` that all its inflected forms begin with, shortened."""
    if not spaced:
        return word[:2]
    stem = (_WORD.findall(word) or [""])[0]
    if len(stem) > 3 and stem[-1] in "ey":
        stem = stem[:-1]
    return stem[:KEY]


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
    return _Part(regex, words, min(b.weight for b in full), kind), at


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
            parts.append(_Part(_NUMBER[spaced]))
        elif token == "(":
            part, at = _alternatives(tokens, at + 1, lang)
            if at >= len(tokens):
                raise PatternError("a bracket opens that is never closed")
            parts.append(part)
        else:
            is_glued = at + 1 < len(tokens) and tokens[at + 1] == "("
            part = _word(token, lang, is_glued)
            # Behind brackets without a space a word does not begin here, so it cannot be looked up by its beginning.
            parts.append(replace(part, words=frozenset()) if spaced and at and tokens[at - 1] == ")" else part)
        at += 1
    return _joined(parts, spaced), at


def _word(token: str, lang: str, is_glued: bool) -> _Part:
    if not is_spaced(lang):
        return _Part(re.escape(token), frozenset([token]), len(token) / 2)
    word = token.rstrip("!~")
    if not word:
        raise PatternError(f"{token} stands alone")
    regex = re.escape(word).replace("'", "['’]?")
    if token.endswith("~"):
        regex += r"\w*"
    elif lang.split("-")[0] == "en" and not is_glued and not token.endswith("!"):
        regex = _inflected(word, regex)
    return _Part(regex, frozenset([word]), 0.3 if word in _COMMON else 1.0)


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
    between = r"[^\w]{1,3}" if spaced else r"\s*"
    regex, weight, words = "", 0.0, frozenset[str]()
    needs_space = False
    for i, part in enumerate(parts):
        if part.kind == "space":
            needs_space = bool(regex) and (i == 0 or parts[i - 1].kind != "gap") and not _is_leading(parts, i)
            continue
        space = between if needs_space and part.kind != "gap" else ""
        if part.kind != "optional":
            regex += space + part.regex
            weight += part.weight
            words = _better(words, part.words, spaced)
        elif not regex and i + 1 < len(parts) and parts[i + 1].kind == "space":
            regex += f"(?:{part.regex}{between})?"
        else:
            regex += f"(?:{space}{part.regex})?"
        needs_space = False
    is_lone = len(parts) == 1 and parts[0].kind == "optional"
    return _Part(regex, words, weight, "optional" if is_lone else "literal")


def _is_leading(parts: list[_Part], at: int) -> bool:
    """Whether only optional parts, which bring their own space, stand before the space at `at`."""
    return all(part.kind in ("optional", "space") for part in parts[:at])


def _better(one: frozenset[str], other: frozenset[str], spaced: bool) -> frozenset[str]:
    """The set of words that tells more: none of them common, the shortest of them longer, fewer of them."""

    def worth(words: frozenset[str]) -> tuple[bool, int, int]:
        shortest = min((len(_key(word, spaced)) for word in words), default=0)
        return bool(words) and not any(word in _COMMON for word in words), shortest, -len(words)

    return max(one, other, key=worth)
