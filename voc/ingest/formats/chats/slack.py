"""Slack: the messages of a channel, as its export and its API write them.

For: a day of a channel in an export (a list of messages), conversations.history and .replies. Not for: users.json and
channels.json, which name people and places. Slack does not say who is a customer: roles are unknown, but for bots. A thread
is a contact, and so is a message without replies; people who join, leave or rename something say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.note import note
from voc.ingest.raw import Raw

# Subtypes of messages in which somebody says something; all others are events of the channel.
_SAID = ("", "bot_message", "thread_broadcast", "me_message", "file_share", "reply_broadcast", "file_comment")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|<>]*)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#\w+\|([^<>]*)>")
_USER = re.compile(r"<@([UW]\w+)(?:\|([^<>]*))?>")
_GROUP = re.compile(r"<!(?:subteam\^\w+\||date\^[^|<>]*\|)?([^|<>]*)(?:\|[^<>]*)?>")
_TS = re.compile(r'"ts"\s*:\s*"\d{10}\.\d{6}"')


def like(head: Head) -> Like:
    """How like messages of Slack a head is."""
    found = having(head.members, ("type", "ts", "text"), ("user", "team", "blocks", "client_msg_id"))
    return Like(max(found.score, 0.85), found.why) if found.score and _TS.search(head.text) else Like(0.0)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "messages")]
    left: list[Contact | Left] = []
    threads: dict[str, list[Message | Left]] = {}
    # In an export a folder is a channel and a file in it a day.
    folder = PurePosixPath(content.name.replace("\\", "/")).parent.name
    for one in found:
        if (wrong := strange(one, "a message of a channel")) is not None:
            left.append(wrong)
            continue
        name = word(one.get("thread_ts")) or word(one.get("ts")) or ""
        item = _message(one)
        if isinstance(item, Left) and name not in threads:
            threads.setdefault("", []).append(item)
        else:
            threads.setdefault(name, []).append(item)
    beside = threads.pop("", [])
    contacts = [
        Contact(
            {
                "interaction_id": name or stem(content),
                "started_at": moment(name),
                "channel": "chat",
                "slack_channel": folder or None,
            },
            items,
        )
        for name, items in threads.items()
    ]
    if beside and contacts:
        contacts[0] = Contact(contacts[0].cells, [*beside, *contacts[0].items])
    elif beside:
        left += [item for item in beside if isinstance(item, Left)]
    told = note("Slack does not say who is a customer: roles are unknown, but for bots; a thread is a contact")
    return raws(content, "slack", [*contacts, *left], warnings=[told])


def _message(one: dict[str, Any]) -> Message | Left:
    kind, name = (word(one.get("subtype")) or "").lower(), word(one.get("ts"))
    if kind not in _SAID or (word(one.get("type")) or "message") != "message" or one.get("hidden"):
        return Left(
            "not_a_turn", found=kind or word(one.get("type")) or "", expected="a message with words", column="subtype"
        )
    is_bot = kind == "bot_message" or word(one.get("bot_id")) is not None
    author = word(one.get("user")) or word(one.get("bot_id")) or word(one.get("username"))
    return message(name, moment(name), "bot" if is_bot else "unknown", _text(one), author)


def _text(one: dict[str, Any]) -> str:
    """What a message says, links as their words; of one with attachments alone their texts."""
    said = word(one.get("text"))
    if not said:
        parts = [
            word(each.get("text")) or word(each.get("fallback"))
            for each in map(mapping, listed(one.get("attachments")))
        ]
        said = "\n".join(part for part in parts if part)
    said = _LINK.sub(lambda hit: hit[2] or hit[1], said)
    said = _USER.sub(lambda hit: f"@{hit[2] or hit[1]}", said)
    return unescape(_GROUP.sub(r"@\1", _CHANNEL.sub(r"#\1", said)))


FORMATS = (
    Format(
        "slack",
        "Slack channels (JSON)",
        "Slack, export of a workspace, and its API",
        ("interactions", "turns"),
        like,
        read,
    ),
)
