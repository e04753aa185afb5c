"""Twilio: messages of Conversations and of Flex, and records of its Messaging, as JSON of their APIs.

For: /v1/Conversations/{sid}/Messages and /Participants, and /Messages of the older API. Not for: calls, and the log as CSV
(`twilio_log`). An author is an address or an identity of the user's own: the one address that writes is the customer's, and
an identity says who speaks only where it names a role itself, or where attributes or the participants of the file do.
https://www.twilio.com/docs/conversations/api/conversation-message-resource
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

# A person's address on a channel: a number, an account; identities of a chat have no such sign in front.
_ADDRESS = re.compile(r"(?:(?:whatsapp|messenger|sms|rcs|viber|line|instagram|gbm|email):.+|\+\d{6,15})", re.IGNORECASE)
CHANNELS = {
    "sms": "social",
    "whatsapp": "social",
    "messenger": "social",
    "web": "chat",
    "chat": "chat",
    "email": "email",
}
UNSENT = ("failed", "undelivered", "canceled")
_SAYS = ("role", "type", "from_role", "sender_type", "member_type", "memberType", "participantType")


def like(head: Head) -> Like:
    """How like messages of Twilio a head is."""
    if head.members.issuperset(("conversation_sid", "author", "body")):
        return Like(0.92, "messages: has conversation_sid, author, body")
    if head.members.issuperset(("channel_sid", "from", "body", "service_sid")):
        return Like(0.92, "messages: has channel_sid, from, body")
    if head.members.issuperset(("num_segments", "direction", "body", "account_sid")):
        return Like(0.92, "messages: has num_segments, direction, body")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    left: list[Contact | Left] = []
    every = [one for document in documents(content) for one in _all(document)]
    people = _people(one for one in every if isinstance(one, dict) and "messaging_binding" in one)
    several = _several(every)
    talks: dict[str, list[Message | Left]] = {}
    channels: dict[str, str] = {}
    for one in every:
        if (wrong := strange(one, "a message of a conversation")) is not None:
            left.append(wrong)
        elif "messaging_binding" not in one:
            talk = _talk(one)
            talks.setdefault(talk, []).append(_message(one, people, talk in several))
            kind = (word(one.get("author")) or word(one.get("from")) or "").partition(":")
            if kind[1] and (way := CHANNELS.get(kind[0].lower())):
                channels[talk] = way
    contacts = [
        Contact({"interaction_id": name or None, "channel": channels.get(name)}, items) for name, items in talks.items()
    ]
    return raws(content, "twilio", [*contacts, *left])


def _all(document: Any) -> Iterator[Any]:
    yield from things(document, "messages")
    if isinstance(document, dict) and isinstance(document.get("messages"), list):
        yield from listed(document, "participants")


def _talk(one: Mapping[str, Any]) -> str:
    """The conversation of a message; of the older API, which has none, the two addresses in a fixed order."""
    named = word(one.get("conversation_sid")) or word(one.get("channel_sid"))
    ends = sorted(filter(None, (word(one.get("from")), word(one.get("to")))))
    return named or "|".join(ends)


def _people(participants: Iterator[Mapping[str, Any]]) -> dict[str, str]:
    """The role of each participant that a file says: an address is the customer's, an identity is one of our own side's."""
    found: dict[str, str] = {}
    for one in participants:
        binding, sid = mapping(one.get("messaging_binding")), word(one.get("sid"))
        role = "customer" if word(binding.get("address")) and not word(one.get("identity")) else None
        role = _said(one.get("attributes")) or role
        for name in (sid, word(one.get("identity")), word(binding.get("address"))):
            if name and role:
                found[name] = role
    return found


def _several(every: Sequence[Any]) -> set[str]:
    """The conversations in which several addresses write: then one of them may be an agent's."""
    writers: dict[str, set[str | None]] = {}
    for one in every:
        if isinstance(one, dict) and _ADDRESS.fullmatch(word(one.get("author")) or ""):
            writers.setdefault(_talk(one), set()).add(word(one.get("author")))
    return {talk for talk, found in writers.items() if len(found) > 1}


def _message(one: Mapping[str, Any], people: Mapping[str, str], is_open: bool) -> Message | Left:
    name, author = word(one.get("sid")), word(one.get("author")) or word(one.get("from"))
    way = (word(one.get("direction")) or "").lower()
    if (word(one.get("status")) or "").lower() in UNSENT:
        return Left("not_sent", found=name or "", expected="a message that was sent", column="status")
    if way:
        role = "customer" if way == "inbound" else "unknown"  # what goes out may be a person's or a program's
    else:
        known = people.get(word(one.get("participant_sid")) or "") or people.get(author or "")
        role = _said(one.get("attributes")) or known or _by_author(author, is_open)
    said = word(one.get("body"))
    if said is None and (one.get("media") or (word(one.get("num_media")) or "0") != "0"):
        return Left("attachment", found=name or "", expected="a message with words", column="media")
    at = word(one.get("date_created")) or word(one.get("date_sent"))
    return message(name, _moment(at), role, said, author)


def _by_author(author: str | None, is_open: bool) -> str:
    """An address is a person's outside, where it is the one that writes (not `is_open`); an identity such as `system` or
    `bot` names its role; a name says nothing."""
    if author is None:
        return "unknown"
    if _ADDRESS.fullmatch(author):
        return "unknown" if is_open else "customer"
    return roles.of(author) or "unknown"


def _said(attributes: Any) -> str | None:
    """The role that attributes, JSON in a text, name."""
    try:
        value = json.loads(attributes) if isinstance(attributes, str) else attributes
    except (json.JSONDecodeError, RecursionError):
        return None
    return next((role for name in _SAYS if (role := roles.of(word(mapping(value).get(name)))) is not None), None)


def _moment(cell: str | None) -> str | None:
    """A time; the older API writes it as mail does."""
    if cell and cell[:3].isalpha():
        try:
            return parsedate_to_datetime(cell).isoformat()
        except (ValueError, TypeError, IndexError):
            return cell
    return moment(cell)


FORMATS = (
    Format(
        "twilio",
        "Twilio messages (JSON)",
        "Twilio Conversations, Flex, Messaging",
        ("interactions", "turns"),
        like,
        read,
    ),
)
