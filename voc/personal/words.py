"""The word lists of personal.toml and names.toml, as patterns. Not for: deciding anything with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_MOST = 1 << 14  # sets of gates that are kept


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
    """Things, each with a gate: words of which a text must have one (none for any text), signs of which it must have one, and
    more words of which it must have one as well. A gate is a bit for each thing, so that a text opens many at once."""

    def __init__(self, things: Iterable[tuple[str, str, str, T]]) -> None:
        made = tuple(things)
        self._things = tuple(one for *_, one in made)
        self._anywhere = _bits(number for number, (words, *_) in enumerate(made) if not words)
        self._by_word = _by_word(words for words, *_ in made)
        self._by_more = _by_word(more for _, _, more, _ in made)
        self._no_more = _bits(number for number, (_, _, more, _) in enumerate(made) if not more)
        self._words = frozenset((*self._by_word, *self._by_more))
        self._signs = tuple(frozenset(signs) for _, signs, *_ in made)
        self._any_sign = frozenset().union(*self._signs)
        self._by_signs: dict[frozenset[str], int] = {}  # texts have the same few sets of signs again and again
        self._open: dict[int, list[T]] = {}  # and open the same sets of things

    def of(self, words: frozenset[str], letters: frozenset[str]) -> list[T]:
        """Those whose gate a text with these `words` and `letters` opens, in their order."""
        bits, more = self._anywhere, self._no_more
        for word in words & self._words:
            bits |= self._by_word.get(word, 0)
            more |= self._by_more.get(word, 0)
        bits &= more & self._of_signs(letters & self._any_sign)
        if bits not in self._open:
            if len(self._open) > _MOST:
                self._open.clear()
            self._open[bits] = [one for number, one in enumerate(self._things) if bits >> number & 1]
        return self._open[bits]

    def _of_signs(self, signs: frozenset[str]) -> int:
        """The things that `signs` open, as bits."""
        if signs not in self._by_signs:
            if len(self._by_signs) > _MOST:
                self._by_signs.clear()
            some = (number for number, one in enumerate(self._signs) if not one or not signs.isdisjoint(one))
            self._by_signs[signs] = _bits(some)
        return self._by_signs[signs]


def _bits(numbers: Iterable[int]) -> int:
    """A bit for each of `numbers`."""
    return sum(1 << number for number in numbers)


def _by_word(gates: Iterable[str]) -> dict[str, int]:
    """For each word of the gates, a bit for each gate that it opens."""
    bits: dict[str, int] = {}
    for number, words in enumerate(gates):
        for word in set(words.split()):
            bits[word] = bits.get(word, 0) | 1 << number
    return bits


def filler(more: Iterable[str] = ()) -> str:
    """A pattern for what may stand between a cue and its number. \\b would not do: there is no word boundary between a Han
    letter and a Latin one."""
    known = lists("personal")
    latin = either([*known["fillers"], *more])
    return rf"(?:\s|[:#=(?\uff1f-]|(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{either(known['fillers_zh'])})*"
