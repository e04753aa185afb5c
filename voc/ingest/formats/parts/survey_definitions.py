"""The definition of a survey beside its responses: the words of questions and choices, which its responses call by ids.

    for name, survey in beside(content, "506487016"):      # survey_details.json in the same folder

For: the formats of surveys whose API gives ids, and saying what such a file is. Not for: definitions inside the file of
responses itself, which its format reads. There is nothing to count in a definition: each question is rejected by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from voc.errors import VocError
from voc.ingest.content import Content
from voc.ingest.formats.format import HEAD, NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.document import documents, inner, listed, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw

_LARGEST = 8 << 20  # bytes: a definition with all its languages is seldom one
_MOST = 50  # files that are looked at
_ASKED = ("questions", "fields", "items", "elements")
_MARKS = (
    ("SurveyMonkey", ("pages", "headings", "family"), ("response_status", "recipient_id"), ("id",)),
    ("Typeform", ("fields", "properties", "title", "ref"), ("landed_at", "submitted_at"), ("id",)),
    ("Formbricks", ("questions", "headline", "environmentId"), ("finished", "ttc"), ("id",)),
    ("Formbricks", ("blocks", "elements", "headline", "environmentId"), ("finished", "ttc"), ("id",)),
    ("Google Forms", ("formId", "questionItem", "questionId"), ("textAnswers",), ("formId",)),
)  # fmt: skip


def _whose(head: Head) -> str | None:
    for whose, needed, not_with, _ in _MARKS:
        if head.members.issuperset(needed) and not head.members.intersection(not_with):
            return whose
    return None


def _like(head: Head) -> Like:
    whose = _whose(head)
    return NOT_LIKE if whose is None else Like(0.9, f"the definition of a survey of {whose}")


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback")
    for one in _surveys(documents(content)):
        pages = listed(one, "pages") or listed(one, "blocks") or [one]
        asked = [each for page in pages for name in _ASKED for each in listed(page, name)]
        for each in asked or [one]:
            sheet.reject("question_of_survey", found=word(each, "id") or word(each, "itemId"), expected="a response")
    sheet.warnings.append(
        note("this is what a survey asks, and no response to it: its words are used for responses beside it")
    )
    found = sheet.raw(content, "survey_definitions", content.decoded[1], content.decoded[2])
    return [replace(found, nothing="the definition of a survey")]


def beside(
    content: Content, ids: frozenset[str], fields: frozenset[str] = frozenset()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The definitions, each with the name of its file, of the surveys called `ids` that lie in the folder of `content`, and
    of those that have all of `fields`, by their ids: responses of Typeform name the fields and not the form. None where it
    is a member of an archive; a file that is no definition, or damaged, is passed over."""
    if content.path is None or not (ids or fields):
        return
    names = sorted(one for one in content.path.parent.glob("*.json") if one != content.path)
    for path in names[:_MOST]:
        try:
            if path.stat().st_size > _LARGEST:
                continue
            other = Content(path.name, ".json", path.read_bytes(), "")
            whose = _whose(Head(path.name, ".json", other.head(HEAD)))
            opened = documents(other) if whose else []
        except (OSError, VocError):
            continue
        keys = next((keys for name, _, _, keys in _MARKS if name == whose), ())
        for one in _surveys(opened):
            if isinstance(one, dict) and (
                any(word(one, key) in ids for key in keys) or (fields and fields <= _fields(one))
            ):
                yield path.name, one


def _surveys(opened: Sequence[Any]) -> Iterator[Any]:
    """The surveys of some documents; an API may wrap one, or a list of them, in `data`."""
    for one in opened:
        held = inner(one, "data")
        yield from held if isinstance(held, list) else [held if isinstance(held, dict) else one]


def _fields(one: Any) -> frozenset[str]:
    """The ids of the fields of a form, those of its groups too; of a form of Google's, of its questions."""
    asked = [inner(each, "questionItem", "question") for each in listed(one, "items")]
    asked += [row for each in listed(one, "items") for row in listed(each, "questionGroupItem", "questions")]
    if asked:
        return frozenset(id for each in asked if (id := word(each, "questionId")))
    own = [each for each in listed(one, "fields") if isinstance(each, dict)]
    inside = [_fields(each["properties"]) for each in own if isinstance(each.get("properties"), dict)]
    return frozenset(id for each in own if (id := word(each, "id"))).union(*inside)


def used(names: Sequence[str]) -> list[str]:
    """The warning that words were taken from files beside, none for none."""
    return [note("the words of its questions are those of {files} beside it", files=", ".join(names))] if names else []


FORMATS = (
    Format(
        "survey_definitions", "Definitions of surveys (nothing in them is kept)",
        "SurveyMonkey /surveys/{id}/details, Typeform /forms/{id}, Google Forms forms.get, Formbricks surveys",
        ("feedback",), _like, _read,
    ),
)  # fmt: skip
