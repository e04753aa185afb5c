"""Genesys Cloud recordings of messages and chats: what was written, as JSON of the recording API.

For: /api/v2/conversations/{id}/recordings, one, a list, or one a line. Not for: recordings of calls and screens, whose words
are in the transcript (`genesys_transcript`), and mails.
https://developer.genesys.cloud/commdigital/digital/recordings/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.calls.genesys_transcript import ROLES
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("recordings of messages", ("conversationId", "messagingTranscript")),
    ("recordings of chats", ("conversationId", "fileState", "transcript", "media")),
)


def like(head: Head) -> Like:
    """How like recordings of Genesys Cloud a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "entities", "recordings")]
    return raws(content, "genesys_recordings", contacts(map(_piece, found)))


def _piece(one: Any) -> Piece | Left:
    if (wrong := strange(one, "a recording")) is not None:
        return wrong
    talk = word(one, "conversationId")
    if talk is None:
        return Left("missing_id", ", ".join(list(one)[:4]), "a recording with its conversationId", "conversationId")
    said = [*listed(one, "messagingTranscript"), *listed(one, "transcript")]
    if not said:
        return Left(
            "no_transcript", word(one, "media") or "", "a recording with what was written", "messagingTranscript"
        )
    started, ended = moment(one.get("startTime")), moment(one.get("endTime"))
    cells = {"started_at": started, "ended_at": ended, "channel": "chat"}
    return Piece(talk, None, cells, [_message(each) for each in said])


def _message(one: Any) -> Message | Left:
    if not isinstance(one, dict):
        return Left("not_a_json_object", str(one)[:60], "a message")
    text = word(one, "messageText") or word(one, "body") or word(one, "message")
    media = listed(one, "messageMediaAttachments") or listed(one, "messageStickerAttachments")
    if text is None and media:
        return Left("attachment", word(one, "id") or "", "a message with words", "messageText")
    at = moment(one.get("timestamp") or one.get("utc"))
    user = word(mapping(one, "fromUser"), "id") or word(mapping(one, "user"), "id")
    return message(word(one, "id"), at, _role(one, user), text, user or word(one, "from"))


def _role(one: Mapping[str, Any], user: str | None) -> str:
    """By the purpose of who took part; without one, a user of the company is an agent, and an outside contact is not."""
    told = ROLES.get((word(one, "purpose") or "").lower())
    return told or ("agent" if user else "customer" if mapping(one, "fromExternalContact") else "unknown")


FORMATS = (
    Format(
        "genesys_recordings", "Genesys Cloud recordings of messages (JSON)", "Genesys Cloud recording API",
        ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
