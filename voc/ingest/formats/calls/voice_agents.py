"""Calls of programs that speak, as the APIs of Retell and Vapi give them in JSON.

For: answers with one call or a list of them, and what their webhooks send. Not for: assistants that write (`bot_logs`). Who
speaks for the firm is a program, but for the person that Retell put the call through to. Instructions to the program, calls
of its tools and summaries are not what was said; telephone numbers are not carried.
https://docs.retellai.com/api-references/get-call
https://docs.vapi.ai/api-reference/calls/get
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, iso, plain, raws, seconds, unfit
from voc.ingest.formats.parts.conversation import between as span
from voc.ingest.formats.parts.document import documents, first, inner, listed, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_RETELL = {"agent": "bot", "user": "customer", "transfer_target": "agent"}
_VAPI = {"bot": "bot", "assistant": "bot", "user": "customer"}


def like_retell(head: Head) -> Like:
    """How like calls of Retell a head is."""
    usual = ("call_analysis", "disconnection_reason", "agent_version", "call_type", "start_timestamp")
    return having(head.members, ("call_id", "agent_id", "call_status", "transcript_object"), usual)


def like_vapi(head: Head) -> Like:
    """How like calls of Vapi a head is."""
    usual = ("endedReason", "secondsFromStart", "artifact", "startedAt", "costBreakdown", "phoneNumberId")
    return having(head.members, ("assistantId", "messages", "orgId", "role", "message"), usual)


def read_retell(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    return raws(content, "retell", [_retell(one) for one in _calls(content)])


def read_vapi(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    return raws(content, "vapi", [_vapi(one) for one in _calls(content)])


def _calls(content: Content) -> list[Any]:
    """The calls of a file: a document may be one, a list of them, or the event that tells of one."""
    found = []
    for document in documents(content):
        for one in document if isinstance(document, list) else [document]:
            held = next((each for path in (("call",), ("message", "call")) if (each := inner(one, *path))), one)
            found.append(held if isinstance(held, dict) else one)
    return found


def _retell(one: Any) -> Conversation | Left:
    if not isinstance(one, dict) or word(one, "call_id") is None or "transcript_object" not in one:
        return unfit(one, "no_transcript", "a call with its id and its transcript")
    cells = {
        **_told(one, "call_id", iso(word(one, "start_timestamp")), iso(word(one, "end_timestamp"))),
        "agent_id": word(one, "agent_id"), "direction": word(one, "direction"),
        "status": word(one, "call_status"), "disconnection_reason": word(one, "disconnection_reason"),
    }  # fmt: skip
    if word(one, "call_type") == "chat":
        cells["channel"] = "chat"
    return Conversation(cells, [_uttered(each) for each in listed(one, "transcript_object")])


def _uttered(one: Any) -> Turn | Left:
    role = _RETELL.get(word(one, "role") or "")
    if role is None:
        return Left("not_a_turn", word(one, "role") or "", "what somebody said")
    words = listed(one, "words")
    begin, end = (word(words[at], name) if words else None for at, name in ((0, "start"), (-1, "end")))
    return _as(role, turn(word(one, "content"), word(one, "role"), seconds(begin), seconds(end)))


def _vapi(one: Any) -> Conversation | Left:
    said = next((each for path in (("messages",), ("artifact", "messages")) if (each := listed(one, *path))), [])
    if not isinstance(one, dict) or word(one, "id") is None or not (said or "messages" in one):
        return unfit(one, "no_transcript", "a call with its id and its messages")
    cells = {
        **_told(one, "id", word(one, "startedAt") or word(one, "createdAt"), word(one, "endedAt")),
        "agent_id": word(one, "assistantId"), "status": word(one, "status"), "ended_reason": word(one, "endedReason"),
    }  # fmt: skip
    kind = (word(one, "type") or "").lower()
    cells["direction"] = next((way for way in ("inbound", "outbound") if kind.startswith(way)), None)
    return Conversation(cells, [_message(each) for each in said])


def _message(one: Any) -> Turn | Left:
    role = _VAPI.get(word(one, "role") or "")
    if role is None:
        return Left("not_a_turn", word(one, "role") or "", "what somebody said")
    begin = seconds(word(one, "secondsFromStart"))
    spent = span(word(one, "time"), word(one, "endTime"))
    end = plain(float(begin) + spent) if begin is not None and spent is not None else None
    text = word(first(one, "message", "content"))
    return _as(role, turn(text, word(one, "role"), begin, end, said_at=iso(word(one, "time"))))


def _as(role: str, said: Turn | Left) -> Turn | Left:
    return said if isinstance(said, Left) else Turn(role, said.text, said.start_s, said.end_s, said.more)


def _told(one: Mapping[str, Any], key: str, begun: str | None, done: str | None) -> dict[str, str | None]:
    spent = span(begun, done)
    return {
        "interaction_id": word(one, key), "channel": "voice", "started_at": begun, "ended_at": done,
        "duration_s": None if spent is None else plain(spent),
    }  # fmt: skip


FORMATS = (
    Format("retell", "Retell calls (JSON)", "Retell API", ("turns", "interactions"), like_retell, read_retell),
    Format("vapi", "Vapi calls (JSON)", "Vapi API", ("turns", "interactions"), like_vapi, read_vapi),
)
