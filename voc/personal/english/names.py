"""Names of people in English: after a title, a greeting, "my name is", "spoke to", in a signature; a given name with a surname.

For: `found`. Not for: names that nothing tells to be one; a model that the user has installed sees more of them (`seen_names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.english import answers, capitals, closed, closed_low, cues, given, lower, seen_names, small, towns
from voc.personal.english.accents import whole_words, without
from voc.personal.english.fields import to_line_end
from voc.personal.english.homographs import is_word
from voc.personal.english.person import Need, candidates, person, together, value
from voc.personal.english.thing import bears
from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Found, Look

_A, _UP = LETTER, UPPER
_LETTER = rf"[{_A}'\u2019-]"
_CAP = rf"[{_UP}](?:{_LETTER}*[{_A}]|\.)?"
_FULL = rf"{_CAP}(?:,? (?:(?:de|da|van|von|der|den|bin|al|la|del|di)\ )?{_CAP}){{0,3}}"
_ANY = rf"[{_A}]{_LETTER}*\.?(?: [{_A}]{_LETTER}*\.?){{0,3}}"
_AT = r"(?:^|(?<=[.!?\n,;:(]) ?|(?<=\n)\s*)"

_TITLE = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|MS|DR|Miss|Mister|Doctor|Professor|Nurse|Madam|Mdm|Mme|Mlle|Sister|Brother|Matron|Captain|Capt|Cpt|Rev|Revd|Reverend|Sir|Dame|Lady|Lord|"
    "Señora?|Señorita|Sra?|Frau|Herr|Madame|Monsieur|Signora?|Mevrouw|Meneer|Sgt|Sergeant|Officer|Constable|Inspector|Detective|Lt|Lieutenant|Col|Colonel|Major|Father|Fr|"
    "Pastor|Rabbi|Imam|Judge|Cllr|Councillor|Senator|Aunt|Auntie|Aunty|Uncle|Grandma|Grandpa|Puan|Encik|Cik|Datuk|Dato|Datin|Haji|Hajah|Shri|Smt|Chef|Coach|Messrs|Midwife"
)
_TITLED = re.compile(
    rf"(?<![A-Za-z])(?:(?:{_TITLE})\.? )+(?:and (?:Mr|Mrs|Ms|Dr)\.? )?(?=[{_UP}]|(?:van|von|de|der|da|di|el|al|bin|la|du|dos|del|das|do|le|ap|ibn|abu) )"
)
_CONSTABLE = re.compile(rf"(?<![A-Za-z])(?:PC|WPC|DC|DS|DI|FA|Agent|Driver|Manager|Cpl|Pvt) (?=[{_UP}])")
_CONSTABLES = frozenset("pc wpc dc ds di fa agent driver manager cpl pvt".split())
_TITLED_LOW = re.compile(
    r"(?<![A-Za-z])(?:mr|mrs|dr|prof|mister|(ms|mx|miss|professor|doctor|nurse|sister))\.? ([a-z][a-z'-]+)"
)
_MY_NAME = re.compile(
    rf"(?<![A-Za-z])(?:my|our|his|her|their|the|agent'?s|driver'?s|whose|customer)(?: (?:lady|man|guy|woman|girl|boy|doctor|nurse|driver|agent|adviser|advisor|partner|husband|wife|mum|mom|mother|dad|father|son|daughter|brother|sister|friend|patient|tenant|manager|engineer|caller|courier)['\u2019]?s)? (?:full |first |last |given |family |sur|agent |contact )?names?(?:'s|\u2019s| is| are| was| which is| would be| should be|:)(?: something like| actually| just)?[ :]+({_ANY})",
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
# Of these some say who speaks as well: then what follows is a name only where nothing goes on behind it.
_SPEAKER = re.compile(r" ?(?:customer|caller|passenger|guest|patient)\s*:", re.IGNORECASE)
_FIELD_ENDS = re.compile(r"\s*(?:$|[\n;|()/<\d-])")
# As tickets have it: LEE/ANNA MS, LEE/ANNAMS, and after the word passenger without a title.
_TICKET = re.compile(
    r"(?<![A-Za-z0-9/])([A-Z]{2,}(?:[ -][A-Z]{2,})?/[A-Z]{2,}(?: [A-Z]{2,})?)(?= (?:MR|MS|MRS|MISS|MSTR|DR|CHD|INF)(?![A-Za-z])|(?<=[A-Z]{5})(?<=MR|MS)(?![A-Za-z/]))"
    r"|(?<![A-Za-z])(?:[Pp]assengers?|PASSENGERS?|[Pp]ax|PAX|[Tt]ravell?ers?|[Gg]uests?|[Nn]ames?|NAMES?|[Tt]icket|[Bb]ooked (?:as|under))(?: names?| is| for| as| in)*[: ]+([A-Z]{2,}(?:[ -][A-Z]{2,})?/[A-Z]{2,}(?: (?!MRS?|MS|MISS|MSTR)[A-Z]{2,})?)(?![A-Za-z0-9/])"
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
    rf"(?:^|(?<=[\n.!?,;)\u3002\uff01\uff0c ]))(?:(?:[Kk]ind(?:est)?|[Bb]est|[Ww]arm(?:est)?|[Mm]any|[Ww]ith)(?: [Kk]ind| [Bb]est)? )?(?:[Rr]egards|[Ww]ishes|[Ss]incerely|[Yy]ours(?: (?:[Ss]incerely|[Ff]aithfully|[Tt]ruly))?|[Tt]hanks(?: (?:again|in advance|so much|and regards))?|[Tt]hank you|[Cc]heers|[Bb]est|[Tt]a|[Rr]gds|BR|[Ll]ove|[Rr]espectfully|[Ss]igned)[,.!\u2013-]{{0,2}}"
    rf"(?:\s*\n\s*|\s*,\s+|[-\u2013\s]*(?=\S+\s*$)(?<=[ ,\n-]))(?:-\s*)?({_FULL})\s*(?=\n|$|[,.]\s*(?:\n|$)|[,(]? ?[\d+<(@]|, (?:account|order|ticket|case|ref|plan|flight|booking|member|customer|tel|phone|policy)(?![a-z]))"
)
_DASHED = re.compile(rf"(?:^|\n\s*|[.!?] +)(?:--?|\u2013|\u2014|\u2014\u2014|~)\s*({_FULL})\s*(?=$|\n[+(\d])")
_INITIAL = re.compile(r"(?<![A-Z])[A-Z]\. ?[A-Z]{3}")
_FORMAL = re.compile(r"(?:[Rr]egards|[Ss]incerely|[Yy]ours|[Ww]ishes|[Ff]aithfully|[Ss]igned|[Rr]espectfully)")
_PASSIVE = re.compile(r" (?:was|is|got) $")
_CLOSED = re.compile(r"\s*(?:$|\n)")  # nothing else stands in the line of who signs
# Firms are thanked, and are what is called a contact.
_IS_FIRMS = re.compile(r"\W*(?:thank|ta|love|cheers|best[ ,]|contact)", re.IGNORECASE)
_IS_THING = re.compile(r"(?:this|it)", re.IGNORECASE)  # "This is Calvin Klein again"
_FAREWELL = re.compile(r"(?:[Cc]heers|[Bb]est|[Tt]a|[Ll]ove|[Ww]arm(?:ly|est)?)[,.!]", re.IGNORECASE)
_TITLES = frozenset([*re.findall("[a-zà-ÿ]+", _TITLE.lower().replace("?", "")), "se", "sr", "senor"])
_TITLES_THAT_ARE_WORDS = frozenset("miss professor doctor nurse sister".split())
_TITLES_LOW = frozenset("mr mrs ms mx dr prof mister".split()) | _TITLES_THAT_ARE_WORDS
_GREETINGS = frozenset("dear hi hello hey hiya morning afternoon evening".split())
_CLOSINGS = frozenset(
    "regards wishes sincerely yours thanks thank cheers best ta rgds br love respectfully signed".split()
)
_LABELS = frozenset(
    "name contact caller passenger guest patient recipient cardholder customer attn signed holder".split()
)
_SPEAKS = frozenset("speaking calling this it's its it i call me go".split())


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return bool(look.words) and not look.low.isspace()


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    names = [
        to_line_end(look.text, _from_family(look.text, whole_words(look.text, one)))
        for one in together(look.text, (one for one in _found(look) if not is_word(look.text, one)))
    ]
    yield from names
    yield from answers.spelt_behind(look.text, names)
    yield from _beside(look.text, names)


_FAMILY_FIRST = re.compile(rf"(?<![{_A}0-9.@#&/'\u2019-])([{_UP}][{_A}'\u2019-]+) $")


def _from_family(text: str, name: Found) -> Found:
    """`name` with a family name that was left over before it: Tran Van Duc."""
    before = _FAMILY_FIRST.search(text[max(0, name.start - 24) : name.start])
    known = lexicon()
    key = fold(before.group(1)) if before else ""
    if not before or key not in known.family or key in known.ordinary or key in known.things:
        return name
    start = name.start - len(before.group())
    return Found(start, name.end, "NAME", value(text[start : name.end]))


_AND = re.compile(rf" (?:and|or|&|\+) (?=[{_UP}])|, (?=[{_UP}][{_A}'\u2019-]*(?: and |, ))")
_BEFORE_AND = re.compile(rf"(?<![{_A}.@#&/'\u2019-])([{_UP}][{_A}'\u2019-]+)(?: (?:and|or|&) |, )$")


def _beside(text: str, names: list[Found]) -> Iterator[Found]:
    """Who is named together with them: "Ann, Phatima and Bo"."""
    reached = 0  # the end of the last list of names: who stands in it was told with it
    for name in names:
        if name.start < reached:
            continue
        at = name
        while match := _AND.match(text, at.end):
            other = person(text, match.end(), Need.SURE)
            if other is None or bears(text, other.start, other.end):
                break
            yield other
            at = other
            reached = other.end
        before = _BEFORE_AND.search(text[max(0, name.start - 32) : name.start])
        if before:
            start = max(0, name.start - 32) + before.start(1)
            other = person(text, start, Need.LIKELY if "," in before.group() else Need.SURE)
            if other and not bears(text, other.start, other.end):
                yield other


def _found(look: Look) -> Iterator[Found]:
    text, words, known = look.text, look.words, lexicon()
    able = candidates(text)
    if "name" in words or "names" in words:
        for pattern in (_MY_NAME, _ASKED):
            for match in pattern.finditer(text):
                yield from _told(text, match.start(1), match.group(1))
    yield from _small(look)
    plain = without(look)
    for one in _small(plain) if plain else ():
        yield one._replace(value=value(text[one.start : one.end]))
    if "/" in look.letters:
        for match in _TICKET.finditer(text):
            group = 1 if match.group(1) else 2
            yield Found(*match.span(group), "NAME", value(match.group(group)))
    yield from answers.find(look)
    yield from seen_names.find(text)
    if able and not words.isdisjoint(_CONSTABLES):
        for match in _CONSTABLE.finditer(text):
            found = person(text, match.end(), Need.SURE if match.group().endswith("PC ") else Need.LIKELY)
            if found and not bears(text, found.start, found.end):
                yield found
    if able and not words.isdisjoint(_TITLES):
        for match in _TITLED.finditer(text):
            if not known.is_firm(text, match.start(), match.end() + 2):
                yield from _named(text, match.end(), is_person=True)
    yield from capitals.find(look)
    if not text.islower() and not text.isupper():
        yield from closed.find(look)
    if able and text.isupper():
        yield from given.find(look, able)
    if (able or ("." in look.letters and _INITIAL.search(text))) and not text.isupper():
        yield from _called(look)
        yield from cues.find(look)
        yield from towns.find(look)
        yield from given.find(look, able)


def _small(look: Look) -> Iterator[Found]:
    """Names in small letters."""
    text, known = look.text, lexicon()
    if not look.words.isdisjoint(_TITLES_LOW):
        for match in _TITLED_LOW.finditer(text):
            said = match.group(2)
            title = match.group(1)  # those that are words as well, or a firm's
            is_word = title and (said in known.ordinary or said in known.things)
            is_missed = title in _TITLES_THAT_ARE_WORDS and said not in known.given and said not in known.family
            is_firm = known.is_firm(text, match.start(), match.end())
            is_nobody = said in known.not_names and (title or said not in known.weak_family)  # but mr hall
            if not is_word and not is_missed and not is_firm and not is_nobody and len(said) > 1:
                yield Found(*match.span(2), "NAME", said)
    yield from lower.find(look)
    yield from small.find(look)
    yield from closed_low.find(look)


def _called(look: Look) -> Iterator[Found]:
    """Names after a label, a greeting, "this is", and before the end of a letter."""
    text, words, known = look.text, look.words, lexicon()
    asked = [
        *([_LABEL] if not words.isdisjoint(_LABELS) and not look.letters.isdisjoint(":=\uff1a") else ()),
        *([_SIGNED] if not words.isdisjoint(_CLOSINGS) else ()),
        *([_DASHED] if not look.letters.isdisjoint("-\u2013\u2014~") else ()),
    ]
    for pattern in asked:
        for match in pattern.finditer(text):
            is_spoken = pattern is _LABEL and _SPEAKER.match(match.group()) and not _FIELD_ENDS.match(text, match.end())
            if is_spoken and not person(text, match.start(1), Need.LIKELY):
                continue  # Customer: Roomba stopped
            is_formal = pattern is not _SIGNED or "\n" in match.group() or _FORMAL.search(match.group())
            first = fold(match.group(1).split()[0])
            if not is_formal and not (known.is_listed(first) or first in known.weak or _is_farewell(match)):
                continue
            is_short = match.group(1).isupper() and len(match.group(1)) < 4 and "\n" not in match.group()
            is_closed = _CLOSED.match(text, match.end()) is not None
            is_month = first in known.months and "\n" in match.group() and is_closed
            if not is_month and (is_short or any(fold(word) in known.not_names for word in match.group(1).split())):
                continue
            is_signed = pattern is _SIGNED and bool(is_formal) and is_closed
            is_person = (is_signed or pattern is _LABEL) and not _IS_FIRMS.match(match.group())
            yield from _named(text, match.start(1), is_person=is_person)
    if not words.isdisjoint(_GREETINGS):
        for match in _GREETING.finditer(text):
            if re.search("['\u2019]s? [Tt]eam", text[match.start() : match.end() + 8]):
                continue  # Dear Kiehl's team
            yield from _named(text, match.start(1 if match.group(1) else 2))
    if not words.isdisjoint(_SPEAKS):
        for match in _SPEAKING.finditer(text):
            group = next(number for number in (1, 2, 3) if match.group(number))
            if group == 1 or person(text, match.start(group), Need.LIKELY):
                yield from _named(text, match.start(group), is_person=not _IS_THING.match(match.group()))


def _is_farewell(match: re.Match[str]) -> bool:
    """Whether a word that no list knows is a name: "Cheers, Ottoline" at the end of a text."""
    said = match.group(1)
    known = lexicon()
    key = fold(said)
    if not _FAREWELL.match(match.group()) or match.string[match.end(1) :].strip(" .!\n"):
        return False
    return said.isalpha() and not said.isupper() and len(said) > 2 and key not in known.ordinary | known.things


def _named(text: str, start: int, *, is_person: bool = False) -> Iterator[Found]:
    """The name at `start`, where a title, a greeting or a closing says that there is one; `is_person`: nor may it be a firm's,
    as in "my name is Paul Smith"."""
    found = person(text, start, Need.SURE)
    if found and (is_person or not lexicon().is_firm(text, found.start, found.end)):
        yield found


def _told(text: str, start: int, said: str) -> Iterator[Found]:
    """A name after "my name is", in any case: small words are one only where the clause ends or goes on with and / i."""
    if not said[0].islower():
        yield from _named(text, start, is_person=True)
        return
    known = lexicon()
    parts: list[str] = []
    for word in said.rstrip(".'\u2019-").split(" ")[:2]:
        key = fold(word)
        if key in known.plain or key in known.not_names or not word[0].islower():
            break
        if parts and _goes_on(text, start + len(" ".join([*parts, word]))):
            break
        if key.endswith("ed") and not known.is_listed(key) and _PASSIVE.search(text, max(0, start - 8), start):
            break  # my name was mispronounced
        parts.append(word)
        if word.endswith(".") and len(word) > 2:
            break
    name = " ".join(parts).rstrip(".'\u2019-")
    if name and not _goes_on(text, start + len(name)):
        yield Found(start, start + len(name), "NAME", value(name))


def _goes_on(text: str, at: int) -> bool:
    return re.match(r"\s*(?:$|[,.!;\n]|(?:and|i|from|my)\b)", text[at:], re.IGNORECASE) is None


def is_common(word: str) -> bool:
    """True for a word that is no name by itself, whatever stands beside it."""
    return fold(word) in lexicon().plain or fold(word) in lexicon().not_names


def is_weak(word: str) -> bool:
    """True for a name that is a word as well."""
    key = fold(word)
    return key in lexicon().weak or key in lexicon().weak_family or key in lexicon().ordinary
