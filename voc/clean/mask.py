"""Personal data replaced by typed placeholders: <PHONE_1> is the same number wherever it stands in a run.

For: `comments` and `privacy`. Not for: finding it - see `voc.personal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc import personal, spans

# (kind, value) -> its number, in the order of appearance.
Numbers = dict[tuple[str, str], int]


def masked(
    texts: Sequence[str | None], numbers: Numbers | None = None, *, without: Sequence[str] = ()
) -> tuple[list[str | None], list[list[dict[str, Any]]]]:
    """`texts` with personal data replaced, and for each its masks (see `spans`), in characters of the original.

    Numbers are given in the order of appearance over all `texts`, so the same texts give the same placeholders; those
    given before stand in `numbers`, which is added to. Kinds in `without` are left alone.
    """
    numbers = {} if numbers is None else numbers
    count: dict[str, int] = {}
    for (kind, _), number in numbers.items():
        count[kind] = max(number, count.get(kind, 0))
    out: list[str | None] = []
    masks: list[list[dict[str, Any]]] = []
    for text in texts:
        of_text = []
        for one in personal.found(text) if text else ():
            if one.kind in without:
                continue
            key = (one.kind, one.value)
            if key not in numbers:
                count[one.kind] = numbers[key] = count.get(one.kind, 0) + 1
            of_text.append({"start": one.start, "end": one.end, "placeholder": f"<{one.kind}_{numbers[key]}>"})
        masks.append(of_text)
        out.append(spans.masked(text, of_text) if text and of_text else text)
    return out, masks


def placeholder(kind: str, value: str, numbers: Numbers) -> str:
    """What stands for a cell that is personal data as a whole; the same as in texts."""
    key = (kind, value.strip().lower())
    if key not in numbers:
        numbers[key] = 1 + max((number for (one, _), number in numbers.items() if one == kind), default=0)
    return f"<{kind}_{numbers[key]}>"
