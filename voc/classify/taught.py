"""Taught: which texts taught a model, as short sums that stand in its folder.

    taught.packed(texts)               # the file, for the folder of a model
    taught.among(folder, texts)        # bool of each text: did it teach that model?

For: `voc evaluate`, whose figures would be too good on texts that the model has learned from. Not for: reading a text back;
a sum of 40 bits only tells whether somebody has it already.

A text is the same where its letters and digits are: neither case, spaces and punctuation nor the width of a letter count.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

FILE = "taught.txt"
LENGTH = 10  # hexadecimal digits: of 100,000 and 10,000 unlike texts, two share a sum in one case of a thousand


def packed(texts: Sequence[str]) -> bytes:
    """The sums of `texts`, a line each, sorted."""
    return "".join(f"{one}\n" for one in sorted({_sum(text) for text in texts} - {""})).encode()


def among(folder: Path | None, texts: Sequence[str]) -> list[bool]:
    """Of each text, whether it taught the model in `folder`; False throughout for a model that does not say."""
    if folder is None or not (folder / FILE).is_file():
        return [False] * len(texts)
    known = set((folder / FILE).read_text("ascii", "replace").split())
    return [_sum(text) in known for text in texts]


def _sum(text: str) -> str:
    """Empty for a text without a letter or digit, which could be any."""
    folded = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return hashlib.sha256(folded.encode()).hexdigest()[:LENGTH] if folded else ""
