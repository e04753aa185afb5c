"""RingCentral: the call log, as JSON of its API.

For: /account/~/call-log and /extension/~/call-log, simple and detailed. Not for: recordings, and faxes. Durations are
seconds.
https://developers.ringcentral.com/api-reference/Call-Log/readUserCallLog
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left, later, number
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import Contact, sheets, strange, things
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw

LEFT = {"missed", "abandoned", "hang up", "hangup", "no answer"}  # of an inbound call: nobody answered it
TAKEN = {"accepted", "call connected"}


def like(head: Head) -> Like:
    """How like a call log of RingCentral a head is."""
    if head.members.issuperset(("sessionId", "startTime", "duration", "direction", "action", "result")):
        return Like(0.93, "has sessionId, startTime, duration, direction, action, result")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "records")]
    again = newest(
        [mapping(one) for one in found], lambda one: word(one.get("id")), lambda one: word(one.get("lastModifiedTime"))
    )
    made = [_call(one, older) for one, older in zip(found, again, strict=True)]
    interactions, _said = sheets(made)
    return [interactions.raw(content, "ringcentral_calls", content.decoded[1], content.decoded[2])]


def _call(one: Any, older: str | None) -> Contact | Left:
    if (wrong := strange(one, "a call")) is not None:
        return wrong
    kind = (word(one.get("type")) or "Voice").lower()
    if older or kind != "voice":
        return Left(older or "not_a_contact", word(one.get("id")) or kind, "a call of this log", "type")
    direction, result = (word(one.get("direction")) or "").lower(), (word(one.get("result")) or "").lower()
    duration = number(word(one.get("duration")))
    own = mapping(one.get("to" if direction == "inbound" else "from"))
    agent = word(mapping(one.get("extension")).get("id")) or word(own.get("extensionId"))
    begun = word(one.get("startTime"))
    is_in = direction == "inbound"
    cells = {
        "interaction_id": word(one.get("id")), "chain_id": word(one.get("telephonySessionId")) or word(one.get("sessionId")),
        "started_at": begun, "ended_at": later(begun, duration), "channel": "voice", "agent_id": agent,
        "is_abandoned": "true" if is_in and result in LEFT else "false" if is_in and result in TAKEN else None,
        "duration_s": word(one.get("duration")), "direction": direction or None, "result": word(one.get("result")),
        "action": word(one.get("action")), "n_legs": _legs(one),
    }  # fmt: skip
    return Contact(cells, [])


def _legs(one: Mapping[str, Any]) -> str | None:
    return str(len(listed(one.get("legs")))) if one.get("legs") else None


FORMATS = (
    Format(
        "ringcentral_calls", "RingCentral call log (JSON)", "RingCentral API, call log", ("interactions",), like, read
    ),
)
