"""What a ticket of Zendesk is in our tables: the contact, its durations, who speaks, its rating.

For: `zendesk` and `zendesk_warehouse`. Not for: finding tickets in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import moment, times
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import OPENING, Message, alike, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.note import note

HOURS = note(
    "Zendesk gives minutes, of the calendar and of business hours: first_response_s, "
    "resolution_s and other durations are calendar time, in seconds; business hours stand in "
    "columns that end in _business_s"
)
# Answers of /tickets/{id}/comments do not name the ticket; who saves them does: ticket_81_comments.json, 81/comments.json.
_OF_COMMENTS = re.compile(
    r"(?:^|[/_-])tickets?[/_-]?(\d+)[/_-]comments\b|(?:^|/)(\d+)[/_-]comments\b|"
    r"(?:^|/)comments[/_-](?:tickets?[_-]?)?(\d+)(?=\.)", re.IGNORECASE,
)  # fmt: skip
_LETTERS = ("email", "web", "api", "mail", "form")  # where a description is what somebody wrote
_TITLE = re.compile(r"\s*Conversation with [^\n]{1,80}")
RATED = {"good": "1", "bad": "0"}
ROLES = {
    "end-user": "customer", "end_user": "customer", "agent": "agent", "admin": "agent", "owner": "agent", "system": "system",
}  # fmt: skip
# Their durations -> the column of the calendar's; business hours have the same name with _business.
_DURATIONS = {
    "reply_time": "first_response_s",
    "full_resolution_time": "resolution_s",
    "first_resolution_time": "first_resolution_s",
    "agent_wait_time": "agent_wait_s",
    "requester_wait_time": "requester_wait_s",
    "on_hold_time": "on_hold_s",
}
_CARRIED = ("status", "priority", "type", "brand_id", "organization_id", "ticket_form_id", "external_id", "problem_id")


@dataclass(frozen=True)
class Speakers:
    """What a file says of people: `roles` of users by id, the ids of `assignees`, the tickets by id."""

    roles: Mapping[str, str]
    assignees: Any
    tickets: Mapping[str | None, Mapping[str, Any]]

    @property
    def people(self) -> dict[str, str]:
        """The roles of all users, in our words."""
        return {id: ROLES[role] for id, role in self.roles.items() if role in ROLES}

    def role(self, author: str | None, ticket: str | None) -> str:
        """customer for who asked on this ticket and for end-users, agent for agents and who is assigned tickets, system
        for Zendesk itself (-1), else unknown: a comment does not say who speaks."""
        if author is None:
            return "unknown"
        if author == "-1":
            return "system"
        if author == requester(self.tickets.get(ticket, {})):
            return "customer"
        return ROLES.get(self.roles.get(author, ""), "agent" if author in self.assignees else "unknown")


def users(roles: Mapping[str, str], rest: Sequence[tuple[str, Any]]) -> Sheet:
    """Agents of a list of users, whose comments are an agent's then (`threads`); customers are no rows of ours, but what
    one who is in copy of a ticket says is a customer's."""
    sheet = Sheet("agents", people={id: ROLES[role] for id, role in roles.items() if role in ROLES})
    for id, role in roles.items():
        if ROLES.get(role) == "agent":
            sheet.keep(agent_id=id)
        else:
            sheet.reject("no_agent", column="role", found=role, expected="an agent")
    for reason, one in rest:
        sheet.reject(reason, found=str(one)[:60], expected="a user of Zendesk")
    return sheet


def id_of(ticket: Mapping[str, Any]) -> str | None:
    """A ticket's id, to the last digit."""
    return word(ticket.get("id", ticket.get("nice_id")))


def ticket_id(one: Mapping[str, Any]) -> str | None:
    """The id of the ticket that a thing belongs to."""
    return word(one.get("ticket_id"))


def requester(ticket: Mapping[str, Any]) -> str | None:
    """The id of who asked, in either shape."""
    return word(ticket.get("requester_id")) or word(mapping(ticket.get("requester")).get("id"))


def assignee(ticket: Mapping[str, Any]) -> str | None:
    """The id of who was assigned, in either shape."""
    return word(ticket.get("assignee_id")) or word(mapping(ticket.get("assignee")).get("id"))


def is_ticket(one: Mapping[str, Any]) -> bool:
    """Whether an object is a ticket and not, say, a rating, which has a requester too."""
    if "ticket_id" in one or not ("requester_id" in one or "requester" in one):
        return False
    return bool({"subject", "description", "status", "via", "submitter_id"} & set(one))


