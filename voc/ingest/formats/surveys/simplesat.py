"""Simplesat: responses of its API, each with its answers and the comments on them.

For: `formats`. Not for: its CSV, which goes in as a table. The answer to the question of NPS is on 0 to 10; how many
faces or stars another question has is not said, and its answer is carried as `their_score`. A ticket's number in the
helpdesk joins.
https://docs.simplesat.io
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import questions, responses
from voc.ingest.formats.parts.document import documents, inner, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

ID = "simplesat"
_MARKS = (("responses", ("answers", "choice_label", "sentiment", "follow_up_answer", "team_members", "metric")),)


def like(head: Head) -> Like:
    """How like responses of Simplesat a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback, a row a comment, or the response where none was written. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback", answers=("their_score",))
    for one in [each for document in documents(content) for each in things(document, "responses", "data", "results")]:
        given = inner(one, "answers")
        if not isinstance(given, list):
            responses.no_object(sheet, one)
        elif not any(isinstance(each, dict) for each in given):
            sheet.reject("not_answered", column="answers", found=word(one, "id"), expected="an answer")
        else:
            _keep(sheet, one, [each for each in given if isinstance(each, dict)])
    return [sheet.raw(content, ID, content.decoded[1], content.decoded[2])]


def _keep(sheet: Sheet, one: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> None:
    cells = {
        "created_at": word(one, "created"), "channel": "survey", "survey": word(one, "survey", "name"),
        "customer_id": word(one, "customer", "external_id") or word(one, "customer", "id"),
        "interaction_id": word(one, "ticket", "external_id"),
    }  # fmt: skip
    once: dict[str, str | None] = {}
    said = []
    for at, each in enumerate(given, 1):
        number, asked = word(each, "question", "id") or str(at), word(each, "question", "text")
        choice = word(each, "choice") or word(each, "choice_label")
        is_nps = (word(each, "question", "metric") or "").lower() == "nps" and responses.is_number(choice or "")
        if is_nps and "score" not in once:
            scale = questions.NPS
            once |= {"score": choice, "score_type": scale.type, "score_min": "0", "score_max": "10"}
        elif choice:
            once.setdefault("their_score", choice)
        for name in ("comment", "follow_up_answer"):
            said.append(Answer(number if name == "comment" else f"{number}:{name}", asked, word(each, name)))
    responses.give(sheet, word(one, "id"), cells, said, once)


FORMATS = (Format(ID, "Simplesat responses", "Simplesat API, responses", ("feedback",), like, read),)
