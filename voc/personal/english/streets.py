"""Streets with a house number, in capitals and in small letters, and the flat, the town and the code that stand behind.

For: `places`. Not for: an address that a word for one, a flat or a code tells; see `places` and `addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.english import postcodes
from voc.personal.english.addresses import is_place
from voc.personal.lexicon import fold, lexicon
from voc.personal.numbers import records

_CAP = r"(?:(?:[A-Z]|O'|Mc|St\.? )[A-Za-z'.-]*|\d{1,3}(?:st|nd|rd|th))"
_NO = r"(?:(?i:no\.?|number) ?)?\d{1,5}(?:[A-Za-z]|[-/]\d{1,4}[A-Za-z]?)?"
KINDS = (
    "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Cres|Close|"
    "Gardens|Gdns|Grove|Mews|Parkway|Pkwy|Highway|Hwy|Hill|Row|Walk|Wharf|Quay|Circle|Cir|Trail|Way|View|Green|Rise|Parade|Broadway"
)
# Other kinds of streets, by the lists of the posts of America and Australia: words of the language, so only an address that is told has one.
TOLD_KINDS = frozenset(
    "alley annex arcade avenues bend burg burgs camp cape bluff branch bridge brook brooks bypass canyon causeway center centers centre circles circuit cliff cliffs club common "
    "concourse corner corners course courts cove coves creek crescents crest crossing crossroad curve dale dam divide drives edge esplanade estate estates expressway extension extensions "
    "fall falls ferry field fields flat flats ford fords forest forge forges fort fork forks freeway garden gateway glade glen glens greens groves harbor harbors harbour haven heights highlands hills hollow inlet "
    "island islands isle junction junctions key keys knoll knolls lake lakes land landing lanes light lights loaf lock locks lodge loop mall manor manors meadow meadows mill mills "
    "mission motorway mount mountain mountains neck orchard oval overpass park parks parkways pass passage path pike pine pines place places plain plains plaza "
    "point points port ports prairie promenade radial ramp ranch rapid rapids reserve rest retreat ridge ridges river roads route run shoal shoals shore shores "
    "skyway spring springs spur spurs squares station stravenue stream streets subway summit terrace throughway trace track trafficway tunnel "
    "turnpike underpass union unions valley valleys via viaduct village villages ville views vista walks wall ways well wells".split()
)
_UNIT = r"(?:#\d{2}-\d{2,4}|(?i:flat|apartment|apt|unit|suite|ste|room|rm|floor|fl|block|blk|house|tower|level|#)\.? ?[A-Za-z]?\d{0,4}[A-Za-z]?(?![A-Za-z])|\d{1,3}/F|\d{1,3}(?:st|nd|rd|th) [Ff]loor|#\d{2}-\d{2,4})"
_UK, _US, _AU, _CA = postcodes.UK_TOLD, postcodes.US, postcodes.AU, postcodes.CA
_TOWN = r"[A-Z][A-Za-z'.-]+(?: [A-Z][A-Za-z'.-]+){0,2}"
# What stands behind a street up to a postcode: flat, town, county.
_TAIL = rf"(?:(?:[, ]{{1,2}}|\n)(?:{_UNIT}))?(?:(?:,? |,\n|\n|, ){_TOWN}){{0,3}}?(?:[, ]{{1,2}}|\n)(?:{_UK}|{_US}|{_AU}|{_CA}|\d{{5,6}}(?:-\d{{4}})?(?!\d))"
_STREET = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])(?:{_UNIT}[, ]{{1,2}}(?:{_TOWN}, )?)?{_NO},? (?:[NSEW]\.? )?(?:{_CAP} ){{1,4}}?(?:{KINDS})(?![A-Za-z])(?:(?<=[tdvnlsyrq])\.(?! (?:Room|SKU|[A-Z]+/)))?(?: \d{{1,3}}(?= #|, #|,? Singapore))?"
    rf"(?: (?:[NSEW]{{1,2}}|Central|East|West|North|South)(?![A-Za-z]))?(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})?"
)
# One Canada Walk: a number in words, where a floor follows or a word for an address stands before.
_IN_WORDS = re.compile(
    rf"(?:(?<=[Tt]o )|(?<=[Aa]t )|(?<=: )|(?<=address is )|(?<=^)|(?<=\n))(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve) (?:{_CAP} ){{1,3}}?(?:{KINDS})(?![A-Za-z])"
    rf"(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})"
)
_LOW_KINDS = "street|road|avenue|lane|boulevard|crescent|terrace"
_IN_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_IN_ONES = "one|two|three|four|five|six|seven|eight|nine"
LOW_KINDS = frozenset(_LOW_KINDS.split("|"))
NUMBERS = frozenset(
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
    rf"(?:{KINDS.lower()})(?![a-z]))"
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
    rf"(?<![A-Za-z0-9$£€#.])(?:\d{{2,6}} {_CAP}(?: {_CAP}){{1,3}} (?:Apt\.?|Suite|Unit) \d{{1,4}}(?!\d)"
    rf"|(?:{_UNIT}, )?\d{{1,6}}(?:/\d{{1,4}})? {_CAP}(?: {_CAP}){{1,3}}(?:,? (?:#|Apt\.? ?|Suite |Unit )\d{{1,4}})?(?:(?:,? ?\n?|, ){_TOWN},? (?:{_US}|[A-Z]{{2}} {_CA}|{_AU})|, {_TOWN}, {_UK}))"
)
# A line of its own in small letters, with the town and the code below it: 697 barrow hill apt 81 / austin, tx 78703.
_LOW_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=\n[A-Za-z]{{4}}: )|^)(?:flat \w{{1,4}}, )?\d{{1,5}}[a-z]?(?:/\d{{1,4}})? (?:[nsew] )?((?:[a-z']+ ){{1,3}}?)(?:{KINDS.lower()})\.?(?:,? (?:flat|apt\.?|apartment|unit|suite) \w{{1,5}})?(?=[ \t]*(?:\n|$))"
)
# Flats as India writes them, up to the code: plot no. 88, sector 14, gurgaon 147594.
_LOW_FLAT = re.compile(
    r"(?<![a-z])(?:flat|plot|door|house|h\.? ?no)(?: no)?\.? ?\d{1,4}[a-z]?, ?(?:[a-z0-9]+ ){0,2}[a-z0-9]+,[ \n]?[a-z]+ \d{6}(?!\d)"
    r"|(?<![a-z])(?:flat|plot|door|house|h\.? ?no)(?: no)?\.? ?\d{1,4}[a-z]?, ?(?:[a-z0-9]+ ){0,2}[a-z0-9]+\n[a-z]+ \d{6}(?!\d)"
)
_PIN = re.compile(r"[a-z] \d{6}(?!\d)")
# What stands behind a street in small letters: the town, a code.
LOW_BEHIND = re.compile(
    rf"(?:,? |,?\n)(?:[a-z]+(?: [a-z]+)?,? )?(?i:{_UK}|{_CA}|{_US}|{_AU})|,[ \n][a-z]+ \d{{6}}(?!\d)"
)
# One of TOLD_KINDS, and what stands before it: left at 159 Ortiz Ports, Flat 9, 12 Ball Path.
_TOLD = re.compile(
    rf"\d{{1,5}}[A-Za-z]?(?:/\d{{1,4}})? (?P<name>{_CAP}(?: {_CAP})?) (?:{'|'.join(sorted(one.capitalize() for one in TOLD_KINDS))})(?![A-Za-z-]|['\u2019]s| [A-Z])"
    rf"(?:, {_TOWN}(?=[.,;\n]|$))?"
)
_TELLS = re.compile(rf"(?P<flat>(?<![A-Za-z0-9]){_UNIT}, ?)$|(?: (?:to|at|from|is)|[a-z]:|ddress) $|\n$|^$")
_NOT_STREETS = frozenset(
    "the a an this that our my your their down up on in at of off to from and or with for by per out other different minute minutes min "
    "mins hour hours day days mile miles mi km metre metres meter meters yard yards block blocks car cars lane lanes star stars week weeks "
    "month months year years people times way ways more less long short dead one two three local country main side open busy wrong same dirt".split()
)
# Of the forces abroad: PSC 0144, Box 8184, APO AP 46428; USS Taylor, FPO AE 40840.
_FORCES = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:PSC|CMR|Unit|UNIT|OMC) \d{1,5},? Box \d{1,5}|US(?:S|NS|CGC|NV) [A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){0,3}),?[ \n][ADF]PO,? A[AEP],? \d{5}(?:-\d{4})?(?!\d)"
)
_BOX = re.compile(r"(?<![A-Za-z])P\.? ?O\.? ?[Bb]ox:? ?#?\d{1,6}(?!\d)", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where streets stand, up to what is written behind them."""
    for match in _STREET.finditer(text):
        inner = re.split(r"[\s,]+", match.group().lower())[1:-1]
        is_key = records.is_record(text, match.start(), match.start()) and not (
            text.endswith(" at ", 0, match.start())
            or (text.endswith(" for ", 0, match.start()) and "," in match.group())
        )
        if not (inner and inner[0] in _NOT_STREETS and inner[0] != "main") and not is_key:
            yield match.span()
    for match in _LOW.finditer(text):
        if not _NOT_STREETS.intersection(match.group(1).lower().split()) and not records.is_record(
            text, match.start(), match.start()
        ):
            yield match.span()
    yield from coded(text)
    yield from low_coded(text)
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
    for pattern in (_IN_WORDS, _BOX, *((_FORCES,) if "PO" in text else ())):
        for match in pattern.finditer(text):
            yield match.span()


