"""Responses of surveys whose answers stand beside the words of their questions, to rows of feedback.

    return [raw(content, "surveysparrow", [Response("r-1", {"created_at": "..."}, [Said("7", "Why?", "Too slow")])])]

For: the formats of such surveys. Not for: tables whose heads are the questions (`survey_tables`), and a vendor's members.
The score is the answer whose scale the file gives, else the one that its words or answers settle (`scales`); a free answer
is a comment; all others are carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.ingest.content import Content
from voc.ingest.formats.parts import questions, responses, scales
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score


@dataclass(frozen=True)
class Said:
    """An answer: `id` and words of its question, what it says, the scale that the file gives, if any, and whether it
    `is_open`, None where the file does not say."""

    id: str
    question: str
    text: str
    scale: Score | None = None
    is_open: bool | None = None


@dataclass(frozen=True)
class Response:
    """A response: its id, the cells that describe it, and its answers."""

    id: str | None
    cells: Mapping[str, str | None]
    answers: Sequence[Said]


def raw(
    content: Content, reader: str, found: Sequence[Response | Left], timezone: str | None = None,
    warnings: Sequence[str] = (),
) -> Raw:  # fmt: skip
    """The Raw of feedback; naive times are of `timezone`."""
    sheet = Sheet("feedback", timezone=timezone, warnings=[*warnings])
    rows = [{} if isinstance(one, Left) else {said.id: said for said in one.answers} for one in found]
    asked = {id: said for row in reversed(rows) for id, said in row.items()}
    cells = {id: [row[id].text for row in rows if id in row] for id in asked}
    opens = [id for id, said in asked.items() if _is_open(said, cells[id])]
    closed = [id for id in asked if id not in opens]
    scored = next((scales.Scored(id, scale) for id in closed if (scale := asked[id].scale)), None) or scales.scored(
        [scales.Asked(id, asked[id].question, cells[id]) for id in closed]
    )
    if scored is not None:
        sheet.score = scored.scale
        sheet.warnings += scored.warnings
        closed = [id for id in closed if id != scored.id]
    numbers = [id for id in closed if all(responses.is_number(cell) for cell in cells[id])]
    sheet.answers = tuple(responses.carried(asked[id].question) for id in numbers)
    sheet.warnings += responses.to_declare(sheet.answers)
    for one, row in zip(found, rows, strict=True):
        if isinstance(one, Left):
            sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
            continue
        given = {
            **one.cells,
            **{responses.carried(asked[id].question): row[id].text for id in closed if id in row and id not in numbers},
        }
        once = {responses.carried(asked[id].question): row[id].text if id in row else None for id in numbers}
        if scored is not None:
            once["score"] = row[scored.id].text if scored.id in row else None
        answers = [Answer(id, asked[id].question, row[id].text if id in row else None) for id in opens]
        responses.give(sheet, one.id, given, answers, once)
    return sheet.raw(content, reader, content.decoded[1], content.decoded[2])


def _is_open(said: Said, cells: Sequence[str]) -> bool:
    if said.is_open is None:
        return questions.is_open(said.question, cells)
    return said.is_open and not questions.are_codes(said.question, cells)
