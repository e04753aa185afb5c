"""Names of people in English: after a title, a greeting, "my name is", "spoke to", in a signature; a given name with a surname.

For: `found`. Not for: names that nothing tells to be one. A spaCy model that the user has installed finds more: VOC_NAMES
holds its name or folder (en_core_web_sm, zh_core_web_sm); then every person that it sees is masked too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from voc.errors import ModelError
from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

MODEL = "VOC_NAMES"
_A = "A-Za-z\u00c0-\u024f"
_UP = "A-Z\u00c0-\u00de"
_LETTER = rf"[{_A}'\u2019-]"
_CAP = rf"[{_UP}](?:{_LETTER}*[{_A}]|\.)?"
_FULL = rf"{_CAP}(?:,? (?:(?:de|da|van|von|der|den|bin|al|la|del|di)\ )?{_CAP}){{0,3}}"
_ANY = rf"[{_A}]{_LETTER}*\.?(?: [{_A}]{_LETTER}*\.?){{0,3}}"
_AT = r"(?:^|(?<=[.!?\n,;:(]) ?|(?<=\n)\s*)"

_TITLED = re.compile(
    rf"(?<![A-Za-z])(?:Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|MS|DR|Miss|Mister|Doctor|Professor|Nurse|Madam|Sister|Captain|Rev|Sir|Señora?|Frau|Herr|Mme|Madame)\.? ({_FULL})"
)
_TITLED_LOW = re.compile(r"(?<![A-Za-z])(?:mr|mrs|dr|prof|mister)\.? ([a-z][a-z'-]+)")
_MY_NAME = re.compile(
    rf"(?<![A-Za-z])(?:my|our|his|her|their|the|agent'?s|driver'?s|whose|customer) (?:full |first |last |given |family |sur|agent |contact )?names?(?:'s|\u2019s| is| are| was|:)[ :]+({_ANY})",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?<![A-Za-z])(?:your|the|his|her) (?:full |first |last |given |family |sur)?name(?: please|,? (?:sir|madam|ma'am))?\s*[?:]\s*(?:(?:yes|sure|ok|okay|it's|it is|it\u2019s|i am|i'm|its|this is|that's)[,. ]+)*({_ANY})(?=\s*(?:[,.!\n]|$))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\n;,.|(])) ?(?:[Ff]ull |[Ff]irst |[Ll]ast |[Cc]ustomer |[Cc]ontact |[Cc]aller |[Gg]uest |[Pp]atient |[Pp]assenger |[Aa]ccount |[Cc]ard ?)?"
    rf"(?:[Nn]ame|[Nn]ame on (?:card|account|order)|NAME|[Cc]ontact|[Cc]aller|[Pp]assenger|[Gg]uest|[Pp]atient|[Rr]ecipient|[Cc]ardholder|[Cc]ustomer|[Aa]ttn|[Ss]igned|[Hh]older)\s*[:=\uff1a]\s*({_FULL})"
)
_GREETING = re.compile(
    rf"{_AT}(?:Dear|DEAR|dear)\s({_FULL})(?=\s*(?:[,.!:;\n\uff0c-]|$|and |[a-z]))"
    rf"|{_AT}(?:Hi|Hello|Hey|Hiya|Morning|Good [Mm]orning|Good [Aa]fternoon|Good [Ee]vening|hi|hello|hey)(?: there)?,? ({_FULL})(?=\s*(?:[,.!:;\n\uff0c-]|$))"
)
_SPEAKING = re.compile(
    rf"(?<![A-Za-z])(?:[Tt]his is|[Ii]t's|[Ii]t is|[Ii]t\u2019s) ({_FULL}) (?:speaking|calling|here|from|again)(?![A-Za-z])"
    rf"|(?<![A-Za-z])({_CAP}) speaking(?=[,.!?\n ]|$)|(?<![A-Za-z])(?:[Ii] am|[Ii]'m|[Ii]\u2019m|[Mm]e,|[Cc]all me|[Ii] go by) ({_CAP}(?: {_CAP})?)(?![A-Za-z])"
)
_SIGNED = re.compile(
    rf"(?:^|(?<=[\n.!?,;)\u3002\uff01\uff0c ]))(?:(?:[Kk]ind(?:est)?|[Bb]est|[Ww]arm(?:est)?|[Mm]any|[Ww]ith)(?: [Kk]ind| [Bb]est)? )?(?:[Rr]egards|[Ww]ishes|[Ss]incerely|[Yy]ours(?: (?:[Ss]incerely|[Ff]aithfully|[Tt]ruly))?|[Tt]hanks(?: (?:again|in advance|so much|and regards))?|[Tt]hank you|[Cc]heers|[Bb]est|[Rr]gds|BR|[Ll]ove|[Rr]espectfully|[Ss]igned)[,.!\u2013-]{{0,2}}"
    rf"(?:\s*\n\s*|\s*,\s+|[-\u2013\s]*(?=\S+\s*$)(?<=[ ,\n-]))(?:-\s*)?({_FULL})\s*(?=\n|$|[,.]\s*(?:\n|$)|[,(]? ?[\d+<(@])"
)
_DASHED = re.compile(rf"(?:^|\n\s*|[.!?] +)(?:--?|\u2013|\u2014|\u2014\u2014|~)\s?({_FULL})\s*$")
# A given name of the list: what stands before it, behind it, and the surname.
_WORD = re.compile(rf"(?<![{_A}@#'\u2019_-])[{_UP}]{_LETTER}*")
_NEXT = re.compile(rf" (?:[A-Z]\.? )?(?:de |da |van |von |der |al |del |di )?[{_UP}]{_LETTER}*[{_A}]")
_BESIDE = (
    r"(?:thanks?|thank you|cheers|thx|kudos to|shout ?out to|thanks to|hi|hello|hey)(?: so much| very much| again| a lot)?,?(?: to)?"
    r"|(?:spoke|speaking|talked|talking|chatted|chatting|dealt|dealing|served|helped|assisted)(?: to| with| by)?"
    r"|told|called|asked for|ask for|from|with|by|to|and|see|saw|met|tell|for|emailed|contacted|name"
)
_DOES = re.compile(
    r" (?:was|were|told|said|says|helped|answered|hung|promised|refused|assured|called|at the|in (?:the|your|customer|billing|support|sales)"
    r"|from (?:the|your|customer|billing|support|sales)|never|did|took|made|went|kept|gave|explained|sorted|and I|who|could|would|has|had"
    r"|on the|transferred|put me|asked)(?![A-Za-z])"
)
_FORMAL = re.compile(r"(?:[Rr]egards|[Ss]incerely|[Yy]ours|[Ww]ishes|[Ff]aithfully|[Ss]igned|[Rr]espectfully)")
_REDACTED = re.compile(r"[Xx*. ]{2,}")
_TITLES = frozenset(
    "mr mrs ms mx dr prof miss mister doctor professor nurse madam sister captain rev sir frau herr mme madame se\u00f1or se\u00f1ora".split()
)
_GREETINGS = frozenset("dear hi hello hey hiya morning afternoon evening".split())
_CLOSINGS = frozenset(
    "regards wishes sincerely yours thanks thank cheers best rgds br love respectfully signed".split()
)
_LABELS = frozenset(
    "name contact caller passenger guest patient recipient cardholder customer attn signed holder".split()
)
_SPEAKS = frozenset("speaking calling this it's its it i call me go".split())
_CALLED = frozenset("called named name whose".split())


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return bool(look.words) and not look.low.isspace()


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text, words, known = look.text, look.words, _known()
    if "name" in words or "names" in words:
        for pattern in (_MY_NAME, _ASKED):
            for match in pattern.finditer(text):
                yield from _told(text, match.start(1), match.group(1))
    if not words.isdisjoint(_TITLES):
        for match in _TITLED.finditer(text):
            yield from _named(match.start(1), match.group(1))
        for match in _TITLED_LOW.finditer(text):
            if match.group(1) not in known.not_names and len(match.group(1)) > 1:
                yield Found(match.start(1), match.end(1), "NAME", match.group(1))
    if text.isupper():
        return
    asked = [
        *([_LABEL] if not words.isdisjoint(_LABELS) and not look.letters.isdisjoint(":=\uff1a") else ()),
        *([_SIGNED] if not words.isdisjoint(_CLOSINGS) else ()),
        *([_DASHED] if not look.letters.isdisjoint("-\u2013\u2014~") else ()),
    ]
    for pattern in asked:
        for match in pattern.finditer(text):
            is_formal = pattern is not _SIGNED or "\n" in match.group() or _FORMAL.search(match.group())
            if not is_formal and match.group(1).split()[0].strip(".,") not in known.given:
                continue
            is_short = match.group(1).isupper() and len(match.group(1)) < 4 and "\n" not in match.group()
            if not is_short and all(_bare(word) not in known.not_names for word in match.group(1).split()):
                yield from _named(match.start(1), match.group(1))
    if not words.isdisjoint(_GREETINGS):
        for match in _GREETING.finditer(text):
            group = 1 if match.group(1) else 2
            yield from _named(match.start(group), match.group(group))
    is_given = not words.isdisjoint(known.low)
    if not words.isdisjoint(_SPEAKS) and (
        "speaking" in words or "calling" in words or "this" in words or "from" in words or is_given
    ):
        for match in _SPEAKING.finditer(text):
            group = next(number for number in (1, 2, 3) if match.group(number))
            name = match.group(group)
            if group == 1 or name.split()[0] in known.given:
                yield from _named(match.start(group), name)
    if not words.isdisjoint(_CALLED):
        for match in known.called.finditer(text):
            yield from _named(match.start(1), match.group(1))
    if is_given:
        yield from _given(text)
    yield from _by_model(text)


def _given(text: str) -> Iterator[Found]:
    """Names that begin with a given name of the list, where they stand as names do."""
    known = _known()
    if _is_title_case(text):
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if word not in known.given:
            continue
        start, end = match.span()
        behind = _NEXT.match(text, end)
        if behind:
            whole = word + behind.group()
            if whole in known.firms:
                continue
            if _bare(whole.split()[-1]) not in known.not_names:
                yield from _named(start, whole)
                continue
        before = text[max(0, start - 32) : start]
        if f"{before.rstrip().rpartition(' ')[2]} {word}" in known.firms:
            continue
        if known.beside.search(before) or _DOES.match(text, end):
            yield from _named(start, word)


def _named(start: int, said: str) -> Iterator[Found]:
    """The words of `said` up to the first that is no name."""
    known, end = _known(), 0
    for word in said.split(" "):
        plain = _bare(word)
        if plain in known.not_names:
            break
        end += len(word) + (1 if end else 0)
        if word.endswith((".", ",")) and len(plain) > 2:
            break
    name = re.sub(r"['\u2019]s$", "", said[:end].rstrip(" .,'\u2019-"))
    words = {_bare(word) for word in said.split(" ")}
    if name and not (words & known.organisations) and _REDACTED.fullmatch(name) is None:
        yield Found(start, start + len(name), "NAME", _value(name))


def _told(text: str, start: int, said: str) -> Iterator[Found]:
    """A name after "my name is", in any case: small words are one only where the clause ends or goes on with and / i."""
    known = _known()
    parts: list[str] = []
    for word in said.rstrip(".'\u2019-").split(" "):
        if _bare(word) in known.not_names or (word[0].islower() and parts and not parts[0][0].islower()):
            break
        if parts and parts[0][0].islower() and _goes_on(text, start + len(" ".join([*parts, word]))):
            break
        parts.append(word)
        if (parts[0][0].islower() and len(parts) > 1) or (word.endswith(".") and len(word) > 2):
            break
    name = " ".join(parts).rstrip(".'\u2019-")
    if name and not (name[0].islower() and _goes_on(text, start + len(name))):
        yield Found(start, start + len(name), "NAME", _value(name))


def _goes_on(text: str, at: int) -> bool:
    return re.match(r"\s*(?:$|[,.!;\n]|(?:and|i|from|my)\b)", text[at:], re.IGNORECASE) is None


def is_common(word: str) -> bool:
    """True for a word that is no name by itself, whatever stands beside it."""
    return _bare(word) in _known().not_names


def _value(name: str) -> str:
    return re.sub(r"\s+", " ", name.lower())


def _bare(word: str) -> str:
    return word.lower().strip(".,'\u2019-").removesuffix("'s").removesuffix("\u2019s")


def _is_title_case(text: str) -> bool:
    words = re.findall("[A-Za-z]{2,}", text)
    return len(words) > 6 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


class _Known:
    """The lists of names.toml as sets and patterns."""

    def __init__(self) -> None:
        told = lists("names")
        self.given = frozenset(told["given"].split())
        self.low = frozenset(name.lower() for name in self.given)
        self.not_names = frozenset(told["not_names"].split())
        self.organisations = frozenset(told["organisations"].split())
        self.firms = frozenset(told["firms"])
        people = either(told["people"])
        self.called = re.compile(
            rf"(?<![A-Za-z])(?:{people})(?:'?s)?,? (?:(?:was |is |who (?:was|is) )?(?:called|named|by the name of|whose name (?:is|was)|name is)) ({_FULL})"
        )
        self.beside = re.compile(rf"(?<![A-Za-z])(?:{_BESIDE}|(?:{people}),?) $", re.IGNORECASE)


@cache
def _known() -> _Known:
    return _Known()


def _by_model(text: str) -> Iterator[Found]:
    nlp = model()
    if nlp is not None:
        for one in nlp(text).ents:
            if one.label_ in ("PERSON", "PER") and len(one.text.strip()) > 1:
                yield Found(one.start_char, one.end_char, "NAME", _value(one.text))


@cache
def model() -> Any:
    """The spaCy model that VOC_NAMES names, None where it names none. Raises ModelError E220 where it is not installed."""
    name = os.environ.get(MODEL, "").strip()
    if not name:
        return None
    import spacy

    try:
        return spacy.load(name, exclude=["parser", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise ModelError(
            "E220", "there is no such model of names", found=f"{MODEL}={name}", expected="an installed spaCy model, or its folder",
            do=f"python -m spacy download {name}, or unset {MODEL}",
        ) from error  # fmt: skip
