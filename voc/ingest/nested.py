"""What rows of plain JSON hold in lists inside them: a transcript with times, or the answers to a survey.

    holds = found(objects)            # "a transcript", "answers to a survey" or ""
    refuse(holds, "feedback", names, file)

For: `records`, which looks while the objects are whole, and `rows`, before a table that nobody declared is believed: a whole
call must never become one comment, nor the responses of a survey visits. Not for: files of a format, which knows its lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.errors import DataError

TRANSCRIPT = "a transcript"
ANSWERS = "answers to a survey"

_SAID = frozenset(
    ("text", "transcript", "content", "word", "words", "sentence", "utterance", "display", "onebest", "phrase",
     "finalsentence", "body", "punctuatedword", "transcription", "caption")
)  # fmt: skip
_BEGIN = frozenset(
    ("start", "starttime", "begintime", "begin", "ts", "startms", "beginoffset", "startoffset", "bg", "offset", "offsetms",
     "starttimestamp", "startseconds", "timebegin", "offsetmilliseconds", "offsetinticks", "startts", "from", "begints",
     "startsec", "beginaudiotime", "startsecs", "beginms")
)  # fmt: skip
_END = frozenset(
    ("end", "endtime", "endts", "endms", "endoffset", "ed", "duration", "durationms", "endtimestamp", "endseconds",
     "timeend", "durationmilliseconds", "durationinticks", "to", "stop", "stoptime", "speaker", "speakerid", "spk",
     "channel", "channelid", "endsec", "endsecs", "endaudiotime", "speakertag", "speakername")
)  # fmt: skip
_ASKED = frozenset(
    ("question", "questionid", "questiontext", "questiontitle", "questionname", "questiontype", "questionlabel", "qid",
     "fieldid", "field", "prompt", "问题", "題目", "题目")
)  # fmt: skip
_ANSWERED = frozenset(
    ("answer", "answers", "answertext", "answervalue", "answerid", "response", "responses", "value", "values", "choice",
     "choices", "selection", "selections", "rating", "score", "text", "答案", "回答")
)  # fmt: skip
_NAMED = frozenset(("text", "label", "title", "name", "key"))  # of a field that has an answer
_LAST = frozenset(
    ("end", "endtime", "endms", "endts", "ed", "endsec", "endsecs", "endaudiotime")
)  # rows of no list need one of these
_PLACE = re.compile(r"\s*-?(?:\d{1,9}(?:\.\d+)?s?|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)\s*")
_LOOKED_AT = 50  # rows
_MOST = 4000  # objects inside them


def found(rows: Sequence[Any]) -> str:
    """TRANSCRIPT, ANSWERS, or "" for neither, by the objects in lists of the first rows, and by the rows themselves."""
    first = [one for one in rows[:_LOOKED_AT] if isinstance(one, dict)]
    if first and all(_is_said(one) and _LAST & _plain(one).keys() for one in first):
        return TRANSCRIPT
    left = _MOST
    for row in first:
        for several in _lists(row):
            left -= len(several)
            if any(_is_said(one) for one in several) and not _marks(row, several):
                return TRANSCRIPT
            if any(_is_answer(one) for one in several):
                return ANSWERS
            if left < 0:
                return ""
    return ""


def refuse(holds: str, table: str, names: Sequence[str], file: str) -> None:
    """Raises DataError E257 for a transcript, whatever `table` its rows would be taken for; E258 for answers to a survey,
    where they would be no feedback, or feedback without words or score of its own (`names` are its columns)."""
    if holds == TRANSCRIPT:
        raise DataError(
            "E257", "this JSON holds transcripts of a tool that we do not know", where=file,
            found=f"words with times in a list, where a row of {table or 'a table'} would stand",
            expected="turns with interaction_id, role, text, start_s, end_s, or a transcript of a tool that we read",
            do="export it as WebVTT or SRT, or make a table of turns; docs/formats.md lists the tools; "
            "say table = ... in this source, if each row is one of that table all the same",
        )  # fmt: skip
    if holds == ANSWERS and not (table == "feedback" and {"text", "score", "title"} & {one.lower() for one in names}):
        raise DataError(
            "E258", "this JSON holds survey responses of a tool that we do not know", where=file,
            found=f"questions with answers in a list, where a row of {table or 'a table'} would stand",
            expected="a row a response with its text and score, or responses of a tool that we read",
            do="export the responses as CSV or Excel; docs/formats.md lists the tools; "
            "say table = ... in this source, if each row is one of that table all the same",
        )  # fmt: skip


def _lists(value: Any, depth: int = 0) -> Iterator[list[Any]]:
    """The lists of objects inside an object, and objects of objects as such lists."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    objects = [one for one in inside if isinstance(one, dict)]
    if objects and (isinstance(value, list) or (depth and len(objects) == len(value))):
        yield objects
    if depth < 8:
        for one in inside:
            if isinstance(one, dict | list):
                yield from _lists(one, depth + 1)


def _is_said(one: Mapping[str, Any]) -> bool:
    """Whether an object is words with a place in a recording."""
    cells = _plain(one)
    words = any(isinstance(cells[name], str | list) and cells[name] for name in _SAID & cells.keys())
    begins = any(_is_place(cells[name]) for name in _BEGIN & cells.keys())
    return words and begins and bool(_END & cells.keys())


def _is_answer(one: Mapping[str, Any]) -> bool:
    names = _plain(one).keys()
    return bool((_ASKED & names and _ANSWERED & names) or ("answer" in names and _NAMED & names))


def _is_place(value: Any) -> bool:
    return isinstance(value, str | int | float) and _PLACE.fullmatch(str(value)) is not None


def _marks(row: Mapping[str, Any], several: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the objects mark places in a text of the row, as tools do that find names and topics in comments."""
    texts = [value for value in row.values() if isinstance(value, str)]
    marks = [_plain(one) for one in several if _is_said(one)]
    for one in marks:
        start, word = next((one[name] for name in _BEGIN & one.keys()), None), one.get("text", one.get("word"))
        place = int(start) if isinstance(start, str | int) and str(start).isdecimal() else None
        if not isinstance(word, str) or place is None or not any(text[place:].startswith(word) for text in texts):
            return False
    return True


def _plain(one: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an object, their names in lower case without signs."""
    return {re.sub(r"[\W_]+", "", name).lower(): value for name, value in one.items()}
