"""The word lists of personal.toml and names.toml, as patterns. Not for: deciding anything with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@cache
def lists(name: str) -> dict[str, Any]:
    """The lists of voc/data/words/<name>.toml."""
    loaded: dict[str, Any] = tomllib.loads(
        resources.files("voc").joinpath(f"data/words/{name}.toml").read_text("utf-8")
    )
    return loaded


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def begin(words: Iterable[str]) -> str:
    """A pattern that matches where any of `words` begins, though not always to its end: letters that are words of their own
    stand for all that begin with them, in one class, which is what `re` is quick to look for."""
    said = set(words)
    alone = {word for word in said if len(word) == 1}
    by_first: dict[str, list[str]] = {}
    for word in said:
        if word[0] not in alone:
            by_first.setdefault(word[0], []).append(word[1:])
    longer = [f"{re.escape(first)}(?:{either(rest)})" for first, rest in sorted(by_first.items())]
    firsts = re.escape("".join(sorted(by_first)))
    return "|".join(
        [
            *([f"[{re.escape(''.join(sorted(alone)))}]"] if alone else []),
            *([f"(?=[{firsts}])(?:{'|'.join(longer)})"] if longer else []),
        ]
    )


class Gated:
    """Patterns, each with a gate: the letters of which a text must have one, or the pattern finds nothing in it."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        made = tuple(patterns)
        self._patterns = tuple(re.compile(pattern) for _, pattern in made)
        bits: dict[str, int] = {}  # a letter: a bit for each pattern that it opens
        for number, (gate, _) in enumerate(made):
            for letter in gate:
                bits[letter] = bits.get(letter, 0) | 1 << number
        self._bits = bits
        self._letters = frozenset(bits)
        # texts open the same few sets of patterns again and again
        self._open: dict[int, tuple[re.Pattern[str], ...]] = {}

    def of(self, letters: frozenset[str]) -> tuple[re.Pattern[str], ...]:
        """The patterns that may find something in a text with these `letters`, in their order."""
        bits = 0
        for letter in letters & self._letters:
            bits |= self._bits[letter]
        if bits not in self._open:
            self._open[bits] = tuple(one for number, one in enumerate(self._patterns) if bits >> number & 1)
        return self._open[bits]


class Placed(Generic[T]):
    """Things, each with a gate: words of which a text must have one (none for any text), and signs of which it must have one."""

    def __init__(self, things: Iterable[tuple[str, str, T]]) -> None:
        made = tuple(things)
        self._things = tuple(one for *_, one in made)
        self._signs = tuple(frozenset(signs) for _, signs, _ in made)
        by_word: dict[str, list[int]] = {}
        for number, (words, _, _) in enumerate(made):
            for word in words.split():
                by_word.setdefault(word, []).append(number)
        self._by_word = by_word
        self._words = frozenset(by_word)
        self._anywhere = tuple(number for number, (words, _, _) in enumerate(made) if not words)
        self._any_sign = frozenset().union(*(self._signs[number] for number in self._anywhere))
        self._open: dict[frozenset[str], tuple[list[int], list[T]]] = {}

    def of(self, words: frozenset[str], letters: frozenset[str]) -> list[T]:
        """Those whose gate a text with these `words` and `letters` opens, in their order."""
        opened = self._opened(letters & self._any_sign)
        said = words & self._words
        if not said:
            return opened[1]
        signs = self._signs
        numbers = {number for word in said for number in self._by_word[word]}
        more = [one for one in numbers if not signs[one] or not letters.isdisjoint(signs[one])]
        return [self._things[number] for number in sorted([*opened[0], *more])]

    def _opened(self, signs: frozenset[str]) -> tuple[list[int], list[T]]:
        """Of the things that need no word those that some `signs` open: texts have the same few sets of signs again and again."""
        if signs not in self._open:
            numbers = [one for one in self._anywhere if not self._signs[one] or not signs.isdisjoint(self._signs[one])]
            self._open[signs] = numbers, [self._things[number] for number in numbers]
        return self._open[signs]


def filler(more: Iterable[str] = ()) -> str:
    """A pattern for what may stand between a cue and its number. \\b would not do: there is no word boundary between a Han
    letter and a Latin one."""
    known = lists("personal")
    latin = either([*known["fillers"], *more])
    return rf"(?:\s|[:#=(?\uff1f-]|(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{either(known['fillers_zh'])})*"
