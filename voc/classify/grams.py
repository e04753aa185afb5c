"""The grams of a text: what the tier "linear" sees of it.

For: training on, and explaining, a linear model; the reference that the compiled kernel is held to. Not for: finding
phrases (`phrases` does) or scoring texts by the million (`kernel` does, with the same grams).

A text is folded (`voc.language.folded`: small letters, half width, Simplified) and its digits become 0. Each character
is then of one kind: Han letters make Han runs; other letters, digits, marks and "_" make words; punctuation that ends
a thought, brackets and line breaks are breaks; a symbol such as an emoji is a word of its own; all else is a space.
The grams of a text, each counted once however often it is said:

    w:long wait    one to `words` words that no break and no Han letter parts
    c:_wai         `chars_from` to `chars_to` characters of a word of 2 to 30, its ends marked with "_"
    h:等了很久     one to `han` letters of a Han run
    s:!            the signs ! and ?

A web address is a break, whatever stands in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from voc.language import _HAN, _LATIN_WORD, folded

OTHER, WHITE, LINE, BREAK, SIGN, APOSTROPHE, SYMBOL, MARK, DIGIT, LATIN, LETTER, HAN = range(12)
"""Kinds of characters. From MARK to LETTER they go on with a word; all of these but MARK can begin one."""

SHORTEST, LONGEST = 2, 30  # characters of a word that has c: grams; longer ones are addresses, hashes and screams
_MOST = 8  # of anything in one gram; the buffers of the kernel rely on it
_BREAKS = frozenset(",.;:~<>\u2025\u2026\u22ef\u3001\u3002\u301c\uff61\uff64")  # what folding leaves of them
_LINES = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_ADDRESS = re.compile("https?://")


@dataclass(frozen=True)
class Shape:
    """Which grams: words 1..`words`, characters `chars_from`..`chars_to` (0, 0: none), Han letters 1..`han`."""

    words: int = 3
    chars_from: int = 3
    chars_to: int = 5
    han: int = 4

    def __post_init__(self) -> None:
        """Raises ValueError for a shape that makes no sense."""
        none = self.chars_from == self.chars_to == 0
        if not (1 <= self.words <= _MOST and 1 <= self.han <= _MOST):
            raise ValueError(f"words and han must be 1 to {_MOST}: {self}")
        if not none and not 2 <= self.chars_from <= self.chars_to <= _MOST:
            raise ValueError(f"chars must go from 2 or more to {_MOST} or less, or be 0 and 0: {self}")


def grams(text: str, shape: Shape) -> set[str]:
    """The grams of `text`, each once."""
    return {gram for gram, _, _ in placed(text, shape)}


def placed(text: str, shape: Shape) -> Iterator[tuple[str, int, int]]:
    """Every gram of `text` with its place, characters [start, end) of the text as it came; a gram said twice, twice."""
    plain, kinds = read(text)
    run: list[tuple[int, int]] = []  # the last words, as far as one gram reaches
    here, past = 0, len(plain)
    while here < past:
        kind = kinds[here]
        end = _end(kinds, here)
        if kind == HAN:
            run.clear()
            yield from _of_han(plain, here, end, shape)
        elif kind >= SYMBOL and kind != MARK:
            run = [*run, (here, end)][-shape.words :]
            for first in range(len(run)):
                words = " ".join(plain[start:stop] for start, stop in run[first:])
                yield f"w:{words}", run[first][0], end
            yield from _of_word(plain, here, end, shape)
        elif kind in (LINE, BREAK, SIGN):
            run.clear()
            if kind == SIGN:
                yield f"s:{plain[here]}", here, end
        here = end


def script(text: str) -> str:
    """The language group that `text` is written for, by its letters alone: zh, en, or "" where it is neither.

    zh if there are more Han letters than half as many as Latin words, en if there is any other Latin letter. "" if
    other scripts prevail: they have a quarter as many letters as Han (Japanese), or more letters than Latin.
    """
    kinds = read(text)[1]
    han, latin, others = kinds.count(HAN), kinds.count(LATIN), kinds.count(LETTER)
    words = sum(
        kind == LATIN and not (here and MARK <= kinds[here - 1] <= LETTER) for here, kind in enumerate(kinds)
    )  # fmt: skip
    if 2 * han > words:
        return "" if others > 1 and 4 * others >= han else "zh"
    return "en" if latin and others <= latin else ""


def has_letter(text: str) -> bool:
    """Whether there is any letter to judge by outside of a web address."""
    return any(kind >= LATIN for kind in read(text)[1])


def read(text: str) -> tuple[str, list[int]]:
    """`text` folded with its digits 0, and the kind of each of its characters; a web address is all break."""
    plain = "".join("0" if "1" <= letter <= "9" else letter for letter in folded(text))
    kinds = [kind_of(letter) for letter in plain]
    for address in _ADDRESS.finditer(plain):
        start = address.start()
        if start and MARK <= kinds[start - 1] <= LETTER:
            continue
        for here in range(start, len(plain)):
            if kinds[here] in (WHITE, LINE, HAN):
                break
            kinds[here] = BREAK
    return plain, kinds


@lru_cache(maxsize=1 << 15)
def kind_of(letter: str) -> int:
    """The kind of one folded character."""
    if letter in _LINES:
        return LINE
    if letter.isspace():
        return WHITE
    if letter in "!?":
        return SIGN
    if letter == "'":
        return APOSTROPHE
    if _HAN.match(letter):
        return HAN
    category = unicodedata.category(letter)
    if letter in _BREAKS or category in ("Ps", "Pe"):
        return BREAK
    if letter == "_" or category[0] == "N":
        return DIGIT
    if category[0] == "L":
        return LATIN if _LATIN_WORD.match(letter) else LETTER
    if category[0] == "M":
        return MARK
    # U+FFFD stands for bytes that nobody can read, however many: it says nothing.
    return SYMBOL if category == "So" and letter != "\ufffd" else OTHER


def _end(kinds: list[int], here: int) -> int:
    """Where the word or Han run that begins `here` ends; one further for everything else."""
    end, past = here + 1, len(kinds)
    if kinds[here] == HAN:
        while end < past and kinds[end] == HAN:
            end += 1
    elif DIGIT <= kinds[here] <= LETTER:
        while end < past and (MARK <= kinds[end] <= LETTER or _is_inside(kinds, end)):
            end += 1
    return end


def _is_inside(kinds: list[int], here: int) -> bool:
    """Whether an apostrophe with a letter on either side stands `here`."""
    is_apostrophe = kinds[here] == APOSTROPHE and here + 1 < len(kinds)
    return is_apostrophe and {kinds[here - 1], kinds[here + 1]} <= {LATIN, LETTER}


def _of_han(plain: str, start: int, end: int, shape: Shape) -> Iterator[tuple[str, int, int]]:
    for first in range(start, end):
        for past in range(first + 1, min(first + shape.han, end) + 1):
            yield f"h:{plain[first:past]}", first, past


def _of_word(plain: str, start: int, end: int, shape: Shape) -> Iterator[tuple[str, int, int]]:
    if not shape.chars_to or not SHORTEST <= end - start <= LONGEST:
        return
    marked = f"_{plain[start:end]}_"
    for first in range(len(marked)):
        for past in range(first + shape.chars_from, min(first + shape.chars_to, len(marked)) + 1):
            yield f"c:{marked[first:past]}", max(start, start + first - 1), min(end, start + past - 1)
