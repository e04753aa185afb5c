"""Jira and Jira Service Management: issues, requests and their comments, as JSON of their APIs.

For: /rest/api/2 and 3 search and issue, comments of an issue; /rest/servicedeskapi requests and their comments. Not for: CSV
(`jira`). Internal comments are no turns. An account of type customer, or a portal's (qm:), is a customer; an app is a bot;
other accounts are agents where they are assigned, and else of nobody that is known.
https://developer.atlassian.com/cloud/jira/service-desk/rest/api-group-request/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, first, joined, listed, mapping, stem, truth, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.formats.tickets.jira_text import text
from voc.ingest.note import note
from voc.ingest.raw import Raw

_TYPES = {"customer": "customer", "app": "bot"}
_ISSUE = re.compile(r"/(?:request|issue)/([A-Za-z0-9_-]+)/comment")
_MARKS = (
    ("comments of a request", ("public", "body", "author", "created", "isLastPage")),
    ("comments of a request", ("public", "body", "iso8601", "author")),
    ("requests", ("issueKey", "requestTypeId", "requestFieldValues")),
    ("issues", ("issues", "fields", "summary", "key")),
    ("issues", ("fields", "key", "summary", "issuetype")),
    ("comments of an issue", ("updateAuthor", "body", "author", "comments")),
)


def like(head: Head) -> Like:
    """How like JSON of Jira a head is."""
    if not head.members & {"_links", "self", "accountId", "expand", "_expands", "displayName"}:
        return NOT_LIKE
    for kind, names in _MARKS:
        if head.members.issuperset(names):
            return Like(0.92, f"{kind}: has {', '.join(names)}")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    loose: dict[str, list[Message | Left]] = {}
    for document in documents(content):
        for one in things(document, "values", "issues", "comments"):
            if (wrong := strange(one, "an issue, a request or a comment")) is not None:
                found.append(wrong)
            elif "fields" in one or "requestFieldValues" in one:
                found.append(_contact(one))
            elif "body" in one:
                links = [word(one.get("self")) or "", word(mapping(one.get("_links")).get("self")) or ""]
                links += [word(mapping(mapping(document).get("_links")).get("self")) or ""]
                issue = next((hit[1] for link in links if (hit := _ISSUE.search(link))), stem(content))
                loose.setdefault(issue, []).append(_comment(one, set(), set()))
            else:
                found.append(Left("not_a_ticket", ", ".join(list(one)[:6]), "an issue, a request or a comment"))
    contacts = [Contact({"interaction_id": name}, items) for name, items in loose.items()]
    told = note("comments name no issue: they count as one contact, called after the file")
    return raws(content, "jira_json", [*found, *contacts], warnings=[told] if stem(content) in loose else [])


def _contact(one: Mapping[str, Any]) -> Contact:
    """An issue, or a request of a portal, with its comments."""
    fields = mapping(one.get("fields"))
    asked = {
        word(each.get("fieldId")): each.get("value") for each in map(mapping, listed(one.get("requestFieldValues")))
    }
    reporter, assignee = mapping(first(fields, "reporter") or one.get("reporter")), mapping(fields.get("assignee"))
    is_portal = "requestFieldValues" in one
    is_service = is_portal or word(mapping(fields.get("project")).get("projectTypeKey")) == "service_desk"
    opened = _time(first(fields, "created") or one.get("createdDate"))
    done = _time(fields.get("resolutiondate"))
    state = mapping(fields.get("status")) or mapping(one.get("currentStatus"))
    category = (
        word(mapping(state.get("statusCategory")).get("key"))
        or (word(state.get("statusCategory")) or "").lower()
        or None
    )
    cells = {
        "interaction_id": word(one.get("key")) or word(one.get("issueKey")), "started_at": opened, "ended_at": done,
        "customer_id": _who(reporter) if is_service or _is_customer(reporter) else None, "agent_id": _who(assignee),
        "resolution_s": between(opened, done),
        "reason": word(fields.get("summary")) or word(asked.get("summary")),
        "is_resolved": None if category is None else str(category == "done").lower(),
        "status": word(state.get("name")) or word(state.get("status")), "priority": word(fields, "priority", "name"),
        "issue_type": word(fields, "issuetype", "name"),
        "labels": joined(fields.get("labels")), "project_key": word(fields, "project", "key"),
    }  # fmt: skip
    items: list[Message | Left] = []
    if said := text(first(fields, "description") or asked.get("description")):
        role = "customer" if is_service or _is_customer(reporter) else "unknown"
        items.append(Message(OPENING, opened, role, said, _who(reporter), opens=True))
    comments = [
        *listed(mapping(fields.get("comment")).get("comments")),
        *listed(mapping(one.get("comments")).get("values")),
    ]
    customers = {_who(reporter)} if is_service else set()
    items += [_comment(each, customers, {_who(assignee)}) for each in comments]
    return Contact(cells, items)


def _comment(one: Any, customers: set[str | None], agents: set[str | None]) -> Message | Left:
    if not isinstance(one, dict):
        return Left("not_a_json_object", one, "a comment")
    name, author = word(one.get("id")), mapping(one.get("author"))
    if truth(one.get("public")) is False or truth(one.get("jsdPublic")) is False or one.get("visibility"):
        return Left("private_note", name or "", "a comment that the customer can read")
    who = _who(author)
    role = (
        "customer" if _is_customer(author) else _TYPES.get((word(author.get("accountType")) or "").lower(), "unknown")
    )
    if role == "unknown" and who is not None:
        role = "customer" if who in customers - agents else "agent" if who in agents - customers else "unknown"
    return message(name, _time(one.get("created")), role, text(one.get("body")), who)


def _is_customer(person: Mapping[str, Any]) -> bool:
    return (_who(person) or "").startswith("qm:") or (word(person.get("accountType")) or "").lower() == "customer"


def _who(person: Mapping[str, Any]) -> str | None:
    return word(person.get("accountId")) or word(person.get("key")) or word(person.get("name"))


def _time(value: Any) -> str | None:
    if isinstance(value, dict):
        return word(value.get("iso8601")) or moment(value.get("epochMillis"))
    return moment(value)


FORMATS = (
    Format(
        "jira_json", "Jira issues, requests and comments (JSON)", "Jira and Jira Service Management APIs",
        ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
