"""Typeform: responses of its API (`items`), of webhooks (`form_response`) and of its CSV export.

For: `formats`. Not for: the definition of a form alone.

A field says its type: `nps` is 0 to 10 always; `opinion_scale` and `rating` have as many steps as their form was given,
which only the definition says (a webhook carries it): without it the number is carried and has to be declared. A response
that was landed on and not submitted is rejected.
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
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_WORDS = ("long_text", "short_text", "text")
_PERSONAL = ("email", "phone_number", "contact_info", "address")
_NEVER = ("", "0001-01-01T00:00:00Z")
_UNFINISHED = ("partial", "started")


@dataclass
class Form:
    """What is known of the fields of a form: titles, scales, choices by id."""

    asked: dict[str, str] = field(default_factory=dict)
    scales: dict[str, Score] = field(default_factory=dict)


def _like(head: Head) -> Like:
    members = head.members
    if "form_response" in members and {"answers", "field"} & members:
        return Like(0.95, "has form_response")
    if not {"answers", "field", "type"} <= members and not {"landed_at", "submitted_at"} <= members:
        return NOT_LIKE
    marks = (
        "landed_at",
        "submitted_at",
        "response_id",
        "landing_id",
        "hidden",
        "calculated",
        "network_id",
        "token",
        "page_count",
    )
    found = [one for one in marks if one in members]
    return Like(min(0.97, 0.55 + 0.07 * len(found)), "has " + ", ".join(found[:4])) if len(found) >= 2 else NOT_LIKE


def _items(documents: Sequence[Any], form: Form) -> Iterator[Any]:
    """The responses of all documents; definitions beside them go into `form`."""
    for one in documents:
        if not isinstance(one, dict):
            yield one
            continue
        inner = one["form_response"] if isinstance(one.get("form_response"), dict) else None
        for each in (one, one.get("form"), one.get("definition"), (inner or {}).get("definition")):
            _learn(each, form)
        if inner is not None:
            yield inner
        elif isinstance(one.get("items"), list):
            for item in one["items"]:
                yield (
                    item["form_response"]
                    if isinstance(item, dict) and isinstance(item.get("form_response"), dict)
                    else item
                )
        else:
            yield one


def _learn(definition: Any, form: Form) -> None:
    fields = definition.get("fields") if isinstance(definition, dict) else None
    for one in fields if isinstance(fields, list) else ():
        if not isinstance(one, dict):
            continue
        id, title, kind = texts(_plain(one.get("id"))), one.get("title"), one.get("type")
        more = one["properties"] if isinstance(one.get("properties"), dict) else one
        if id and isinstance(title, str) and title.strip():
            form.asked[id] = title.strip()
        steps = str(more.get("steps") or "")
        if id and kind in ("opinion_scale", "rating") and steps.isdecimal() and 2 <= int(steps) <= 11:
            low = 1 if kind == "rating" or str(more.get("start_at_one")).lower() == "true" else 0
            form.scales[id] = Score("stars" if kind == "rating" else "other", low, low + int(steps) - 1)
        _learn(more, form)


def _plain(value: Any) -> Any:
    return None if isinstance(value, dict | list) else value


@dataclass
class Row:
    """The answers of a response by field id."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)


def _row(one: Any, form: Form) -> Row:
    row = Row()
    answers = one.get("answers") if isinstance(one, dict) else None
    for answer in answers if isinstance(answers, list) else ():
        if not isinstance(answer, dict):
            continue
        asked = answer["field"] if isinstance(answer.get("field"), dict) else {}
        id = texts(_plain(asked.get("id"))) or texts(_plain(asked.get("ref"))) or "unknown"
        kind, field_type = str(answer.get("type")), str(asked.get("type"))
        if isinstance(asked.get("title"), str):
            form.asked.setdefault(id, asked["title"])
        if field_type == "nps":
            form.scales[id] = questions.NPS
        if kind in _PERSONAL or field_type in _PERSONAL:
            row.emails += [answer["email"]] if isinstance(answer.get("email"), str) else []
        elif kind == "number" or (kind not in _WORDS and "number" in answer):
            number = texts(_plain(answer.get("number")))
            if number is not None:
                row.numbers[id] = number
        elif isinstance(answer.get("text"), str):
            name = form.asked.get(id, texts(_plain(asked.get("ref"))) or id)
            if field_type == "dropdown":
                row.chosen[id] = answer["text"]
            elif not responses.is_personal(name):
                row.texts[id] = answer["text"]
        else:
            said = _said(answer)
            if said is not None:
                row.chosen[id] = said
    return row


