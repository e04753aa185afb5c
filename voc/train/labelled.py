"""Labelled: comments with what people say of them, read and checked line by line.

For: `voc train`. Not for: scoring a tagger on them (voc.scoring), nor labels without a text (`voc label import`).

A folder holds texts.csv (id, lang, text) and labels.csv (id, overall, mentions), as `voc evaluate` reads it. A file holds
the columns text, and overall or mentions or both, and lang if it is known; or it is a sheet of `voc label sample`, filled
in, whose column topics names complaints alone. A line that is not understood teaches nothing and is counted with its reason.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc import tagging
from voc.classify.tagger import OVERALL
from voc.errors import DataError, nearest
from voc.label.filled import said
from voc.personal import hidden
from voc.taxonomy import Taxonomy

POLARITIES = ("neg", "neu", "pos")
UNKNOWN_TOPIC = "unknown topic"
Mentions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Refused:
    """Lines that teach nothing, and why: the `reason`, what was `found`, personal data hidden, the `near` word, how many
    lines (`n`), and the number of the first of them, from 1 for the one below the heading."""

    reason: str
    found: str
    near: str
    n: int
    first: int


@dataclass(frozen=True)
class Labelled:
    """Comments in the order of the file; `langs` "" where it is not said; `mentions` are (topic, neg|neu|pos), None where
    nobody looked for topics; `overall` None where nobody judged the whole.

    `files`: (name, sha256). `repeated` lines say again what another says, `unread` ones have no label. `is_complaints`:
    only complaints were looked for.
    """

    texts: tuple[str, ...]
    langs: tuple[str, ...]
    mentions: tuple[Mentions | None, ...]
    overall: tuple[str | None, ...]
    files: tuple[tuple[str, str], ...]
    refused: tuple[Refused, ...]
    repeated: int
    unread: int
    is_complaints: bool


def labelled(path: Path, topics: Taxonomy) -> Labelled:
    """The Labelled comments of a folder or file, by these topics.

    Raises DataError E200 to E202 where a file cannot be read, E210 for a column that is not there, E271 where no text has
    a label.
    """
    files = (path / "texts.csv", path / "labels.csv") if path.is_dir() else (path,)
    lines = list(_joined(*files) if path.is_dir() else _single(path))
    is_complaints = bool(lines) and "topics" in lines[0]
    names = _names(topics)
    wrong: dict[tuple[str, str, str], list[int]] = {}
    known: dict[str, list[tuple[int, _Line]]] = {}
    unread = 0
    for number, line in enumerate(lines, 1):
        try:
            read = _understood(line, names, topics.ids)
        except _NotUnderstood as error:
            wrong.setdefault((error.reason, _short(error.found), error.near), []).append(number)
            continue
        if read is None:
            unread += 1
        else:
            known.setdefault(" ".join(read.text.split()), []).append((number, read))
    kept, repeated = [], 0
    for numbered in known.values():
        same = [one for _, one in numbered]
        if len({(one.overall, one.mentions and frozenset(one.mentions)) for one in same}) > 1:
            what = "one text with different labels", _short(same[0].text), ""
            wrong[what] = sorted([*wrong.get(what, []), *(number for number, _ in numbered)])
            continue
        kept.append(same[0])
        repeated += len(same) - 1
    return Labelled(
        tuple(one.text for one in kept), tuple(one.lang for one in kept), tuple(one.mentions for one in kept),
        tuple(one.overall for one in kept), tuple((one.name, _sum(one)) for one in files),
        tuple(Refused(*key, len(rows), rows[0]) for key, rows in sorted(wrong.items())), repeated, unread, is_complaints,
    )  # fmt: skip


@dataclass(frozen=True)
class _Line:
    text: str
    lang: str
    mentions: Mentions | None
    overall: str | None


class _NotUnderstood(Exception):
    """Why a line is refused."""

    def __init__(self, reason: str, found: str = "", near: str = "") -> None:
        self.reason, self.found, self.near = reason, found, near
        super().__init__(reason)


def _understood(line: Mapping[str, str], names: Mapping[str, str], ids: Sequence[str]) -> _Line | None:
    """The line, None where it has no label. Raises _NotUnderstood."""
    overall, mentions = line.get("overall", "").strip(), None
    if "topics" in line:
        if not line["topics"].strip():
            return None
        mentions = tuple((_topic(one, names, ids), "neg") for one in said(line["topics"]))
    elif "mentions" in line:
        mentions = tuple(dict.fromkeys(_mention(one, names, ids) for one in _cells(line["mentions"])))
    if overall and overall not in OVERALL:
        raise _NotUnderstood("unknown overall", overall, nearest(overall, OVERALL))
    if not line["text"].strip():
        raise _NotUnderstood("empty text")
    if mentions is None and not overall:
        return None
    return _Line(line["text"], line.get("lang", "").strip(), mentions, overall or None)


def _cells(cell: str) -> Iterator[str]:
    """The mentions of a cell: `topic:pol;topic:pol`, `-` for none, or a JSON list of them."""
    if cell.lstrip().startswith("["):
        try:
            parts = [str(one) for one in json.loads(cell)]
        except ValueError as error:
            raise _NotUnderstood("mentions cannot be read", cell) from error
    else:
        parts = re.split("[;；]", cell)
    yield from (one.strip() for one in parts if one.strip() not in ("", "-"))


def _mention(one: str, names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, str]:
    topic, _, polarity = (part.strip() for part in one.replace("：", ":").partition(":"))
    found = _topic(topic, names, ids)
    if polarity not in POLARITIES:
        near = nearest(polarity, POLARITIES) if polarity else f"write {found}:neg, {found}:neu or {found}:pos"
        raise _NotUnderstood("unknown polarity", polarity or one, near)
    return found, polarity


def _topic(name: str, names: Mapping[str, str], ids: Sequence[str]) -> str:
    if _plain(name) not in names:
        raise _NotUnderstood(UNKNOWN_TOPIC, name, nearest(name, ids))
    return names[_plain(name)]


def _names(topics: Taxonomy) -> dict[str, str]:
    """Every way to write a topic -> its id."""
    named = {_plain(name): one.id for one in topics.topics for name in one.name.values()}
    return {**named, **{_plain(id): id for id in topics.ids}}


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def _joined(texts: Path, labels: Path) -> Iterator[dict[str, str]]:
    """The lines of labels.csv that have a text, with it."""
    of = {one["id"]: one for one in _lines(texts, "id", "lang", "text")}
    both = [{**of[one["id"]], **one} for one in _lines(labels, "id", "overall", "mentions") if one["id"] in of]
    if not both:
        raise DataError("E271", "no text has a label", where=str(texts.parent), found=f"{len(of)} texts",
                        expected="the same ids in texts.csv and labels.csv")  # fmt: skip
    yield from both


def _single(file: Path) -> Iterator[dict[str, str]]:
    lines = list(_lines(file, "text"))
    if lines and not lines[0].keys() & {"overall", "mentions", "topics"}:
        raise DataError(
            "E210", "there is no column 'mentions'", where=str(file), found=", ".join(lines[0]),
            expected="text, and overall or mentions, or topics as in a sheet of `voc label sample`",
        )  # fmt: skip
    yield from lines


def _lines(file: Path, *needed: str) -> Iterator[dict[str, str]]:
    rows = tagging.plain(file)
    is_audit = {"feedback_id", "topic"} <= set(rows.column_names)
    for column in needed:
        if column not in rows.column_names:
            near = nearest(column, rows.column_names)
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(rows.column_names),
                expected=", ".join(needed),
                do="an audit file has no texts: name the sheet that was filled in" if is_audit else near,
            )  # fmt: skip
    wanted = [one for one in ("id", "text", "lang", "overall", "mentions", "topics") if one in rows.column_names]
    if "mentions" in wanted and "topics" in wanted:
        wanted.remove("topics")  # polarities say more
    for row in rows.select(wanted).to_pylist():
        yield {name: "" if value is None else str(value) for name, value in row.items()}


def _sum(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _short(text: str) -> str:
    """The first of it on one line, without personal data: it goes to the terminal, and any cell may hold a comment."""
    flat = " ".join(hidden(text).split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
