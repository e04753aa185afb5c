"""JSON documents as vendors write them: one, a list, one a line, or one after another; and what lies inside them.

    for document in documents(content):        # [{"ContactId": ...}, ...]
        queue = word(document, "Queue", "Name")

For: the formats that read JSON, and looking into it without trusting it. Not for: JSON that is a plain table (`records`).
Every number is the text it was written as.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import CALL, texts
from voc.ingest.raw import OF_FILE
from voc.ingest.records import constant

_GAP = re.compile(r"[\s,\x1e]*")  # between documents: nothing, lines, a comma, the mark of RFC 7464
_SAID = frozenset(
    ("role", "speaker", "sender", "from", "author", "participant", "user", "who", "text", "message", "utterance")
)
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=constant)


@dataclass(frozen=True)
class Broken:
    """A line that is no JSON, in the place of its document, and where it breaks off."""

    text: str
    place: str


def documents(content: Content) -> list[Any]:
    """The documents of `content` in their order; of a list, its members, and of a list in it those of that; of lists over
    several lines, one after another, the members of all, unless each may be a talk. Of a file with one document a line, a
    line that is no JSON stands as Broken.

    Raises DataError E293, which names line and column, where anything else is no JSON: half a conversation is not read.
    """
    written = _unwrapped(content.decoded[0].lstrip("\ufeff"))
    found: list[Any] = []
    at = _after_gap(written, 0)
    is_long = False
    while at < len(written):
        begun = at
        try:
            one, at = _DECODER.raw_decode(written, at)
        except (json.JSONDecodeError, RecursionError) as error:
            if (lines := _lines(written)) is not None:
                return lines
            raise _no_json(content, written, at, error) from error
        found.append(one)
        is_long = is_long or "\n" in written[begun:at]
        at = _after_gap(written, at)
    if len(found) > 1 and is_long and all(isinstance(one, list) and not _is_talk(one) for one in found):
        return [each for one in found for each in one]  # pages of an API, put one behind the other
    return opened(found[0]) if len(found) == 1 else found


def _is_talk(members: list[Any]) -> bool:
    """Whether a list may hold what was said in one talk, each with who said it."""
    return any(isinstance(one, dict) and not _SAID.isdisjoint(one) for one in members)


def opened(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one; lists in lists are taken apart one level."""
    if not isinstance(value, list):
        return [value]
    return [inner for one in value for inner in (one if isinstance(one, list) else [one])]


def inner(value: Any, *path: str) -> Any:
    """What `path` leads to from `value`, None where it leads nowhere."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def mapping(value: Any, *path: str) -> dict[str, Any]:
    """The object that `path` leads to, an empty one where there is none."""
    one = inner(value, *path)
    return one if isinstance(one, dict) else {}


def listed(value: Any, *path: str) -> list[Any]:
    """The list that `path` leads to, the values of an object, an empty one where there is neither."""
    one = inner(value, *path)
    return one if isinstance(one, list) else list(one.values()) if isinstance(one, dict) else []


def word(value: Any, *path: str) -> str | None:
    """The text or number that `path` leads to as the text of a cell; None for nothing, an object, a list or blanks."""
    one = inner(value, *path)
    if isinstance(one, dict | list):
        return None
    cell = texts(one)
    return cell.strip() or None if cell is not None else None


def truth(value: Any) -> bool | None:
    """True and false as JSON or a table writes them; None for anything else."""
    plain = str(value).strip().lower()
    return True if plain in ("true", "1", "yes", "t") else False if plain in ("false", "0", "no", "f") else None


def joined(values: Any) -> str | None:
    """A list of words as one cell, joined by ", "; an object's `name` stands for it."""
    if not isinstance(values, list):
        return word(values)
    words = [word(one.get("name", one.get("tag")) if isinstance(one, dict) else one) for one in values]
    return ", ".join(one for one in words if one) or None


def first(value: Any, *names: str) -> Any:
    """The first member of `names` that is there and not null: vendors write the same one in several ways."""
    return next((one for name in names if (one := inner(value, name)) is not None), None)


def stem(content: Content) -> str:
    """What a file is called without folders and endings: the id of a recording that has none inside. Between two OF_FILE,
    for `rows` to put more of its path there where another file has that name."""
    name = PurePosixPath(content.name.replace("\\", "/")).name.partition(".")[0] or "file"
    return f"{OF_FILE}{name}{OF_FILE}"


def named(content: Content, found: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Each document of a file with the name that it goes by where it has no id: the file's, and its place where there are
    several."""
    name = stem(content)
    for at, one in enumerate(found, 1):
        yield one, f"{name}:{at}" if len(found) > 1 else name


def nearest(value: Any, holds: Callable[[Any], bool], deepest: int = 4) -> dict[str, Any] | None:
    """The nearest object inside `value` that `holds` tells, with what the objects around it say in a word; None for none."""
    level: list[tuple[dict[str, Any], dict[str, Any]]] = [(value, {})] if isinstance(value, dict) else []
    for _ in range(deepest):
        level = [
            (each, {**said, **{name: cell for name, cell in one.items() if not isinstance(cell, dict | list)}})
            for one, said in level for each in one.values() if isinstance(each, dict)
        ]  # fmt: skip
        for one, said in level:
            if holds(one):
                return {**said, **one}
    return None


def _lines(written: str) -> list[Any] | None:
    """The documents of a text that has one on each line, None for another: a list over many lines, or one document in
    which whole objects stand on lines of their own. One of the first two lines and half of all are whole here."""
    found: list[Any] = []
    for number, line in enumerate((one for one in written.split("\n") if one.strip()), 1):
        try:
            found.append(_DECODER.decode(line.strip().strip("\x1e")))
        except (json.JSONDecodeError, RecursionError) as error:
            found.append(Broken(line, f"line {number}, column {getattr(error, 'pos', 0) + 1}"))
        if number == 2 and not any(isinstance(one, dict) for one in found):
            return None
    whole = sum(isinstance(one, dict) for one in found)
    return found if len(found) > 1 and whole * 2 >= len(found) and not written.startswith("[") else None


def _unwrapped(written: str) -> str:
    """JSON without the call of a function around it; the call's letters become blanks, so that places stay."""
    call = CALL.match(written)
    if call is None:
        return written
    return " " * call.end() + re.sub(r"\)\s*;?\s*$", "", written[call.end() :])


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
