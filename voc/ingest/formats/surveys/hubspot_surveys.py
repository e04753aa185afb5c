"""HubSpot: responses to its surveys, as JSON of its API or as a table of a warehouse.

For: /crm/v3/objects/feedback_submissions, and tables with columns property_hs_survey_type ... Not for: tickets and calls
(`hubspot`), which hang on the same contacts.

A survey type has its scale: NPS 0 to 10; CES 1 to 7, 7 the easiest; CSAT 0, 1 and 2, its three faces. A CSAT survey with an
answer above 2, or whose number is not that of its group (2 and UNHAPPY), was asked otherwise, and the file does not say how:
its numbers are carried, not scored, as are those of any other type.
https://developers.hubspot.com/docs/api-reference/crm-feedback-submissions-v3/guide
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import documents, mapping, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.tickets.hubspot import objects
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_SCALES = {"NPS": Score("nps", 0, 10), "CES": Score("ces", 1, 7), "CSAT": Score("csat", 0, 2)}
_FACES = {"0": "UNHAPPY", "1": "NEUTRAL", "2": "HAPPY"}
_MARKS = ("hs_survey_type", "hs_value", "hs_response_group", "hs_survey_id", "hs_submission_timestamp")
_KNOWN = (
    "id", "archived", "is_deleted", "hs_content", "hs_value", "hs_submission_timestamp", "hs_createdate", "createdate",
    "createdat", "updatedat", "hs_lastmodifieddate", "hs_object_id", "hs_submission_name", "hs_ingestion_id",
    "hs_contact_id", "hs_contact_email_rollup", "hs_contact_firstname", "hs_contact_lastname", "hs_submission_url",
    "hs_survey_channel", "hs_visitor_id", "hs_ticket_id",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a table of survey responses a head is."""
    own = {name.removeprefix("property_") for name in head.names}
    return _like(own.intersection(_MARKS) if "hs_survey_type" in own else ())


def like_json(head: Head) -> Like:
    """How like JSON of survey responses a head is."""
    is_one = head.is_json and "properties" in head.members and "hs_survey_type" in head.members
    return _like(head.members.intersection(_MARKS) if is_one else ())


def _like(found: Iterable[str]) -> Like:
    marks = sorted(found)
    return Like(0.95, "survey responses: has " + ", ".join(marks[:3])) if len(marks) > 1 else NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The feedback of a table; a sync writes times in UTC."""
    assert raw is not None
    sheet = Sheet("feedback", timezone="UTC")
    found = [
        {name.removeprefix("property_"): cell for name, cell in row.cells.items()}
        for row in rows(raw)
        if not reject_wrong(row, sheet)
    ]
    _fill(sheet, found)
    return [raw_of(sheet, content, raw, "hubspot_survey_rows")]


def read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The same of JSON. Raises DataError E201 where it is no JSON."""
    sheet = Sheet("feedback")
    _fill(sheet, [cells for document in documents(content) for cells in objects(document)])
    return [sheet.raw(content, "hubspot_surveys", content.decoded[1], content.decoded[2])]


def _fill(sheet: Sheet, found: Sequence[Any]) -> None:
    sheet.answers = ("their_score",)
    scales = _scales([mapping(one) for one in found])
    unknown = set()
    for one in found:
        if not isinstance(one, dict):
            responses.no_object(sheet, one)
            continue
        if any(truth(one.get(name)) for name in ("archived", "is_deleted", "_fivetran_deleted")):
            sheet.reject("deleted", column="id", found=word(one.get("id")) or "", expected="a response that stands")
            continue
        kind = (word(one.get("hs_survey_type")) or "").upper()
        scale, value = scales.get((kind, word(one.get("hs_survey_id")))), word(one.get("hs_value"))
        once = {"their_score": value}
        if scale is not None:
            once = {
                "score": value,
                "score_type": scale.type,
                "score_min": f"{scale.min:g}",
                "score_max": f"{scale.max:g}",
            }
        elif value is not None:
            unknown.add(kind or "none")
        answer = Answer("hs_content", word(one.get("hs_survey_name")), word(one.get("hs_content")))
        responses.give(sheet, word(one.get("id")) or word(one.get("hs_object_id")), _cells(one), [answer], once)
    if unknown:
        sheet.warnings.append(
            note(
                "no scale is known for survey type {types}: its number is carried as their_score; to count "
                'it, add [source.columns] score = "their_score" and [source.score]',
                types=", ".join(sorted(unknown)),
            )
        )


def _scales(found: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str | None], Score]:
    """The scale of each survey that has one, by its type and id."""
    other, every = set(), set()
    for one in found:
        asked = (word(one.get("hs_survey_type")) or "").upper(), word(one.get("hs_survey_id"))
        value, group = word(one.get("hs_value")), (word(one.get("hs_response_group")) or "").upper()
        every.add(asked)
        face = _FACES.get(value or "")
        is_other = face is None or (group in _FACES.values() and group != face)
        if asked[0] == "CSAT" and value and is_other:
            other.add(asked)
    return {asked: _SCALES[asked[0]] for asked in every - other if asked[0] in _SCALES}


def _cells(one: Mapping[str, Any]) -> dict[str, str | None]:
    more = {
        responses.carried(name): word(value) for name, value in one.items()
        if name not in _KNOWN and not name.startswith("_fivetran_") and not responses.is_personal(name)
    }  # fmt: skip
    return {
        **more,
        "created_at": moment(one.get("hs_submission_timestamp") or one.get("hs_createdate") or one.get("createdate")),
        "customer_id": word(one.get("hs_contact_id")),
        "interaction_id": word(one.get("hs_ticket_id")),
        "channel": channel(one.get("hs_survey_channel")) or "survey",
    }


FORMATS = (
    Format(
        "hubspot_survey_rows", "HubSpot survey responses of a warehouse", "Fivetran tables of HubSpot", ("feedback",), like,
        read, rows=True,
    ),
    Format("hubspot_surveys", "HubSpot survey responses (JSON)", "HubSpot CRM API v3", ("feedback",), like_json, read_json),
)  # fmt: skip
