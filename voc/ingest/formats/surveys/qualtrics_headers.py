"""What the header rows of a Qualtrics export say: which columns there are, what each asks, and the time zone.

For: `qualtrics` and `qualtrics_json`. Not for: the responses below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from voc.ingest.formats.parts import responses
from voc.ingest.raw import Raw

# Columns of every export, by the names of all its generations: compact, lower case.
STANDARD = {
    "startdate": "started", "enddate": "ended", "recordeddate": "recorded", "status": "status", "responsetype": "status",
    "progress": "progress", "finished": "finished", "responseid": "id", "_recordid": "id", "externalreference": "customer",
    "externaldatareference": "customer", "externaldatareference.": "customer", "recipientemail": "email",
    "emailaddress": "email", "distributionchannel": "channel", "ipaddress": "left", "recipientlastname": "left",
    "recipientfirstname": "left", "name": "left", "locationlatitude": "left", "locationlongitude": "left",
    "locationaccuracy": "left", "responseset": "left", "duration": "duration_s", "duration(inseconds)": "duration_s",
    "userlanguage": "UserLanguage",
}  # fmt: skip
_IMPORT = re.compile(r"""["']?ImportId["']*\s*:\s*["']+([^"']*)""")
_ZONE = re.compile(r"""["']?timeZone["']*\s*:\s*["']+([^"']*)""")
OPEN = re.compile(r"^(?:\d+_)?QID\d+_TEXT(?:_\d+)*$")
# What is typed beside an option ("other, namely"): QID4_6_TEXT, Q4_6_TEXT.
BESIDE = re.compile(r"^(?:\d+_)?Q(?:ID)?\d+(?:[._]\d+)*_\d+_TEXT(?:_\d+)*$")


def compact(name: str) -> str:
    """`name` in lower case without spaces."""
    return re.sub(r"\s+", "", name.strip().lower())


@dataclass(frozen=True)
class Column:
    """A column of the file: `name` in it, `id` (its ImportId or its name), `question` as asked, `part` if standard."""

    name: str
    id: str
    question: str | None
    part: str | None


@dataclass(frozen=True)
class Survey:
    """What the headers say: columns, the zone of naive times, and how many rows of the body are headers too."""

    columns: tuple[Column, ...]
    zone: str | None
    headers: int
    has_ids: bool


def surveyed(raw: Raw) -> Survey:
    """What the first rows of `raw` say: are they headers, and of which kind?"""
    names = raw.rows.column_names
    first = [[responses.cell(value) for value in row.values()] for row in raw.rows.slice(0, 3).to_pylist()]
    at = next((i for i, row in enumerate(first) if says_ids(row)), None)
    if at is None and (below := _below(raw)) is not None:
        return below
    if at is not None:
        ids = [(hit[1] if (hit := _IMPORT.search(one or "")) else "") for one in first[at]]
        asked = first[at - 1] if at else [None] * len(names)
        zones = [hit[1] for one in first[at] if (hit := _ZONE.search(one or ""))]
        columns = [column_of(*one) for one in zip(names, ids, asked, strict=True)]
        return Survey(tuple(columns), next(iter(zones), None), at + 1, True)
    columns = [column_of(name, "", None) for name in names]
    if not first or not _is_header(columns, first[0], names):
        return Survey(tuple(columns), None, 0, any(OPEN.match(name) for name in names))
    columns = [column_of(*one) for one in zip(names, [""] * len(names), first[0], strict=True)]
    return Survey(tuple(columns), None, 1, any(OPEN.match(name) for name in names))


def says_ids(row: Sequence[str | None]) -> bool:
    """Whether a row is that of the ImportIds: three of its cells say one, or a third where it has few."""
    n = sum("ImportId" in (one or "") for one in row)
    return n > 2 or n > len(row) / 3


def _below(raw: Raw) -> Survey | None:
    """What the headers say where a file was sorted since, so that they stand among the responses; None for a file in which
    no row says ids. The rows stay where they are: `is_header_again` tells them."""
    if not any(pc.any(pc.match_substring(one, "ImportId")).as_py() for one in raw.rows.columns[:3]):
        return None
    names = raw.rows.column_names
    found = [[responses.cell(value) for value in row.values()] for row in raw.rows.to_pylist()]
    ids = next((row for row in found if says_ids(row)), None)
    if ids is None:
        return None
    plain = [column_of(name, "", None) for name in names]
    asked = next((row for row in found if row is not ids and _is_header(plain, row, names)), [None] * len(names))
    called = [(hit[1] if (hit := _IMPORT.search(one or "")) else "") for one in ids]
    zones = [hit[1] for one in ids if (hit := _ZONE.search(one or ""))]
    columns = [column_of(*one) for one in zip(names, called, asked, strict=True)]
    return Survey(tuple(columns), next(iter(zones), None), 0, True)


def is_header_again(survey: Survey, row: Mapping[str, str | None]) -> bool:
    """Whether a row of the body is one of the headers: it says ids, or its cells are the questions of their columns."""
    if says_ids(list(row.values())):
        return True
    asked = [(row.get(one.name) or "", one.question) for one in survey.columns if one.question]
    return len(asked) > 2 and all(said and words(said) == question for said, question in asked)


def words(asked: str) -> str:
    """A question without tags and line ends."""
    return re.sub(r"<[^>]+>|\s+", " ", asked).strip()


def column_of(name: str, id: str, asked: str | None) -> Column:
    """The older export calls standard columns V1, V2, ... and says in its second row what they are."""
    keys = [compact(one) for one in (name, id, asked if asked and re.match(r"V\d+$", name) else "") if one]
    part = next((STANDARD[key] for key in keys if key in STANDARD), None)
    question = words(asked) if asked else None
    return Column(name, id or name, question or None, part)


def _is_header(columns: Sequence[Column], row: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether the first row of the body asks questions: no date stands under a date, no id under the id."""
    if re.match(r"V1$", names[0]):
        return True
    dates = [
        value for column, value in zip(columns, row, strict=True) if column.part in ("started", "ended", "recorded")
    ]
    filled = [value for value in dates if value]
    if filled:
        return not any(re.search(r"\d", value) for value in filled)
    ids = [value for column, value in zip(columns, row, strict=True) if column.part == "id" and value]
    return bool(ids) and not re.match(r"^(?:R|FS|SM)_\w+$", ids[0]) and not re.search(r"\d", ids[0])
