"""Ticket systems: what each calls the columns of its exports, its ratings, and its durations.

For: `ticket_exports`, which reads them all in one way. Not for: any reading. A system more is an Export more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voc.ingest.formats.tickets import salesforce_ids
from voc.ingest.note import note
from voc.ingest.source import Score

_MINUTE, _HOUR = 60.0, 3600.0


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
        without=note(
            "cases go by their number here: e-mails and chats name them by Id, and join with these only where the "
            "export has it (Case ID in a report)"
        ),
    ),
)  # fmt: skip
