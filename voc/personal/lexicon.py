"""What is known of a word in Latin letters: a given name, a family name, a plain word, a place, a brand.

For: the modules that find names. Not for: Chinese names; see `names_zh`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from voc.personal.syllables import is_double
from voc.personal.words import lists

UPPER = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "\u2019": "'"}
)
_WORDS = re.compile(rf"[{LETTER}0-9'\u2019.-]+")


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """`word` in lower case, without accents, signs around it and a genitive: "Søren's," is soren."""
    low = word.lower().strip(".,'\u2019-")
    if not low.isascii():
        low = "".join(
            one for one in unicodedata.normalize("NFD", low.translate(_PLAIN)) if not unicodedata.combining(one)
        )
    return low.removesuffix("'s")


class Lexicon:
    """The lists of given_names.txt, family_names.txt, ordinary_words.txt and names.toml as sets.

    given: rarely anything else. weak: given names that are words too. family: family names that are no words. plain: what
    stops a name. things: brands and places. firms: for every word of a firm's or thing's name, the whole names.
    """

    def __init__(self) -> None:
        told = lists("names")
        self.given, self.weak = _marked("given_names")
        self.family, self.weak_family = _marked("family_names")
        self.not_names = frozenset(told["not_names"].split())
        self.places = frozenset(told["places"].split())
        self.brands = frozenset(told["brands"].split())
        self.things = self.places | self.brands
        self.organisations = frozenset(told["organisations"].split())
        self.ordinary = frozenset(_lines("ordinary_words")) | self.not_names
        self.plain = (self.ordinary | self.things) - self.weak_family - self.family - self.given
        self.months = frozenset(told["months"].split())
        self.likely = self.weak - self.things - self.months
        self.kin = frozenset(told["kin"])
        self.firms: dict[str, list[str]] = {}
        for firm in told["firms"]:
            whole = " ".join(map(fold, re.split(r"[ &]+", firm)))
            for word in whole.split():
                self.firms.setdefault(word, []).append(whole)

    def is_listed(self, key: str) -> bool:
        """True for a given name that is rarely anything else; of a double name, its first part where the other is no plain word (Billy-Cheese), or two syllables of East Asia."""
        if "-" not in key:
            return key in self.given
        parts = key.split("-")
        is_name = parts[0] in self.given and not self.ordinary.intersection(parts[1:]) - self.weak - self.weak_family
        return key in self.given or is_name or (is_double(key) and self.ordinary.isdisjoint(parts))

    def is_firm(self, text: str, start: int, end: int) -> bool:
        """True where the words at [start, end) of `text` are part of a firm's or a thing's name: Dr. Martens, Ted Baker."""
        first = next((key for key in map(fold, text[start:end].split(" ")) if key in self.firms), None)
        if first is None:
            return False
        around = _words(text[max(0, start - 24) : end + 24])
        return any(
            f" {firm} " in around for key in map(fold, text[start:end].split(" ")) for firm in self.firms.get(key, ())
        )


def _words(text: str) -> str:
    """The words of `text`, folded, with a space around each."""
    return f" {' '.join(map(fold, _WORDS.findall(text)))} "


@cache
def lexicon() -> Lexicon:
    """The one Lexicon."""
    return Lexicon()


def _lines(name: str) -> list[str]:
    said = resources.files("voc").joinpath(f"data/words/{name}.txt").read_text("utf-8")
    return [line for line in said.splitlines() if line and not line.startswith("#")]


def _marked(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The lines without and with a ? behind them."""
    lines = _lines(name)
    return frozenset(one for one in lines if one[-1] != "?"), frozenset(one[:-1] for one in lines if one[-1] == "?")
