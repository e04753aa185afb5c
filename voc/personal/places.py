"""Postal addresses in English, and postcodes: a house number with a street, a flat, a town and a code behind it.

For: `found`. Not for: names of towns and countries alone, which are evidence; Chinese addresses, see `places_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import addresses, postcodes, records
from voc.personal.addresses import Part
from voc.personal.lexicon import LETTER, UPPER
from voc.personal.mark import Found, Look, squeezed
from voc.personal.person import Need, person

_STREETS = frozenset(
    "street st road rd avenue ave av lane ln drive dr boulevard blvd court ct place pl square sq terrace crescent cres close "
    "gardens gdns grove mews parkway pkwy highway hwy hill row walk wharf quay circle cir trail way view green rise parade broadway box nagar sector".split()
)
_ZIPS = frozenset("zip zipcode postcode post postal postcodes eircode pincode plz pin cep".split())
_UNITS = frozenset("flat apt apartment unit block blk plot door villa h house no suite shop room tower".split())
_CODE_SHAPE = re.compile(
    r"[A-Z](?:\d(?:[A-Z\d]? ?\d[A-Z]{2}(?![A-Za-z0-9])|[\dW] [A-Z0-9]{4}(?![A-Za-z0-9])|[A-Z] ?\d[A-Z]\d)|[A-Z]{1,2},? \d{4})"
)
_DIGITS = re.compile(r"\d\d(?:\d\d|-\d{3}|\d [\d][\d])")
_CAP = r"(?:(?:[A-Z]|O'|Mc|St\.? )[A-Za-z'.-]*|\d{1,3}(?:st|nd|rd|th))"
_NO = r"(?:(?i:no\.?|number) ?)?\d{1,5}(?:[A-Za-z]|[-/]\d{1,4}[A-Za-z]?)?"
_LONG = (
    "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Cres|Close|"
    "Gardens|Gdns|Grove|Mews|Parkway|Pkwy|Highway|Hwy|Hill|Row|Walk|Wharf|Quay|Circle|Cir|Trail|Way|View|Green|Rise|Parade|Broadway"
)
_UNIT = r"(?:#\d{2}-\d{2,4}|(?i:flat|apartment|apt|unit|suite|ste|room|rm|floor|fl|block|blk|house|tower|level|#)\.? ?[A-Za-z]?\d{0,4}[A-Za-z]?(?![A-Za-z])|\d{1,3}/F|\d{1,3}(?:st|nd|rd|th) [Ff]loor|#\d{2}-\d{2,4})"
_UK, _US, _AU, _CA = postcodes.UK, postcodes.US, postcodes.AU, postcodes.CA
_TOWN = r"[A-Z][A-Za-z'.-]+(?: [A-Z][A-Za-z'.-]+){0,2}"
# What stands behind a street up to a postcode: flat, town, county.
_TAIL = rf"(?:(?:[, ]{{1,2}}|\n)(?:{_UNIT}))?(?:(?:,? |,\n|\n|, ){_TOWN}){{0,3}}?(?:[, ]{{1,2}}|\n)(?:{_UK}|{_US}|{_AU}|{_CA}|\d{{5,6}}(?:-\d{{4}})?(?!\d))"
_STREET = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])(?:{_UNIT}[, ]{{1,2}}(?:{_TOWN}, )?)?{_NO},? (?:[NSEW]\.? )?(?:{_CAP} ){{1,4}}?(?:{_LONG})(?![A-Za-z])(?:(?<=[tdvnlsyrq])\.(?! (?:Room|SKU|[A-Z]+/)))?(?: \d{{1,3}}(?= #|, #|,? Singapore))?"
    rf"(?: (?:[NSEW]{{1,2}}|Central|East|West|North|South)(?![A-Za-z]))?(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})?"
)
# One Canada Walk: a number in words, where a floor follows or a word for an address stands before.
_IN_WORDS = re.compile(
    rf"(?:(?<=[Tt]o )|(?<=[Aa]t )|(?<=: )|(?<=address is )|(?<=^)|(?<=\n))(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve) (?:{_CAP} ){{1,3}}?(?:{_LONG})(?![A-Za-z])"
    rf"(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})"
)
_LOW_KINDS = "street|road|avenue|lane|boulevard|crescent|terrace"
_IN_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_IN_ONES = "one|two|three|four|five|six|seven|eight|nine"
_LOW_STREETS = frozenset(_LOW_KINDS.split("|"))
_IN_WORDS_TOO = frozenset(
    f"{_IN_TENS}|hundred|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen".split("|")
)
# In small letters, or with a small street: 14 rose street, 1190 Kipling avenue; as it is said: twenty two marlowe road.
_LOW = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])(?:\d{{1,5}}[a-z]?|(?<=(?:at|to|is|of|on) )(?:(?:{_IN_TENS})(?:[ -](?:{_IN_ONES}))?|(?:{_IN_ONES}) hundred(?: and)?(?: [a-z]+)?|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))"
    rf" ((?:[A-Za-z']+ ){{1,2}})(?:{_LOW_KINDS})(?![a-z])(?:,? (?:flat|apt|apartment|unit|suite)\.? ?\w{{1,5}}(?!\w))?(?:(?:,? [a-z]+){{0,3}}?,? (?i:{_UK}|{_CA}|{_US}))?"
)
# Any kind of street, where an address is asked for or told: "the first line of your address / 14 bryony close".
_LOW_TOLD = re.compile(
    r"(?<![a-z])(?:address|live at|lives at|living at|moved to|sent to|deliver(?:ed)?(?: it| this| them)? to|came to|outside|left at|neighbour [a-z]+ at|bring it to|replacement to)(?![a-z])\D{0,64}?(\d{1,5}[a-z]?,? ((?:[a-z']+ ){1,3}?)"
    rf"(?:{_LONG.lower()})(?![a-z]))"
)
# Singapore's blocks: blk 412 ang mo kio ave 10 #08-1137 s560412.
_HDB = re.compile(
    r"(?<![A-Za-z])(?:blk|block) \d{1,4}[a-z]?,? (?:[a-z]+ ){1,4}?(?:avenue|ave|street|st|road|rd|drive|dr|lane|crescent|cres|close|walk|link|ring|central|north|south|east|west|place|way|view|rise|terrace)(?: (?:north|south|east|west))?(?: \d{1,3}(?!\d))?"
    r"(?:,? ?#\d{1,2}-\d{1,4}[a-z]?)?(?:,? (?:s ?\(?|singapore ?)\d{6}\)?(?!\d))?", re.IGNORECASE,
)  # fmt: skip
# A street of any kind, known by the town and the code behind it: 554 station drive, leeds, so14 6lw; 906 brady village, jonesville, ar 44027.
_LOW_CODED = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])(?:(?:flat|unit|apt|apartment) \w{{1,4}}, )?\d{{1,5}}[a-z]?(?:/\d{{1,4}})? (?:[a-z']+ ){{1,3}}?[a-z]+\.?(?:,? (?:flat|apt\.?|apartment|unit|suite) \w{{1,5}})?,? [a-z]+(?: [a-z]+)?,? (?i:{_UK}|{_CA}|{_US}|{_AU}|[a-z]{{2}} {_CA})"
)
# As it is written in America, whatever the street is called: 1303 Rice Springs Apt. 436; 1592 Patricia Forest, East Benjaminside, NL G5Y 1E9.
_CODED = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])\d{{2,6}} {_CAP}(?: {_CAP}){{1,3}}(?: (?:Apt\.?|Suite|Unit) \d{{1,4}}(?!\d)|(?:,? ?\n?|, ){_TOWN},? (?:{_US}|[A-Z]{{2}} {_CA}|{_AU}))"
)
# A line of its own in small letters, with the town and the code below it: 697 barrow hill apt 81 / austin, tx 78703.
_LOW_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=\n[A-Za-z]{{4}}: )|^)(?:flat \w{{1,4}}, )?\d{{1,5}}[a-z]?(?:/\d{{1,4}})? (?:[nsew] )?((?:[a-z']+ ){{1,3}}?)(?:{_LONG.lower()})\.?(?:,? (?:flat|apt\.?|apartment|unit|suite) \w{{1,5}})?(?=[ \t]*(?:\n|$))"
)
# Flats as India writes them, up to the code: plot no. 88, sector 14, gurgaon 147594.
_LOW_FLAT = re.compile(
    r"(?<![a-z])(?:flat|plot|door|house|h\.? ?no)(?: no)?\.? ?\d{1,4}[a-z]?, ?(?:[a-z0-9]+ ){0,2}[a-z0-9]+,[ \n]?[a-z]+ \d{6}(?!\d)"
    r"|(?<![a-z])(?:flat|plot|door|house|h\.? ?no)(?: no)?\.? ?\d{1,4}[a-z]?, ?(?:[a-z0-9]+ ){0,2}[a-z0-9]+\n[a-z]+ \d{6}(?!\d)"
)
_PIN = re.compile(r"[a-z] \d{6}(?!\d)")
# What stands behind a street in small letters: the town, a code.
_LOW_BEHIND = re.compile(
    rf"(?:,? |,?\n)(?:[a-z]+(?: [a-z]+)?,? )?(?i:{_UK}|{_CA}|{_US}|{_AU})|,[ \n][a-z]+ \d{{6}}(?!\d)"
)
_NOT_STREETS = frozenset(
    "the a an this that our my your their down up on in at of off to from and or with for by per out other different minute minutes min "
    "mins hour hours day days mile miles mi km metre metres meter meters yard yards block blocks car cars lane lanes star stars week weeks "
    "month months year years people times way ways more less long short dead one two three local country main side open busy wrong same dirt".split()
)
_BOX = re.compile(r"(?<![A-Za-z])P\.? ?O\.? ?[Bb]ox:? ?#?\d{1,6}(?!\d)", re.IGNORECASE)
_ZIP = re.compile(
    rf"(?<![A-Za-z])(?:zip|zip ?code|postcode|post code|postal code|eircode|pin ?code|pin(?= ?[:#]? ?\d{{6}}(?!\d))|plz|code postal|c[óo]digo postal|cep)(?:\s|[:#,.?-]|(?<![A-Za-z])(?:is|was|no\.?|it's|it\u2019s|its|yes|yeah|ok|okay|sure|um+|uh+|please|that's|the|my)(?![A-Za-z]))*"
    rf"((?i:{_UK})|(?i:{_CA})|(?i:{postcodes.WITH_TOWN})|{postcodes.EIRCODE_SHAPE}(?![A-Za-z0-9]))", re.IGNORECASE,
)  # fmt: skip
_CODE = re.compile(
    rf"(?<![A-Za-z0-9-])(?:{_UK}|{_CA}|{postcodes.IE}|(?<=[a-z], )(?:{_AU})|(?<=[a-z] )(?:{_AU})|(?<=[a-z], )(?:{_US})|(?<=[a-z] )(?:{_US}))"
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
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_STREET_WORDS = frozenset(_LONG.lower().split("|")) | frozenset(
    "estate nagar colony apartments building house towers".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit:
        return not look.words.isdisjoint(_IN_WORDS_TOO) and not look.words.isdisjoint(_LOW_STREETS)
    return (
        not look.words.isdisjoint(_words())
        or (_DIGITS.search(look.text) is not None and _ANCHOR.search(look.text) is not None)
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
        low = _LOW_BEHIND.match(text, end) if stop == end else None
        stop = low.end() if low else stop
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
        yield from _streets(text)
    if not words.isdisjoint(_FOREIGN_KINDS) or _FOREIGN_LIKELY.search(look.low):
        for match in _FOREIGN.finditer(text):
            yield match.span()


def _streets(text: str) -> Iterator[tuple[int, int]]:
    for match in _STREET.finditer(text):
        inner = re.split(r"[\s,]+", match.group().lower())[1:-1]
        is_key = records.is_record(text, match.start(), match.start()) and not text[: match.start()].endswith(" at ")
        if not (inner and inner[0] in _NOT_STREETS and inner[0] != "main") and not is_key:
            yield match.span()
    for match in _LOW.finditer(text):
        if not _NOT_STREETS.intersection(match.group(1).lower().split()) and not records.is_record(
            text, match.start(), match.start()
        ):
            yield match.span()
    for match in _CODED.finditer(text):
        if text[: match.start()].endswith((" to ", " at ", " from ")) or not records.is_record(
            text, match.start(), match.start()
        ):
            yield match.span()
    for match in _LOW_CODED.finditer(text):
        inner = re.findall("[a-z]+", match.group().partition(",")[0])
        if not _NOT_STREETS.intersection(inner) and not records.is_record(text, match.start(), match.start()):
            yield match.span()
    for match in _LOW_TOLD.finditer(text):
        if not _NOT_STREETS.intersection(match.group(2).split()):
            yield match.span(1)
    for match in _LOW_LINE.finditer(text) if "\n" in text or text[:1].isdigit() else ():
        if not _NOT_STREETS.intersection(match.group(1).split()):
            yield match.span()
    for match in _LOW_FLAT.finditer(text) if _PIN.search(text) else ():
        yield match.span()
    for match in _HDB.finditer(text):
        if not _NOT_STREETS.intersection(match.group().lower().split()[2:-1]):
            yield match.span()
    for pattern in (_IN_WORDS, _BOX):
        for match in pattern.finditer(text):
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
        has_flats = (
            Part.UNIT in read.parts
            and (read.parts.count(Part.UNIT) > 1 or _has_street(text[start:end]))
            and end > read.end
        )
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
        is_far = read.parts.count(Part.UNIT) > 1 and Part.STREET in read.parts
        if is_far or (is_more and _has_street(text[read.start : end])):
            yield start, end


def _has_street(written: str) -> bool:
    return not _STREET_WORDS.isdisjoint(re.findall("[a-z]+", written.lower()))
