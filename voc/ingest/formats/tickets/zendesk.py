"""Zendesk, JSON of its API: tickets, the incremental export, comments, audits, ticket events, ratings, metrics, calls.

For: files of /api/v2 as they come, pages with side-loads, single objects, one object to a line, and the account export.
Not for: its tables in a warehouse (`zendesk_warehouse`).
https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts.document import Broken, documents, listed, mapping, word
from voc.ingest.formats.parts.json_cells import objects
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, rows
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets import zendesk_audits
from voc.ingest.formats.tickets import zendesk_tickets as made
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_OF_TICKET = re.compile(r"/tickets/(\d+)/")
# Members that tell one kind from the others, and from those of other systems; the first that is whole counts.
_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ticket audits", ("audit_id", "author_id", "events")),
    ("ticket audits", ("ticket_id", "author_id", "events", "metadata")),
    ("ticket events", ("child_events", "ticket_id")),
    ("ticket metrics", ("reply_time_in_minutes", "ticket_id")),
    ("metric events", ("metric", "instance_id", "ticket_id")),
    ("tickets", ("requester_id", "submitter_id", "assignee_id")),
    ("tickets", ("requester_id", "assignee_id", "raw_subject")),
    ("tickets", ("requester_id", "assignee_id", "via", "status")),
    ("tickets", ("requester_id", "assignee_id", "satisfaction_rating")),
    ("tickets", ("requester_id", "assignee_id", "brand_id")),
    ("tickets", ("requester_id", "assignee_id", "metric_set")),
    ("tickets", ("requester", "submitter", "assignee", "via")),
    ("tickets", ("tickets", "end_time", "requester_id")),
    ("tickets", ("tickets", "after_cursor", "requester_id")),
    ("requests", ("requester_id", "can_be_solved_by_me")),
    ("ratings", ("satisfaction_ratings", "score")),
    ("ratings", ("assignee_id", "requester_id", "ticket_id", "score")),
    ("calls", ("completion_status", "wrap_up_time", "talk_time")),
    ("comments", ("author_id", "public", "body")),
    ("comments", ("author_id", "public", "html_body")),
)
_OF_USERS = ("id", "role", "email", "verified")
_END_USER = re.compile(r'"role"\s*:\s*"end-user"')
# Tables of a sync whose cells are JSON; Fivetran's are flat, and read by `zendesk_warehouse`.
_CELLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tickets", ("id", "requester_id", "assignee_id", "status", "via")),
    ("tickets", ("id", "requester_id", "assignee_id", "status", "satisfaction_rating")),
    ("comments", ("id", "author_id", "body", "public", "via")),
    ("ticket metrics", ("id", "ticket_id", "reply_time_in_minutes", "full_resolution_time_in_minutes")),
)
_NOT_CELLS = ("via_channel", "created_channel", "responder_id")
_NOT = ("responder_id", "channel_messages", "conversation_parts")  # Freshdesk, Gorgias, Intercom


@dataclass(frozen=True)
class Found:
    """What the documents of a file hold, by kind. `comments` come with the id of their ticket, `rest` with a reason;
    `roles` of users and `groups` are known by their ids."""

    tickets: list[dict[str, Any]] = field(default_factory=list)
    comments: list[tuple[str | None, Any]] = field(default_factory=list)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    rest: list[tuple[str, Any]] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


def like(head: Head) -> Like:
    """How like JSON of Zendesk a head is."""
    if head.members.intersection(_NOT):
        return NOT_LIKE
    if head.members.issuperset(_OF_USERS) and (_END_USER.search(head.text) or "zendesk.com" in head.text):
        return Like(0.93, "the users of Zendesk: has role, and end-user or zendesk.com")
    return marked(head.members, _MARKS, 0.95 if "zendesk.com" in head.text else 0.85)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    found = Found()
    for document in documents(content):
        _gather(document, found)
    sheets = [made.users(found.roles, found.rest)] if _are_users(found) else _sheets(found, content)
    return [one.raw(content, "zendesk", content.decoded[1], content.decoded[2]) for one in sheets]


def _are_users(found: Found) -> bool:
    return bool(found.roles) and not (found.tickets or found.comments or found.metrics or found.ratings or found.calls)


def like_cells(head: Head) -> Like:
    """How like a table of Zendesk's API, with JSON in its cells, a head is."""
    for kind, names in _CELLS:
        if head.names.issuperset(names) and head.names.isdisjoint(_NOT_CELLS):
            return Like(0.93, f"the table of {kind}: has {', '.join(names)}")
    return NOT_LIKE


