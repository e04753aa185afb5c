"""Formbricks: responses of its API and webhooks, with the words of their questions where the survey lies beside them.

For: `formats`. Not for: the CSV of its pages. A response calls its answers by the ids of their questions; what was asked,
and on which scale, stands in the survey, another document of the API. Without it free answers are comments, and numbers are
carried without a scale.
https://formbricks.com/docs/api-reference
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import question_answers, questions, responses, survey_definitions
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, inner, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.question_answers import Response, Said
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_PERSONAL = ("contactInfo", "address", "fileUpload", "cal")
_USUAL = ("ttc", "contactAttributes", "personAttributes", "singleUseId", "displayId", "endingId", "meta")


def _like(head: Head) -> Like:
    if not {"surveyId", "finished", "data", "createdAt"} <= head.members:
        return NOT_LIKE
    there = [one for one in _USUAL if one in head.members]
    return Like(min(0.95, 0.6 + 0.1 * len(there)), "has surveyId, finished, " + ", ".join(there[:4]))


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    found = [each for one in documents(content) for each in _things(one)]
    ids = frozenset(id for one in found if (id := word(one, "surveyId")))
    beside = list(survey_definitions.beside(content, ids))
    surveys = [one for _, one in beside] + [one for each in found if (one := mapping(each, "survey"))]
    asked = {id: one for survey in surveys for one in _questions(survey) if (id := word(one, "id"))}
    again = newest(
        [mapping(one) for one in found], lambda one: word(one, "id"), lambda one: moment(one.get("updatedAt"))
    )
    said = [
        _response(one, asked)
        if reason is None
        else Left(reason, word(one, "id") or "", "the version updated last", "id")
        for one, reason in zip(found, again, strict=True)
    ]
    return [
        question_answers.raw(content, "formbricks", said, "UTC", survey_definitions.used([name for name, _ in beside]))
    ]


def _things(document: Any) -> Iterator[Any]:
    """Responses of a page, and the one of a webhook, whose answers are called `data` too."""
    held = inner(document, "data")
    if isinstance(document, dict) and "surveyId" not in document and isinstance(held, list | dict):
        yield from held if isinstance(held, list) else [held]
    else:
        yield document


def _questions(survey: Mapping[str, Any]) -> Iterator[Any]:
    for each in [survey, *listed(survey, "blocks")]:
        yield from [*listed(each, "questions"), *listed(each, "elements")]


def _response(one: Any, asked: Mapping[str, Any]) -> Response | Left:
    if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
        return responses.left(one)
    if truth(one.get("finished")) is False:
        return Left("unfinished_response", "false", "a finished response", "finished")
    cells = {
        "created_at": word(one, "createdAt"), "channel": "survey", "survey_id": word(one, "surveyId"),
        "customer_id": word(one, "contact", "userId") or word(one, "contact", "id") or word(one, "userId"),
        "language": word(one, "language"), "source_of_response": word(one, "meta", "source"),
        "country": word(one, "meta", "country"), "tags": joined(one.get("tags")),
    }  # fmt: skip
    return Response(word(one, "id"), cells, [*_answers(one["data"], asked)])


def _answers(data: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[Said]:
    for id, value in data.items():
        question = mapping(asked, id)
        words = word(question, "headline", "default") or word(question, "headline") or id
        kind = word(question, "type") or ""
        text = joined(value) if not isinstance(value, dict) else None
        if text is None or kind in _PERSONAL or responses.is_personal(words):
            continue
        yield Said(id, words, text, _scale(question, kind, words), kind == "openText" if kind else None)


def _scale(question: Mapping[str, Any], kind: str, words: str) -> Score | None:
    """NPS is 0 to 10; a rating, of stars, faces or numbers, begins at 1 and says where it ends."""
    if kind == "nps":
        return questions.NPS
    steps = word(question, "range") or ""
    if kind != "rating" or steps not in ("3", "4", "5", "6", "7", "10"):
        return None
    is_stars = word(question, "scale") == "star"
    return Score("stars" if is_stars else questions.kind(words, 1, int(steps)), 1, int(steps))


FORMATS = (
    Format("formbricks", "Formbricks responses (JSON)", "Formbricks API and webhooks", ("feedback",), _like, _read),
)
