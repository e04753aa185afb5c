"""微信 chats as 留痕 (MemoTrace, WeChatMsg) writes them: a table of messages, one conversation to each who was talked to.

For: CSV of all messages (localId, TalkerId, IsSender). Not for: 微信客服 (`wechat_service`) and 企业微信 (`wecom`). Who kept
the chats may be the shop or a customer of one: roles are unknown, and the ids of those who wrote go along. Pictures, voices
and what 微信 says itself are no words.
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

ID = "wechat_export"
_TEXT, _SYSTEM = "1", "10000"


def like(head: Head) -> Like:
    """How like an export of 微信 a head is."""
    return having(head.names, ("talkerid", "issender", "createtime", "strcontent"), ("localid", "type", "strtime"))


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns, of a table that has been read."""
    assert raw is not None
    found: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    first: dict[str, int] = {}
    for row in rows(raw):
        if row.wrong is not None:
            found.append(Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number))
            continue
        talk = row.of("talkerid") or ""
        first.setdefault(talk, row.number)
        talks.setdefault(talk, []).append(_message(row))
    found += [
        Contact({"interaction_id": talk or None, "channel": "chat"}, items, first[talk])
        for talk, items in talks.items()
    ]
    return [raw_of(one, content, raw, ID) for one in sheets(found)]


def _message(row: Row) -> Message | Left:
    kind, id = row.of("type"), row.of("localid")
    if kind == _SYSTEM:
        return Left("not_a_turn", found=id or "", expected="what somebody said", row=row.number)
    said = row.of("strcontent") if kind in (None, _TEXT) else None
    author = "self" if row.is_true("issender") else row.of("sender")
    return message(id, moment(row.of("createtime")), "unknown", said, author, row.number)


FORMATS = (
    Format(
        ID, "微信 chats, exported as a table", "留痕 (MemoTrace, WeChatMsg), CSV of all messages", ("interactions", "turns"),
        like, read, rows=True,
    ),
)  # fmt: skip
