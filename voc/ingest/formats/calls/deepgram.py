"""Deepgram: the answer of the pre-recorded API, and the messages of the streaming one.

For: files with `results` and `metadata`. Not for: telling who speaks: speakers are numbers, so roles stay unknown. Turns are
the utterances; where none were asked for, the words of one speaker in a row; where words have no speaker, the paragraphs;
else the whole transcript of a channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, raws, unfit
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, stem, word
from voc.ingest.formats.parts.word_runs import joined, runs, turn
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """A Like of Deepgram's members: metadata, results, channels, alternatives; streaming ones have channel_index."""
    if "$schema" in head.members or "parties" in head.members:
        return NOT_LIKE
    answer = having(head.members, ("results", "channels", "alternatives", "transcript"), ("metadata", "request_id"))
    stream = having(head.members, ("channel_index", "alternatives", "is_final"), ("channel", "transcript"))
    usual = having(head.members, ("request_id", "model_info"), ("transaction_key", "sha256", "results"))
    return max(answer, stream, usual, key=lambda one: one.score)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions: the request's id is that of the contact."""
    found = documents(content)
    stream = [one for one in found if inner(one, "channel", "alternatives") is not None]
    whole = [one for one in found if inner(one, "channel", "alternatives") is None]
    calls: list[Conversation | Left] = [
        conversation(one, stem(content) if len(found) == 1 else f"{stem(content)}:{at}")
        for at, one in enumerate(whole, 1)
    ]
    if stream:
        # What goes with a stream beside its results (Metadata, UtteranceEnd) is no answer of its own.
        beside = [one for one in whole if inner(one, "type") is not None]
        calls = [one for one, document in zip(calls, whole, strict=True) if document not in beside]
        calls.append(_streamed([*beside, *stream], stem(content)))
    return raws(content, "deepgram", calls)


def conversation(answer: Any, name: str) -> Conversation | Left:
    """One answer of the API; `name` is its id where it has none."""
    if not isinstance(inner(answer, "results"), dict) and not isinstance(inner(answer, "metadata"), dict):
        return unfit(answer, "no_transcript", "results with channels")
    about = mapping(answer, "metadata")
    channels = listed(answer, "results", "channels")
    cells = {
        "interaction_id": word(about, "request_id") or name,
        "channel": "voice",
        "duration_s": word(about, "duration"),
        "transcribed_at": word(about, "created"),
        "language": next((code for one in channels if (code := word(one, "detected_language"))), None),
    }
    return Conversation(cells, turns(answer))


def turns(answer: Any) -> list[Turn | Left]:
    """The turns of an answer, by the finest thing in it that names speakers."""
    utterances = listed(answer, "results", "utterances")
    if utterances:
        return [_utterance(one) for one in utterances]
    channels = listed(answer, "results", "channels")
    found: list[Turn | Left] = []
    for at, channel in enumerate(channels):
        code = lang(word(channel, "detected_language"))
        number = str(at) if len(channels) > 1 else None
        alternatives = listed(channel, "alternatives")
        if alternatives:
            found += of_channel(alternatives[0], lang=code, audio_channel=number)
        elif not isinstance(channel, dict):
            found.append(Left("no_words", expected="a channel with alternatives", column="channels"))
    return found


def _utterance(one: Any) -> Turn | Left:
    # "languages" stands there where the model tells several apart.
    codes = [code for code in listed(one, "languages") if isinstance(code, str)]
    return turn(
        word(one, "transcript"), word(one, "speaker"), word(one, "start"), word(one, "end"),
        audio_channel=word(one, "channel"), confidence=word(one, "confidence"), lang=lang(codes[0]) if codes else None,
    )  # fmt: skip


def of_channel(one: Any, **more: str | None) -> list[Turn | Left]:
    """The turns of what was heard on one channel, with the cells `more`."""
    words = [part for part in listed(one, "words") if isinstance(part, dict)]
    if any(word(part, "speaker") for part in words):
        return runs(
            [(_word(part), word(part, "speaker"), word(part, "start"), word(part, "end")) for part in words], **more
        )
    paragraphs = listed(one, "paragraphs", "paragraphs")
    if paragraphs:
        return [_paragraph(each, **more) for each in paragraphs]
    whole = word(one, "transcript") or joined([_word(part) for part in words])
    if not whole:
        return []
    begin, end = (word(words[0], "start"), word(words[-1], "end")) if words else (None, None)
    return [turn(whole, None, begin, end, **more)]


def _paragraph(one: Any, **more: str | None) -> Turn | Left:
    said = joined([word(sentence, "text") or "" for sentence in listed(one, "sentences")])
    return turn(said, word(one, "speaker"), word(one, "start"), word(one, "end"), **more)


def _word(one: Mapping[str, Any]) -> str:
    found = first(one, "punctuated_word", "word")
    return found if isinstance(found, str) else ""


def _streamed(messages: Sequence[Any], name: str) -> Conversation:
    """The final results of a stream; what was still open to change is no turn."""
    items: list[Turn | Left] = []
    for one in messages:
        alternatives = listed(one, "channel", "alternatives")
        if not alternatives:
            items.append(Left("not_a_turn", found=word(one, "type") or "", expected="a message with a transcript"))
        elif word(one, "is_final") == "false":
            items.append(Left("interim_result", expected="is_final true", column="is_final"))
        else:
            channel = listed(one, "channel_index")
            number = channel[0] if channel and isinstance(channel[0], str) and channel[-1] not in ("1", 1) else None
            said = of_channel(alternatives[0], audio_channel=number)
            items += said or [Left("no_words", expected="a message with words", column="transcript")]
    ids = (word(one, "metadata", "request_id") or word(one, "request_id") for one in messages)
    return Conversation({"interaction_id": next(filter(None, ids), name), "channel": "voice"}, items)


FORMATS = (Format("deepgram", "Deepgram transcripts", "Deepgram API", ("turns", "interactions"), like, read),)
