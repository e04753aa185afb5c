"""Wootric (InMoment): responses of its API.

For: `formats`. Not for: users who declined. A score is Net Promoter Score, 0 to 10, unless the response or its survey
says that it is CSAT (1 to 5) or CES (1 to 7). A response that Wootric leaves out of its figures is left out here.
https://docs.wootric.com/api/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, first, joined, mapping, truth, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("responses", ("score", "text", "excluded_from_calculations")),
    ("responses", ("score", "text", "end_user_id", "origin_url")),
    ("responses", ("score", "text", "end_user", "completed")),
)
_SCALES = {"nps": Score("nps", 0, 10), "csat": Score("csat", 1, 5), "ces": Score("ces", 1, 7)}


def like(head: Head) -> Like:
    """How like responses of Wootric a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for document in documents(content):
        for one in things(document, "responses", "data"):
            reason = _why_not(one)
            if not isinstance(one, dict) or not {"score", "text"} & set(one):
                responses.no_object(sheet, one)
            elif reason is not None:
                sheet.reject(reason, found=word(one, "id"), expected="a response that counts")
            else:
                sheet.keep(**_cells(one))
    return [sheet.raw(content, "wootric", content.decoded[1], content.decoded[2])]


def _why_not(one: Any) -> str | None:
    if truth(mapping(one).get("excluded_from_calculations")):
        return "excluded_by_the_tool"
    return "unfinished_response" if truth(mapping(one).get("completed")) is False else None


def _cells(one: Mapping[str, Any]) -> dict[str, str | None]:
    user, survey = mapping(one, "end_user"), mapping(one, "survey")
    said = first(one, "survey_type", "metric", "response_type") or first(survey, "type", "survey_type", "metric")
    scale = _SCALES.get((word(said) or "nps").lower())
    properties = mapping(user, "properties") or mapping(one, "end_user_properties")
    more = {name: word(value) for name, value in properties.items() if not responses.is_personal(name)}
    cells = {
        "feedback_id": word(one, "id"), "created_at": moment(one.get("created_at")), "score": word(one, "score"),
        "text": word(one, "text"), "channel": "survey", "tags": joined(one.get("tags")),
        "customer_id": word(user, "external_id") or word(one, "end_user_id") or word(user, "id"),
        "survey_id": word(one, "survey_id") or word(survey, "id"),
    }  # fmt: skip
    if scale is None:
        return {**{responses.carried(name): cell for name, cell in more.items()}, **cells, "score": None,
                f"score of {word(said)}": cells["score"]}  # fmt: skip
    points = {"score_type": scale.type, "score_min": f"{scale.min:g}", "score_max": f"{scale.max:g}"}
    return {**{responses.carried(name): cell for name, cell in more.items()}, **cells, **points}


FORMATS = (Format("wootric", "Wootric responses", "Wootric API v1", ("feedback",), like, read),)
