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
from voc.pattern import Pattern, compiled

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
    known: dict[str, list[str] | None] = {}
    columns = (mentions.column(name).to_pylist() for name in ("utterance_id", "topic", "sentiment"))
    for id, topic, sentiment in zip(*columns, strict=True):
        if id not in known:
            text, lang = clauses.get(id, ("", "und"))
            known[id] = list(signs(_PLACEHOLDER.sub(" ", text), lang)) if family(lang) in LANGUAGES else None
        has_none = topic not in carry or sentiment == "positive"
        found.append([] if has_none and known[id] is not None else known[id])
    column = pa.array(found, tables.arrow_type("list<string>"))
    at = mentions.column_names.index("effort")
    return mentions.set_column(at, mentions.schema.field("effort"), column)


def signs(folded: str, lang: str) -> tuple[str, ...]:
    """The signs in a folded text, in the order of SIGNS; none for a language without a list."""
    lang = family(lang)
    if lang not in LANGUAGES:
        return ()
    return tuple(sign for sign in SIGNS if any(one.search(folded) for one in _phrases(sign, lang)))


@cache
def _phrases(sign: str, lang: str) -> tuple[Pattern, ...]:
    file = _file()
    words = {name: tuple(values) for name, values in file["words"][lang].items()}
    return tuple(compiled(phrase, lang, words) for phrase in file[sign][lang])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("voc").joinpath("data", "effort.toml").read_text(encoding="utf-8"))
