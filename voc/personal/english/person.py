"""How far a name in Latin letters goes from where it begins, and whether it is one.

For: the modules that know where a name may begin. Not for: names in Han letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Found

_PARTICLE = "(?:van|von|der|den|de|da|das|do|dos|del|della|di|du|la|le|las|los|bin|bint|binte|binti|bte|ibn|abu|al|el|ter|ten|zu|y|e|ap|ould|n\u00ed|\u00f3|a/l|a/p|s/o|d/o)"
CAP = rf"[{UPPER}](?:[{LETTER}'\u2019-]*[{LETTER}])?"
# A word of a name: particles may stand before it; an initial has a full stop.
_PARTICLE_UP = (
    "(?:El|Al|De|Da|Das|Do|Dos|Du|Del|Della|Di|La|Van|Von|Den|Der|Bin|Bint|Binti|Ben|Ibn|Abu|Ould|Ait|Ter|Ten|San|Mac)"
)
_FIRST = re.compile(rf"(?:{_PARTICLE} |(?:El|Dos|Del|Di|Bin|Ibn|Abu|Ould|N\u00ed|\u00d3) (?=[{UPPER}]))*({CAP})(\.?)")
_REST = re.compile(rf"(?<=[{LETTER}.]) (?:{_PARTICLE} |{_PARTICLE_UP} (?=[{UPPER}]))*({CAP})(?![{LETTER}0-9]|-\d)(\.?)")
_WORD = re.compile(rf"(?<![{LETTER}0-9@#&/'\u2019_-])[{UPPER}][{LETTER}'\u2019-]*")
_NO_WORD = re.compile(r"[Xx]{2,}[a-z]?|.*['\u2019](?:m|re|ve|ll|d|t)")  # redacted, or I'm and We're
_MOST = 5  # words


class Need(IntEnum):
    """How sure the place is that a name stands there, and so what the first word may be.

    SELF: nothing says so: a listed given name. LIKELY: a given name that is a word too, or any name with a listed family
    name behind it. SURE: anything that is no plain word, place or brand.
    """

    SELF = 0
    LIKELY = 1
    SURE = 2


class Word(NamedTuple):
    """A capitalised word that may begin a name somewhere: where, as it is written, folded."""

    start: int
    written: str
    key: str


def candidates(text: str) -> list[Word]:
    """The words of `text` with which a name may begin; most texts have none."""
    found = []
    for match in _WORD.finditer(text):
        key = _key(match.group())
        if key:
            found.append(Word(match.start(), match.group(), key))
    return found


@lru_cache(maxsize=1 << 16)
def _key(written: str) -> str:
    """`written` folded, or nothing where it begins no name."""
    key = fold(written)
    return key if len(written) > 1 and _may_begin(written.rstrip("'\u2019-"), key, Need.SURE) else ""


def person(text: str, start: int, need: Need) -> Found | None:
    """The name that begins at `start` of `text`, None where none does."""
    known = lexicon()
    match = _FIRST.match(text, start)
    if match is None:
        return None
    keys: list[str] = []
    end = start
    while match and len(keys) < _MOST:
        word, dot = match.group(1), match.group(2)
        key = fold(word)
        is_initial = len(word) == 1
        if not (is_initial or (_may_begin(word, key, need) if not keys else _may_go_on(word, key, need))):
            break
        keys.append(key)
        end = match.end(1) + (1 if is_initial and dot else 0)
        if (dot and not is_initial and len(word) > 2) or word.lower().endswith(("'s", "\u2019s")):
            break
        match = _REST.match(text, end)
    if not keys or all(len(key) == 1 for key in keys):
        return None
    name = text[start:end]
    if name.endswith(("'s", "\u2019s")):
        name = name[:-2]
        end -= 2
    if need < Need.SURE and not _is_told(keys, need, name):
        return None
    if known.organisations.intersection(keys):
        return None
    after = _REST.match(text, end)
    if after and fold(after.group(1)) in known.organisations and len(keys) > 1:
        return None
    return Found(start, end, "NAME", value(name))


def together(text: str, names: Iterable[Found]) -> list[Found]:
    """`names` sorted; where two overlap, the name is both of them."""
    made: list[Found] = []
    for one in sorted(names):
        if made and one.start < made[-1].end:
            start, end = made[-1].start, max(one.end, made[-1].end)
            made[-1] = Found(start, end, "NAME", value(text[start:end]))
        else:
            made.append(one)
    return made


def value(name: str) -> str:
    """One and the same however a name is spaced and capitalised."""
    return re.sub(r"\s+", " ", name.lower())


def _may_begin(word: str, key: str, need: Need) -> bool:
    known = lexicon()
    if _NO_WORD.fullmatch(word) or (
        word.lower().replace("\u2019", "'") in known.brands and (need < Need.SURE or key not in known.weak)
    ):
        return False
    if key in known.given:
        return True
    if key in known.weak:
        return need == Need.SURE or key in known.likely
    if key in known.plain or key in known.things or key.partition("-")[0] in known.plain:
        return False
    if word.isupper() and len(word) > 1:  # HMRC, DISGUSTING
        return (key in known.family or known.is_listed(key)) and need > Need.SELF
    return need > Need.SELF or known.is_listed(key)


def _may_go_on(word: str, key: str, need: Need) -> bool:
    known = lexicon()
    is_family = key in known.family or key in known.weak_family
    if (
        _NO_WORD.fullmatch(word)
        or (word.lower() in known.brands and not is_family)
        or key in known.plain
        or (word.isupper() and len(word) > 1 and key in known.ordinary)
    ):
        return False
    return key not in known.not_names or key in known.weak_family or (need > Need.SELF and is_family)


def _is_told(keys: list[str], need: Need, name: str) -> bool:
    """Whether the words are a name by themselves."""
    known = lexicon()
    first = next((key for key in keys if len(key) > 1), "")
    if known.is_listed(first):
        return True
    if need == Need.LIKELY and (first in known.likely or first in known.family):
        return True
    if (
        len(keys) > 1
        and first in known.likely
        and not name.isupper()
        and not name.rsplit(" ", maxsplit=1)[-1].isupper()
        and all(key not in known.ordinary and key not in known.things for key in keys[1:])
    ):
        return True  # Grace Okonjo, not Grace Period
    is_initialled = len(keys) > 2 and len(keys[0]) == len(keys[1]) == 1 and not name.isupper()  # J R Hathersage
    if need == Need.LIKELY and is_initialled and keys[-1] not in known.ordinary and keys[-1] not in known.things:
        return True
    return (
        len(keys) > 1 and keys[-1] in known.family and (need == Need.LIKELY or first in known.weak or len(keys[0]) == 1)
    )
