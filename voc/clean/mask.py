"""Personal data replaced by typed placeholders: <PHONE_1> is the same number wherever it stands in a run.

For: `comments` and `privacy`. Not for: finding it - see `voc.personal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc import personal, spans
from voc.language import once

# (kind, value) -> its number, in the order of appearance; ("", kind) -> how many there are of that kind.
Numbers = dict[tuple[str, str], int]


def masked(
    texts: Sequence[str | None], numbers: Numbers | None = None, *, without: Sequence[str] = ()
) -> tuple[list[str | None], list[list[dict[str, Any]]]]:
    """`texts` with personal data replaced, and for each its masks (see `spans`), in characters of the original.

    Numbers are given in the order of appearance over all `texts`, so the same texts give the same placeholders; those
    given before stand in `numbers`, which is added to. Kinds in `without` are left alone.
    """
    numbers = {} if numbers is None else numbers
    out: list[str | None] = []
    masks: list[list[dict[str, Any]]] = []
    for text in texts:
        of_text = [
            {"start": one.start, "end": one.end, "placeholder": _placeholder(one.kind, one.value, numbers)}
            for one in (_found(text) if text else ())
            if one.kind not in without
        ]
        masks.append(of_text)
        out.append(spans.masked(text, of_text) if text and of_text else text)
    return out, masks


def _found(text: str) -> list[personal.Found]:
    """Personal data of a text; of one that was pasted several times what the first copy has, in each of them: where copies
    meet, words run together that a cue needs apart."""
    found = personal.found(text)
    first = once(text) if found else text  # most texts have none
    if first == text:
        return found
    found, starts, at = personal.found(first), [], text.find(first)
    while at >= 0:
        starts.append(at)
        at = text.find(first, at + len(first))
    return [one._replace(start=at + one.start, end=at + one.end) for at in starts for one in found]


def placeholder(kind: str, cell: str, numbers: Numbers) -> str:
    """What stands for a cell that is personal data as a whole: the placeholder of the same value in a text, if it is alone
    in `cell`."""
    alone = [one for one in personal.found(cell) if one.kind == kind and one.end - one.start == len(cell.strip())]
    return _placeholder(kind, alone[0].value if alone else " ".join(cell.lower().split()), numbers)


def _placeholder(kind: str, value: str, numbers: Numbers) -> str:
    if (kind, value) not in numbers:
        numbers["", kind] = numbers[kind, value] = numbers.get(("", kind), 0) + 1
    return f"<{kind}_{numbers[kind, value]}>"
