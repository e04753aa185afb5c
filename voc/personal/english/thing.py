"""Whether a name is that of a place, a firm or a thing: St George, Victoria Road, Trader Joe's, Dr. Martens.

For: the modules that find names. Not for: finding them.
"""

from __future__ import annotations

import re

from voc.personal.lexicon import fold, lexicon
from voc.personal.mark import Found

# Before a given name: it is part of the name of a place or a thing, or of another word.
_PLACED = re.compile(
    r"(?<![A-Za-z])(?:St|St\.|Ste|Saint|San|Santa|Sankt|Santo|Fort|Port|Lake|Mount|Mt\.?|Cape|Point|Hotel|Villa|Casa|Caf[ée]|Club|Chez|Le|La|Les|El|"
    r"[Hh]urricane|[Ss]torm|[Tt]yphoon|[Tt]he|[Aa]n?|[Tt]hese|[Cc]hicken|[Ff]ettucc?ine|[Ss]hrimp|[Pp]rawn|[Ll]obster|[Pp]asta|[Ee]ggs|[Ss]teak|[Oo]ysters|[Cc]r[eê]pes?|[Nn]ew|[Bb]rand|[Mm]odel|[Cc]olou?r|[Ss]hade|[Ss]ize|[Ss]tyle|IKEA|Ikea|Team|Radio|Planet|Project|Camp|Castle|Port of|Isle of|University of|Bank of|Church of|Our|Christmas|Xmas|XMAS|christmas|xmas|[Yy]ear['\u2019]?s?|NYE?) $"
)
# Behind it: a place, a shop, a thing that bears the name.
_BEARS = re.compile(
    r"(?:['\u2019]s?)? (?:and Sons|and Co|Street|St(?![a-z])|Road|Rd|Avenue|Ave|Lane|Drive|Way|Close|Court|Place|Crescent|Terrace|Gardens|Grove|Square|Bridge|Row|Hill|"
    r"Hospital|Infirmary|Hospice|Airport|Station|Terminal|University|College|School|Academy|Institute|Stadium|Arena|Park|Hotel|Inn|Lodge|Resort|Theatre|Theater|Museum|"
    r"Gallery|Library|Church|Cathedral|Chapel|Abbey|Castle|House|Hall|Centre|Center|Clinic|Surgery|Practice|Ward|Wing|Unit|Building|Tower|Towers|Mall|Market|Beach|"
    r"Island|Islands|Bay|Valley|County|City|Town|Village|Quay|Docks?|Line|Ltd|Limited|Inc|LLC|PLC|plc|Corp|Bank|Airlines|Airways|Foundation|Trust|Society|Awards?|Cup|"
    r"Day|Edition|Collection|Range|Shoes|Boots|Menu|Burgers?|Pizza|Pizzeria|Sauce|Chicken|Salad|Cookies|Cakes?|Tea|Coffee|Ice|Beer|Whisk(?:e)?y|Wine|Ale|Bakery|Kitchen|"
    r"Kitchens|Restaurant|Grill|Bar|Pub|Cafe|Caf\u00e9|Diner|Deli|Bistro|Sofa|Chair|Bed|Mattress|Lamp|Bag|Jeans|Perfume|Album|Tour|Show|Store|Stores|Shop|Books|Motors|"
    r"Estate|Estates|Homes|Properties|Insurance|Financial|Capital|Group|Holdings|Partners|Associates|Solicitors|Law|Act|Stories|Series|Channel|FC|United|City|Air|Servicing|posters?|film|movie|novel|album|concert|biopic|[Ss]andwich(?:es)?|[Ll]ounges?|[Tt]erminal|[Cc]ourses?|[Ll]oans?|[Bb]urger|[Ss]alad|[Bb]rand|Services?|Collections?|Escrow|Portfolio|Recovery|Systems?|Solutions|Management|Mortgage|LLP|Credit|Loans?|P\.C|Gmbh|GmbH|AG|Co|[Aa]nd [Aa]ssociates)(?![A-Za-z])"
)
_AND_BEHIND = re.compile(r" & ([A-Z][\w'-]*)")
_AND_BEFORE = re.compile(r"([A-Z][\w'-]*) & $")
_SHOP = re.compile(
    r"(?<![A-Za-z])(?:at|from|to|in|into|inside|near|via|visit|visited|love|like|of|outside) (?:the )?$", re.IGNORECASE
)


def is_thing(text: str, found: Found) -> bool:
    """True where what stands around the name says so, or it is part of a known firm's."""
    start, end = found.start, found.end
    if bears(text, start, end):
        return True
    if _PLACED.search(text[max(0, start - 16) : start]) and " " not in text[start:end]:
        return True
    if text[end : end + 2] in ("'s", "\u2019s"):
        rest = text[end + 2 : end + 4]
        is_end = not rest.strip() or not rest[1:2].isalpha() or rest[1:2].isupper()
        if is_end and _SHOP.search(text[max(0, start - 14) : start]):
            return True
    return text[end : end + 1] in ("@", "_") or text[end : end + 4].lower() in (".com", ".co.", ".net", ".org")


def bears(text: str, start: int, end: int) -> bool:
    """True where a thing bears the name [start, end): the word behind says so, or a firm is known by it."""
    known = lexicon()
    if known.is_firm(text, start, end) or _BEARS.match(text, end):
        return True
    beside = [_AND_BEHIND.match(text, end), _AND_BEFORE.search(text[max(0, start - 24) : start])]
    return any(one and not (known.is_listed(fold(one.group(1))) or fold(one.group(1)) in known.weak) for one in beside)
