"""A line that is a name to its end, though its last word is one of the language or a firm's: "Patient: Ann Rogers".

For: `names`, of which it widens what was found. Not for: finding names.
"""

from __future__ import annotations

import re

from voc.personal.english.person import value
from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Found

# In a field or under a closing a line is a name to its end: "Patient: Ann Rogers", "Regards,\nAnn Best".
_LAST = re.compile(rf" ([{UPPER}][{LETTER}'\u2019-]{{2,}})(?=[ \t]*(?:\n|$|\||[(,]? ?\+?[(\d]|,? ?<))")
_FIELD_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?:[Nn]ames?|[Cc]ontact|[Pp]atient|[Pp]olicy ?holder|[Hh]older|[Gg]uest|[Dd]river|[Rr]ecipient|[Pp]assenger|[Cc]laimant|[Aa]pplicant|by|to|[Cc]aller|[Rr]equester)\s?:[ \t]*"
    r"|(?:[Rr]egards|[Ww]ishes|[Ss]incerely|[Ff]aithfully|[Yy]ours|[Tt]hanks|[Tt]hank you|[Bb]est|[Cc]heers|KR|BR|[Rr]gds|iPhone|--)[,.!]?[ \t]*\n+[ \t]*)$"
)
_NO_LAST = frozenset(
    "team support service services manager customer help desk agent director please order thanks ltd".split()
)


def to_line_end(text: str, name: Found) -> Found:
    """`name`, of one word, with the word behind it where that ends a field or a line that signs; else `name` as it is."""
    last = _LAST.match(text, name.end)
    if (
        not last
        or " " in text[name.start : name.end]
        or not _FIELD_BEFORE.search(text[max(0, name.start - 24) : name.start])
    ):
        return name
    key = fold(last.group(1))
    if key in _NO_LAST or key in lexicon().organisations or last.group(1).isupper():
        return name
    return Found(name.start, last.end(), "NAME", value(text[name.start : last.end()]))
