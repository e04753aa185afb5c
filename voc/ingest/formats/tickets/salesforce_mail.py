"""Salesforce: the e-mails of cases (EmailMessage), a message a row.

For: CSV of Data Loader and reports by API names, and tables of a sync. Not for: cases (`salesforce_cases`) and chats.
`Incoming` says who writes: the customer, or else our side. Rows hang on their case by ParentId, which is the case's Id
and not its number.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessage.htm
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.contact_columns import folded
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.formats.tickets.salesforce_rows import standing
from voc.ingest.raw import Raw

_STATES = {"5": "draft", "draft": "draft"}
_ROLES = {"true": "customer", "t": "customer", "1": "customer", "yes": "customer",
          "false": "agent", "f": "agent", "0": "agent", "no": "agent"}  # fmt: skip


def like(head: Head) -> Like:
    """How like e-mails of Salesforce a head is."""
    names = frozenset(map(folded, head.columns))
    if names.issuperset(("parentid", "incoming")) and names.intersection(("textbody", "htmlbody")):
        return Like(0.95, "the object EmailMessage: has ParentId, Incoming, TextBody")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, which complete those of a file of cases, and turns."""
    assert raw is not None
    left: list[Contact | Left] = []
    cases: dict[str, list[Message | Left]] = {}
    about: dict[str, Row] = {}
    for row, reason in standing(raw):
        if isinstance(row, Left):
            left.append(row)
            continue
        case = whole(row.of("parentid", "relatedtoid", "threadidentifier", "id")) or ""
        about.setdefault(case, row)
        cases.setdefault(case, []).append(_message(row, reason))
    contacts = [
        Contact(
            {"interaction_id": name or None, "channel": "email", "reason": about[name].of("subject")},
            items,
            about[name].number,
        )
        for name, items in cases.items()
    ]
    interactions, said = sheets([*contacts, *left], "UTC")  # the API writes UTC, with an offset or without
    completing = replace(raw_of(interactions, content, raw, "salesforce_mail"), completes=True)
    return [completing, raw_of(said, content, raw, "salesforce_mail")]


def _message(row: Row, reason: str | None) -> Message | Left:
    reason = reason or _STATES.get((row.of("status") or "").lower())
    if reason is None and row.is_true("isprivatedraft"):
        reason = "draft"
    if reason is not None:
        return Left(reason, row.of("id") or "", "an e-mail that was sent", row=row.number)
    role = _ROLES.get((row.of("incoming") or "").strip().lower(), "unknown")
    text = row.of("textbody") or markup.plain(row.of("htmlbody") or "")
    author = whole(row.of("createdbyid")) if role == "agent" else None
    return message(row.of("id"), row.of("messagedate", "createddate"), role, text, author, row.number)


FORMATS = (
    Format(
        "salesforce_mail", "Salesforce e-mails of cases (EmailMessage, CSV)", "Salesforce Service Cloud",
        ("interactions", "turns"), like, read, rows=True,
    ),
)  # fmt: skip
