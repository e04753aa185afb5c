"""Given names that are towns or months as well - Victoria, Austin, April - where somebody is spoken to, thanked or asked for.

For: `names`. Not for: such names where anybody is named; see `names` and `cues`. Nor for towns: "shipped to Victoria".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.english.cues import TEAM
from voc.personal.english.thing import is_thing
from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

# One of these stands in what is said to somebody.
_GATE = frozenset(
    "spoke spoken speak speaking talk talked talking chat chatted chatting dealt dealing served helped assisted ask asked thanks thank thx kudos shout shoutout at from".split()
)
_CUE = (
    r"(?:[Ss]poken?|[Ss]peak(?:ing)?|[Tt]alk(?:ed|ing)?|[Cc]hat(?:ted|ting)?|[Dd]ealt|[Dd]ealing) (?:to|with)|(?:[Ss]erved|[Hh]elped|[Aa]ssisted|[Ll]ooked after|[Gg]reeted) by"
    r"|[Aa]sk(?:ed)? for|[Ss]hout ?out to|[Kk]udos to|(?:[Tt]hanks|[Tt]hank you|[Tt]hx)(?: so much| again)?,?"
)
_THEN = rf"(?=[,.!?]|\s*$|\n| (?:yesterday|today|again|who|she|he|and (?:she|he)|when|last|this (?:morning|afternoon)|(?:in|at|from) {TEAM}))"


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    if look.words.isdisjoint(_GATE) or look.words.isdisjoint(_towns()):
        return
    for match in _pattern().finditer(look.text):
        start, end = match.span(match.lastindex or 1)
        found = Found(start, end, "NAME", look.text[start:end].lower())
        if not is_thing(look.text, found):
            yield found


@cache
def _towns() -> frozenset[str]:
    return frozenset(lists("names")["towns"].split())


@cache
def _pattern() -> re.Pattern[str]:
    towns = either(one.capitalize() for one in _towns())
    return re.compile(
        rf"(?<![A-Za-z])(?:{_CUE}) ({towns}){_THEN}|(?:^|(?<=[.!?\n] )|(?<=\n))({towns}),? (?:at|from) {TEAM} (?:was|is|has|helped|told|said|took|went|promised)(?![a-z])"
    )
