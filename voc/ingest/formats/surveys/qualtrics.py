"""Qualtrics: responses of a survey, as CSV, TSV or Excel: three header rows, the older two, or one.

For: `formats`. Not for: JSON (`qualtrics_json`) or the tables of a warehouse sync (`qualtrics_tables`).

The first header row names columns, the second asks their questions in the author's language, the third says what they are
({"ImportId": "QID2_TEXT"}) and, there alone, the time zone of the dates. How many there are is told from the rows. Previews,
tests, spam and unfinished responses are rejected: no customer meant them as an answer. How several open questions become
feedback: `responses`. The score is the NPS question, which alone has a column ..._NPS_GROUP; else a question whose words
state their scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import questions, responses, scales, stamps
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys.qualtrics_headers import (
    BESIDE,
    OPEN,
    Column,
    Survey,
    compact,
    is_header_again,
    surveyed,
)
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    "startdate", "enddate", "recordeddate", "status", "progress", "finished", "responseid", "_recordid",
    "distributionchannel", "userlanguage", "ipaddress", "responseset", "duration(inseconds)", "externalreference",
    "externaldatareference",
)  # fmt: skip
_QUESTION = re.compile(r"^(?:\d+_)?QID\d+")
_WORKED_OUT = re.compile(  # what Qualtrics adds to a question: topics, sentiment, clicks, the browser
    r"_TEXT_[0-9a-f]{8,}|_DO(?:_\d+)?$|_(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)$"
    r"| - (?:Parent )?Topics?\b| - (?:Topic )?(?:Sentiment|Actionability|Effort|Emotion)| - (?:First Click|Last Click)"
)
_NPS_NAME = re.compile(r"(?:^|[_ ])nps(?:[_ ]?(?:score|rating))?$", re.IGNORECASE)
_OUT = (
    (
        "preview_response",
        re.compile(
            r"preview|vorschau|aperçu|vista previa|预览|預覽|プレビュー|미리|anteprima|förhandsgr|podgląd|visualiza",
            re.IGNORECASE,
        ),
    ),
    ("test_response", re.compile(r"\btest|测试|測試|テスト", re.IGNORECASE)),
    ("spam_response", re.compile(r"spam|垃圾|スパム|스팸|спам|ind[ée]sirable|no deseado", re.IGNORECASE)),
)
_BITS = ((1, "preview_response"), (2, "test_response"), (8, "spam_response"))
_NO = ("false", "0", "no", "falsch", "nein", "faux", "non", "falso", "否", "假", "未完成")
_UNANSWERED = "-99"  # a question that was seen and not answered, where the export recodes it


def _like(head: Head) -> Like:
    marks = {compact(name) for name in head.columns}
    found = [one for one in _MARKS if one in marks]
    if "respondentid" in marks or "collectorid" in marks:
        return NOT_LIKE
    if head.columns and re.search(r'"ImportId"\s*"?"?\s*:', head.text[:HEAD_OF_IDS]):
        return Like(0.97, "has ImportIds")
    if ({"startdate", "enddate"} <= marks and len(found) >= 5) or {"responseid", "recordeddate"} <= marks:
        return Like(min(0.95, 0.7 + 0.03 * len(found)), "has " + ", ".join(found[:6]))
    if re.search(r"(?:^|[\t,;])\"?V1\"?[\t,;]\"?V2\b", head.text[:400]) and "ResponseSet" in head.text[:4000]:
        return Like(0.9, "has V1, V2 and ResponseSet")
    if {"responseid", "enddate"} <= marks and any(
        _QUESTION.match(one) or re.match(r"Q\d", one) for one in head.columns
    ):
        return Like(0.75, "has ResponseId, EndDate and questions")
    return NOT_LIKE


HEAD_OF_IDS = 1 << 16


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    survey = surveyed(raw)
    sheet = Sheet("feedback")
    found = list(responses.rows(raw, sheet, survey.headers))
    if not found and not len(sheet):
        raise DataError(
            "E202", "this survey has no response yet", where=content.name,
            found=f"a Qualtrics export with {survey.headers + 1} header rows and no row below them",
            do="export it again once there are responses, with all filters off",
        )  # fmt: skip
    fill(sheet, survey, found)
    return [sheet.raw(content, "qualtrics", raw.encoding, raw.warnings)]


def fill(sheet: Sheet, survey: Survey, found: Sequence[Mapping[str, str | None]]) -> None:
    """The responses `found` into `sheet`."""
    sheet.timezone = _zone(survey.zone, sheet)
    kept = [row for row in found if _reason(survey, row) is None]
    opens = _opens(survey, kept)
    scored = _scored(survey, kept, opens)
    if scored is not None:
        sheet.score = scored[1]
        sheet.warnings += scored[2]
    unscaled = _unscaled(survey, kept, opens, scored)
    gone = [
        one.name
        for one in survey.columns
        if one.part == "left" or (one.part is None and responses.is_personal(one.name))
    ]
    sheet.warnings += responses.left_out(gone) + responses.to_declare([responses.carried(one) for one in unscaled])
    sheet.answers = tuple(responses.carried(one) for one in unscaled)
    for row in found:
        responses.begin(sheet, row)
        reason = _reason(survey, row)
        if reason is not None:
            sheet.reject(*reason[:1], column=reason[1], found=reason[2], expected=reason[3])
            continue
        parts = {one.part: row[one.name] for one in reversed(survey.columns) if one.part and row.get(one.name)}
        cells = _cells(survey, row, parts, sheet.timezone)
        once: dict[str, str | None] = {
            name: cells.pop(name) for name in map(responses.carried, unscaled) if name in cells
        }
        if scored is not None:
            once["score"] = _said(row.get(scored[0].name))
        answers = [Answer(one.id, one.question, _said(row.get(one.name))) for one in opens]
        for one in (*opens, *([scored[0]] if scored else [])):
            cells.pop(responses.carried(one.name), None)
        responses.give(sheet, parts.get("id"), cells, answers, once)


def _cells(
    survey: Survey, row: Mapping[str, str | None], parts: Mapping[str, str | None], zone: str | None
) -> dict[str, str | None]:
    """What describes the response, under our names or those of the file."""
    own = {responses.plain(one.name) for one in survey.columns if one.part is None}
    cells: dict[str, str | None] = {
        "created_at": parts.get("recorded") or parts.get("ended") or parts.get("started"),
        "StartDate": stamps.zoned(parts.get("started"), zone), "EndDate": stamps.zoned(parts.get("ended"), zone),
        "response_status": parts.get("status"), "DistributionChannel": parts.get("channel"),
        "UserLanguage": parts.get("UserLanguage"), "duration_s": parts.get("duration_s"),
    }  # fmt: skip
    if "customer_id" not in own:
        cells["customer_id"] = parts.get("customer") or parts.get("email")
    if "channel" not in own:
        cells["channel"] = "survey"
    for one in survey.columns:
        if one.part is None and not responses.is_personal(one.name):
            cells[responses.carried(one.name)] = (_said if _is_question(one) else str)(row.get(one.name) or "") or None
    return cells


def _is_question(one: Column) -> bool:
    return bool(_QUESTION.match(one.id) or re.match(r"Q\d", one.name))


def _said(text: str | None) -> str | None:
    return None if text is None or text.strip() in ("", _UNANSWERED) else text


def _reason(survey: Survey, row: Mapping[str, str | None]) -> tuple[str, str, str, str] | None:
    """Why a response leaves the counts: reason, column, found, expected; None where it counts."""
    if is_header_again(survey, row):
        return "repeated_header", "", "ImportId", "a response; headers stand at the top"
    for one in survey.columns:
        value = (row.get(one.name) or "").strip()
        if not value or one.part not in ("status", "channel", "finished", "progress"):
            continue
        if one.part in ("status", "channel"):
            reason = _status(value) if one.part == "status" else _OUT_OF_CHANNEL.get(value.lower())
            if reason is not None:
                return reason, one.name, value, "a response of a customer"
        elif (value.lower() in _NO) if one.part == "finished" else _is_below(value, 100):
            return "unfinished_response", one.name, value, "a finished response"
    return None


_OUT_OF_CHANNEL = {"preview": "preview_response", "test": "test_response"}


def _status(value: str) -> str | None:
    number = re.fullmatch(r"(\d+)(?:\.0+)?", value)
    if number is not None:
        return next((reason for bit, reason in _BITS if int(number[1]) & bit), None)
    return next((reason for reason, words in _OUT if words.search(value)), None)


def _is_below(value: str, whole: int) -> bool:
    number = re.fullmatch(r"(\d{1,9}(?:\.\d+)?)\s*%?", value)
    return number is not None and float(number[1]) < whole


def _opens(survey: Survey, rows: Iterable[Mapping[str, str | None]]) -> list[Column]:
    """The columns of free words: those whose ImportId says so, and, where there is none, those that look like it."""
    rows = list(rows)
    opens = []
    for one in survey.columns:
        if (
            one.part is not None
            or responses.is_personal(one.name)
            or _WORKED_OUT.search(one.id)
            or _WORKED_OUT.search(one.name)
            or BESIDE.match(one.id)
            or BESIDE.match(one.name)
        ):
            continue
        if one.id.endswith("_NPS_GROUP") or one.name.endswith("_NPS_GROUP"):
            continue
        is_embedded = (survey.has_ids and not _QUESTION.match(one.id)) or (
            one.question is not None and one.question == one.name and not re.match(r"Q\d", one.name)
        )  # fmt: skip
        if OPEN.match(one.id) or re.search(r"^Q[\w.]*_TEXT$", one.name):
            if not questions.are_codes(one.question or one.name, [_said(row.get(one.name)) for row in rows]):
                opens.append(one)
        elif not is_embedded and not (survey.has_ids and re.fullmatch(r"(?:\d+_)?QID\d+", one.id)):
            asked = "" if survey.has_ids else one.question or one.name
            if questions.is_open(asked, [_said(row.get(one.name)) for row in rows]):
                opens.append(one)
    return opens


def _scored(
    survey: Survey, rows: Sequence[Mapping[str, str | None]], opens: Sequence[Column]
) -> tuple[Column, Score, tuple[str, ...]] | None:
    """The NPS question, by its group beside it or by its name; else the question that `scales` takes for the score."""
    groups = {
        one.removesuffix("_NPS_GROUP") for c in survey.columns for one in (c.id, c.name) if one.endswith("_NPS_GROUP")
    }
    mine = [one for one in survey.columns if one.part is None]
    for one in mine:
        if one.id in groups or one.name in groups:
            return one, questions.NPS, ()
    for one in mine:
        if _NPS_NAME.search(one.name):
            return one, questions.NPS, ()
    closed = {
        one.name: one for one in mine
        if _asks(one) and one not in opens and not OPEN.match(one.id) and not _WORKED_OUT.search(f"{one.id} {one.name}")
    }  # fmt: skip
    asked = [
        scales.Asked(name, _asks(one), [value for row in rows if (value := row.get(name))])
        for name, one in closed.items()
    ]
    found = scales.scored(asked)
    return None if found is None else (closed[found.id], found.scale, found.warnings)


def _asks(one: Column) -> str:
    """What a column asks: its question, or its name where an export with one header row has the question there."""
    return one.question or (one.name if len(one.name.split()) > 2 else "")


def _unscaled(
    survey: Survey, rows: Sequence[Mapping[str, str | None]], opens: Sequence[Column],
    scored: tuple[Column, Score, tuple[str, ...]] | None
) -> list[str]:  # fmt: skip
    """Names of closed questions that are answered in numbers, and are not the score."""
    taken = {one.name for one in opens} | ({scored[0].name} if scored else set())
    names = []
    for one in survey.columns:
        if (
            one.part is not None
            or one.name in taken
            or not (_is_question(one) or (one.question is None and _asks(one)))
            or _WORKED_OUT.search(one.id + " " + one.name)
        ):
            continue
        filled = [value for row in rows if (value := row.get(one.name))]
        if filled and all(responses.is_number(value) for value in filled) and "_NPS_GROUP" not in one.id + one.name:
            names.append(one.name)
    return names


def _zone(zone: str | None, sheet: Sheet) -> str | None:
    if zone is None:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return "UTC"
    try:
        return ZoneInfo(zone).key
    except (ValueError, OSError, KeyError):
        sheet.warnings.append(
            note(
                "the header names a time zone that we do not know: {zone}; that of voc.toml is taken",
                zone=repr(zone[:40]),
            )
        )
        return None


FORMATS = (
    Format(
        "qualtrics", "Qualtrics responses", "Qualtrics, Data & Analysis, export of CSV, TSV or Excel", ("feedback",), _like,
        _read, rows=True,
    ),
)  # fmt: skip
