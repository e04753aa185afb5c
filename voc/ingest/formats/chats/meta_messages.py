"""Facebook Messenger and Instagram: conversations as Meta's download of one's information writes them.

For: message_1.json of a conversation, and the files of conversations that are encrypted end to end, whose members have other
names (senderName, timestamp, text). Not for: who is a customer: names say nothing, and roles are unknown. The newest message
stands first; in the former, letters beyond ASCII are written as the bytes of UTF-8, each as a letter of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, truth, word
from voc.ingest.formats.parts.messages import Contact, message, raws
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_KINDS = ("", "generic", "share", "text", "link", "media")
_ENCRYPTED = {"senderName": "sender_name", "timestamp": "timestamp_ms", "text": "content", "isUnsent": "is_unsent"}
_EVENTS = ("call_duration", "bumped_message_metadata", "users")


def like(head: Head) -> Like:
    """How like a conversation of Meta's a head is."""
    found = having(
        head.members, ("messages", "sender_name", "timestamp_ms"), ("participants", "thread_path", "content")
    )
    if not found.score:
        found = having(head.members, ("messages", "senderName", "isUnsent"), ("participants", "threadName", "text"))
    return Like(max(found.score, 0.9), found.why) if found.score else found


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    for document in documents(content):
        if not isinstance(document, dict) or not isinstance(document.get("messages"), list):
            found.append(unfit(document, "no_transcript", "a conversation with messages"))
            continue
        # The path ends in the conversation's own id; one conversation may be parted into message_1.json, message_2.json.
        path = PurePosixPath(word(document.get("thread_path")) or "").name or word(document.get("threadName"))
        cells = {"interaction_id": path or stem(content), "channel": "social"}
        who = [word(one) or word(mapping(one).get("name")) for one in listed(document.get("participants"))]
        seen: Counter[str | None] = Counter()
        items = []
        for given in document["messages"]:
            one = (
                {_ENCRYPTED.get(name, name): value for name, value in given.items()}
                if isinstance(given, dict)
                else given
            )
            at = word(mapping(one).get("timestamp_ms"))
            seen[at] += 1
            items.append(_message(one, f"{at}-{seen[at]}", who))
        found.append(Contact(cells, items))
    return raws(content, "meta_messages", found)


def _message(one: Any, name: str, people: Sequence[str | None]) -> Message | Left:
    """A message under a `name` made for it: the file has none. Its author is a place among the `people` who take part."""
    if not isinstance(one, dict):
        return Left("not_a_json_object", one, "a message")
    kind, who = (word(one.get("type")) or "").lower(), _mended(word(one.get("sender_name")))
    if truth(one.get("is_unsent")):
        return Left("deleted", expected="a message that stands")
    if kind not in _KINDS or any(name in one for name in _EVENTS):
        return Left("not_a_turn", found=kind or "a call", expected="what somebody wrote", column="type")
    said = _mended(word(one.get("content")))
    if said is None and _has_media(one):
        return Left("attachment", expected="a message with words")
    sender = word(one.get("sender_name"))
    author = f"participant {people.index(sender) + 1}" if sender in people else None
    return message(name, moment(one.get("timestamp_ms")), roles.of(who) or "unknown", said, author)


def _has_media(one: Mapping[str, Any]) -> bool:
    return any(
        one.get(name) for name in ("photos", "videos", "audio_files", "sticker", "gifs", "files", "share", "media")
    )


def _mended(text: str | None) -> str | None:
    """Letters that stand as bytes, as the letters they are; text that was never so is left as it is."""
    try:
        return text.encode("latin-1").decode("utf-8") if text is not None else None
    except UnicodeError:
        return text


FORMATS = (
    Format(
        "meta_messages", "Messenger and Instagram conversations (JSON)", "Meta, Download your information",
        ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
