"""Mojibake: UTF-8 that was read as a western page and written as UTF-8 once more, café as cafÃ©.

For: the warning of `encoding`. Not for: mending a file; whoever wrote it must say what else was changed.
"""

from __future__ import annotations

import re

# UTF-8 that was written on as if it were cp1252, and once more as UTF-8: a first byte and what follows it.
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")


def twice_encoded(text: str) -> tuple[int, str]:
    """How many places of `text` look like UTF-8 that was encoded twice (cafÃ©, ä½ å¥½), and the first of them mended."""
    count, first = 0, ""
    for found in _TWICE.finditer(text):
        mended = _mended(found[0])
        if mended is not None:
            count += 1
            first = first or mended
    return count, first


def _mended(run: str) -> str | None:
    data = b"".join(
        letter.encode("latin-1") if letter < "\u0100" else letter.encode("cp1252", errors="ignore") for letter in run
    )
    for end in range(len(data), 1, -1):
        try:
            return data[:end].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return None
