"""Intercom, tables of a warehouse as a sync writes them: the history of conversations and of their parts.

For: CSV, Excel and Parquet of those tables (Fivetran's names); of the versions of a row the active one counts. Not for: JSON
of the API (`intercom`), tables of admins, teams and tags, which hold no contact.
https://fivetran.com/docs/connectors/applications/intercom
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.moments import between
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of, reject_wrong, rows, versions
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.tickets.intercom_parts import SCALE, role, why_not
from voc.ingest.raw import Raw

_CONVERSATIONS = frozenset(("id", "created_at", "state", "source_author_type", "source_id"))
_WRITTEN = frozenset(("id", "state", "source_author_type", "source_body"))
_CONTACTS = frozenset(("id", "created_at", "waiting_since", "conversation_rating_value"))
_CONVERSATION = (_CONVERSATIONS, _CONTACTS, _WRITTEN)
_PARTS = frozenset(("id", "conversation_id", "part_type", "author_type"))
_TAGS = frozenset(("tag_id", "conversation_id"))
_KNOWN = (
    "id", "created_at", "state", "assignee_id", "assignee_type", "source_body", "source_subject", "source_url",
    "source_type", "source_author_id", "source_author_type", "conversation_rating_value", "conversation_rating_remark",
    "url", "first_contact_reply_url", "title", "source_id", "source_author_email", "source_author_name", "contact_id",
    "user_id",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a table of Intercom's a head is."""
    synced = "_fivetran_active" in head.names or "_fivetran_synced" in head.names
    for kind, marks in (*(("conversations", one) for one in _CONVERSATION), ("parts", _PARTS)):
        if marks <= head.names:
            return Like(0.95 if synced else 0.85, f"the table of {kind}: has {', '.join(sorted(marks))}")
    if synced and head.names >= _TAGS:
        return Like(0.85, "the table of tags: has tag_id, conversation_id")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """The rows of one table: conversations to interactions, turns and feedback; parts to turns."""
    assert raw is not None
    names = frozenset(name.strip().lower() for name in raw.rows.column_names)
    every = rows(raw)
    if names >= _PARTS:
        sheets = [_parts(every)]
    elif any(names >= one for one in _CONVERSATION):
        sheets = _conversations(every)
    else:
        sheets = [Sheet("interactions")]
        for row in every:
            if not reject_wrong(row, sheets[0]):
                sheets[0].reject(
                    "tag_of_a_conversation", row.number, found=row.of("conversation_id"), expected="a contact"
                )
    return [raw_of(one, content, raw, "intercom_warehouse") for one in sheets]


def _conversations(every: Sequence[Row]) -> list[Sheet]:
    """A sync writes times in UTC."""
    interactions, said, feedback = (
        Sheet("interactions", timezone="UTC"), Sheet("turns", timezone="UTC"), Sheet("feedback", timezone="UTC", score=SCALE)
    )  # fmt: skip
    for row, reason in zip(every, versions(every), strict=True):
        if reject_wrong(row, interactions):
            continue
        if reason is not None:
            interactions.reject(
                reason, row.number, column="_fivetran_active", found=row.of("id"), expected="the active version"
            )
            continue
        conversation, opened, state = row.of("id"), row.of("created_at"), row.of("state")
        who = role({"type": row.of("source_author_type")})
        contact = row.of("contact_id", "user_id") or (row.of("source_author_id") if who == "customer" else None)
        is_admin = row.of("assignee_type") in (None, "admin", "nobody_admin")
        closed = row.of("statistics_last_close_at", "last_close_at")
        cells = {
            "interaction_id": conversation,
            "started_at": opened,
            "ended_at": closed,
            "customer_id": contact,
            "channel": channel(row.of("source_type")),
            "agent_id": row.of("assignee_id") if is_admin else None,
            "group_id": None if is_admin else row.of("assignee_id"),
            "reason": markup.read(row.of("title", "source_subject") or ""),
            "first_response_s": between(opened, row.of("statistics_first_admin_reply_at", "first_admin_reply_at")),
            "resolution_s": between(opened, closed),
            "is_resolved": None if state is None else "true" if state == "closed" else "false",
            "state": state,
        }
        interactions.keep(row.number, **beside(cells, row.others(*_KNOWN)))
        if text := markup.read(row.of("source_body") or ""):
            message = Message("source", opened, who, text, row.of("source_author_id"), opens=True, row=row.number)
            for row_number, cells in turns(conversation or "", [message], opened):
                said.keep(row_number, **cells)
        else:
            said.reject("no_text", row.number, column="source_body", expected="what was written first")
        score, remark = row.of("conversation_rating_value"), row.of("conversation_rating_remark")
        if score or remark:
            feedback.keep(
                row.number, feedback_id=f"{conversation}:rating", interaction_id=conversation, score=score, text=remark,
                created_at=row.of("conversation_rating_created_at"), customer_id=contact,
                agent_id=row.of("conversation_rating_teammate_id") or (row.of("assignee_id") if is_admin else None),
            )  # fmt: skip
    return [interactions, said, feedback]


def _parts(every: Sequence[Row]) -> Sheet:
    """Parts are numbered from 2: the first message of a conversation stands in the table of conversations."""
    said = Sheet("turns", timezone="UTC")
    of: dict[str | None, list[Message]] = {}
    for row, older in zip(every, versions(every), strict=True):
        if reject_wrong(row, said):
            continue
        reason = older or why_not(row.cells) or (None if row.of("id") else "missing_id")
        if reason is not None:
            said.reject(
                reason, row.number, column="part_type", found=row.of("part_type"), expected="a message with words"
            )
            continue
        text = markup.read(row.of("body") or "")
        message = Message(
            row.of("id"),
            row.of("created_at"),
            role({"type": row.of("author_type")}),
            text,
            row.of("author_id"),
            row=row.number,
        )
        of.setdefault(row.of("conversation_id"), []).append(message)
    for conversation, messages in of.items():
        for row_number, cells in turns(conversation or "", messages, first=2):
            said.keep(row_number, **{**cells, "start_s": None})
    return said


FORMATS = (
    Format(
        "intercom_warehouse", "Intercom tables of a warehouse: conversations and their parts",
        "Fivetran tables of Intercom", ("interactions", "turns", "feedback"), like, read, rows=True,
    ),
)  # fmt: skip
