"""Rows of JSON that hold the answers to a survey in a list, each beside its question, as a table with a column a question.

    unfolded(raw)      # {"id": "1", "answers": [{"label": "Why?", "value": "Slow"}]} -> id, Why?

For: `headed`, which asks afterwards what the headings say. Not for: surveys of a known tool. Questions that have no words
stay in their list: an id says nothing of what was asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from voc.ingest.formats.parts import headings
from voc.ingest.formats.parts.document import word
from voc.ingest.raw import Raw, sound

_LISTS = re.compile(
    r"(?:.*[._ ])?(?:answers?|responses?|questions?|questions? and answers|qa|"
    r"survey ?(?:answers|responses|results|questions)|results?|fields|form ?fields|question ?answers|answer ?list|"
    r"答案|问题|題目|题目)"
)
_ASKED = (
    "question", "question_text", "questionText", "question_title", "questionTitle", "question_label", "question_name",
    "label", "title", "prompt", "heading", "text", "name", "问题", "題目", "题目",
)  # fmt: skip
_ANSWERED = (
    "answer", "answer_text", "answerText", "answer_value", "answerValue", "response", "response_text", "value", "values",
    "choice", "choices", "selected", "comment", "text", "label", "score", "rating", "number", "答案", "回答",
)  # fmt: skip


def unfolded(raw: Raw) -> Raw | None:
    """`raw` with the lists of answers as columns; None where there are none with questions. What a column and
    a question both say is said once."""
    names = raw.rows.column_names
    for name in names:
        if not _LISTS.fullmatch(headings.plain(name)):
            continue
        cells = raw.rows.column(name).to_pylist()
        rows = [dict(_answers(cell)) for cell in cells]
        asked = list(dict.fromkeys(question for row in rows for question in row))
        if not any(headings.kind(one) in ("question", "rating", "text") for one in asked):
            continue
        told = {one: [row.get(one) for row in rows] for one in asked}
        theirs = {one: raw.rows.column(one).to_pylist() for one in names if one != name}
        # The same answers twice: a column of comments says more than its question, a question more than a number's name.
        said = [theirs[one] for one in theirs if headings.kind(one) == "text"]
        told = {one: cells for one, cells in told.items() if cells not in said}
        columns = {one: raw.rows.column(one) for one, cells in theirs.items() if cells not in told.values()}
        columns |= {
            one if one not in columns else f"{one} (answer)": pa.array(cells, pa.string())
            for one, cells in told.items()
        }
        return replace(raw, rows=pa.table(columns), holds="")
    return None


def _answers(cell: str | None) -> Iterator[tuple[str, str]]:
    """The questions and answers of a cell that holds a list of them."""
    try:
        found = json.loads(cell or "", parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        return
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and (question := _question(one)) and (answer := _answer(one, question)):
            yield sound(question), sound(answer)


def _question(one: Mapping[str, Any]) -> str | None:
    for name in _ASKED:
        value = one.get(name)
        found = _question(value) if isinstance(value, dict) else word(value)
        if found:
            return found
    return None


def _answer(one: Mapping[str, Any], question: str) -> str | None:
    for name in _ANSWERED:
        found = _said(one.get(name))
        if found and found != question:
            return found
    return None


def _said(value: Any) -> str | None:
    """An answer: a text or number, an object that holds one, several joined."""
    if isinstance(value, dict):
        held = (value.get(name) for name in ("text", "label", "value", "name", "answer", "title"))
        return next((found for one in held if (found := _said(one))), None)
    if isinstance(value, list):
        return _joined([_said(one) for one in value])
    return word(value)


def _joined(several: Sequence[str | None]) -> str | None:
    return "; ".join(one for one in several if one) or None
