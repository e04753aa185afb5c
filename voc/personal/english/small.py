"""Names written all in small letters where a text is: a listed given name anywhere, with the family name behind it; whole
fields, closings and pairs of a greeting.

For: `names`. Not for: given names that are words as well, unless a place says it; see `lower`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.english.given import ASIAN
from voc.personal.english.lower import WISHES
from voc.personal.english.person import value
from voc.personal.lexicon import Lexicon, lexicon
from voc.personal.mark import Found, Look
from voc.personal.syllables import SYLLABLE
from voc.personal.words import lists

_WORD = re.compile(
    r"(?<![\w.@#'\u2019/&\\-])([a-z]{3,}(?:-[a-z]{2,})?|[a-z]{2}-[a-z]{3,})(?![\w'\u2019@/\\-]|\.[a-z]| & )"
)
# s. arslan: an initial that stands alone, and a family name.
_INITIALLED = re.compile(r"(\.)(?<=[\s(:,/\"][b-hj-z]\.) ?([a-z][a-z'-]{2,})(?![\w'\u2019@-])")
_FAMILY_FIRST = re.compile(r"(?<![\w.@#'\u2019/&\\-])([a-z]{2,}) $")
_KOREAN = frozenset("park son jung kang han ahn moon song shin oh".split())  # words as well
_ALONE = frozenset("bcdefghjklmnopqrstuvwxyz")
_DOUBLE = re.compile(r"-(?<=[a-z]-)[a-z]{2}")  # min-seo
_REST = re.compile(r" (?:[b-hj-z]\.? )?([a-z][a-z'\u2019-]{1,})(?![\w@'\u2019-])")
_NO_NAMES = frozenset(lists("names")["no_names_in_small_letters"])
# Before a given name: part of a thing. "bloody mary", "st john", "san antonio".
_PLACED = re.compile(
    r"(?<![a-z])(?:bloody|hail|virgin|saint|st|st\.|san|santa|fort|port|lake|mount|mt|cape|hotel|villa|chez|la|le|el|nha|md|mc|kings|queen|king|prince|princess|the|an?|chicken|fettuccin[eio]|pasta|by|via|to|in) $"
)
_BEARS = re.compile(
    r" (?:street|st|road|rd|avenue|ave|lane|drive|way|close|court|place|crescent|hospital|airport|station|university|college|school|park|hotel|inn|lodge|museum|church|house|hall|"
    r"cent(?:re|er)|clinic|ward|wing|unit|building|tower|beach|island|bay|city|town|ltd|inc|bank|airlines|restaurant|grill|bar|pub|cafe|bistro|bed and breakfast|guest ?house)(?![a-z])"
)
# What is said, given or sent to somebody; a journey goes to a place.
_TO = re.compile(
    r"(?:spoken?|speak|speaking|talk(?:ed|ing)?|chatt?(?:ed|ing)?|thanks|thank you|kudos|listen(?:ed|ing)|explain(?:ed|ing)|complain(?:ed|ing)|said|g[ai]ven?|sent|wrote|written|transfer(?:red|ring)?|connect(?:ing)?|pass(?:ing)?|put(?:ting)?|forward(?:ed|ing)?|hand(?:ing)?|passed|through|addressed|"
    r"according|connected|referred|reported|handed|sold|credit|shout ?out|love|best|regards|apologi[sz]ed?)(?: (?!then )[a-z]+){0,4} to $"
)
_NO_LINE = frozenset("please and the for again team support help customer thanks thank".split())
_NOT_LAST = frozenset(
    "and or from in at the to of for is was has had who that with on so but he she we i you it".split()
)

_CLOSES = re.compile(
    r"(?<![a-z])(?:regards|wishes|sincerely|faithfully|yours|truly|thanks|thank you|thx|cheers|best|advance|iphone|rgds|br|kr|ta|the best)[,.!]?\s*\n+\s*(?:- ?)?|\n-- ?\n|,\s(?<=thanks in advance, )|(?<=sincerely, )|(?<=cheers, )"
)
_LINE = re.compile(r"([a-z][a-z'\u2019-]+(?: [a-z]\.?)?(?: [a-z][a-z'\u2019-]+){0,2})(?= *(?:\n|$|\(|[|,] ?[\d+]))")
_FIELD = re.compile(
    r"(?:^|(?<=[\n|;,.(] )|(?<=[\n|;,.(]))(?:(?:full|first|last|customer|contact|caller|guest|patient|passenger|account|card|agent|driver|family|given) ?)?"
    r"(?:name(?: on (?:card|account|order))?|surname|forename|contact|recipient|requester|guest|patient|passenger(?:\(s\))?s?|driver|applicant|claimant|policy ?holder|account holder|card ?holder|"
    r"reported by|assigned to|raised by|requested by|ship to|bill to|deliver to|attn|caller|resolved by|handled by|seen by|engineer|technician)\s*[:=]\s*(?=[a-z])"
    r"|(?<![a-z])(?:account holder|card ?holder|policy ?holder|claimant|emergency contact|(?:father|mother|husband|wife|partner)'s name,?)[:,]? (?=[a-z])"
)
_WORDS_OF_FIELD = re.compile(
    r"[a-z](?:[a-z-]*|[a-z]['\u2019][a-z]{3,})\.?(?: (?:[a-z]['\u2019])?[a-z][a-z-]*\.?){0,3}(?![a-z'\u2019])"
)
_PAIR = re.compile(
    r"(?:^|(?<=\n))(?:hi|hello|hey|dear|(?:good )?(?:morning|afternoon|evening)) ([a-z]{3,}(?: [a-z]{2,})?)(?: and ([a-z]{3,}))?(?=[,:!\n])"
)
# Where a name that is a word as well may stand too: who did it, who is thanked.
_DONE = re.compile(
    r"(?:(?:installed|served|helped|reviewed|written|signed|fitted|delivered|handled|treated|seen|assisted|repaired|looked after|told) by|(?:like to|want to|wish to|must) thank|(?:big )?thanks to|shout ?out to|kudos to|"
    r"calling me|service from|go by|goes by|named|name is|name was|name's|the (?:owner|manager|seller|driver|engineer|waiter|waitress|receptionist|nurse|instructor|guide),?|"
    r"(?:seller|hairdresser|dentist|waiter|waitress|receptionist|nurse|owner|instructor|engineer|colleague|neighbour|neighbor|husband|wife|son|daughter|brother|sister|stars for|crew member)) $"
)
# There a name that is nothing but one and a word seldom used may stand; others where they are said to do something.
_MET = re.compile(
    r"(?:agent|rep|representative|advis[eo]r|operator|associate|clerk|technician|cashier|supervisor|thanks|thank you|thx|cheers|(?:spoke|spoken|talked|speak) (?:to|with)) $"
)
_ACTS = re.compile(
    r"(?: [a-z]+ly)?,? (?:in the|at the|at your|from the|on the (?:phone|desk)|helped|however|for (?:your|the|all|being|getting|sorting|helping)|hung up|was (?:so |very |really |super |extremely |just |absolutely )?(?:brilliant|great|rude|lovely|amazing|kind|helpful|fantastic|a star|wonderful)|is a star|"
    r"made|did a|threatened|rang|called|says|said|told|replied|answered|sorted|explained|listened|promised|refused|knew|talked|has joined|as our|however|sent|on \d|on (?:january|february|march|april|may|june|july|august|september|october|november|december))(?![a-z])"
)


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    known = lexicon()
    text = look.text
    if not look.words.isdisjoint(known.given) or ("-" in look.letters and _DOUBLE.search(text)):
        yield from _listed(text, known)
    for match in _INITIALLED.finditer(text) if "." in look.letters and not look.words.isdisjoint(_ALONE) else ():
        if match.group(2) in known.family and match.group(2) not in known.ordinary:
            yield _name(text, match.start(1) - 1, match.end(2))
    if not look.words.isdisjoint(_able()):
        yield from _done(text, known)
    is_field = not look.words.isdisjoint(_FIELDS) and (
        not look.letters.isdisjoint(":=") or not look.words.isdisjoint(_HOLDERS)
    )
    for match in _FIELD.finditer(text) if is_field else ():
        yield from _field(text, match.end(), known)
    if "\n" in look.letters or "," in look.letters:
        is_closed = not look.words.isdisjoint(_CLOSINGS) or "\n--" in text
        for match in _CLOSES.finditer(text) if is_closed else ():
            yield from _signed(text, match.end(), known)
        for match in _PAIR.finditer(text) if not look.words.isdisjoint(_GREETINGS) else ():
            for group in (1, 2):
                if match.group(group) and _is_name(match.group(group).split(" "), known):
                    yield _name(text, *match.span(group))


_FIELDS = frozenset(re.findall("[a-z]{4,}", _FIELD.pattern))
_HOLDERS = frozenset("holder cardholder policyholder claimant contact name".split())  # of fields without a sign
_CLOSINGS = frozenset(re.findall("[a-z]{2,}", _CLOSES.pattern)) - {"the", "in", "you"}  # beside others of them
_GREETINGS = frozenset("hi hello hey dear morning afternoon evening".split())


@cache
def _able() -> frozenset[str]:
    """Given names that are words too, and may stand where somebody did something."""
    known = lexicon()
    return known.likely - known.kin - _NO_NAMES


def _listed(text: str, known: Lexicon) -> Iterator[Found]:
    """A given name that is rarely anything else, and the family name behind it."""
    for match in _WORD.finditer(text):
        word = match.group(1)
        if not _is_given(word, known):
            continue
        end = _last(text, match.end(), known, word)
        head = text[max(0, match.start() - 32) : match.start()]
        is_done = _DONE.search(head) or (_ACTS.match(text, end) and _MET.search(head))
        if word in _NO_NAMES and end == match.end() and not is_done:
            continue
        before = _PLACED.search(text[max(0, match.start() - 12) : match.start()])
        if (
            before
            and before.group() != "by "
            and not (before.group() == "to " and _TO.search(text[max(0, match.start() - 48) : match.start()]))
        ):
            continue
        if _BEARS.match(text, match.end()) or known.is_firm(text, match.start(), end):
            continue
        start = match.start()
        if "-" in word:  # park eun-ji, soo-jin son
            family = _FAMILY_FIRST.search(text, max(0, start - 16), start)
            if family and (family.group(1) in ASIAN or family.group(1) in _KOREAN):
                start = family.start(1)
            behind = _REST.match(text, end) if end == match.end() else None
            if behind and behind.group(1) in _KOREAN:
                end = behind.end()
        yield _name(text, start, end)


def _is_given(word: str, known: Lexicon) -> bool:
    key = word.partition("-")[0]
    return known.is_listed(word) and key not in known.ordinary and key not in known.things and key not in known.kin


def _last(text: str, end: int, known: Lexicon, given: str = "") -> int:
    """Where a name ends whose given name, one that is rarely anything else, ends at `end`."""
    rest = _REST.match(text, end)
    if not rest:
        return end
    word = rest.group(1)
    is_family = word in known.family or word in known.weak_family or (word in known.given and word not in _NO_NAMES)
    is_initial = "." in rest.group()[:4]
    if is_family and (is_initial or word not in known.ordinary):
        return rest.end()
    parts = word.split("-")
    is_new = all(len(one) > 1 and one not in known.ordinary and one not in known.things for one in parts)
    is_whole = len(parts) > 1 or (SYLLABLE.fullmatch(given) and SYLLABLE.fullmatch(word))
    if given and is_new and is_whole:  # finn vik-perrin, thu huong
        return rest.end()
    # a family name that is a word too: where nothing goes on behind it
    if word in known.weak_family and re.match(r"\s*(?:[,.!\n]|$)", text[rest.end() : rest.end() + 3]):
        return rest.end()
    return end


def _done(text: str, known: Lexicon) -> Iterator[Found]:
    """A given name that is a word too, where somebody did something."""
    for match in _WORD.finditer(text):
        word = match.group(1)
        if word not in _able():
            continue
        end = _last(text, match.end(), known)
        is_whole = end > match.end()
        head = text[max(0, match.start() - 32) : match.start()]
        is_told = _DONE.search(head) is not None or _MET.search(head) is not None
        acts = _ACTS.match(text, end) is not None
        begins = re.search(r"(?:^|[.!?:\n] ?)$", text[max(0, match.start() - 2) : match.start()]) is not None
        is_plain = word in known.ordinary
        is_one = (is_told and (acts or not is_plain)) or (acts and not is_plain and (begins or is_whole))
        is_one = is_one and (word not in WISHES or (is_told and acts))  # agent will was rude, agent will call
        if is_one and not known.is_firm(text, match.start(), end):
            yield _name(text, match.start(), end)


def _field(text: str, start: int, known: Lexicon) -> Iterator[Found]:
    """What stands in a field for a name: as many words as may be names."""
    match = _WORDS_OF_FIELD.match(text, start)
    words = match.group().split(" ") if match else []
    many = len(words)
    while many and not _is_name([one.rstrip(".") for one in words[:many]], known):
        many -= 1
    if many:
        yield _name(text, start, start + len(" ".join(words[:many])))


def _signed(text: str, start: int, known: Lexicon) -> Iterator[Found]:
    match = _LINE.match(text, start)
    if match and _is_line(match.group(1).split(" "), known):
        yield _name(text, *match.span(1))


def _is_line(words: list[str], known: Lexicon) -> bool:
    """Whether a line that signs is a name: there a family name may be any word."""
    return _is_name(words, known) or (
        len(words) == 2 and words[0] in known.given and words[0] not in known.ordinary and words[1] not in _NO_LINE
    )


def _is_name(words: list[str], known: Lexicon) -> bool:
    """Whether `words` are a given name, or words that are none of the language's, and no other word behind."""
    some = [one.strip(".") for one in words]
    first, rest = some[0], some[1:]
    if first in WISHES and not rest:
        return False
    is_new = [one not in known.ordinary and one not in known.plain and one not in known.not_names for one in some]
    is_given = first in known.given or first in known.likely or (first in known.weak and bool(rest))
    if not (is_given or (is_new[0] and len(first) > 2)) or (first in known.things and not is_given):
        return False
    return all(
        len(one) == 1 or (new and one not in known.things) or one in known.family or one in known.weak_family
        for one, new in zip(rest, is_new[1:], strict=True)
    ) and not (_NOT_LAST & set(some))


def _name(text: str, start: int, end: int) -> Found:
    if text[end - 1] == ".":
        end -= 1
    return Found(start, end, "NAME", value(text[start:end]))
