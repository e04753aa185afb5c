"""Zendesk, tables of a warehouse as a sync writes them: tickets, comments, satisfaction ratings, users.

For: CSV, Excel and Parquet of those tables (Fivetran's names, and those of dbt packages on them). Not for: JSON of the API
(`zendesk`), exports from its own pages (`zendesk_export`).
https://fivetran.com/docs/connectors/applications/zendesk
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.moments import times
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of, reject_wrong, rows
from voc.ingest.formats.parts.thread import OPENING, Message, alike, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.tickets.zendesk_tickets import HOURS, RATED, is_title
from voc.ingest.raw import Raw
from voc.ingest.source import Score

# The columns by which a table is known, the table with the most columns first.
_MARKS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(columns.split()))
    for name, columns in (
        ("tickets", "id requester_id assignee_id status submitter_id"),
        ("tickets", "id requester_id assignee_id status via_channel"),
        ("tickets", "ticket_id requester_id assignee_id status created_channel"),
        ("comments", "id body ticket_id public user_id"),
        ("comments", "id body ticket_id public author_id"),
        ("comments", "ticket_comment_id body ticket_id is_public user_id"),
        ("satisfaction ratings", "id ticket_id score requester_id assignee_id"),
        ("field history", "field_name ticket_id value updated user_id"),
        ("field history", "field_name ticket_id value valid_starting_at"),
        ("ticket tags", "tag ticket_id _fivetran_synced"),
        ("ticket tags", "tags ticket_id _fivetran_synced"),
        ("users", "id role email active time_zone"),
        ("users", "id role email active _fivetran_synced"),
        ("schedules", "schedule_name schedule_id start_time_utc end_time_utc"),
        ("schedules", "id start_time_utc end_time_utc time_zone"),
    )
)
_NO_ROWS = {"field history": "field_history", "ticket tags": "tag_of_a_ticket", "schedules": "hours_of_business"}
_USUAL = (
    "_fivetran_synced",
    "brand_id",
    "ticket_form_id",
    "group_id",
    "created",
    "created_at",
    "updated",
    "facebook_comment",
)
# Columns that stand under a name of ours, and those of people and addresses, which are not carried.
_KNOWN = (
    "id", "ticket_id", "created_at", "requester_id", "via_channel", "created_channel", "assignee_id", "subject",
    "description", "url", "solved_at", "last_solved_at", "count_reopens", "group_name", "recipient", "requester_email",
    "requester_name", "assignee_email", "assignee_name", "submitter_name", "submitter_email", "via_source_from_address",
    "via_source_to_address", "via_source_to_name", "via_source_from_title", "system_client", "system_location",
    "system_ip_address",
)  # fmt: skip
_MINUTES = {
    "first_reply_time_calendar_minutes": "first_response_s",
    "first_reply_time_business_minutes": "first_response_business_s",
    "full_resolution_calendar_minutes": "resolution_s",
    "full_resolution_business_minutes": "resolution_business_s",
    "reply_time_in_minutes_calendar": "first_response_s",
    "reply_time_in_minutes_business": "first_response_business_s",
    "full_resolution_time_in_minutes_calendar": "resolution_s",
    "full_resolution_time_in_minutes_business": "resolution_business_s",
}


def like(head: Head) -> Like:
    """How like a table of Zendesk's a head is."""
    kind = _kind(head.names)
    # With `via` as it is, the cells are JSON: `zendesk_cells`.
    if (
        kind is None
        or not head.names.isdisjoint(("responder_id", "via", "chat_id"))
        or any(one.startswith("property_") for one in head.names)
    ):
        return NOT_LIKE
    there = [name for name in _USUAL if name in head.names]
    return Like(min(0.8 + 0.05 * len(there), 0.95), f"the table of {kind}: has {', '.join(sorted(_marks(head.names)))}")


def _marks(names: frozenset[str]) -> frozenset[str]:
    return next((marks for _, marks in _MARKS if marks <= names), frozenset())


