"""Gong: transcripts of calls, and the calls with their parties, as JSON of its API.

For: /v2/calls/transcript, and /v2/calls/extensive where it lies in the same file. Not for: Gong's own figures. A speaker is
an id: who that is stands in the parties of the call, Internal or External; without them roles are unknown. Times are
milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.conversation import Conversation, Left, Turn, later, number, raws, seconds, unfit
from voc.ingest.formats.document import documents, listed, mapping, word
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.word_runs import joined
from voc.ingest.raw import Raw, sound

_SIDES = {"internal": "agent", "external": "customer"}


def like(head: Head) -> Like:
    """How like transcripts of Gong a head is."""
    members = head.members
    if members.issuperset(("callTranscripts", "transcript")) or members.issuperset(
        ("callId", "transcript", "speakerId", "sentences")
    ):
        return Like(0.95, "transcripts: has callId, transcript, speakerId, sentences")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns, one for each sentence's speaker in a row, and interactions. Raises DataError E293 where it is no JSON."""
    found: list[Conversation | Left] = []
    every = documents(content)
    about = {word(mapping(one.get("metaData")).get("id")): one for document in every for one in _calls(document)}
    for document in every:
        for one in _transcripts(document):
            found.append(_conversation(one, about.get(word(mapping(one).get("callId")), {})))
    return raws(content, "gong", found)


def _transcripts(document: Any) -> Iterator[Any]:
    if isinstance(document, dict) and isinstance(document.get("callTranscripts"), list):
        yield from document["callTranscripts"]
    elif not (isinstance(document, dict) and isinstance(document.get("calls"), list)):
        yield document


def _calls(document: Any) -> Iterator[Mapping[str, Any]]:
    yield from map(mapping, listed(mapping(document).get("calls")))


def _conversation(one: Any, call: Mapping[str, Any]) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("transcript"), list):
        return unfit(one, "no_transcript", "a call with its transcript")
    parties = [*listed(call.get("parties")), *listed(one.get("parties"))]
    sides = {
        word(each.get("speakerId")): _SIDES.get((word(each.get("affiliation")) or "").lower())
        for each in map(mapping, parties)
    }
    meta = mapping(call.get("metaData"))
    begun = word(meta.get("started"))
    duration = number(word(meta.get("duration")))
    cells = {
        "interaction_id": word(one.get("callId")), "channel": "voice", "started_at": begun,
        "ended_at": later(begun, duration), "reason": word(meta.get("title")), "direction": word(meta.get("direction")),
        "language": word(meta.get("language")),
    }  # fmt: skip
    return Conversation(cells, [_turn(each, sides) for each in one["transcript"]])


def _turn(each: Any, sides: Mapping[str | None, str | None]) -> Turn | Left:
    """A monologue: what one speaker says until another does."""
    said = [one for one in map(mapping, listed(mapping(each).get("sentences"))) if word(one.get("text"))]
    speaker = word(mapping(each).get("speakerId"))
    if not said:
        return Left("no_words", found=speaker or "", expected="a turn with sentences", column="sentences")
    begin, end = word(said[0].get("start")), word(said[-1].get("end"))
    more = {"speaker": speaker, "topic": word(each.get("topic"))}
    text = sound(joined([word(one.get("text")) or "" for one in said]))
    return Turn(sides.get(speaker) or "unknown", text, seconds(begin, 1000.0), seconds(end, 1000.0), more)


FORMATS = (Format("gong", "Gong call transcripts (JSON)", "Gong API v2", ("turns", "interactions"), like, read),)
