"""Names that stand in a text without a word that says so: a listed given name, a family name of East Asia with its syllables,
a signature at the end.

For: `names`. Not for: names after a cue; see `cues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voc.personal.english.person import CAP, Need, Word, person, value
from voc.personal.english.thing import is_thing
from voc.personal.lexicon import LETTER, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.syllables import SYLLABLES

# H.K. Okafor, where no word of the language follows.
_BOTH_INITIALS = re.compile(
    rf"(?<![{LETTER}0-9@#&/'\u2019_.-])([A-Z])\. ?([A-Z])\. ({CAP})(?![{LETTER}0-9.]|['\u2019]s)"
)
_NO_INITIALS = frozenset("US UK EU UN LA NY DC PO JP JC TJ PF BJ AM PM SF AC RV CV TV PC DJ BS MS MD DR ID IT".split())
_INITIALS = re.compile(rf"(?<![{LETTER}0-9@#&/'\u2019_.-])(?:[A-Z]\. ?){{1,2}}(?={CAP})")
# What people do and are: before and behind a name that is a word as well.
_BEFORE = re.compile(
    r"(?<![A-Za-z])(?:(?:spoke|speak|speaking|talked|talk|talking|chatted|chatting|dealt|dealing|conversation|chat|call|liaised) (?:to|with)"
    r"|(?:thanks?|thank you|thx|cheers|kudos|shout ?out|credit|compliments|hats off|well done|bless|praise)(?: you)?(?: so much| very much| again| a lot)?,?(?: to| for)?"
    r"|(?:served|helped|assisted|seen|treated|looked after|handled|signed|fitted|installed|greeted|interviewed|told|emailed|advised|met|dealt with|recommended) by"
    r"|(?:service|help|advice|assistance|support) from|(?:thanks|regards|compliments) to"
    r"|(?:stars?|points|thumbs up|applause|praise|credit|big up) (?:for|to)|(?:call(?:s|ed|ing)? (?:me|him|her|himself|herself)|called|named)|(?:sorry|apologi[sz]e)(?: [a-z]+){0,5},"
    r"|(?:ask(?:ed)? for|ask|tell|told|asked|inform(?:ed)?|let|emailed|rang|phoned|remind|met|meet|forwarded to|love to|regards to)"
    r"|(?:hi|hello|hey|hiya|dear|morning|afternoon|evening)(?: there)?,?) $",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r",?(?: (?:has|had|have|was|is|also|then|just|then|both|who|never|always|kindly|really|finally|immediately|even|actually))*"
    r" (?:(?:told|said|says|helped|knew|joined|answered|hung|promised|refused|assured|explained|apologi[sz]ed|informed|advised|transferred|listened|replied|emailed|phoned|rang|"
    r"greeted|served|treated|handled|sorted|assisted|spoke|claimed|insisted|admitted|agreed|offered|resolved|booked)(?![A-Za-z])"
    r"|(?:was|is|were|seemed|sounded) (?:so |very |really |extremely |absolutely |super |incredibly |just |quite |particularly |always |such a |a |an |brilliant and |lovely and )*"
    r"(?:helpful|kind|rude|polite|patient|friendly|professional|attentive|dismissive|unhelpful|brilliant|courteous|knowledgeable|caring|condescending|arrogant|supposed|off today|on the phone|"
    r"sympathetic|apologetic|gem|star|angel|legend|credit|pleasure to|lovely (?:person|lady|man|guy|girl))(?![A-Za-z])"
    r"|(?:from|in|at) (?:the |your |our )?(?:billing|accounts|sales|support|customer|complaints|returns|reception|check-?in|housekeeping|finance|claims|technical|tech|helpdesk|call cent|help ?desk))"
)
_ACTS = re.compile(
    r" (?:helped|told|called|rang|emailed|assured|promised|assisted|served|answered|greeted) (?:me|us|him|her|my|our)(?![a-z])"
)
_CAPITAL = re.compile(r"[A-Z][\w'-]+ $")
_MODEL = re.compile(r" [A-Z]{1,3}\d{1,4}[A-Za-z]?(?![\w-])")
_WOMEN = frozenset("tiffany mercedes zara alexa".split())  # and brands, which have no family name
# The whole of a name of two words; and what stands before a place.
_FULL = re.compile(rf"{CAP} ({CAP})(?![{LETTER}0-9-]| [A-Z0-9])")
_IN = re.compile(
    r"(?<![a-z])(?:in|near|via|at|between|around|outside|of|north|south|east|west|downtown) $|(?P<capital>(?-i:[A-Z])[\w'-]*) $",
    re.IGNORECASE,
)
ASIAN = frozenset(
    "chan chow cheung lau leung kwok kwan kwong yip yuen tsang tsui tse mak lui lam ng poon siu tam wong yeung chiu fung yau yiu choi sze "
    "nguyen tran pham huynh vo dang bui duong ngo truong dinh trinh chen wang zhang liu huang zhao zhou xu zhu guo luo zheng liang xie deng feng cao "
    "peng zeng xiao yuan cai jiang wei shen lin lim tan goh teo koh ong chua sim toh seah yeo ho li wu zhong hsu hsieh tsai chang chuang chou hsiao hsueh kuo tseng yeh liao chien "
    "kim jung kang cho yoon jang shin seo kwon hwang ahn yoo jeon lee yang".split()
)
_INSIDE = re.compile(r"(?<=[A-Za-z0-9,'\u2019] )[A-Za-z]{2,}")
_CAPS = re.compile(rf"{CAP}(?: {CAP}){{0,3}}")
_SURELY = frozenset(
    "zhang zhao zhou zhu xu zheng xie zeng xiao jiang guo luo liang hsu hsieh tsai kwok cheung leung nguyen pham huynh tran wong tsang yeung".split()
)
_END = re.compile(
    rf"(?:^|[.!?\u2026\n\r)>\"\u3002\uff01\uff1f]\s*|\s[-\u2013\u2014~]+ ?)((?:{CAP}\.?,? (?:(?:van|von|der|den|de|da|del|di|la|bin|binte|al|el|y) )*){{0,3}}{CAP})(, {CAP}(?: {CAP})?)?\s*[.!]?\s*$"
)


def find(look: Look, words: Sequence[Word]) -> Iterator[Found]:
    """NAME, among the `words` of the text that may begin one. Nothing where all words begin with a capital."""
    text = look.text
    known = lexicon()
    at = 0
    is_heading: bool | None = None
    for start, written, key in words:
        if start < at or text[start - 1 : start] == ".":
            continue
        if "-" in key and (both := list(_asian_behind(text, start))):  # Hye-jin Park
            yield from both
            continue
        if key in ASIAN and (both := list(_asian(text, start))):  # Cheung Wing Sze, though Cheung is a given name too
            yield from both
            continue
        if known.is_listed(key):
            need = Need.SELF
        elif key in known.weak:
            need = Need.LIKELY
        elif key in ASIAN:
            yield from _asian(text, start)
            continue
        else:
            yield from _asian_behind(text, start)
            continue
        if is_heading is None:
            is_heading = _is_title_case(text)
        found = _listed(text, start, written, key, need, is_heading=is_heading)
        if found:
            at = found.end
            yield found
    if "." in look.letters:
        for match in _INITIALS.finditer(text):
            found = person(text, match.start(), Need.SELF)
            if found and not is_thing(text, found):
                yield found
            yield from _both_initials(text, match.start())
    yield from _signature(text, look)


def _both_initials(text: str, start: int) -> Iterator[Found]:
    """H.K. Okafor, where the initials are of nothing else and no word of the language follows."""
    match = _BOTH_INITIALS.match(text, start)
    if match is None or match.group(1) + match.group(2) in _NO_INITIALS:
        return
    known, key = lexicon(), fold(match.group(3))
    is_new = key not in known.ordinary and key not in known.things and key not in known.organisations
    found = Found(*match.span(), "NAME", match.group().lower())
    if (key in known.family or (is_new and len(key) > 2)) and not is_thing(text, found):
        yield found


def _listed(text: str, start: int, word: str, key: str, need: Need, *, is_heading: bool) -> Found | None:
    known = lexicon()
    found = person(text, start, Need.SELF)
    if need == Need.LIKELY:
        whole = found is not None and " " in text[found.start : found.end]
        if not whole:
            known_place = key in known.places and key not in known.brands
            if known_place and _ACTS.match(text, start + len(word)):
                found = person(text, start, Need.SURE)
                return found if found and not is_thing(text, found) else None
            if (known_place or key in _WOMEN) and not is_heading and not word.isupper():
                return _with_family(text, start)
            if key not in known.likely or not (
                _BEFORE.search(text[max(0, start - 40) : start])
                or (_AFTER.match(text, start + len(word)) and not _CAPITAL.search(text[max(0, start - 24) : start]))
            ):
                return None
            found = person(text, start, Need.LIKELY)
    if found is None:
        return None
    if is_heading or (word.isupper() and len(word) > 1):
        last = fold(text[found.start : found.end].rsplit(" ", maxsplit=1)[-1])
        if last == key or last not in known.family:
            return None
    if " " not in text[found.start : found.end] and _MODEL.match(text, found.end):
        before = _CAPITAL.search(text[max(0, start - 24) : start])
        if before and fold(before.group()) not in known.ordinary:
            return None  # TP-Link Archer C6
    return None if is_thing(text, found) else found


def _with_family(text: str, start: int) -> Found | None:
    """Jordan Smith, Tiffany Garcia: a given name that is a place or a brand as well, and a family name that is nothing else."""
    whole, known = _FULL.match(text, start), lexicon()
    key = fold(whole.group(1)) if whole else ""
    is_owned = whole is not None and "'" in whole.group().replace("\u2019", "'")  # Saint John's
    if (
        whole is None
        or is_owned
        or key in known.ordinary
        or key in known.things
        or key not in known.family | known.weak_family
    ):
        return None
    before = _IN.search(text[max(0, start - 12) : start])
    if before and (before.group("capital") is None or fold(before.group("capital")) not in known.ordinary):
        return None
    found = Found(*whole.span(), "NAME", value(whole.group()))
    return None if is_thing(text, found) else found


def _asian(text: str, start: int) -> Iterator[Found]:
    """Lau Hoi Yan, Nguyen Thi Hoa: a family name and two syllables or more, apart or in one word."""
    said = _words_from(text, start, 4)
    many = 1
    while many < len(said) and _is_syllabic(said[many]):
        many += 1
    syllables = "".join(said[1:many])
    if many < 2 or (many == 2 and len(syllables) < 5 and not (fold(said[0]) in _SURELY and len(syllables) > 1)):
        return
    if all(fold(one) in lexicon().ordinary for one in said[1:many]):
        return
    end = start + len(" ".join(said[:many]))
    found = Found(start, end, "NAME", " ".join(said[:many]).lower())
    if not is_thing(text, found):
        yield found


def _asian_behind(text: str, start: int) -> Iterator[Found]:
    """Xiu Ying Tan: two syllables, then a family name."""
    said = _words_from(text, start, 3)
    if len(said) == 3 and fold(said[2]) in ASIAN and _is_syllabic(said[0]) and _is_syllabic(said[1]):
        found = Found(start, start + len(" ".join(said)), "NAME", " ".join(said).lower())
        if not is_thing(text, found):
            yield found
    elif len(said) > 1 and "-" in said[0] and _is_syllabic(said[0]) and fold(said[1]) in {*ASIAN, "park"}:
        yield Found(start, start + len(" ".join(said[:2])), "NAME", " ".join(said[:2]).lower())


def _words_from(text: str, start: int, most: int) -> list[str]:
    """The capitalised words that stand side by side from `start`, all in capitals or none."""
    match = _CAPS.match(text, start)
    words = match.group().split(" ")[:most] if match else []
    is_upper = bool(words) and words[0].isupper()
    return [word for n, word in enumerate(words) if all(one.isupper() == is_upper for one in words[: n + 1])]


def _is_syllabic(word: str) -> bool:
    key = fold(word)
    known = lexicon()
    return SYLLABLES.fullmatch(key) is not None and key not in known.things and key not in known.not_names


def _signature(text: str, look: Look) -> Iterator[Found]:
    """A name that is the last line or sentence: "Please call. Ann Lee", "Never again. Ann Lee, Leeds"."""
    if "\n" not in text and len(look.words) < 4:
        return
    match = _END.search(text, max(0, len(text) - 80))
    if match is None or match.start(1) == 0:
        return
    known = lexicon()
    start, end = match.span(1)
    found = person(text, start, Need.LIKELY) or person(text, start, Need.SURE)
    if found is None or found.end < end or text[start:end].isupper():
        return
    keys = [fold(one) for one in text[start:end].split(" ")]
    alone = len(keys) == 1
    if any(key in known.not_names or (key in known.things and key not in known.weak) for key in keys):
        return
    if alone and not (known.is_listed(keys[0]) or keys[0] in known.likely):
        return
    if not alone and not (
        known.is_listed(keys[0])
        or keys[0] in known.weak
        or keys[-1] in known.family
        or all(key not in known.ordinary and key not in known.things for key in keys)
    ):
        return
    if not is_thing(text, found):
        yield found


def _is_title_case(text: str) -> bool:
    words = re.findall("[A-Za-z]{2,}", text)
    if sum(word[0].isupper() for word in words) > 0.7 * len(words):  # names have a capital anyway
        known = lexicon()
        words = [word for word in words if (key := fold(word)) not in known.given and key not in known.family]
    if len(words) < 7 or sum(word[0].isupper() for word in words) <= 0.7 * len(words):
        return False
    inside = _INSIDE.findall(text)  # turns and sentences begin with a capital anyway
    return sum(word[0].isupper() for word in inside) > 0.6 * len(inside)
