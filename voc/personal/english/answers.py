"""Names that answer a question of the turn before: "Agent: your full name please / Caller: yes ravindra shah", and names said
letter by letter: "spelled S-H-A-H".

For: `names`. Not for: numbers that answer one, see `asked`; names after words like "my name is", see `names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from voc.personal.english import closed
from voc.personal.english.person import value
from voc.personal.lexicon import LETTER, fold, lexicon
from voc.personal.mark import Found, Look

_ASKING = frozenset(
    "who call agent colleague adviser advisor person name names surname speaking calling spell spelled spelt spelling".split()
)
_SPEAKER = r"[A-Za-z][A-Za-z0-9 ._-]{0,24}:[ \t]*"
_TURNS = re.compile(
    rf"(?<![^\n])(?:\[?[\d:. -]+\]? *)?(?:{_SPEAKER})?(?P<asked>[^\n]*)"
    rf"(?:\n+(?:\[?[\d:. -]+\]? *)?{_SPEAKER}|\n{{5,}}[ \t]*(?=[^\n]))(?P<said>[^\n]*)"  # line breaks for who speaks: see asked
)
_ASKED = re.compile(
    r"(?<![A-Za-z])(?:(?:your|the|his|her|their|what|which|whose|full|first|last|middle|family|given|maiden|and) ?(?:full |first |last |given |family |middle |maiden |sur)?names?"
    r"|who(?: am i|'s| is|m am i|m do i| do i have)[a-z ]{0,20} ?(?:speaking|calling|pleasure)(?: (?:to|with))?|what (?:should|shall|can|do|may) (?:i|we) call you|may i ask who|who i(?:'m|\u2019m| am) (?:speaking|talking)(?: (?:to|with))?|who (?:did you|have you) (?:speak|spoken|talk|talked|deal|dealt)(?: to| with)?|who (?:served|helped|told|spoke|dealt|saw|treated)(?: to| with)? you|(?:which|what) (?:agent|colleague|advis[eo]r|person) (?:was it|did you|told you|helped you))(?![A-Za-z])"
    r"(?! of (?:the|your|our|this) (?!account|card|policy|booking|order|patient|passenger|person|caller|driver|agent|lady|gentleman)| (?:of|on) (?:a|an|this|that) (?:product|store|shop|hotel|model))",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:(?:yes|yeah|yep|yup|ya|sure|of course|certainly|ok|okay|right|hi|hello|hey|hiya|um+|uh+|er+m?|err+|ah+|oh|so|well|and|the|first|last|full|name|names|surname|family|given|is|it's|its|it is|it"
    r"|that's|that is|thats|this is|this|i'm|im|i am|my|under|in|mr|mrs|ms|miss|dr|doctor|mister|please|would be|will be|be|should be|for|speaking|just|i think|think|believe|i believe|it was|was|maybe|probably|possibly|a|an|someone|somebody|one|lady|guy|man|woman|girl|my (?:wife|husband|partner|mother|father|mum|mom|dad|son|daughter|brother|sister)['\u2019]s|called|named|spoke to|i spoke to|with|to)(?![A-Za-z'\u2019])[,.:\u2026-]*\s*)*",
    re.IGNORECASE,
)
_WORD = re.compile(rf"[{LETTER}][{LETTER}'\u2019-]*\.?")
_OR = re.compile(rf" (?:or|and)(?: maybe)? ([{LETTER}][{LETTER}'\u2019-]{{2,}})(?![{LETTER}0-9])")
_LETTERS = re.compile(r"(?<![A-Za-z0-9'\u2019&.-])[A-Za-z](?:(?:-|\. ?|, ?| )[A-Za-z]){2,}(?![A-Za-z0-9'\u2019-])")
_PART = re.compile(r"(?:first|last|family|given|middle|maiden|sur) ?name", re.IGNORECASE)
_THAT_IS = re.compile(
    r",? (?:(?:that['\u2019]?s|that is|so|spelled|spelt|spelling(?: is| that)?|it['\u2019]?s)(?: spelled| spelt)?,? )?",
    re.IGNORECASE,
)
_ALONE = frozenset("bcefghjklnopqruvwxyz")  # letters that stand alone where something is spelt, and hardly elsewhere
_SPELT = frozenset("spelled spelt spell spells spelling name surname".split())
_SPELLING = re.compile(
    r"(?<![A-Za-z])(?:spell(?:ed|t|s|ing)?|spelt|surname|(?:my|his|her|first|last|full|family|given) names?)(?: (?:it|that|is|was|as|like|out|with|wrong(?:ly)?|correctly|should be|must be)|'s|[:,.?-]| )*$"
    r"|(?<![A-Za-z])names?\?\s[^\n]{0,16}: ?[^\n,]{2,30}, (?:that's|thats|that is|so) $",
    re.IGNORECASE,
)
_SPELL_IT = re.compile(
    r"(?<![A-Za-z])spell(?! ?ed)(?:ing)?(?: (?:it|that|your|the|his|her|out|for me|please|(?:sur|first |last |full )?name))*[?. ]*$",
    re.IGNORECASE,
)
_MOST = 4  # words of a name


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text, words = look.text, look.words
    if "\n" in look.letters and ":" in look.letters and not words.isdisjoint(_ASKING):
        reached = 0
        while match := _TURNS.search(text, reached):
            reached = match.start("said")
            reached = text.rfind("\n", 0, reached) + 1  # who answers may ask the next question
            if _SPELL_IT.search(match.group("asked")):
                yield from _spelt(text, *match.span("said"))
            asked = [one.end() for one in _ASKED.finditer(match.group("asked"))]
            if asked and not _is_of_a_thing(match.group("asked"), asked[-1]):
                is_part = _PART.search(match.group("asked")) is not None
                yield from _named(text, match.start("said"), match.end("said"), is_part=is_part)
    for match in _LETTERS.finditer(text) if not words.isdisjoint(_ALONE) else ():
        yield from _says_again(text, match)
    if not words.isdisjoint(_SPELT):
        for match in _LETTERS.finditer(text):
            if _SPELLING.search(text[max(0, match.start() - 64) : match.start()]):
                yield _in_letters(match)


def _says_again(text: str, letters: re.Match[str]) -> Iterator[Found]:
    """A word and its letters right behind it, which only names have: "Strand, S-T-R-A-N-D"."""
    head = text[max(0, letters.start() - 60) : letters.start()]
    told = re.sub(
        r"(?:,|:|\.| is| was| so| (?:that|it)(?:['\u2019]?s| is)?| spel(?:led|t|ling)| as|\(| )*$",
        "",
        head,
        flags=re.IGNORECASE,
    )
    spelt = re.sub("[^a-z]", "", letters.group().lower())
    start = len(told)
    while (
        start and (told[start - 1].isalpha() or told[start - 1] in " '\u2019-") and len(told) - start < len(spelt) + 4
    ):
        start -= 1
        said = re.sub("[^a-z]", "", fold(told[start:]).replace("-", ""))
        if said == spelt and not (start and told[start - 1].isalpha()) and told[start].isalpha():
            at = letters.start() - len(head) + start
            yield Found(at, at + len(told) - start, "NAME", value(told[start:]))  # its letters: see spelt_behind
            return


_THING = re.compile(
    r"(?:user|brand|product|file|domain|company|business|hotel|store|shop|street|road|model|network|wifi|device|app|trade|branch|host|server|pet|dog'?s?|cat'?s?) ?names?$",
    re.IGNORECASE,
)


def _is_of_a_thing(asked: str, end: int) -> bool:
    return _THING.search(asked[:end]) is not None


def _spelt(text: str, start: int, stop: int) -> Iterator[Found]:
    """The letters that [start, stop) begins with."""
    filler = _FILLER.match(text, start, stop)
    match = _LETTERS.match(text, start, stop) or _LETTERS.match(text, filler.end() if filler else start, stop)
    if match:
        yield _in_letters(match)


def spelt_behind(text: str, names: Iterable[Found]) -> Iterator[Found]:
    """Letters right behind one of `names`: "Moyo, that's M-O-Y-O"."""
    for name in names:
        then = _THAT_IS.match(text, name.end)
        match = _LETTERS.match(text, then.end()) if then else None
        if match:
            yield _in_letters(match)


def _in_letters(match: re.Match[str]) -> Found:
    return Found(*match.span(), "NAME", re.sub("[^a-z]", "", match.group().lower()))


def _named(text: str, start: int, stop: int, *, is_part: bool) -> Iterator[Found]:
    """The name that [start, stop) begins with, in any case: words that are none of the language's, or a given name first."""
    known = lexicon()
    at = _FILLER.match(text, start, stop)
    start = end = at.end() if at else start
    told = closed.answer(text, start, stop, is_part=is_part)
    if told:
        yield told
    many = 0
    is_name = False
    while many < _MOST and (match := _WORD.match(text, end if not many else end + 1, stop)):
        key = fold(match.group())
        is_listed = key in known.given or key in known.weak or key in known.family
        is_new = key not in known.ordinary and key not in known.plain and key not in known.not_names
        is_initial = many and len(key) == 1
        if not (is_new or is_initial or (is_listed and (not many or key in known.family or key in known.weak_family))):
            break
        is_name = is_name or is_new or key in known.given or key in known.likely
        end = match.end() - match.group().endswith(".")
        many += 1
        if text[end : end + 1] != " ":
            break
    if many and is_name and (end == stop or text[end] in " ,.;!?"):
        yield Found(start, end, "NAME", value(text[start:end]))
        other = _OR.match(text, end, stop)
        if other and (fold(other.group(1)) in known.given or fold(other.group(1)) not in known.ordinary | known.things):
            yield Found(*other.span(1), "NAME", value(other.group(1)))
