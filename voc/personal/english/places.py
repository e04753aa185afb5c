"""Postal addresses in English, and postcodes: a house number with a street, a flat, a town and a code behind it.

For: `found`. Not for: names of towns and countries alone, which are evidence; Chinese addresses, see `places_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.english import addresses, postcodes, streets
from voc.personal.english.addresses import Part
from voc.personal.english.person import Need, person
from voc.personal.lexicon import LETTER, UPPER
from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import records

_STREETS = frozenset(
    "street st road rd avenue ave av lane ln drive dr boulevard blvd court ct place pl square sq terrace crescent cres close "
    "gardens gdns grove mews parkway pkwy highway hwy hill row walk wharf quay circle cir trail way view green rise parade broadway box nagar sector apo fpo dpo".split()
)
_ZIPS = frozenset("zip zipcode postcode post postal postcodes eircode pincode plz pin cep".split())
_UNITS = frozenset("flat apt apartment unit block blk plot door villa h house no suite shop room tower".split())
_SUITES = frozenset("apt suite unit".split())
_CODE_SHAPE = re.compile(
    r"[A-Z](?:\d(?:[A-Z\d]? ?\d[A-Z]{2}(?![A-Za-z0-9])|[\dW] [A-Z0-9]{4}(?![A-Za-z0-9])|[A-Z] ?\d[A-Z]\d)|[A-Z]{1,2},? \d{4})"
)
# A state and its code in small letters, as they are said.
_LOW_ZIP = re.compile(r"[a-z],? [a-z]{2},? \d{5}(?!\d)")
_DIGITS = re.compile(r"\d\d(?:\d\d|-\d{3}|\d [\d][\d])")
_ZIP = re.compile(
    rf"(?<![A-Za-z])(?:zip|zip ?code|postcode|post code|postal code|eircode|pin ?code|pin(?= ?[:#]? ?\d{{6}}(?!\d))|plz|code postal|c[óo]digo postal|cep)(?:\s|[:#,.?-]|(?<![A-Za-z])(?:is|was|no\.?|it's|it\u2019s|its|yes|yeah|ok|okay|sure|um+|uh+|please|that's|the|my)(?![A-Za-z]))*"
    rf"((?i:{postcodes.UK})|(?i:{postcodes.CA})|(?i:{postcodes.WITH_TOWN})|{postcodes.EIRCODE_SHAPE}(?![A-Za-z0-9]))", re.IGNORECASE,
)  # fmt: skip
_CODE = re.compile(
    rf"(?<![A-Za-z0-9-])(?:{postcodes.UK}|{postcodes.CA}|{postcodes.IE}|(?<=[a-z], )(?:{postcodes.AU})|(?<=[a-z] )(?:{postcodes.AU})|(?<=[a-z], )(?:{postcodes.US})|(?<=[a-z] )(?:{postcodes.US}))"
)
# Bahnhofstraße 18, Prinsengracht 418-2; 14 bis, rue des Lilas; Via Garibaldi 18.
_CAP_WORD = rf"[{UPPER}][{LETTER}'\u2019-]*"
_FOREIGN = re.compile(
    rf"(?<![{LETTER}])(?:(?:(?:Am|An der|Auf der|Im|Alte|Alter|Neue|Große|Kleine|Obere|Untere|Nieuwe|Oude|Sint|Stora|Gamla) )?[{UPPER}][{LETTER}-]+(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer|gracht|straat|laan|plein|kade|dijk|singel|steeg|gatan|vägen|gade|vej|veien|gata|katu)"
    rf"|(?:[{UPPER}][{LETTER}-]+ )(?:Stra(?:ß|ss)e|Str\.|Allee|Platz|Weg|Gasse|utca|út)) \d{{1,4}} ?(?:[a-zA-Z](?![{LETTER}]))?(?:[-/]\d{{1,4}})?(?:-[IVX]+)?(?![{LETTER}\d])"
    rf"|(?<!\d)\d{{1,4}},? (?:(?:bis|ter),? )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Cc]ours|[Pp]lace) (?:(?:de|du|des|la|le|les|d['\u2019]|l['\u2019]|de l['\u2019]) ?){{0,2}}{_CAP_WORD}(?: (?:(?:de|du|des|la|le|et) )*{_CAP_WORD}){{0,3}}"
    rf"|(?<![{LETTER}])(?:(?:[Cc]alle|Avda\.?|Avenida|Paseo|Carrer|Carretera|Via|Viale|Corso|Piazza|Piazzale|Vicolo|Rua|Travessa|Praça|Jalan|Jln\.?|Jl\.?|[Uu]lica) |C/ ?|[Uu]l\. ?)"
    rf"(?:(?:de|del|della|dei|di|da|do|das|dos|la|las|los|dell['\u2019]) ?){{0,2}}{_CAP_WORD}(?: (?:(?:de|del|di|da|e|y) )*{_CAP_WORD}){{0,3}},? (?:n\.?[º°]? ?)?\d{{1,4}}[A-Za-z]?(?:/\d{{1,4}}[A-Za-z]?)?(?![{LETTER}\d])"
)
_FOREIGN_KINDS = frozenset(
    "rue avenue boulevard bd quai chemin impasse cours place calle avda avenida paseo carrer carretera via viale corso piazza piazzale vicolo rua travessa jalan jln jl ul ulica c utca".split()
)
_FOREIGN_ENDS = " (?=\\d)(?:" + "|".join(
    f"(?<={end} )"
    for end in ("straße", "strasse", r"str\.", *"weg platz allee gasse damm ufer gracht straat laan plein kade dijk singel steeg gatan vägen gade vej veien gata katu".split())
) + ")"  # fmt: skip
_FOREIGN_LIKELY = re.compile(_FOREIGN_ENDS)
# A code beside a town: where one stands, an address is looked for wherever it may begin.
_ANCHOR = re.compile(
    rf"(?<![\w.#/-])(?:[A-Z]{{1,2}}-)?(?:\d{{4,5}}-\d{{3}}|\d\d-\d{{3}}|\d{{4}} ?[A-Z]{{2}}|\d{{3}} \d{{2,3}}|\d{{4,6}}),? [{UPPER}][{LETTER}]{{2}}"
    rf"|[{UPPER}][{LETTER}'-]{{2,}}(?: ?- ?|,? )\d{{4,6}}(?![\d%A-Za-z]|[.:/-]\d)"
)
_MAY_BEGIN = re.compile(rf"(?<![{LETTER}0-9@#&/.'\u2019_-])(?=[{UPPER}0-9#]|ul\.|rue |c/|av\.|calle |via |al\. )")
_HOUSES = frozenset(
    "house cottage lodge farm hall barn villa mill court manor rectory estate park apartments gardens".split()
)
# Where an address may begin without a word for one: a flat, a plot, a number.
_UNIT_FIRST = re.compile(
    r"(?<![A-Za-z0-9])(?:(?i:flat|apt|apartment|unit|block|blk|plot|door|villa|h\.? ?no|house no|no|suite|shop|room|tower)\.?(?: ?[Nn]o\.?)? ?#?(?=[A-Z]?-?\d)|(?=\d{1,3}/F[, ])|(?=Flat [A-Z],))"
)
# The quarter and the part of Hong Kong behind a street, where no code stands: 328 Hennessy Road, Wan Chai, Hong Kong.
_HONG_KONG = re.compile(
    r"(?:, ?(?:[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}))?,? ?\n?(?:Kowloon|Hong Kong(?: Island)?|New Territories|Lantau(?: Island)?|N\.?T\.?|H\.?K\.?)(?:, ?(?:Hong Kong|HK))?(?![A-Za-z])"
)
# My house, 16 Balmoral St: the word before is no part of it.
_OWNED = re.compile(r"(?:house|flat|apartment|home|unit|villa|shop|room), (?=\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_STREET_WORDS = frozenset(streets.KINDS.lower().split("|")) | frozenset(
    "estate nagar colony apartments building house towers".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit:
        return not look.words.isdisjoint(streets.NUMBERS) and not look.words.isdisjoint(streets.LOW_KINDS)
    return (
        not look.words.isdisjoint(_words())
        or not look.words.isdisjoint(streets.TOLD_KINDS)
        or (
            _DIGITS.search(look.text) is not None
            and (_ANCHOR.search(look.text) or _LOW_ZIP.search(look.text)) is not None
        )
        or _CODE_SHAPE.search(look.text) is not None
        or _FOREIGN_LIKELY.search(look.low) is not None
    )


@cache
def _words() -> frozenset[str]:
    return _STREETS | _ZIPS | _UNITS | _FOREIGN_KINDS | addresses.gate()


def find(look: Look) -> Iterator[Found]:
    """ADDRESS and POSTCODE."""
    text = look.text
    yield from _whole(text, sorted(_addresses(look)))
    if not look.words.isdisjoint(_ZIPS):
        for match in _ZIP.finditer(text):
            yield Found(match.start(1), match.end(1), "POSTCODE", squeezed(match.group(1)))
    if _CODE_SHAPE.search(text):
        for match in _CODE.finditer(text):
            if " " in match.group() and not records.is_record(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), "POSTCODE", squeezed(match.group()))


def _whole(text: str, spans: list[tuple[int, int]]) -> Iterator[Found]:
    """The addresses that have their parts in `spans`, each up to the code that stands behind it."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    for start, end in merged:
        read = addresses.behind(text, end)
        stop = read.end if read and Part.CODE in read.parts else end
        owned = _OWNED.match(text, start)
        start = owned.end() if owned else start
        low = streets.LOW_BEHIND.match(text, end) if stop == end else None
        stop = low.end() if low else stop
        there = _HONG_KONG.match(text, stop)
        stop = there.end() if there else stop
        yield Found(start, stop, "ADDRESS", squeezed(text[start:stop]))


