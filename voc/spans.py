"""Positions in masked text and in the original text, each found from the other.

For: `clean`, which masks and cuts, and `classify`, which finds words in the masked text and must point into the
original. Not for: finding what to mask.

A mask is a mapping with `start`, `end` (characters of the original feedback text) and `placeholder` (what stands
in the masked text instead). Masks are sorted and do not overlap. Intervals are half open, as in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"<[A-Za-z]+_\d+>")

Mask = Mapping[str, Any]
Masks = Iterable[Mask] | None


def to_original(position: int, start: int = 0, masks: Masks = None, *, is_end: bool = False) -> int:
    """The original character that stands at `position` of a masked text whose first character is original `start`.

    `masks` are those inside the masked text. A position strictly inside a placeholder has no character of its own:
    it is the first character of the masked span or, with `is_end` (the position closes an interval), one past its last.
    """
    shift = start
    for mask in masks if masks is not None else ():
        first = mask["start"] - shift
        past = first + len(mask["placeholder"])
        if position <= first:
            break
        if position < past:
            return int(mask["end"] if is_end else mask["start"])
        shift = mask["end"] - past
    return position + shift


def to_masked(position: int, masks: Masks = None, start: int = 0, *, is_end: bool = False) -> int:
    """The place in the masked text (whose first character is original `start`) of original character `position`.

    A position strictly inside a masked span is the first character of the placeholder or, with `is_end`, one past
    its last.
    """
    shift = start
    for mask in masks if masks is not None else ():
        first = mask["start"] - shift
        past = first + len(mask["placeholder"])
        if position <= mask["start"]:
            break
        if position < mask["end"]:
            return int(past if is_end else first)
        shift = mask["end"] - past
    return position - shift


def interval(start: int, end: int, first: int = 0, masks: Masks = None) -> tuple[int, int]:
    """The original interval behind the masked interval [start, end): a placeholder it touches counts whole."""
    masks = list(masks) if masks is not None else []
    return to_original(start, first, masks), to_original(end, first, masks, is_end=True)


def inside(masks: Masks, start: int, end: int) -> list[dict[str, Any]]:
    """Those of `masks` that lie in the original interval [start, end), in the same coordinates."""
    return [
        dict(mask) for mask in (masks if masks is not None else ()) if start <= mask["start"] and mask["end"] <= end
    ]


def masked(text: str, masks: Masks) -> str:
    """`text` with every masked span replaced by its placeholder."""
    parts, at = [], 0
    for mask in masks if masks is not None else ():
        parts += [text[at : mask["start"]], mask["placeholder"]]
        at = mask["end"]
    return "".join([*parts, text[at:]])


def unmasked(text: str) -> str:
    """A masked text with spaces for its placeholders, so of the same length: <EMAIL_7> is no word of the customer's, and
    its number comes from the texts before."""
    return _PLACEHOLDER.sub(lambda one: " " * len(one.group()), text) if "<" in text else text
