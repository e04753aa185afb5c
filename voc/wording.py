"""Sentences in every language of the report at once, from the catalogues in data/wording.

For: the report, the lint and the pages of the command line, which build a Phrase for each thing they say. Not for: the words
of customers, which stay in their own language, numbers, which `report.figures` writes, nor errors, which are in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGS = ("en", "zh-Hans", "zh-Hant")
Phrase = Mapping[str, str]
EMPTY: Phrase = dict.fromkeys(LANGS, "")
_SEAM = re.compile("(?<=[A-Za-z])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[A-Za-z])")
_OTHER_SCRIPT = {"zh-Hant": "zh-Hans", "zh-Hans": "zh-Hant"}


@cache
def catalogue(lang: str) -> dict[str, str]:
    """The sentences of `lang`, by dotted key: `headline.explained`, `lint.rejected.why`."""
    files = (resources.files("voc").joinpath(f"data/wording/{name}.toml") for name in (lang, f"check.{lang}"))
    return {key: said for file in files for key, said in _flat(tomllib.loads(file.read_text("utf-8")))}


def _flat(sections: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of nested `sections` with its dotted key."""
    for name, one in sections.items():
        if isinstance(one, Mapping):
            yield from _flat(one, f"{above}{name}.")
        else:
            yield f"{above}{name}", one


def say(key: str, /, **values: Phrase | str | int) -> Phrase:
    """The sentence `key` in every language, {names} filled from `values`; a Phrase gives each language its words."""
    return {
        lang: catalogue(lang)[key].format_map(
            {name: value[lang] if isinstance(value, Mapping) else value for name, value in values.items()}
        )
        for lang in LANGS
    }


def knows(key: str) -> bool:
    """True where the catalogues have a sentence for `key`."""
    return key in catalogue(LANGS[0])


def same(text: str) -> Phrase:
    """`text` in every language: ids, file names, the user's own words."""
    return dict.fromkeys(LANGS, text)


def name(names: Mapping[str, str] | None, fallback: str) -> Phrase:
    """A name by language as a Phrase: the other Chinese script, then English, then `fallback` where one is missing."""
    known = names or {}
    return {
        lang: known.get(lang) or known.get(_OTHER_SCRIPT.get(lang, "")) or known.get("en") or fallback for lang in LANGS
    }


def word(section: str, value: str) -> Phrase:
    """The word for `value` in `section` of the catalogues; the user's own word, with spaces, where there is none."""
    key = f"{section}.{value}"
    return say(key) if knows(key) else same(value.replace("_", " "))


def join(parts: Iterable[Phrase], between: str | Phrase = "") -> Phrase:
    """The phrases one after the other; empty ones are left out."""
    parts = list(parts)
    glue = same(between) if isinstance(between, str) else between
    return {lang: glue[lang].join(part[lang] for part in parts if part[lang]) for lang in LANGS}


SPACE: Phrase = {"en": " ", "zh-Hans": "", "zh-Hant": ""}
SEMICOLON: Phrase = {"en": "; ", "zh-Hans": "；", "zh-Hant": "；"}


def sentences(parts: Iterable[Phrase]) -> Phrase:
    """Whole sentences as a paragraph: a space between them in English, none in Chinese."""
    return join(parts, SPACE)


def spaced(phrase: Phrase) -> Phrase:
    """A space between Chinese characters and Latin letters, where a name in the other script was put in."""
    return {lang: _SEAM.sub(" ", words) if lang != "en" else words for lang, words in phrase.items()}