def _addresses(look: Look) -> Iterator[tuple[int, int]]:
    """Where streets stand, and what words for an address and flats begin."""
    text, words = look.text, look.words
    if not words.isdisjoint(addresses.gate()):
        for match in addresses.beginning(look):
            yield from _told(text, match)
    if not words.isdisjoint(_UNITS) or "/F" in text:
        for match in _UNIT_FIRST.finditer(text):
            yield from _from_unit(text, match.start())
    is_named = not words.isdisjoint(_ZIPS)
    if is_named or _CODE_SHAPE.search(text) or (_DIGITS.search(text) and _ANCHOR.search(text)):
        yield from _anywhere(text)
    if not words.isdisjoint(_STREETS):
        yield from streets.find(text)
    else:
        if _CODE_SHAPE.search(text) or not words.isdisjoint(_SUITES):
            yield from streets.coded(text)
        if _DIGITS.search(text) and _LOW_ZIP.search(text):
            yield from streets.low_coded(text)
    if not words.isdisjoint(streets.TOLD_KINDS):
        yield from streets.told(text)
    if not words.isdisjoint(_FOREIGN_KINDS) or _FOREIGN_LIKELY.search(look.low):
        for match in _FOREIGN.finditer(text):
            yield match.span()


def _told(text: str, cue: re.Match[str]) -> Iterator[tuple[int, int]]:
    """An address after a word for one."""
    start = cue.end()
    who = person(text, start, Need.LIKELY)
    if who and re.match(r",? ?\n|, ", text[who.end : who.end + 3]):  # Ship to: Ann Lee, 4 Elm Road
        start = re.compile(r"[,\s]+").match(text, who.end).end()  # type: ignore[union-attr]
    read = addresses.address(text, start)
    if read is None:
        return
    end = read.end
    if Part.CODE not in read.parts:
        end = addresses.town_behind(text, end)
        has_street = Part.STREET in read.parts and (
            len(read.parts) > 1 or end > read.end or cue.re.groups or _has_street(text[start:end])
        )
        flats = read.parts.count(Part.UNIT)
        has_flats = flats > 2 or (flats and (flats > 1 or _has_street(text[start:end])) and end > read.end)
        if not (has_street or has_flats):
            return
    elif not read.is_whole():
        return
    if not records.is_amount(text, start, read.end):
        yield start, end


