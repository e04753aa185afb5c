"""What the two sides of a contact say about talking: asking, asking again, confirming, passing on.

For: `content` and `restatements`. Not for: topics. The phrases are in data/conversation.toml, written for this project.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from voc.language import family, folded
from voc.pattern import compiled

LANGUAGES = ("en", "zh")


def says(what: str, text: str, lang: str) -> bool:
    """Whether a text holds a phrase of the list `what`: transfer, again, confirm or said_before.

    Firms answer in more than one language: the phrases of `lang` are tried first, then the others.
    """
    plain = folded(text)
    return any(_phrases(what, one).search(plain) for one in _languages(lang))


def asked(text: str, lang: str) -> frozenset[str]:
    """The kinds of thing that a text names: order, account, phone, email, date, amount, name, description."""
    plain = folded(text)
    return frozenset(
        kind for one in _languages(lang) for kind in words(one)["asks"] if _phrases(f"asks.{kind}", one).search(plain)
    )


def named(before: str, lang: str) -> str | None:
    """What the words before a number call it: order, account or phone."""
    found = (
        kind
        for one in _languages(lang)
        for kind in words(one)["named"]
        if _phrases(f"named.{kind}", one).search(before)
    )
    return next(found, None)


def rate(lang: str) -> float:
    """Words (Han letters in Chinese) that are spoken in a second."""
    rates = _file()["rate"]
    return float(rates.get(family(lang), rates["en"])) / 60


@cache
def words(lang: str) -> dict[str, Any]:
    """The lists of a language family; those of English where it has none."""
    file = _file()
    found: dict[str, Any] = file[lang if lang in LANGUAGES else "en"]
    return found


def _languages(lang: str) -> tuple[str, ...]:
    first = family(lang)
    return (first, *(one for one in LANGUAGES if one != first)) if first in LANGUAGES else LANGUAGES


@cache
def _phrases(what: str, lang: str) -> re.Pattern[str]:
    lists = words(lang)
    group, _, kind = what.rpartition(".")
    phrases = lists[group][kind] if group else lists[what]
    return re.compile("|".join(f"(?:{compiled(phrase, lang).expression})" for phrase in phrases))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("voc").joinpath("data", "conversation.toml").read_text(encoding="utf-8"))
