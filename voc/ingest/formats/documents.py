"""JSON of tickets and surveys: a document, a list, or one to a line; and looking into it without trusting it.

For: formats that read JSON of an API. Not for: rows under names of their own (`records`). Numbers stay as written: an id of
19 digits is text to the last.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import texts
from voc.ingest.records import loads


@dataclass(frozen=True)
class Broken:
    """A line that is no JSON."""

    text: str


def documents(content: Content) -> list[Any]:
    """The documents of a file: one, or one to a line, a `Broken` for a line that is none; a list at the top is taken apart.
    Raises DataError E201 where nothing of it is JSON."""
    text = content.decoded[0]
    try:
        return opened(loads(text))
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        read: list[Any] = []
        lines = [line for line in text.split("\n") if line.strip()]
        for line in lines if isinstance(error, json.JSONDecodeError) else []:
            try:
                read += opened(loads(line))
            except (json.JSONDecodeError, RecursionError, ValueError):
                read.append(Broken(line))
        if not any(isinstance(one, dict) for one in read):
            raise DataError(
                "E201", "this is not JSON", where=content.name, found=str(error)[:200], do="export it again"
            ) from error
        return read


def opened(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one; lists in lists are taken apart one level."""
    if not isinstance(value, list):
        return [value]
    return [inner for one in value for inner in (one if isinstance(one, list) else [one])]


def mapping(value: Any) -> dict[str, Any]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """`value` if it is a list, the values of an object, else an empty list."""
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []


def word(value: Any) -> str | None:
    """A value as the text of a cell; None for lists and objects, and for text of blanks."""
    if isinstance(value, dict | list):
        return None
    text = texts(value)
    return text if text is None or text.strip() else None


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
