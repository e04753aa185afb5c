"""Whisper and its kin: OpenAI's API, whisper-timestamped, WhisperX, whisper.cpp, faster ones and those of transformers.

Their JSON, and their tables of start, end and text.

For: files with `segments`, `transcription`, `chunks` or `speakers` of a recording. Not for: their VTT and SRT (`captions`).
Speakers are SPEAKER_00, so roles stay unknown. JSON counts in seconds; whisper.cpp in ms (`offsets`), as do tables with
whole numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from statistics import median
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import HEAD, NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, named, stem, word
from voc.ingest.formats.parts.word_runs import joined, runs, turn
from voc.ingest.note import note
from voc.ingest.raw import Raw

_PARTS = ("segments", "transcription", "chunks", "speakers", "word_segments")
_USUAL = ("text", "language", "tokens", "avg_logprob", "no_speech_prob", "words")
_ROW = ("start", "end", "text")
_BESIDE = frozenset({*_ROW, "speaker", "id", "confidence", "score", "channel", "language", "lang", "words"})
_PER_SECOND = 1000.0
_SHORTEST_MS = 100.0  # a column of whole numbers whose rows last longer than this counts in ms, not in seconds


def like(head: Head) -> Like:
    """A Like of segments with start, end and text; or of what only one of its kin writes."""
    names = head.members
    if names & {"$schema", "parties", "results", "utterances", "monologues", "recognizedPhrases"}:
        return NOT_LIKE
    if names == {"text"} and len(head.text) >= HEAD // 4:
        return Like(0.55, "begins with one long text")  # all that comes after it lies beyond the head
    found = [
        having(names, ("segments", "start", "end", "text"), _USUAL),
        having(names, ("segments", "language", "text"), not_with=("messages",)),
        having(names, ("word_segments",), ("segments", "speaker")),
        having(names, ("transcription", "timestamps", "offsets", "text"), ("systeminfo", "model", "result")),
        having(names, ("chunks", "timestamp", "text"), ("speakers", "speaker")),
        having(names, ("speakers", "timestamp", "text", "speaker"), ("chunks",)),
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of JSON."""
    found = documents(content)
    if found and all(_is_segment(one) for one in found):  # a list of segments, or one a line
        found = [{"segments": found}]
    calls = [conversation(one, name) for one, name in named(content, found)]
    return raws(content, "whisper", calls)


def conversation(answer: Any, name: str) -> Conversation | Left:
    """One transcript, called `name` where it has no id."""
    if not isinstance(answer, dict):
        return unfit(answer, "no_transcript", "a transcript with segments")
    code = word(answer, "language") or word(answer, "result", "language")
    cells = {
        "interaction_id": word(answer, "id") or name,
        "channel": "voice",
        "duration_s": word(answer, "duration"),
        "language": code,
    }
    return Conversation(cells, turns(answer))


def turns(answer: Any) -> list[Turn | Left]:
    """The segments; where there are none, the words of a speaker in a row, else the whole text."""
    code = lang(word(answer, "language") or word(answer, "result", "language"))
    for name in ("segments", "transcription", "speakers", "chunks"):
        parts = listed(answer, name)
        if parts and not (name == "speakers" and not any(_has_words(one) for one in parts)):
            return [_segment(one, code) for one in parts]
    words = listed(answer, "word_segments") or listed(answer, "words")
    if words:
        return runs(
            [(_word(one), word(one, "speaker"), word(one, "start"), word(one, "end")) for one in words], lang=code
        )
    whole = word(answer, "text")
    return [turn(whole, None, lang=code)] if whole else []


def _segment(one: Any, code: str | None) -> Turn | Left:
    begin, end = word(one, "start"), word(one, "end")
    if mapping(one, "offsets"):
        begin, end = (seconds(word(one, "offsets", side), _PER_SECOND) for side in ("from", "to"))
    elif isinstance(inner(one, "timestamp"), list):
        begin, end = (each if isinstance(each, str) else None for each in (*inner(one, "timestamp"), None, None)[:2])
    words = listed(one, "words")
    said = word(one, "text") or joined([_word(each) for each in words])
    return turn(
        said, word(first(one, "speaker", "speaker_label")) or _speaker(words), begin, end,
        confidence=word(one, "confidence"), no_speech=word(one, "no_speech_prob"),
        lang=lang(word(one, "language")) or code,
    )  # fmt: skip


def _speaker(words: Sequence[Any]) -> str | None:
    """Who says all of `words`, None where more than one does."""
    found = {word(one, "speaker") for one in words}
    return found.pop() if len(found) == 1 else None


def _word(one: Any) -> str:
    return word(first(one, "word", "text", "punctuated_word")) or ""


def _has_words(one: Any) -> bool:
    return word(one, "text") is not None


