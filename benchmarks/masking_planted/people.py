"""Names of made-up people: from Faker's locales and from names.toml, in Latin letters and in Chinese.

For: `slots`. Not for: usual names alone: many here are rare or are words, since these are the ones that get away.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from faker import Faker

_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Dra|Dott|Sig|Lic|Ing)\.? |,? (?:Jr|Sr|MD|DDS|PhD|DVM|II|III|IV|V)\.?$"
)
_NAME = re.compile(r"[^\W\d_][\w'\u2019 -]*")
_INITIALS = "ABCDEGHJKLMRST"


class Name(NamedTuple):
    """Somebody: given and family name, and how both are written together."""

    given: str
    family: str
    full: str


@cache
def names() -> dict[str, Any]:
    """names.toml."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))


class Latin:
    """Names in Latin letters; the same `rng` and `seed` give the same."""

    def __init__(self, rng: Random, seed: str) -> None:
        self.rng = rng
        self.fakers = {name: Faker(name) for name in names()["faker"]["latin"]}
        for name, one in self.fakers.items():
            one.seed_instance(f"{seed} {name}")

    def name(self) -> Name:
        """Somebody, written in one of the ways names are written."""
        given, family, is_family_first = self._pair()
        rng, chance = self.rng, self.rng.random()
        initial = rng.choice(_INITIALS)
        full = f"{given} {family}"
        if is_family_first and chance < 0.45:
            full = f"{family} {given}"
        elif chance > 0.94:
            full = f"{given} {initial}. {family}"
        elif chance > 0.91:
            full = f"{given} {initial} {family}"
        elif chance > 0.86:
            full = f"{given[0]}. {family}"
        elif chance > 0.84:
            full = f"{initial}.{rng.choice(_INITIALS)}. {family}"
        elif chance > 0.81:
            full = f"{given[0]} {family}"
        elif chance > 0.76:
            full = full.upper()
        elif chance > 0.72 and " " not in given:
            full = f"{given} {self._pair()[0]} {family}"
        return Name(given, family, full)

    def _pair(self) -> tuple[str, str, bool]:
        """(given, family, whether the family may stand first)."""
        rng, chance, known = self.rng, self.rng.random(), names()
        english = self.fakers[rng.choice(known["faker"]["english"])]
        is_family_first = False
        if chance < 0.42:
            group = rng.choice(known["latin"])
            given, family = rng.choice(group["given"]), rng.choice(group["family"])
            is_family_first = group.get("family_first", False)
            if rng.random() < 0.25:  # typed without its accents
                given = unicodedata.normalize("NFD", given).encode("ascii", "ignore").decode()
        elif chance < 0.50:
            given, family = rng.choice(known["words"]["given"]), english.last_name()
        elif chance < 0.58:
            given, family = english.first_name(), rng.choice(known["words"]["family"])
        else:
            one = self.fakers[rng.choice(known["faker"]["latin"])]
            given, family = one.first_name(), one.last_name()
        given, family = _TITLE.sub("", given), _TITLE.sub("", family)
        if not (_NAME.fullmatch(given) and _NAME.fullmatch(family)):
            return self._pair()
        if rng.random() < 0.1 and not {" ", "-"} & set(family):
            family = f"{family}-{english.last_name()}"
        return given, family, is_family_first


class Han:
    """Names in Chinese letters of one script."""

    def __init__(self, rng: Random, seed: str, script: str) -> None:
        self.rng = rng
        self.known = names()["hant" if script == "zh-Hant" else "hans"]
        self.faker = Faker("zh_TW" if script == "zh-Hant" else "zh_CN")
        self.faker.seed_instance(f"{seed} zh")

    def name(self) -> Name:
        """Somebody: family name before given name; a few of other peoples."""
        rng, chance = self.rng, self.rng.random()
        family = self.faker.last_name()
        if chance > 0.68:
            family = rng.choice(self.known["double" if chance < 0.80 else "rare"])
        chance = rng.random()
        given = self.faker.first_name()
        if 0.72 < chance < 0.80:
            given = given[-1]
        elif chance > 0.80:
            given = rng.choice(self.known["given"])
        other = rng.random() < 0.06
        return Name(given, family, rng.choice(self.known["other"]) if other else family + given)
