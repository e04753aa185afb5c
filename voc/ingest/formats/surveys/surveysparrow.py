"""SurveySparrow: responses of its API and webhooks, with the words of each question beside its answer.

For: `formats`. Not for: its CSV. The type of a question says the scale of its score: NPS 0 to 10, CSAT 1 to 5; a rating
says its steps (`rating_scale`). What an opinion scale begins at is not in the file: it is carried, unless its words say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import question_answers, questions, responses
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, inner, joined, listed, mapping, word
from voc.ingest.formats.parts.question_answers import Response, Said
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


def _like(head: Head) -> Like:
    marks = [one for one in _MARKS if one in head.members]
    if not {"answers", "answer", "question", "completed_time"} <= head.members or len(marks) < 2:
        return NOT_LIKE
    return Like(min(0.95, 0.8 + 0.05 * len(marks)), "has answers, question, completed_time, " + ", ".join(marks[:3]))


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    found = [
        each
        for one in documents(content)
        for each in (inner(one, "data") if isinstance(inner(one, "data"), list) else [one])
    ]
    return [question_answers.raw(content, "surveysparrow", [_response(one) for one in found], "UTC")]


def _response(one: Any) -> Response | Left:
    if not isinstance(one, dict) or "answers" not in one:
        return responses.left(one)
    state = (word(one, "state") or "COMPLETED").upper()
    if state != "COMPLETED":
        return Left("unfinished_response", state, "COMPLETED", "state")
    cells = {
        "created_at": word(one, "completed_time"), "started_at": word(one, "start_time"), "channel": "survey",
        "customer_id": word(one, "contact_id") or word(one, "contact", "id"),
        "survey_id": word(one, "survey_id") or word(one, "survey", "id"), "survey": word(one, "survey", "name"),
        "language": word(one, "language"),
    }  # fmt: skip
    return Response(word(one, "id"), {**cells, **_variables(one)}, [*_answers(one)])


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
        question = word(answer, "question") or f"question {id}"
        yield Said(id, question, text, _scale(answer, kind, text), kind in _FREE if kind else None)


def _scale(answer: Mapping[str, Any], kind: str, text: str) -> Score | None:
    steps = word(answer, "rating_scale") or ""
    if steps.isdecimal() and 2 <= int(steps) <= 10 and responses.is_number(text):
        return Score("stars", 1, int(steps))
    return _TYPES.get(kind) if responses.is_number(text) else None


def _variables(one: Any) -> dict[str, str | None]:
    more = mapping(one, "variables") or mapping(one, "custom_params")
    return {responses.carried(name): word(more, name) for name in more if not responses.is_personal(name)}


FORMATS = (
    Format(
        "surveysparrow", "SurveySparrow responses", "SurveySparrow API v3 and webhooks", ("feedback",), _like, _read,
    ),
)  # fmt: skip
