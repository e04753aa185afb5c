"""Trustpilot: reviews as CSV of its business account and as JSON of its API.

For: `formats`. Not for: other portals. Stars are 1 to 5. Consumers' names are left out, an order reference joins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.reviews import reviews
from voc.ingest.raw import Raw

_NAMES = {
    "review id": "feedback_id", "id": "feedback_id", "review created (utc)": "created_at", "review created at": "created_at",
    "review created": "created_at", "review created date": "created_at", "created at": "created_at",
    "review date": "created_at",
    "date published": "created_at", "published date": "created_at", "date of experience": "experienced_at",
    "review rating": "score", "review stars": "score", "stars": "score", "rating": "score", "star rating": "score",
    "review title": "title", "title": "title", "review content": "text", "review text": "text", "content": "text",
    "text": "text",
    "review language": "review_language", "language": "review_language", "reference number": "order_id",
    "reference id": "order_id",
    "review reference number": "order_id", "reply": "reply", "company reply": "reply", "review company reply": "reply",
    "company reply content": "reply", "consumer id": "customer_id", "review user id": "customer_id",
    "review username": reviews.LEFT, "consumer name": reviews.LEFT, "consumer display name": reviews.LEFT,
    "review user name": reviews.LEFT, "reviewer name": reviews.LEFT, "review user email": reviews.LEFT,
    "consumer email": reviews.LEFT, "email": reviews.LEFT,
}  # fmt: skip
_MARKS = ("review rating", "review stars", "review content", "review created (utc)", "review username",
          "review user id", "domain url",
          "domain name", "reference number", "reference id", "consumer name", "consumer id", "company reply",
          "review company reply",
          "webshop name", "is verified", "verification", "review verification", "date of experience", "location id",
          "tags")  # fmt: skip


def _like(head: Head) -> Like:
    members = head.members
    marks = [one for one in ("consumer", "businessUnit", "companyReply", "isVerified", "numberOfLikes",
              "countsTowardsTrustScore",
                             "referenceId", "reviewVerificationLevel", "experiencedAt") if one in members]  # fmt: skip
    if not {"stars", "text"} <= members or not {"consumer", "companyReply", "businessUnit"} & members or len(marks) < 2:
        return NOT_LIKE
    return Like(round(min(0.96, 0.7 + 0.05 * len(marks)), 2), "has stars, text, " + ", ".join(marks[:4]))


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback", score=reviews.STARS)
    for one in documents(content):
        several = one.get("reviews") if isinstance(one, dict) else None
        for review in several if isinstance(several, list) else [one]:
            _give(sheet, review)
    return [sheet.raw(content, "trustpilot", content.decoded[1], content.decoded[2])]


def _give(sheet: Sheet, one: Any) -> None:
    if not isinstance(one, dict) or not {"stars", "text"} & set(one):
        responses.no_object(sheet, one)
        return
    inner: dict[str, dict[str, Any]] = {name: value for name, value in one.items() if isinstance(value, dict)}
    unit, consumer, reply = (inner.get(name, {}) for name in ("businessUnit", "consumer", "companyReply"))
    sheet.keep(
        feedback_id=_cell(one.get("id")), created_at=_cell(one.get("createdAt")), score=_cell(one.get("stars")),
        title=_cell(one.get("title")), text=_cell(one.get("text")), review_language=_cell(one.get("language")),
        customer_id=_cell(consumer.get("id")), order_id=_cell(one.get("referenceId")),
        domain=_cell(unit.get("identifyingName")),
        reply=_cell(reply.get("text")), is_verified=_cell(one.get("isVerified")),
        experienced_at=_cell(one.get("experiencedAt")),
        status=_cell(one.get("status")), channel="web",
        updated_at=_cell(one.get("updatedAt")) or _cell(one.get("createdAt")),  # which of two versions is newer
    )  # fmt: skip


def _cell(value: Any) -> str | None:
    return None if isinstance(value, dict | list) else texts(value)


def _like_csv(head: Head) -> Like:
    names = reviews.keys(head.columns)
    marks = [one for one in _MARKS if one in names]
    if head.is_json or not {"review rating", "review stars", "stars", "rating"} & names or len(marks) < 3:
        return NOT_LIKE
    if not {"review content", "review text", "content", "text"} & names:
        return NOT_LIKE
    return Like(round(min(0.95, 0.6 + 0.06 * len(marks)), 2), "has " + ", ".join(marks[:4]))


def _read_csv(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    return reviews.given(content, "trustpilot_csv", raw, _NAMES, "web")


FORMATS = (
    Format("trustpilot", "Trustpilot reviews", "Trustpilot API, reviews of a business unit", ("feedback",), _like, _read),
    Format(
        "trustpilot_csv", "Trustpilot reviews, CSV", "Trustpilot Business, export of reviews", ("feedback",), _like_csv,
        _read_csv, rows=True,
    ),
)  # fmt: skip
