"""Tickets as ticket systems export them from their own pages, one row a ticket: Zendesk, Freshdesk, HubSpot, Salesforce.

For: CSV and Excel with the columns' titles in English. Not for: their APIs and tables in a warehouse, which have modules of
their own; nor what each system calls its columns (`ticket_systems`). Times in such exports carry no zone: they are
read in the project's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup, stamps
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.moments import between, times
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of, reject_wrong, rows
from voc.ingest.formats.parts.thread import OPENING, Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.ticket_systems import EXPORTS, Export
from voc.ingest.note import note
from voc.ingest.raw import Raw

_HALF = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}),?\s+(\d{1,2})((?::\d{2}){1,2})\s*([APap])\.?[Mm]\.?$")
_UPDATED = (
    "updated at", "last update time", "systemmodstamp", "lastmodifieddate", "(do not modify) modified on", "modifiedon",
)  # fmt: skip


def like(export: Export, head: Head) -> Like:
    """How like such an export a head is."""
    names = frozenset(name.lstrip("\ufeff") for name in head.names)
    for marks in export.marks:
        if names.issuperset(marks):
            return Like(0.9, f"has {', '.join(marks)}")
    return NOT_LIKE


def read(export: Export, content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The rows of an export: interactions, turns where it holds descriptions, feedback where it holds ratings."""
    assert raw is not None
    interactions, said, feedback = Sheet("interactions"), Sheet("turns"), Sheet("feedback", score=export.scale)
    every = rows(raw)
    titles = frozenset(name for row in every for name in row.cells)
    again = newest(
        every,
        lambda row: export.named(row.of(*export.columns["interaction_id"])),
        lambda row: row.of(*_UPDATED),
    )
    lasted = _lasted(export, every)
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, interactions):
            continue
        if older is not None:
            interactions.reject(
                older, row.number, found=row.of(*export.columns["interaction_id"]), expected="one row a ticket"
            )
            continue
        cells = _interaction(export, row)
        cells["resolution_s"] = cells.get("resolution_s") or lasted.get(row.number)
        interactions.keep(row.number, **cells)
        _first(export, row, cells, said)
        if export.rating in titles:
            _rating(export, row, cells, feedback)
        elif comment := row.of(*export.comments):
            _said_of_it(cells, row, feedback, text=comment)
    if export.without and not titles & set(export.wanted):
        interactions.warnings.append(export.without)
    if titles & set(export.durations):
        both = [name for name in titles if name in export.durations and "business hours" in name]
        interactions.warnings.append(
            note(
                "first_response_s, resolution_s and other durations are the export's own, as seconds; they are calendar "
                "time, and business hours stand in columns that end in _business_s"
            )
            if both
            else note("first_response_s, resolution_s and other durations are the export's own, as seconds")
        )
    return [raw_of(one, content, raw, export.id) for one in (interactions, said, feedback)]


def _lasted(export: Export, every: Sequence[Row]) -> dict[int, str]:
    """Seconds from opening to closing by the number of the row, where the times are written as on the pages of the system,
    5/13/2025, 3:05 PM, and both columns together show whether day or month comes first."""
    parts = [[row.of(*export.columns.get(name, ())) for row in every] for name in ("started_at", "ended_at")]
    written = [_clock(one) for one in stamps.iso([*parts[0], *parts[1]])]
    pairs = zip(every, written[: len(every)], written[len(every) :], strict=True)
    return {row.number: span for row, begun, ended in pairs if (span := between(begun, ended)) is not None}


def _clock(cell: str | None) -> str | None:
    """`2025-05-13, 3:05 PM` as 2025-05-13 15:05:00, other cells as they are."""
    found = _HALF.match(cell.strip()) if cell else None
    if found is None or not 1 <= int(found[2]) <= 12:
        return cell
    hour = int(found[2]) % 12 + (12 if found[4].upper() == "P" else 0)
    return f"{found[1]} {hour:02d}{found[3]}"


def _interaction(export: Export, row: Row) -> dict[str, str | None]:
    cells = {ours: row.of(*theirs) for ours, theirs in export.columns.items() if ours != "text"}
    cells |= {name: export.named(cell) for name, cell in cells.items() if name.endswith("_id")}
    if ";" in (cells.get("customer_id") or ""):  # several people, of whom none is said to be the one
        cells |= {"contact_ids": cells["customer_id"], "customer_id": None}
    status = row.of("status", "ticket status", "status reason", "statecode")
    cells["channel"] = channel(cells.get("channel"))
    cells["resolution_s"] = between(cells.get("started_at"), cells.get("ended_at"))
    for theirs, (ours, factor) in export.durations.items():
        if given := row.of(theirs):
            cells[ours] = given if ":" in given else times(given, factor)
    if status is not None:
        cells["is_resolved"] = "true" if status.strip().lower().startswith(export.solved) else "false"
    known = {name for theirs in export.columns.values() for name in theirs}
    known |= {*export.durations, *export.private, *export.comments}
    return beside(cells, {_ours(name): cell for name, cell in row.others(*known).items()})


def _ours(title: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in title).split()) or "untitled"


def _first(export: Export, row: Row, cells: Mapping[str, str | None], said: Sheet) -> None:
    text = markup.read(row.of(*export.columns.get("text", ())) or "")
    if text:
        contact = cells["interaction_id"]
        message = Message(OPENING, cells["started_at"], "customer", text, opens=True, row=row.number)
        for row_number, turn in turns(contact or "", [message]):
            said.keep(row_number, **turn)


def _rating(export: Export, row: Row, cells: Mapping[str, str | None], feedback: Sheet) -> None:
    given = (row.of(export.rating) or "").strip().lower()
    score = export.answers.get(given)
    if score is None:
        reason = "not_answered" if not given or given in export.unanswered else "unknown_score"
        feedback.reject(reason, row.number, column=export.rating, found=given, expected=", ".join(export.answers))
        return
    text = row.of("satisfaction comment", "survey comment", "ticket satisfaction comment")
    _said_of_it(cells, row, feedback, score=score, text=text)


def _said_of_it(cells: Mapping[str, str | None], row: Row, feedback: Sheet, **said: str | None) -> None:
    feedback.keep(
        row.number, feedback_id=f"{cells['interaction_id']}:rating", interaction_id=cells["interaction_id"],
        customer_id=cells.get("customer_id"), agent_id=cells.get("agent_id"), **said,
    )  # fmt: skip


FORMATS = tuple(
    Format(
        one.id, one.title, one.system,
        ("interactions", "turns", "feedback") if one.rating or one.comments else ("interactions", "turns"),
        partial(like, one), partial(read, one), rows=True,
    )
    for one in EXPORTS
)  # fmt: skip
