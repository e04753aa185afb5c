"""Jira in a warehouse: issues and their comments, as Fivetran writes them.

For: the tables issue and comment. Not for: JSON of the API (`jira_json`) and CSV of its pages (`jira`). An issue goes by its
id, which comments name; its key is carried. Whether a project is a service desk is not said, so nobody is known to be a
customer.
https://fivetran.com/docs/connectors/applications/jira
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import message, sheets
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows, versions
from voc.ingest.formats.parts.thread import OPENING
from voc.ingest.formats.tickets.jira_text import text
from voc.ingest.raw import Raw

ID = "jira_tables"


def like(head: Head) -> Like:
    """How like one of the two tables a head is."""
    issues = having(
        head.names, ("id", "key", "reporter", "summary", "issue_type"), ("creator", "status", "project", "resolved")
    )
    comments = having(head.names, ("id", "issue_id", "author_id", "body", "is_public"), ("update_author_id", "created"))
    return max(issues, comments, key=lambda one: one.score)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns; a sync writes times in UTC."""
    assert raw is not None
    every = rows(raw)
    found = [_piece(row, older) for row, older in zip(every, versions(every), strict=True)]
    return [raw_of(one, content, raw, ID) for one in sheets(contacts(found), "UTC")]


def _piece(row: Row, older: str | None) -> Piece | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    name = row.of("id") or ""
    if older or not name:
        return Left(older or "missing_id", name, "an issue or a comment that stands", "id", row.number)
    if (issue := row.of("issue_id")) is not None:
        if row.of("is_public") is not None and not row.is_true("is_public"):
            return Piece(issue, None, None, [Left("private_note", name, "a public comment with words", row=row.number)])
        said = message(name, row.of("created"), "unknown", text(row.of("body")), row.of("author_id"), row.number)
        return Piece(issue, None, None, [said])
    opened, done = moment(row.of("created")), moment(row.of("resolved"))
    cells = {
        "started_at": opened, "ended_at": done, "agent_id": row.of("assignee"), "reason": row.of("summary"),
        "resolution_s": between(opened, done),
        "is_resolved": str(done is not None or row.of("resolution") is not None).lower(),
        "key": row.of("key"), "status": row.of("status"), "priority": row.of("priority"), "project": row.of("project"),
        "issue_type": row.of("issue_type"), "reporter_id": row.of("reporter"),
    }  # fmt: skip
    words = text(row.of("description"))
    asked = [message(OPENING, opened, "unknown", words, row.of("reporter"), row.number)] if words else []
    return Piece(name, cells, None, asked)


FORMATS = (
    Format(ID, "Jira issues and comments of a warehouse", "Fivetran tables of Jira", ("interactions", "turns"), like, read,
           rows=True),
)  # fmt: skip
