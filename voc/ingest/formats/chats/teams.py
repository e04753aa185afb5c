"""Microsoft Teams: messages of chats and channels, as JSON of Microsoft Graph (chatMessage).

For: /chats/{id}/messages, /teams/{id}/channels/{id}/messages with their replies, and exports of either. Not for: meetings
and calls. A chat is a contact; in a channel a message and its replies are one. Teams does not say who is a customer: people
are unknown, applications are bots. Events, such as people who join, and what was deleted are no turns.
https://learn.microsoft.com/graph/api/resources/chatmessage
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import inner, listed, mapping, stem, truth, word
from voc.ingest.formats.parts.messages import message, raws
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.thread import Message
from voc.ingest.note import note
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("messageType", "createdDateTime", "body", "contentType", "from")),
    ("messages", ("chatId", "createdDateTime", "body", "contentType", "from")),
    ("messages", ("channelIdentity", "createdDateTime", "body", "contentType", "from")),
)
_EMOJI = re.compile(r"<emoji\b[^<>]*?\balt=(?:\"([^\"<>]*)\"|'([^'<>]*)')[^<>]*>", re.IGNORECASE)
_ATTACHED = re.compile(r"<attachment\b[^<>]*>\s*(?:</attachment>)?", re.IGNORECASE)


def like(head: Head) -> Like:
    """How like messages of Teams a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [*objects(content, "a message of a chat", ("value", "messages"), "lastModifiedDateTime")]
    pieces = [piece for one, older in found for piece in _pieces(one, older, stem(content))]
    told = note("Teams does not say who is a customer: roles are unknown, but for applications, which are bots")
    return raws(content, "teams", contacts(pieces), warnings=[told])


def _pieces(one: dict[str, Any] | Left, older: str | None, of_file: str) -> Iterator[Piece | Left]:
    """A message, and the replies that it holds."""
    if isinstance(one, Left):
        yield one
        return
    # A chat has an id; a thread of a channel is called as its first message; elsewhere a file is a chat.
    chat = word(one.get("chatId"))
    is_channel = inner(one, "channelIdentity", "channelId") is not None or one.get("replyToId") is not None
    root = word(one.get("replyToId")) or word(one.get("id"))
    name = chat or (root if is_channel else None) or of_file
    cells = {
        "channel": "chat",
        "teams_channel": word(one, "channelIdentity", "channelId"),
        "reason": word(one, "subject"),
    }
    item = Left(older, word(one.get("id")) or "") if older else _message(one)
    # Somebody who joins a channel is no contact of its own.
    yield item if isinstance(item, Left) and name == word(one.get("id")) else Piece(name, None, cells, [item])
    for reply in listed(one.get("replies")):
        if isinstance(reply, dict):
            yield Piece(root or of_file if not chat else name, None, None, [_message(reply)])
        else:
            yield Left("not_a_json_object", reply, "a message of a chat")


def _message(one: Mapping[str, Any]) -> Message | Left:
    name, kind = word(one.get("id")), word(one.get("messageType")) or "message"
    body = word(one, "body", "content") or ""
    if kind != "message" or body.strip().lower().startswith("<systemeventmessage"):
        return Left("not_a_turn", kind, "a message with words", "messageType")
    if word(one.get("deletedDateTime")) or truth(one.get("isDeleted")):
        return Left("deleted", name or "", "a message that stands")
    sender = mapping(one.get("from"))
    person, program = mapping(sender.get("user")), mapping(sender.get("application"))
    author = word(person.get("id")) or word(program.get("id"))
    role = "bot" if program and not person else "unknown"
    if (word(one, "body", "contentType") or "html").lower() == "html":
        body = markup.plain(_EMOJI.sub(lambda hit: unescape(hit[1] or hit[2] or ""), _ATTACHED.sub("", body)))
    return message(name, moment(one.get("createdDateTime")), role, body, author)


FORMATS = (
    Format(
        "teams",
        "Microsoft Teams messages (JSON)",
        "Microsoft Graph, chatMessage",
        ("interactions", "turns"),
        like,
        read,
    ),
)
