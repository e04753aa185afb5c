"""Retently: responses of its feedback API.

For: `formats`. Not for: the notes of one's own people in a response, which no customer said. One list holds surveys of
several kinds, each on a scale of its own: NPS 0 to 10, CSAT and stars 1 to 5, CES 1 to 7. A response that Retently holds
for bogus is left out, as it leaves it out of its figures. Comments are HTML. Free answers to further questions are comments
of their own, chosen ones are carried.
https://www.retently.com/api/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup, questions, responses
from voc.ingest.formats.parts.document import documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("responses", ("score", "comment", "createdDate", "metricsType")),
    ("responses", ("score", "comment", "createdDate", "campaignId", "ratingCategory")),
    ("responses", ("score", "comment", "createdDate", "isBogus")),
)
_SCALES = {
    "nps": Score("nps", 0, 10), "csat": Score("csat", 1, 5), "ces": Score("ces", 1, 7), "star": Score("stars", 1, 5),
    "stars": Score("stars", 1, 5), "5-star": Score("stars", 1, 5),
}  # fmt: skip
_WRAPPERS = ("data", "responses", "feedback")


def like(head: Head) -> Like:
    """How like responses of Retently a head is."""
    return marked(head.members, _MARKS, 0.9)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    found = [one for document in documents(content) for one in _unwrapped(document)]
    asked: dict[str, list[str | None]] = {}
    for one in found:
        for question, answer in _more(one):
            asked.setdefault(question, []).append(answer)
    chosen = {question for one in found for question, _ in _more(one, list)}
    opens = [one for one, cells in asked.items() if one not in chosen and questions.is_open(one, cells)]
    for one in found:
        if not isinstance(one, dict) or not {"score", "comment"} & set(one):
            responses.no_object(sheet, one)
        elif truth(one.get("isBogus")):
            sheet.reject(
                "excluded_by_the_tool", column="isBogus", found=word(one, "id"), expected="a response that counts"
            )
        else:
            _keep(sheet, one, opens)
    return [sheet.raw(content, "retently", content.decoded[1], content.decoded[2])]


def _unwrapped(value: Any, depth: int = 0) -> Iterator[Any]:
    held = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), list | dict)), None) if isinstance(
        value, dict
    ) and "score" not in value else None  # fmt: skip
    if held is None or depth > 3:
        yield value
    else:
        for one in held if isinstance(held, list) else [held]:
            yield from _unwrapped(one, depth + 1)


def _more(one: Any, kind: type = object) -> Iterator[tuple[str, str | None]]:
    """The questions that a response answers beside the first, and what it says; those whose answers are of a `kind`: a list
    holds what was chosen."""
    for at, each in enumerate(listed(one, "additionalQuestions"), 1):
        question, given = word(each, "question") or f"question {at}", mapping(each).get("answer")
        answer = joined(given)
        if answer is not None and isinstance(given, kind) and not responses.is_personal(question):
            yield question, markup.words(answer)


def _keep(sheet: Sheet, one: Mapping[str, Any], opens: Sequence[str]) -> None:
    kind = (word(one, "metricsType") or word(one, "metric") or "").lower()
    scale, score = _SCALES.get(kind), word(one, "score")
    more = dict(_more(one))
    cells = {
        **{responses.carried(name): cell for name, cell in more.items() if name not in opens},
        "created_at": moment(one.get("createdDate")), "channel": "survey",
        "customer_id": word(one, "customerId") or word(one, "email"),
        "sent_by": word(one, "channel"), "company": word(one, "companyName"), "country": word(one, "country"),
        "campaign": word(one, "campaignName"), "campaign_id": word(one, "campaignId"), "metric": kind or None,
        "tags": joined(one.get("feedbackTags")), "topics": joined(one.get("feedbackTopics")),
        "rating_category": word(one, "ratingCategory"),
    }  # fmt: skip
    if scale is None:
        once: dict[str, str | None] = {f"score of {kind or 'unknown'}": score}
    else:
        once = {
            "score": score, "score_type": scale.type, "score_min": f"{scale.min:g}", "score_max": f"{scale.max:g}",
        }  # fmt: skip
    said = [Answer("comment", None, markup.words(word(one, "comment")))]
    said += [Answer(question, question, more.get(question)) for question in opens]
    responses.give(sheet, word(one, "id"), cells, said, once)


FORMATS = (Format("retently", "Retently responses", "Retently API v2, feedback", ("feedback",), like, read),)
