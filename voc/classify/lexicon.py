"""How good or bad the words of a clause sound: weighted words, turned by negation and scaled by degree.

For: `phrases`, where a neutral phrase takes the sentiment of its clause, and `sentiment`, which sums clauses up.
Not for: topics. The words and their strengths are in data/sentiment.toml and were written for this project.

Rules, in the order in which they apply to a word:
  1. the longest entry that begins here counts, once;
  2. a word of degree before it (very, 太; slightly, 有点) multiplies it by its factor;
  3. a negator up to three words (three characters in Chinese) before it turns it and takes a quarter of its weight;
  4. of several words none is lost: a clause is the sum of its words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from voc.language import family
from voc.pattern import is_spaced

LANGUAGES = ("en", "zh")
TURNED = -0.75
REACH_WORDS = 3
REACH_CHARACTERS = 3
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Judgement:
    """A word that judges: characters [start, end) of the clause and its strength, -4..4 after degree and negation."""

    start: int
    end: int
    strength: float


@dataclass(frozen=True)
class Lexicon:
    """The entries of one language by first word or character: (all words or the text, strength), longest first."""

    entries: Mapping[str, tuple[tuple[Any, float], ...]]
    degrees: Mapping[str, float]
    negators: frozenset[str]
    not_negators: tuple[str, ...]
    signs: Mapping[str, float]


def knows(lang: str) -> bool:
    """Whether there is a lexicon for this language."""
    return family(lang) in LANGUAGES


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


def is_negated(folded: str, start: int, lang: str) -> bool:
    """Whether a negator stands close before character `start` of the clause."""
    if not knows(lang):
        return False
    lexicon = of(family(lang))
    if not is_spaced(family(lang)):
        return _has_negator(folded[max(0, start - REACH_CHARACTERS) : start], lexicon)
    before = [match.group().replace("’", "'") for match in _WORDS.finditer(folded[max(0, start - 40) : start])]
    return _is_turned(before, len(before), lexicon)


@cache
def of(lang: str) -> Lexicon:
    """The lexicon of a language family; KeyError where there is none."""
    content = _content()[lang]
    strengths = {
        entry: float(strength) for strength, entries in content["words"].items() for entry in entries
    }
    signs = {sign: float(strength) for strength, signs in _content()["signs"].items() for sign in signs}
    entries: dict[str, list[tuple[Any, float]]] = {}
    if is_spaced(lang):
        for form, strength in _with_forms(strengths).items():
            words = tuple(form.split())
            entries.setdefault(words[0], []).append((words, strength))
    else:
        for entry, strength in strengths.items():
            entries.setdefault(entry[0], []).append((entry, strength))
    degrees = {word: float(factor) for factor, words in content["degrees"].items() for word in words}
    ordered = {first: tuple(sorted(found, key=lambda e: (-len(e[0]), e))) for first, found in entries.items()}
    return Lexicon(
        ordered, degrees, frozenset(content["negators"]), tuple(content["not_negators"]), signs
    )


@cache
def _content() -> dict[str, Any]:
    text = resources.files("voc").joinpath("data", "sentiment.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _with_forms(strengths: Mapping[str, float]) -> dict[str, float]:
    """English entries with their plain endings; a form that is an entry itself keeps its own strength."""
    forms: dict[str, float] = {}
    for entry, strength in strengths.items():
        *before, last = entry.split()
        stem = last[:-1] if last.endswith(("e", "y")) else last
        endings = ["s", "es", "ed", "ing", "ly"] if not last.endswith(("e", "y")) else ["es", "ed", "ies", "ied", "ing"]
        ended = [stem + ending for ending in endings] + [last + "s", last + "d", last + "ly", last + "ing"]
        if last.endswith("y"):
            ended.append(stem + "ily")
        if last[-1] not in "aeiouywx":
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
        for entry, strength in lexicon.entries.get(words[i], ()):
            if len(entry) == 1 or tuple(words[i : i + len(entry)]) == entry:
                factor = lexicon.degrees.get(words[i - 1], 1.0) if i else 1.0
                if _is_turned(words, i, lexicon):
                    factor *= TURNED
                found.append(Judgement(matches[i].start(), matches[i + len(entry) - 1].end(), strength * factor))
                i += len(entry) - 1
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
        for entry, strength in lexicon.entries.get(folded[i], ()):
            if folded.startswith(entry, i):
                before = folded[max(0, i - REACH_CHARACTERS) : i]
                factor = _degree(before, lexicon)
                if _has_negator(before, lexicon):
                    factor *= TURNED
                found.append(Judgement(i, i + len(entry), strength * factor))
                i += len(entry) - 1
                break
        i += 1
    return found


def _degree(before: str, lexicon: Lexicon) -> float:
    for length in (3, 2, 1):
        if len(before) >= length and (factor := lexicon.degrees.get(before[-length:])):
            return factor
    return 1.0


def _has_negator(before: str, lexicon: Lexicon) -> bool:
    if not before or any(word in before for word in lexicon.not_negators):
        return False
    return any(before[i : i + n] in lexicon.negators for n in (1, 2) for i in range(len(before) - n + 1))
