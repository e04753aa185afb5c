"""A text with letters, digits and joining signs of any width as plain ones, character by character, so of the same length.

For: `found`, whose places must be those of the original. Not for: other full-width signs, which stay: 13812345678，2 is a
phone number and a two.
"""

from __future__ import annotations

import re

_WIDE = re.compile(
    r"[\uff10-\uff19\uff20-\uff3a\uff41-\uff5a\u00a0\u2000-\u200b\u2010-\u2015\u2027\u202f\u2212\u30fb]|\uff0e(?!\d)|\uff08(?=\d)"
)
_JOINING = (0xFF08, 0xFF09, 0xFF0B, 0xFF0D, 0xFF0E, 0xFF3F)  # ( ) + - . _
_HALF: dict[int, str] = {
    code: chr(code - 0xFEE0)
    for code in (*_JOINING, *range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF |= dict.fromkeys((0x3000, 0xA0, 0x202F, *range(0x2000, 0x200C)), " ")
_HALF |= dict.fromkeys((*range(0x2010, 0x2014), 0x2212), "-")
_HALF |= dict.fromkeys((0x2027, 0x30FB), "·")  # between the parts of a name


# A number in short groups that goes on in the next line: 4929 1822 <break> 0917 7347.
_BROKEN = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{0,2}\d{2,4})\n(?=\d{2,4}(?!\d))")
_LONG_DASH = re.compile(r"(?<=\d)[\u2014\u2015](?=\d)")


def plain(text: str) -> str:
    """See the module. A long dash between digits is a plain one, and a line break within a number a space."""
    if "\n" in text:
        text = _BROKEN.sub(r"\1 ", text)
    if text.isascii() or not _WIDE.search(text):
        return text
    return _LONG_DASH.sub("-", text.translate(_HALF))
