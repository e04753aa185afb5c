"""Which column of a file is which column of ours: names, the table that a file holds, what must be there.

For: `rows` and `assemble`. Not for: the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voc import tables
from voc.errors import ConfigError, DataError, near_to, nearest
from voc.ingest import amounts
from voc.ingest.note import note
from voc.ingest.raw import OF_THE_SYNC
from voc.ingest.source import Source

# Ours to fill: a column of the user's with such a name is carried under another.
FILLED_BY_US = ("source", "row", "masks", "is_duplicate", "duplicate_kind")
# Ids that we can make where a file has none; other required columns must be there.
MADE_WHERE_ABSENT = {"feedback": ("feedback_id",), "turns": ("turn_id", "seq"), "events": ("event_id",)}

# A table that has an agent's id beside that of a call, an answer or a customer is no list of agents.
_OF_MANY = re.compile(
    r"(?:.*_)?(?:response|respondent|survey|submission|answer|feedback|review|call|contact|ticket|case|chat|conversation|"
    r"interaction|session|order|customer|visitor|client|message|event|recording|transcript)_(?:id|uuid|guid|no|number)|"
    r"(?:通话|通話|会话|會話|工单|工單|答卷|问卷|問卷|客户|客戶|订单|訂單|记录|紀錄)(?:编号|編號|号|號|_?id)"
)

# What a file must show to be taken for a table: any of these sets of columns.
_MARKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "feedback": (("feedback_id",), ("text",), ("score",)),
    "turns": (("interaction_id", "role"), ("turn_id",)),
    "interactions": (("interaction_id",),),
    "orders": (("order_id",),),
    "sessions": (("session_id",),),
    "agents": (("agent_id",),),
    "events": (("event_id",), ("name", "started_at")),
    "metrics": (("metric", "value", "period_at"),),
}


@dataclass(frozen=True)
class Matched:
    """`theirs`: canonical column -> column of the file. `carried`: name in our table -> column of the file."""

    theirs: dict[str, str]
    carried: dict[str, str]
    warnings: list[str]


def table_of(source: Source, names: Sequence[str], where: str, like: str = "") -> tuple[str, float]:
    """The table that a file with these columns holds, and how sure 0..1. `like` are formats that it is a little like. Raises
    DataError E204 where none is clear."""
    if source.table is not None:
        if source.table not in tables.READ_BY_INGEST:
            raise ConfigError(
                "E127", f"no table {source.table!r}", where=where, do=nearest(source.table, tables.READ_BY_INGEST)
            )
        return source.table, 1.0
    there = set(source.columns) | {_plain(name) for name in names}
    fits = {}
    for table, marks in _MARKS.items():
        if any(there.issuperset(mark) for mark in marks) and not _is_of_another(there, table):
            fits[table] = len(there.intersection(tables.ALL[table].names)) + 0.5 * there.issuperset(
                tables.ALL[table].key
            )
    ranked = sorted(fits, key=lambda table: -fits[table])
    if not ranked or (len(ranked) > 1 and fits[ranked[0]] == fits[ranked[1]]):
        raise DataError(
            "E204", "cannot tell which table this is", where=where,
            found=f"columns {', '.join(names)}" + (f"; of formats, nearest: {like}" if like else ""),
            expected=f"it could be {' or '.join(ranked)}" if ranked else "a column such as text, score or order_id",
            do=f'say table = "{(ranked or ["feedback"])[0]}" in this source, and map its columns in [source.columns]',
        )  # fmt: skip
    second = fits[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0], round(fits[ranked[0]] / (fits[ranked[0]] + second), 2)


def _is_of_another(there: set[str], table: str) -> bool:
    """Whether a table that a sync wrote has ids of its own, and our key is that of what its rows belong to: the visits
    before an order, the events of a contact. One that shows two columns more of ours is what it seems to be. A list of
    agents is asked no questions and has no ids of what they deal with."""
    if table == "agents":
        return any(_OF_MANY.fullmatch(name) or name.rstrip().endswith(("?", "？")) for name in there)
    is_synced = any(name.startswith(OF_THE_SYNC) for name in there)
    return (
        is_synced
        and "id" in there
        and "id" not in tables.ALL[table].key
        and len(there & {*tables.ALL[table].names}) < 3
    )


def matched(
    source: Source, table: tables.Table, names: Sequence[str], where: str, *, is_known: bool = False
) -> Matched:
    """Our columns and theirs. A name of ours counts in any case and with spaces ("Created At"). `is_known` says that a
    format has told the table: feedback may then hold answers alone that are neither text nor score to us.

    Raises DataError E203 where [source.columns] names a column that is not there or a required column is missing,
    ConfigError E125 where units or formats speak of a column of another kind.
    """
    for ours, their in source.columns.items():
        if their not in names:
            raise DataError(
                "E203", f"there is no column {their!r} (wanted as {ours})", where=where,
                found=f"columns {', '.join(names)}", do=nearest(their, names),
            )  # fmt: skip
    theirs = {ours: their for ours, their in source.columns.items() if table.column(ours) and ours not in FILLED_BY_US}
    taken = set(source.columns.values())
    for name in names:
        ours = name if table.column(name) else _plain(name)
        if table.column(ours) and ours not in FILLED_BY_US and ours not in theirs and name not in taken:
            theirs[ours] = name
            taken.add(name)
    carried, warnings = _carried(source, table, names, taken)
    _check_required(table, theirs, names, where, is_known)
    return Matched(theirs, carried, [*warnings, *_idle(source, table, {*theirs, *carried}, where, is_known)])


def _carried(
    source: Source, table: tables.Table, names: Sequence[str], taken: Iterable[str]
) -> tuple[dict[str, str], list[str]]:
    carried = {ours: their for ours, their in source.columns.items() if table.column(ours) is None}
    warnings = []
    for name in names:
        if name in taken:
            continue
        ours = name
        if table.column(name) or name in carried:
            ours = f"their_{name}"
            warnings.append(
                note(
                    "column {column} is carried as {called}: the name {name} is ours",
                    column=name,
                    called=ours,
                    name=name,
                )
            )
        carried[ours] = name
    return carried, warnings


def _check_required(
    table: tables.Table, theirs: dict[str, str], names: Sequence[str], where: str, is_known: bool
) -> None:
    made = MADE_WHERE_ABSENT.get(table.name, ())
    missing = [c.name for c in table.columns if c.is_required and c.name not in theirs and c.name not in made]
    says = {"text", "score", "title", *tables.RECORD_KEYS.values()}
    # Bare ids that hang on a record are enough where topics are given from outside ([classify] labels).
    if not missing and table.name == "feedback" and not is_known and not says & set(theirs):
        missing = ["text"]
    if missing:
        raise DataError(
            "E203", f"table {table.name} needs a column {missing[0]}", where=where, found=f"columns {', '.join(names)}",
            do=f'map it: [source.columns] {missing[0]} = "..."; {nearest(missing[0], names)}',
        )  # fmt: skip


def _idle(source: Source, table: tables.Table, known: set[str], where: str, is_known: bool) -> list[str]:
    """A warning for each of values, units and formats that speaks of a column this file does not have.

    One mapping may serve many files with different columns, so that is no error; but it is never silent. A format
    (`is_known`) gives several tables of one file, and a column of another of them is there.
    """
    others = [c.name for one in tables.ALL.values() for c in one.columns if table.column(c.name) is None]
    elsewhere = {*others} if is_known else set()
    idle = [
        note(
            "[source.{setting}] speaks of column {column}, which is not there; {note}",
            setting=setting,
            column=repr(key),
            note=_hint(key, known),
        )
        for setting, keys in (("values", source.values), ("units", source.units), ("formats", source.formats))
        for key in keys
        if key not in known and key not in elsewhere
    ]
    for key, unit in source.units.items():
        if key in known:
            _check_unit(table, key, unit, "currency" in known, where)
    for key in source.formats:
        if key not in known:
            continue
        declared = table.column(key)
        if declared is None or declared.type != "time":
            moments = [c.name for c in table.columns if c.type == "time"]
            raise ConfigError("E125", f"column {key!r} is no time", where=where, do=nearest(key, moments))
    return idle


def _hint(word: str, known: set[str]) -> str:
    """`nearest` as a note."""
    near = near_to(word, known)
    return (
        note("use one of: {names}", names=", ".join(sorted(known)))
        if near is None
        else note("did you mean {name}?", name=near)
    )


def _check_unit(table: tables.Table, key: str, unit: str, has_currency: bool, where: str) -> None:
    declared = table.column(key)
    kind = declared.unit if declared else ""
    if kind not in ("s", "minor units"):
        measured = [c.name for c in table.columns if c.unit in ("s", "minor units")]
        raise ConfigError(
            "E125", f"column {key!r} is neither a duration nor an amount", where=where, do=nearest(key, measured)
        )
    if (kind == "s") != (unit in ("s", "ms", "min", "h")):
        fitting = "s, ms, min or h" if kind == "s" else 'major, or the currency: "EUR"'
        raise ConfigError("E125", f"{unit!r} is no unit of {key}", where=where, do=f"say {fitting}")
    if (meant := amounts.MEANT.get(unit)) is not None:
        raise ConfigError(
            "E125", f"{unit!r} is no code of ISO 4217", where=where, do=f'say [source.units] {key} = "{meant}"'
        )
    if unit == "major" and not has_currency:
        raise ConfigError(
            "E125", f"{key} is in major units, and nothing says of which currency", where=where,
            do=f'map the column with the currency, or name it: [source.units] {key} = "EUR"',
        )  # fmt: skip


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip()).lower()
