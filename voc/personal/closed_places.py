"""Places that names stand in, as voc/data/words/closed*.toml has them: patterns put together from named pieces, with an example each.

For: `closed`, `closed_low`, `closed_zh`. Not for: whether what stands in a place is a name; each of these asks that itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from voc.personal.chinese.han import HAN
from voc.personal.lexicon import LETTER, UPPER
from voc.personal.words import Placed, either, lists

_PIECE = re.compile(r"\{([A-Z_]+)\}")  # {NAME}; {0,4} is a count


@dataclass(frozen=True)
class Place:
    """A place: its pattern, whose groups hold names, as it is written and with what flags; a text in which [brackets] stand around
    what it finds; whether it tells enough for words that no list has (`is_sure`); whether it is of a family name or another part
    of one; whether nobody but people stands there (`is_closed`)."""

    written: str
    flags: int
    example: str
    is_sure: bool
    is_part: bool
    is_closed: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first opens its place: most are never opened."""
        return re.compile(self.written, self.flags)


@cache
def pieces(file: str) -> dict[str, str]:
    """The pieces of a file of places, each put together; words of a list are alternatives. A file may begin with the pieces of
    another. KeyError where a piece names one that is not told before it."""
    read = lists(file)
    made = (
        dict(pieces(read["begins_with"]))
        if "begins_with" in read
        else {"UPPER": UPPER, "LETTER": LETTER, "HAN": HAN, "DOUBLE": _doubles()}
    )
    for name, piece in read["pieces"].items():
        made[name] = _put(piece if isinstance(piece, str) else f"(?:{'|'.join(piece)})", made)
    return made


def _doubles() -> str:
    """Chinese families of two letters; 东方 is a word as well."""
    return f"(?:{either(set(lists('names')['double_surnames']) - {'东方', '東方'})})"


def places(file: str, of: str = "place") -> Placed[Place]:
    """The places of a file, with the words and signs of which a text must have one before a place is looked for."""
    return Placed(
        (one.get("words", ""), one.get("signs", ""), one.get("more", ""), place(file, one)) for one in lists(file)[of]
    )


def named(file: str) -> dict[str, Place]:
    """The places of a file that are asked for one by one, by their names."""
    return {name: place(file, one) for name, one in lists(file)["named"].items()}


def place(file: str, told: Mapping[str, Any]) -> Place:
    """A place as a file tells it."""
    written = _put(told["pattern"], pieces(file))
    flags = re.MULTILINE if told.get("lines") else 0
    is_sure, is_part, is_closed = (told.get(name, False) for name in ("is_sure", "is_part", "is_closed"))
    return Place(written, flags, told["example"], is_sure, is_part, is_closed)


def _put(pattern: str, known: Mapping[str, str]) -> str:
    """`pattern` with its pieces in it; line breaks and what stands in front of a line are only for reading."""
    return _PIECE.sub(lambda piece: known[piece[1]], re.sub(r"\n\s*", "", pattern))