def _said(answer: Mapping[str, Any]) -> str | None:
    choice, choices = answer.get("choice"), answer.get("choices")
    if isinstance(choice, dict):
        return texts(_plain(choice.get("label"))) or texts(_plain(choice.get("other")))
    if isinstance(choices, dict):
        labels = choices.get("labels")
        several = [*(labels if isinstance(labels, list) else []), choices.get("other")]
        return "; ".join(one for one in several if isinstance(one, str) and one) or None
    value = answer.get(str(answer.get("type")))
    return responses.cell(value) if isinstance(value, str | bool) else None


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet, form = Sheet("feedback"), Form()
    items = list(_items(documents(content), form))
    ids = {id for one in items if isinstance(one, dict) and (id := texts(_plain(one.get("form_id"))))}
    rows = [_row(one, Form()) for one in items]
    fields = frozenset(id for row in rows for id in (*row.texts, *row.numbers, *row.chosen))
    beside = list(survey_definitions.beside(content, frozenset(ids), fields))
    for _name, one in beside:
        _learn(one, form)
    sheet.warnings += survey_definitions.used([name for name, _ in beside])
    rows = [_row(one, form) for one in items]
    opens = [
        id for id in dict.fromkeys(id for row in rows for id in row.texts)
        if not questions.are_codes(form.asked.get(id, ""), [row.texts.get(id) for row in rows])
    ]  # fmt: skip
    numbers = list(dict.fromkeys(id for row in rows for id in row.numbers))
    scored = min(
        (id for id in numbers if id in form.scales), key=lambda id: form.scales[id].type != "nps", default=None
    )
    found = scales.Scored(scored, form.scales[scored]) if scored else scales.scored(
        [scales.Asked(id, form.asked.get(id, ""), [row.numbers[id] for row in rows if id in row.numbers]) for id in numbers]
    )  # fmt: skip
    if found is not None:
        scored, sheet.score = found.id, found.scale
        sheet.warnings += found.warnings
    unknown = [id for id in numbers if id != scored]
    sheet.answers = tuple(responses.carried(form.asked.get(id, f"field {id}")) for id in unknown)
    sheet.warnings += responses.to_declare(sheet.answers)
    if opens and not any(id in form.asked for id in opens):
        sheet.warnings.append(
            note("the questions are ids: their words are in the form's definition (GET /forms/{id})", id="{id}")
        )
    for one, row in zip(items, rows, strict=True):
        _give(sheet, one, row, form, opens, scored)
    return [sheet.raw(content, "typeform", content.decoded[1], content.decoded[2])]


def _give(sheet: Sheet, one: Any, row: Row, form: Form, opens: Sequence[str], scored: str | None) -> None:
    marks = ("answers", "landed_at", "submitted_at", "token", "response_id", "landing_id")
    if (
        isinstance(one, dict) and isinstance(one.get("fields"), list) and "answers" not in one
    ):  # the form, beside its answers
        sheet.reject("question_of_survey", found=texts(_plain(one.get("id"))), expected="a response")
        return
    if not isinstance(one, dict) or not any(name in one for name in marks):
        responses.no_object(sheet, one)
        return
    id = (
        texts(_plain(one.get("response_id"))) or texts(_plain(one.get("token"))) or texts(_plain(one.get("landing_id")))
    )
    submitted = texts(_plain(one.get("submitted_at"))) or ""
    if submitted in _NEVER or one.get("response_type") in _UNFINISHED:
        sheet.reject(
            "unfinished_response", column="submitted_at", found=submitted, expected="a response that was submitted"
        )
        return
    cells: dict[str, str | None] = {
        "created_at": submitted, "landed_at": texts(_plain(one.get("landed_at"))),
        "form_id": texts(_plain(one.get("form_id"))),
    }  # fmt: skip
    for inner in ("hidden", "variables"):
        cells |= _more(one.get(inner))
    metadata = one.get("metadata")
    if isinstance(metadata, dict):
        cells["platform"] = texts(_plain(metadata.get("platform")))
    calculated = one.get("calculated")
    once: dict[str, str | None] = {}
    if isinstance(calculated, dict) and texts(_plain(calculated.get("score"))) not in (None, "0"):
        once["calculated_score"] = texts(_plain(calculated.get("score")))
    own = {responses.plain(name) for name in cells}
    if "customer_id" not in own:
        cells["customer_id"] = next(iter(row.emails), None)
    if "channel" not in own:
        cells["channel"] = "survey"
    for question, chosen in (*row.chosen.items(), *((id, one) for id, one in row.texts.items() if id not in opens)):
        cells[responses.carried(form.asked.get(question, f"field {question}"))] = chosen
    for question, number in row.numbers.items():
        once["score" if question == scored else responses.carried(form.asked.get(question, f"field {question}"))] = (
            number
        )
    answers = [Answer(each, form.asked.get(each), row.texts.get(each)) for each in opens]
    responses.give(sheet, id, cells, answers, once)


def _more(values: Any) -> dict[str, str | None]:
    """Hidden fields {name: value} or variables [{key, type, number or text}]."""
    if isinstance(values, dict):
        return {
            responses.carried(str(name)): responses.cell(value)
            for name, value in values.items() if not responses.is_personal(str(name))
        }  # fmt: skip
    listed = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
    return {
        f"variable {one['key']}": texts(_plain(one.get(str(one.get("type")))))
        for one in listed
        if isinstance(one.get("key"), str)
    }


FORMATS = (
    Format("typeform", "Typeform responses", "Typeform Responses API and webhooks", ("feedback",), _like, _read),
)
