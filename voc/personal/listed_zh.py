"""Chinese names that stand side by side, and so tell each other: 狄明哲、柴若云, 郝建和潘磊.

For: `names_zh`. Not for: names that something else tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import han
from voc.personal.mark import Look
from voc.personal.words import either

_JOINS = frozenset("、和跟与與及")
# A list of names stands behind these as well as behind a mark, and these go on behind it.
_BEFORE = frozenset("和跟与與及是把将將请請由让讓叫给給找被")
_BEHIND = frozenset("、和跟与與及等都一两兩签簽拉加")


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of two names side by side, each letter of theirs one of names."""
    if look.letters.isdisjoint(_JOINS):
        return
    text, known = look.text, _known()
    for match in known.short.finditer(text):
        spans = ((match.start() - 2, match.start()), (match.end(), match.end() + 2))
        if _is_apart(text, spans[0][0]) and not any(known.letters.begins_word(text, start) for start, _ in spans):
            yield from spans
    for match in known.long.finditer(text):
        family = next((many for many in (2, 1) if known.is_whole(text, match.start() - many - 2, many)), 0)
        first, start = match.start() - family - 2, match.end()
        other = 2 if text[start : start + 2] in known.letters.double else 1
        end = start + other + 2
        goes_on = text[end : end + 1] in _BEHIND or known.letters.on.match(text, end)
        if family and known.is_whole(text, start, other) and goes_on and _is_apart(text, first):
            yield first, match.start()
            yield start, end


def _is_apart(text: str, start: int) -> bool:
    return not start or not han.is_han(text[start - 1]) or text[start - 1] in _BEFORE


class _Known:
    """The patterns: names of two letters, and of three or four."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        joins, behind = "".join(sorted(_JOINS)), "".join(sorted(_BEHIND))
        strong, every, typical, single = (
            f"[{''.join(sorted(some))}]"
            for some in (letters.strong, letters.every, letters.typical, letters.single | letters.strict)
        )
        self.short = re.compile(rf"(?<={strong}{single})[{joins}](?={strong}{single}(?:[{behind}]|[^\u4e00-\u9fff]|$))")
        self.long = re.compile(
            rf"(?<={typical}{typical})[{joins}](?=(?:{either(letters.double)}|{every}){typical}{{2}})"
        )

    def is_whole(self, text: str, start: int, family: int) -> bool:
        """Whether a family name of so many letters stands at `start`, and a given name of two behind it."""
        letters = self.letters
        given = text[start + family : start + family + 2]
        if start < 0 or not (
            text[start : start + 2] in letters.double if family == 2 else text[start] in letters.every
        ):
            return False
        return (
            letters.typical.issuperset(given)
            and given not in letters.given_words
            and not letters.begins_word(text, start)
        )


@cache
def _known() -> _Known:
    return _Known()
