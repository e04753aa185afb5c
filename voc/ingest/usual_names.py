"""Usual names: the table and the columns that the names of a plain table are usually given for, by other people's habits.

For: drafts, and tables that no format knows. Not for: cells, nor the scale of a score, which no name tells. The
names stand in data/words/columns.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from voc import tables
from voc.errors import DataError
from voc.ingest import columns
from voc.ingest.note import note
from voc.ingest.source import Source

_IN_BRACKETS = re.compile(r"(?P<name>.+?)_?[(（\[](?P<unit>[^()（）\[\]]+)[)）\]]")


def guessed(source: Source, names: Sequence[str], file: str) -> Source:
    """`source` with the table and columns that a plain table of these names seems to have, and the units that the names of
    durations say. A score is not among them: its scale cannot be guessed. As it was where nothing is clear."""
    try:
        table = source.table or table_like(file, names)
    except DataError:
        return source
    if table not in tables.ALL:  # what was asked for is no table; that is said where it is read
        return source
    theirs = {ours: their for ours, their in theirs_of(table, names).items() if ours != "score"}
    return replace(source, table=table, columns=theirs, units={**units_of(theirs), **source.units})


def units_of(theirs: Mapping[str, str]) -> dict[str, str]:
    """Our durations = the unit that their names say, where that is not the second."""
    said = {ours: unit_of(their) for ours, their in theirs.items() if is_time_span(ours)}
    return {ours: unit for ours, unit in said.items() if unit not in ("", "s")}


def said(found: Source) -> str:
    """The columns of a guessed source as a note, each duration with its unit: wait_min as queue_wait_s in min."""
    told = ""
    for ours, their in reversed([*found.columns.items()]):
        told = _as(ours, their, found, told)
    return told


def _as(ours: str, their: str, found: Source, others: str) -> str:
    """What is said of one column, and after it of the `others`."""
    if not is_time_span(ours):
        if others:
            return note("{their} as {ours}, {note}", their=their, ours=ours, note=others)
        return note("{their} as {ours}", their=their, ours=ours)
    if ours not in found.units and not unit_of(their):
        doubt = note("which nothing says")
        others = note("which nothing says, {note}", note=others) if others else doubt
    code = found.units.get(ours, "s")
    if others:
        return note("{their} as {ours} in {code}, {note}", their=their, ours=ours, code=code, note=others)
    return note("{their} as {ours} in {code}", their=their, ours=ours, code=code)


def table_like(file: str, names: Sequence[str]) -> str:
    """The table that `names` fit best; where two fit alike, the one that the file's name speaks of. Raises DataError E204
    where none is clear."""
    plain = {as_ours(name) for name in names}
    mapped = {
        ours: ours for ours, synonyms in _words("columns").items() if any(_stem(s) in _stems(plain) for s in synonyms)
    }
    try:
        return columns.table_of(Source(columns=mapped), [*names], file)[0]
    except DataError as error:
        spoken = [table for table, words in _words("files").items() if any(word in file.lower() for word in words)]
        fitting = [table for table in spoken if table in error.expected or not error.expected.startswith("it could")]
        if len(fitting) == 1:
            return fitting[0]
        raise


def theirs_of(table: str, names: Sequence[str]) -> dict[str, str]:
    """Our columns of `table` = theirs, where the names differ; each of theirs at most once, the surer name first."""
    declared = tables.ALL[table]
    own = {ours: name for name in names if declared.column(ours := as_ours(name))}
    taken, found = set(own.values()), {}
    for ours in (column.name for column in declared.columns):
        if ours in own or ours in columns.FILLED_BY_US:
            continue
        for synonym in _words("columns").get(ours, ()):
            fitting = [name for name in names if name not in taken and _fits(name, synonym, ours)]
            if fitting:
                found[ours] = fitting[0]
                taken.add(fitting[0])
                break
    key = declared.key[0]
    if len(declared.key) == 1 and key not in own and key not in found:
        plain_ids = [name for name in names if as_ours(name) in _words("key")["names"] and name not in taken]
        found |= {key: plain_ids[0]} if plain_ids else {}
    return found


def amount_in_major(names: Sequence[str]) -> str:
    """The column of `names` that says what an order cost, if its cells have cents; "" where there is none."""
    plain = {as_ours(name): name for name in reversed(names)}
    return next((plain[one] for one in _words("in_major")["amount"] if one in plain), "")


def is_usual(name: str, ours: str) -> bool:
    """Whether other people give our column this name."""
    return as_ours(name) in _words("columns")[ours]


def _fits(name: str, synonym: str, ours: str) -> bool:
    plain = as_ours(name)
    if not is_time_span(ours):
        return plain == synonym
    # A duration's bare word (queue) is as often the name of a queue: it needs its unit, unless it speaks of time.
    speaks_of_time = any(
        part in synonym for part in ("time", "wait", "duration", "aht", "frt", "时间", "時間", "时长", "時長")
    )
    return _stem(plain) == synonym and (plain != synonym or speaks_of_time)


def _stems(plain: set[str]) -> set[str]:
    return plain | {_stem(one) for one in plain}


def _stem(plain: str) -> str:
    """The name without the unit at its end."""
    return _parted(plain)[0]


def unit_of(name: str) -> str:
    """The unit that the end of a name says; "" where it says none."""
    ending = _parted(as_ours(name))[1]
    return next((unit for unit, words in _words("units").items() if ending in words), "") if ending else ""


def _parted(plain: str) -> tuple[str, str]:
    """A name and the word for a unit at its end, "" where there is none: wait_min, 等待分钟, wait (min), 等待时长（秒）."""
    every = [word for words in _words("units").values() for word in words]
    if (in_brackets := _IN_BRACKETS.fullmatch(plain)) and in_brackets["unit"] in every:
        return in_brackets["name"], in_brackets["unit"]
    last = plain.rsplit("_", 1)[-1]
    for word in every:
        if (plain != last and last == word) or (not word.isascii() and plain.endswith(word)):
            return plain.removesuffix(word).rstrip("_"), word
    return plain, ""


def is_time_span(ours: str) -> bool:
    """Whether our column is a duration in seconds."""
    return ours.endswith("_s") and ours not in ("start_s", "end_s")


def as_ours(name: str) -> str:
    """The name of a column as ours are written: small letters, parted by underscores."""
    return re.sub(r"[\s-]+", "_", name.strip()).lower()


@cache
def _words(section: str) -> dict[str, list[str]]:
    text = resources.files("voc").joinpath("data/words/columns.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)[section]
    return words
