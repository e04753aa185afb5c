"""Names in places that are closed on both sides, where any word may be one: a field of a form, the line of a greeting, a line that
signs, an answer's thanks: "Name: Fair, Blessing", "Hi Sipho & Ryo,", "PA to May Order".

The places are data: voc/data/words/closed.toml, each with an example. Here stands what is asked of the words in them.

For: `names`. Not for: names that one side alone tells; see `cues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import closed_places
from voc.personal.english.person import value
from voc.personal.english.thing import bears
from voc.personal.lexicon import UPPER, Lexicon, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.words import lists

_PLACES = closed_places.places("closed")
_NAMED = closed_places.named("closed")
_FIELD, _LABEL, _SPEAKER, _ANSWER, _THANKED, _SPEAKS, _WRITTEN = (
    _NAMED[name].pattern for name in ("field", "label", "speaker", "answer", "thanked", "speaks", "written")
)
_PART, _PART_FIELD, _PART_GREETED = (_NAMED[name].pattern for name in ("part", "part_field", "part_greeted"))
_LONGEST = 48  # letters of a label
# A text must have one of these words before what is asked for by name is looked for.
_THANKS = frozenset("thanks thank cheers".split())
_SELVES = frozenset("this am m name registered myself".split())
_TITLES_OF_PARTS = frozenset(
    "mr mrs ms mx dr prof miss sister nurse matron sir rev reverend madam madame surname forename".split()
)
_PARTS_OF_NAMES = frozenset("first last family given middle maiden".split())
# What stands before "name:" where the field is of a part of a name.
_PART_BEFORE = re.compile(r"(?<![a-z])(?:(?:first|last|family|given|middle|maiden)[ _]?|sur|fore)$", re.IGNORECASE)

_NO_WORD = re.compile(r"[Xx]{2,}[a-z]?|.*['\u2019](?:m|re|ve|ll|d|t|n)", re.IGNORECASE)  # redacted, or I'm and We're
_INITIALS = re.compile(rf"(?:[{UPPER}]\.)+[{UPPER}]?")
_OWNED = re.compile("['\u2019]s(?![a-z])")
_TITLES = frozenset(
    "mr mrs ms mx miss dr prof professor sir madam sister brother nurse doctor rev reverend capt captain senator judge father uncle aunt".split()
)


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text, words, known = look.text, look.words, lexicon()
    for place in _PLACES.of(words, look.letters):
        for match in place.pattern.finditer(text):
            is_pair = match.lastindex == 2
            for group in range(1, place.pattern.groups + 1):
                if match.group(group):
                    yield from _person(text, *match.span(group), known, may_bear=is_pair)
    if not look.letters.isdisjoint(":="):
        yield from _fields(text, known)
    if not words.isdisjoint(_THANKS):
        for match in _THANKED.finditer(text):
            if text[: match.start()].rstrip(" ")[-1:] in "\n.!?:":  # nothing as well
                yield from _person(text, *match.span(1), known, may_bear=False)
    if not words.isdisjoint(_SELVES):
        for match in _SPEAKS.finditer(text):
            if not text[match.start() - 1 : match.start()].isalpha():
                yield from _person(text, *match.span(1), known, may_bear=False)
    if not words.isdisjoint(_TITLES_OF_PARTS) or ("name" in words and not words.isdisjoint(_PARTS_OF_NAMES)):
        yield from _parts(look, known)


def _fields(text: str, known: Lexicon) -> Iterator[Found]:
    """Values of fields whose label is somebody's."""
    for match in _FIELD.finditer(text):
        if not is_labelled(text, match.start()):
            continue
        if text[match.end() : match.end() + 1] in (",", ".") and speaks(text, match.start()):
            first = fold(match.group(1).split(" ")[0])
            if first not in known.given and first not in known.weak and first not in known.family:
                continue  # Customer: Heya, my order
        yield from _person(text, *match.span(1), known, may_bear=False)


