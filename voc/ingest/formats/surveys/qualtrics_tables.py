"""Qualtrics as a warehouse sync writes it: table question_response, one row for each answer.

For: `formats`. Not for: exports of Qualtrics itself (`qualtrics`).

Beside question_response a sync writes `question` (its type), `survey_response` (when, by whom, finished or a preview) and
others. Where those two lie in its folder they are asked (`qualtrics_beside`). Else what they say is missing and a warning
names it: rows have no time, previews are not known, and an answer is free words only where no option and no value stand
beside it. Other answers are carried with the response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import questions, responses
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys import qualtrics_beside
from voc.ingest.note import note
from voc.ingest.raw import Raw

_NEEDED = {"response_id", "question_id"}
_MARKS = ("question_option_key", "sub_question_key", "sub_question_text", "loop_id", "question", "value", "text")


def _like(head: Head) -> Like:
    found = [one for one in _MARKS if one in head.names]
    if (
        not head.names >= _NEEDED
        or not {"question_option_key", "sub_question_key"} & head.names
        or not {"text", "value"} & head.names
    ):
        return NOT_LIKE
    return Like(round(min(0.95, 0.65 + 0.05 * len(found)), 2), "has response_id, question_id, " + ", ".join(found[:3]))


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet, beside = Sheet("feedback", timezone="UTC"), qualtrics_beside.found(content)  # a sync writes times in UTC
    names = {name.strip().lower(): name for name in reversed(raw.rows.column_names)}
    by_response: dict[str, list[dict[str, str | None]]] = {}
    for row in responses.rows(raw, sheet):
        cells = {plain: row.get(name) for plain, name in names.items()}
        if not cells.get("response_id") or not cells.get("question_id"):
            sheet.reject("missing_id", column="response_id", expected="the id of a response and of a question")
        elif str(cells.get("_fivetran_deleted")).lower() == "true":
            sheet.reject("deleted_row", column="_fivetran_deleted", found="true", expected="a row that is still there")
        elif not cells.get("text") and not cells.get("value"):
            sheet.reject("nothing_said", column="text", expected="an answer")
        elif reason := qualtrics_beside.why_not(response := beside.responses.get(str(cells["response_id"]), {})):
            sheet.reject(reason, column="response_id", found=str(cells["response_id"]), expected="a finished response")
        else:
            told = {name: response.get(name) for name in ("survey_id", "recorded_date") if not cells.get(name)}
            kind = beside.kinds.get(
                (cells.get("survey_id") or response.get("survey_id", ""), str(cells["question_id"]))
            )
            told |= {"question_type": kind} if kind and not cells.get("question_type") else {}
            by_response.setdefault(str(cells["response_id"]), []).append({**cells, **told})
    answers = [one for several in by_response.values() for one in several]
    nps = {str(one["question_id"]) for one in answers if _is_nps(one)}
    opens = {
        id
        for id in {str(one["question_id"]) for one in answers} - nps
        if _is_open([a for a in answers if a["question_id"] == id])
    }
    sheet.score = questions.NPS if nps else None
    closed = [one for one in answers if one["question_id"] not in opens | nps]
    sheet.answers = tuple(dict.fromkeys(_title(one) for one in closed))
    for id, several in by_response.items():
        _give(sheet, id, several, opens, sorted(nps)[:1])
    if beside.names:
        sheet.warnings.append(
            note(
                "when responses came and which of them count is said by {files} beside it",
                files=", ".join(beside.names),
            )
        )
    if not beside.responses:
        sheet.warnings.append(
            note(
                "this is question_response alone: without survey_response there is no time and no telling "
                "previews and unfinished responses apart, without question no telling what kind a question "
                "is; put them beside it, or join them and give created_at and finished"
            )
        )
    return [sheet.raw(content, "qualtrics_tables", raw.encoding, raw.warnings)]


def _is_nps(one: Mapping[str, str | None]) -> bool:
    return (
        "nps" in (one.get("question_id") or "").lower().split("_") or (one.get("question_type") or "").lower() == "nps"
    )


def _is_open(answers: Sequence[Mapping[str, str | None]]) -> bool:
    """Free words: of a text question if the file says the type, else no option, no value, and prose."""
    kinds = {(one.get("question_type") or "").upper() for one in answers} - {""}
    asked, said = answers[0].get("question") or "", [one.get("text") for one in answers]
    if kinds:
        return kinds <= {"TE"} and not questions.are_codes(asked, said)
    if any(one.get("question_option_key") for one in answers):
        return False
    if any(one.get("value") and one.get("value") != one.get("text") for one in answers):
        return False
    return questions.is_open(asked, said)


def _title(one: Mapping[str, str | None]) -> str:
    name = one.get("question") or str(one.get("question_id"))
    part = one.get("sub_question_text") or one.get("sub_question_key")
    return responses.carried(f"{name} - {part}" if part else name)


def _give(
    sheet: Sheet, id: str, several: Sequence[Mapping[str, str | None]], opens: set[str], nps: Sequence[str]
) -> None:
    """One response; the rows of a choice of many are joined."""
    cells: dict[str, str | None] = {"channel": "survey"}
    for name in ("survey_id", "created_at", "recorded_date"):
        cells |= {
            "created_at" if name == "recorded_date" else name: value for one in several if (value := one.get(name))
        }
    once: dict[str, str | None] = {}
    said: list[Answer] = []
    for one in several:
        question, text = str(one["question_id"]), one.get("text") or one.get("value")
        if question in opens:
            loop = f"{one['loop_id']}_" if one.get("loop_id") else ""
            said.append(
                Answer(
                    loop + question + (f"_{one['sub_question_key']}" if one.get("sub_question_key") else ""),
                    one.get("question"),
                    text,
                )
            )
        elif question in nps:
            once["score"] = one.get("value") or text
        else:
            where = once if text and responses.is_number(text) else cells
            name = _title(one)
            where[name] = "; ".join(each for each in (where.get(name), text) if each)
    # Every row of the sheet has a place for words where the file has any.
    responses.give(sheet, id, cells, said or ([Answer("", None, None)] if opens else []), once)


def _like_definition(head: Head) -> Like:
    """The tables question, question_option and sub_question: their texts are the survey's and not of its customers."""
    names = head.names
    if names >= {"data_export_tag", "question_text", "question_type"} or names >= {
        "question_id",
        "survey_id",
        "recode_value",
    }:
        return Like(0.95, "describes questions")
    if names >= {"question_id", "survey_id", "key", "text"} and "response_id" not in names:
        return Like(0.95, "describes questions")
    return NOT_LIKE


def _refuse(content: Content, _: Raw | None) -> Sequence[Raw]:
    raise DataError(
        "E294", "there is no response in this file", where=content.name,
        found="a table that describes the questions of a Qualtrics survey", expected="question_response or survey_response",
        do="take this file out of the sources; its words are the survey's, not those of customers",
    )  # fmt: skip


FORMATS = (
    Format(
        "qualtrics_tables", "Qualtrics question_response", "a warehouse sync of Qualtrics, such as Fivetran's",
        ("feedback",),
        _like, _read, rows=True,
    ),
    Format(
        "qualtrics_questions", "Qualtrics questions (refused)", "a warehouse sync of Qualtrics: tables without a response",
        (), _like_definition, _refuse, rows=True,
    ),
)  # fmt: skip
