"""What ticket systems call a channel, in our words.

For: formats of tickets. Not for: words we do not know, which stay as the file has them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from voc.ingest.formats.format import texts


def channel(word: object) -> str | None:
    """voice, chat, email, web or social for a word of theirs, else their word in lower case; None for none."""
    theirs = texts(word) if isinstance(word, str | int | float) and not isinstance(word, bool) else None
    if theirs is None or not theirs.strip():
        return None
    plain = re.sub(r"[\s-]+", "_", theirs.strip().lower())
    return _words().get(plain, plain)


def is_known(word: str) -> bool:
    """Whether a word of theirs is one of a channel."""
    return re.sub(r"[\s-]+", "_", word.strip().lower()) in _words()


@cache
def _words() -> dict[str, str]:
    lines = resources.files("voc").joinpath("data/words/channels.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: ours for ours, words in pairs for word in words.split()}
