"""AskNicely: responses of its API.

For: `formats`. Not for: the notes of one's own people beside a response. An answer of NPS is on 0 to 10, one of five stars
on 1 to 5; of another kind of question the scale is not said, and its answer is carried. Who was asked and did not answer is
rejected. Times are epochs: that of the answer counts, not those of the person.
https://demo.asknice.ly/help/apidocs/responses
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked, texts
from voc.ingest.formats.parts import questions, responses
from voc.ingest.formats.parts.document import documents, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

ID = "asknicely"
_MARKS = (("responses", ("response_id", "answer", "comment", "responded", "question_type", "segment")),)
_SCALES = {"nps": questions.NPS, "5star": questions.STARS, "five_star": questions.STARS, "fivestar": questions.STARS}
_KNOWN = (
    "response_id", "person_id", "contact_id", "email", "answer", "answerlabel", "comment", "note", "responded", "created",
    "sent", "opened", "lastemailed", "data", "publishedname", "publishedavatar", "question_type", "dateunixtimestamp",
)  # fmt: skip


def like(head: Head) -> Like:
    """How like responses of AskNicely a head is."""
    return marked(head.members, _MARKS, 0.92)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for one in [each for document in documents(content) for each in things(document, "data", "responses")]:
        if not isinstance(one, dict) or not {"answer", "comment"} & set(one):
            responses.no_object(sheet, one)
        elif moment(one.get("responded")) is None and word(one, "answer") is None:
            sheet.reject("not_answered", column="answer", found=word(one, "response_id"), expected="an answer")
        else:
            _keep(sheet, one)
    return [sheet.raw(content, ID, content.decoded[1], content.decoded[2])]


def _keep(sheet: Sheet, one: Mapping[str, Any]) -> None:
    kind = (word(one, "question_type") or "").lower()
    scale = _SCALES.get(kind)
    cells = {
        **{responses.carried(name): texts(value) for name, value in one.items()
           if name not in _KNOWN and not isinstance(value, dict | list) and not responses.is_personal(name)},
        "created_at": moment(one.get("responded")), "channel": "survey", "question_type": kind or None,
        "customer_id": word(one, "person_id") or word(one, "contact_id") or word(one, "email"),
    }  # fmt: skip
    answer = word(one, "answer")
    once: dict[str, str | None] = {"their_score": answer}
    if scale is not None:
        once = {
            "score": answer, "score_type": scale.type, "score_min": f"{scale.min:g}", "score_max": f"{scale.max:g}",
        }  # fmt: skip
    responses.give(sheet, word(one, "response_id"), cells, [Answer("comment", None, word(one, "comment"))], once)


FORMATS = (Format(ID, "AskNicely responses", "AskNicely API, responses", ("feedback",), like, read),)
