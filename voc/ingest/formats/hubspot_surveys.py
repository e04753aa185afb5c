"""HubSpot: what customers answered to its surveys, as JSON of its API or as a table of a warehouse.

For: /crm/v3/objects/feedback_submissions, and tables with the same properties. Not for: tickets and calls (`hubspot`). The
type of a survey says its scale: loyalty (NPS) 0 to 10, support (CES) 1 to 7, satisfaction (CSAT) 0, 1 and 2; a survey of
one's own has whatever it was given, and its value is carried.
https://knowledge.hubspot.com/customer-feedback/feedback-submission-properties (the values of each type)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats import responses
from voc.ingest.formats.document import documents, mapping, truth, word
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.hubspot import objects
from voc.ingest.formats.moments import moment
from voc.ingest.formats.sheet import Sheet
from voc.ingest.formats.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.versions import newest
from voc.ingest.raw import Raw

_MARKS = ("hs_survey_type", "hs_survey_id", "hs_survey_name", "hs_survey_channel", "hs_response_group",
          "hs_submission_timestamp")  # fmt: skip
_SAYS = ("hs_value", "hs_response_value", "hs_content")
_SCALES = {"NPS": ("nps", 0, 10), "CES": ("ces", 1, 7), "CSAT": ("csat", 0, 2)}
_CARRIED = ("hs_survey_id", "hs_survey_name", "hs_survey_type", "hs_survey_channel", "hs_response_group",
            "hs_knowledge_article_id")  # fmt: skip


def _like(names: frozenset[str]) -> Like:
    own = frozenset(name.removeprefix("property_") for name in names)
    there = [name for name in _MARKS if name in own]
    if len(there) < 2 or not own.intersection(_SAYS):
        return NOT_LIKE
    return Like(0.93, f"answers to surveys: has {', '.join(there[:3])}")


def like(head: Head) -> Like:
    """How like a table of submissions a head is."""
    return _like(head.names)


def like_json(head: Head) -> Like:
    """How like JSON of submissions a head is."""
    return _like(head.members) if "properties" in head.members else NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Feedback of a table; a sync writes times in UTC."""
    assert raw is not None
    sheet = Sheet("feedback", "UTC", answers=("their_score",))
    found = [
        (row.number, {name.removeprefix("property_"): cell for name, cell in row.cells.items()})
        for row in rows(raw)
        if not reject_wrong(row, sheet)
    ]
    _fill(sheet, found)
    return [raw_of(sheet, content, raw, "hubspot_survey_rows")]


def read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The same of JSON. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback", answers=("their_score",))
    _fill(sheet, [(None, cells) for document in documents(content) for cells in objects(document)])
    return [sheet.raw(content, "hubspot_surveys", content.decoded[1], content.decoded[2])]


def _fill(sheet: Sheet, found: Sequence[tuple[int | None, Any]]) -> None:
    again = newest(
        [mapping(one) for _, one in found], lambda one: word(one.get("id")), lambda one: moment(one.get("updatedat"))
    )
    n_open = 0
    for (number, one), older in zip(found, again, strict=True):
        if not isinstance(one, dict):
            responses.no_object(sheet, one)
            continue
        gone = any(truth(one.get(name)) for name in ("is_deleted", "_fivetran_deleted", "archived"))
        if older or gone:
            sheet.reject(older or "deleted", number, found=word(one.get("id")) or "", expected="an answer that stands")
            continue
        given = word(one.get("hs_value")) or word(one.get("hs_response_value"))
        scored = _scored(one, given)
        n_open += given is not None and not scored
        sheet.keep(
            number, feedback_id=word(one.get("id")), text=word(one.get("hs_content")), channel="survey",
            created_at=moment(one.get("hs_submission_timestamp") or one.get("createdate") or one.get("hs_createdate")),
            customer_id=word(one.get("hs_contact_id")), interaction_id=word(one.get("hs_ticket_id")),
            their_score=None if scored else given, **scored, **{name: word(one.get(name)) for name in _CARRIED},
        )  # fmt: skip
    if n_open:
        sheet.warnings += responses.to_declare(sheet.answers)


def _scored(one: Mapping[str, Any], given: str | None) -> dict[str, str | None]:
    """The score and its scale, where the type of the survey says one that the value is a point of."""
    kind, low, high = _SCALES.get((word(one.get("hs_survey_type")) or "").upper(), ("", 0, -1))
    if given is None or not given.isdecimal() or not low <= int(given) <= high:
        return {}
    return {"score": given, "score_type": kind, "score_min": str(low), "score_max": str(high)}


FORMATS = (
    Format(
        "hubspot_surveys", "HubSpot survey answers (JSON)", "HubSpot CRM API v3, feedback submissions", ("feedback",),
        like_json, read_json,
    ),
    Format(
        "hubspot_survey_rows", "HubSpot survey answers, a table of a warehouse", "syncs of HubSpot's feedback submissions",
        ("feedback",), like, read, rows=True,
    ),
)  # fmt: skip
