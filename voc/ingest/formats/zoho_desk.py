"""Zoho Desk: threads, comments and tickets, as JSON of its API.

For: /tickets, /tickets/{id}/threads, /comments and /conversations. Not for: what agents write to one another: private
threads and comments are no turns.
https://desk.zoho.com/DeskAPIDocument#Threads
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats import markup
from voc.ingest.formats.channels import channel
from voc.ingest.formats.conversation import Left
from voc.ingest.formats.document import documents, first, mapping, stem, truth, word
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.messages import Contact, message, raws, strange, things
from voc.ingest.formats.moments import between, moment
from voc.ingest.formats.thread import OPENING, Message
from voc.ingest.formats.versions import newest
from voc.ingest.raw import Raw

_MARKS = (
    ("threads", ("direction", "createdTime", "isDescriptionThread")),
    ("threads", ("direction", "createdTime", "fromEmailAddress", "visibility")),
    ("threads", ("direction", "createdTime", "fromEmailAddress", "isForward")),
    ("comments", ("commentedTime", "commenterId", "isPublic")),
    ("comments", ("commentedTime", "commenter", "isPublic")),
    ("tickets", ("ticketNumber", "departmentId", "createdTime", "statusType")),
    ("tickets", ("ticketNumber", "departmentId", "createdTime", "threadCount")),
)
_AUTHORS = {
    "end_user": "customer",
    "contact": "customer",
    "agent": "agent",
    "light_agent": "agent",
    "bot": "bot",
    "system": "system",
}


def like(head: Head) -> Like:
    """How like JSON of Zoho Desk a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "data", "threads", "conversations")]
    again = newest(
        [mapping(one) for one in found], lambda one: word(one.get("id")), lambda one: moment(one.get("modifiedTime"))
    )
    left: list[Contact | Left] = []
    tickets: dict[str, dict[str, str | None]] = {}
    items: dict[str, list[Message | Left]] = {}
    for one, older in zip(found, again, strict=True):
        if (wrong := strange(one, "a thread or a ticket")) is not None:
            left.append(wrong)
        elif "ticketNumber" in one:
            _ticket(one, older, tickets, items, left)
        else:
            ticket = word(one.get("ticketId")) or stem(content)
            items.setdefault(ticket, []).append(Left(older, word(one.get("id")) or "") if older else _message(one))
    contacts = [
        Contact(
            tickets.get(name, {"interaction_id": name, "channel": _way(items.get(name, []), found)}),
            items.get(name, []),
        )
        for name in dict.fromkeys([*tickets, *items])
    ]
    alone = stem(content) in items
    note = "threads name no ticket: they count as one contact, called after the file"
    return raws(content, "zoho_desk", [*contacts, *left], warnings=[note] if alone else [])


def _ticket(
    one: Mapping[str, Any], older: str | None, tickets: dict[str, dict[str, str | None]],
    items: dict[str, list[Message | Left]], left: list[Contact | Left],
) -> None:  # fmt: skip
    name = word(one.get("id")) or ""
    reason = older or ("deleted" if truth(one.get("isTrashed")) or truth(one.get("isDeleted")) else None)
    reason = reason or ("spam" if truth(one.get("isSpam")) else None)
    if reason:
        left.append(Left(reason, name, "a ticket that stands", "id"))
        return
    opened, closed = moment(one.get("createdTime")), moment(one.get("closedTime"))
    status = word(one.get("statusType")) or word(one.get("status"))
    tickets[name] = {
        "interaction_id": name, "started_at": opened, "ended_at": closed, "customer_id": word(one.get("contactId")),
        "channel": channel(one.get("channel")), "agent_id": word(one.get("assigneeId")), "reason": word(one.get("subject")),
        "resolution_s": between(opened, closed), "priority": word(one.get("priority")), "status": word(one.get("status")),
        "is_resolved": None if status is None else str(status.lower() == "closed").lower(),
        "ticket_number": word(one.get("ticketNumber")),
        "category": word(one.get("category")), "sub_category": word(one.get("subCategory")),
        "department_id": word(one.get("departmentId")), "language": word(one.get("language")),
    }  # fmt: skip
    if text := markup.read(word(one.get("description")) or ""):
        items.setdefault(name, []).append(
            Message(OPENING, opened, "customer", text, word(one.get("contactId")), opens=True)
        )


def _message(one: Mapping[str, Any]) -> Message | Left:
    """A thread or a comment; which of them the customer could read is said by visibility or isPublic."""
    name, kind = word(one.get("id")), (word(one.get("visibility")) or "public").lower()
    is_comment = "commentedTime" in one
    if kind == "private" or truth(one.get("isPublic", not is_comment)) is False:
        return Left("private_note", found=name or "", expected="a thread that the customer could read")
    way = (word(one.get("direction")) or "").lower()
    if way == "out" and truth(one.get("isForward")):
        return Left("private_note", found=name or "", expected="a message to or from the customer", column="isForward")
    if (word(one.get("status")) or "").upper() in ("DRAFT", "FAILED", "PENDING"):
        return Left("draft", found=name or "", expected="a message that was sent", column="status")
    author = mapping(first(one, "author", "commenter"))
    role = _AUTHORS.get((word(author.get("type")) or "").lower().replace("-", "_"), "unknown")
    if role == "unknown":
        role = {"in": "customer", "out": "agent"}.get(way, "unknown")
    elif (role, way) in (("customer", "out"), ("agent", "in")):
        role = "unknown"  # what is said of the author and of the way does not go together
    at = moment(first(one, "createdTime", "commentedTime"))
    body = word(one.get("content")) or word(one.get("plainText")) or word(one.get("summary"))
    return message(name, at, role, markup.read(body or ""), word(author.get("id")) or word(one.get("commenterId")))


def _way(items: Sequence[Message | Left], found: Sequence[Any]) -> str | None:
    """The channel that all threads of a contact without a ticket name."""
    ways = {channel(mapping(one).get("channel")) for one in found if mapping(one).get("channel")}
    return ways.pop() if items and len(ways) == 1 else None


FORMATS = (
    Format(
        "zoho_desk",
        "Zoho Desk threads, comments and tickets (JSON)",
        "Zoho Desk API",
        ("interactions", "turns"),
        like,
        read,
    ),
)
