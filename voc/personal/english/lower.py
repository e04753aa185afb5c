"""Names in small letters: "its priya again", "spoke to dave", "told mark from sales", "thanks, j. cole".

For: `names`. Not for: names that begin with a capital; see `cues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.english.cues import TEAM, people
from voc.personal.english.person import value
from voc.personal.lexicon import LETTER, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

_LOW_SELF = re.compile(
    r"(?:(?<![a-z])(?:this is|it[\u2019']?s|i[\u2019']?m|i am|me is|my name[\u2019']?s|my name is|(?<![a-z] )(?:the )?name[\u2019']s)(?: just)?,? ([a-z]{3,}(?:-[a-z]+)?)(?: ([a-z]{3,}))?"
    r"(?= (?:again|here|from|speaking|calling|and|with|i|how|what|my|can|could|thanks?|um+|uh+|er+m?|about|ringing|regarding|on the|you)(?![a-z])|[,.!\n]|$)"
    r"|(?:^|(?<=[.!?\n] )|(?<=\n))([a-z]{3,}) here(?![a-z]))",
    re.IGNORECASE,
)
# Behind a name that is a word as well somebody speaks: "this is grace, how may i help".
_DID = "rang|called|call|calling|phoned|spoke|emailed|wrote|ordered|booked"
_SPEAKS = re.compile(
    rf",? (?:(?P<surely>speaking|calling|how (?:can|may|could))|i(?:'m| am)? (?:{_DID})|from)(?![a-z])"
)
# Behind a whole name, whatever its last word is: "its lauren burns again".
_AGAIN = re.compile(r" (?:again|here|speaking|calling)(?![a-z])")
_SPEAKING = frozenset(f"speaking|how|from|{_DID}".split("|"))
_LOW_BY = re.compile(
    r"(?<![a-z])(?:spoke|spoken|talked|chatted|dealt|talk|speak|speaking|talking)(?: to| with)(?: an?(?! guy)| someone called| some)? ([a-z]{3,})(?![a-z])|(?<![a-z])(?:hi|hello|hey|dear),? ([a-z]{3,})(?=[,.!\n]|$)|(?<![a-z])(?:called|named|(?:thanks|thank (?:you|u|ya)|thankyou|thx|tysm|tyvm|ty|cheers)(?: so much| very much| again| a lot| a million| loads| kindly)?,?|ask (?:for|4)|asked for|ask|tell|told|asked|let|emailed|email) ([a-z]{3,})(?![a-z'])"
)
# A greeting and a small name that the sentence goes on behind: "hey jess can u check".
_LOW_HELLO = re.compile(
    r"(?:^|(?<=[.!?:\n] )|(?<=\n))(?:hi|hello|hey|heya|hiya|hullo|yo|dear|(?:good )?(?:morning|afternoon|evening))(?: there)?,? ([a-z]{3,})"
    r"(?=[,.!\n]|$| (?:can|could|please|pls|plz|i|i'm|im|ive|i've|just|any|anything|my|do|did|does|is|its|it's|it|this|thanks|thank|thx|what|whats|what's|when|where|wheres|why|how|hows|would|will|sorry|we|need|there's|hope|quick|again|still|got|the|u|you|have|has|was|are|not|no|re|about|order|me|here|from|here's|checking|chasing|following|wondering|following|second|third)(?![a-z]))",
    re.IGNORECASE,
)
# A small name with its team behind it: "told mark from your sales team".
_AT_TEAM = re.compile(rf" (?:from|in|at|on) {TEAM}")
_LOW_TEAM = re.compile(
    r"(?:^|(?<![a-z])(?:told|tell|asked|ask|to|with|by|called|named|and|thank|thanks|thx|cheers|your|met|saw|dear|hi|hey|hello|from|but|when|because|that|then|so|said|says)) ?(?<![A-Za-z])([a-z]{3,})$"
)
# Two small words, a given name and what is none of the language's: "kevin mcdaid from billing".
_LOW_WHOLE = re.compile(
    rf"(?<![{LETTER}.@#'\u2019-])([a-z]{{3,}}) ([a-z][a-z'-]{{2,}})(?= (?:from|in|at|over at|on) {TEAM})"
)
# Another one behind a small name: "spoke to lauren then chloe".
_LOW_THEN = re.compile(r"(?:,? and then|,| and| then| or)(?: to| with)?(?: an?)? ([a-z]{3,})(?![a-z'@_-])")
_LOW_SIGNED = re.compile(
    r"(?:(?<![A-Za-z])(?:thanks|thank you|thx|regards|wishes|cheers|sincerely|faithfully|yours|truly|ta|love|from|signed)[,.!]*\s+|\n)((?:[a-z]\. ?)?)([a-z][a-z'-]{2,})(?: ([a-z][a-z'-]{2,}))?\s*[.!]?\s*$"
)
_CLOSINGS = frozenset(
    "thanks thank thx regards wishes cheers sincerely faithfully yours truly ta love from signed".split()
)
_TEAMS = frozenset(re.findall("[a-z]{4,}", TEAM)) - frozenset("room unit flat apartment".split())
_HELLO = frozenset("hi hello hey heya hiya hullo yo dear morning afternoon evening".split())
WISHES = frozenset(
    "hope will may bill joy faith grant trust sue chase rob pat grace drew guy early say see art dear major chance price may love ray page case cash".split()
)
_PLACED = frozenset("from in at on".split())


def find(look: Look) -> Iterator[Found]:
    """Names in small letters: "its priya again", "spoke to dave", "thanks, j. cole"."""
    text, known = look.text, lexicon()
    yield from _low_alone(look)
    yield from _low_self(text, look)
    if not look.words.isdisjoint(known.given):
        for match in _LOW_BY.finditer(text):
            group = next(number for number in range(1, _LOW_BY.groups + 1) if match.group(number))
            word = match.group(group)
            if word.islower() and fold(word) in known.given and not _goes_on(text, match.end(group)):
                yield from _and_more(text, match.start(group), match.end(group))
        if not look.words.isdisjoint(people()[0][1]):
            for match in _low_kin().finditer(text):
                if match.group(1) in known.given:
                    end = match.end(2 if match.group(2) and match.group(2) not in known.ordinary else 1)
                    yield Found(match.start(1), end, "NAME", value(text[match.start(1) : end]))
        if not look.words.isdisjoint(_PLACED):
            for match in _LOW_WHOLE.finditer(text):
                first, last = match.groups()
                if first in known.given and (last in known.family or last not in known.ordinary):
                    yield Found(match.start(1), match.end(2), "NAME", value(f"{first} {last}"))
    may_sign = "\n" in look.letters or not look.words.isdisjoint(_CLOSINGS)
    signed = _LOW_SIGNED.search(text, max(0, len(text) - 60)) if may_sign else None
    if signed:
        first, last = signed.group(2), signed.group(3)
        is_weak = first in known.likely and first not in known.ordinary
        is_named = (
            fold(first) in known.given
            or is_weak
            or (signed.group(1) and first not in known.plain and first not in known.ordinary)
        )
        if is_named and not (last and last in known.ordinary):
            start, end = signed.start(1), signed.end(3 if last else 2)
            yield Found(start, end, "NAME", value(text[start:end]))


def _low_self(text: str, look: Look) -> Iterator[Found]:
    """Who speaks: "its priya again", "this is grace, how may i help", "its dean hollis i rang"."""
    known = lexicon()
    if look.words.isdisjoint(known.given) and (look.words.isdisjoint(_SPEAKING) or look.words.isdisjoint(known.likely)):
        return
    for match in _LOW_SELF.finditer(text):
        group = 1 if match.group(1) else 3
        word, end = match.group(group), match.end(group)
        key = fold(word)
        if not word.islower() or _goes_on(text, end):
            continue
        last = match.group(2) if group == 1 else None
        is_whole = last is not None and (
            (last not in known.ordinary and last not in known.things)
            or (last in known.weak_family and _AGAIN.match(text, match.end(2)) is not None)
        )
        end = match.end(2) if is_whole else end
        speaks = _SPEAKS.match(text, end) if key in known.likely else None
        is_self = not match.group().lower().startswith("it") or (
            is_whole and (last in known.family or last in known.given)
        )
        if key in known.given or (is_self and speaks and (speaks.group("surely") or key not in WISHES)):
            yield from _and_more(text, match.start(group), end)


def _and_more(text: str, start: int, end: int) -> Iterator[Found]:
    """The name [start, end) and those named together with it."""
    yield Found(start, end, "NAME", value(text[start:end]))
    then = _LOW_THEN.match(text, end)
    while then and _is_met(then.group(1)):
        yield Found(*then.span(1), "NAME", value(then.group(1)))
        then = _LOW_THEN.match(text, then.end())


def _is_met(word: str) -> bool:
    """Whether `word` is a given name, or one that is seldom a word."""
    known = lexicon()
    return word in known.given or (word in known.likely and word not in known.ordinary and word not in WISHES)


def _low_alone(look: Look) -> Iterator[Found]:
    """One small name after a greeting, or before its team."""
    if not look.words.isdisjoint(_HELLO):
        for match in _LOW_HELLO.finditer(look.text):
            yield from _low_one(look.text, *match.span(1))
    if not look.words.isdisjoint(_TEAMS) and not look.words.isdisjoint(_PLACED):
        for team in _AT_TEAM.finditer(look.text):
            start = max(0, team.start() - 32)
            before = _LOW_TEAM.search(look.text[start : team.start()])
            if before:
                yield from _low_one(look.text, start + before.start(1), team.start())


def _low_one(text: str, start: int, end: int) -> Iterator[Found]:
    known, word = lexicon(), text[start:end]
    is_name = word in known.given or (word in known.likely and word not in WISHES)
    if word.islower() and is_name and not _goes_on(text, end):
        yield Found(start, end, "NAME", value(word))


def _goes_on(text: str, end: int) -> bool:
    """True for part of a longer thing: dave's, dave-o-matic, dave.com."""
    return re.match(r"[-@_]|\.[a-z]", text[end : end + 2]) is not None


@cache
def _low_kin() -> re.Pattern[str]:
    """My nan edna; the word behind it is a family name where the language has no such word."""
    return re.compile(
        rf"(?<![A-Za-z])(?i:my|our|his|her) (?:{either(lists('names')['kin'])}) ([a-z]{{3,}})(?: ([a-z]{{5,}}))?(?![a-z'\u2019@_-])"
    )
