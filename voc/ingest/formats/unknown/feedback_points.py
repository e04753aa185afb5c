"""The score of a table of feedback of no known tool, and its scale, where the file says it.

For: `feedback_tables`. Not for: a scale that only the numbers suggest: that is declared in voc.toml, or there is no score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.errors import DataError
from voc.ingest import answers
from voc.ingest.formats.parts import known_scales, questions, responses, scales
from voc.ingest.formats.parts.row_states import Column
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note

_RANGE = re.compile(r"(?:(?:overall )?rating|score) (?:range|scale|max(?:imum)?)|max(?:imum)? (?:rating|score)|out of")
_OF_MOST = re.compile(r"\d{1,3}(?:[.,]\d{1,2})? ?/ ?\d{1,3}")
_OF_FIVE = re.compile(r"[1-5](?:[.,]\d{1,2})? ?/ ?5")
_STARRED = re.compile(r"[1-5](?:[.,]\d)? ?(?:stars?|星|颗星|顆星)", re.IGNORECASE)


def scored(sheet: Sheet, columns: Sequence[Column], opens: Sequence[Column], above: Sequence[str]) -> str | None:
    """The column of the score, where the file says its scale: its heading, its answers, or a line above the table."""
    rated = [one for one in columns if one.kind in ("question", "rating", "stars") and one.cells and one not in opens]
    documented = known_scales.of({one.plain for one in columns})
    if documented is not None:
        sheet.score = documented.scale
        return next(one.name for one in columns if one.plain == documented.heading)
    chosen = scales.scored([scales.Asked(one.name, one.name, one.cells) for one in rated])
    if chosen is not None:
        sheet.score = chosen.scale
        sheet.warnings += chosen.warnings
        return chosen.id
    ranges = [one for one in columns if _RANGE.fullmatch(one.plain) and {cell.strip() for cell in one.cells} == {"5"}]
    points = [one for one in rated if one.kind != "question" and one not in ranges]
    if ranges and len(points) == 1 and are_numbers(points[0].cells):
        sheet.score = questions.STARS
        sheet.warnings.append(
            note(
                "{column} is read as 1 to 5: {other} says 5 in each row",
                column=repr(points[0].name),
                other=repr(ranges[0].name),
            )
        )
        return points[0].name
    if len(points) == 1 and all(_OF_FIVE.fullmatch(cell.strip()) for cell in points[0].cells):
        sheet.score = questions.STARS
        sheet.warnings.append(note("{column} is read as 1 to 5: each answer says /5", column=repr(points[0].name)))
        return points[0].name
    for one in points:  # ★★★★☆, 4 of 5 stars: `answers` reads the scale from them
        if not are_numbers(one.cells) and _stated(one.cells):
            return one.name
    drawn = next((one for one in points if all(_STARRED.fullmatch(cell.strip()) for cell in one.cells)), None)
    if drawn is not None:
        sheet.score = questions.STARS
        return drawn.name
    if len(points) == 1 and _is_nps(points[0], columns):
        sheet.score = questions.NPS
        return points[0].name
    stars = [one for one in points if one.kind == "stars" and are_numbers(one.cells)]
    if stars and all(re.fullmatch(r"\s*[1-5](?:[.,]\d+)?\s*", cell) for cell in stars[0].cells):
        sheet.score = questions.STARS
        sheet.warnings.append(note("{column} is read as stars, 1 to 5, by its name", column=repr(stars[0].name)))
        return stars[0].name
    if len(points) == 1:
        above_it = (questions.asked_scale(f"{points[0].name} {line}") for line in above)
        found = next((scale for scale in above_it if scale is not None), None)
        if found is not None:
            sheet.score = found
            told = note(
                "the scale of {column}, {low} to {high}, stands above the table",
                column=repr(points[0].name),
                low=f"{found.min:g}",
                high=f"{found.max:g}",
            )
            sheet.warnings.append(told)
            return points[0].name
    return None


def _is_nps(rated: Column, columns: Sequence[Column]) -> bool:
    """Whether another column says that points are those of the Net Promoter Score: a type of survey, or its groups."""
    if not all(re.fullmatch(r"\s*(?:\d|10)(?:\.0)?\s*", cell) for cell in rated.cells):
        return False
    said = [{cell.strip().lower() for cell in one.cells} for one in columns if one is not rated and one.cells]
    return any(one <= {"nps", "net promoter score"} or one <= {"promoter", "passive", "detractor"} for one in said)


def _stated(cells: Sequence[str]) -> bool:
    import pyarrow as pa

    try:
        read = answers.points(pa.array(cells, pa.string()), None, where="")
    except DataError:
        return False
    return read.scale is not None and not read.is_bad.any()


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether two cells of three are numbers, or say of how many points: 8/10."""
    n = sum(responses.is_number(cell) or _OF_MOST.fullmatch(cell.strip()) is not None for cell in cells)
    return bool(cells) and n * 3 >= 2 * len(cells)
