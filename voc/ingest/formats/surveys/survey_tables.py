"""Tables of survey tools whose heads are questions: a row a response, a few columns of the tool's own before or after.

For: `formats`; the tools are in `survey_tools`. Not for: tables under names of the user's own, nor tools with several rows
of heads (`qualtrics`, `surveymonkey`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import questions, responses, scales, stamps
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys.survey_tools import TOOLS, Tool
from voc.ingest.note import note
from voc.ingest.raw import Raw

_NEVER = "1980-01-01"  # what LimeSurvey writes for a time that it was told not to keep
_BESIDE = re.compile(r"\[other\]|\[sonstiges\]|please specify|请注明|請註明", re.IGNORECASE)
_DURATION = re.compile(r"^\s*(?:(\d+)\s*(?:小时|時|h)\s*)?(?:(\d+)\s*(?:分钟|分|min)\s*)?(?:(\d+)\s*(?:秒|s)?)?\s*$")
_CLOCK = re.compile(r"^\s*(\d+):(\d\d):(\d\d)\s*$")
_OUT = {
    "disqualified": "disqualified_response", "terminated": "disqualified_response", "deleted": "deleted",
    "over quota": "over_quota_response", "test": "test_response", "test data": "test_response",
}  # fmt: skip
_DONE = ("1", "complete", "completed", "finished", "submitted", "true", "yes")


@dataclass(frozen=True)
class Column:
    """A column: its `name` in the file, its `code` and `words` as a question, and its `part` if it is one of the tool's."""

    name: str
    code: str
    words: str
    part: str | None


def folded(name: str) -> str:
    """A head in lower case with single blanks."""
    return re.sub(r"\s+", " ", name.replace("\u00a0", " ")).strip().lower()


def _column(tool: Tool, name: str) -> Column:
    found = tool.worded.match(name)
    code = (found.groupdict().get("code") if found else None) or ""
    words = re.sub(r"<[^>]+>|\s+", " ", (found["text"] if found else name).replace("\u00a0", " ")).strip()
    part = next((tool.parts[one] for one in (folded(name), folded(code)) if one in tool.parts), None)
    if part is None and tool.carried is not None and (tool.carried.match(code or name) or tool.carried.match(words)):
        part = "carry"
    return Column(name, code, words, part)


def _likes(tool: Tool) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        if head.is_json or len(head.columns) < 3:
            return NOT_LIKE
        codes = {folded(one.code) for one in (_column(tool, name) for name in head.columns)}
        heads = [folded(name) for name in head.columns]
        begins = [one in several for one, several in zip(heads, tool.begins, strict=False)]
        if len(begins) < len(tool.begins) or not all(begins):
            return NOT_LIKE
        found = next((one for one in tool.needed if one <= codes.union(heads)), None)
        if found is None:
            return NOT_LIKE
        shown = sorted(found) or [one.strip() for one in head.columns[: len(begins)]]
        return Like(min(0.97, 0.86 + 0.03 * len(shown)), "has " + ", ".join(shown))

    return like


def _reads(tool: Tool) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        assert raw is not None
        sheet = Sheet("feedback", timezone=tool.zone)
        blank = tool.blank
        found = [
            {name: None if cell is not None and cell.strip() in blank else cell for name, cell in row.items()}
            for row in responses.rows(raw, sheet)
        ]
        _fill(sheet, tool, [_column(tool, name) for name in raw.rows.column_names], found, stem(content))
        return [sheet.raw(content, tool.id, raw.encoding, raw.warnings)]

    return read


