"""Salesforce: cases as JSON of a query over its REST API, with the comments and e-mails that a query holds under them.

For: {"totalSize": ..., "records": [...]} whose records are of type Case. Not for: CSV of cases (`ticket_exports`), and of
comments and e-mails alone (`salesforce_comments`, `salesforce_mail`). Who wrote a comment is a user: one of a portal is the
customer, a standard one an agent; where a query does not ask for the type of user, the role is unknown.
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having, texts
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, truth, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import between
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.raw import Raw

ID = "salesforce_json"
_PORTAL = ("cspliteportal", "customersuccess", "powercustomersuccess", "powerpartner", "guest")
_SOLVED = ("closed", "resolved")


def like(head: Head) -> Like:
    """How like cases of the REST API a head is."""
    return having(
        head.members, ("attributes", "CaseNumber", "Status"), ("records", "totalSize", "done", "CreatedDate", "Subject")
    )


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    every = [one for document in documents(content) for one in things(document, "records")]
    again = newest(every, _id, lambda one: word(one, "SystemModstamp") or word(one, "LastModifiedDate"))
    found: list[Contact | Left] = []
    for one, older in zip(every, again, strict=True):
        if (wrong := strange(one, "a case")) is not None:
            found.append(wrong)
        elif (kind := word(one, "attributes", "type") or "Case") != "Case":
            found.append(Left("not_a_case", kind, "a case", "attributes.type"))
        elif older or truth(one.get("IsDeleted")):
            found.append(Left(older or "deleted", _id(one) or "", "one case, as it stands"))
        else:
            found.append(Contact(_case(one), list(_said(one))))
    return raws(content, ID, found)


def _id(one: Any) -> str | None:
    return whole(word(one, "Id") or word(one, "CaseNumber"))


def _case(one: Mapping[str, Any]) -> dict[str, str | None]:
    opened, closed, status = word(one, "CreatedDate"), word(one, "ClosedDate"), word(one, "Status")
    is_closed = truth(one.get("IsClosed"))
    if is_closed is None and status is not None:
        is_closed = status.strip().lower().startswith(_SOLVED)
    cells = {
        "interaction_id": _id(one), "case_number": word(one, "CaseNumber"), "started_at": opened, "ended_at": closed,
        "customer_id": whole(word(one, "ContactId") or word(one, "AccountId")), "agent_id": whole(word(one, "OwnerId")),
        "channel": channel(word(one, "Origin")), "reason": word(one, "Reason") or word(one, "Subject"),
        "resolution_s": between(opened, closed), "is_resolved": None if is_closed is None else str(is_closed).lower(),
        "status": status, "subject": word(one, "Subject"), "priority": word(one, "Priority"), "type": word(one, "Type"),
    }  # fmt: skip
    own = {name: value for name, value in one.items() if name.endswith("__c") and not isinstance(value, dict | list)}
    return {**{name: texts(value) for name, value in own.items() if not responses.is_personal(name[:-3])}, **cells}


def _said(one: Mapping[str, Any]) -> Iterator[Message | Left]:
    """What the customer wrote first, then comments and e-mails in any order: they are put in that of time."""
    if text := markup.read(word(one, "Description") or ""):
        yield Message(OPENING, word(one, "CreatedDate"), "customer", text, opens=True)
    for comment in map(mapping, listed(one, "CaseComments", "records")):
        name = word(comment, "Id")
        if truth(comment.get("IsPublished")) is False:
            yield Left("private_note", name or "", "a comment that the customer could read")
            continue
        author = whole(word(comment, "CreatedById"))
        yield message(name, word(comment, "CreatedDate"), _role(comment), word(comment, "CommentBody") or "", author)
    for mail in map(mapping, listed(one, "EmailMessages", "records")):
        way = truth(mail.get("Incoming"))
        role = "unknown" if way is None else "customer" if way else "agent"
        if word(mail, "Status") in ("5", "Draft"):
            yield Left("draft", word(mail, "Id") or "", "a mail that was sent")
            continue
        body = word(mail, "TextBody") or markup.read(word(mail, "HtmlBody") or "")
        yield message(word(mail, "Id"), word(mail, "MessageDate") or word(mail, "CreatedDate"), role, body)


def _role(comment: Mapping[str, Any]) -> str:
    kind = (word(comment, "CreatedBy", "UserType") or "").lower()
    return "agent" if kind == "standard" else "customer" if kind in _PORTAL else "unknown"


FORMATS = (
    Format(
        ID, "Salesforce cases with their comments and e-mails (JSON)", "Salesforce REST API, queries",
        ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
