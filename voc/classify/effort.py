"""Signs of customer effort: which of five kinds of trouble a clause tells of, as a sub-label of its mentions.

For: the column `effort` of mentions. Not for: a topic or a score of its own; a sign only says what kind of effort a
complaint of repetition, resolution, reachability, ... tells of.

The five are those of Dixon, Freeman & Toman (2010), "Stop Trying to Delight Your Customers", Harvard Business Review
88(7/8): having to contact again, to repeat information, to switch from one channel to another, to be transferred, and
generic service. The phrases are in data/effort.toml, written for this project.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.language import family
from voc.pattern import Pattern, compiled, keys_of

if TYPE_CHECKING:
    import pyarrow as pa

SIGNS = ("channel_switch", "repeat_information", "generic_service", "transfer", "contact_again")
LANGUAGES = ("en", "zh")
_PLACEHOLDER = re.compile(r"<[a-z]+_\d+>")


def with_effort(mentions: pa.Table, utterances: pa.Table) -> pa.Table:
    """`mentions` with the column `effort`: the signs in the clause of each mention whose topic carries them and that is
    no praise, in the order of SIGNS; empty for none, null where there is no clause or no list for its language."""
    import pyarrow as pa

    clauses = {
        id: (text, lang)
        for id, text, lang in zip(
            *(utterances.column(name).to_pylist() for name in ("utterance_id", "folded", "lang")), strict=True
        )
    }
    carry = frozenset(_file()["topics"])
    found: list[list[str] | None] = []
    known: dict[str, list[str]] = {}
    columns = (mentions.column(name).to_pylist() for name in ("utterance_id", "topic", "sentiment", "effort"))
    for id, topic, sentiment, shown in zip(*columns, strict=True):
        text, lang = clauses.get(id, ("", "und"))
        if shown is not None:
            found.append(shown)
        elif family(lang) not in LANGUAGES:
            found.append(None)
        elif topic not in carry or sentiment == "positive":
            found.append([])
        else:
            if id not in known:
                known[id] = list(signs(_PLACEHOLDER.sub(" ", text), lang))
            found.append(known[id])
    column = pa.array(found, tables.arrow_type("list<string>"))
    at = mentions.column_names.index("effort")
    return mentions.set_column(at, mentions.schema.field("effort"), column)


def signs(folded: str, lang: str) -> tuple[str, ...]:
    """The signs in a folded text, in the order of SIGNS; none for a language without a list."""
    lang = family(lang)
    if lang not in LANGUAGES:
        return ()
    phrases, lengths = _phrases(lang)
    keys = keys_of(folded, lang, lengths)
    said: set[str] = set()
    for key in keys & phrases.keys() | {""}:
        for sign, one in phrases.get(key, ()):
            if sign not in said and not (one.also and one.also.isdisjoint(keys)) and one.search(folded):
                said.add(sign)
    return tuple(sign for sign in SIGNS if sign in said)


@cache
def _phrases(lang: str) -> tuple[dict[str, list[tuple[str, Pattern]]], tuple[int, ...]]:
    """The phrases, each with its sign, by the keys of which a text must have one, "" where it need not; and the lengths of
    keys. A clause has few keys and there are hundreds of phrases."""
    file = _file()
    words = {name: tuple(values) for name, values in file["words"][lang].items()}
    every = [(sign, compiled(phrase, lang, words)) for sign in SIGNS for phrase in file[sign][lang]]
    by_key: dict[str, list[tuple[str, Pattern]]] = {}
    for sign, one in every:
        for key in sorted(one.keys) or [""]:
            by_key.setdefault(key, []).append((sign, one))
    return by_key, tuple(sorted({len(key) for _, one in every for key in one.keys | one.also}))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("voc").joinpath("data", "effort.toml").read_text(encoding="utf-8"))
