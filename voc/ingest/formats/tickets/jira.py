"""Jira and Jira Service Management: issues as they are exported from a search, an issue a row.

For: CSV with the fields' English titles; comments stand in columns of one name. Not for: JSON (`jira_json`), and who reads a
comment: the export does not say which comments are internal. Only in a service project is who reports a customer; there the
reporter's and portal customers' comments (ids with qm:) are the customer's, the assignee's are an agent's, others are of
nobody that is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.moments import between
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.jira_text import moment
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

INTERNAL = note("the export does not say which comments are internal: turns of agents and of nobody known may be notes")
_MARKS = (
    ("issue key", "summary", "status", "created"),
    ("issue key", "issue type", "summary"),
    ("key", "issue id", "summary", "status"),
)
_AGAIN = re.compile(r"\.\d+$")  # a column of a name that was there before
_COMMENT = re.compile(r"^(?P<at>[^;\n]{6,40});(?P<who>[^;\n]{0,120});(?P<said>.*)$", re.DOTALL)
_RATING = ("satisfaction rating", "satisfaction", "custom field (satisfaction)", "custom field (satisfaction rating)")
_RATED = ("custom field (satisfaction date)", "satisfaction date")
_SAID = ("satisfaction comment", "custom field (satisfaction comment)", "custom field (satisfaction rating comment)")
_CARRIED = ("issue type", "status", "priority", "resolution", "project key", "status category", "security level")
_SERVICE = ("service_desk", "service desk", "servicedesk", "service management")
_HELD = (*_RATING, *_RATED, *_SAID)

_Cells = Mapping[str, list[str]]


def like(head: Head) -> Like:
    """How like an export of Jira a head is."""
    for marks in _MARKS:
        if head.names.issuperset(marks):
            return Like(0.93, f"has {', '.join(marks)}")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, turns and, where issues were rated, feedback."""
    assert raw is not None
    found: list[Contact | Left] = [
        Left(one.reason, one.found, one.expected, one.column, one.row) for one in raw.rejected
    ]
    feedback = Sheet("feedback", score=Score("csat", 1, 5))
    every = _rows(raw)
    again = newest([cells for _, cells in every], _key, lambda cells: moment(_of(cells, "updated")))
    n_comments = 0
    for (number, cells), older in zip(every, again, strict=True):
        if older is not None or _key(cells) is None:
            found.append(Left(older or "missing_id", _key(cells) or "", "one row an issue", "Issue key", number))
            continue
        contact = Contact(_interaction(cells), _items(cells, number), number)
        n_comments += len(contact.items) > 1
        found.append(contact)
        if any(name in cells for name in _RATING) or any(name in one for _, one in every for name in _RATING):
            _rating(cells, contact, number, feedback)
    interactions, said = sheets(found)
    said.warnings += [INTERNAL] if n_comments else []
    return [raw_of(one, content, raw, "jira_export") for one in (interactions, said, feedback)]


def _rows(raw: Raw) -> list[tuple[int, _Cells]]:
    """The number of each row and its filled cells under the title in lower case, several where the title comes again."""
    names = [_AGAIN.sub("", name).strip().lower() for name in raw.rows.column_names]
    columns = [column.cast(pa.string()).to_pylist() for column in raw.rows.columns]
    found: list[tuple[int, _Cells]] = []
    for at, number in enumerate(raw.numbers.tolist()):
        cells: dict[str, list[str]] = {}
        for name, column in zip(names, columns, strict=True):
            if (column[at] or "").strip():
                cells.setdefault(name, []).append(column[at])
        found.append((number, cells))
    return found


def _of(cells: _Cells, *names: str) -> str | None:
    return next((cells[name][0].strip() for name in names if name in cells), None)


def _key(cells: _Cells) -> str | None:
    return _of(cells, "issue key", "key")


def _is_service(cells: _Cells) -> bool:
    """Whether who reports an issue is a customer."""
    return (_of(cells, "project type") or "").lower() in _SERVICE


def _interaction(cells: _Cells) -> dict[str, str | None]:
    opened, done = moment(_of(cells, "created")), moment(_of(cells, "resolved"))
    state, resolution = _of(cells, "status category", "status"), _of(cells, "resolution")
    solved = (resolution or "").lower() not in ("", "unresolved") or (state or "").lower() in (
        "done",
        "resolved",
        "closed",
    )
    more = {
        _name(name): ", ".join(held)
        for name, held in cells.items()
        if name.startswith("custom field (") and name not in _HELD
    }
    return {
        **more, **{name.replace(" ", "_"): _of(cells, name) for name in _CARRIED}, "interaction_id": _key(cells),
        "started_at": opened, "ended_at": done,
        "customer_id": _of(cells, "reporter id", "reporter") if _is_service(cells) else None,
        "agent_id": _of(cells, "assignee id", "assignee"), "reason": _of(cells, "summary"),
        "channel": channel(_of(cells, "custom field (request channel type)", "custom field (channel)")),
        "resolution_s": between(opened, done), "is_resolved": str(solved).lower() if state or resolution else None,
        "labels": ", ".join(cells.get("labels", [])) or None, "components": ", ".join(cells.get("components", [])) or None,
    }  # fmt: skip


def _name(title: str) -> str:
    inside = title.removeprefix("custom field (").removesuffix(")")
    return "_".join("".join(letter if letter.isalnum() else " " for letter in inside).split()) or "untitled"


def _items(cells: _Cells, row: int) -> list[Message | Left]:
    is_service = _is_service(cells)
    reporters = {_of(cells, "reporter id"), _of(cells, "reporter")} - {None}
    agents = {_of(cells, "assignee id"), _of(cells, "assignee")} - {None} - reporters
    items: list[Message | Left] = []
    text = markup.read(_of(cells, "description") or "")
    if text:
        role = "customer" if is_service else "unknown"
        items.append(Message(OPENING, moment(_of(cells, "created")), role, text, opens=True, row=row))
    for place, cell in enumerate([*cells.get("comment", []), *cells.get("comments", [])], 1):
        hit = _COMMENT.match(cell)
        if hit is None:
            items.append(message(str(place), None, "unknown", markup.read(cell), None, row))
            continue
        who = hit["who"].strip()
        role = "customer" if who.startswith("qm:") or (is_service and who in reporters) else "unknown"
        role = "agent" if role == "unknown" and is_service and who in agents else role
        items.append(message(str(place), moment(hit["at"].strip()), role, markup.read(hit["said"]), who or None, row))
    return items


def _rating(cells: _Cells, contact: Contact, row: int, feedback: Sheet) -> None:
    score, comment = _of(cells, *_RATING), _of(cells, *_SAID)
    if score is None and comment is None:
        feedback.reject("not_answered", row, column="Satisfaction rating", expected="a rating from 1 to 5")
        return
    feedback.keep(
        row, feedback_id=f"{contact.cells['interaction_id']}:rating", interaction_id=contact.cells["interaction_id"],
        score=score, text=comment, created_at=moment(_of(cells, *_RATED)), customer_id=contact.cells["customer_id"],
        agent_id=contact.cells["agent_id"],
    )  # fmt: skip


FORMATS = (
    Format(
        "jira_export", "Jira and Jira Service Management issues (CSV)", "Jira, export of a search",
        ("interactions", "turns", "feedback"), like, read, rows=True,
    ),
)  # fmt: skip
