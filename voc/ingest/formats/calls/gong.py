"""Gong: transcripts of calls, and the calls with their parties, as JSON of its API.

For: /v2/calls/transcript, and /v2/calls/extensive in the same file or in another. Not for: Gong's own figures. A speaker is
an id: who that is stands in the parties of the call, Internal or External; without them roles are unknown. Times are
milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, later, number, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.word_runs import joined
from voc.ingest.raw import Raw, sound

_SIDES = {"internal": "agent", "external": "customer"}


def like(head: Head) -> Like:
    """How like transcripts of Gong a head is."""
    members = head.members
    if members.issuperset(("callTranscripts", "transcript")) or members.issuperset(
        ("callId", "transcript", "speakerId", "sentences")
    ):
        return Like(0.95, "transcripts: has callId, transcript, speakerId, sentences")
    if members.issuperset(("calls", "metaData", "parties")) and members & {"affiliation", "speakerId", "primaryUserId"}:
        return Like(0.93, "calls with their parties: has calls, metaData, parties")
    if members.issuperset(("calls", "primaryUserId", "started", "direction", "media")):
        return Like(0.9, "calls: has primaryUserId, started, direction, media")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns, one for each sentence's speaker in a row, and interactions; of calls without transcripts, interactions.

    Raises DataError E293 where it is no JSON."""
    found: list[Conversation | Left] = []
    every = documents(content)
    about = {_id_of(one): one for document in every for one in _calls(document)}
    said: set[str | None] = set()
    for document in every:
        for one in _transcripts(document):
            call = word(mapping(one).get("callId"))
            said.add(call)
            found.append(_conversation(one, about.get(call, {})))
    made = raws(content, "gong", found) if found else []
    calls = Sheet("interactions")
    for call, one in about.items():
        if call not in said:
            calls.keep(**_cells(call, one))
    return [*made, calls.raw(content, "gong", content.decoded[1], content.decoded[2])] if len(calls) else made


def _id_of(call: Mapping[str, Any]) -> str | None:
    return word(mapping(call.get("metaData")).get("id")) or word(call.get("id"))


def _transcripts(document: Any) -> Iterator[Any]:
    if isinstance(document, dict) and isinstance(document.get("callTranscripts"), list):
        yield from document["callTranscripts"]
    elif mapping(document).get("metaData") is None and not (
        isinstance(document, dict) and isinstance(document.get("calls"), list)
    ):
        yield document


def _calls(document: Any) -> Iterator[Mapping[str, Any]]:
    held = mapping(document)
    yield from map(mapping, listed(held.get("calls")) if "calls" in held else [held] if "metaData" in held else [])


def _conversation(one: Any, call: Mapping[str, Any]) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("transcript"), list):
        return unfit(one, "no_transcript", "a call with its transcript")
    sides = _sides(call, one)
    return Conversation(_cells(word(one.get("callId")), call), [_turn(each, sides) for each in one["transcript"]])


def _sides(*held: Mapping[str, Any]) -> dict[str | None, str | None]:
    """The role of each speaker by the parties that a call or its transcript has."""
    parties = [mapping(each) for one in held for each in listed(one.get("parties"))]
    return {
        word(each.get("speakerId")): _SIDES.get((word(each.get("affiliation")) or "").lower())
        for each in parties
        if word(each.get("speakerId"))
    }


def _cells(id: str | None, call: Mapping[str, Any]) -> dict[str, str | None]:
    """The cells of an interaction; who its speakers are stands in `agent_speakers` and `customer_speakers`, for turns that
    are in another file."""
    meta = mapping(call.get("metaData")) or call
    begun = word(meta.get("started"))
    duration = number(word(meta.get("duration")))
    sides = _sides(call)
    speakers = {
        f"{side}_speakers": ", ".join(who for who, role in sides.items() if who and role == side)
        for side in _SIDES.values()
    }
    return {
        "interaction_id": id, "channel": "voice", "started_at": begun,
        "ended_at": later(begun, duration), "reason": word(meta.get("title")), "direction": word(meta.get("direction")),
        "language": word(meta.get("language")), **speakers,
    }  # fmt: skip


def _turn(each: Any, sides: Mapping[str | None, str | None]) -> Turn | Left:
    """A monologue: what one speaker says until another does."""
    said = [one for one in map(mapping, listed(mapping(each).get("sentences"))) if word(one.get("text"))]
    speaker = word(mapping(each).get("speakerId"))
    if not said:
        return Left("no_words", found=speaker or "", expected="a turn with sentences", column="sentences")
    begin, end = word(said[0].get("start")), word(said[-1].get("end"))
    more = {"speaker": speaker, "author_id": speaker, "topic": word(each.get("topic"))}
    text = sound(joined([word(one.get("text")) or "" for one in said]))
    return Turn(sides.get(speaker) or "unknown", text, seconds(begin, 1000.0), seconds(end, 1000.0), more)


FORMATS = (Format("gong", "Gong call transcripts (JSON)", "Gong API v2", ("turns", "interactions"), like, read),)
