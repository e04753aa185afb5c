"""Tickets as ticket systems export them from their own pages, one row a ticket: Zendesk, Freshdesk, HubSpot, Salesforce.

For: CSV and Excel with the columns' titles in English. Not for: their APIs and tables in a warehouse, which have modules of
their own. Times in such exports carry no zone: they are read in the project's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from voc.ingest.content import Content
from voc.ingest.formats import markup, salesforce_ids
from voc.ingest.formats.channels import channel
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.moments import between, times
from voc.ingest.formats.sheet import Sheet
from voc.ingest.formats.table_rows import Row, beside, raw_of, reject_wrong, rows
from voc.ingest.formats.thread import OPENING, Message, turns
from voc.ingest.formats.versions import newest
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MINUTE, _HOUR = 60.0, 3600.0
_UPDATED = (
    "updated at", "last update time", "systemmodstamp", "lastmodifieddate", "(do not modify) modified on", "modifiedon",
)  # fmt: skip


@dataclass(frozen=True)
class Export:
    """One system's export: `marks` are sets of titles of which one must be there, all titles in lower case. `columns` ours
    -> theirs, the first that is filled; `durations` theirs -> ours and seconds a unit; `solved` words of a status that is
    done; `answers` the words of a rating -> its score on `scale`; `comments` titles of what customers wrote where
    no rating counts; `private` titles that are never carried; `named` how ids
    are written in one way; `without` is said where none of the titles `wanted` is there."""

    id: str
    title: str
    system: str
    marks: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    solved: tuple[str, ...]
    durations: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    rating: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    scale: Score | None = None
    private: tuple[str, ...] = ()
    named: Callable[[str | None], str | None] = field(default=lambda id: id)
    wanted: tuple[str, ...] = ()
    without: str = ""
    comments: tuple[str, ...] = ()


def _zendesk() -> dict[str, tuple[str, float]]:
    """Minutes of the calendar, and beside them those of business hours."""
    ours = {
        "first reply time": "first_response", "full resolution time": "resolution",
        "first resolution time": "first_resolution",
        "agent wait time": "agent_wait", "requester wait time": "requester_wait", "on hold time": "on_hold",
    }  # fmt: skip
    calendar = {f"{theirs} in minutes": (f"{name}_s", _MINUTE) for theirs, name in ours.items()}
    business = {
        f"{theirs} in minutes within business hours": (f"{name}_business_s", _MINUTE) for theirs, name in ours.items()
    }
    return {**calendar, **business}


_FACES = {
    "extremely unhappy": "1", "very unhappy": "2", "unhappy": "3", "neutral": "4", "happy": "5", "very happy": "6",
    "extremely happy": "7",
}  # fmt: skip

EXPORTS = (
    Export(
        "zendesk_export", "Zendesk tickets, exported from a view or a report (CSV)", "Zendesk Support, its pages",
        (
            ("summation column", "id", "subject", "status"),
            ("id", "subject", "status", "requester", "assignee", "satisfaction score"),
            ("id", "subject", "status", "requester", "assignee", "created at", "via"),
            ("ticket id", "subject", "status", "requester", "assignee", "satisfaction score"),
        ),
        {
            "interaction_id": ("id", "ticket id"), "started_at": ("created at", "requested"), "ended_at": ("solved at",),
            "customer_id": ("requester id", "requester external id", "requester"),
            "agent_id": ("assignee id", "assignee"), "channel": ("via", "channel"), "reason": ("subject",),
            "text": ("description",), "n_reopens": ("reopens",), "n_replies": ("replies",),
        },
        ("solved", "closed"), _zendesk(), "satisfaction score",
        {"good": "1", "good with comment": "1", "bad": "0", "bad with comment": "0"},
        ("offered", "not offered", "unoffered", "-", "not rated"), Score("thumbs", 0, 1),
        ("requester email", "requester domain", "submitter", "requester", "summation column"),
    ),
    Export(
        "zendesk_explore", "Zendesk tickets, a report of Explore (CSV, Excel)", "Zendesk Explore",
        (("ticket id", "ticket created - timestamp"), ("ticket id", "ticket created - date", "ticket status")),
        {
            "interaction_id": ("ticket id",),
            "started_at": ("ticket created - timestamp", "ticket created - date"),
            "ended_at": ("ticket solved - timestamp", "ticket solved - date"),
            "customer_id": ("requester id", "requester external id"), "agent_id": ("assignee id", "assignee name"),
            "channel": ("ticket channel",), "reason": ("ticket subject",), "text": ("ticket description",),
            "queue": ("ticket group",), "n_reopens": ("reopens",), "n_replies": ("agent replies",),
        },
        ("solved", "closed"), {
            f"{theirs} ({unit})": (ours, factor)
            for unit, factor in (("min", _MINUTE), ("hrs", _HOUR))
            for theirs, ours in (
                ("first reply time", "first_response_s"), ("full resolution time", "resolution_s"),
                ("first resolution time", "first_resolution_s"), ("requester wait time", "requester_wait_s"),
            )
        },
        "ticket satisfaction rating", {"good": "1", "bad": "0", "good with comment": "1", "bad with comment": "0"},
        ("offered", "unoffered", "not offered", "-"), Score("thumbs", 0, 1),
        ("requester name", "requester email", "submitter name", "submitter email", "ticket satisfaction comment"),
    ),
    Export(
        "freshdesk_export", "Freshdesk tickets, exported from a list (CSV)", "Freshdesk, its pages",
        (
            ("ticket id", "subject", "status", "priority", "source", "created time"),
            ("ticket id", "subject", "status", "agent", "created time", "resolved time"),
        ),
        {
            "interaction_id": ("ticket id",), "started_at": ("created time",), "ended_at": ("resolved time", "closed time"),
            "customer_id": ("contact id", "requester id"), "agent_id": ("agent id", "agent"), "channel": ("source",),
            "reason": ("subject",), "text": ("description",), "n_replies": ("agent interactions",),
        },
        ("resolved", "closed"),
        {
            "first response time (in hrs)": ("first_response_s", _HOUR), "resolution time (in hrs)": ("resolution_s", _HOUR),
        },
        "survey results", _FACES, ("-", "not rated", "no response"), Score("csat", 1, 7),
        ("email", "full name", "work phone", "mobile phone", "twitter id", "contact", "facebook id", "address"),
    ),
    Export(
        "hubspot_export", "HubSpot tickets, exported from a view (CSV)", "HubSpot Service Hub, its pages",
        (("ticket name", "ticket status"), ("ticket id", "ticket name", "pipeline", "create date")),
        {
            "interaction_id": ("ticket id", "record id"), "started_at": ("create date",), "ended_at": ("close date",),
            "customer_id": ("associated contact ids", "associated contact id"), "agent_id": ("ticket owner",),
            "channel": ("source",), "reason": ("ticket name",), "text": ("ticket description",),
        },
        ("closed", "resolved"),
        {
            "time to first agent email reply (hh:mm:ss)": ("first_response_s", _HOUR),
            "time to first agent reply (hh:mm:ss)": ("first_response_s", _HOUR),
            "time to close (hh:mm:ss)": ("resolution_s", _HOUR),
        },
        comments=("last csat survey comment", "last ces survey comment"),
        private=("associated contact", "associated company"),
    ),
    Export(
        "gorgias_export", "Gorgias tickets, exported from a view (CSV)", "Gorgias, its pages",
        (("ticket id", "initial channel", "survey score"), ("ticket id", "initial channel", "number of agent messages")),
        {
            "interaction_id": ("ticket id",), "started_at": ("creation date", "created date", "created datetime"),
            "ended_at": ("closed date", "closed datetime"), "customer_id": ("customer id", "customer email"),
            "agent_id": ("assignee email", "assignee name"), "channel": ("initial channel",),
            "reason": ("ticket subject", "subject"), "n_replies": ("number of agent messages",),
        },
        ("closed",),
        {"first response time (s)": ("first_response_s", 1.0), "resolution time (s)": ("resolution_s", 1.0)},
        "survey score", {str(one): str(one) for one in range(1, 6)}, ("-", "not rated"), Score("csat", 1, 5),
        ("customer name", "assignee name"),
    ),
    Export(
        "dynamics_cases", "Dynamics 365 cases, exported from a view (Excel, CSV)", "Dynamics 365 Customer Service",
        (("case title", "case number"), ("(do not modify) case", "case title"), ("ticketnumber", "incidentid", "title")),
        {
            "interaction_id": ("(do not modify) case", "incidentid", "case number", "ticketnumber"),
            "case_number": ("case number", "ticketnumber"), "started_at": ("created on", "createdon"),
            "ended_at": ("resolved on", "closed on"), "customer_id": ("customerid", "_customerid_value", "customer"),
            "agent_id": ("ownerid", "_ownerid_value", "owner"), "channel": ("origin", "caseorigincode"),
            "reason": ("subject", "case title", "title"), "text": ("description",),
        },
        ("resolved", "problem solved", "information provided"), {}, "satisfaction",
        {"very satisfied": "5", "satisfied": "4", "neutral": "3", "dissatisfied": "2", "very dissatisfied": "1"},
        ("-", "--"), Score("csat", 1, 5),
        ("(do not modify) row checksum", "(do not modify) modified on", "contact", "email address", "customer",
         "primary contact"),
    ),
    Export(
        "salesforce_cases", "Salesforce cases, a report or the Case object (CSV)", "Salesforce Service Cloud",
        (
            ("casenumber", "status", "origin"), ("casenumber", "status", "createddate"),
            ("case number", "status", "case origin"), ("case number", "status", "subject", "date/time opened"),
            ("case number", "status", "subject", "opened date"),
        ),
        {
            "interaction_id": ("id", "case id", "casenumber", "case number"),
            "case_number": ("casenumber", "case number"),
            "started_at": ("createddate", "date/time opened", "opened date", "created date"),
            "ended_at": ("closeddate", "date/time closed", "closed date"),
            "customer_id": ("contactid", "contact id", "accountid", "account id"),
            "agent_id": ("ownerid", "owner id", "case owner", "case owner alias"), "channel": ("origin", "case origin"),
            "reason": ("reason", "case reason", "subject"), "text": ("description",),
        },
        ("closed", "resolved"),
        private=("suppliedname", "suppliedemail", "suppliedphone", "contactphone", "contactemail", "contactmobile",
                 "contact name", "web email", "web name", "web phone", "contact email", "contact phone"),
        named=salesforce_ids.whole, wanted=("id", "case id"),
        without="cases go by their number here: e-mails and chats name them by Id, and join with these only where the "
        "export has it (Case ID in a report)",
    ),
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
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, interactions):
            continue
        if older is not None:
            interactions.reject(
                older, row.number, found=row.of(*export.columns["interaction_id"]), expected="one row a ticket"
            )
            continue
        cells = _interaction(export, row)
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
        note = "first_response_s, resolution_s and other durations are the export's own, as seconds"
        more = "; they are calendar time, and business hours stand in columns that end in _business_s"
        interactions.warnings.append(note + (more if both else ""))
    return [raw_of(one, content, raw, export.id) for one in (interactions, said, feedback)]


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
