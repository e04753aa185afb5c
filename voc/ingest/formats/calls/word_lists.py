"""Transcripts of services that list words one by one: Rev, Speechmatics, ElevenLabs, Soniox, Google, IBM, Vosk.

For: `formats`. Not for: services that list utterances (`utterance_lists`), and those with a module of their own. A turn is
what one speaker says in a row. Speakers are numbers, so that roles stay unknown, but where the file gives a speaker a name
that is a role. Times are seconds, but for Soniox, which counts in ms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, plain, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, named, truth, word
from voc.ingest.formats.parts.word_runs import joined, turn
from voc.ingest.raw import Raw


@dataclass(frozen=True)
class Word:
    """A word as it is written, with the space before it, if any; `part` parts what one speaker says in a row where the
    file does."""

    text: str
    speaker: str | None
    begin: str | None = None
    end: str | None = None
    channel: str | None = None
    part: int = 0


@dataclass(frozen=True)
class Service:
    """A service: `marks` as for `marked`, `words` of a transcript in their order, `cells` of its interaction; `inside` leads
    to the transcripts of a document."""

    id: str
    title: str
    system: str
    marks: tuple[tuple[str, tuple[str, ...]], ...]
    words: Callable[[Any], Iterator[Word]]
    cells: Callable[[Any], dict[str, str | None]]
    held: tuple[str, ...]
    inside: Callable[[Any], Sequence[Any]] = lambda one: [one]
    is_split: bool = False  # whether the documents of a file are the parts of one recording


def _revai(answer: Any) -> Iterator[Word]:
    """Signs carry the spaces; without signs there are none, and a space stands between two words."""
    names = {word(one, "id"): word(one, "name") for one in listed(answer, "speakers")}
    for part, one in enumerate(listed(answer, "monologues")):
        who = word(one, "speaker") or word(one, "speaker", "id")
        speaker = word(one, "speaker", "name") or word(one, "speaker_info", "name") or names.get(who) or who
        elements = [each for each in listed(one, "elements") if isinstance(each, dict)]
        gap = "" if any((each.get("value") or "").isspace() for each in elements if _is_text(each)) else " "
        for each in elements:
            if _is_text(each):
                sign = each.get("type") == "punct"
                text = each["value"].strip() if sign and gap else each["value"] if sign else gap + each["value"]
                yield Word(text, speaker, word(each, "ts"), word(each, "end_ts"), None, part)


def _is_text(element: Any) -> bool:
    return isinstance(element.get("value"), str)


def _speechmatics(answer: Any) -> Iterator[Word]:
    """A sign goes with the word before it, or after it, as it says."""
    gap, is_bound = inner(answer, "metadata", "language_pack_info", "word_delimiter"), False
    for one in listed(answer, "results"):
        said = next(iter(listed(one, "alternatives")), None)
        text = word(said, "content")
        if text is not None:
            bound = word(one, "attaches_to") or ("previous" if word(one, "type") == "punctuation" else "")
            before = "" if is_bound or bound in ("previous", "both") else gap if isinstance(gap, str) else " "
            is_bound = bound in ("next", "both")
            begin, end = word(one, "start_time"), word(one, "end_time")
            yield Word(before + text, word(said, "speaker"), begin, end, word(one, "channel"))


def _elevenlabs(answer: Any) -> Iterator[Word]:
    """Spaces are words of their own; noises are no words."""
    for one in listed(answer, "words"):
        text, kind = inner(one, "text"), word(one, "type") or "word"
        if isinstance(text, str) and kind != "audio_event":
            channel = word(one, "channel_index") or word(answer, "channel_index")
            yield Word(text, word(one, "speaker_id"), word(one, "start"), word(one, "end"), channel)


def _soniox(answer: Any) -> Iterator[Word]:
    """Tokens carry their spaces; what was translated is said once more in another language."""
    for one in listed(answer, "tokens"):
        text = inner(one, "text")
        if isinstance(text, str) and word(one, "translation_status") != "translation":
            begin, end = (seconds(word(one, name), 1000.0) for name in ("start_ms", "end_ms"))
            yield Word(text, word(one, "speaker"), begin, end, word(one, "channel"))


def _google(answer: Any) -> Iterator[Word]:
    """With speakers, the last result repeats all words under their speakers; else a result is a turn."""
    results = listed(answer, "results")
    said = [next(iter(listed(one, "alternatives")), None) for one in results]
    words = [listed(one, "words") for one in said]
    tagged = [any(_tag(each) for each in several) for several in words]
    if tagged and tagged[-1] and (len(words) == 1 or len(words[-1]) >= sum(map(len, words[:-1])) > 0):
        said, words, results = said[-1:], words[-1:], results[-1:]
    for part, (result, one, several) in enumerate(zip(results, said, words, strict=True)):
        channel = word(first(result, "channelTag", "channel_tag"))
        if not any(tagged) or not several:
            begin = _clock(first(several[0], "startTime", "startOffset", "start_time")) if several else None
            end = _clock(first(result, "resultEndTime", "resultEndOffset", "result_end_time"))
            end = _clock(first(several[-1], "endTime", "endOffset", "end_time")) if several else end
            yield Word(word(one, "transcript") or "", None, begin, end, channel, part)
            continue
        for each in several:
            begin, end = (
                _clock(first(each, *(f"{side}{name}" for name in ("Time", "Offset", "_time", "_offset"))))
                for side in ("start", "end")
            )
            yield Word(f" {word(each, 'word') or ''}", _tag(each), begin, end, channel)


def _tag(one: Any) -> str | None:
    found = word(first(one, "speakerLabel", "speakerTag", "speaker_label", "speaker_tag"))
    return None if found == "0" else found


def _clock(value: Any) -> str | None:
    """Seconds of "1.300s", or of {"seconds": "1", "nanos": 300000000}."""
    if isinstance(value, dict):
        whole, part = number(word(value, "seconds")) or 0.0, number(word(value, "nanos")) or 0.0
        return plain(whole + part / 1e9)
    return value.removesuffix("s") if isinstance(value, str) else None


def _ibm(answer: Any) -> Iterator[Word]:
    """Words have times, and times speakers."""
    who = {word(one, "from"): word(one, "speaker") for one in listed(answer, "speaker_labels")}
    for part, one in enumerate(listed(answer, "results")):
        said = next(iter(listed(one, "alternatives")), None)
        times = [each for each in listed(said, "timestamps") if isinstance(each, list) and len(each) == 3]
        if truth(inner(one, "final")) is False:
            continue
        if not who or not times:
            begin, end = (str(times[0][1]), str(times[-1][2])) if times else (None, None)
            yield Word(word(said, "transcript") or "", None, begin, end, None, part)
            continue
        for text, begin, end in times:
            yield Word(f" {text}", who.get(str(begin)), str(begin), str(end))


def _vosk(answer: Any) -> Iterator[Word]:
    """Words without signs; a result ends where somebody pauses."""
    for part, one in enumerate(listed(answer, "parts")):
        for each in listed(one, "result"):
            yield Word(f" {word(each, 'word') or ''}", None, word(each, "start"), word(each, "end"), None, part)


def _google_results(document: Any) -> Sequence[Any]:
    """The answer of an operation; of a batch, one a file."""
    answer = first(document, "response") if isinstance(inner(document, "response"), dict) else document
    several = inner(answer, "results")
    if isinstance(several, dict):
        return [first(one, "transcript", "inlineResult") or one for one in map(mapping, several.values())]
    return [answer]


SERVICES = (
    Service(
        "revai", "Rev transcripts (JSON)", "Rev AI and Rev.com",
        (("transcripts", ("monologues", "elements")),), _revai,
        lambda one: {"interaction_id": word(one, "job_id") or word(one, "id"), "language": word(one, "language")},
        ("monologues",),
    ),
    Service(
        "speechmatics", "Speechmatics transcripts (JSON)", "Speechmatics, batch, json-v2",
        (("transcripts", ("results", "alternatives", "content", "format", "metadata")),
         ("transcripts", ("results", "alternatives", "content", "attaches_to", "is_eos"))), _speechmatics,
        lambda one: {
            "interaction_id": word(one, "job", "id"), "started_at": None, "duration_s": word(one, "job", "duration"),
            "language": word(one, "metadata", "transcription_config", "language"),
        },
        ("results",),
    ),
    Service(
        "elevenlabs", "ElevenLabs transcripts (JSON)", "ElevenLabs Scribe",
        (("transcripts", ("words", "text", "language_code", "language_probability")),
         ("transcripts", ("words", "text", "speaker_id", "logprob", "type"))), _elevenlabs,
        lambda one: {"interaction_id": word(one, "transcription_id"), "language": word(one, "language_code")},
        ("words", "text"), lambda one: listed(one, "transcripts") or [one],
    ),
    Service(
        "soniox", "Soniox transcripts (JSON)", "Soniox, asynchronous and in real time",
        (("transcripts", ("tokens", "text", "start_ms", "end_ms")),), _soniox,
        lambda one: {"interaction_id": word(one, "id")}, ("tokens",),
    ),
    Service(
        "google_speech", "Google Speech-to-Text (JSON)", "Google Cloud Speech-to-Text v1 and v2",
        (("results", ("results", "alternatives", "transcript", "resultEndTime")),
         ("results", ("results", "alternatives", "transcript", "resultEndOffset")),
         ("results", ("results", "alternatives", "transcript", "totalBilledTime")),
         ("results", ("results", "alternatives", "words", "speakerTag")),
         ("results", ("results", "alternatives", "words", "startTime", "word"))), _google,
        lambda one: {"language": word(first(next(iter(listed(one, "results")), None), "languageCode", "language_code"))},
        ("results",), _google_results,
    ),
    Service(
        "ibm_speech", "IBM Watson Speech to Text (JSON)", "IBM Watson Speech to Text",
        (("results", ("results", "alternatives", "transcript", "final", "result_index")),
         ("results", ("results", "alternatives", "transcript", "speaker_labels", "timestamps"))), _ibm,
        lambda one: {}, ("results",), lambda one: listed(one, "results") if _is_job(one) else [one],
    ),
    Service(
        "vosk", "Vosk transcripts (JSON)", "Vosk, results one after another",
        (("results", ("result", "conf", "word", "start", "end", "text")),), _vosk, lambda one: {}, ("parts",),
        lambda one: one if isinstance(one, list) else [one], is_split=True,
    ),
)  # fmt: skip


def _is_job(document: Any) -> bool:
    return any(isinstance(inner(one, "results"), list) for one in listed(document, "results"))


def _likes(service: Service) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        return (
            NOT_LIKE if head.members & {"$schema", "parties", "channels"} else marked(head.members, service.marks, 0.94)
        )

    return like


def _reads(service: Service) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        """Turns and interactions. Raises DataError E293 where it is no JSON."""
        given = [one for document in documents(content) for one in service.inside(document)]
        if service.is_split:
            given = [{"parts": given}]
        found = [_conversation(one, name, service) for one, name in named(content, given)]
        return raws(content, service.id, found)

    return read


def _conversation(answer: Any, name: str, service: Service) -> Conversation | Left:
    if not isinstance(answer, dict) or not any(held in answer for held in service.held):
        return unfit(answer, "no_transcript", "a transcript with its words")
    cells = service.cells(answer)
    cells = {"channel": "voice", **cells, "interaction_id": cells.get("interaction_id") or name}
    items = _turns([*service.words(answer)], cells.get("language"))
    return Conversation(cells, items or ([turn(word(answer, "text"), None)] if word(answer, "text") else []))


def _turns(words: Sequence[Word], code: str | None) -> list[Turn | Left]:
    """A turn for what one speaker says in a row; a word without a speaker goes with the one before it."""
    owned: list[Word] = []
    for one in words:
        is_blank = not one.text.strip() or (one.speaker is None and bool(owned) and owned[-1].speaker is not None)
        who = owned[-1].speaker if owned and is_blank and owned[-1].part == one.part else one.speaker
        owned.append(Word(one.text, who, one.begin, one.end, one.channel, one.part))
    found: list[Turn | Left] = []
    for (speaker, channel, _), group in groupby(owned, key=lambda one: (one.speaker, one.channel, one.part)):
        said = [*group]
        text = joined(["".join(one.text for one in said)])
        begin = next((one.begin for one in said if one.begin and one.text.strip()), None)
        end = next((one.end for one in reversed(said) if one.end and one.text.strip()), None)
        if text:
            found.append(turn(text, speaker, begin, end, audio_channel=channel, lang=lang(code)))
    return found


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("turns", "interactions"), _likes(one), _reads(one)) for one in SERVICES
)
