"""LINE official accounts: a chat as the manager of the account downloads it, a CSV with three lines above its header.

    帳號名稱,小店
    時區,+09:00
    下載時間,2025/03/20 11:02:33
    傳送者類型,傳送者名稱,傳送日期,傳送時間,內容

For: Chinese, Japanese and English. Not for: exports of the app (`line_chat`, `line_desktop`). User is the customer, Account
the firm: a person of it by name; what it sent under no name (Unknown) may be an automatic answer, so that its role is
unknown. The zone of the times stands above the header. Stickers and pictures are no turns. A file is one contact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.chats.line_chat import MEDIA
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

# Who (type), who (name), day, clock, words.
_HEADS = (
    ("傳送者類型", "傳送者名稱", "傳送日期", "傳送時間", "內容"),
    ("发送者类型", "发送者名称", "发送日期", "发送时间", "内容"),
    ("送信者タイプ", "送信者名", "送信日", "送信時刻", "内容"),
    ("sender type", "sender name", "date sent", "time sent", "message"),
    ("sender type", "sender name", "sent date", "sent time", "content"),
    ("sender type", "sender name", "date sent", "time sent", "content"),
    ("sender type", "sender", "date", "time", "message"),
)
_ZONE = re.compile(
    r"^\ufeff?\"?(?:時區|时区|タイムゾーン|time ?zone)\"?,\s*\"?(?:UTC|GMT)?([+-]\d{1,2}):?(\d{2})", re.I | re.M
)
_ROLES = {
    "user": "customer", "ユーザー": "customer", "用戶": "customer", "用户": "customer", "account": "agent",
    "アカウント": "agent", "帳號": "agent", "账号": "agent",
}  # fmt: skip
_NAMELESS = ("", "unknown", "不明", "未知")
_AUTOMATIC = re.compile(r"自動|自动|auto|bot|機器人|机器人", re.IGNORECASE)


def like(head: Head) -> Like:
    """How like a chat of an official account a head is."""
    if _heads(head.names) is not None:
        return Like(0.95, "has the columns of a chat of an official account")
    return NOT_LIKE


def _heads(names: frozenset[str]) -> tuple[str, ...] | None:
    return next((heads for heads in _HEADS if names.issuperset(heads)), None)


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """One interaction and its turns."""
    assert raw is not None
    found = rows(raw)
    heads = _heads(frozenset(name.strip().lower() for name in raw.rows.column_names)) or _HEADS[0]
    zone = _ZONE.search(content.decoded[0][:2000])
    offset = f"{int(zone[1]):+03d}:{zone[2]}" if zone else ""
    items = [_message(row, heads, offset) for row in found]
    customers = {row.of(heads[1]) for row in found if _role(row, heads) == "customer"} - {None}
    agents = {row.of(heads[1]) for row in found if _role(row, heads) == "agent"} - {None}
    cells = {
        "interaction_id": stem(content), "channel": "social", "customer_id": _only(customers), "agent_id": _only(agents),
    }  # fmt: skip
    return [raw_of(one, content, raw, "line_official") for one in sheets([Contact(cells, items)])]


def _only(names: set[str | None]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _role(row: Row, heads: Sequence[str]) -> str:
    role = _ROLES.get((row.of(heads[0]) or "").strip().lower(), "unknown")
    name = (row.of(heads[1]) or "").strip()
    if role == "agent" and name.lower() in _NAMELESS:
        return "unknown"
    return "bot" if role == "agent" and _AUTOMATIC.search(name) else role


def _message(row: Row, heads: Sequence[str], offset: str) -> Message | Left:
    if row.wrong is not None:
        one = row.wrong
        return Left(one.reason, one.found, one.expected, one.column, row.number)
    text, day, clock = (row.of(heads[at]) or "" for at in (4, 2, 3))
    if not text.strip() or MEDIA.match(text.strip()):
        return Left("attachment", text[:20], "a message with words", heads[4], row.number)
    at = f"{day.strip().replace('/', '-').replace('.', '-')}T{clock.strip()}{offset}" if day and clock else None
    role = _role(row, heads)
    return message(None, at, role, text, row.of(heads[1]) if role == "agent" else None, row.number)


FORMATS = (
    Format(
        "line_official", "LINE official account chats (CSV)", "LINE Official Account Manager, download of a chat",
        ("interactions", "turns"), like, read, rows=True,
    ),
)  # fmt: skip
