"""SurveySparrow: responses of its API and webhooks, with the words of each question beside its answer.

For: `formats`. Not for: its CSV. The type of a question says the scale of its score: NPS 0 to 10, CSAT 1 to 5; a rating
says its steps (`rating_scale`). What an opinion scale begins at is not in the file: it is carried, unless its words say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats import questions, responses, scales
from voc.ingest.formats.document import documents, inner, joined, listed, mapping, word
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.responses import Answer
from voc.ingest.formats.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_TYPES = {"npsscore": questions.NPS, "nps": questions.NPS, "csatscore": Score("csat", 1, 5)}
_FREE = ("npsfeedback", "csatfeedback", "cesfeedback", "textinput", "feedback", "comment")
_PERSONAL = ("email", "emailinput", "phonenumber", "contactform", "fullname", "signature", "fileinput")
_MARKS = (
    "survey_type",
    "question_type",
    "question_tags",
    "rating_scale",
    "channel_id",
    "survey_id",
    "meta_data",
    "folder",
)


@dataclass(frozen=True)
class Said:
    """An answer: `id`, words and `kind` of its question, what it says, and the scale that the file gives, if any."""

    id: str
    question: str
    kind: str
    text: str
    scale: Score | None


def _like(head: Head) -> Like:
    marks = [one for one in _MARKS if one in head.members]
    if not {"answers", "answer", "question", "completed_time"} <= head.members or len(marks) < 2:
        return NOT_LIKE
    return Like(min(0.95, 0.8 + 0.05 * len(marks)), "has answers, question, completed_time, " + ", ".join(marks[:3]))


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback", timezone="UTC")
    found = [
        each
        for one in documents(content)
        for each in (inner(one, "data") if isinstance(inner(one, "data"), list) else [one])
    ]
    rows = [{said.id: said for said in _answers(one)} for one in found]
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
        if not isinstance(one, dict) or "answers" not in one:
            responses.no_object(sheet, one)
            continue
        state = (word(one, "state") or "COMPLETED").upper()
        if state != "COMPLETED":
            sheet.reject("unfinished_response", column="state", found=state, expected="COMPLETED")
            continue
        given: dict[str, str | None] = {
            "created_at": word(one, "completed_time"), "started_at": word(one, "start_time"), "channel": "survey",
            "customer_id": word(one, "contact_id") or word(one, "contact", "id"),
            "survey_id": word(one, "survey_id") or word(one, "survey", "id"), "survey": word(one, "survey", "name"),
            "language": word(one, "language"),
        }  # fmt: skip
        given |= _variables(one)
        given |= {
            responses.carried(asked[id].question): row[id].text for id in closed if id in row and id not in numbers
        }
        once = {responses.carried(asked[id].question): row[id].text if id in row else None for id in numbers}
        if scored is not None:
            once["score"] = row[scored.id].text if scored.id in row else None
        answers = [Answer(id, asked[id].question, row[id].text if id in row else None) for id in opens]
        responses.give(sheet, word(one, "id"), given, answers, once)
    return [sheet.raw(content, "surveysparrow", content.decoded[1], content.decoded[2])]


def _answers(one: Any) -> Iterator[Said]:
    several = inner(one, "answers")
    pairs = several.items() if isinstance(several, dict) else enumerate(listed(one, "answers"), 1)
    for key, answer in pairs:
        text = joined(inner(answer, "answer")) if isinstance(answer, dict) else None
        if text is None or str(inner(answer, "skipped")).lower() == "true":
            continue
        kind = (word(answer, "question_type") or "").lower()
        if kind in _PERSONAL or responses.is_personal(word(answer, "question") or ""):
            continue
        id = word(answer, "question_id") or str(key)
        yield Said(id, word(answer, "question") or f"question {id}", kind, text, _scale(answer, kind, text))


def _scale(answer: Mapping[str, Any], kind: str, text: str) -> Score | None:
    steps = word(answer, "rating_scale") or ""
    if steps.isdecimal() and 2 <= int(steps) <= 10 and responses.is_number(text):
        return Score("stars", 1, int(steps))
    return _TYPES.get(kind) if responses.is_number(text) else None


def _is_open(said: Said, cells: Sequence[str]) -> bool:
    return said.kind in _FREE or (not said.kind and questions.is_open(said.question, cells))


def _variables(one: Any) -> dict[str, str | None]:
    more = mapping(one, "variables") or mapping(one, "custom_params")
    return {responses.carried(name): word(more, name) for name in more if not responses.is_personal(name)}


FORMATS = (
    Format(
        "surveysparrow", "SurveySparrow responses", "SurveySparrow API v3 and webhooks", ("feedback",), _like, _read,
    ),
)  # fmt: skip
