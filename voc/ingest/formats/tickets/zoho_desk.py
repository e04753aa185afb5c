"""Zoho Desk: threads, comments and tickets, as JSON of its API.

For: /tickets, /tickets/{id}/threads, /comments and /conversations. Not for: what agents write to one another: private
threads and comments are no turns.
https://desk.zoho.com/DeskAPIDocument#Threads
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import first, mapping, stem, truth, word
from voc.ingest.formats.parts.messages import message, raws
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.note import note
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
    found = [*objects(content, "a thread or a ticket", ("data", "threads", "conversations"), "modifiedTime")]
    way = {"channel": _way([one for one, _ in found])}
    pieces = [one if isinstance(one, Left) else _piece(one, older, stem(content), way) for one, older in found]
    is_alone = any(isinstance(one, Piece) and one.contact == stem(content) for one in pieces)
    told = note("threads name no ticket: they count as one contact, called after the file")
    return raws(content, "zoho_desk", contacts(pieces), warnings=[told] if is_alone else [])


def _piece(
    one: Mapping[str, Any], older: str | None, of_file: str, way: Mapping[str, str | None]
) -> Piece | Left:  # fmt: skip
    if "ticketNumber" in one:
        return _ticket(one, older)
    item = Left(older, word(one.get("id")) or "") if older else _message(one)
    return Piece(word(one.get("ticketId")) or of_file, None, way, [item])


def _ticket(one: Mapping[str, Any], older: str | None) -> Piece | Left:
    name = word(one.get("id")) or ""
    reason = older or ("deleted" if truth(one.get("isTrashed")) or truth(one.get("isDeleted")) else None)
    reason = reason or ("spam" if truth(one.get("isSpam")) else None)
    if reason:
        return Left(reason, name, "a ticket that stands", "id")
    opened, closed = moment(one.get("createdTime")), moment(one.get("closedTime"))
    status = word(one.get("statusType")) or word(one.get("status"))
    cells = {
        "interaction_id": name, "started_at": opened, "ended_at": closed, "customer_id": word(one.get("contactId")),
        "channel": channel(one.get("channel")), "agent_id": word(one.get("assigneeId")), "reason": word(one.get("subject")),
        "resolution_s": between(opened, closed), "priority": word(one.get("priority")), "status": word(one.get("status")),
        "is_resolved": None if status is None else str(status.lower() == "closed").lower(),
        "ticket_number": word(one.get("ticketNumber")),
        "category": word(one.get("category")), "sub_category": word(one.get("subCategory")),
        "department_id": word(one.get("departmentId")), "language": word(one.get("language")),
    }  # fmt: skip
    text = markup.read(word(one.get("description")) or "")
    said = [Message(OPENING, opened, "customer", text, word(one.get("contactId")), opens=True)] if text else []
    return Piece(name, cells, None, said)


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


def _way(found: Sequence[Any]) -> str | None:
    """The channel that all threads name, for contacts whose ticket the file does not hold."""
    ways = {channel(mapping(one).get("channel")) for one in found if mapping(one).get("channel")}
    return ways.pop() if len(ways) == 1 else None


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