def _fill(
    sheet: Sheet, tool: Tool, columns: Sequence[Column], found: Sequence[Mapping[str, str | None]], of_file: str
) -> None:
    gone = [one for one in columns if one.part == "left" or (one.part is None and responses.is_personal(one.words))]
    mine = [one for one in columns if one.part is None and one not in gone]
    filled = {one.name: [cell for row in found if (cell := row.get(one.name))] for one in mine}
    opens = [one for one in mine if not _BESIDE.search(one.name) and questions.is_open(one.words, filled[one.name])]
    closed = [one for one in mine if one not in opens]
    scored = _scored(sheet, tool, closed, filled)
    closed = [one for one in closed if scored is None or one.name != scored.id]
    # 0 and 1 say whether an option was chosen.
    once = [one for one in closed if _is_numbers(filled[one.name]) and not {*filled[one.name]} <= {"0", "1"}]
    numbers = [_title(one, columns) for one in once]
    judged = scales.worded([scales.Asked(_title(one, columns), one.words, filled[one.name]) for one in closed])
    sheet.answers = (*numbers, *(name for name in judged if name not in numbers))
    sheet.warnings += responses.left_out(one.name for one in gone) + responses.to_declare(numbers)
    ended, started = _times(tool, columns, found, "ended"), _times(tool, columns, found, "started")
    last = _times(tool, columns, found, "last")
    for at, row in enumerate(found):
        parts = {one.part: cell for one in reversed(columns) if one.part and (cell := row.get(one.name))}
        if not any(row.values()):
            sheet.reject("empty_row", expected="a response")
            continue
        reason = _reason(tool, parts)
        if reason is not None:
            sheet.reject(reason, found=parts.get("status", ""), expected="a finished response")
            continue
        cells: dict[str, str | None] = {
            "created_at": ended[at] or last[at] or started[at], "started_at": started[at], "channel": "survey",
            "customer_id": parts.get("email"),
        }  # fmt: skip
        if "duration" in parts:
            cells["duration_s"] = seconds(parts["duration"])
        cells |= {responses.carried(one.name.strip()): row.get(one.name) for one in columns if one.part == "carry"}
        cells |= {_title(one, columns): row.get(one.name) for one in closed if one not in once}
        first = {_title(one, columns): row.get(one.name) for one in once}
        if scored is not None:
            first["score"] = questions.leading_number(row.get(scored.id))
        answers = [Answer(one.code or f"Q{mine.index(one) + 1}", one.words, row.get(one.name)) for one in opens]
        id = parts.get("id")
        responses.give(sheet, id if id is None or tool.is_own else f"{of_file}:{id}", cells, answers, first)


def _scored(
    sheet: Sheet, tool: Tool, closed: Sequence[Column], filled: Mapping[str, list[str]]
) -> scales.Scored | None:
    """The score, unless the table could hold the numbers of options, where the first, 1, stands for 0."""
    chosen = scales.scored([scales.Asked(one.name, one.words, filled[one.name]) for one in closed])
    if chosen is None:
        return None
    if tool.may_be_codes and chosen.scale.min == 0 and "0" not in filled[chosen.id]:
        is_worded = any(filled[one.name] and not _is_numbers(filled[one.name]) for one in closed)
        if not is_worded:
            sheet.warnings.append(
                note(
                    "every closed question is answered in numbers, which may be numbers of options: {question} "
                    "is not scored, since its first option, 0, would be 1; export by text or by score (按文本, 按分数)",
                    question=repr(chosen.id.strip()),
                )
            )
            return None
    sheet.score = chosen.scale
    sheet.warnings += chosen.warnings
    return chosen


def _title(one: Column, columns: Sequence[Column]) -> str:
    """What a column is called where it goes along: its words, or all of its head where two have the same words."""
    is_single = sum(each.words == one.words for each in columns) == 1
    return responses.carried(one.words if is_single else one.name.strip())


def _is_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(responses.is_number(questions.leading_number(one) or "") for one in cells)


def _times(
    tool: Tool, columns: Sequence[Column], found: Sequence[Mapping[str, str | None]], part: str
) -> list[str | None]:
    name = next((one.name for one in columns if one.part == part), None)
    if name is None:
        return [None] * len(found)
    cells = [stamps.worded(row.get(name)) for row in found]
    cells = [None if one and one.startswith(_NEVER) else one for one in cells]
    return stamps.iso(cells, usual=tool.order, grows=tool.grows)


def _reason(tool: Tool, parts: Mapping[str, str]) -> str | None:
    status = re.sub(r"[\s_-]+", " ", parts.get("status", "")).strip().lower()
    if status and status not in _DONE:
        return _OUT.get(status, "unfinished_response")
    return "unfinished_response" if tool.must_end and "ended" not in parts else None


def seconds(cell: str) -> str:
    """A duration as seconds: 123秒, 2分3秒, 0:02:03; others as they are."""
    found = _CLOCK.match(cell) or _DURATION.match(cell)
    if found is None or not any(found.groups()):
        return cell
    hours, minutes, rest = (int(one or 0) for one in found.groups())
    return str(hours * 3600 + minutes * 60 + rest)


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("feedback",), _likes(one), _reads(one), rows=True) for one in TOOLS
)
