"""Filled: a sheet that people have filled in, read back and checked, as the rows of an audit file.

For: `voc label import`, and `agreement`, which reads two of them. Not for: judging what was found.

In the column `topics` stand ids or names of topics, with ; between them; "-" where the customer complains of none; an
empty cell has not been read. What is not understood is an error with its row: a guess here would become a measurement.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc import tagging
from voc.errors import DataError, UsageError, nearest
from voc.label.sheet import paths
from voc.run import Run

BETWEEN = re.compile(r"[;；,，、|\n]+")
NONE = frozenset(("-", "–", "—", "none", "no topic", "无", "無", "没有", "沒有"))


@dataclass(frozen=True)
class Filled:
    """`topics` by feedback_id, of the comments that were read; `weights` alike, 1.0 each in a plain sample; `unread`
    rows, `repeated` rows and `renamed` ones (an id that a spreadsheet had changed); strata in which nobody read."""

    topics: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, float]
    unread: int
    repeated: int
    renamed: int
    empty_strata: tuple[str, ...] = ()

    @property
    def rows(self) -> list[tuple[str, str, float]]:
        """(feedback_id, topic, weight) as the audit file has them; one row with "" for a comment without a topic."""
        return [
            (id, topic, self.weights[id]) for id in sorted(self.topics) for topic in (self.topics[id] or ("",))
        ]  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "read": len(self.topics), "without_topic": sum(not one for one in self.topics.values()),
            "unread": self.unread, "repeated": self.repeated, "renamed": self.renamed,
            "empty_strata": list(self.empty_strata),
        }  # fmt: skip


def filled(sheet: Path, *, drawn: Path | None = None, run: Run | None = None, plain: bool = False) -> Filled:
    """The Filled sheet, weighted by what was drawn: the file `drawn`, or the one beside the sheet.

    Where `run` is given, every comment must be in it. `plain` takes a sheet of your own, in which every comment had
    the same chance; its topics are those of the run, else the default ones.

    Raises DataError E200 to E202 (unreadable file), E210 (a column is not there), E285 (nothing says what was drawn),
    E286 (a topic that nobody knows), E287 (a comment that the sheet or the run does not have), E288 (one comment read
    in two ways), E289 (nothing was read).
    """
    source = None if plain else _drawn(sheet, drawn or paths(sheet)[2])
    rows = rows_of(sheet)
    names = _names(source["topics"]) if source else _names_of(run)
    of_row = {str(one["row"]): str(one["feedback_id"]) for one in source["rows"]} if source else {}
    ids = set(of_row.values()) if source else None
    known = set(run.rows["feedback"].column("feedback_id").to_pylist()) if run else None
    topics: dict[str, tuple[str, ...]] = {}
    seen: dict[str, int] = {}
    unread = repeated = renamed = 0
    for number, row in enumerate(rows, 1):
        id, place = row["feedback_id"], row.get("row", "").removesuffix(".0")
        if ids is not None and id not in ids:
            bare = id.removeprefix("'")
            # a spreadsheet turns long ids into 1.2E+15 and others into dates; the row's own number is left alone
            id = bare if bare in ids else of_row.get(place, id) if not _is_other(id) else id
            renamed += id != row["feedback_id"] and id != bare
        if (ids is not None and id not in ids) or (known is not None and id not in known):
            raise DataError(
                "E287", "this comment is not in the run" if ids is None or id in ids else "no such comment was drawn",
                where=f"{sheet}, row {number}", found=row["feedback_id"] or "an empty feedback_id",
                expected="the rows as they were drawn", do="take the row out, or name the run that the sheet is from",
            )  # fmt: skip
        if not row["topics"].strip():
            unread += 1
            continue
        found = _understood(row["topics"], names, f"{sheet}, row {number}, column topics")
        if id in topics:
            if topics[id] != found:
                raise DataError(
                    "E288", "one comment is read in two ways", where=f"{sheet}, rows {seen[id]} and {number}", found=id,
                    expected="one row a comment", do="keep the row that is right; two readers need two sheets",
                )  # fmt: skip
            repeated += 1
            continue
        topics[id], seen[id] = found, number
    if not topics:
        raise DataError(
            "E289", "nothing was read", where=str(sheet), found=f"{unread} rows with an empty cell in topics",
            expected="topic ids, or - where there is none", do="fill in the column topics; see the README beside it",
        )  # fmt: skip
    weights, empty = _weights(source, topics)
    return Filled(topics, weights, unread, repeated, renamed, empty)


def written(made: Filled, out: Path, *, replace: bool = False, dry_run: bool = False) -> Path:
    """The audit file at `out`. Raises UsageError E147 where it is there already and `replace` is not set."""
    if out.exists() and not replace and not dry_run:
        raise UsageError("E147", "there is an audit file already", where=str(out),
                         do="name another --out, or say --replace")  # fmt: skip
    if not dry_run:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("feedback_id", "topic", "weight"))
            writer.writerows((id, topic, f"{weight:.6g}") for id, topic, weight in made.rows)
    return out


def _drawn(sheet: Path, file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise DataError(
            "E285", "the file that says what was drawn is not beside this sheet", where=str(sheet), expected=str(file),
            do="say --drawn FILE: without it nobody knows what chance each comment had; --plain where all had the same",
        )  # fmt: skip
    try:
        source: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if not all(part in source for part in ("topics", "rows", "strata")):
            raise KeyError("rows")
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise DataError(
            "E285", "the file that says what was drawn cannot be read", where=str(file),
            found=f"{type(error).__name__}: {error}",
            do="draw the sheet again with the same --n: the same run gives the same sheet",
        ) from error  # fmt: skip
    return source


def rows_of(sheet: Path) -> list[dict[str, str]]:
    """The cells of a sheet, by row and column, without spaces around them. Raises DataError E210."""
    table = tagging.plain(sheet)
    for column in ("feedback_id", "topics"):
        if column not in table.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(sheet), found=", ".join(table.column_names),
                expected="the columns of the sheet as it was drawn", do=nearest(column, table.column_names),
            )  # fmt: skip
    return [
        {name: "" if value is None else str(value).strip() for name, value in row.items()} for row in table.to_pylist()
    ]  # fmt: skip


def _is_other(id: str) -> bool:
    """Whether this is an id as people write them, and none that a spreadsheet has changed beyond recognition."""
    return bool(id) and not re.fullmatch(r"[\d.,/:\- ]+(E\+?\d+)?|.*\d{4}-\d\d-\d\d.*|#+|#?[A-Z]+[!?]", id)


def _names(topics: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every way to write a topic, as `_same` has it -> its id."""
    return {
        **{_same(name): id for id, names in topics.items() for name in names.values()},
        **{_same(id): id for id in topics},
    }  # fmt: skip


