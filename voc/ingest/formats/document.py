"""JSON documents as vendors write them: one, a list, one a line, or one after another; and what lies inside them.

    for document in documents(content):        # [{"ContactId": ...}, ...]
        queue = text(document, "Queue", "Name")

For: the formats that read JSON. Not for: JSON that is a plain table (`records`). Every number is the text it was written as.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import texts
from voc.ingest.raw import OF_FILE

_GAP = re.compile(r"[\s,\x1e]*")  # between documents: nothing, lines, a comma, the mark of RFC 7464
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class Broken(str):
    """Where a line that is no JSON breaks off, in the place of its document."""


def documents(content: Content) -> list[Any]:
    """The documents of `content` in their order; of a list, its members. Of a file with one document a line, a line that
    is no JSON stands as Broken.

    Raises DataError E293, which names line and column, where anything else is no JSON: half a conversation is not read.
    """
    written = content.decoded[0].lstrip("\ufeff")
    found = _lines(written)
    if found is not None:
        return found
    found = []
    at = _after_gap(written, 0)
    while at < len(written):
        try:
            one, at = _DECODER.raw_decode(written, at)
        except (json.JSONDecodeError, RecursionError) as error:
            raise _no_json(content, written, at, error) from error
        found.append(one)
        at = _after_gap(written, at)
    return found[0] if len(found) == 1 and isinstance(found[0], list) else found


def inner(value: Any, *path: str) -> Any:
    """What `path` leads to from `value`, None where it leads nowhere."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def mapping(value: Any, *path: str) -> Mapping[str, Any]:
    """The object that `path` leads to, an empty one where there is none."""
    one = inner(value, *path)
    return one if isinstance(one, dict) else {}


def listed(value: Any, *path: str) -> list[Any]:
    """The list that `path` leads to, an empty one where there is none."""
    one = inner(value, *path)
    return one if isinstance(one, list) else []


def text(value: Any, *path: str) -> str | None:
    """The text or number that `path` leads to as the text of a cell; None for nothing, an object or a list."""
    one = inner(value, *path)
    if isinstance(one, (dict, list)):
        return None
    cell = texts(one)
    return cell.strip() or None if cell is not None else None


def first(value: Any, *names: str) -> Any:
    """The first member of `names` that is there and not null: vendors write the same one in several ways."""
    return next((one for name in names if (one := inner(value, name)) is not None), None)


def stem(content: Content) -> str:
    """What a file is called without folders and endings: the id of a recording that has none inside. Between two OF_FILE,
    for `rows` to put more of its path there where another file has that name."""
    name = PurePosixPath(content.name.replace("\\", "/")).name.partition(".")[0] or "file"
    return f"{OF_FILE}{name}{OF_FILE}"


def _lines(written: str) -> list[Any] | None:
    """The documents of a text that has one on each line, None for another: its first two lines are not whole."""
    lines = [line for line in written.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines[:2]):
        return None
    found: list[Any] = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_DECODER.decode(line.strip().strip("\x1e").rstrip(",")))
        except (json.JSONDecodeError, RecursionError) as error:
            if number <= 2:
                return None
            found.append(Broken(f"line {number}, column {getattr(error, 'pos', 0) + 1}"))
    return found


def _after_gap(written: str, at: int) -> int:
    found = _GAP.match(written, at)
    return found.end() if found else at


def _no_json(content: Content, written: str, at: int, error: Exception) -> DataError:
    place = error.pos if isinstance(error, json.JSONDecodeError) else at
    line, column = written.count("\n", 0, place) + 1, place - written.rfind("\n", 0, place)
    wanted = "less depth" if isinstance(error, RecursionError) else "a whole document of JSON"
    if at and place == at:
        wanted = "the end of the file, or another document"
    return DataError(
        "E293", "this JSON is damaged", where=f"{content.name}, line {line}, column {column}",
        found=_sign(written, place), expected=wanted,
        do="export it again; a file that was cut off or edited by hand is not read in part",
    )  # fmt: skip


def _sign(written: str, place: int) -> str:
    """The sign that stands there, and never the words of a customer."""
    rest = written[place : place + 1]
    if not rest:
        return "the file ends there"
    return "a bare word or number" if rest.isalnum() else f"the sign {rest}"
