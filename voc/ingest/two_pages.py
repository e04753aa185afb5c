"""A line that is in another encoding than the rest of its file: `stranger(lines, encoding)`.

For: `encoding`, once it has chosen one for the whole file. Not for: UTF-8 among others, which bytes alone tell. Rows of GBK
that were pasted below rows of a western page decode without an error, and take the accents of the others with them: letters
tell, line by line. A line counts only where another one speaks as plainly for what the file is in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest import letters

_KINDS = {"gb18030": "chinese", "cp950": "chinese", "cp1252": "western"}
_LEAST = {("chinese", "western"): 20.0, ("western", "chinese"): 30.0, ("chinese", "chinese"): 45.0}  # nats
_MOST_LINES, _LONGEST = 2000, 2000
_IN_A_WORD = re.compile("[A-Za-z][\u3400-\u9fff]+[a-z]|[a-z][\u3400-\u9fff](?![\u3000-\u9fff])")
_HAN = re.compile("[\u4e00-\u9fff]")


def stranger(lines: Sequence[bytes], encoding: str) -> tuple[bytes, str, str] | None:
    """The first of the fewer `lines` that are plainly in one encoding while the rest is in another, and these two; None
    where all may be in `encoding`."""
    mine = _KINDS.get(encoding)
    if mine is None or len(lines) < 2:
        return None
    looked_at = [line for line in lines[:: max(1, len(lines) // _MOST_LINES)] if len(line) <= _LONGEST]
    for other, theirs in _KINDS.items():
        if other == encoding:
            continue
        least = _LEAST[mine, theirs]
        gains = [_cost(line, encoding, mine) - _cost(line, other, theirs) for line in looked_at]
        if not gains or max(gains) < least or min(gains) > -least:
            continue
        pairs = list(zip(looked_at, gains, strict=True))
        odd = [line for line, gain in pairs if gain >= least and _is_sound(line, encoding, other, mine, theirs)]
        rest = [line for line, gain in pairs if gain <= -least]
        if odd:
            return (odd[0], other, encoding) if len(odd) <= len(rest) else (rest[0], encoding, other)
    return None


def _cost(line: bytes, encoding: str, kind: str) -> float:
    return letters.cost(line.decode(encoding, errors="replace"), kind)


def _is_sound(line: bytes, encoding: str, other: str, mine: str, theirs: str) -> bool:
    """Whether a line reads well in `other`, and, where that is a western one, has Han letters within words in `encoding`."""
    try:
        there = line.decode(other)
    except UnicodeDecodeError:
        return False
    if theirs == "western":
        return _IN_A_WORD.search(line.decode(encoding, errors="replace")) is not None
    return len(_HAN.findall(there)) > 2 and (mine != "western" or _IN_A_WORD.search(there) is None)
