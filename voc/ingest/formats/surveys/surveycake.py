"""SurveyCake: answers as its webhook gives them, each with the words of its question.

For: `formats`. Not for: its CSV. A block of words or a page is no question; the name, the telephone and the like of those
who answer are not carried. The file names no time zone, nor the scale of a rating unless the question does.
https://github.com/SurveyCake/webhook
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import markup, question_answers, questions, responses
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, joined, listed, word
from voc.ingest.formats.parts.question_answers import Response, Said
from voc.ingest.raw import Raw

_FREE = ("TXTSHORT", "TXTLONG")
_NO_QUESTION = ("QUOTE", "STATEMENT", "DIVIDER", "PAGEBREAK", "IMAGE", "VIDEO", "NEST")
_PERSONAL = ("EMAIL", "PHONE", "NAME", "ADDRESS", "SIGNATURE", "FILE", "UPLOAD")


def _like(head: Head) -> Like:
    return having(head.members, ["svid", "submitTime", "result", "subject"], ["title", "sn", "answer", "type"])


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    found = [_response(one) for one in documents(content)]
    return [question_answers.raw(content, "surveycake", found)]


def _response(one: Any) -> Response | Left:
    if not isinstance(one, dict) or not isinstance(one.get("result"), list):
        return responses.left(one)
    cells = {
        "created_at": word(one, "submitTime"), "channel": "survey", "survey_id": word(one, "svid"),
        "survey": word(one, "title"),
    }  # fmt: skip
    return Response(word(one, "hash"), cells, [*_answers(one)])


def _answers(one: Any) -> Iterator[Said]:
    for at, each in enumerate(listed(one, "result"), 1):
        kind = (word(each, "type") or "").upper()
        question = markup.words(word(each, "subject")) or f"question {at}"
        text = joined(each.get("answer")) if isinstance(each, dict) else None
        is_personal = kind.startswith(_PERSONAL) or responses.is_personal(question)
        if text is None or kind in _NO_QUESTION or is_personal:
            continue
        other = joined(each.get("otherAnswer"))
        scale = questions.asked_scale(question) if responses.is_number(text) else None
        is_open = None if kind == "TXTSHORT" else kind in _FREE if kind else None
        yield Said(word(each, "sn") or str(at), question, f"{text}, {other}" if other else text, scale, is_open)


FORMATS = (Format("surveycake", "SurveyCake answers", "SurveyCake, webhook, JSON", ("feedback",), _like, _read),)
