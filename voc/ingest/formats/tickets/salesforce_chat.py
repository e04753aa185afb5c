"""Salesforce: transcripts of chats (LiveChatTranscript), a chat a row, its words as HTML in a cell.

For: CSV of Data Loader and reports by API names, and tables of a sync. Not for: cases and e-mails. A turn is a line such as
"( 1m 32s ) Dana: ..."; the times count from the head above it, and a transfer begins with a head of its own. "Visitor" and
the contact's name are the customer; names that a head gives as the agent's, or the owner's, are our side; others are
unknown.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_livechattranscript.htm
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.contact_columns import folded
from voc.ingest.formats.parts.conversation import Left, moment
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.tickets.salesforce_ids import whole
from voc.ingest.formats.tickets.salesforce_rows import standing
from voc.ingest.raw import Raw

_LINE = re.compile(r"^\(\s*((?:\d+\s*[hms]\s*)+)\)\s*([^:：]{1,80}?)\s*[:：]\s?(.*)$")
_PART = re.compile(r"(\d+)\s*([hms])")
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_BEGUN = re.compile(r"^Chat Started\s*:\s*(.+)$", re.IGNORECASE)
_DATE = re.compile(r"(?:\w+,\s+)?([A-Z]\w+ \d{1,2}, \d{4}),?\s+(\d{1,2}:\d{2}:\d{2}(?:\s*[AP]M)?)\s*\(([+-]\d{4})\)")
_AGENT = re.compile(r"^Agent\s+(\S.{0,79})$")
_PASSED = re.compile(r"^Chat Transferred From\s+(.{1,80}?)\s+To\s+(.{1,80})$", re.IGNORECASE)
_BOT = re.compile(r"\b(?:chat)?bot\b|einstein|机器人|機器人", re.IGNORECASE)
_HEADS = re.compile(
    r"^(?:Chat (?:Started|Origin|Ended|Transferred)\b|Agent\s|"
    r".{1,80} (?:has )?(?:left|joined|ended) the (?:chat|conversation)\b)",
    re.IGNORECASE,
)
_KNOWN = (
    "id", "name", "body", "contactid", "caseid", "ownerid", "starttime", "endtime", "waittime", "createddate", "isdeleted",
    "ipaddress", "visitor", "livechatvisitorid", "ownername", "contactname", "livechatvisitorname", "visitornetwork",
    "location", "latitude", "longitude", "systemmodstamp", "lastmodifieddate", "lastvieweddate",
    "lastreferenceddate", "chatkey", "useragent",
)  # fmt: skip


@dataclass(frozen=True)
class _Said:
    """A line of a transcript: when, who, what."""

    at: str | None
    who: str
    lines: list[str]


def like(head: Head) -> Like:
    """How like transcripts of chats a head is."""
    names = frozenset(map(folded, head.columns))
    if names.issuperset(("livechatvisitorid", "body")):
        return Like(0.95, "the object LiveChatTranscript: has LiveChatVisitorId, Body")
    if names.issuperset(("chatkey", "body")):
        return Like(0.93, "the object LiveChatTranscript: has ChatKey, Body")
    if names.issuperset(("body", "chatduration", "waittime", "starttime")):
        return Like(0.9, "the object LiveChatTranscript: has Body, ChatDuration, WaitTime")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions and turns."""
    assert raw is not None
    found: list[Contact | Left] = []
    for row, reason in standing(raw):
        if isinstance(row, Left):
            found.append(row)
        elif reason:
            found.append(Left(reason, row.of("id") or "", "a chat that stands", "id", row.number))
        else:
            found.append(Contact(_cells(row), _messages(row), row.number))
    interactions, said = sheets(found, "UTC")
    return [raw_of(one, content, raw, "salesforce_chat") for one in (interactions, said)]


def _cells(row: Row) -> dict[str, str | None]:
    status = (row.of("status") or "").lower()
    cells = {
        "interaction_id": whole(row.of("id")),
        "started_at": row.of("starttime", "createddate"), "ended_at": row.of("endtime"),
        "customer_id": whole(row.of("contactid", "livechatvisitorid")), "channel": "chat",
        "agent_id": whole(row.of("ownerid")), "case_id": whole(row.of("caseid")),
        "queue_wait_s": row.of("waittime"), "chat_number": row.of("name"),
        "is_abandoned": {"missed": "true", "completed": "false"}.get(status),
    }  # fmt: skip
    return beside(cells, row.others(*_KNOWN))


def _messages(row: Row) -> list[Message | Left]:
    lines = markup.plain(row.of("body") or "").split("\n")
    ours = {name for line in lines for name in _named(line)} | {row.of("ownername") or ""} - {""}
    theirs = {row.of("contactname"), row.of("livechatvisitorname")} - {None}
    items: list[Message | Left] = []
    for place, one in enumerate(_said(lines, moment(row.of("starttime"))), 1):
        items.append(message(str(place), one.at, _role(one.who, ours, theirs), "\n".join(one.lines), None, row.number))
    return items


def _said(lines: Sequence[str], started: datetime | None) -> Iterator[_Said]:
    base, last = started, None
    for line in lines:
        text = line.strip()
        if begun := _BEGUN.match(text):
            base = _moment(begun[1]) or base
        elif found := _LINE.match(text):
            if last is not None:
                yield last
            after = sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(found[1]))
            at = None if base is None else (base + timedelta(seconds=after)).isoformat()
            last = _Said(at, found[2].strip(), [found[3]])
        elif _HEADS.match(text):
            if last is not None:
                yield last
            last = None
        elif last is not None and text:
            last.lines.append(text)
    if last is not None:
        yield last


def _moment(written: str) -> datetime | None:
    """A head's time with its offset: Wednesday, February 26, 2025, 10:27:21 (+0800)."""
    hit = _DATE.search(written)
    if hit is None:
        return None
    form = "%B %d, %Y %I:%M:%S %p %z" if hit[2][-1:] == "M" else "%B %d, %Y %H:%M:%S %z"
    try:
        return datetime.strptime(f"{hit[1]} {hit[2]} {hit[3]}", form)
    except ValueError:
        return None


def _named(line: str) -> Sequence[str]:
    """The names that a head gives as our side's."""
    if found := _AGENT.match(line.strip()):
        return (found[1].strip(),)
    found = _PASSED.match(line.strip())
    return (found[1].strip(), found[2].strip()) if found else ()


def _role(who: str, ours: set[str], theirs: set[str | None]) -> str:
    """By the word for the speaker, else by the names that the chat gives; an agent goes by the first name."""
    said = roles.of(who)
    if said is not None:
        return said
    if who in theirs:
        return "customer"
    if any(name == who or name.startswith(f"{who} ") for name in ours):
        return "bot" if _BOT.search(who) else "agent"
    return "unknown"


FORMATS = (
    Format(
        "salesforce_chat", "Salesforce chats (LiveChatTranscript, CSV)", "Salesforce Service Cloud, Chat",
        ("interactions", "turns"), like, read, rows=True,
    ),
)  # fmt: skip
