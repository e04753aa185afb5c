"""AssemblyAI: transcripts as its API gives them.

For: files with `audio_url` and `utterances` or `words`. Not for: telling who speaks: speakers are letters, so roles stay
unknown, unless the user's own speaker names say a role. Times in the file are whole milliseconds; programs between may have
made seconds of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, number, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, listed, named, word
from voc.ingest.formats.parts.word_runs import runs, turn
from voc.ingest.raw import Raw

_USUAL = ("id", "status", "text", "words", "acoustic_model", "language_code", "utterances")
_PER_SECOND = 1000.0
_BEYOND = 1.5  # times the length of the recording: no word ends there, whatever the length was rounded to
# What others write around utterances that are called as those of AssemblyAI are.
_ANOTHERS = frozenset(("results", "segments", "full_transcript", "transcription", "payload", "participant_type"))


def like(head: Head) -> Like:
    """A Like of its members; a long list of words may hide all that comes after it."""
    if "$schema" in head.members or "parties" in head.members:
        return NOT_LIKE
    whole = having(head.members, ("audio_url", "words", "status"), _USUAL)
    model = having(head.members, ("audio_url", "acoustic_model"), _USUAL)
    cut = having(head.members, ("audio_duration", "words", "speaker"), ("sentences", "paragraphs", "id"))
    bare = having(head.members, ("utterances", "speaker", "text", "start", "end", "confidence"), ("words", "id"))
    if head.members & _ANOTHERS:
        bare = NOT_LIKE
    return max(whole, model, cut, bare, key=lambda one: one.score)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions: the transcript's id is that of the contact."""
    calls = [conversation(one, name) for one, name in named(content, documents(content))]
    return raws(content, "assemblyai", calls)


def conversation(answer: Any, name: str) -> Conversation | Left:
    """One transcript; `name` is its id where it has none. One that failed or is not done has no words."""
    if not isinstance(answer, dict):
        return unfit(answer, "no_transcript", "a transcript with utterances")
    cells = {
        "interaction_id": word(answer, "id") or name,
        "channel": "voice",
        "duration_s": word(answer, "audio_duration"),
        "language": word(answer, "language_code"),
        "status": word(answer, "status"),
    }
    failed = Left("failed_transcript", word(answer, "error") or "status error", "a transcript that was made", "status")
    return Conversation(cells, [failed] if cells["status"] == "error" else turns(answer))


def turns(answer: Any) -> list[Turn | Left]:
    """The utterances, or the sentences or paragraphs that the API gives apart; where speakers were not told apart, the words
    of a speaker in a row, else the text as one turn."""
    per_second = _per_second(answer)
    utterances = listed(answer, "utterances") or listed(answer, "sentences") or listed(answer, "paragraphs")
    if utterances:
        return [
            turn(
                word(one, "text"), word(one, "speaker"), seconds(word(one, "start"), per_second),
                seconds(word(one, "end"), per_second), audio_channel=word(one, "channel"),
                confidence=word(one, "confidence"),
            )
            for one in utterances
        ]  # fmt: skip
    words = [
        (word(one, "text") or "", word(one, "speaker"), seconds(word(one, "start"), per_second),
         seconds(word(one, "end"), per_second))
        for one in listed(answer, "words")
    ]  # fmt: skip
    if any(word[1] for word in words):
        return runs(words)
    if word(answer, "text"):
        begin, end = (words[0][2], words[-1][3]) if words else (None, None)
        return [turn(word(answer, "text"), None, begin, end)]
    return runs(words)


def _per_second(answer: Any) -> float:
    """What a second is in the times of a transcript: 1000, or 1 where words begin at parts of a unit, as milliseconds never
    do, and the last of them ends within the recording, whose length is in seconds."""
    every = [
        word(one, end) for one in listed(answer, "words") + listed(answer, "utterances") for end in ("start", "end")
    ]
    times = [found for one in every if (found := number(one)) is not None]
    length = number(word(answer, "audio_duration"))
    are_parts = any(not one.is_integer() for one in times)
    return 1.0 if are_parts and length and max(times) <= length * _BEYOND else _PER_SECOND


FORMATS = (Format("assemblyai", "AssemblyAI transcripts", "AssemblyAI API", ("turns", "interactions"), like, read),)
