"""Dixa: messages and conversations, as JSON of its exports API.

For: /v1/message_export and /v1/conversation_export, as lists or a line each, and records of a tap. Not for: notes and
wrap-up notes, which agents write to one another. `csid` is the conversation of a message; `direction` says who writes:
what went out without an author was sent by itself or by somebody unnamed, so that its role is unknown. Ratings are of 1 to
5, those of the Net Promoter Score of 0 to 10; durations are milliseconds.
https://docs.dixa.io/openapi/dixa-exports-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import joined, listed, word
from voc.ingest.formats.parts.messages import message, sheets
from voc.ingest.formats.parts.moments import moment, times
from voc.ingest.formats.parts.pages import Piece, contacts, objects
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("messages", ("csid", "initial_channel", "direction", "text")),
    ("messages", ("csid", "author_name", "created_at", "text")),
    ("conversations", ("initial_channel", "requester_id", "queue_id", "assignee_id")),
    ("conversations", ("csid", "initial_channel", "requester_id")),
)
_CHANNELS = {"pstncall": "voice", "widgetchat": "chat", "contactform": "web", "phone": "voice", "callback": "voice"}
_SCALES = {"csat": Score("csat", 1, 5), "nps": Score("nps", 0, 10)}
_MS = 0.001


def like(head: Head) -> Like:
    """How like an export of Dixa a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions, turns, and ratings as feedback. Raises DataError E293 where it is no JSON."""
    found = list(objects(content, "a conversation or a message", ("data", "messages", "conversations"), "updated_at"))
    pieces = [_piece(one, older) for one, older in found]
    made = list(sheets(contacts(pieces)))
    scales = {kind: Sheet("feedback", score=scale) for kind, scale in _SCALES.items()}
    carried = Sheet("feedback", answers=("rating",))
    for one, older in found:
        if isinstance(one, dict) and not older and "requester_id" in one:
            for kind, cells in _ratings(one):
                if kind in scales:
                    scales[kind].keep(**cells)
                else:
                    carried.keep(**{**cells, "score": None, "rating": cells["score"], "rating_type": kind})
    every = [*made, *(one for one in (*scales.values(), carried) if len(one))]
    return [one.raw(content, "dixa", content.decoded[1], content.decoded[2]) for one in every]


def _channel(one: Mapping[str, Any]) -> str | None:
    theirs = (word(one, "initial_channel") or "").lower()
    return _CHANNELS.get(theirs) or channel(theirs)


def _piece(one: dict[str, Any] | Left, older: str | None) -> Piece | Left:
    if isinstance(one, Left):
        return one
    name = word(one, "id")
    if older:
        return Left(older, name or "", "the version updated last", "id")
    if "requester_id" in one:
        return Piece(word(one, "csid") or name or "", _conversation(one))
    talk = word(one, "csid")
    if talk is None:
        return Left("missing_id", name or "", "a message with its csid", "csid")
    return Piece(talk, None, {"channel": _channel(one)}, [_message(one)])


def _conversation(one: Mapping[str, Any]) -> dict[str, str | None]:
    status = (word(one, "status") or "").lower()
    return {
        "started_at": moment(one.get("created_at")), "ended_at": moment(one.get("closed_at")), "channel": _channel(one),
        "customer_id": word(one, "requester_id"), "agent_id": word(one, "assignee_id") or word(one, "assignee_name"),
        "reason": word(one, "subject"), "handle_s": times(one.get("handling_duration"), _MS),
        "is_resolved": None if not status else "true" if status == "closed" else "false", "status": status or None,
        "direction": (word(one, "direction") or "").lower() or None, "queue": word(one, "queue_name"),
        "tags": joined(one.get("tags")), "country": word(one, "originating_country"),
        "duration_s": times(one.get("total_duration"), _MS), "language": word(one, "language"),
    }  # fmt: skip


def _message(one: Mapping[str, Any]) -> Message | Left:
    name, way = word(one, "id"), (word(one, "direction") or "").lower()
    if word(one, "type") == "internal_note" or way == "internal":
        return Left("private_note", name or "", "a message to or from the customer", "direction")
    text = markup.read(word(one, "text") or "")
    if not text and one.get("attached_files"):
        return Left("attachment", name or "", "a message with words", "text")
    author = word(one, "author_email") or word(one, "author_name")
    role = "customer" if way == "inbound" else "agent" if way == "outbound" and author else "unknown"
    return message(name, moment(one.get("created_at")), role, text)


def _ratings(one: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str | None]]]:
    """The answers to the surveys of a conversation: those in `ratings`, else the one that stands on the conversation."""
    given = [each for each in listed(one, "ratings") if isinstance(each, dict)]
    talk = word(one, "csid") or word(one, "id") or ""
    for at, each in enumerate(given or [one], 1):
        score, text = word(each, "rating_score"), word(each, "rating_message")
        if score is None and text is None:
            continue
        when = moment(each.get("rating_rated_timestamp")) or moment(each.get("rating_modified_timestamp"))
        yield (word(each, "rating_type") or "csat").lower(), {
            "feedback_id": f"{talk}:rating" + (f":{at}" if len(given) > 1 else ""), "interaction_id": talk,
            "score": score, "text": text, "created_at": when or moment(one.get("closed_at")),
            "channel": _channel(one), "customer_id": word(one, "requester_id"), "agent_id": word(one, "assignee_id"),
            "language": word(each, "rating_language"),
        }  # fmt: skip


FORMATS = (
    Format(
        "dixa", "Dixa messages, conversations and ratings (JSON)", "Dixa exports API", ("interactions", "turns", "feedback"),
        like, read,
    ),
)  # fmt: skip
