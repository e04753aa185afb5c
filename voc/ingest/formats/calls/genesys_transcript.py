"""Genesys Cloud speech and text analytics: the transcript of a call or chat.

Not for: how long people waited and who handled it (`genesys_details`). Members as Genesys' developer centre shows them for
/api/v2/speechandtextanalytics/conversations/{id}/communications/{id}/transcripturl. A phrase is external (the customer's) or
internal; an internal one is the bot's where only a flow took part at its time, else the agent's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import (
    Conversation,
    Left,
    Turn,
    earliest,
    iso,
    lang,
    later,
    number,
    plain,
    raws,
    unfit,
)
from voc.ingest.formats.parts.document import documents, first, listed, stem, word
from voc.ingest.raw import Raw

PEOPLE = ("agent", "user")
FLOWS = ("ivr", "acd", "bot", "botflow", "workflow", "voicemail")
ROLES = {
    "external": "customer", "customer": "customer", "agent": "agent", "user": "agent", "bot": "bot", "botflow": "bot",
    "ivr": "bot", "acd": "bot", "workflow": "bot", "voicemail": "bot",
}  # fmt: skip
_CHANNELS = {"call": "voice", "callback": "voice", "voice": "voice", "message": "chat", "webmessaging": "chat"}


def like(head: Head) -> Like:
    """How like a transcript of Genesys a head is."""
    usual = ("communicationId", "participantPurpose", "startTimeMs", "organizationId", "stability", "mediaType")
    found = [
        having(head.members, ("conversationId", "transcripts"), usual),
        having(head.members, ("transcripts", "phrases", "text"), usual),
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    given = documents(content)
    for at, one in enumerate(given, 1):
        if not isinstance(one, dict) or not isinstance(one.get("transcripts"), list):
            found.append(unfit(one, "no_transcript", "an object with transcripts"))
            continue
        call = word(one, "conversationId") or (stem(content) if len(given) == 1 else f"{stem(content)}:{at}")
        begin = _epoch(first(one, "conversationStartTime", "startTime"))
        if begin is None:
            begin = min(
                (start for each in one["transcripts"] if (start := _epoch(first(each, "startTime")))), default=None
            )
        found.append(Conversation(_cells(one, call, begin), list(_phrases(one, call, begin))))
    return raws(content, "genesys_transcript", found)


def _phrases(one: Mapping[str, Any], call: str, begin: float | None) -> Iterator[Turn | Left]:
    speech = word(one, "communicationId") or call
    n = 0
    for transcript in one["transcripts"]:
        language = lang(word(transcript, "language"))
        recorded = _epoch(first(transcript, "startTime")) or _epoch(first(one, "startTime"))
        for phrase in listed(transcript, "phrases"):
            words = word(phrase, "decoratedText") or word(phrase, "text")
            if words is None:
                yield Left("no_words", "", "a text", "text")
                continue
            n += 1
            told = word(phrase, "startTimeMs") or word(phrase, "offsetMs")
            start, offset = _epoch(told), number(told)
            if start is None and offset is not None:  # not since 1970, but since the recording began
                start = (recorded or begin or 0.0) + offset / 1000
            lasted = _lasted(phrase)
            end = None if start is None or lasted is None else start + lasted
            purpose = (word(phrase, "participantPurpose") or "").lower()
            role, agent = _role(purpose, one, start, end)
            yield Turn(
                role, words, *_since(begin or 0.0, start, end, told),
                # A conversation may have several communications, each in a file of its own with turns from 1.
                {"turn_id": f"{speech}:{n}", "lang": language, "purpose": purpose or None, "agent_id": agent},
            )  # fmt: skip


def _role(purpose: str, one: Mapping[str, Any], start: float | None, end: float | None) -> tuple[str, str | None]:
    """The role of a phrase, and of an agent's the id of the one agent who was there while it was said."""
    role = ROLES.get(purpose, "unknown")
    if purpose != "internal" and role != "agent":
        return role, None
    there = [
        person
        for person in listed(one, "participants")
        if start is not None
        and (_epoch(first(person, "startTimeMs")) or 0.0) < (start + 1e-3 if end is None else end)
        and (_epoch(first(person, "endTimeMs")) or 1e12) > start
    ]
    purposes = {_purpose(person) for person in there}
    if purpose == "internal" and purposes & set(FLOWS) and not purposes & set(PEOPLE):
        return "bot", None
    agents = {word(person, "userId") for person in there if _purpose(person) in PEOPLE}
    return "agent", agents.pop() if len(agents) == 1 else None


def _purpose(person: Any) -> str:
    return (word(person, "participantPurpose") or word(person, "purpose") or "").lower()


def _since(begin: float, start: float | None, end: float | None, told: str | None) -> tuple[str | None, str | None]:
    """A phrase's start and end in seconds since `begin`; what is no number stays, and is rejected for that."""
    if start is None:
        return told, None
    return plain(start - begin), None if end is None else plain(end - begin)


def _cells(one: Mapping[str, Any], call: str, begin: float | None) -> dict[str, str | None]:
    people = [person for person in listed(one, "participants") if isinstance(person, dict)]
    agents = [person for person in people if _purpose(person) in PEOPLE]
    queues = [queue for person in people if (queue := word(person, "queueId"))]
    began = earliest([None if begin is None else iso(str(begin))])
    ends = [end for person in people if (end := _epoch(first(person, "endTimeMs"))) is not None]
    started, lasted = _epoch(first(one, "startTime")) or begin, _lasted(one)
    if not ends and started is not None and lasted is not None:
        ends = [started + lasted]
    medium = (word(one, "mediaType") or "").lower()
    handled = [word(person, "userId") for person in agents]
    return {
        "interaction_id": call,
        "started_at": began,
        "ended_at": later(began, max(ends) - begin) if ends and begin is not None else None,
        "channel": _CHANNELS.get(medium, medium) or None,
        "agent_id": handled[-1] if handled else None,
        "queue": queues[-1] if queues else None,
        "n_agents": str(len(set(handled))) if people else None,
        "direction": next(filter(None, (word(person, "initialDirection") for person in people)), None),
        "duration_s": None if lasted is None else plain(lasted),
    }


def _epoch(value: Any) -> float | None:
    """Seconds since 1970 of a member in milliseconds."""
    found = number(word(value))
    return found / 1000 if found is not None and 1e11 <= found < 4e12 else None


def _lasted(value: Any) -> float | None:
    """Seconds of a duration: {"milliseconds": 900}, or durationMs."""
    told = number(word(value, "duration", "milliseconds") or word(value, "durationMs"))
    return None if told is None else told / 1000


FORMATS = (
    Format(
        "genesys_transcript", "Genesys Cloud transcripts", "Genesys Cloud, speech and text analytics",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
