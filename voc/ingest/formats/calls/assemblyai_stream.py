"""AssemblyAI: the messages of a stream (Universal-Streaming), a message a line.

For: what a program wrote down of Begin, Turn and Termination. Not for: transcripts of files (`assemblyai`). A turn is sent
again while it grows and once more with its commas and capitals: the last that is ended counts, the others are interim
results. Times are milliseconds from the start of the stream; who speaks is not told.
https://www.assemblyai.com/docs/speech-to-text/universal-streaming
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws, seconds
from voc.ingest.formats.parts.document import documents, listed, stem, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

ID = "assemblyai_stream"
_PER_SECOND = 1000.0


def like(head: Head) -> Like:
    """How like a stream of AssemblyAI a head is."""
    return having(head.members, ("turn_order", "end_of_turn", "transcript"), ("turn_is_formatted", "word_is_final"))


def read(content: Content, _: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 where it is no JSON. A second Begin begins another contact."""
    sessions: list[list[Any]] = [[]]
    for one in documents(content):
        if word(one, "type") == "Begin" and sessions[-1]:
            sessions.append([])
        sessions[-1].append(one)
    many = len(sessions) > 1
    calls = [_call(one, f"{stem(content)}:{at}" if many else stem(content)) for at, one in enumerate(sessions, 1)]
    return raws(content, ID, calls)


def _call(messages: Sequence[Any], name: str) -> Conversation:
    begun = next((word(one, "id") for one in messages if word(one, "type") == "Begin"), None)
    ended = next((one for one in messages if word(one, "type") == "Termination"), None)
    last = {
        word(one, "turn_order"): at
        for at, one in enumerate(messages)
        if (word(one, "end_of_turn") or "").lower() == "true"
    }
    items = [_item(one, at, last) for at, one in enumerate(messages)]
    cells = {
        "interaction_id": begun or name, "channel": "voice", "duration_s": word(ended, "audio_duration_seconds"),
    }  # fmt: skip
    return Conversation(cells, items)


def _item(one: Any, at: int, last: dict[str | None, int]) -> Turn | Left:
    if word(one, "turn_order") is None:
        return Left("not_a_turn", found=word(one, "type") or "", expected="a message with a transcript")
    if last.get(word(one, "turn_order")) != at:
        return Left("interim_result", expected="the last message of a turn that ended", column="end_of_turn")
    words = listed(one, "words")
    begin, end = (word(words[0], "start"), word(words[-1], "end")) if words else (None, None)
    return turn(word(one, "transcript"), None, seconds(begin, _PER_SECOND), seconds(end, _PER_SECOND))


FORMATS = (
    Format(
        ID, "AssemblyAI streams (JSON lines)", "AssemblyAI, Universal-Streaming", ("turns", "interactions"), like, read
    ),
)
