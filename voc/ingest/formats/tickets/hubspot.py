"""HubSpot: tickets and calls, as tables of a warehouse or as JSON of its API.

For: tables with columns property_... (Fivetran's names), and /crm/v3/objects/tickets and /calls. Not for: exports from its
own pages (`ticket_exports`), answers to surveys (`hubspot_surveys`), contacts, deals and campaigns.
https://developers.hubspot.com/docs/api-reference/crm-tickets-v3/guide
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, mapping, truth, word
from voc.ingest.formats.parts.moments import between, moment, times
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import beside, raw_of, reject_wrong, rows
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw

_TICKET = ("hs_pipeline", "hs_pipeline_stage")
_SAYS = ("subject", "content", "hs_ticket_priority", "hs_ticket_category", "createdate")
_KNOWN = (
    "id", "subject", "content", "createdate", "hs_createdate", "closed_date", "first_agent_reply_date", "hubspot_owner_id",
    "hs_lastmodifieddate", "hs_object_id", "archived", "is_deleted", "hs_call_body", "hs_call_title", "hs_timestamp",
    "hs_call_duration", "hs_call_from_number", "hs_call_to_number", "hs_call_recording_url", "associations", "url",
    "hs_ticket_id", "engagement_id", "type", "createdat", "updatedat",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a table of HubSpot's a head is."""
    names = head.names
    own = {name.removeprefix("property_") for name in names if name.startswith("property_")}
    if own.issuperset(_TICKET) and own.intersection(_SAYS):
        return Like(0.95, "the table of tickets: has property_hs_pipeline, property_hs_pipeline_stage")
    if "engagement_id" in names and own.intersection(("hs_createdate", "hs_timestamp")):
        return Like(0.9, "a table of engagements: has engagement_id, property_hs_timestamp")
    if {"engagement_id"} <= names and {"type", "_fivetran_synced"} <= names:
        return Like(0.75, "a table of engagements: has engagement_id, type")
    return NOT_LIKE


def like_json(head: Head) -> Like:
    """How like JSON of HubSpot a head is."""
    if not head.is_json or "properties" not in head.members:
        return NOT_LIKE
    if head.members.issuperset(("hs_pipeline_stage",)) and head.members.intersection(_SAYS):
        return Like(0.9, "tickets: has properties, hs_pipeline_stage")
    if head.members.intersection(("hs_call_duration", "hs_call_body", "hs_call_direction")):
        return Like(0.9, "calls: has properties, hs_call_...")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The interactions and turns of a table; a sync writes times in UTC."""
    assert raw is not None
    interactions = Sheet("interactions", timezone="UTC")
    found = [
        (row.number, {name.removeprefix("property_"): cell for name, cell in row.cells.items()})
        for row in rows(raw)
        if not reject_wrong(row, interactions)
    ]
    return [raw_of(one, content, raw, "hubspot_warehouse") for one in _sheets(found, interactions)]


def read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The same of JSON. Raises DataError E201 where it is no JSON."""
    found = [(None, cells) for document in documents(content) for cells in objects(document)]
    return [
        one.raw(content, "hubspot", content.decoded[1], content.decoded[2])
        for one in _sheets(found, Sheet("interactions"))
    ]


def objects(value: Any) -> Iterable[Any]:
    """The objects of a page with their properties beside their id."""
    if isinstance(value, Broken) or not isinstance(value, dict):
        return [value.text if isinstance(value, Broken) else value]
    if isinstance(value.get("results"), list):
        return [inner for one in value["results"] for inner in objects(one)]
    properties = mapping(value.get("properties"))
    # The older API wraps each value: {"subject": {"value": "..."}}.
    flat = {name: word(one.get("value") if isinstance(one, dict) else one) for name, one in properties.items()}
    more = {
        "id": word(value.get("id")) or word(value.get("objectId")), "archived": word(value.get("archived")),
        "createdate": flat.get("createdate") or moment(value.get("createdAt")),
        "updatedat": flat.get("hs_lastmodifieddate") or moment(value.get("updatedAt")),
    }  # fmt: skip
    return [{name: cell for name, cell in {**flat, **more}.items() if cell}]


