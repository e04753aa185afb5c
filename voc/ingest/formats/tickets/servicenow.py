"""ServiceNow: incidents and cases, a record a row, with the journal of comments in a cell.

For: lists exported as CSV or Excel, by the fields' names or their English titles, and JSON of the Table API. Not for: the
journal as a table of its own. Comments are turns; work notes are for colleagues, and none. A journal is newest first, and
does not say who is who: the caller is the customer, who writes work notes or is assigned is an agent, others are unknown.
https://www.servicenow.com/docs/bundle/platform-administration/page/administer/field-administration/concept/c_JournalFields.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.contact_columns import folded
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, sheets, strange, things
from voc.ingest.formats.parts.moments import between, seconds
from voc.ingest.formats.parts.table_rows import beside, raw_of, rows
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw

# Ours -> their fields and titles, folded; the first that is filled.
_COLUMNS = {
    "interaction_id": ("number",), "started_at": ("openedat", "opened", "syscreatedon", "created"),
    "ended_at": ("resolvedat", "resolved", "closedat", "closed"),
    "customer_id": ("callerid", "caller", "contact", "consumer"),
    "agent_id": ("assignedto",), "reason": ("shortdescription",), "n_reopens": ("reopencount",),
}  # fmt: skip
_SIDE = (
    "callerid",
    "caller",
    "assignmentgroup",
    "assignedto",
    "openedat",
    "opened",
    "state",
    "incidentstate",
    "contacttype",
)
_JOURNALS = ("commentsandworknotes", "comments", "additionalcomments", "worknotes", "commentslist", "worknoteslist")
_TEXT = ("description", "shortdescription")
_DONE = ("resolved", "closed", "6", "7", "closed complete")
_CASE_DONE = ("resolved", "closed", "6", "3", "closed complete")  # a case is cancelled with 7, and closed with 3
_HELD = ("number", "contacttype", "channel", "state", "incidentstate", "description", "syscreatedby", "sysid", "link",
         "sysupdatedon", "updated", "sysupdatedby", "sysdomain", "workstart", "workend", "closenotes", "resolutionnotes",
         "watchlist", "worknoteslist", "openedby", "resolvedby", "closedby")  # fmt: skip
_ENTRY = re.compile(
    r"^(?P<at>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)"
    r" - (?P<who>.{1,80}?) \((?P<what>[^()]{1,60})\)\s*$"
)
_SEEN = (
    "additional comments",
    "comments",
    "additional comments (customer visible)",
    "customer visible",
    "comments (customer visible)",
)


@dataclass(frozen=True)
class _Entry:
    """One entry of a journal; `is_seen` says that the customer could read it."""

    at: str
    who: str
    text: str
    is_seen: bool


def like(head: Head) -> Like:
    """How like a list of ServiceNow a head is."""
    names = frozenset(map(folded, head.columns))
    there = [name for name in _SIDE if name in names]
    if names.issuperset(("number", "shortdescription")) and len(there) > 2:
        return Like(0.9, f"a list of records: has number, short_description, {', '.join(there[:3])}")
    return NOT_LIKE


def like_json(head: Head) -> Like:
    """How like records of ServiceNow's Table API a head is."""
    if head.members.issuperset(("result", "sys_id", "number", "short_description")):
        return Like(0.92, "records: has result, sys_id, number, short_description")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns of a list."""
    assert raw is not None
    found: list[Contact | Left] = []
    every = rows(raw)
    cells = [{folded(name): cell for name, cell in row.cells.items()} for row in every]
    again = newest(cells, lambda one: one.get("number"), lambda one: one.get("sysupdatedon") or one.get("updated"))
    for row, one, older in zip(every, cells, again, strict=True):
        if row.wrong is not None:
            found.append(Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number))
        else:
            found.append(_contact(one, older, row.number))
    return [raw_of(one, content, raw, "servicenow") for one in sheets(found)]


def read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The same of the Table API, whose times are UTC unless their display values are asked for."""
    every = [one for document in documents(content) for one in things(document, "result", "records")]
    cells = [{folded(name): _cell(value) for name, value in mapping(one).items()} for one in every]
    shown = any(isinstance(value, dict) and "display_value" in value and folded(name) in ("openedat", "syscreatedon")
                for one in every for name, value in mapping(one).items())  # fmt: skip
    again = newest(cells, lambda one: one.get("number"), lambda one: one.get("sysupdatedon"))
    found: list[Contact | Left] = []
    for one, held, older in zip(every, cells, again, strict=True):
        found.append(
            strange(one, "a record") or _contact({name: cell for name, cell in held.items() if cell}, older, None)
        )
    return [
        one.raw(content, "servicenow_json", content.decoded[1], content.decoded[2])
        for one in sheets(found, None if shown else "UTC")
    ]


