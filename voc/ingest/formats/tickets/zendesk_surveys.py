"""Zendesk's surveys of satisfaction: what customers answered, JSON of the API.

For: /api/v2/guide/survey_responses and survey_responses of a ticket; a page of them, one, or one a line. Not for: the rating
of a ticket as good or bad, which tickets hold (`zendesk`). A rating is 1 to 5, as the API gives it, be it shown as stars,
faces or numbers.
https://developer.zendesk.com/api-reference/ticketing/tickets/csat_survey_responses/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.document import Broken, documents, listed, mapping, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("survey responses", ("responder_id", "answers", "subjects", "survey")),
    ("survey responses", ("responder_id", "answers", "rating", "rating_category")),
)
_PAGES = ("survey_responses", "csat_survey_responses", "survey_response")


def like(head: Head) -> Like:
    """How like responses to a survey of Zendesk a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The feedback of a file. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback", score=Score("csat", 1, 5))
    for one in _responses(documents(content)):
        if isinstance(one, Broken) or not isinstance(one, dict):
            sheet.reject("not_a_json_object", found=one.text if isinstance(one, Broken) else one, expected="a response")
        elif not isinstance(one.get("answers"), list):
            sheet.reject("answers_missing", found=", ".join(list(one)[:6]), expected="a response with its answers")
        elif not listed(one.get("answers")):
            sheet.reject("not_answered", found=word(one.get("id")), expected="a response with an answer")
        else:
            sheet.keep(**_cells(one))
    return [sheet.raw(content, "zendesk_surveys", content.decoded[1], content.decoded[2])]


def _responses(found: Sequence[Any]) -> Iterator[Any]:
    for one in found:
        page = next((one[name] for name in _PAGES if name in one), None) if isinstance(one, dict) else None
        if page is None:
            yield one
        else:
            yield from page if isinstance(page, list) else [page]


def _cells(one: Mapping[str, Any]) -> dict[str, str | None]:
    answers = [mapping(each) for each in listed(one.get("answers"))]
    said = next((word(each.get("comment")) for each in answers if word(each.get("comment"))), None)
    rated = next((each for each in answers if word(each.get("rating"))), {})
    when = next((at for each in (rated, *answers) if (at := moment(each.get("created_at")))), None)
    subjects = [mapping(each) for each in listed(one.get("subjects"))]
    tickets = [word(each.get("id")) for each in subjects if (word(each.get("type")) or "").lower() == "ticket"]
    return {
        "feedback_id": word(one.get("id")), "created_at": when, "text": said, "score": word(rated.get("rating")),
        "interaction_id": tickets[0] if tickets else None, "customer_id": word(one.get("responder_id")),
        "channel": "survey", "rating_category": word(rated.get("rating_category")),
        "reason": word(rated.get("reason")), "survey_id": word(mapping(one.get("survey")).get("id")),
    }  # fmt: skip


FORMATS = (
    Format(
        "zendesk_surveys",
        "Zendesk survey responses (JSON)",
        "Zendesk CSAT survey responses API",
        ("feedback",),
        like,
        read,
    ),
)
