"""Texts against the masks on them: what leaked, and what was eaten.

For: `figures` and tests. Not for: which placeholder stands there: only what is hidden counts.

A thing leaked where three letters or digits of it in a row still stand, one Chinese letter, or all of what is shorter; of an
address where both a number and a word stand: either alone leads to no door. A thing was eaten where a mask touches it. Words
of the sentence itself that a mask takes count as eaten as well, once a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.masking_planted.texts import Item, Text

# A masker: for each text the spans it masks.
Masker = Callable[[Sequence[str]], Sequence[Sequence[tuple[int, int]]]]
WORDS = "words of the sentence"
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d_]{2,}|[\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Judged:
    """One thing that was planted in a text, whether it must be masked, and whether that went wrong."""

    kind: str
    group: str
    is_secret: bool
    is_wrong: bool
    said: str
    masked: str  # the text, [masked] in brackets


def ours(said: Sequence[str]) -> list[list[tuple[int, int]]]:
    """The spans that voc masks."""
    from voc.clean import mask

    return [[(one["start"], one["end"]) for one in found] for found in mask.masked(said)[1]]


def judged(texts: Sequence[Text], masker: Masker = ours) -> list[Judged]:
    """Everything planted in `texts`, judged by the masks of `masker`."""
    made = []
    for one, spans in zip(texts, masker([text.text for text in texts]), strict=True):
        hidden = {at for start, end in spans for at in range(start, end)}
        shown = _shown(one.text, spans)

        def said(item: Item, text: str = one.text) -> str:
            return " ".join(text[start:end] for start, end in item.spans)

        made += [
            Judged(item.kind, one.group, True, leaked(one.text, item, hidden), said(item), shown)
            for item in one.secrets
        ]
        made += [
            Judged(item.kind, one.group, False, any(at in hidden for at in _places(item.spans)), said(item), shown)
            for item in one.stays
        ]
        known = set(_places([*(span for item in (*one.secrets, *one.stays) for span in item.spans), *one.free]))
        extra = sorted(at for at in hidden - known if one.text[at].isalnum())
        eaten = "".join(one.text[at] for at in extra)
        made.append(Judged(WORDS, one.group, False, bool(extra), eaten, shown))
    return made


def leaked(text: str, item: Item, hidden: set[int]) -> bool:
    """Whether what is left of `item` outside `hidden` tells it."""
    if item.kind == "address":
        start, end = item.spans[0][0], item.spans[-1][1]
        left = "".join(" " if at in hidden else text[at] for at in range(start, end))
        return bool(_NUMBER.search(left)) and bool(_WORD.search(left))
    is_list = "spelled" in item.kind or "phone" in item.kind  # letters or digits one by one, however far apart
    for start, end in item.spans:
        left = [at for at in range(start, end) if text[at].isalnum() and at not in hidden]
        in_a_row = [at for at in left if {at, at + 1, at + 2} <= set(left)]
        if any(_HAN.match(text[at]) for at in left) or in_a_row or (is_list and len(left) > 2):
            return True
        if left and len(left) == sum(letter.isalnum() for letter in text[start:end]):
            return True
    return False


def _places(spans: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (at for start, end in spans for at in range(start, end))


def _shown(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], f"[{text[start:end]}]"]
        at = end
    return "".join([*parts, text[at:]])
