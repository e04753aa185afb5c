"""Lines that begin with who speaks: "Agent: ...", "客服：...", "[SPEAKER_00]: ...", "Maria Lopez: ...".

    who = speakers(lines)                      # the words before a colon that are speakers in this text
    line = spoken("客服人員：您好", who)          # Spoken("客服人員", "您好"), or None where no speaker begins it

For: plain transcripts and captions. Not for: roles (`roles`). A word that names a role is a speaker wherever it stands
before a colon; a name is one where it comes back, so that "Order number: 12" inside a turn is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from voc import language
from voc.ingest import roles

_LINE = re.compile(
    r"^\s*(?:[-–•>]+\s*)?\**\s*"
    r"(?:[<\[【](?P<boxed>[^\]>】\n]{1,60})[>\]】]\s*[:：]?|(?P<who>(?:[^:：\n()（）\[\]]|\([^)\n]*\)|（[^）\n]*）|\[[^\]\n]*\]){1,60}?)\s*\**[:：])"
    r"\**(?!//)\s*(?P<said>.*)$",
    re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?:speaker|spk|spkr|party|channel|participant|说话人|說話人|发言人|發言人|讲话人|講話人)[\s_-]*(?:\d+|[a-z])",
    re.I,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?: [^\W_][\w.'’-]*){0,3}(?: ?[(（][^()（）]{1,30}[)）])?")
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){1,2}(?: ?[(（][^()（）]{1,30}[)）])?")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_IN_A_CLOCK = re.compile(r"[^:：]{1,40}\s\d{1,2}:\d{2}(?::\d{2})?\s")  # 客户 10:00:05 ...: its colon begins no words
_NEARLY_ALL = 0.8
_LOOKED_AT = 200  # characters of a line, so that a line without end takes no time
_BEGINNINGS = ("[", "<", "【", "*", "-", ">")
_OFTEN = 0.2  # of the lines with someone before a colon: what a name needs where both sides are named by their role


@dataclass(frozen=True)
class Spoken:
    """Who says it, as the text calls them, and what they say."""

    who: str
    said: str


def speakers(lines: Iterable[str], marked: Iterable[str] = ()) -> frozenset[str]:
    """The words before a colon that are speakers in these lines; those of `marked` ones, a time beside them, even once."""
    beside = {one.who for line in marked if (one := _split(line)) is not None and _is_name(one.who)}
    counts = Counter(one.who for line in lines if (one := _split(line)) is not None)
    sure = {who for who in counts if _is_sure(who)}
    said = {role for who in sure if (role := roles.of(who)) is not None}
    n_lines = sum(counts.values())
    least = 2.0 if not {"agent", "customer"} <= said else max(2.0, _OFTEN * n_lines)
    return frozenset(
        sure | beside | {who for who, n in counts.items() if n >= least and (roles.of(who) or _is_name(who))}
    )


def mostly_named(lines: Sequence[str]) -> bool:
    """Whether nearly every line begins with a name, and one of them comes back: then all of them are speakers."""
    counts = Counter(one.who for line in lines if (one := _split(line)) is not None and _is_name(one.who))
    return sum(counts.values()) >= _NEARLY_ALL * len(lines) and max(counts.values(), default=0) > 1


def all_in_full(lines: Sequence[str]) -> bool:
    """Whether each of two lines and more begins with a person's name in full, of letters that have capitals, some with a Han
    name, or some with a side and the others with any name: a short call in which each may speak only once."""
    who = [one.who for line in lines if (one := _split(line)) is not None and (_is_sure(one.who) or _is_name(one.who))]
    if len(who) != len(lines) or len(lines) < 2:
        return False
    full = [bool(_FULL_NAME.fullmatch(one)) for one in who]
    return any(map(_is_sure, who)) or (
        any(full) and all(a or _HAN_NAME.fullmatch(b) is not None for a, b in zip(full, who, strict=True))
    )


def spoken(line: str, known: frozenset[str]) -> Spoken | None:
    """`line` as a Spoken where one of the `known` begins it."""
    found = _split(line)
    return found if found is not None and found.who in known else None


def _split(line: str) -> Spoken | None:
    text = line.strip()
    if ":" not in text and "：" not in text and text[:1] not in _BEGINNINGS:
        return None
    found = _LINE.match(text[:_LOOKED_AT])
    if found is None or _IN_A_CLOCK.match(text):
        return None
    who = (found["boxed"] or found["who"] or "").strip().strip("*").strip()
    return Spoken(who, (found["said"] + text[_LOOKED_AT:]).strip()) if who else None


@lru_cache(maxsize=4096)
def _is_sure(who: str) -> bool:
    plain = language.half_width(who).strip().lower()
    return _NUMBERED.fullmatch(plain) is not None or (roles.of(who) is not None and plain not in _words("weak"))


@lru_cache(maxsize=4096)
def _is_name(who: str) -> bool:
    if not _NAME.fullmatch(who) or len(who) > 40:
        return False
    words = who.lower().split()
    labels = _words("label")
    if labels.intersection(words) or any(label in who for label in labels if not label.isascii()):
        return False
    # Names are written with a capital, or in a script without capitals.
    return not who[0].islower()


@cache
def _words(kind: str) -> frozenset[str]:
    """`weak`: words that name a role, but stand before a colon inside a turn as often as in front of one; `label`: words
    that name what follows them."""
    lines = resources.files("voc").joinpath("data/words/labels.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return frozenset(word for name, words in pairs if name == kind for word in words.split())
