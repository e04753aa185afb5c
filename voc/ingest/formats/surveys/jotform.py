"""Jotform: submissions of forms, as JSON of its API.

For: /form/{id}/submissions, /submission/{id} and submissions a line each. Not for: its tables (`survey_tools`). A question
says its kind: stars and scales say how far they go, headings and buttons are no questions, and names, addresses and numbers
of people are left out. Times are those of the account, without an offset, so that their zone is asked for.
https://api.jotform.com/docs/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import question_answers, questions, responses
from voc.ingest.formats.parts.conversation import Left, number
from voc.ingest.formats.parts.document import documents, joined, mapping, word
from voc.ingest.formats.parts.markup import read as plain
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.question_answers import Response, Said
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_OPEN = ("control_textarea",)
_MAYBE = ("control_textbox",)
_LEFT = (
    "control_head", "control_text", "control_button", "control_pagebreak", "control_divider", "control_collapse",
    "control_image", "control_captcha", "control_fullname", "control_email", "control_phone", "control_address",
    "control_birthdate", "control_signature", "control_fileupload", "control_password", "control_hidden",
    "control_autoincrement", "control_payment",
)  # fmt: skip
_GONE = {"deleted": "deleted", "trashed": "deleted", "archived": "deleted", "incomplete": "unfinished_response"}


def like(head: Head) -> Like:
    """How like submissions of the API a head is."""
    if head.members.issuperset(("form_id", "answers", "created_at", "type")) and '"control_' in head.text:
        return Like(0.95, "submissions: has form_id, answers, control_...")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "content", "data")]
    return [question_answers.raw(content, "jotform_json", [_submission(one, _scored(found)) for one in found])]


def _scored(found: Sequence[Any]) -> str | None:
    """The id of the first question of the form that has a scale, which is the score; the others are carried."""
    asked = [pair for one in found for pair in mapping(_inside(one), "answers").items() if isinstance(pair[1], dict)]
    places = [(number(word(one, "order")) or 0.0, id) for id, one in asked if _scale(one) is not None]
    return min(places)[1] if places else None


def _inside(one: Any) -> Any:
    return mapping(one, "content") if "answers" in mapping(one, "content") else one


def _submission(one: Any, scored: str | None) -> Response | Left:
    one = _inside(one)
    if not isinstance(one, dict) or not isinstance(one.get("answers"), dict):
        return responses.left(one)
    id, status = word(one, "id"), (word(one, "status") or "").lower()
    if status in _GONE:
        return Left(_GONE[status], id or "", "a submission that stands", "status")
    cells = {
        "created_at": word(one, "created_at"), "updated_at": word(one, "updated_at"), "channel": "survey",
        "form_id": word(one, "form_id"),
    }  # fmt: skip
    return Response(id, cells, [*_answers(one["answers"], scored)])


def _answers(answers: Mapping[str, Any], scored: str | None) -> Iterator[Said]:
    """The answers in the order of the form, of those questions that were answered."""
    for id, one in sorted(answers.items(), key=lambda pair: number(word(pair[1], "order")) or 0.0):
        kind, question = word(one, "type") or "", plain(word(one, "text") or "") or f"question {id}"
        if not isinstance(one, dict) or kind in _LEFT or responses.is_personal(question):
            continue
        if isinstance(rows := one.get("answer"), dict):
            yield from _parts(id, question, rows)
            continue
        text = joined(one.get("answer"))
        if text is not None and text.strip():
            is_open = True if kind in _OPEN and not responses.is_number(text) else None if kind in _MAYBE else False
            yield Said(id, question, text, _scale(one) if id == scored else None, is_open)


def _parts(id: str, question: str, rows: Mapping[str, Any]) -> Iterator[Said]:
    """The parts of an answer: of a matrix, what each of its rows says."""
    for name, value in rows.items():
        if (text := joined(value)) is not None and not responses.is_personal(name):
            yield Said(f"{id}-{name}", f"{question} - {name}", text, None, False)


def _scale(one: Mapping[str, Any]) -> Score | None:
    """The scale of a question of stars or of a scale, which is that of the Net Promoter Score where it goes from 0 to 10 and
    asks whether one would recommend."""
    kind = word(one, "type")
    if kind == "control_rating":
        top = number(word(one, "stars")) or 5.0
        return Score("stars", 1, top) if top >= 2 else None
    if kind != "control_scale":
        return None
    low, count = number(word(one, "scaleFrom")), number(word(one, "scaleAmount"))
    if low is None or count is None or count <= low or (low == 0 and count == 11):  # eleven steps, or up to eleven
        return None
    is_nps = (low, count) == (0.0, 10.0) and questions.recommends(word(one, "text") or "")
    return questions.NPS if is_nps else Score("other", low, count)


FORMATS = (Format("jotform_json", "Jotform submissions, API", "Jotform API", ("feedback",), like, read),)
