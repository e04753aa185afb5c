"""Delighted: survey responses of its API (a list, or one to a line) and of its CSV export.

For: `formats`. Not for: people and metrics of the same API.

A survey type has its scale: nps and enps 0 to 10, csat, five stars and smileys 1 to 5, thumbs 0 and 1, pmf 1 to 3. `ces` is
asked on 5 points or on 7, and Delighted does not say on which: 5, what its help shows, unless an answer is above. Without a
type it is NPS, the only one that Delighted's API documents for a bare score. Further answers in
words are rows of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.source import Score

SCALES = {
    "nps": Score("nps", 0, 10), "enps": Score("nps", 0, 10), "csat": Score("csat", 1, 5), "csat5": Score("csat", 1, 5),
    "csat3": Score("csat", 1, 3), "csat2": Score("csat", 1, 2), "ces": Score("ces", 1, 5), "ces5": Score("ces", 1, 5),
    "ces7": Score("ces", 1, 7), "fivestar": Score("stars", 1, 5), "fivestars": Score("stars", 1, 5),
    "5star": Score("stars", 1, 5), "5stars": Score("stars", 1, 5), "star": Score("stars", 1, 5),
    "stars": Score("stars", 1, 5),
    "stars5": Score("stars", 1, 5), "smileys5": Score("csat", 1, 5), "smileys3": Score("csat", 1, 3),
    "smileys": Score("csat", 1, 5), "smiley": Score("csat", 1, 5), "thumbs": Score("thumbs", 0, 1),
    "pmf": Score("other", 1, 3),
}  # fmt: skip
_COMMENT = "comment"  # the question after the score has no id of its own
_SEVEN = Score("ces", 1, 7)


def _like(head: Head) -> Like:
    members = head.members
    if not {"score", "comment", "created_at"} <= members or not {"person", "survey_type"} & members:
        return NOT_LIKE
    marks = ("survey_type", "person", "person_properties", "additional_answers", "permalink", "notes", "tags")
    found = [one for one in marks if one in members]
    return Like(round(min(0.97, 0.6 + 0.06 * len(found)), 2), "has score, comment, " + ", ".join(found[:4]))


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback")
    found: list[Any] = []
    for one in documents(content):
        inner = next(
            (
                one[n]
                for n in ("survey_responses", "data", "responses")
                if isinstance(one, dict) and isinstance(one.get(n), list)
            ),
            None,
        )
        found += inner if inner is not None else [_opened(one)]
    scales = _scales(
        [texts(_plain(one.get("survey_type"))) for one in found if isinstance(one, dict)], sheet, _sevens(found)
    )
    opens = _opens(found)
    sheet.answers = ("their_score",)
    for one in found:
        if isinstance(one, dict) and ("score" in one or "comment" in one):
            _give(sheet, one, scales, opens)
        else:
            responses.no_object(sheet, one)
    return [sheet.raw(content, "delighted", content.decoded[1], content.decoded[2])]


def _opened(one: Any) -> Any:
    """The response inside an event of a webhook or a record around it."""
    if isinstance(one, dict) and "score" not in one:
        return next((one[name] for name in ("event_data", "record", "data") if isinstance(one.get(name), dict)), one)
    return one


def _plain(value: Any) -> Any:
    return None if isinstance(value, dict | list) else value


def type_of(word: str | None) -> str:
    """A survey type as a key of SCALES: "5-Star" -> 5star."""
    return "".join(letter for letter in (word or "nps").lower() if letter.isalnum())


def _sevens(found: Sequence[Any]) -> bool:
    return any(
        type_of(texts(_plain(one.get("survey_type")))) == "ces" and texts(_plain(one.get("score"))) in ("6", "7")
        for one in found if isinstance(one, dict)
    )  # fmt: skip


def _scales(types: Sequence[str | None], sheet: Sheet, has_seven: bool) -> dict[str, Score]:
    scales = {one: SCALES[one] for one in map(type_of, types) if one in SCALES}
    if "ces" in scales:
        scales["ces"] = _SEVEN if has_seven else scales["ces"]
        sheet.warnings.append(
            note(
                "Delighted asks ces on 5 points or on 7 and does not say which; read as 1 to {high}: if that "
                "is wrong, declare [source.score]",
                high=f"{scales['ces'].max:g}",
            )
        )
    if any(one is None for one in types):
        sheet.warnings.append(
            note("rows without a survey type are read as NPS, 0 to 10; if that is wrong, declare [source.score]")
        )
    unknown = sorted({one for one in types if one is not None and type_of(one) not in SCALES})
    if unknown:
        sheet.warnings.append(
            note(
                "no scale is known for survey type {types}: its score is carried as their_score; to count "
                'it, add [source.columns] score = "their_score" and [source.score]',
                types=", ".join(unknown)[:80],
            )
        )
    return scales


def _scored(value: str | None, word: str | None, scales: Mapping[str, Score]) -> dict[str, str | None]:
    scale = scales.get(type_of(word))
    if scale is None:
        return {"their_score": value}
    ends = {"score_min": f"{scale.min:g}", "score_max": f"{scale.max:g}"}
    return {"score": value, "score_type": scale.type, **ends}


def _opens(found: Sequence[Any]) -> dict[str, str]:
    """Questions beside the comment that were answered in words: id -> question."""
    asked: dict[str, str] = {}
    for one in found:
        for question, _, text in _further(one):
            if text is not None:
                asked.setdefault(question[0], question[1])
    return asked


def _further(one: Any) -> list[tuple[tuple[str, str], str | None, str | None]]:
    """Further answers: ((id, question), what was chosen, what was written)."""
    answers = one.get("additional_answers") if isinstance(one, dict) else None
    found: list[tuple[tuple[str, str], str | None, str | None]] = []
    for answer in answers if isinstance(answers, list) else ():
        if not isinstance(answer, dict):
            continue
        question = answer["question"] if isinstance(answer.get("question"), dict) else {}
        id = texts(_plain(question.get("id"))) or texts(_plain(answer.get("id"))) or "unknown"
        value = answer["value"] if isinstance(answer.get("value"), dict) else {"free_response": answer.get("value")}
        many = value.get("select_many")
        one_of = value.get("select_one")
        chosen = [item for item in [one_of, *(many if isinstance(many, list) else [])] if isinstance(item, dict)]
        words = "; ".join(str(item["text"]) for item in chosen if isinstance(item.get("text"), str)) or None
        text = value.get("free_response")
        found.append((
            (id, texts(_plain(question.get("text"))) or id),
            words or texts(_plain(value.get("scale"))),
            text if isinstance(text, str) and text.strip() else None,
        ))  # fmt: skip
    return found


def _give(sheet: Sheet, one: Mapping[str, Any], scales: Mapping[str, Score], opens: Mapping[str, str]) -> None:
    person = one.get("person")
    cells: dict[str, str | None] = {name: texts(_plain(one.get(name))) for name in ("created_at", "updated_at")}
    # One that was never changed is as old as it is: the event of a later change is newer.
    cells["updated_at"] = cells["updated_at"] or cells["created_at"]
    properties = one.get("person_properties") or one.get("properties")
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if not responses.is_personal(str(name)):
            cells[responses.carried(str(name))] = responses.cell(value)
    own = {responses.plain(name) for name in cells}
    if "customer_id" not in own:
        cells["customer_id"] = (
            texts(_plain(person.get("id") or person.get("email")))
            if isinstance(person, dict)
            else texts(_plain(person))
        )
    if "channel" not in own:
        cells["channel"] = "survey"
    tags = one.get("tags")
    cells["tags"] = "; ".join(str(tag) for tag in tags) or None if isinstance(tags, list) else texts(_plain(tags))
    kind = texts(_plain(one.get("survey_type")))
    cells["survey_type"] = kind
    once = _scored(texts(_plain(one.get("score"))), kind, scales)
    said = {id: text for (id, _), _, text in _further(one) if text}
    for (_, question), chosen, _text in _further(one):
        if chosen is not None:
            (once if responses.is_number(chosen) else cells)[responses.carried(question)] = chosen
    comment = one.get("comment")
    answers = [Answer(_COMMENT, None, comment if isinstance(comment, str) else texts(_plain(comment)))]
    answers += [Answer(id, question, said.get(id)) for id, question in opens.items()]
    responses.give(sheet, texts(_plain(one.get("id"))), cells, answers, once)


_COLUMNS = {
    "id": "id", "response id": "id", "survey response id": "id", "survey response": "id", "score": "score",
    "comment": "comment",
    "nps score": "score", "survey type": "type", "created at": "created", "response created at": "created",
    "responded at": "created", "response date": "created", "survey response received at": "created",
    "response received at": "created", "response timestamp": "created", "survey response timestamp": "created",
    "response time": "created",
    "received at": "created", "date": "created", "person id": "person", "person": "person", "email": "email",
    "person email": "email", "customer email": "email", "name": "left", "person name": "left", "customer name": "left",
    "phone number": "left", "phone": "left", "permalink": "left", "tags": "tags",
}  # fmt: skip


def _key(name: str) -> str:
    """A column's name in lower case with spaces, without the zone that a time's may end in."""
    return name.strip().lower().replace("_", " ").removesuffix("(utc)").rstrip()


def _like_csv(head: Head) -> Like:
    names = {_key(name) for name in head.columns}
    if head.is_json or not {"score", "comment"} <= names:
        return NOT_LIKE
    marks = [
        one for one in ("survey type", "person id", "permalink", "survey response id", "response id", "updated at",
                        "created at",
                        "tags", "person email", "delighted source", "delighted email subject", "notes", "person properties")
        if one in names
    ]  # fmt: skip
    strong = {"survey type", "permalink", "survey response id", "delighted source", "delighted email subject"} & set(
        marks
    )
    if not strong or len(marks) < 2:
        return NOT_LIKE
    return Like(round(min(0.95, 0.6 + 0.06 * len(marks)), 2), "has score, comment, " + ", ".join(marks[:4]))


def _read_csv(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet = Sheet("feedback")
    found = list(responses.rows(raw, sheet))
    parts: dict[str, str] = {}
    for name in raw.rows.column_names:
        part = _COLUMNS.get(_key(name))
        if part is not None and (part == "left" or part not in parts.values()):
            parts[name] = part
    at = {part: name for name, part in parts.items() if part != "left"}
    is_synced = (
        "_fivetran_synced" in raw.rows.column_names
    )  # which writes what the API says, seconds since 1970, in UTC
    sheet.timezone = "UTC" if is_synced or at.get("created", "").strip().lower().endswith("(utc)") else None
    types = [row.get(at.get("type", "")) for row in found]
    scores = [row.get(at.get("score", "")) for row in found]
    has_seven = any(type_of(kind) == "ces" and score in ("6", "7") for kind, score in zip(types, scores, strict=True))
    scales = _scales(types, sheet, has_seven)
    gone = [
        name
        for name in raw.rows.column_names
        if parts.get(name) == "left" or (name not in parts and responses.is_personal(name))
    ]
    sheet.warnings += responses.left_out(gone)
    sheet.answers = ("their_score",)
    more = [name for name in raw.rows.column_names if name not in parts and name not in gone]
    own = {responses.plain(name) for name in more}
    for row, kind, score in zip(found, types, scores, strict=True):
        responses.begin(sheet, row)
        cells: dict[str, str | None] = {"created_at": row.get(at.get("created", "")), "survey_type": kind}
        if "tags" in at:
            cells["tags"] = row.get(at["tags"])
        if "customer_id" not in own:
            cells["customer_id"] = row.get(at.get("person", "")) or row.get(at.get("email", ""))
        if "channel" not in own:
            cells["channel"] = "survey"
        cells |= {responses.carried(name): row.get(name) for name in more}
        answer = Answer(_COMMENT, None, row.get(at.get("comment", "")))
        responses.give(sheet, row.get(at["id"]) if "id" in at else None, cells, [answer], _scored(score, kind, scales))
    return [sheet.raw(content, "delighted_csv", raw.encoding, raw.warnings)]


FORMATS = (
    Format("delighted", "Delighted survey responses", "Delighted API, survey_responses", ("feedback",), _like, _read),
    Format(
        "delighted_csv", "Delighted survey responses, CSV", "Delighted, download of responses", ("feedback",), _like_csv,
        _read_csv, rows=True,
    ),
)  # fmt: skip
