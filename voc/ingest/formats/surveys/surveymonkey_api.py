"""SurveyMonkey API: responses as JSON, of one, of a page in bulk, or a line each.

For: `formats`. Not for: the CSV of the page (`surveymonkey`).

Answers are ids: what choice 3057839051 says stands in the survey's definition, another document of the API. Where the file
holds it too (`pages` with `headings`), where it lies beside it, or was asked for with `simple=true`, words are given; else
ids stay ids, and a warning says so. A page of links without answers is rejected by name. What is typed beside an option
("other, namely") goes with the options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import questions, responses, scales, survey_definitions
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys.surveymonkey_words import Words, dicts, learn, pages_of, questions_of
from voc.ingest.note import note
from voc.ingest.raw import Raw

_STATES = {
    "partial": "unfinished_response", "overquota": "over_quota_response", "disqualified": "disqualified_response",
}  # fmt: skip
_MODES = {"preview": "preview_response", "survey_preview": "preview_response", "test": "test_response"}


def _like(head: Head) -> Like:
    members = head.members
    if "pages" in members and {"headings", "family"} <= members and "response_status" not in members:
        return NOT_LIKE
    marks = [
        one
        for one in (
            "collector_id",
            "response_status",
            "collection_mode",
            "recipient_id",
            "analyze_url",
            "total_time",
            "date_modified",
            "simple_text",
            "page_path",
        )
        if one in members
    ]
    if "response_status" in members and (("survey_id" in members and len(marks) >= 3) or len(marks) >= 4):
        return Like(0.95, "has " + ", ".join(marks[:4]))
    if {"per_page", "href", "id"} <= members and "api.surveymonkey" in head.text and "/responses" in head.text:
        return Like(0.85, "has links to responses of api.surveymonkey")
    return NOT_LIKE


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback")
    opened = documents(content)
    words = Words()
    for one in opened:
        learn(one, words)
    unread: set[str] = set()
    found = list(_responses(opened))
    ids = frozenset(id for one in found if isinstance(one, dict) and (id := texts(_plain(one.get("survey_id")))))
    beside = list(survey_definitions.beside(content, ids))
    for _name, one in beside:
        learn(one, words)
    sheet.warnings += survey_definitions.used([name for name, _ in beside])
    for one in found:
        for question in questions_of(one):
            lines = {texts(_plain(answer.get("row_id"))) for answer in dicts(question.get("answers"))} - {None}
            words.lines.setdefault(texts(question.get("id")) or "unknown", set()).update(map(str, lines))
    rows = [(one, _row(one, words, unread)) for one in found]
    for (
        _,
        row,
    ) in rows:  # of the Net Promoter Score, 0 weighs who is neither for nor against, and is no point of the scale
        for id in row.weighed.keys() & words.nps:
            del row.numbers[id]
            row.chosen.setdefault(id, []).append(row.weighed[id])
    opens = [
        id for id in dict.fromkeys(id for _, row in rows for id in row.texts)
        if not questions.are_codes(words.asked.get(id, ""), [row.texts.get(id) for _, row in rows])
    ]  # fmt: skip
    scored = _scored([row for _, row in rows], words)
    if scored is not None:
        sheet.score = scored.scale
        sheet.warnings += scored.warnings
    id_scored = scored.id if scored else None
    for one, row in rows:
        _give(sheet, one, row, opens, id_scored, words)
    once = {id for _, row in rows for id in row.numbers if id != id_scored}
    sheet.answers = tuple(responses.carried(words.asked.get(id, f"question {id}")) for id in sorted(once))
    sheet.warnings += responses.to_declare(sheet.answers)
    if unread:
        sheet.warnings.append(
            note(
                "{n} choices are ids: what they say is in the survey's definition (GET "
                "/surveys/{id}/details); put it beside this file, or ask for responses with simple=true to "
                "have words",
                n=len(unread),
                id="{id}",
            )
        )
    return [sheet.raw(content, "surveymonkey_api", content.decoded[1], content.decoded[2])]


def _scored(rows: Sequence[Row], words: Words) -> scales.Scored | None:
    """The question of Net Promoter Score, else one whose definition says its points, else the one that `scales` takes."""
    numbers = list(dict.fromkeys(id for row in rows for id in row.numbers))
    nps = next((id for id in numbers if id in words.nps), None)
    if nps is not None:
        return scales.Scored(nps, words.scales.get(nps, questions.NPS))
    known = next((id for id in numbers if id in words.scales), None)
    if known is not None:
        return scales.Scored(known, words.scales[known])
    single = [
        id for id in dict.fromkeys(id for row in rows for id in row.chosen)
        if id not in numbers and len(words.lines.get(id, ())) < 2 and all(len(row.chosen.get(id, ())) < 2 for row in rows)
    ]  # fmt: skip
    cells = {id: [row.numbers[id] for row in rows if id in row.numbers] for id in numbers}
    cells |= {id: [row.chosen[id][0] for row in rows if id in row.chosen] for id in single}
    return scales.scored([scales.Asked(id, words.asked.get(id, ""), several) for id, several in cells.items()])


def _responses(documents: Sequence[Any]) -> Iterator[Any]:
    for one in documents:
        inner = next(
            (one[name] for name in ("data", "responses") if isinstance(one, dict) and isinstance(one.get(name), list)),
            None,
        )
        if inner is not None:
            yield from inner
        elif not (isinstance(one, dict) and "response_status" not in one and pages_of(one) and "title" in one):
            yield one


@dataclass
class Row:
    """The answers of a response by question: free `texts`, `numbers`, and what was `chosen`, all as text; `weighed` are the
    choices of those numbers that are no more than what the choice weighs."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    weighed: dict[str, str] = field(default_factory=dict)