def coded(text: str) -> Iterator[tuple[int, int]]:
    """Where streets stand that only the flat, or the town and the code behind them tell."""
    for match in _CODED.finditer(text):
        if text.endswith((" to ", " at ", " from ", " for "), 0, match.start()) or not records.is_record(
            text, match.start(), match.start()
        ):
            yield match.span()


def low_coded(text: str) -> Iterator[tuple[int, int]]:
    """The same in small letters: 62113 stein greens matthewville nc 43555."""
    for match in _LOW_CODED.finditer(text):
        inner = re.findall("[a-z]+", match.group().partition(",")[0])
        if not _NOT_STREETS.intersection(inner) and not records.is_record(text, match.start(), match.start()):
            yield match.span()


def told(text: str) -> Iterator[tuple[int, int]]:
    """Where streets of other kinds stand, called by a name or a word that is none of the language unless a flat stands before."""
    known = lexicon()
    for match in _TOLD.finditer(text):
        head = max(0, match.start() - 24)
        tells = _TELLS.search(text[head : match.start()])
        if tells is None:
            continue
        keys = [fold(one) for one in match.group("name").split(" ")]
        is_called = any(key in known.family or key in known.given for key in keys) or is_place(match.group("name"))
        if tells.group("flat") or (is_called and keys[0] not in _NOT_STREETS):
            yield head + tells.start("flat") if tells.group("flat") else match.start(), match.end()
