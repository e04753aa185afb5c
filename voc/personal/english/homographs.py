"""A word that is a name as well, and here is the word: "Sue you? I might", "Ray of hope", "Faith in your bank is gone".

For: `names`. Not for: names of things; see `thing`.
"""

from __future__ import annotations

import re
from functools import cache

from voc.personal.lexicon import fold
from voc.personal.mark import Found
from voc.personal.words import either, lists

# Where a sentence or what is said begins.
_STARTS = re.compile(r"(?:^|[.!?:;,\u2026\n\u2013\u2014\"\u201c\u2018(-]\s*|\b(?:[Aa]nd|[Oo]r|[Bb]ut|[Ss]o) )$")
_THANKED = re.compile(r"(?:thanks|thank you|thx|cheers|ta)[^.!?,\n]{0,16}, ?$", re.IGNORECASE)
_OWNER = "the|a|an|my|your|our|their|his|its|this|that|these|those"
_GOES_ON = (
    rf"(?:{_OWNER}) (?:[a-z-]+ ){{1,3}}?(?:is|was|are|were|has|have|had|will|did|does|never|arrived|came|can|won['\u2019]t|isn['\u2019]t|didn['\u2019]t)(?![a-z])"
    r"|you (?:were|are|have|had|did|said|told|was|rock|helped|made|need|should|must|can|could|will|would|sent|gave|asked|promised|never|guys|legend|star)(?![a-z])"
)
_OBJECT = rf" (?!{_GOES_ON})(?:(?:me|us|you|them|him|her|it|someone|everyone|everybody|anyone|anybody|people|customers?|all|blind|{_OWNER})(?![a-z'\u2019])|[A-Z][a-z]+ to pay )"
_AWAY = r" (?:up|down|off|out|around|about|away|over|forth)(?![a-z])"
_ASKS = r" (?:I|i|you|we|he|she|they|it|this|that|there|the|be|not|never|ever|anyone|anybody|someone|somebody|any|my|your|our)(?![A-Za-z'\u2019])"
_HOPES = (
    rf" (?:I|i|you|we|he|she|they|it|to|for|all|everyone|someone|{_OWNER})(?![A-Za-z])(?! (?:manager|lady|guy|agent)\b)"
)
_TEAMS = r"(?:billing|accounts|sales|support|complaints|returns|reception|claims|HR|IT|housekeeping|security|marketing|finance|customer|payroll|Leeds|London|Manchester)(?![a-z])"
_OF = rf" of (?!{_TEAMS}|the (?:team|staff))(?=[a-z])"
_SAYINGS = re.compile(
    r" of (?:hope|light|sunshine|time|all trades|god|mercy|joy|spades|clubs|hearts|diamonds|both worlds)(?![a-z])"
)
_IN = re.compile(
    rf" in (?!{_TEAMS})(?:(?:your|the|this|our|their|my|its|his|her|all|any) (?!(?:[a-z]+ ){{0,2}}(?:team|desk|department|dept|office|branch|shop|store)\b(?![^.!?]*\b(?:gone|lost|restored|shaken|destroyed|shattered|low|zero|broken|renewed)\b))|you(?![a-z])|them|it(?![a-z])|what|humanity|people|mankind|anything|everything|customer)"
)
_PLACED = r" (?:at|on|in|behind|who|with|that|just|came|comes|next)(?![a-z])"
_GROWS = r" (?:on|growing|grows|grew|plants?|leaves|league|climbing|covered|all over)(?![a-z])"


@cache
def _behind() -> dict[str, str]:
    """For each word, a pattern for what stands behind it where it is no name."""
    kinds, people = lists("names")["homographs"], either(lists("names")["people"])
    behind = {
        "verbs": f"{_OBJECT}|{_AWAY}",
        "asks": _ASKS,
        "hopes": _HOPES,
        "nouns": f"{_OF}|{_IN.pattern}",
        "sorts": _OF,
        "people": _PLACED,
        "plants": _GROWS,
    }
    asks = kinds["asks"].split()
    made: dict[str, list[str]] = {}
    for kind, pattern in behind.items():
        for word in kinds[kind].split():
            made.setdefault(word, []).append(pattern)
    role = rf"(?! (?:{_OWNER}) (?:[a-z]+ )?(?:{people})(?![a-z]))"
    # "Rob the manager" is somebody, and so is "Will the driver", but not in a question
    asked = r"(?=(?: [a-z]+){3,}[^.!?\n]*\?)"
    return {
        word: f"(?:{f'{asked}|{role}' if word in asks else role})(?:{'|'.join(some)})" for word, some in made.items()
    }


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """That pattern, compiled when its word is met: there are more than a hundred, and a text has one."""
    return re.compile(_behind()[word])


def is_word(text: str, name: Found) -> bool:
    """True where [start, end) of `name` is one word that is used as what else it means."""
    said = text[name.start : name.end]
    if " " in said or fold(said) not in _behind():
        return False
    pattern = _pattern(fold(said))
    if _SAYINGS.match(text, name.end):
        return True
    head = text[max(0, name.start - 32) : name.start]
    if not pattern.match(text, name.end) or not _STARTS.search(head):
        return False
    return not (_THANKED.search(head) and text.startswith(" you", name.end))