def interaction(ticket: Mapping[str, Any], groups: Mapping[str, str]) -> dict[str, str | None]:
    """Cells of the contact that a ticket is, without durations."""
    via = ticket.get("via")
    came = mapping(via).get("channel") if isinstance(via, dict) else via
    status = word(ticket.get("status"))
    group = word(ticket.get("group_id")) or word(mapping(ticket.get("group")).get("id"))
    cells = {
        "interaction_id": id_of(ticket), "started_at": moment(ticket.get("created_at")), "customer_id": requester(ticket),
        "channel": channel(came), "agent_id": assignee(ticket),
        "reason": word(ticket.get("subject")) or word(ticket.get("raw_subject")) or word(ticket.get("type")),
        "is_resolved": None if status is None else "true" if status.lower() in ("solved", "closed") else "false",
        "group": groups.get(group or "") or word(mapping(ticket.get("group")).get("name")), "group_id": group,
        "tags": joined(ticket.get("tags")), "updated_at": moment(ticket.get("updated_at")),
    }  # fmt: skip
    cells |= {name: word(ticket.get(name)) for name in _CARRIED if name in ticket}
    for one in map(mapping, listed(ticket.get("custom_fields"))):
        if word(one.get("id")) and (value := joined(one.get("value"))):
            cells[f"custom_{one['id']}"] = value
    return cells


def measured(metrics: Mapping[str, Any], ticket: Mapping[str, Any]) -> dict[str, str | None]:
    """Cells of a ticket's metrics: minutes as seconds, calendar time and business hours in columns of their own."""
    if not metrics:
        return {}
    cells: dict[str, str | None] = {}
    for theirs, ours in _DURATIONS.items():
        found, factor = metrics.get(f"{theirs}_in_minutes"), 60.0
        if found is None:
            found, factor = metrics.get(f"{theirs}_in_seconds"), 1.0
        by = found if isinstance(found, dict) else {"calendar": found}
        cells[ours] = times(by.get("calendar"), factor)
        cells[f"{ours.removesuffix('_s')}_business_s"] = times(by.get("business"), factor)
    cells["n_replies"], cells["n_reopens"] = word(metrics.get("replies")), word(metrics.get("reopens"))
    cells["ended_at"] = moment(metrics.get("solved_at"))
    cells["assignee_stations"], cells["group_stations"] = (
        word(metrics.get("assignee_stations")),
        word(metrics.get("group_stations")),
    )
    if not ticket:
        cells["started_at"] = moment(metrics.get("created_at"))
    return cells


def keep_calls(calls: Sequence[Mapping[str, Any]], sheet: Sheet) -> None:
    """Calls of Zendesk Talk, in seconds, a contact each; the ticket's id binds them together as their chain."""
    for one in calls:
        status = word(one.get("completion_status"))
        sheet.keep(
            interaction_id=word(one.get("id")), chain_id=ticket_id(one), started_at=moment(one.get("created_at")),
            customer_id=word(one.get("customer_id")), channel="voice", agent_id=word(one.get("agent_id")),
            queue_wait_s=word(one.get("wait_time")), talk_s=word(one.get("talk_time")), hold_s=word(one.get("hold_time")),
            acw_s=word(one.get("wrap_up_time")), ticket_id=ticket_id(one), direction=word(one.get("direction")),
            completion_status=status, duration_s=word(one.get("duration")),
            is_abandoned=None if status is None else "true" if status.startswith("abandoned") else "false",
        )  # fmt: skip


