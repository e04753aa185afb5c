"""Dialpad: transcripts of calls, line by line.

For: /api/v2/transcripts/{call_id}, one, a list of them, one a line. Not for: its call logs. A line is of a user, who is the
firm's, or of a contact. Moments ("negative sentiment", a word that was looked for) stand between the lines and are no turns.
Times are UTC. https://developers.dialpad.com/reference/transcriptsget
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like transcripts of Dialpad a head is."""
    names = head.members
    if names.issuperset(("call_id", "lines", "content", "time")) and names.intersection(("contact_id", "user_id")):
        return Like(0.93, "has call_id, lines, content, time")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    for document in documents(content):
        for one in things(document, "items", "transcripts"):
            wrong = strange(one, "a transcript with its lines")
            found.append(wrong if wrong is not None else _contact(one))
    return raws(content, "dialpad", found, "UTC")


def _contact(one: dict[str, Any]) -> Contact:
    lines = listed(one, "lines")
    agent = next((cell for line in lines if (cell := word(line, "user_id"))), None)
    return Contact(
        {"interaction_id": word(one, "call_id"), "channel": "voice", "agent_id": agent}, [_item(line) for line in lines]
    )


def _item(line: Any) -> Message | Left:
    kind = word(line, "type") or "transcript"
    if not isinstance(line, dict) or kind != "transcript":
        return Left("not_a_turn", found=kind, expected="a line of type transcript", column="type")
    user, contact = word(line, "user_id"), word(line, "contact_id")
    role = "unknown" if bool(user) == bool(contact) else "agent" if user else "customer"
    return message(None, moment(line.get("time")), role, word(line, "content"), user or contact)


FORMATS = (
    Format("dialpad", "Dialpad transcripts (JSON)", "Dialpad API v2", ("interactions", "turns"), like, read),
)  # fmt: skip