def _kind(names: frozenset[str]) -> str | None:
    return next((kind for kind, marks in _MARKS if marks <= names), None)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The rows of one table: tickets to interactions and turns, comments to turns, ratings to feedback."""
    assert raw is not None
    kind = _kind(frozenset(name.strip().lower() for name in raw.rows.column_names))
    every = rows(raw)
    if kind == "comments":
        sheets = [_comments(every)]
    elif kind == "satisfaction ratings":
        sheets = [_ratings(every)]
    elif kind == "users":
        sheets = [_users(every)]
    elif kind in _NO_ROWS:
        sheets = [_none(every, _NO_ROWS[kind])]
    else:
        sheets = _tickets(every)
    return [raw_of(one, content, raw, "zendesk_warehouse") for one in sheets]


def _gone(row: Row) -> str | None:
    return "deleted" if row.is_true("_fivetran_deleted", "is_deleted") or row.of("status") == "deleted" else None


def _tickets(every: Sequence[Row]) -> list[Sheet]:
    """Interactions and turns, with the tickets that were deleted and what those of messaging are called. A sync writes times
    in UTC."""
    interactions, said = Sheet("interactions", timezone="UTC"), Sheet("turns", timezone="UTC")
    gone: set[str] = set()
    titles: set[tuple[str, str]] = set()
    again = newest(every, lambda row: row.of("id", "ticket_id"), lambda row: row.of("updated_at"))
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, interactions):
            continue
        reason = older or _gone(row)
        if reason is not None:
            interactions.reject(
                reason, row.number, column="id", found=row.of("id", "ticket_id"), expected="the version updated last"
            )
            gone |= {row.of("id", "ticket_id") or ""} if reason == "deleted" else set()
            continue
        ticket, status = row.of("id", "ticket_id"), row.of("status")
        minutes = {ours: times(row.of(theirs), 60) for theirs, ours in _MINUTES.items() if theirs in row.cells}
        if minutes and HOURS not in interactions.warnings:
            interactions.warnings.append(HOURS)
        cells = {
            "interaction_id": ticket,
            "started_at": row.of("created_at"),
            "ended_at": row.of("solved_at", "last_solved_at"),
            "customer_id": row.of("requester_id"),
            "channel": channel(row.of("via_channel", "created_channel")),
            "agent_id": row.of("assignee_id"),
            "reason": row.of("subject", "type"),
            "is_resolved": None if status is None else "true" if status in ("solved", "closed") else "false",
            "group": row.of("group_name"),
            "n_reopens": row.of("count_reopens"),
            **minutes,
        }
        interactions.keep(row.number, **beside(cells, row.others(*_KNOWN, *_MINUTES)))
        if is_title(row.of("via_channel", "created_channel"), row.of("description")):
            said.reject("not_a_turn", row.number, column="description", expected="what the customer wrote first")
            titles.add((ticket or "", alike(row.of("description"))))
        elif text := row.of("description"):
            author = row.of("submitter_id")
            known = {None: "customer", row.of("assignee_id"): "agent", row.of("requester_id"): "customer"}
            role = known.get(author, "unknown")
            message = Message(OPENING, row.of("created_at"), role, markup.read(text), author, row=row.number)
            for row_number, cells in turns(ticket or "", [message]):
                said.keep(row_number, **cells)
        else:
            said.reject("no_text", row.number, column="description", expected="what the customer wrote first")
    said.gone, said.titles = frozenset(gone - {""}), frozenset(titles)
    return [interactions, said]


def _comments(every: Sequence[Row]) -> Sheet:
    """Comments do not say who speaks: that is in the tables of tickets and users (`threads`)."""
    sheet = Sheet("turns", timezone="UTC")
    again = newest(every, lambda row: row.of("id", "ticket_comment_id"), lambda row: row.of("_fivetran_synced"))
    of: dict[str | None, list[Message]] = {}
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, sheet):
            continue
        text, comment = markup.read(row.of("body", "plain_body", "html_body") or ""), row.of("id", "ticket_comment_id")
        reason = older or _gone(row) or _why_not(row) or (None if text else "no_text")
        if reason is not None:
            sheet.reject(reason, row.number, found=comment, expected="a public comment with words")
            continue
        message = Message(
            comment, row.of("created", "created_at"), "unknown", text, row.of("user_id", "author_id"), row=row.number
        )
        of.setdefault(row.of("ticket_id"), []).append(message)
    for ticket, messages in of.items():
        for row_number, cells in turns(ticket or "", messages):
            sheet.keep(row_number, **cells)
    return sheet


def _why_not(row: Row) -> str | None:
    if row.of("public", "is_public") is not None and not row.is_true("public", "is_public"):
        return "private_note"
    return "not_a_turn" if row.is_true("voice_comment", "is_voice_comment") else None


def _ratings(every: Sequence[Row]) -> Sheet:
    sheet = Sheet("feedback", timezone="UTC", score=Score("thumbs", 0, 1))
    again = newest(every, lambda row: row.of("id"), lambda row: row.of("updated_at"))
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, sheet):
            continue
        word = (row.of("score") or "").strip().lower()
        answer, text = RATED.get(word.partition("_")[0]), row.of("comment")
        reason = older or _gone(row)
        if reason is None and answer is None and text is None:
            reason = "not_answered" if word in ("offered", "unoffered", "") else "unknown_score"
        if reason is not None:
            sheet.reject(reason, row.number, column="score", found=word, expected="good or bad")
            continue
        sheet.keep(
            row.number, feedback_id=row.of("id"), interaction_id=row.of("ticket_id"), score=answer, text=text,
            created_at=row.of("created_at", "updated_at"), customer_id=row.of("requester_id"),
            agent_id=row.of("assignee_id"), group_id=row.of("group_id"), reason=row.of("reason"),
        )  # fmt: skip
    return sheet


def _users(every: Sequence[Row]) -> Sheet:
    """Agents and admins, whose comments are an agent's then (`threads`); customers are no rows of ours, and what the one who
    is in copy of a ticket says is a customer's."""
    sheet = Sheet("agents", timezone="UTC")
    roles = {id: row.of("role") or "" for row in every if row.wrong is None and (id := row.of("id"))}
    sheet.people = {id: "customer" for id, role in roles.items() if role.strip().lower() in ("end-user", "end_user")}
    again = newest(every, lambda row: row.of("id"), lambda row: row.of("updated_at", "_fivetran_synced"))
    for row, older in zip(every, again, strict=True):
        if reject_wrong(row, sheet):
            continue
        is_agent = (row.of("role") or "").strip().lower() in ("agent", "admin", "owner")
        if older or not is_agent:
            sheet.reject(older or "no_agent", row.number, column="role", found=row.of("role"), expected="an agent")
            continue
        sheet.keep(row.number, agent_id=row.of("id"))
    return sheet


def _none(every: Sequence[Row], reason: str) -> Sheet:
    sheet = Sheet("interactions")
    for row in every:
        if not reject_wrong(row, sheet):
            sheet.reject(
                reason,
                row.number,
                found=row.of("ticket_id", "id"),
                expected="a ticket; the rows of this table are none",
            )
    return sheet


FORMATS = (
    Format(
        "zendesk_warehouse", "Zendesk tables of a warehouse: tickets, comments, satisfaction ratings",
        "Fivetran and dbt tables of Zendesk Support", ("interactions", "turns", "feedback", "agents"), like,
        read, rows=True,
    ),
)  # fmt: skip