def keep_turns(
    tickets: Sequence[Mapping[str, Any]], gone: set[str], comments: Sequence[tuple[str | None, Any]], speakers: Speakers,
    sheet: Sheet, file: str,
) -> None:  # fmt: skip
    """Comments and descriptions as turns, by ticket: the description where no comment of the ticket says the same."""
    of: dict[str | None, list[Message]] = {id_of(one): [] for one in tickets}
    named = _OF_COMMENTS.search(file)
    alone = next(filter(None, named.groups())) if named else file.rpartition("/")[2].partition(".")[0]
    if any(ticket is None and _is_turn(one) for ticket, one in comments):
        sheet.warnings.append(
            note("comments name no ticket: they are of {contact}, as their file says", contact=alone)
            if named
            else note("comments name no ticket: they count as one contact, called {contact}", contact=alone)
        )
    known = [(ticket, one) for ticket, one in comments if isinstance(one, dict)]
    reasons = newest(known, lambda pair: word(pair[1].get("id")), lambda pair: word(pair[1].get("updated_at")))
    for _, one in comments:
        if not isinstance(one, dict):
            sheet.reject("not_a_json_object", found=one, expected="a comment")
    for (ticket, one), again in zip(known, reasons, strict=True):
        reason = again or ("deleted" if ticket in gone else None) or _why_not(one)
        if reason is not None:
            sheet.reject(
                reason, found=word(one.get("type", one.get("event_type"))) or "", expected="a public comment with words"
            )
            continue
        author = word(one.get("author_id"))
        is_call = (word(one.get("type")) or "").lower() in ("voicecomment", "tpevoicecomment")
        role = (
            "system"
            if is_call
            else "bot"
            if "bot" in str(mapping(one.get("via")).get("channel"))
            else speakers.role(author, ticket)
        )
        of.setdefault(ticket or alone, []).append(
            Message(word(one.get("id")), moment(one.get("created_at")), role, _text(one), author)
        )
    for one in tickets:
        said = word(one.get("description"))
        if _is_titled(one):
            sheet.reject("not_a_turn", column="description", found=id_of(one), expected="what the customer wrote first")
            continue
        if said is None or any(alike(message.text) == alike(said) for message in of[id_of(one)]):
            continue
        author = word(one.get("submitter_id")) or word(mapping(one.get("submitter")).get("id")) or requester(one)
        role = "customer" if author is None else speakers.role(author, id_of(one))
        of[id_of(one)].insert(0, Message(OPENING, moment(one.get("created_at")), role, said, author))
    started = {id_of(one): moment(one.get("created_at")) for one in tickets}
    for ticket, messages in of.items():
        for row_number, cells in turns(ticket or "", messages, started.get(ticket)):
            sheet.keep(row_number, **cells)


def is_title(came: str | None, description: str | None) -> bool:
    """Whether a description is what Zendesk calls a ticket of its messaging, and nobody's words."""
    return bool(description and came not in (None, *_LETTERS) and _TITLE.fullmatch(description))


def titles(tickets: Sequence[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """What tickets of messaging are called, which their first comment says again (`Raw.titles`)."""
    pairs = ((id_of(one), word(one.get("description"))) for one in tickets if _is_titled(one))
    return frozenset((id or "", alike(said)) for id, said in pairs)


def _is_titled(ticket: Mapping[str, Any]) -> bool:
    return is_title(word(mapping(ticket.get("via")).get("channel")), word(ticket.get("description")))


def _is_turn(one: Any) -> bool:
    return isinstance(one, dict) and _why_not(one) is None


def _why_not(one: Mapping[str, Any]) -> str | None:
    kind = word(one.get("type", one.get("event_type"))) or "Comment"
    if kind.lower() != "comment" and (one.get("in_audit") or "body" not in one):
        return "not_a_turn"
    if truth(one.get("public", one.get("comment_public", True))) is False:
        return "private_note"
    return None if _text(one) else "no_text"


def _text(one: Mapping[str, Any]) -> str:
    for name in ("body", "plain_body"):
        if said := word(one.get(name)):
            return said.strip()
    return markup.plain(word(one.get("html_body")) or "")


def keep_ratings(tickets: Sequence[Mapping[str, Any]], ratings: Sequence[Mapping[str, Any]], sheet: Sheet) -> None:
    """Ratings as feedback: good is 1 and bad is 0; an offer without an answer is no feedback."""
    of = {id_of(one): one for one in tickets}
    rated = {ticket_id(one) for one in ratings}
    inside = [
        {**(mapping(given) or {"score": given}), "ticket_id": id_of(one)}
        for one in tickets
        if (given := one.get("satisfaction_rating")) and id_of(one) not in rated
    ]
    every = [*ratings, *inside]
    reasons = newest(every, lambda one: word(one.get("id")), lambda one: word(one.get("updated_at")))
    for one, reason in zip(every, reasons, strict=True):
        score = (word(one.get("score")) or "").lower()
        answer = RATED.get(score.partition("_")[0])
        text = word(one.get("comment")) or word(mapping(one.get("comment")).get("body"))
        if reason is None and answer is None and text is None:
            reason = "not_answered" if score in ("offered", "unoffered", "") else "unknown_score"
        if reason is not None:
            sheet.reject(reason, column="score", found=score, expected="good or bad")
            continue
        ticket = of.get(ticket_id(one), {})
        sheet.keep(
            feedback_id=word(one.get("id")) or f"{ticket_id(one)}:rating", interaction_id=ticket_id(one),
            created_at=moment(one.get("created_at")) or moment(one.get("updated_at")), score=answer, text=text,
            customer_id=word(one.get("requester_id")) or requester(ticket),
            agent_id=word(one.get("assignee_id")) or assignee(ticket),
            group_id=word(one.get("group_id")), reason=word(one.get("reason")),
        )  # fmt: skip
