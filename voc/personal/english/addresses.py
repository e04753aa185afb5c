"""An address read part by part - flat, house, street, quarter, town, code - in whatever order its country writes them.

For: `places`, which knows where one may begin. Not for: finding the beginning. A part is hard (a flat, a house number with
a street, a code) or soft (capitalised words); an address ends with a hard part, for a town alone is evidence and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from voc.personal.english import postcodes
from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Look
from voc.personal.words import either, lists

_MOST = 12  # parts
_NO_UNIT = r"(?!(?:Apt|Apartment|Flat|Unit|Suite|Ste|Floor|Block|Blk|Room|Box)\.? ?#?\d)"
_WORD = rf"{_NO_UNIT}(?:(?:[A-Z]\.){{2,3}}|(?:St|Ste|Sta|Sto|Co|Av|Avda|Dr|Rd|Ave|Ln|Bd|Mt|Str|Pl|Sq|Blvd|Pte|Tn|Jl|Jln|Ul|Al|Os|Dept|Dist|Opp)\.(?! ?\n)|[{UPPER}](?:[{LETTER}'\u2019-]*[{LETTER}])?|[A-Z]{{1,3}}\d{{1,3}}/\d{{1,3}}[A-Z]?|\d{{1,3}}(?:st|nd|rd|th|e|er|ème)(?= [{UPPER}]))"
_SMALL = r"(?:(?:de|de la|de las|de los|del|della|dei|di|da|do|das|dos|du|des|d'|l'|la|le|les|el|of|the|am|an der|an den|auf der|auf dem|im|in der|in den|zum|zur|van|van de|van der|von|op de|aan de|y|upon|on|next to|near|opp\.?|behind) ?)"
_WORDS = rf"{_WORD}(?:[ ]{_SMALL}?{_WORD}){{0,4}}"
_STREET_KIND = (
    r"(?:rue|avenue|av\.?|bd\.?|boulevard|place|quai|chemin|all[ée]e|impasse|cours|passage|route|calle|c/|avda\.?|avenida|plaza|paseo|carrer|carretera|ronda|via|viale|"
    r"corso|piazza|piazzale|largo|vicolo|rua|travessa|praça|estrada|ul\.?|ulica|al\.?|os\.?|pl\.?|jalan|jln\.?|jl\.?|lorong|str\.?|strada|bulevardul|ulice)"
)
_HOUSE = r"(?:(?:[Nn]o|[Nn]r|[Nn])[.º°]? ?)?#?\d{1,5}(?:-?[A-Za-z])?(?:[-/]\d{1,4}[A-Za-z]?){0,3}(?: ?(?:bis|ter|quater)(?![a-z])| (?!I [a-z]|A [a-z])[A-Z](?: \d{1,3})?(?![A-Za-z0-9]))?"
_EDGE = rf"(?![{LETTER}0-9]|[.:]\d)"


class Part(IntEnum):
    """What a part is. SOFT: words alone."""

    SOFT = 0
    UNIT = 1
    STREET = 2
    CODE = 3


class Read(NamedTuple):
    """An address [start, end), and the kinds of its parts up to there."""

    start: int
    end: int
    parts: tuple[Part, ...]

    def is_whole(self) -> bool:
        """True where a code follows a street or a flat."""
        return Part.CODE in self.parts and len(self.parts) > 1


_UNIT = re.compile(
    r"(?:(?i:flat|apt|apartment|apto|ap|appartement|unit|suite|ste|room|rm|floor|fl|block|blk|tower|level|villa|plot|door|shop|h\.? ?no|house no|lot|lok|int|esc|piso|planta|étage|bldg|building|bâtiment|bat|stiege|top|tür|"
    r"wohnung|whg|depto|dpto|interno|scala|bus|bte|hdb|appt|office|po box|p\.o\. box|postbus|postfach|casilla|apartado)\.?(?i: ?no\.?)? ?#?(?:[A-Za-z]?-?\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?){0,3}|[A-Z])"
    rf"|(?i:ground|first|second|third|top|lower|upper|basement) (?i:floor|flat)|(?:\d{{1,3}}|G|UG|LG|M)/F|\d{{1,3}}(?:st|nd|rd|th) [Ff]loor|#\d{{2,3}}-\d{{2,4}}[A-Z]?|\d{{1,2}}[ºª°o] ?(?:izq|dcha|dcho|esq|dto|dta|frente|[A-Z])?\.?|\d{{1,2}}(?:er|e|ème) étage|\d\. ?OG|(?:m|kl|et|vh|vch)\. ?\d{{1,3}}|c/o {_WORDS}){_EDGE}"
)
_HOUSE_STREET = re.compile(
    rf"(?:{_HOUSE},? (?:(?i:{_STREET_KIND}) ?{_SMALL}?{_SMALL}?)?{_WORDS}|(?i:{_STREET_KIND}) ?{_SMALL}?{_SMALL}?{_WORDS},? {_HOUSE}){_EDGE}"
)
_STREET_HOUSE = re.compile(rf"{_SMALL}?{_WORDS} {_HOUSE}{_EDGE}")
_KIND_FIRST = re.compile(rf"(?i:{_STREET_KIND})[ ]")
_NUMBER = re.compile(
    rf"(?:(?i:no|number)\.? ?)?#?(?:[A-Z]-?)?\d{{1,4}}[A-Za-z]?(?:[-/]\d{{1,4}}[A-Za-z]?){{0,4}}(?=, ?(?:{_WORD}))"
)
_SOFT = re.compile(_WORDS + rf"(?![{LETTER}0-9])")
_SURE_CODE = re.compile(rf"(?:{postcodes.UK}|{postcodes.CA}|{postcodes.IE}|{postcodes.US}|{postcodes.AU})")
_TOWN_CODE = re.compile(postcodes.WITH_TOWN)
_TOLD_CODE = re.compile(postcodes.UK_TOLD)
# A code that its name stands before: CEP 01310-200, PIN: 400064.
_NAMED_CODE = re.compile(
    rf"(?i:cep|plz|zip(?: ?code)?|post ?code|postal code|pin(?: ?code)?)(?i: is)?[ :#.-]{{1,3}}(?:{postcodes.UK}|{postcodes.CA}|{postcodes.WITH_TOWN})"
)
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*\n?[ \t]*|[ \t]*\n(?![ \t]*\n)[ \t]*|[ \t]+[-–][ \t]*|-(?=\d{6}(?!\d))|[ \t]+)")


def address(text: str, start: int, *, before: Part | None = None) -> Read | None:
    """The address at `start`, or what goes on there with one whose last part was `before`; None where nothing hard stands."""
    at = start
    parts: list[Part] = [] if before is None else [before]
    hard = 0  # parts up to the last hard one
    end = start
    while len(parts) < _MOST:
        part = _part(text, at, parts)
        if part is None:
            break
        kind, stop = part
        parts.append(kind)
        if kind != Part.SOFT:
            hard, end = len(parts), stop
        gap = _BETWEEN.match(text, stop)
        if gap is None:
            break
        if (
            kind == Part.SOFT
            and "," not in gap.group()
            and "\n" not in gap.group()
            and not _TOWN_CODE.match(text, gap.end())
            and not _SURE_CODE.match(text, gap.end())
            and not (Part.STREET in parts and _TOLD_CODE.match(text, gap.end()))
        ):
            break
        at = gap.end()
    return Read(start, end, tuple(parts[:hard])) if end > start else None


def behind(text: str, end: int) -> Read | None:
    """What goes on behind a street that ends at `end`."""
    gap = _BETWEEN.match(text, end)
    return address(text, gap.end(), before=Part.STREET) if gap else None


def town_behind(text: str, end: int) -> int:
    """Where the words end that belong to an address up to `end`: quarters and estates, no town or country that is known."""
    known = lexicon()
    while True:
        gap = re.compile(r", ?").match(text, end)
        soft = _SOFT.match(text, gap.end()) if gap else None
        if soft is None or not is_place(soft.group()) or known.places.intersection(map(fold, soft.group().split(" "))):
            return end
        end = soft.end()


def _part(text: str, at: int, parts: list[Part]) -> tuple[Part, int] | None:
    match = _SURE_CODE.match(text, at)
    if match:
        return Part.CODE, match.end()
    if parts:
        match = _TOLD_CODE.match(text, at) if Part.STREET in parts else None
        if match:
            return Part.CODE, match.end()
        match = _NAMED_CODE.match(text, at)
        if match:
            return Part.CODE, match.end()
        match = _TOWN_CODE.match(text, at)
        if match and (parts[-1] == Part.SOFT or match.group()[0] == "S" or _is_town(text, match.end())):
            return Part.CODE, match.end()
    match = _UNIT.match(text, at)
    if match:
        is_said = Part.CODE in parts and re.search("floor|étage", match.group(), re.IGNORECASE)  # on its own
        return None if is_said else (Part.UNIT, match.end())
    for pattern, kind in ((_HOUSE_STREET, Part.STREET), (_STREET_HOUSE, Part.STREET)):
        match = pattern.match(text, at)
        if match and is_place(match.group()) and not _is_code_behind(text, match.group(), match.end()):
            return kind, match.end()
    if not parts or parts == [Part.UNIT]:
        match = _NUMBER.match(text, at)
        if match:
            return Part.UNIT, match.end()
    match = _SOFT.match(text, at)
    if match and is_place(match.group()):
        return Part.SOFT, match.end()
    return None


def _is_code_behind(text: str, written: str, end: int) -> bool:
    """True where the last number of `written` is a code: Mumbai 400064, Victoria 3013, and not Av. Paulista 1842."""
    last = written.rsplit(" ", maxsplit=1)[-1]
    is_house = len(last) < 5 and _KIND_FIRST.match(written)
    return last.isdigit() and len(last) > 3 and not written[0].isdigit() and not is_house


def _is_town(text: str, end: int) -> bool:
    """True where a town stands behind a code."""
    gap = re.compile(r",? ").match(text, end)
    soft = _SOFT.match(text, gap.end()) if gap else None
    return soft is not None and is_place(soft.group())


def is_place(written: str) -> bool:
    """True for words that may be a street, a quarter or a town: not all of them words of the language, no brand, no record."""
    known, told = lexicon(), _told()
    keys = [fold(one) for one in re.findall(rf"[{LETTER}][{LETTER}'\u2019.-]*", written)]
    if not keys or keys[0] in told[1] or known.brands.intersection(key for key in keys if key not in told[0]):
        return False
    return any(key in told[0] or key in known.places or key not in known.ordinary for key in keys)


@cache
def _told() -> tuple[frozenset[str], frozenset[str]]:
    """Words of streets and houses; and words of records, days and labels, which no part of an address begins with."""
    known = lists("personal")
    others = {word for word in known["record_words"] if word.isalpha()} | set(known["no_address_words"])
    return frozenset(known["address_words"]), frozenset(others - set(known["address_words"])) | lexicon().months


def beginning(look: Look) -> Iterator[re.Match[str]]:
    """Where an address may begin after a word for one: live at, my address is, ship it to. A match has a group where the
    words speak of an address and nothing else."""
    said, sends = _cues()
    if not look.words.isdisjoint(_first("address_said")):
        yield from said.finditer(look.text)
    if not look.words.isdisjoint(_first("address_sends")) and not look.letters.isdisjoint(",\n"):
        yield from sends.finditer(look.text)


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = lists("personal")
    object_ = r"(?: (?:it|them|this|that|these|me|us|everything|all|(?:the|my|our|a|an|your|any|all) (?:[a-z]+ ){0,2}?[a-z]+)(?: back| over| out| on| only| instead)?)?"
    end = rf"(?:\s*[:=-]\s*|\s+)(?:our |my |the |me at |us at |(?:new )?address,? |:|\n)*(?=[{UPPER}0-9#]|[a-z]{{1,8}}[ ./])"
    return (
        re.compile(rf"(?<![A-Za-z])({either(known['address_said'])})(?: (?:is|was|are|now|at|to|in|still|actually|remains|should|be|reads?|on (?:the|my|your|our) (?:parcel|package|label|box|order|account|file|form|letter|bill|invoice|website|app|waybill|docket)))*{end}", re.IGNORECASE),
        re.compile(rf"(?<![A-Za-z])(?:{either(known['address_sends'])}){object_}(?: back| over| only| instead)?:? (?:to|at|from){end}", re.IGNORECASE),
    )  # fmt: skip


@cache
def _first(name: str) -> frozenset[str]:
    return frozenset(word.split()[0] for word in lists("personal")[name])


@cache
def gate() -> frozenset[str]:
    """Words without which `beginning` finds nothing."""
    return _first("address_said") | _first("address_sends")