def _parts(look: Look, known: Lexicon) -> Iterator[Found]:
    """Parts of names, which may be any word: last_name: Merchant, Mrs Salmon."""
    text, words = look.text, look.words
    asked = [
        *([_PART] if not words.isdisjoint(_TITLES_OF_PARTS) else ()),
        *([_PART_GREETED] if "miss" in words else ()),
        *([_PART_FIELD] if not look.letters.isdisjoint(":=") else ()),
    ]
    for match in (match for pattern in asked for match in pattern.finditer(text)):
        start, end = match.span(1)
        owned = _OWNED.search(text, start, end)  # Dr Khan's picture
        end = owned.start() if owned else end
        said = text[start:end]
        head = text[max(0, match.start() - 10) : match.start()]
        is_told = _PART_BEFORE.search(head) if match.group()[:4].lower() == "name" else not head[-1:].isalpha()
        key = fold(said)
        if match.group().startswith("Dr") and key not in known.family | known.weak_family | known.given:
            continue  # Dr Visits
        # Wise is a brand as well
        is_wise = match.group().startswith(("Mr", "Ms", "Dr", "Rev", "Madam")) and key in known.weak_family
        if is_told and (is_wise or is_word_for_a_name(said, known)) and not bears(text, start, end):
            yield Found(start, end, "NAME", value(said))


def is_labelled(text: str, at: int) -> bool:
    """Whether the label of a field that holds somebody's name ends at `at`."""
    head = text[max(0, at - _LONGEST) : at]
    return _LABEL.search(head if at > _LONGEST else "\n" + head) is not None


def speaks(text: str, at: int) -> bool:
    """Whether the label before `at` may say whose turn it is rather than whose name follows."""
    return _SPEAKER.search(text[max(0, at - _LONGEST) : at]) is not None


def answer(text: str, start: int, stop: int, *, is_part: bool) -> Found | None:
    """The name that an answer in [start, stop) is, or begins with; of one that was asked for a part of a name, any word."""
    match = _ANSWER.match(text, start, stop)
    if match is None:
        return None
    words = match.group(1).split(" ")
    known = lexicon()
    if not may_be([one.strip(".,") for one in words], known) and not (
        is_part and is_word_for_a_name(match.group(1), known)
    ):
        return None
    return Found(*match.span(1), "NAME", value(match.group(1)))


def _person(text: str, start: int, end: int, known: Lexicon, *, may_bear: bool) -> Iterator[Found]:
    """[start, end) of `text` if its words are somebody's name."""
    owned = _OWNED.search(text, start, end)  # Dr Schofield's I
    end = owned.start() if owned else end
    written = [one.strip(".,") for one in text[start:end].split(" ")]
    if may_be(written, known) and not known.is_firm(text, start, end) and (may_bear or not bears(text, start, end)):
        yield Found(start, end, "NAME", value(text[start:end]))


def is_word_for_a_name(said: str, known: Lexicon) -> bool:
    """Whether one word may be a part of a name where a part of one is told: any with a capital but what says that there is none."""
    key = fold(said)
    return (
        " " not in said
        and len(key) > 1
        and key not in nobody()
        and key not in _TITLES
        and said.lower() not in known.brands
        and not _NO_WORD.fullmatch(said)
    )


def may_be(words: list[str], known: Lexicon) -> bool:
    """Whether `words` of a closed place are a name: one of them at least is listed, or a word of no language; none is what
    stands there where nobody does."""
    keys = [fold(one) for one in words if len(one) > 1]
    if any(_NO_WORD.fullmatch(one) or fold(one) in _TITLES for one in words):
        return False
    if not keys or any(key in nobody() or key in known.organisations for key in keys):
        return False
    if keys[0] not in known.given and any(
        one.lower() in known.brands and (at == 0 or not (fold(one) in known.family or fold(one) in known.weak_family))
        for at, one in enumerate(words)
    ):
        return False
    if len(keys) == 1 and len(words) == 1:
        key = keys[0]
        is_new = key not in known.ordinary and key not in known.things and _WRITTEN.fullmatch(words[0]) is not None
        return key in known.given or key in known.likely or key in known.family or (is_new and not words[0].isupper())
    if len(words[0].strip(".")) == 1 or _INITIALS.fullmatch(words[0]):
        return True
    if all(one.isupper() for one in words if len(one) > 1) and all(key in known.ordinary for key in keys):
        return False
    return any(
        key in known.given or key in known.weak or key in known.family or key in known.weak_family
        or (key not in known.ordinary and key not in known.things)
        for key in keys
    )  # fmt: skip


@cache
def nobody() -> frozenset[str]:
    """What stands in such a place where nobody does."""
    return frozenset(lists("names")["no_person"].split())
