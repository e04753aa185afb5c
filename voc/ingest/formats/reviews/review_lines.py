"""Reviews a line each, as the open sets of Amazon and Yelp have them.

For: `formats`. Not for: exports of a business account. Stars are 1 to 5. Amazon's older sets call the text reviewText, the
stars overall and give the time in seconds; its newer ones text, rating and milliseconds.
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

_SETS = (
    ("Amazon", ("reviewerID", "asin", "overall"), {
        "created_at": "unixReviewTime", "score": "overall", "title": "summary", "text": "reviewText",
        "customer_id": "reviewerID",
        "product": "asin", "is_verified": "verified",
    }),
    ("Amazon", ("rating", "asin", "user_id", "timestamp"), {
        "created_at": "timestamp", "score": "rating", "title": "title", "text": "text", "customer_id": "user_id",
        "product": "asin",
        "parent_product": "parent_asin", "is_verified": "verified_purchase", "helpful_votes": "helpful_vote",
    }),
    ("Yelp", ("review_id", "business_id", "stars"), {
        "feedback_id": "review_id", "created_at": "date", "score": "stars", "text": "text", "customer_id": "user_id",
        "business_id": "business_id", "useful": "useful", "funny": "funny", "cool": "cool",
    }),
)  # fmt: skip


def _like(head: Head) -> Like:
    for who, needed, _ in _SETS:
        if head.members.issuperset(needed):
            return Like(0.9, f"has {', '.join(needed)}: {who}")
    return NOT_LIKE


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet = Sheet("feedback", score=reviews.STARS)
    for one in documents(content):
        names = next((names for _, needed, names in _SETS if isinstance(one, dict) and set(needed) <= set(one)), None)
        if names is None:
            responses.no_object(sheet, one)
            continue
        sheet.keep(channel="web", **{ours: _cell(one.get(their)) for ours, their in names.items()})
    return [sheet.raw(content, "review_lines", content.decoded[1], content.decoded[2])]


def _cell(value: Any) -> str | None:
    return None if isinstance(value, dict | list) else texts(value)


FORMATS = (
    Format("review_lines", "Amazon and Yelp reviews", "open sets of reviews, JSON lines", ("feedback",), _like, _read),
)