def _sheets(found: Sequence[tuple[int | None, Any]], interactions: Sheet) -> list[Sheet]:
    said = Sheet("turns", timezone=interactions.timezone)
    again = newest(
        [mapping(one) for _, one in found], _id,
        lambda one: moment(one.get("hs_lastmodifieddate") or one.get("updatedat") or one.get("_fivetran_synced")),
    )  # fmt: skip
    for (number, one), older in zip(found, again, strict=True):
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", number, found=one, expected="a ticket or a call")
            continue
        is_spoken = any(name.startswith("hs_call_") for name in one)
        is_call = "engagement_id" in one or is_spoken
        gone = any(truth(one.get(name)) for name in ("is_deleted", "_fivetran_deleted", "archived"))
        other = "engagement_id" in one and str(one.get("type") or ("CALL" if is_spoken else "")).upper() != "CALL"
        reason = older or ("deleted" if gone else None) or ("not_a_contact" if other else None)
        if reason is not None:
            interactions.reject(
                reason, number, column="id", found=_id(one) or "", expected="a ticket or a call that stands"
            )
        elif is_call:
            interactions.keep(number, **beside(_call(one), _others(one)))
        else:
            interactions.keep(number, **beside(_ticket(one), _others(one)))
            _first(number, one, said)
    return [interactions, said]


def _id(one: Mapping[str, Any]) -> str | None:
    return word(one.get("id")) or word(one.get("engagement_id")) or word(one.get("hs_object_id"))


def _others(one: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: word(cell) for name, cell in one.items() if name not in _KNOWN and not name.startswith("_fivetran_")}


def _ticket(one: Mapping[str, Any]) -> dict[str, str | None]:
    opened, closed = moment(one.get("createdate")), moment(one.get("closed_date"))
    return {
        "interaction_id": _id(one),
        "started_at": opened,
        "ended_at": closed,
        "customer_id": word(one.get("hs_primary_contact_id")) or word(one.get("associatedcontactid")),
        "channel": channel(one.get("source_type") or one.get("hs_originating_channel_type")),
        "agent_id": word(one.get("hubspot_owner_id")),
        "reason": word(one.get("subject")) or word(one.get("hs_ticket_category")),
        "first_response_s": between(opened, moment(one.get("first_agent_reply_date")))
        or times(one.get("time_to_first_agent_reply"), 0.001),
        "resolution_s": between(opened, closed),
        "is_resolved": "true" if closed else None,
    }


def _call(one: Mapping[str, Any]) -> dict[str, str | None]:
    """A call; its duration is in milliseconds."""
    return {
        "interaction_id": _id(one),
        "started_at": moment(one.get("hs_timestamp") or one.get("hs_createdate") or one.get("createdate")),
        "channel": "voice", "agent_id": word(one.get("hubspot_owner_id")), "reason": word(one.get("hs_call_title")),
        "talk_s": times(one.get("hs_call_duration"), 0.001),
    }  # fmt: skip


def _first(number: int | None, one: Mapping[str, Any], said: Sheet) -> None:
    """What a ticket says counts as the customer's first message."""
    text = markup.read(word(one.get("content")) or "")
    if not text:
        said.reject("no_text", number, column="content", expected="what the customer wrote")
        return
    message = Message("content", moment(one.get("createdate")), "customer", text, opens=True, row=number)
    for row_number, cells in turns(_id(one) or "", [message]):
        said.keep(row_number, **cells)


FORMATS = (
    Format(
        "hubspot_warehouse", "HubSpot tables of a warehouse: tickets and calls", "Fivetran tables of HubSpot",
        ("interactions", "turns"), like, read, rows=True,
    ),
    Format(
        "hubspot", "HubSpot tickets and calls (JSON)", "HubSpot CRM API v3", ("interactions", "turns"), like_json,
        read_json,
    ),
)  # fmt: skip