def _anywhere(text: str) -> Iterator[tuple[int, int]]:
    """Addresses with a code that nothing but their parts tells: Av. Paulista 1578, 01310-200 São Paulo."""
    reached = 0
    for match in _MAY_BEGIN.finditer(text):
        start = match.start()
        if start < reached:
            continue
        read = addresses.address(text, start)
        if read is None or Part.CODE not in read.parts:
            continue
        written = text[start : read.end]
        is_street = Part.STREET in read.parts and read.parts.index(Part.STREET) < read.parts.index(Part.CODE)
        is_house = "," in written and not _HOUSES.isdisjoint(re.findall("[a-z]+", written.lower()))
        if (is_street or is_house) and not records.is_record(text, start, start) and not _YEAR.search(written):
            reached = read.end
            yield start + _named_first(read.parts, written), read.end


def _named_first(parts: tuple[Part, ...], written: str) -> int:
    """The letters of words before a house number that name no house: of "Ann Okoro, 27 Protea Street" it is somebody's address."""
    number = re.match(r"[^\d,]+, (?=\d)", written)
    is_house = number and not _HOUSES.isdisjoint(re.findall("[a-z]+", number.group().lower()))
    return number.end() if number and parts[:2] == (Part.SOFT, Part.STREET) and not is_house else 0


def _from_unit(text: str, start: int) -> Iterator[tuple[int, int]]:
    """An address that begins with a flat or a house number, up to its code, or with a street in it."""
    if records.is_record(text, start, start):
        return
    read = addresses.address(text, start)
    if read and read.is_whole() and len(read.parts) > 2:
        yield start, read.end
    elif read and Part.CODE not in read.parts and read.parts[0] == Part.UNIT:
        end = addresses.town_behind(text, read.end)
        is_more = end > read.end or Part.STREET in read.parts
        flats = read.parts.count(Part.UNIT)
        is_far = flats > 2 or (flats > 1 and Part.STREET in read.parts)
        if is_far or (is_more and _has_street(text[read.start : end])):
            yield start, end


def _has_street(written: str) -> bool:
    return not _STREET_WORDS.isdisjoint(re.findall("[a-z]+", written.lower()))
