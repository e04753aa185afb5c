"""JSON lines and JSON lists: one object a row, nested objects under dotted names.

For: `read`. Not for: vendor formats, whose rows are hidden deeper. Every value becomes the text it was written as.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voc.errors import DataError
from voc.ingest import nested
from voc.ingest.content import Content
from voc.ingest.raw import Raw, Reject, short, sound

# A JSON document that wraps its rows usually calls them one of these; deeper inside, one of those too.
_WRAPPERS = ("data", "rows", "records", "items", "results", "feedback", "responses", "tickets")
_INSIDE = frozenset(
    (*_WRAPPERS, "list", "reviews", "comments", "ratings", "posts", "entries", "submissions", "answers", "surveys", "calls",
     "contacts", "conversations", "interactions", "messages", "orders", "visits", "sessions", "elements", "nodes", "docs",
     "feedbacks", "feedback_items", "reviewlist", "commentlist", "evaluations", "result", "content", "values", "objects",
     "hits")
)  # fmt: skip
_DEEPEST = 3


def lines(content: Content) -> Raw:
    """The rows of a JSONL file. A line that is no JSON object is rejected (`not_a_json_object`)."""
    text, encoding, warnings = content.decoded
    objects: list[tuple[int, Any]] = []
    wrong: list[Reject] = []
    ends = "\n" if "\n" in text else "\r"  # some programs end lines with CR alone; inside JSON it never stands bare
    for number, line in enumerate((line for line in text.split(ends) if line.strip()), 1):
        try:
            objects.append((number, loads(line)))
        except (json.JSONDecodeError, RecursionError) as error:
            wrong.append(
                Reject(number, "", "not_a_json_object", short(line), f"one JSON object on this line ({error})")
            )
    return _raw(content, "jsonl", encoding, objects, wrong, warnings)


def whole(content: Content) -> Raw:
    """The rows of a JSON file: a list of objects, or an object that holds one. Raises DataError E201 for another."""
    text, encoding, warnings = content.decoded
    try:
        document = loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        first = text.lstrip()[:1]
        if first == "{" and isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return lines(content)
        raise DataError(
            "E201", "this is not JSON", where=content.name, found=str(error), do="export it again"
        ) from error
    if isinstance(document, dict):
        named = [name for name in _WRAPPERS if isinstance(document.get(name), list)]
        lists = named or [name for name, value in document.items() if isinstance(value, list) and _has_objects(value)]
        document = document[lists[0]] if len(lists) == 1 or named else _inside(document) or [document]
    if not isinstance(document, list):
        raise DataError("E201", "this JSON is no list of objects", where=content.name, found=short(document))
    return _raw(content, "json", encoding, list(enumerate(document, 1)), [], warnings)


def _inside(document: dict[str, Any]) -> list[Any] | None:
    """The rows that lie deeper: the one list of objects under a usual name that is nearest, with nothing but members of its
    answer around it ({"code": 0, "data": {"list": [...]}}); None for none, and for several."""
    level = [document]
    for _ in range(_DEEPEST):
        level = [value for one in level for value in one.values() if isinstance(value, dict)]
        found = [(name, value) for one in level for name, value in one.items() if _has_objects(value)]
        if found:
            return found[0][1] if len(found) == 1 and found[0][0].lower() in _INSIDE else None
    return None


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def loads(text: str) -> Any:
    """JSON with its numbers as they are written: an id of 19 digits or "1.10" must not pass through a float."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=constant)


def constant(name: str) -> str | None:
    """What a program that writes a bare `name` into JSON means: NaN is a missing cell, Infinity stays a word."""
    return None if name == "NaN" else name


def _raw(
    content: Content, reader: str, encoding: str, objects: Sequence[tuple[int, Any]], wrong: list[Reject],
    warnings: list[str],
) -> Raw:  # fmt: skip
    rows, numbers = [], []
    for number, one in objects:
        if isinstance(one, dict) and one:
            rows.append(_flat(_found(one)))
            numbers.append(number)
        elif isinstance(one, dict):  # a table of such rows alone would have no column, and so no row
            wrong.append(Reject(number, "", "empty_object", "{}", "an object with named values"))
        else:
            wrong.append(Reject(number, "", "not_a_json_object", short(one), "an object with named values"))
    if not rows and not wrong:
        raise DataError("E202", "there is no row", where=content.name, do="export it again")
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    return Raw(
        content.name, reader, encoding, content.sha256, table, np.array(numbers, dtype=np.int64), wrong, warnings,
        holds=nested.found([one for _, one in objects]),
    )  # fmt: skip


def _found(one: dict[str, Any]) -> dict[str, Any]:
    """What a search engine found, {"_index": ..., "_id": ..., "_source": {...}}, as the row it is; others as they are."""
    source = one.get("_source")
    return {"_id": one.get("_id"), **source} if isinstance(source, dict) and "_index" in one else one


def _flat(one: dict[str, Any], prefix: str = "") -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for name, value in one.items():
        column = sound(prefix + name)
        if isinstance(value, dict):
            flat |= _flat(value, f"{column}.")
        elif isinstance(value, bool):
            flat[column] = "true" if value else "false"
        elif isinstance(value, list):
            flat[column] = sound(json.dumps(value, ensure_ascii=False))
        else:
            flat[column] = sound(value) if value else None
    return flat
