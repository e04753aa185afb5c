"""Which question of a survey is its score, and on what scale: one that states its scale, the question whether one would
recommend, or one that is answered in words of satisfaction.

For: the formats of surveys. Not for: what the words of one question say (`questions`).

In this order, the first that fits: numbers under a question that states its scale; whole numbers under the question of the
Net Promoter Score, which is asked 0 to 10 wherever it is asked, unless the answers speak against it; words such as "very
satisfied" that are of one list of steps. A cell among many that is no number does not take the score of all others away: its
row is rejected, and counted. Every other number is carried without a scale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.ingest import answers
from voc.ingest.formats.parts import questions
from voc.ingest.formats.parts.responses import is_number
from voc.ingest.note import note
from voc.ingest.source import Score

_WHOLE = re.compile(r"\s*(\d{1,2})(?:\.0+)?\s*(?:$|[-–—:=(（])")
_MANY = 10  # answers from which on one that is no number is a fault of its row
_SOME_HIGH = (8, 9, 10)  # without one of these the answers could be of 5 or 7 points


@dataclass(frozen=True)
class Asked:
    """A closed question: `id` of its column, its words and the cells that are filled."""

    id: str
    question: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Scored:
    """The question of that `id` is the score, on `scale`; `warnings` say what that rests on, where it is not the file."""

    id: str
    scale: Score
    warnings: tuple[str, ...] = ()


def scored(asked: Sequence[Asked]) -> Scored | None:
    """The question among `asked` whose answers are the score of a response, None where none is certain. Of several that
    fit alike one that asks for the whole ("overall") is taken, else the first."""
    filled = sorted((one for one in asked if one.cells), key=lambda one: not questions.says(one.question, "overall"))
    numbers = [one for one in filled if are_points(one.cells)]
    for one in numbers:
        scale = questions.asked_scale(one.question)
        if scale is not None:
            return Scored(one.id, scale)
    for one in numbers:
        if is_nps(one.question, one.cells):
            return Scored(one.id, questions.NPS, (nps_note(one.question),))
    for one in filled:
        scale = answers.stated([cell.strip() for cell in one.cells]) if one not in numbers else None
        if scale is not None and _is_judged(one, scale):
            told = note(
                "the score is the answer to {question}, whose words are {low} to {high}",
                question=repr(one.question[:80]),
                low=f"{scale.min:g}",
                high=f"{scale.max:g}",
            )
            return Scored(one.id, scale, (told,))
    return None


def are_points(cells: Sequence[str]) -> bool:
    """Whether cells are numbers, but for those that say that there is no answer, and for one in ten of ten or more."""
    said = [cell for cell in cells if not answers.is_none(cell)]
    n = len(_numbers(said))
    return n > 0 and (n == len(said) or (len(said) >= _MANY and n * 10 >= len(said) * 9))


def _numbers(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if is_number(questions.leading_number(cell) or "")]


def worded(asked: Sequence[Asked]) -> list[str]:
    """The ids of those of `asked` that are answered in words of satisfaction: who chose one has said something, though it is
    not the score."""
    found = [(one, answers.stated([cell.strip() for cell in one.cells])) for one in asked if one.cells]
    return [one.id for one, scale in found if scale is not None and _is_judged(one, scale)]


def is_nps(question: str, cells: Sequence[str]) -> bool:
    """Whether this is the question of the Net Promoter Score and its answers do not speak against 0 to 10: whole numbers,
    one of 8 to 10 among them, none above."""
    found = [_WHOLE.match(questions.leading_number(cell) or "") for cell in _numbers(cells)]
    if not questions.recommends(question) or not found or not all(found):
        return False
    highest = max(int(one[1]) for one in found if one)
    return highest in _SOME_HIGH


def nps_note(question: str) -> str:
    """The warning that a question was taken for that of the Net Promoter Score by its words."""
    return note(
        "{question} is read as the question of Net Promoter Score, 0 to 10, by its words; if it was "
        "asked on another scale, add to this source [source.score] with type, min and max as it was "
        "asked",
        question=repr(question[:80]),
    )


def _is_judged(one: Asked, scale: Score) -> bool:
    """Words such as good and fair could be about anything; satisfied and easy are about us."""
    said = (one.question, *one.cells)
    return scale.type in ("csat", "ces") and any(
        questions.says(each, kind) for each in said for kind in ("csat", "ces")
    )