def _row(one: Any, words: Words, unread: set[str]) -> Row:
    row = Row()
    for question in questions_of(one):
        id = texts(question.get("id")) or "unknown"
        several = question.get("answers")
        for answer in several if isinstance(several, list) else ():
            if isinstance(answer, dict):
                _answer(row, id, answer, words, unread)
    return row


def _answer(row: Row, id: str, answer: Mapping[str, Any], words: Words, unread: set[str]) -> None:
    text = answer.get("text")
    if isinstance(text, str) and text.strip():
        if answer.get("other_id"):
            row.chosen.setdefault(id, []).append(text)
        elif responses.is_number(text) and len(text) <= 4:
            row.numbers[id] = text
        elif not responses.is_personal(words.asked.get(id, "")):
            row.texts[id] = f"{row.texts[id]}\n{text}" if id in row.texts else text
        return
    simple = answer.get("simple_text")
    choice, line = texts(_plain(answer.get("choice_id"))), texts(_plain(answer.get("row_id")))
    if (
        line and isinstance(simple, str) and "|" in simple
    ):  # of a matrix: the words of the row, then those of the choice
        label, _, simple = (part.strip() for part in simple.rpartition("|"))
        if label:
            words.chosen.setdefault(line, label)
    said = simple if isinstance(simple, str) and simple.strip() else words.chosen.get(choice or "")
    if said is None and choice:
        unread.add(choice)
        said = choice
    if said is None and line is None:
        return
    weight = answer.get("choice_metadata")
    number = texts(_plain(weight.get("weight"))) if isinstance(weight, dict) else None
    if number in ("-100", "100"):  # what the choices of the question for Net Promoter Score weigh
        words.nps.add(id)
    if len(words.lines.get(id, ())) < 2:
        line = None  # a rating of one thing has a row without words
    if said and said != choice and not line and responses.is_number(leading := questions.leading_number(said) or ""):
        row.numbers[id] = leading
        return
    is_worded = bool(said) and said != choice
    if number is not None and not is_worded and not line and number not in ("-100", "100"):
        row.numbers[id] = number
        row.weighed[id] = said or number
        return
    label = words.chosen.get(line or "", line or "")
    row.chosen.setdefault(id, []).append(": ".join(each for each in (label, said) if each))


def _plain(value: Any) -> Any:
    return None if isinstance(value, dict | list) else value


def _give(sheet: Sheet, one: Any, row: Row, opens: Sequence[str], scored: str | None, words: Words) -> None:
    if not isinstance(one, dict):
        responses.no_object(sheet, one)
        return
    id = texts(_plain(one.get("id")))
    reason = _STATES.get(str(one.get("response_status"))) or _MODES.get(str(one.get("collection_mode")))
    if reason is not None:
        sheet.reject(
            reason, found=one.get("response_status") or one.get("collection_mode"), expected="a finished response"
        )
        return
    if "pages" not in one:
        sheet.reject(
            "answers_missing", column="pages", found=id, expected="responses in bulk, with details: /responses/bulk"
        )
        return
    cells: dict[str, str | None] = {
        "created_at": texts(_plain(one.get("date_modified"))) or texts(_plain(one.get("date_created"))),
        "date_created": texts(_plain(one.get("date_created"))), "channel": "survey",
    }  # fmt: skip
    for name in ("survey_id", "collector_id", "collection_mode", "custom_value", "total_time"):
        cells[name] = texts(_plain(one.get(name)))
    custom = one.get("custom_variables")
    for name, value in custom.items() if isinstance(custom, dict) else ():
        if not responses.is_personal(str(name)):
            cells[responses.carried(str(name))] = responses.cell(value)
    if not any(responses.plain(name) == "customer_id" for name in cells):
        cells["customer_id"] = _customer(one)
    for question, chosen in row.chosen.items():
        if question != scored:
            cells[responses.carried(words.asked.get(question, f"question {question}"))] = "; ".join(chosen)
    for question, code in row.texts.items():
        if question not in opens:
            cells[responses.carried(words.asked.get(question, f"question {question}"))] = code
    once: dict[str, str | None] = {
        responses.carried(words.asked.get(each, f"question {each}")): value
        for each, value in row.numbers.items() if each != scored
    }  # fmt: skip
    if scored is not None:
        once["score"] = row.numbers.get(scored) or next(iter(row.chosen.get(scored, ())), None)
    answers = [Answer(each, words.asked.get(each), row.texts.get(each)) for each in opens]
    responses.give(sheet, id, cells, answers, once)


def _customer(one: Mapping[str, Any]) -> str | None:
    metadata = one.get("metadata")
    contact = metadata.get("contact") if isinstance(metadata, dict) else None
    email = contact.get("email") if isinstance(contact, dict) else None
    value = email.get("value") if isinstance(email, dict) else email
    found = texts(_plain(value)) or texts(_plain(one.get("email_address")))
    recipient = texts(_plain(one.get("recipient_id")))
    return found or (recipient if recipient not in (None, "0") else None)


FORMATS = (
    Format(
        "surveymonkey_api", "SurveyMonkey responses, API", "SurveyMonkey API v3, /responses/bulk and {id}/details",
        ("feedback",), _like, _read,
    ),
)  # fmt: skip
