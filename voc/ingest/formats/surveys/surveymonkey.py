"""SurveyMonkey: all responses of a survey as CSV or Excel, with two header rows (questions, then options) or one.

For: `formats`. Not for: the API's JSON (`surveymonkey_api`).

A question with options stands once, above the first of its columns; the second header row says what each column is:
`Response`, `Open-Ended Response`, an option of many (its cells repeat the option), a row of a matrix. Dates are those of the
account, month first as SurveyMonkey writes them in English unless the column shows otherwise; their zone is not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import questions, responses, scales, second_header, stamps
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys import surveymonkey_heads as heads
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_UNNAMED = re.compile(r"^(?:column_\d+|Unnamed: \d+(?:_level_\d+)?)$")
_GROUPS = {"promoter", "promoters", "passive", "passives", "detractor", "detractors"}
_UNFINISHED = ("partial", "incomplete", "in progress", "未完成", "部分")
_OUT = {
    "disqualified": "disqualified_response",
    "over quota": "over_quota_response",
    "overquota": "over_quota_response",
}


@dataclass(frozen=True)
class Column:
    """A column of the file: `name` in it, the `question` it belongs to, `option` from the second header row, and `part` if
    it is a standard one."""

    name: str
    question: str
    option: str
    part: str | None

    @property
    def title(self) -> str:
        """What it is called where it goes along."""
        own = (
            not self.option or second_header.RESPONSE.match(self.option) or second_header.OPEN_ENDED.match(self.option)
        )
        return responses.carried(self.question if own else f"{self.question} - {self.option}")


def _like(head: Head) -> Like:
    names = {heads.plain(one) for one in head.names}
    if not {"respondentid", "collectorid"} <= names:
        return NOT_LIKE
    more = [
        one
        for one in ("startdate", "enddate", "ipaddress", "emailaddress", "datecreated", "datemodified")
        if one in names
    ]
    return Like(min(0.97, 0.85 + 0.03 * len(more)), "has Respondent ID, Collector ID")


def _columns(raw: Raw) -> tuple[list[Column], int]:
    names = raw.rows.column_names
    first = (
        [responses.cell(value) for value in raw.rows.slice(0, 1).to_pylist()[0].values()] if raw.rows.num_rows else []
    )
    ours = [heads.part(name) for name in names]
    is_header = bool(first) and not any(
        value for value, part in zip(first, ours, strict=True) if part in ("id", "started", "ended")
    )
    columns, question, is_before = [], "", True
    for name, part, option in zip(names, ours, first if is_header else [None] * len(names), strict=True):
        # Standard columns end where questions begin: a question may be called Email Address too.
        is_before = is_before and (part is not None or bool(heads.CUSTOM.match(name)))
        question = question if _UNNAMED.match(name) and question else name
        plain = re.sub(r"<[^>]+>|\s+", " ", question).strip()
        columns.append(Column(name, plain, (option or "").strip(), part if is_before or part == "id" else None))
    return columns, int(is_header)


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    columns, headers = _columns(raw)
    sheet = Sheet("feedback")
    found = list(responses.rows(raw, sheet, headers))
    if not found and not len(sheet):
        raise DataError(
            "E202", "this survey has no response yet", where=content.name,
            found="a SurveyMonkey export of its questions alone", do="export All Responses Data once there are responses",
        )  # fmt: skip
    _fill(sheet, columns, found, bool(headers))
    warnings = [one for one in raw.warnings if "occurs twice" not in one]
    return [sheet.raw(content, "surveymonkey", raw.encoding, warnings)]


def _fill(
    sheet: Sheet, columns: Sequence[Column], found: Sequence[Mapping[str, str | None]], has_options: bool
) -> None:
    mine = [one for one in columns if one.part is None]
    gone = [
        one for one in mine
        if (responses.is_personal(one.option or one.name) or responses.is_personal(one.name)) and not _is_choice(one, found)
    ]  # fmt: skip
    mine = [one for one in mine if one not in gone]
    many = [one for one in mine if _is_choice(one, found)]
    opens = [one for one in mine if one not in many and _is_open(one, found, has_options)]
    scored = _scored([one for one in mine if one not in many and one not in opens], found)
    if scored is not None:
        sheet.score = scored[1]
        sheet.warnings += scored[2]
    closed = [one for one in mine if one not in opens and one not in many and (scored is None or one is not scored[0])]
    once = [one.title for one in closed if _is_numbers(row.get(one.name) for row in found)]
    filled = {one.title: [cell for row in found if (cell := row.get(one.name))] for one in closed}
    judged = scales.worded([scales.Asked(one.title, one.question, filled[one.title]) for one in closed])
    sheet.answers = (*once, *(name for name in judged if name not in once))
    left = [one.name for one in columns if one.part == "left"] + [one.title for one in gone]
    sheet.warnings += responses.left_out(left) + responses.to_declare(once)
    ended = _dates(columns, found, "ended") or _dates(columns, found, "started")
    started = _dates(columns, found, "started")
    for at, row in enumerate(found):
        responses.begin(sheet, row)
        parts = {one.part: row[one.name] for one in reversed(columns) if one.part and row.get(one.name)}
        reason = _reason(parts.get("status"))
        if reason is not None:
            sheet.reject(reason, found=parts["status"], expected="a finished response")
            continue
        cells: dict[str, str | None] = {
            "created_at": ended[at] if ended else None, "started_at": started[at] if started else None,
            "collector_id": parts.get("collector_id"), "customer_id": parts.get("email"), "channel": "survey",
        }  # fmt: skip
        cells |= {one.title: row.get(one.name) for one in closed}
        for one in many:
            chosen = [cells.get(responses.carried(one.question)), row.get(one.name)]
            cells[responses.carried(one.question)] = "; ".join(each for each in chosen if each) or None
        first = {name: cells.pop(name) for name in once}
        if scored is not None:
            first["score"] = questions.leading_number(row.get(scored[0].name))
        answers = [Answer(_id(one, columns), _asked(one), row.get(one.name)) for one in opens]
        responses.give(sheet, parts.get("id"), cells, answers, first)


def _id(one: Column, columns: Sequence[Column]) -> str:
    """A question has no id in this file: its place among the questions, and that of the option, stand for it."""
    asked = list(dict.fromkeys(each.question for each in columns if each.part is None))
    within = [each for each in columns if each.part is None and each.question == one.question]
    number = f"Q{asked.index(one.question) + 1}"
    return number if len(within) == 1 else f"{number}.{within.index(one) + 1}"


def _asked(one: Column) -> str:
    return one.question if not one.option or second_header.OPEN_ENDED.match(one.option) else (
        f"{one.question} - {one.option}"
    )  # fmt: skip


def _dates(columns: Sequence[Column], found: Sequence[Mapping[str, str | None]], part: str) -> list[str | None]:
    name = next((one.name for one in columns if one.part == part), None)
    return (
        []
        if name is None
        else stamps.iso([row.get(name) for row in found], usual=heads.usual(one.name for one in columns))
    )


def _reason(status: str | None) -> str | None:
    word = (status or "").strip().lower()
    return _OUT.get(word) or ("unfinished_response" if word in _UNFINISHED else None)


def _is_choice(one: Column, found: Iterable[Mapping[str, str | None]]) -> bool:
    """An option of a question where many may be chosen: its cells repeat it."""
    filled = {value.strip() for row in found if (value := row.get(one.name))}
    if not one.option or second_header.RESPONSE.match(one.option) or second_header.OPEN.match(one.option):
        return False
    return filled <= {one.option, "1", "Selected", "Yes", "X", "x"} and (not filled or one.option in filled)


def _is_open(one: Column, found: Iterable[Mapping[str, str | None]], has_options: bool) -> bool:
    if heads.BESIDE.search(one.option):
        return False
    cells = [row.get(one.name) for row in found]
    if second_header.OPEN.match(one.option):
        return not questions.are_codes(one.question, cells)
    if has_options and second_header.RESPONSE.match(one.option):
        return False
    return questions.is_open("" if one.option else one.question, cells)


def _is_numbers(cells: Iterable[str | None]) -> bool:
    filled = [one for one in cells if one]
    return bool(filled) and all(responses.is_number(one) for one in filled)


def _scored(
    mine: Sequence[Column], found: Sequence[Mapping[str, str | None]]
) -> tuple[Column, Score, tuple[str, ...]] | None:
    """The NPS question, by the groups beside it or by SurveyMonkey's own words for it; else the question that `scales` takes
    for the score."""
    filled = {one.name: [value for row in found if (value := row.get(one.name))] for one in mine}
    grouped = {
        one.question for one in mine
        if (kinds := {value.strip().lower() for value in filled[one.name]}) and kinds <= _GROUPS
    }  # fmt: skip
    for one in mine:
        is_nps = one.question in grouped or questions.NPS_WORDS.search(one.question)
        if is_nps and scales.are_points(filled[one.name]):
            return one, questions.NPS, ()
    single = {
        one.name: one for one in mine
        if sum(each.question == one.question and not heads.BESIDE.search(each.option) for each in mine) == 1
        and not heads.BESIDE.search(one.option)
    }  # fmt: skip
    chosen = scales.scored([scales.Asked(name, one.question, filled[name]) for name, one in single.items()])
    return None if chosen is None else (single[chosen.id], chosen.scale, chosen.warnings)


FORMATS = (
    Format(
        "surveymonkey", "SurveyMonkey responses", "SurveyMonkey, Analyze, export of all responses as CSV or Excel",
        ("feedback",), _like, _read, rows=True,
    ),
)  # fmt: skip
