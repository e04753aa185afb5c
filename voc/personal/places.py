"""Postal addresses in English, and postcodes: a house number with a street, a flat, a town and a code behind it.

For: `found`. Not for: names of towns and countries alone, which are evidence; Chinese addresses, see `places_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal import records
from voc.personal.mark import Found, Look, squeezed

_STREETS = frozenset(
    "street st road rd avenue ave av lane ln drive dr boulevard blvd court ct place pl square sq terrace crescent cres close "
    "gardens grove mews parkway pkwy highway hwy hill row walk wharf quay circle cir trail way view green box zip zipcode "
    "postcode postal postcodes strasse straße rue via calle".split()
)
_CODE_SHAPE = re.compile(
    r"[A-Z]\d[A-Z\d]? ?\d[A-Z]{2}(?![A-Za-z0-9])|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{2},? \d{5}|(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT),? \d{4}"
)
_CAP = r"(?:(?:[A-Z]|O'|Mc|St\.? )[A-Za-z'.-]*|\d{1,3}(?:st|nd|rd|th))"
_NO = r"(?:(?i:no\.?|number) ?)?\d{1,5}(?:[A-Za-z]|[-/]\d{1,4}[A-Za-z]?)?"
_LONG = (
    "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Cres|Close|"
    "Gardens|Gdns|Grove|Mews|Parkway|Pkwy|Highway|Hwy|Hill|Row|Walk|Wharf|Quay|Circle|Cir|Trail|Way|View|Green|Rise|Parade|Broadway"
)
_UNIT = r"(?:(?i:flat|apartment|apt|unit|suite|ste|room|rm|floor|fl|block|blk|house|tower|level|#)\.? ?[A-Za-z]?\d{0,4}[A-Za-z]?(?![A-Za-z])|\d{1,3}/F|\d{1,3}(?:st|nd|rd|th) [Ff]loor|#\d{2}-\d{2,4})"
_UK_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY "
    "HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL "
    "PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()  # fmt: skip
_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC "
    "SD TN TX UT VT VA WA WV WI WY PR"
).split()
_UK = rf"(?:{'|'.join(sorted(_UK_AREAS, key=len, reverse=True))})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9])"
_US = rf"(?:{'|'.join(_STATES)}),? \d{{5}}(?:-\d{{4}})?(?!\d)"
_AU = r"(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT),? \d{4}(?!\d)"
_CA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d(?![A-Za-z0-9])"
_TOWN = r"[A-Z][A-Za-z'.-]+(?: [A-Z][A-Za-z'.-]+){0,2}"
# What stands behind a street up to a postcode: flat, town, county.
_TAIL = rf"(?:(?:[, ]{{1,2}}|\n)(?:{_UNIT}))?(?:(?:,? |,\n|\n|, ){_TOWN}){{0,3}}?(?:[, ]{{1,2}}|\n)(?:{_UK}|{_US}|{_AU}|{_CA}|\d{{5,6}}(?:-\d{{4}})?(?!\d))"
_STREET = re.compile(
    rf"(?<![A-Za-z0-9$£€#.])(?:{_UNIT}[, ]{{1,2}}(?:{_TOWN}, )?)?{_NO},? (?:[NSEW]\.? )?(?:{_CAP} ){{1,4}}?(?:{_LONG})(?![A-Za-z])\.?(?: \d{{1,3}}(?= #|, #|,? Singapore))?"
    rf"(?: (?:[NSEW]{{1,2}}|Central|East|West|North|South)(?![A-Za-z]))?(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})?"
)
# One Canada Walk: a number in words, where a floor follows or a word for an address stands before.
_IN_WORDS = re.compile(
    rf"(?:(?<=[Tt]o )|(?<=[Aa]t )|(?<=: )|(?<=address is )|(?<=^)|(?<=\n))(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve) (?:{_CAP} ){{1,3}}?(?:{_LONG})(?![A-Za-z])"
    rf"(?:{_TAIL}|(?:(?:[, ]{{1,2}}){_UNIT}){{1,3}})"
)
_LOW = re.compile(
    r"(?<![A-Za-z0-9$£€#.])\d{1,5}[a-z]? ((?:[a-z']+ ){1,2})(?:street|road|avenue|lane|boulevard|crescent|terrace)(?![a-z])"
    r"(?:,? (?:flat|apt|apartment|unit|suite)\.? ?\w{1,5}(?!\w))?"
)
_NOT_STREETS = frozenset(
    "the a an this that our my your their down up on in at of off to from and or with for by per out other different minute minutes min "
    "mins hour hours day days mile miles mi km metre metres meter meters yard yards block blocks car cars lane lanes star stars week weeks "
    "month months year years people times way ways more less long short dead one two three local country main side open busy wrong same dirt".split()
)
_BOX = re.compile(r"(?<![A-Za-z])P\.? ?O\.? ?[Bb]ox:? ?#?\d{1,6}(?!\d)", re.IGNORECASE)
_ZIP = re.compile(
    rf"(?<![A-Za-z])(?:zip|zip ?code|postcode|post code|postal code|eircode)(?:\s|[:#]|is|was|no\.?)*((?i:{_UK})|(?i:{_CA})|\d{{5,6}}(?:-\d{{4}})?(?![\dA-Za-z])"
    r"|[A-Z]\d[\dW] ?[A-Z0-9]{4})", re.IGNORECASE,
)  # fmt: skip
_CODE = re.compile(
    rf"(?<![A-Za-z0-9-])(?:{_UK}|{_CA}|(?<=[a-z], )(?:{_AU})|(?<=[a-z] )(?:{_AU})|(?<=[a-z], )(?:{_US})|(?<=[a-z] )(?:{_US}))"
)
_FOREIGN = re.compile(
    r"(?<![A-Za-z])(?:[A-ZÄÖÜ][a-zäöüß]+(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?|\d{1,4},? (?:bis )?[Rr]ue (?:d[eu']s? ?(?:la )?)?[A-Z][\w'-]+|(?:Calle|Via|Rua) [A-Z][\w'-]+(?: [A-Z][\w'-]+)*,? \d{1,4})"
)
_AT_HOME = re.compile(
    rf"(?:(?<![A-Za-z])(?:[Aa]ddress(?: is| was)?|[Ll]ive at|[Ll]iving at|[Ss]hip(?:ped)? (?:it )?to|[Dd]eliver(?:ed)? (?:it )?to|[Ss]en[dt] (?:it )?to)[: ]+)"
    rf"((?:(?:{_UNIT}|{_TOWN}|{_NO} {_TOWN})(?:, ?| ?\n| )){{1,5}}(?:{_UK}|{_US}|{_AU}|{_CA}))"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit:
        return False
    return (
        not look.words.isdisjoint(_STREETS)
        or _CODE_SHAPE.search(look.text) is not None
        or "stra" in look.low
        or "str." in look.low
    )


def find(look: Look) -> Iterator[Found]:
    """ADDRESS and POSTCODE."""
    text = look.text
    for match in _AT_HOME.finditer(text):
        yield Found(match.start(1), match.end(1), "ADDRESS", squeezed(match.group(1)))
    for match in _STREET.finditer(text):
        written = match.group()
        inner = re.split(r"[\s,]+", written.lower())[1:-1]
        is_key = records.is_record(text, match.start(), match.start()) and not text[: match.start()].endswith(" at ")
        if not (inner and inner[0] in _NOT_STREETS) and not is_key:
            yield Found(match.start(), match.end(), "ADDRESS", squeezed(written))
    for match in _IN_WORDS.finditer(text):
        yield Found(match.start(), match.end(), "ADDRESS", squeezed(match.group()))
    for match in _LOW.finditer(text):
        if not _NOT_STREETS.intersection(match.group(1).split()) and not records.is_record(
            text, match.start(), match.start()
        ):
            yield Found(match.start(), match.end(), "ADDRESS", squeezed(match.group()))
    for pattern in (_BOX, _FOREIGN):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "ADDRESS", squeezed(match.group()))
    for match in _ZIP.finditer(text):
        yield Found(match.start(1), match.end(1), "POSTCODE", squeezed(match.group(1)))
    for match in _CODE.finditer(text):
        if " " in match.group() and not records.is_record(text, match.start(), match.end()):
            yield Found(match.start(), match.end(), "POSTCODE", squeezed(match.group()))
