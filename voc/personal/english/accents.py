"""Names in small letters with accents, which English words have not: monica sjödin, marta malý, étienne roger.

For: `names`, of what other modules found, and for a text without accents, where the lists of names know them. Not for: names
without an accent, nor such in Chinese letters.
"""

from __future__ import annotations

import re

from voc.personal.english.person import value
from voc.personal.lexicon import LETTER, fold
from voc.personal.mark import Found, Look, look

_WORD = rf"[{LETTER}][{LETTER}'\u2019-]*"
_BEHIND = re.compile(rf" ({_WORD})(?![{LETTER}0-9@])")
_BEFORE = re.compile(rf"(?<![{LETTER}0-9@#&/'\u2019.-])({_WORD}) $")
_LETTER = re.compile(f"[{LETTER}]")
_SMALL = re.compile("[\u00df-\u00f6\u00f8-\u00ff\u0101-\u024f\u1e01-\u1eff]")
# Words that English and its neighbours write with an accent.
_WORDS = frozenset(
    "cafe cafes creme brulee naive resume fiance fiancee cliche decor entree deja vu a la uber facade saute puree latte jalapeno pinata senor "
    "soiree expose pate matinee touche voila protege passe blase flambe menu hotel prix fixe et the".split()
)


def without(seen: Look) -> Look | None:
    """The same text with plain letters for small ones that have an accent, letter by letter; None where there are none."""
    if seen.text.isascii() or not _SMALL.search(seen.text):
        return None
    return look(_SMALL.sub(_plain, seen.text))


def _plain(match: re.Match[str]) -> str:
    """One letter for one, so that places stay; the letter itself where it stands for two."""
    key = fold(match.group())
    return key if len(key) == 1 else match.group()


def whole_words(text: str, name: Found) -> Found:
    """`name` up to the ends of its words, with words beside it that have an accent where it is in small letters."""
    start, end = name.start, name.end
    if text.isascii():
        return name
    while end < len(text) and _LETTER.match(text[end]) and not text[end].isascii():
        end = _end(text, end)
    if text[start:end].islower():
        while (match := _BEHIND.match(text, end)) and _is_name(match.group(1)):
            end = match.end()
        while (before := _BEFORE.search(text, max(0, start - 24), start)) and _is_name(before.group(1)):
            start = before.start()
    return name if (start, end) == name[:2] else Found(start, end, "NAME", value(text[start:end]))


def _end(text: str, at: int) -> int:
    """Where the word ends that goes on at `at`."""
    word = re.compile(_WORD).match(text, at)
    return word.end() if word else at + 1


def _is_name(word: str) -> bool:
    """Whether a word has an accent, and is none of those that English writes with one."""
    return not word.isascii() and word.islower() and fold(word) not in _WORDS and len(word) > 2
