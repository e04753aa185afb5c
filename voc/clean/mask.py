"""Personal data replaced by typed placeholders: <PHONE_1> is the same number wherever it stands in a run.

For: `comments`. Not for: finding it - see `personal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc import personal, spans


def masked(texts: Sequence[str | None]) -> tuple[list[str | None], list[list[dict[str, Any]]]]:
    """`texts` with personal data replaced, and for each its masks (see `spans`), in characters of the original.

    Numbers are given in the order of appearance over all `texts`, so the same texts give the same placeholders.
    """
    numbers: dict[tuple[str, str], int] = {}
    count: dict[str, int] = {}
    out: list[str | None] = []
    masks: list[list[dict[str, Any]]] = []
    for text in texts:
        of_text = []
        for one in personal.found(text) if text else ():
            key = (one.kind, one.value)
            if key not in numbers:
                count[one.kind] = numbers[key] = count.get(one.kind, 0) + 1
            of_text.append({"start": one.start, "end": one.end, "placeholder": f"<{one.kind}_{numbers[key]}>"})
        masks.append(of_text)
        out.append(spans.masked(text, of_text) if text and of_text else text)
    return out, masks
