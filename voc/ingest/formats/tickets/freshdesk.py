"""Freshdesk: tickets, conversations and satisfaction ratings, as JSON of its API or as tables of a warehouse.

For: API v2 and the older one, lists, searches, tickets with their conversations and stats. Not for: exports from its own
pages (`ticket_exports`).
https://developers.freshdesk.com/api/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.parts.thread import OPENING, Message, alike, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.freshdesk_ratings import SCALE, keep_rating
from voc.ingest.note import note
from voc.ingest.raw import Raw

_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tickets", ("requester_id", "responder_id", "status")),
    ("tickets", ("requester_id", "responder_id", "fr_due_by")),
    ("conversations", ("incoming", "private", "user_id")),
    ("conversations", ("incoming", "private", "body_text")),
    ("ratings", ("survey_id", "ratings", "ticket_id")),
    ("tickets", ("helpdesk_ticket", "requester_id")),
)
_SOURCES = {
    "1": "email", "2": "portal", "3": "phone", "4": "forum", "5": "twitter", "6": "facebook", "7": "chat", "8": "mobile",
    "9": "feedback_widget", "10": "outbound_email", "11": "ecommerce", "12": "chatbot", "13": "whatsapp",
}  # fmt: skip
_STATUSES = {
    "2": "open",
    "3": "pending",
    "4": "resolved",
    "5": "closed",
    "6": "waiting on customer",
    "7": "waiting on third party",
}
_PRIORITIES = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}
_CARRIED = (
    "company_id",
    "product_id",
    "type",
    "ticket_type",
    "is_escalated",
    "isescalated",
    "fr_escalated",
    "nr_escalated",
    "language",
)

One = tuple[int | None, Any]  # a thing with its number in the file, where the file has one


def like(head: Head) -> Like:
    """How like JSON of Freshdesk a head is."""
    return _like(head.members) if head.is_json else NOT_LIKE


def like_table(head: Head) -> Like:
    """How like a table of Freshdesk's a head is."""
    return _like(head.names)


def _like(names: frozenset[str]) -> Like:
    return marked(names, _MARKS, 0.88)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    found = [(None, one) for document in documents(content) for one in _things(document)]
    return [
        one.raw(content, "freshdesk", content.decoded[1], content.decoded[2]) for one in _sheets(found, content.name)
    ]