def _names_of(run: Run | None) -> dict[str, str]:
    from voc import taxonomy

    topics = run.taxonomy.topics if run else taxonomy.default().topics
    said = set(run.rows["mentions"].column("topic").to_pylist()) if run else set()
    return _names({**{one: {} for one in said}, **{one.id: one.name for one in topics}})


def said(cell: str) -> tuple[str, ...]:
    """What stands in a cell, as it is written: () for "none"."""
    parts = sorted({one.strip() for one in BETWEEN.split(cell) if one.strip()})
    return tuple(one for one in parts if one.casefold() not in NONE)


def named(topics: Iterable[str]) -> tuple[str, ...]:
    """Topics as people wrote them, sorted: the ids of those that come with the package, by id or name; others in small
    letters."""
    ids = _names_of(None)
    return tuple(sorted({ids.get(_same(one), one.casefold()) for one in topics}))


def _same(text: str) -> str:
    return re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def _understood(cell: str, names: Mapping[str, str], where: str) -> tuple[str, ...]:
    """The topic ids of a cell, sorted; () for "none". Raises DataError E286."""
    said = [one.strip() for one in BETWEEN.split(cell) if one.strip()]
    if all(one.casefold() in NONE for one in said):
        return ()
    for one in said:
        if _same(one) not in names:
            clash = one.casefold() in NONE
            raise DataError(
                "E286", "none and a topic in one cell" if clash else "there is no such topic", where=where, found=cell,
                expected="topic ids with ; between them, or - where there is none",
                do="keep one of the two" if clash else nearest(one, sorted(set(names.values()))),
            )  # fmt: skip
    return tuple(sorted({names[_same(one)] for one in said}))


def _weights(source: Mapping[str, Any] | None, read: Iterable[str]) -> tuple[dict[str, float], tuple[str, ...]]:
    """(weight of each comment read: comments of its stratum / read of it, strata of which nobody read one)."""
    if source is None:
        return dict.fromkeys(read, 1.0), ()
    stratum = {str(one["feedback_id"]): str(one["stratum"]) for one in source["rows"]}
    count = Counter(stratum[id] for id in read)
    empty = tuple(sorted(set(stratum.values()) - set(count)))
    return {id: source["strata"][stratum[id]] / count[stratum[id]] for id in read}, empty
