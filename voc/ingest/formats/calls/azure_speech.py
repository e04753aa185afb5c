"""Azure Speech: results of batch transcription, of fast transcription, and of the batch of old (AudioFileResults).

For: files with `recognizedPhrases`, with `combinedPhrases` and `phrases`, or with `SegmentResults`. Not for: telling who
speaks: channels and speakers are numbers, so roles stay unknown. A tick is 100 ns. The `timestamp` of a result is when it
was transcribed, not when people spoke.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, plain, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, first, inner, listed, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_TICKS, _MILLISECONDS = 1e7, 1e3  # in a second
_ISO = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)


def like(head: Head) -> Like:
    """A Like of the members of one of its three shapes."""
    if "parties" in head.members:
        return NOT_LIKE
    names = frozenset(one.lower() for one in head.members)
    usual = ("offsetinticks", "durationinticks", "display", "channel", "duration")
    batch = having(names, ("recognizedphrases",), ("combinedrecognizedphrases", "nbest", *usual))
    bare = having(names, ("combinedrecognizedphrases",), usual)
    fast = max(
        having(names, ("combinedphrases",), ("phrases", "durationmilliseconds", "offsetmilliseconds", "text")),
        having(names, ("phrases", "offsetmilliseconds"), ("durationmilliseconds", "text")),
        key=lambda one: one.score,
    )
    old = having(names, ("segmentresults",), ("audiofileresults", "nbest", "offset", "duration"))
    return max(batch, bare, fast, old, key=lambda one: one.score)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E292 for the schema of results, which holds none."""
    found: list[Any] = []
    for one in documents(content):
        if inner(one, "$schema") is not None:
            raise DataError(
                "E292", "this is a schema and no transcript", where=content.name, found=word(one, "$schema") or "",
                expected="the result of a transcription", do="take it out of the source",
            )  # fmt: skip
        old = listed(one, "AudioFileResults")
        found += old or [one]
    calls = [conversation(one, name) for one, name in named(content, found)]
    return raws(content, "azure_speech", calls)


def conversation(result: Any, name: str) -> Conversation | Left:
    """One result as a conversation called `name`: it has no id of its own."""
    if not isinstance(result, dict):
        return unfit(result, "no_transcript", "a result with recognizedPhrases")
    ticks = seconds(word(result, "durationInTicks"), _TICKS)
    cells = {
        "interaction_id": name,
        "channel": "voice",
        "duration_s": ticks or _ms(result, "durationMilliseconds", "durationInMs") or _iso(word(result, "duration")),
        "transcribed_at": word(result, "timestamp"),
        "recording": _recording(first(result, "source", "AudioFileName")),
    }
    return Conversation(cells, turns(result))


def turns(result: Any) -> list[Turn | Left]:
    """The phrases that were recognised, each its best reading; where there are none, the whole text of each channel."""
    for names, one in ((("recognizedPhrases",), _phrase), (("phrases",), _fast), (("SegmentResults",), _segment)):
        phrases = [each for each_name in names for each in listed(result, each_name)]
        if phrases:
            return [one(each) for each in phrases]
    whole = first(result, "combinedRecognizedPhrases", "combinedPhrases", "CombinedResults")
    return [
        turn(_shown(each), None, audio_channel=word(first(each, "channel", "ChannelNumber")))
        for each in (whole if isinstance(whole, list) else [])
    ]


def _phrase(one: Any) -> Turn | Left:
    begin = seconds(word(one, "offsetInTicks"), _TICKS) or _iso(word(one, "offset"))
    lasts = seconds(word(one, "durationInTicks"), _TICKS) or _iso(word(one, "duration"))
    return _turn(one, begin, lasts, word(one, "recognitionStatus"))


def _fast(one: Any) -> Turn | Left:
    begin = _ms(one, "offsetMilliseconds", "offsetInMs", "offset")
    return _turn(one, begin, _ms(one, "durationMilliseconds", "durationInMs", "duration"), None)


def _segment(one: Any) -> Turn | Left:
    begin = seconds(word(one, "OffsetInTicks") or word(one, "Offset"), _TICKS)
    lasts = seconds(word(one, "DurationInTicks") or word(one, "Duration"), _TICKS)
    return _turn(one, begin, lasts, word(one, "RecognitionStatus"))


def _turn(one: Any, begin: str | None, lasts: str | None, status: str | None) -> Turn | Left:
    best = next(iter(listed(one, "nBest") or listed(one, "NBest")), one)
    said = _shown(best) or (_shown(one) if best is not one else None)
    if status is not None and status.lower() != "success" and not said:
        return Left("not_recognised", found=status, expected="recognitionStatus Success", column="recognitionStatus")
    return turn(
        said, word(first(one, "speaker", "SpeakerId")), begin, _end(begin, lasts),
        audio_channel=word(first(one, "channel", "ChannelNumber")), confidence=word(first(best, "confidence", "Confidence")),
        lang=lang(word(one, "locale")),
    )  # fmt: skip


def _shown(one: Any) -> str | None:
    return word(first(one, "display", "text", "Display", "itn", "ITN", "lexical", "Lexical", "DisplayText"))


def _end(begin: str | None, lasts: str | None) -> str | None:
    start, length = number(begin), number(lasts)
    return None if start is None or length is None else plain(start + length)


def _ms(one: Any, *names: str) -> str | None:
    return seconds(word(first(one, *names)), _MILLISECONDS)


def _iso(cell: str | None) -> str | None:
    """An ISO 8601 duration as seconds; another cell as it stands."""
    found = _ISO.fullmatch(cell.strip()) if cell else None
    if found is None or not any(found.groups()):
        return cell
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return plain(hours * 3600 + minutes * 60 + rest)


def _recording(where: Any) -> str | None:
    """What comes after ? in an address may be a key to it."""
    return where.partition("?")[0] if isinstance(where, str) else None


FORMATS = (
    Format(
        "azure_speech", "Azure Speech transcripts", "Azure AI Speech, batch and fast transcription",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