def read_table(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The same of a table; a sync writes times in UTC."""
    assert raw is not None
    first = Sheet("interactions", timezone="UTC")
    found = [(row.number, row.cells) for row in rows(raw) if not reject_wrong(row, first)]
    return [raw_of(one, content, raw, "freshdesk_warehouse") for one in _sheets(found, content.name, first)]


def _things(value: Any) -> Iterable[Any]:
    """Tickets, conversations and ratings in a page, a wrapper of the older API, or the one thing that it is."""
    if isinstance(value, Broken):
        return [value.text]
    page = mapping(value)
    for name in ("helpdesk_ticket", "ticket", "note", "conversation"):
        if isinstance(page.get(name), dict):
            return [{**page[name], **({"conversations": page["conversations"]} if "conversations" in page else {})}]
    lists = [
        page[name]
        for name in ("results", "tickets", "data", "satisfaction_ratings")
        if isinstance(page.get(name), list)
    ]
    if not lists and isinstance(page.get("conversations"), list) and "requester_id" not in page:
        lists = [page["conversations"]]
    return [inner for each in lists for one in each for inner in _things(one)] if lists else [value]


def _sheets(found: Sequence[One], file: str, first: Sheet | None = None) -> list[Sheet]:
    zone = first.timezone if first is not None else None
    interactions, said = first or Sheet("interactions"), Sheet("turns", timezone=zone)
    feedback = Sheet("feedback", timezone=zone, score=SCALE)
    tickets = [(number, one) for number, one in found if isinstance(one, dict) and _is_ticket(one)]
    notes: list[tuple[int | None, str | None, Any]] = []
    for number, one in found:
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", number, found=one, expected="a ticket")
        elif _is_ticket(one):
            continue
        elif "incoming" in one or "private" in one:
            notes.append((number, word(one.get("ticket_id")), one))
        elif "survey_id" in one or "ratings" in one:
            keep_rating(number, one, feedback)
        else:
            interactions.reject(
                "not_a_ticket", number, found=", ".join(list(one)[:6]), expected="a ticket of Freshdesk"
            )
    kept, away = [], set[str]()
    again = newest([one for _, one in tickets], _id, lambda one: moment(one.get("updated_at")))
    for (number, one), older in zip(tickets, again, strict=True):
        gone = (
            "deleted"
            if truth(one.get("deleted")) or truth(one.get("_fivetran_deleted"))
            else "spam"
            if truth(one.get("spam"))
            else None
        )
        if reason := older or gone:
            away.update({_id(one) or ""} if gone else ())
            interactions.reject(reason, number, column="id", found=_id(one) or "", expected="the version updated last")
            continue
        interactions.keep(number, **_interaction(one))
        kept.append((number, one))
        inside = [*listed(one.get("conversations")), *listed(one.get("notes"))]
        notes += [(number, _id(one), next(iter(_things(note)), note)) for note in inside]
    said.gone = frozenset(away - {_id(one) for _, one in kept} - {""})
    _turns(kept, notes, said, file)
    return [interactions, said, feedback]


def _is_ticket(one: Mapping[str, Any]) -> bool:
    return "requester_id" in one and ("responder_id" in one or "status" in one or "subject" in one)


def _id(one: Mapping[str, Any]) -> str | None:
    return word(one.get("display_id")) or word(one.get("id"))


def _named(value: Any, names: Mapping[str, str], name: Any) -> str | None:
    """A number's name: as the file says, else as the API's documentation does, else the number or word itself."""
    number = word(value)
    return word(name) or names.get(number or "", number)


def _interaction(one: Mapping[str, Any]) -> dict[str, str | None]:
    stats = mapping(one.get("stats")) or mapping(one.get("ticket_states"))
    opened, resolved = moment(one.get("created_at")), moment(stats.get("resolved_at"))
    closed = moment(stats.get("closed_at"))
    status = (
        _named(one.get("status"), _STATUSES, None if word(one.get("status")) in _STATUSES else one.get("status_name"))
        or ""
    ).lower()
    source = word(one.get("source"))
    cells = {
        "interaction_id": _id(one),
        "started_at": opened,
        "ended_at": resolved or closed,
        "customer_id": word(one.get("requester_id")),
        "channel": channel(_SOURCES.get(source or "", word(one.get("source_name")) or source)),
        "agent_id": word(one.get("responder_id")),
        "reason": word(one.get("subject")) or word(one.get("type")),
        "first_response_s": between(
            opened, moment(stats.get("first_responded_at") or stats.get("first_response_time"))
        ),
        "resolution_s": between(opened, resolved or closed),
        "is_resolved": "true" if status in ("resolved", "closed") else "false" if status else None,
        "group_id": word(one.get("group_id")),
        "status": status,
        "priority": (_named(one.get("priority"), _PRIORITIES, one.get("priority_name")) or "").lower(),
        "tags": joined(one.get("tags")),
        "updated_at": moment(one.get("updated_at")),
        "reopened_at": moment(stats.get("reopened_at")),
    }
    cells |= {name: word(one.get(name)) for name in _CARRIED if word(one.get(name))}
    for name, value in (mapping(one.get("custom_fields")) or mapping(one.get("custom_field"))).items():
        if given := joined(value):
            cells[f"custom_{name.removeprefix('cf_')}"] = given
    return cells


def _text(one: Mapping[str, Any], *names: str) -> str:
    """The first of these that says something, HTML as text."""
    return next((text for name in names if (text := markup.read(word(one.get(name)) or ""))), "")


def _turns(
    tickets: Sequence[tuple[int | None, Mapping[str, Any]]], notes: Sequence[tuple[int | None, str | None, Any]],
    said: Sheet, file: str,
) -> None:  # fmt: skip
    of: dict[str | None, list[Message]] = {_id(one): [] for _, one in tickets}
    people = {_id(one): one for _, one in tickets}
    alone = file.rpartition("/")[2].partition(".")[0]
    again = newest(notes, lambda note: _id(mapping(note[2])), lambda note: moment(mapping(note[2]).get("updated_at")))
    for (number, ticket, one), older in zip(notes, again, strict=True):
        if not isinstance(one, dict):
            said.reject("not_a_json_object", number, found=one, expected="a message")
            continue
        text = _text(one, "body_text", "body", "body_html")
        reason = older or ("private_note" if truth(one.get("private")) else None if text else "no_text")
        reason = "deleted" if reason is None and ticket in said.gone else reason
        if reason is not None:
            said.reject(reason, number, found=_id(one) or "", expected="a public message with words")
            continue
        author = word(one.get("user_id"))
        if ticket is None and not said.warnings:
            said.warnings.append(
                note("messages name no ticket: they count as one contact, called {contact}", contact=alone)
            )
        of.setdefault(ticket or alone, []).append(
            Message(
                _id(one),
                moment(one.get("created_at")),
                _role(one, author, people.get(ticket)),
                text,
                author,
                row=number,
            )
        )
    for number, one in tickets:
        text = _text(one, "description_text", "description", "description_html")
        messages = of[_id(one)]
        if not text or any(alike(message.text) == alike(text) for message in messages):
            if not text and "description" in one:
                said.reject("no_text", number, column="description", expected="what the customer wrote first")
            continue
        first = Message(
            OPENING,
            moment(one.get("created_at")),
            _opener(one),
            text,
            word(one.get("requester_id")),
            opens=True,
            row=number,
        )
        messages.insert(0, first)
    for name, messages in of.items():
        started = moment(people[name].get("created_at")) if name in people else None
        for row_number, cells in turns(name or "", messages, started):
            said.keep(row_number, **cells)


def _opener(ticket: Mapping[str, Any]) -> str:
    """A ticket is opened by who asked; an outbound mail by an agent."""
    return "agent" if word(ticket.get("source")) == "10" else "customer"


def _role(one: Mapping[str, Any], author: str | None, ticket: Mapping[str, Any] | None) -> str:
    incoming = truth(one.get("incoming"))
    if incoming is not None:
        return "customer" if incoming else "agent"
    if ticket is None or author is None:
        return "unknown"
    return {word(ticket.get("responder_id")): "agent", word(ticket.get("requester_id")): "customer"}.get(
        author, "unknown"
    )


_TABLES = ("interactions", "turns", "feedback")
FORMATS = (
    Format("freshdesk", "Freshdesk tickets, conversations and ratings (JSON)", "Freshdesk API v2", _TABLES, like, read),
    Format(
        "freshdesk_warehouse", "Freshdesk tables of a warehouse: tickets, conversations, ratings",
        "Fivetran tables of Freshdesk", _TABLES, like_table, read_table, rows=True,
    ),
)  # fmt: skip
