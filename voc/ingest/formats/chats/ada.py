"""Ada: messages of its data export, which name their conversation.

For: /export/messages and /data_api/v1.x/messages. Not for: its conversations without messages. The sender is the chatter, or
Ada, which is a bot; anybody else is not told. Times are UTC.
https://docs.ada.cx/reference/data-export/data-export-v1-4/messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, inner, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.note import note
from voc.ingest.raw import Raw

_BOT = "ada"


def like(head: Head) -> Like:
    """How like messages of Ada a head is."""
    if head.members.issuperset(("message_data", "conversation_id", "sender", "recipient")):
        return Like(0.93, "messages: has message_data, conversation_id, sender, recipient")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    talks: dict[str | None, list[Message | Left]] = {}
    customers: dict[str | None, str | None] = {}
    notes = []
    for document in documents(content):
        if word(inner(document, "next_page_uri")):
            notes.append(note("there is a next page (next_page_uri): its messages are in another file, or missing"))
        for one in things(document, "data", "messages"):
            if (wrong := strange(one, "a message")) is not None:
                found.append(wrong)
                continue
            talk = word(one.get("conversation_id"))
            talks.setdefault(talk, []).append(_message(one))
            customers[talk] = customers.get(talk) or _chatter(one)
    found += [
        Contact({"interaction_id": talk, "channel": "chat", "customer_id": customers[talk]}, items)
        for talk, items in talks.items()
    ]
    return raws(content, "ada", found, "UTC", notes[:1])


def _chatter(one: Mapping[str, Any]) -> str | None:
    """The chatter of a message; before v1.1 nothing names him but that he writes to Ada, or she to him."""
    ends = [word(one.get(name)) for name in ("sender", "recipient")]
    other = [end for end in ends if end and end.lower() != _BOT]
    return word(one.get("chatter_id")) or (other[0] if len(other) == 1 else None)


def _message(one: Mapping[str, Any]) -> Message | Left:
    id, sender, said = (
        word(one.get("_id")) or word(one.get("id")),
        word(one.get("sender")),
        mapping(one, "message_data"),
    )
    role = "bot" if (sender or "").lower() == _BOT else "customer" if sender and sender == _chatter(one) else "unknown"
    text = word(said, "body") or word(said, "text")
    if text is None and said:
        kind = word(said, "type") or "another kind"
        return Left("attachment", found=kind, expected="a message with words", column="message_data")
    return message(id, moment(one.get("date_created")), role, text, sender)


FORMATS = (Format("ada", "Ada messages (JSON)", "Ada, data export API", ("interactions", "turns"), like, read),)
