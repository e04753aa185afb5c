"""Amazon Transcribe without analytics: words with times, cut into turns by speaker label or channel.

Not for: who is the agent. Transcribe does not say, so every role is unknown; `speaker` holds its label. Members as in
https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html and the pages on diarization and channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, raws, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, word
from voc.ingest.raw import Raw

_WITHOUT_SPACES = ("zh-Hans", "zh-Hant", "ja", "th")


def like(head: Head) -> Like:
    """How like a document of Transcribe a head is."""
    usual = ("jobName", "status", "items", "alternatives", "start_time", "end_time", "type")
    found = [having(head.members, ("results", "transcripts", one), usual) for one in ("jobName", "start_time")]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    for one in documents(content):
        if not isinstance(one, dict) or not isinstance(one.get("results"), dict):
            found.append(unfit(one, "no_transcript", "an object with results"))
            continue
        results = mapping(one, "results")
        language = lang(word(results, "language_code") or word(one, "language_code"))
        items = list(_items(results, language))
        ends = [end for item in listed(results, "items") if (end := number(word(item, "end_time"))) is not None]
        found.append(
            Conversation(
                {
                    "interaction_id": word(one, "jobName") or stem(content),
                    "channel": "voice",
                    "duration_s": str(max(ends)) if ends else None,
                    "n_speakers": word(results, "speaker_labels", "speakers"),
                    "is_redacted": word(one, "isRedacted"),
                    "status": word(one, "status"),
                },
                items,
            )
        )
    return raws(content, "amazon_transcribe", found)


def _items(results: Mapping[str, Any], language: str | None) -> Iterator[Turn | Left]:
    segments = listed(results, "audio_segments")
    channels = [one for one in listed(results, "channel_labels", "channels") if isinstance(one, dict)]
    words = [item for item in listed(results, "items") if isinstance(item, dict)]
    if segments:
        yield from _segments(segments, words, language)
    elif channels:
        yield from _by_speaker(
            [(item, word(one, "channel_label")) for one in channels for item in listed(one, "items")], language
        )
    elif words:
        yield from _by_speaker(list(zip(words, _speakers(results, words), strict=True)), language)
    else:  # the whole text alone; of a silent recording, ""
        for one in listed(results, "transcripts"):
            if (said := word(one, "transcript")) is not None:
                yield Turn("unknown", said, more={"lang": language, "speaker": None})


def _segments(
    segments: Sequence[Any], words: Sequence[Mapping[str, Any]], language: str | None
) -> Iterator[Turn | Left]:
    """Turns of audio_segments, whose words are spaced as their language is."""
    who = {word(part, "id"): word(part, "speaker_label") for part in words}
    for one in segments:
        said = word(one, "transcript")
        if said is None:
            yield Left("no_words", word(one, "id") or "", "a transcript", "transcript")
            continue
        within = [label for item in listed(one, "items") if (label := who.get(word(item)))]
        speaker = word(one, "speaker_label") or word(one, "channel_label") or next(iter(within), None)
        yield Turn(
            "unknown", said, word(one, "start_time"), word(one, "end_time"), {"lang": language, "speaker": speaker}
        )


def _speakers(results: Mapping[str, Any], words: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The label of each word: its own, or that of the segment that has a word of this time."""
    at: dict[str | None, str | None] = {}
    for segment in listed(results, "speaker_labels", "segments"):
        label = word(segment, "speaker_label")
        at[word(segment, "start_time")] = label
        at |= {word(part, "start_time"): word(part, "speaker_label") or label for part in listed(segment, "items")}
    at.pop(None, None)
    return [
        word(part, "speaker_label") or word(part, "channel_label") or at.get(word(part, "start_time")) for part in words
    ]


def _by_speaker(labelled: Sequence[tuple[Any, str | None]], language: str | None) -> Iterator[Turn | Left]:
    """Turns of single words: those of one speaker until another speaks. A mark goes with the word before it."""
    spoken: list[tuple[float, str | None, str, str | None, str | None]] = []
    for item, label in labelled:
        part = word(next(iter(listed(item, "alternatives")), None), "content")
        start = number(word(item, "start_time"))
        if part is None or not isinstance(item, dict):
            yield Left("no_words", "", "a word", "content")
        elif start is None and spoken:
            last = spoken[-1]
            spoken[-1] = (last[0], last[1], last[2] + part, last[3], last[4])
        else:
            spoken.append((start or 0.0, label, part, word(item, "start_time"), word(item, "end_time")))
    spoken.sort(key=lambda one: one[0])
    gap = "" if language in _WITHOUT_SPACES else " "
    at = 0
    while at < len(spoken):
        end = at + 1
        while end < len(spoken) and spoken[end][1] in (spoken[at][1], None):
            end += 1
        run = spoken[at:end]
        yield Turn(
            "unknown", gap.join(one[2] for one in run), run[0][3], run[-1][4], {"lang": language, "speaker": run[0][1]}
        )
        at = end


FORMATS = (
    Format(
        "amazon_transcribe", "Amazon Transcribe", "Amazon Transcribe, transcription jobs", ("turns", "interactions"),
        like, read,
    ),
)  # fmt: skip
