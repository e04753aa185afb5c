"""How good or bad the words of a clause sound: weighted words, turned by negation and scaled by degree.

For: `phrases`, where a neutral phrase takes the sentiment of its clause, and `sentiment`, which sums clauses up.
Not for: topics. The words and their strengths are in data/sentiment.toml and were written for this project.

Rules, in the order in which they apply to a word:
  1. the longest entry that begins here counts, once;
  2. a word of degree before it (very, 太; slightly, 有点) multiplies it by its factor;
  3. a negator up to three words (three characters in Chinese) before it turns it and weakens it (TURNED);
  4. of several words none is lost: a clause is the sum of its words. An entry of strength 0 only keeps the words in
     it from counting (出差 is no complaint, "would like to" no praise).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from voc import language
from voc.pattern import is_spaced

LANGUAGES = ("en", "zh")
TURNED = {True: -0.75, False: -0.4}  # of a good word, of a bad one: "not rude" is less than praise
REACH_WORDS = 3
REACH_CHARACTERS = 3
WINDOW = 40  # characters before a phrase in which its negator is looked for, where words are spaced
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Judgement:
    """A word that judges: characters [start, end) of the clause and its strength, -4..4 after degree and negation."""

    start: int
    end: int
    strength: float


@dataclass(frozen=True)
class Lexicon:
    """The entries of one language and how to find them: `lengths` of those that begin with a word or character.

    A length counts words of a spaced language, characters of an unspaced one; the longest comes first.
    """

    strengths: Mapping[str, float]
    lengths: Mapping[str, tuple[int, ...]]
    degrees: Mapping[str, float]
    negators: frozenset[str]
    not_negators: frozenset[str]
    negator: re.Pattern[str]
    not_negator: re.Pattern[str]
    signs: Mapping[str, float]


def knows(lang: str) -> bool:
    """Whether there is a lexicon for this language."""
    return family(lang) in LANGUAGES


@cache
def family(lang: str) -> str:
    """`language.family`, remembered: it is asked for every clause."""
    return language.family(lang)


@lru_cache(maxsize=65536)
def judgements(folded: str, lang: str) -> tuple[Judgement, ...]:
    """The judging words of a folded clause in their order; empty for a language without a lexicon.

    Remembered, since topics and sentiment ask for the same clauses one after the other.
    """
    if not knows(lang):
        return ()
    lexicon = of(family(lang))
    found = _spaced(folded, lexicon) if is_spaced(family(lang)) else _unspaced(folded, lexicon)
    if not folded.isascii():
        found += [Judgement(i, i + 1, lexicon.signs[c]) for i, c in enumerate(folded) if c in lexicon.signs]
    return tuple(found)


def total(strengths: Iterable[float]) -> float:
    """Their sum, added one by one in order: `sum` rounds otherwise from Python 3.12 on."""
    added = 0.0
    for strength in strengths:
        added += strength
    return added


def is_negated(folded: str, start: int, lang: str) -> bool:
    """Whether a negator stands close before character `start` of the clause."""
    if not knows(lang):
        return False
    lexicon = of(family(lang))
    if not is_spaced(family(lang)):
        return _has_negator(folded[max(0, start - REACH_CHARACTERS) : start], lexicon)
    before = [match.group().replace("’", "'") for match in _WORDS.finditer(folded[max(0, start - WINDOW) : start])]
    return _is_turned(before, len(before), lexicon)


@cache
def of(lang: str) -> Lexicon:
    """The lexicon of a language family; KeyError where there is none."""
    content = _content()[lang]
    spaced = is_spaced(lang)
    strengths = {entry: float(strength) for strength, entries in content["words"].items() for entry in entries}
    strengths = _with_forms(strengths) if spaced else strengths
    lengths: dict[str, set[int]] = {}
    for entry in strengths:
        words = entry.split() if spaced else entry
        lengths.setdefault(words[0], set()).add(len(words))
    return Lexicon(
        strengths,
        {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()},
        {word: float(factor) for factor, words in content["degrees"].items() for word in words},
        frozenset(content["negators"]),
        frozenset(content["not_negators"]),
        _any_of(content["negators"]),
        _any_of(content["not_negators"]),
        {sign: float(strength) for strength, signs in _content()["signs"].items() for sign in signs},
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


@cache
def _content() -> dict[str, Any]:
    text = resources.files("voc").joinpath("data", "sentiment.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _with_forms(strengths: Mapping[str, float]) -> dict[str, float]:
    """English entries with their plain endings; a form that is an entry itself keeps its own strength."""
    forms: dict[str, float] = {}
    for entry, strength in strengths.items():
        *before, last = entry.split()
        if last.endswith("y") and len(last) > 3:
            ended = [last[:-1] + ending for ending in ("ies", "ied", "ily")] + [last + "ing"]
        elif last.endswith("e"):
            ended = [last + "s", last + "d", last[:-1] + "ing", last + "ly"]
        else:
            ended = [last + ending for ending in ("s", "es", "ed", "ing", "ly")]
            ended += [last + last[-1] + "ed", last + last[-1] + "ing"]
        for form in ended:
            forms.setdefault(" ".join([*before, form]), strength)
    return {**forms, **strengths}


def _spaced(folded: str, lexicon: Lexicon) -> list[Judgement]:
    matches = list(_WORDS.finditer(folded))
    words = [match.group().replace("’", "'") for match in matches]
    found: list[Judgement] = []
    i = 0
    while i < len(words):
        for length in lexicon.lengths.get(words[i], ()):
            strength = lexicon.strengths.get(" ".join(words[i : i + length]) if length > 1 else words[i])
            if strength is None or i + length > len(words):
                continue
            factor = lexicon.degrees.get(words[i - 1], 1.0) if i else 1.0
            if _is_turned(words, i, lexicon):
                factor *= TURNED[strength > 0]
            if strength:
                found.append(Judgement(matches[i].start(), matches[i + length - 1].end(), strength * factor))
            i += length - 1
            break
        i += 1
    return found


def _is_turned(words: list[str], at: int, lexicon: Lexicon) -> bool:
    """Whether one of the words before `at` negates it: not, never, no, n't; "not only" does not."""
    for i in range(max(0, at - REACH_WORDS), at):
        if words[i] in lexicon.negators or words[i].endswith("n't"):
            pair = " ".join(words[i : i + 2])
            if pair not in lexicon.not_negators:
                return True
    return False


def _unspaced(folded: str, lexicon: Lexicon) -> list[Judgement]:
    found: list[Judgement] = []
    i = 0
    while i < len(folded):
        for length in lexicon.lengths.get(folded[i], ()):
            strength = lexicon.strengths.get(folded[i : i + length])
            if strength is None:
                continue
            before = folded[max(0, i - REACH_CHARACTERS) : i]
            factor = _degree(before, lexicon)
            if _has_negator(before, lexicon):
                factor *= TURNED[strength > 0]
            if strength:
                found.append(Judgement(i, i + length, strength * factor))
            i += length - 1
            break
        i += 1
    return found


def _degree(before: str, lexicon: Lexicon) -> float:
    for length in (3, 2, 1):
        if len(before) >= length and (factor := lexicon.degrees.get(before[-length:])):
            return factor
    return 1.0


def _has_negator(before: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.negator.search(before)) and not lexicon.not_negator.search(before)
