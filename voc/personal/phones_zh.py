"""Phone numbers of Hong Kong and Macau where nothing but the text's own region tells them: 歐陽綺雯，9238 0071, 轉數快67123390.

For: `found`. Not for: numbers behind a word for a phone; see `phones`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal import records
from voc.personal.mark import Found, Look, digits

_THERE = frozenset("港嘅喺咗俾畀唔哋澳係轉")
_SHAPE = re.compile(r"(?<![\dA-Za-z#+$@_.:/-])(?<!\d )[5-9]\d{3} \d{4}(?! ?[\dA-Za-z%元蚊塊块次件分]|[-/.:]\d)")
_PAID = re.compile(
    r"(?:[轉转][數数]快|FPS|PayMe|Payme|payme)(?: ?(?i:id)|[號号][碼码]?|[係是為为到去畀俾給给：: （(])*(\d{7,9}|\d{4}[ -]\d{4})(?![\dA-Za-z元蚊])"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return look.is_long and not (look.letters.isdisjoint(_THERE) and look.words.isdisjoint(("fps", "payme")))


def find(look: Look) -> Iterator[Found]:
    """PHONE."""
    text = look.text
    for match in _PAID.finditer(text):
        yield Found(*match.span(1), "PHONE", digits(match.group(1)))
    for match in _SHAPE.finditer(text):
        if not records.stays(text, *match.span()):
            yield Found(*match.span(), "PHONE", digits(match.group()))