def _is_segment(one: Any) -> bool:
    return isinstance(one, dict) and {"start", "text"} <= set(one) and not any(name in one for name in _PARTS)


def like_table(head: Head) -> Like:
    """A Like of a table of start, end and text, or of one without names whose rows are a text and two numbers."""
    if head.is_json or head.kind in (".vtt", ".srt"):
        return NOT_LIKE
    if head.names.issuperset(_ROW) and head.names <= _BESIDE:
        return Like(0.9, "columns start, end, text")
    if (
        len(head.columns) == 3
        and _place(head.columns) is not None
        and number(head.columns[0]) != number(head.columns[1])
    ):
        return Like(0.7, "no header; each row is a text and two numbers")
    return NOT_LIKE


def read_table(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of a table; a row without its fields is rejected."""
    written = content.decoded[0].lstrip("\ufeff\r\n")
    first_line = written.partition("\n")[0]
    mark = max("\t,;|", key=first_line.count)
    is_bare = mark == "\t" and not first_line.startswith('"')  # a quote in Whisper's TSV is a sign of the text
    lines: list[list[str] | Left] = []
    text_ = io.StringIO(written, newline="")
    plain_rows = (
        csv.reader(text_, delimiter=mark, quoting=csv.QUOTE_NONE) if is_bare else csv.reader(text_, delimiter=mark)
    )
    try:
        lines += [one for one in plain_rows if any(cell.strip() for cell in one)]
    except csv.Error as error:
        lines.append(Left("unreadable_row", expected=str(error)))
    head = lines[0] if lines and isinstance(lines[0], list) else []
    names = [one.strip().lower() for one in head]
    if set(_ROW) <= set(names):
        body = lines[1:]
    else:
        names, body = list(_ROW if _place(head) != (1, 2) else ("text", "start", "end")), lines
    items = [one if isinstance(one, Left) else _row(one, names) for one in body]
    cells = [one for one in items if isinstance(one, dict)]
    unit = _unit(cells, mark == "\t")
    found = [one if isinstance(one, Left) else _turn_of(one, unit) for one in items]
    call = Conversation({"interaction_id": stem(content), "channel": "voice"}, found)
    told = (
        note("start and end are whole numbers, taken as milliseconds")
        if unit != 1
        else note("start and end are taken as seconds")
    )
    return raws(content, "whisper_table", [call], warnings=[told])


def _place(row: Sequence[str]) -> tuple[int, int] | None:
    """Where the two numbers of a row of three stand, the text in the third; None where it is no such row."""
    is_number = [number(one.strip()) is not None for one in row]
    return {(True, True, False): (0, 1), (False, True, True): (1, 2)}.get(tuple(is_number))  # type: ignore[arg-type]


def _row(row: list[str], names: Sequence[str]) -> dict[str, str] | Left:
    # A text with an unquoted comma has a field too many: only where the text comes last can it be put together again.
    if len(row) > len(names) and names[-1] == "text":
        row = [*row[: len(names) - 1], ",".join(row[len(names) - 1 :])]
    if len(row) != len(names):
        return Left("wrong_number_of_fields", found=f"{len(row)} fields", expected=f"{len(names)} fields")
    return dict(zip(names, (one.strip() for one in row), strict=True))


def _unit(rows: Sequence[dict[str, str]], is_tsv: bool) -> float:
    """How many of the unit of start and end make a second: fractions are seconds; Whisper's TSV counts in ms; other whole
    numbers are seconds where the rows would last less than a tenth of a second in the middle if they were ms."""
    if any("." in one[side] for one in rows for side in ("start", "end")):
        return 1.0
    if is_tsv:
        return _PER_SECOND
    lasts = [e - b for one in rows if (b := number(one["start"])) is not None and (e := number(one["end"])) is not None]
    return _PER_SECOND if lasts and median(lasts) >= _SHORTEST_MS else 1.0


def _turn_of(row: dict[str, str], unit: float) -> Turn | Left:
    begin, end = (seconds(row[side] or None, unit) for side in ("start", "end"))
    given = row.get("language") or row.get("lang")
    return turn(
        row["text"], row.get("speaker") or None, begin, end, lang=lang(given),
        confidence=row.get("confidence") or row.get("score"),
    )  # fmt: skip


FORMATS = (
    Format(
        "whisper", "Whisper transcripts, JSON", "OpenAI Whisper, WhisperX, whisper-timestamped, whisper.cpp",
        ("turns", "interactions"), like, read,
    ),
    Format(
        "whisper_table", "Whisper transcripts, TSV and CSV", "OpenAI Whisper, WhisperX, whisper.cpp",
        ("turns", "interactions"), like_table, read_table,
    ),
)  # fmt: skip
