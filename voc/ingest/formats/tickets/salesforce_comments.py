"""Salesforce: the comments of cases (CaseComment), a comment a row.

For: CSV of Data Loader and of the weekly export, and tables of a sync. Not for: e-mails of cases (`salesforce_mail`). A
comment that is not published is a note of agents. Who wrote one is a user's id, which an agent has and a customer of a
portal too: its role is unknown.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import folded
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.formats.tickets.salesforce_rows import standing
from voc.ingest.raw import Raw

ID = "salesforce_comments"


def like(head: Head) -> Like:
    """How like comments of cases of Salesforce a head is."""
    names = frozenset(map(folded, head.columns))
    return having(names, ("parentid", "commentbody"), ("ispublished", "createdbyid", "createddate", "isdeleted"))


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, which complete those of a file of cases, and turns."""
    assert raw is not None
    left: list[Contact | Left] = []
    cases: dict[str, list[Message | Left]] = {}
    rows: dict[str, int] = {}
    for row, reason in standing(raw):
        if isinstance(row, Left):
            left.append(row)
            continue
        case = whole(row.of("parentid")) or ""
        rows.setdefault(case, row.number)
        cases.setdefault(case, []).append(_comment(row, reason))
    contacts = [Contact({"interaction_id": name or None}, items, rows[name]) for name, items in cases.items()]
    interactions, said = sheets([*contacts, *left], "UTC")
    return [replace(raw_of(interactions, content, raw, ID), completes=True), raw_of(said, content, raw, ID)]


def _comment(row: Row, reason: str | None) -> Message | Left:
    if reason is None and row.of("ispublished") is not None and not row.is_true("ispublished"):
        reason = "private_note"
    if reason is not None:
        return Left(reason, row.of("id") or "", "a comment that the customer could read", row=row.number)
    author = whole(row.of("createdbyid"))
    return message(row.of("id"), row.of("createddate"), "unknown", row.of("commentbody"), author, row.number)


FORMATS = (
    Format(
        ID, "Salesforce comments of cases (CaseComment, CSV)", "Salesforce Service Cloud", ("interactions", "turns"), like,
        read, rows=True,
    ),
)  # fmt: skip
