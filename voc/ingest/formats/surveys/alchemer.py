"""Alchemer (SurveyGizmo): responses of its API, v5 with the words of each question, v4 with ids of questions alone.

For: `formats`. Not for: its CSV (`survey_tools`). Times are of New York, with the word EST or EDT behind them or none.
Answers to parts of a grid are questions of their own; of several options that were chosen the words are one answer.
https://apihelp.alchemer.com/help/surveyresponse-returned-fields-v5
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import question_answers, questions, responses
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, truth, word
from voc.ingest.formats.parts.markup import read as plain
from voc.ingest.formats.parts.question_answers import Response, Said
from voc.ingest.note import note
from voc.ingest.raw import Raw

_ZONE = "America/New_York"
_OFFSETS = {"EST": "-05:00", "EDT": "-04:00", "GMT": "+00:00", "UTC": "+00:00"}
_WORDED = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s+([A-Z]{3})$")
_FREE = ("essay", "textbox", "text", "multi_textbox")
_CHOSEN = (
    "radio",
    "menu",
    "checkbox",
    "table",
    "rank",
    "slider",
    "likert",
    "nps",
    "rating",
    "image_select",
    "cont_sum",
)
_LEFT = ("hidden", "instructions", "file", "files", "signature", "email", "contact", "js", "redirect")
_OLD = re.compile(r"^\[question\((\d+)\)(?:,\s*(option|question_pipe)\((.*?)\))?.*\]$")
_OUT = {"partial": "unfinished_response", "disqualified": "disqualified", "deleted": "deleted"}


def like(head: Head) -> Like:
    """How like responses of Alchemer's API a head is."""
    if head.members.issuperset(("survey_data", "session_id", "is_test_data")):
        return Like(0.95, "responses: has survey_data, session_id, is_test_data")
    if head.members.issuperset(("survey_data", "date_submitted", "status")):
        return Like(0.9, "responses: has survey_data, date_submitted, status")
    if any(map(_OLD.match, head.members)) and head.members & {"datesubmitted", "date_submitted", "responseID"}:
        return Like(0.95, "responses of v4: has [question(..)], datesubmitted")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    found: list[Any] = []
    notes: list[str] = []
    for document in documents(content):
        several = inner(document, "data")
        found += several if isinstance(several, list) else [several if isinstance(several, dict) else document]
        pages = word(document, "total_pages")
        if pages not in (None, "0", "1"):
            notes.append(
                note(
                    "page {page} of {pages}: the others are in other files, or missing",
                    page=word(document, "page") or "?",
                    pages=pages,
                )
            )
    made = [_response(one) for one in found]
    return [question_answers.raw(content, "alchemer_json", made, _ZONE, [*dict.fromkeys(notes)])]


def _response(one: Any) -> Response | Left:
    if not isinstance(one, dict) or not ("survey_data" in one or any(map(_OLD.match, one))):
        return responses.left(one)
    id = word(first(one, "id", "responseID"))
    if truth(one.get("is_test_data")):
        return Left("test_response", id or "", "a response of somebody who was asked", "is_test_data")
    status = (word(one, "status") or "complete").lower()
    if status != "complete":
        return Left(_OUT.get(status, "unfinished_response"), status, "Complete", "status")
    begun, ended = (_moment(word(first(one, f"date_{name}", f"date{name}"))) for name in ("started", "submitted"))
    cells = {
        "created_at": ended, "started_at": begun, "channel": "survey", "customer_id": word(one, "contact_id"),
        "survey_id": word(one, "survey_id"), "language": word(first(one, "language", "Language")),
        "link_id": word(first(one, "link_id", "iLinkID")), "country": word(one, "country"),
        "duration_s": word(one, "response_time"),
    }  # fmt: skip
    return Response(id, {**_variables(one), **cells}, [*_answers(one)])


def _moment(cell: str | None) -> str | None:
    """A time with the word of its zone as ISO; one without stays naive."""
    found = _WORDED.match(cell or "")
    return f"{found[1]}{_OFFSETS[found[2]]}" if found and found[2] in _OFFSETS else cell


def _variables(one: Mapping[str, Any]) -> dict[str, str | None]:
    """What the link carried: {"cust": {"key": "cust", "value": "9"}}, or plain names and values."""
    more = mapping(one, "url_variables")
    cells = {
        name: word(value, "value") if isinstance(value, dict) else word(more, name) for name, value in more.items()
    }
    return {responses.carried(name): cell for name, cell in cells.items() if not responses.is_personal(name)}


def _answers(one: Mapping[str, Any]) -> Iterator[Said]:
    if "survey_data" not in one:
        yield from _old(one)
        return
    for answer in listed(one, "survey_data"):
        yield from _said(answer, "")


def _said(answer: Any, above: str) -> Iterator[Said]:
    """An answer, and those to the parts of a question."""
    if not isinstance(answer, dict):
        return
    id = word(answer, "id") or word(answer, "question") or "?"
    question = plain(word(answer, "question") or "") or f"question {id}"
    asked = f"{above} - {question}" if above else question
    kind = (word(answer, "type") or "").lower().replace("-", "_").replace(" ", "_")
    if kind in _LEFT or responses.is_personal(question):
        return
    for part in listed(answer, "subquestions"):
        inside = [each for each in listed(part) if isinstance(each, dict)] if "id" not in mapping(part) else []
        for each in inside or [part]:
            yield from _said(each, asked)
    options = [word(each, "answer") or word(each, "option") for each in listed(answer, "options")]
    text = "; ".join(each for each in options if each) or word(answer, "answer")
    comment = word(answer, "comments")
    if text is not None:
        scale = questions.NPS if kind in ("nps", "net_promoter_score") and responses.is_number(text) else None
        is_open = True if kind in _FREE and not responses.is_number(text) else False if kind in _CHOSEN else None
        yield Said(id, asked, text, scale, is_open)
    if comment is not None:
        yield Said(f"{id}-comment", f"{asked} (comment)", comment, None, True)


def _old(one: Mapping[str, Any]) -> Iterator[Said]:
    """Answers of v4, whose questions are ids; the options of one question are one answer."""
    found: dict[str, list[str]] = {}
    for name, value in one.items():
        hit, text = _OLD.match(name), word(value)
        if hit is not None and text is not None:
            found.setdefault(hit[1], []).append(text)
    for id, texts in found.items():
        yield Said(id, f"question {id}", "; ".join(texts))


FORMATS = (
    Format(
        "alchemer_json", "Alchemer (SurveyGizmo) responses, API", "Alchemer API v4 and v5", ("feedback",), like, read
    ),
)