def read_cells(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The same of such a table; rows are numbered as they are found."""
    assert raw is not None
    found, every = Found(), rows(raw)
    found.rest.extend((row.wrong.reason, row.wrong.found) for row in every if row.wrong is not None)
    for _, one in objects(every):
        _gather(one, found)
    return [raw_of(one, content, raw, "zendesk_cells") for one in _sheets(found, content)]


def _sheets(found: Found, content: Content) -> list[Sheet]:
    interactions, turns = Sheet("interactions"), Sheet("turns")
    feedback = Sheet("feedback", score=Score("thumbs", 0, 1))
    kept, gone = _tickets(found, interactions)
    made.keep_calls(found.calls, interactions)
    for reason, one in found.rest:
        sheet = turns if reason in ("not_a_turn", "private_note") else interactions
        sheet.reject(reason, found=_shown(one), expected="a ticket, a comment, a rating, metrics or a call of Zendesk")
    speakers = made.Speakers(
        found.roles, {made.assignee(one) for one in kept} - {None}, {made.id_of(one): one for one in kept}
    )
    made.keep_turns(kept, gone, found.comments, speakers, turns, content.name)
    turns.gone, turns.titles = frozenset(gone - {""}), made.titles(kept)
    interactions.people = speakers.people
    made.keep_ratings(kept, found.ratings, feedback)
    return [interactions, turns, feedback]


def _tickets(found: Found, sheet: Sheet) -> tuple[list[dict[str, Any]], set[str]]:
    """The tickets that stay, each kept on `sheet` with its metrics; and the ids of deleted ones."""
    metrics = {made.ticket_id(one): one for one in found.metrics}
    kept, gone = [], set()
    reasons = newest(found.tickets, made.id_of, lambda one: word(one.get("updated_at")))
    for one, reason in zip(found.tickets, reasons, strict=True):
        if reason is None and word(one.get("status")) == "deleted":
            reason = "deleted"
            gone.add(made.id_of(one) or "")
        if reason is not None:
            sheet.reject(reason, column="id", found=made.id_of(one) or "", expected="the version updated last")
            continue
        measured = metrics.pop(made.id_of(one), None) or mapping(one.get("metric_set") or one.get("metric_sets"))
        sheet.keep(**made.interaction(one, found.groups), **made.measured(measured, one))
        kept.append(one)
        found.comments.extend((made.id_of(one), comment) for comment in listed(one.get("comments")))
    for one in metrics.values():
        sheet.keep(interaction_id=made.ticket_id(one), **made.measured(one, {}))
    if any(found.metrics) or any(mapping(one.get("metric_set")) for one in kept):
        sheet.warnings.append(made.HOURS)
    return kept, gone


def _gather(value: Any, found: Found, kind: str = "") -> None:
    """Puts what `value` holds into `found`: a page of things, or one thing; `kind` is the name it stood under."""
    if isinstance(value, Broken) or not isinstance(value, dict):
        found.rest.append(("not_a_json_object", value.text if isinstance(value, Broken) else value))
    elif made.is_ticket(value) or kind in ("tickets", "requests"):
        _people(value, found)
        found.tickets.append(value)
    elif isinstance(value.get("events"), list) and ("author_id" in value or "ticket_id" in value):
        found.comments.extend(
            (word(value.get("ticket_id")), {**_inherited(value), **mapping(one)} if isinstance(one, dict) else one)
            for one in zendesk_audits.chatted(value["events"], found.roles)
        )
        zendesk_audits.people_of_audit(value, found.roles)
    elif isinstance(value.get("child_events"), list):
        zendesk_audits.people_of_event(value, found.roles)
        found.comments.extend(
            (word(value.get("ticket_id")), {**_inherited(value), **mapping(one)} if isinstance(one, dict) else one)
            for one in value["child_events"]
        )
    elif "reply_time_in_minutes" in value or kind in ("metric_sets", "ticket_metrics"):
        found.metrics.append(value)
    elif "instance_id" in value and "metric" in value:
        found.rest.append(("metric_event", value.get("metric")))
    elif "call_id" in value and "talk_time" in value:
        found.rest.append(("leg_of_a_call", value.get("call_id")))
    elif "talk_time" in value and "wrap_up_time" in value:
        found.calls.append(value)
    elif "score" in value and "ticket_id" in value:
        found.ratings.append(value)
    elif "author_id" in value and ("body" in value or "html_body" in value or "plain_body" in value):
        found.comments.append((word(value.get("ticket_id")), value))
    elif word(value.get("id")) and word(value.get("role")) in made.ROLES:
        found.roles[str(value["id"])] = str(value["role"])
    else:
        _page(value, found)


def _page(page: dict[str, Any], found: Found) -> None:
    """The lists and objects of a page, each by its name."""
    for one in [*listed(page.get("users")), page.get("user")]:
        user = mapping(one)
        if word(user.get("id")) and word(user.get("role")):
            found.roles[str(user["id"])] = str(user["role"])
    for one in map(mapping, listed(page.get("groups"))):
        if word(one.get("id")) and word(one.get("name")):
            found.groups[str(one["id"])] = str(one["name"])
    links = [one for value in page.values() for one in (listed(value) if isinstance(value, dict) else [value])]
    ids = [match.group(1) for one in links if isinstance(one, str) and (match := _OF_TICKET.search(one))]
    ticket = mapping(page.get("ticket"))
    n_before = len(found.rest)
    seen = False
    for name in _LISTS:
        seen = seen or name in page
        for one in listed(page.get(name)):
            if name in ("comments", "ticket_comments"):
                own = word(one.get("ticket_id")) if isinstance(one, dict) else None
                found.comments.append((own or made.id_of(ticket) or (ids[0] if ids else None), one))
            elif (
                name == "results"
                and isinstance(one, dict)
                and one.get("result_type") in ("user", "group", "organization")
            ):
                continue
            else:
                _gather(one, found, name)
    for name in _SINGLES:
        if isinstance(page.get(name), dict):
            seen = True
            _gather(page[name], found, "tickets" if name in ("ticket", "request") else name)
    if not seen and len(found.rest) == n_before and not {"users", "user", "groups"} & set(page):
        found.rest.append(("not_a_ticket", ", ".join(list(page)[:6])))


_LISTS = (
    "tickets", "requests", "results", "deleted_tickets", "comments", "ticket_comments", "metric_sets", "ticket_metrics",
    "satisfaction_ratings", "audits", "ticket_audits", "ticket_events", "calls", "legs", "ticket_metric_events",
)  # fmt: skip
_SINGLES = ("ticket", "request", "audit", "ticket_metric", "metric_set", "satisfaction_rating", "comment", "call")


def _people(ticket: dict[str, Any], found: Found) -> None:
    """The account export has the people of a ticket inside it."""
    for name in ("requester", "submitter", "assignee"):
        user = mapping(ticket.get(name))
        if word(user.get("id")) and word(user.get("role")):
            found.roles[str(user["id"])] = str(user["role"])


def _inherited(value: dict[str, Any]) -> dict[str, Any]:
    """What an event has from the audit that it stands in."""
    author = value.get("author_id", value.get("updater_id"))
    at = value.get("created_at") or value.get("timestamp")
    return {"author_id": author, "created_at": at, "in_audit": True}


def _shown(one: Any) -> str:
    return str(one)[:60] if not isinstance(one, dict) else ", ".join(list(one)[:6])


FORMATS = (
    Format(
        "zendesk", "Zendesk tickets, comments, ratings, metrics and calls (JSON)",
        "Zendesk Support API v2, incremental and account export", ("interactions", "turns", "feedback", "agents"),
        like, read,
    ),
    Format(
        "zendesk_cells", "Zendesk tickets, comments and metrics, a table with JSON in its cells",
        "Airbyte, Stitch and Singer syncs of Zendesk Support", ("interactions", "turns", "feedback"), like_cells,
        read_cells, rows=True,
    ),
)  # fmt: skip
