"""CallRail: calls as JSON of its API, with what was said where they are transcribed.

For: /v3/a/{account}/calls, single calls and webhooks. Not for: text messages and forms, nor the log as a table
(`callrail_table`). A voicemail is the caller's; a
transcript in lines says who speaks, or its speakers are unknown. The note on a call is an agent's and is left out, as are
names and places of the caller. Durations are seconds.
https://apidocs.callrail.com/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_text import text_turns
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, later, number, raws, unfit
from voc.ingest.formats.parts.document import documents, first, joined, mapping, truth, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.versions import newest
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_MARKS = (
    ("calls", ("tracking_phone_number", "customer_phone_number", "start_time", "duration", "direction")),
    ("calls", ("tracking_phone_number", "business_phone_number", "duration", "answered")),
    ("calls", ("customer_phone_number", "business_phone_number", "recording_player")),
    ("calls", ("trackingnum", "callernum", "resource_id", "datetime")),
)
_CARRIED = (
    "direction", "call_type", "source_name", "company_id", "company_name", "device_type", "lead_status", "keywords",
    "medium", "campaign", "total_calls", "first_call", "sentiment",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like calls of CallRail a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions, and turns of those with words. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "calls", "data")]
    again = newest([mapping(one) for one in found], lambda one: word(one, "id"), lambda one: word(one, "updated_at"))
    return raws(content, "callrail", [_call(one, older) for one, older in zip(found, again, strict=True)])


def _call(one: Any, older: str | None) -> Conversation | Left:
    if not isinstance(one, dict) or not ("duration" in one or "start_time" in one):
        return unfit(one, "not_a_contact", "a call with its start_time")
    name = word(first(one, "id", "resource_id"))
    if older:
        return Left(older, name or "", "a call once", "id")
    begun, length = word(first(one, "start_time", "datetime")), word(one, "duration")
    answered, is_message = truth(one.get("answered")), truth(one.get("voicemail"))
    is_lost = None if answered is None or is_message or word(one, "direction") != "inbound" else not answered
    cells = {
        "interaction_id": name, "started_at": begun, "ended_at": later(begun, number(length)), "channel": "voice",
        "customer_id": word(first(one, "person_id", "customer_phone_number")), "agent_id": word(one, "agent_email"),
        "is_abandoned": None if is_lost is None else str(is_lost).lower(), "duration_s": length,
        "is_voicemail": word(one, "voicemail"), "tags": joined(one.get("tags")),
        "marketing_source": word(one, "source"), **{each: word(one, each) for each in _CARRIED},
    }  # fmt: skip
    return Conversation(cells, _items(one))


def _items(one: Mapping[str, Any]) -> Sequence[Turn | Left]:
    lines = one.get("conversational_transcript")
    if isinstance(lines, list) and lines:
        return [_line(each) for each in lines]
    text = word(one, "transcription")
    if text is None:
        return []
    if truth(one.get("voicemail")) and word(one, "direction") != "outbound":
        return [Turn("customer", text, "0", None, {"speaker": None})]
    return (text_turns(text) if "\n" in text else []) or [turn(text, None)]


def _line(one: Any) -> Turn | Left:
    if not isinstance(one, dict):
        return Left("not_a_turn", found="a single value", expected="a line of a transcript")
    said = word(first(one, "phrase", "text", "content", "transcript"))
    who = word(first(one, "speaker", "speaker_name", "participant", "role"))
    return turn(said, who, word(first(one, "start", "start_time")), word(first(one, "end", "end_time")))


FORMATS = (Format("callrail", "CallRail calls (JSON)", "CallRail API v3", ("interactions", "turns"), like, read),)