def _cell(value: Any) -> str | None:
    """A field: a text, or an object with what is shown and what is meant."""
    return word(value) or word(mapping(value).get("display_value")) or word(mapping(value).get("value"))


def _contact(one: Mapping[str, str | None], older: str | None, row: int | None) -> Contact | Left:
    if older is not None:
        return Left(older, one.get("number") or "", "the version updated last", "number", row)
    cells = {ours: next((one[name] for name in theirs if one.get(name)), None) for ours, theirs in _COLUMNS.items()}
    state = one.get("state") or one.get("incidentstate")
    done = _CASE_DONE if (one.get("number") or "").upper().startswith("CS") else _DONE
    cells["channel"] = channel(one.get("contacttype") or one.get("channel"))
    cells["state"] = state
    cells["is_resolved"] = None if state is None else str(state.strip().lower() in done).lower()
    cells["resolution_s"] = between(cells["started_at"], cells["ended_at"])
    known = {*_JOURNALS, *_HELD, *(name for theirs in _COLUMNS.values() for name in theirs)}
    return Contact(
        beside(cells, {name: cell for name, cell in one.items() if name not in known}), _items(one, cells, row), row
    )


def _items(one: Mapping[str, str | None], cells: Mapping[str, str | None], row: int | None) -> list[Message | Left]:
    entries = [entry for name in _JOURNALS if one.get(name) for entry in _journal(one[name] or "", name)]
    entries = list(dict.fromkeys(entries))  # a journal may stand in two columns
    agents = {entry.who for entry in entries if not entry.is_seen}
    agents |= {who for name in ("assignedto", "resolvedby", "closedby") if (who := one.get(name))}
    customer = cells["customer_id"]
    items: list[Message | Left] = []
    text = markup.read(next((one[name] for name in _TEXT if one.get(name)), None) or "")
    if text:
        items.append(Message(OPENING, cells["started_at"], "customer", text, opens=True, row=row))
    order = sorted(range(len(entries)), key=lambda at: (seconds(entries[at].at) or 0.0, -at))
    for place, at in enumerate(order, 1):
        entry = entries[at]
        if not entry.is_seen:
            items.append(Left("private_note", expected="a comment that the customer can read", row=row))
            continue
        role = (
            "customer"
            if entry.who == customer and entry.who not in agents
            else "agent"
            if entry.who in agents
            else "unknown"
        )
        role = "unknown" if entry.who == customer and entry.who in agents else role
        author = entry.who if role == "agent" else None
        items.append(message(str(place), entry.at, role, markup.read(entry.text), author, row))
    return items


def _journal(written: str, column: str) -> Iterator[_Entry]:
    """The entries of a journal as they stand; what stands before the first has no time and nobody who wrote it."""
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*written.replace("\r\n", "\n").split("\n"), None]:
        begun = _ENTRY.match(line) if line is not None else None
        if line is not None and begun is None:
            lines.append(line)
            continue
        if head is not None:
            what = head["what"].strip().lower()
            is_seen = (
                what in _SEEN
                if column in ("commentsandworknotes", "worknotes", "worknoteslist")
                else "work" not in what
            )
            yield _Entry(head["at"], head["who"].strip(), "\n".join(lines).strip(), is_seen)
        head, lines = begun, []


FORMATS = (
    Format(
        "servicenow", "ServiceNow incidents and cases, a list (CSV, Excel)", "ServiceNow, export of a list",
        ("interactions", "turns"), like, read, rows=True,
    ),
    Format(
        "servicenow_json", "ServiceNow incidents and cases (JSON)", "ServiceNow Table API", ("interactions", "turns"),
        like_json, read_json,
    ),
)  # fmt: skip
