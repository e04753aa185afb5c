"""Google Forms: responses as the CSV or sheet of a form, and as JSON of its API.

For: `formats`. Not for: spreadsheets in general; the first column tells a form's: it is called Timestamp, in the language of
the sheet, and the others are questions.

Times stand in the locale of the sheet and its zone is nowhere in it, but in a CSV that was downloaded from the form itself
(GMT+8). Rows were appended as people answered, so the order of day and month in which they grow is the right one; where both
fit, the project is asked. A scale is known where the words of the question state it, or the form's definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import questions, responses, scales, stamps, survey_definitions
from voc.ingest.formats.parts.document import documents, stem
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

# "Timestamp" in the languages of Google's sheets, and the order of day and month where the language has one order.
_STAMPS = {
    "timestamp": None, "时间戳记": None, "時間戳記": None, "时间戳": None, "時間戳": None, "提交时间": None,
    "タイムスタンプ": None,
    "타임스탬프": None, "marca temporal": "day", "horodateur": "day", "zeitstempel": "day", "carimbo de data/hora": "day",
    "carimbo de hora": "day", "data/hora": "day", "informazioni cronologiche": "day", "tijdstempel": "day",
    "sygnatura czasowa": "day", "отметка времени": "day", "позначка часу": "day", "zaman damgası": "day",
    "tidsstämpel": "day", "tidsstempel": "day", "aikaleima": "day", "časová značka": "day", "időbélyeg": "day",
    "marcaj de timp": "day", "dấu thời gian": "day", "stempel waktu": "day", "cap waktu": "day", "marca de temps": "day",
    "حقل الوقت والتاريخ": None, "طابع زمني": None, "חותמת זמן": "day", "ประทับเวลา": "day",
}  # fmt: skip
_EMAIL = (
    "email address", "username", "电子邮件地址", "電子郵件地址", "电邮地址", "電郵地址", "メールアドレス", "adresse e-mail",
    "e-mail-adresse", "dirección de correo electrónico", "endereço de e-mail", "nombre de usuario", "nom d'utilisateur",
    "用户名", "使用者名稱",
)  # fmt: skip


def _like(head: Head) -> Like:
    names = [one.strip().lower() for one in head.columns]
    if head.is_json or len(names) < 2 or names[0] not in _STAMPS:
        return NOT_LIKE
    questions_ = [
        one
        for one in head.columns[1:]
        if len(one.strip()) >= 12 or any(mark in one for mark in "?？ ") or _han(one) >= 4
    ]
    # A log has a timestamp too, and beside it columns of one word.
    codes = [
        one
        for one in head.columns[1:]
        if one.strip() and (one == one.lower() and " " not in one.strip() and one.isascii())
    ]
    is_email = any(one in _EMAIL for one in names[1:])
    if len(codes) * 2 > len(names) - 1 or not (questions_ or is_email):
        return NOT_LIKE
    sure = (
        0.7
        if names[0] == "timestamp" and head.columns[0].strip()[0] == "T"
        else 0.8
        if names[0] != "timestamp"
        else 0.6
    )
    return Like(round(min(0.9, sure + 0.1 * is_email), 2), f"begins with {head.columns[0].strip()}, then questions")


def _han(text: str) -> int:
    return sum("\u3400" <= letter <= "\u9fff" for letter in text)


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet = Sheet("feedback")
    found = list(responses.rows(raw, sheet))
    stamp, *mine = raw.rows.column_names
    email = next((one for one in mine if one.strip().lower() in _EMAIL), None)
    gone = [one for one in mine if one == email or responses.is_personal(one)]
    mine = [one for one in mine if one not in gone]
    filled = {one: [cell for row in found if (cell := row.get(one))] for one in mine}
    opens = [one for one in mine if questions.is_open(one, filled[one])]
    numbers = [
        one
        for one in mine
        if one not in opens and filled[one] and all(responses.is_number(cell) for cell in filled[one])
    ]
    scored = scales.scored([scales.Asked(one, one, filled[one]) for one in mine if one not in opens])
    numbers = [one for one in numbers if scored is None or one != scored.id]
    unknown = [responses.carried(one) for one in numbers]
    sheet.answers = tuple(unknown)
    if scored is not None:
        sheet.score = scored.scale
        sheet.warnings += scored.warnings
    sheet.warnings += responses.left_out([one for one in gone if one != email]) + responses.to_declare(unknown)
    times = stamps.iso([row.get(stamp) for row in found], usual=_STAMPS.get(stamp.strip().lower()), grows=True)
    own = {responses.plain(one) for one in mine}
    has_several = any(sum(bool(row.get(one)) for one in opens) > 1 for row in found)
    for number, (at, row) in enumerate(zip(times, found, strict=True), 1):
        responses.begin(sheet, row)
        if at is None and not any(row.values()):
            sheet.reject("empty_row", expected="a response with its time")
            continue
        cells: dict[str, str | None] = {"created_at": at}
        if "customer_id" not in own:
            cells["customer_id"] = row.get(email) if email else None
        if "channel" not in own:
            cells["channel"] = "survey"
        closed = [
            one for one in mine if one not in opens and one not in numbers and (scored is None or one != scored.id)
        ]
        cells |= {responses.carried(one): row.get(one) for one in closed}
        once = {responses.carried(one): row.get(one) for one in numbers}
        if scored is not None:
            once["score"] = row.get(scored.id)
        answers = [Answer(f"Q{mine.index(one) + 1}", one, row.get(one)) for one in opens]
        # The file has no ids. Where a response becomes several rows its place in the file is what they share.
        responses.give(sheet, f"{stem(content)}:{number}" if has_several else None, cells, answers, once)
    return [sheet.raw(content, "google_forms", raw.encoding, raw.warnings)]


def _like_json(head: Head) -> Like:
    members = head.members
    if "textAnswers" in members or {"responseId", "lastSubmittedTime"} <= members:
        found = [
            one
            for one in ("responseId", "createTime", "lastSubmittedTime", "textAnswers", "questionId")
            if one in members
        ]
        return Like(0.97 if len(found) > 2 else 0.8, "has " + ", ".join(found[:4]))
    return NOT_LIKE


def _read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback")
    found: list[Any] = []
    asked: dict[str, str] = {}
    known: dict[str, Score] = {}
    kinds: dict[str, str] = {}
    for one in documents(content):
        for form in (one, one.get("form")) if isinstance(one, dict) else ():
            _learn(form, asked, known, kinds)
        several = one.get("responses") if isinstance(one, dict) else None
        found += (
            several if isinstance(several, list) else [one] if not (isinstance(one, dict) and "items" in one) else []
        )
    form_ids = {id for one in found if isinstance(one, dict) and (id := texts(_plain(one.get("formId"))))}
    rows = [dict(_answers(one)) for one in found]
    ids = list(dict.fromkeys(id for row in rows for id in row))
    # Some tools leave the form's id out: then it is known by its questions.
    beside = list(survey_definitions.beside(content, frozenset(form_ids), frozenset(() if form_ids else ids)))
    for _name, form in beside:
        _learn(form, asked, known, kinds)
    sheet.warnings += survey_definitions.used([name for name, _ in beside])
    filled = {id: [row[id] for row in rows if row.get(id)] for id in ids}
    opens = [
        id
        for id in ids
        if (kinds.get(id) == "text" and not questions.are_codes(asked.get(id, ""), filled[id]))
        or (id not in kinds and questions.is_open(asked.get(id, ""), filled[id]))
    ]
    numbers = [id for id in ids if id not in opens and all(responses.is_number(value) for value in filled[id])]
    closed = [id for id in ids if id not in opens]
    scored = next((scales.Scored(id, known[id]) for id in numbers if id in known), None) or scales.scored(
        [scales.Asked(id, asked.get(id, ""), filled[id]) for id in closed]
    )
    if scored is not None:
        sheet.score = scored.scale
        sheet.warnings += scored.warnings
        closed = [id for id in closed if id != scored.id]
    unknown = [responses.carried(asked.get(id, f"question {id}")) for id in closed if id in numbers]
    sheet.answers = tuple(unknown)
    sheet.warnings += responses.to_declare(unknown)
    if ids and not any(id in asked for id in ids):
        sheet.warnings.append(
            note("the questions are ids: their words and scales are in the form (GET /forms/{id})", id="{id}")
        )
    for one, row in zip(found, rows, strict=True):
        if not isinstance(one, dict) or not {"responseId", "answers", "createTime"} & set(one):
            responses.no_object(sheet, one)
            continue
        cells = {
            "created_at": texts(_plain(one.get("lastSubmittedTime"))) or texts(_plain(one.get("createTime"))),
            "channel": "survey",
            "customer_id": texts(_plain(one.get("respondentEmail"))), "form_id": texts(_plain(one.get("formId"))),
        }  # fmt: skip
        cells |= {responses.carried(asked.get(id, f"question {id}")): row.get(id) for id in closed if id not in numbers}
        once = {responses.carried(asked.get(id, f"question {id}")): row.get(id) for id in closed if id in numbers}
        if scored is not None:
            once["score"] = row.get(scored.id)
        if one.get("totalScore") is not None:
            once["quiz_points"] = texts(_plain(one["totalScore"]))
        answers = [Answer(id, asked.get(id), row.get(id)) for id in opens]
        responses.give(sheet, texts(_plain(one.get("responseId"))), cells, answers, once)
    return [sheet.raw(content, "google_forms_api", content.decoded[1], content.decoded[2])]


def _plain(value: Any) -> Any:
    return None if isinstance(value, dict | list) else value


def _answers(one: Any) -> Iterator[tuple[str, str]]:
    several = one.get("answers") if isinstance(one, dict) else None
    for id, answer in several.items() if isinstance(several, dict) else ():
        inner = answer.get("textAnswers") if isinstance(answer, dict) else None
        values = inner.get("answers") if isinstance(inner, dict) else None
        words = (
            [texts(_plain(value.get("value"))) for value in values if isinstance(value, dict)]
            if isinstance(values, list)
            else []
        )
        said = "; ".join(word for word in words if word)
        if said:
            yield str(id), said


def _learn(form: Any, asked: dict[str, str], known: dict[str, Score], kinds: dict[str, str]) -> None:
    """The words, kinds and scales of the questions of a form's definition."""
    items = form.get("items") if isinstance(form, dict) else None
    for item in items if isinstance(items, list) else ():
        inner = item.get("questionItem") if isinstance(item, dict) else None
        question = inner.get("question") if isinstance(inner, dict) else None
        if not isinstance(question, dict) or not question.get("questionId"):
            continue
        id, title = str(question["questionId"]), item.get("title")
        if isinstance(title, str) and title.strip():
            asked[id] = title.strip()
        kinds[id] = next((name.removesuffix("Question") for name in question if name.endswith("Question")), "")
        scale = question.get("scaleQuestion") or question.get("ratingQuestion")
        if isinstance(scale, Mapping):
            low, high = (str(scale.get(name, "")) for name in ("low", "high"))
            low, high = ("1", str(scale["ratingScaleLevel"])) if "ratingScaleLevel" in scale else (low or "0", high)
            if low.isdecimal() and high.isdecimal() and int(low) < int(high):
                stated = questions.asked_scale(f"{asked.get(id, '')} scale from {low} to {high}")
                known[id] = stated or Score("other", int(low), int(high))


FORMATS = (
    Format(
        "google_forms", "Google Forms responses", "Google Forms, responses as CSV or as a Google Sheet", ("feedback",),
        _like, _read, rows=True,
    ),
    Format(
        "google_forms_api", "Google Forms responses, API", "Google Forms API, forms.responses.list", ("feedback",),
        _like_json, _read_json,
    ),
)  # fmt: skip
