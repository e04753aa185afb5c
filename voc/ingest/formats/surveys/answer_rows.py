"""Surveys of which a row is one answer: the response, the words of the question, and what was answered.

    ResponseId, Question.Name, ResponseValue, ...       # as Salesforce has them, and a report of it

For: tables that say the three by their headings, of Salesforce Surveys and others. Not for: a column a question
(`survey_tables`, `feedback_tables`), nor the tables of a sync that parts questions from answers (`qualtrics_tables`). The
rows of a response become one response, and what they all say alike describes it; answers to one question in several rows
are those of one that allows several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import headings, question_answers, questions, responses, stamps
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.question_answers import Response, Said
from voc.ingest.formats.parts.responses import Line
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw

# The columns of the three, the surest first, by headings without the object in front of them.
_RESPONSE = (
    "response id", "survey response id", "submission id", "answer sheet id", "respondent id", "survey taker id",
    "答卷编号", "答卷id", "答卷 id", "問卷編號", "问卷编号", "作答编号", "作答編號",
)  # fmt: skip
_QUESTION = (
    "question text", "question name", "question", "question title", "question label", "survey question", "题目", "題目",
    "问题", "問題", "题干", "題幹",
)  # fmt: skip
_ANSWER = (
    "response value", "response text", "response short text", "answer text", "answer value", "answer", "answer label",
    "回答", "答案", "作答内容", "作答內容", "答复内容",
)  # fmt: skip
_TYPE = ("question type", "题型", "題型", "题目类型", "題目類型")
_WHEN = ("completion date time", "completed date", "response completion date time", "submitted date", "completion date")
_CUSTOMER = ("submitter id", "response submitter id", "contact id", "participant id")
_NOT = frozenset(("question option key", "question choice key", "sub question key"))  # of a sync: `qualtrics_tables`
_FREE = re.compile(
    r"free ?text|open ?(?:text|ended)?|(?:long|short|multi ?line)? ?text|comment|paragraph|essay|填空|简答|簡答|问答|問答"
)
_BEFORE = re.compile(r"^[^:]{2,60}: (?=\S)")


def _plain(name: str) -> str:
    """A heading without the object that reports put in front: Survey Response: Response ID."""
    return headings.plain(_BEFORE.sub("", name))


def _one_of(columns: Sequence[str], names: Sequence[str]) -> str | None:
    """The column under the first of `names` that one has, with an object in front or without."""
    return next(
        (column for name in names for column in columns if name in (_plain(column), headings.plain(column))), None
    )


def _like(head: Head) -> Like:
    if _NOT.intersection(map(headings.plain, head.columns)):
        return NOT_LIKE
    found = [_one_of(head.columns, names) for names in (_RESPONSE, _QUESTION, _ANSWER)]
    if None in found or len({*found}) < 3:
        return NOT_LIKE
    return Like(0.75, "an answer a row: " + ", ".join(str(one) for one in found))


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    columns = raw.rows.column_names
    response, question, answer = (_one_of(columns, names) for names in (_RESPONSE, _QUESTION, _ANSWER))
    kind = _one_of(columns, _TYPE)
    before = Sheet("feedback")
    found = list(responses.rows(raw, before))
    if response is None or question is None or answer is None:
        return [raw]
    of: dict[str, list[Line]] = {}
    left: list[Left] = [Left(one.reason, one.found, one.expected, one.column) for one in raw.rejected]
    for row in found:
        id = row.get(response)
        if id is None or row.get(question) is None:
            left.append(Left("missing_id" if id is None else "no_question", "", "an answer of a response", response))
        else:
            of.setdefault(id, []).append(row)
    when = _one_of(columns, _WHEN) or next((one for one in columns if headings.kind(_plain(one)) == "stamp"), None)
    known = {response, question, answer, when, kind, _one_of(columns, ("id", "response short text"))}
    dates = {id: rows[0].get(when) if when else None for id, rows in of.items()}
    read = stamps.iso([stamps.worded(one) for one in dates.values()])
    said = [
        Response(id, _cells(rows, columns, known, date), _answers(rows, question, answer, kind))
        for (id, rows), date in zip(of.items(), read, strict=True)
    ]
    told = note("{n} answers are those of {responses} responses", n=sum(map(len, of.values())), responses=len(said))
    return [question_answers.raw(content, "answer_rows", [*left, *said], None, [*raw.warnings, told])]


def _cells(
    rows: Sequence[Line], columns: Sequence[str], known: set[str | None], date: str | None
) -> dict[str, str | None]:
    """What all rows of a response say alike."""
    customer = _one_of(columns, _CUSTOMER) or next(
        (one for one in columns if headings.kind(_plain(one)) == "customer" and one not in known), None
    )
    cells: dict[str, str | None] = {"created_at": date, "channel": "survey"}
    if customer is not None:
        cells["customer_id"] = rows[0].get(customer)
    for one in columns:
        alike = {row.get(one) for row in rows}
        is_named = headings.kind(_plain(one)) == "left" or responses.is_personal(one)
        if one in known or one == customer or is_named or len(alike) > 1 or _is_of_answer(one):
            continue
        cells[responses.carried(one)] = rows[0].get(one)
    return cells


def _is_of_answer(name: str) -> bool:
    return re.search(r"question|choice|answer|题|題", headings.plain(name)) is not None


def _answers(rows: Sequence[Line], question: str, answer: str, kind: str | None) -> list[Said]:
    asked: dict[str, list[Line]] = {}
    for row in rows:
        if row.get(answer):
            asked.setdefault(row.get(question) or "", []).append(row)
    return [
        Said(words, words, ", ".join(str(row.get(answer)) for row in several), *_of_type(several[0], kind))
        for words, several in asked.items()
    ]


def _of_type(row: Mapping[str, str | None], kind: str | None) -> tuple[questions.Score | None, bool | None]:
    """The scale that the type of a question fixes, and whether it asks for words; None, None where no type is given."""
    type_ = headings.plain(row.get(kind) or "") if kind else ""
    if not type_:
        return None, None
    return (questions.NPS if type_ in ("nps", "net promoter score") else None), _FREE.search(type_) is not None


FORMATS = (
    Format(
        "answer_rows", "Surveys with an answer a row",
        "Salesforce Surveys, SurveyQuestionResponse and reports of it; others",
        ("feedback",), _like, _read, rows=True,
    ),
)  # fmt: skip
