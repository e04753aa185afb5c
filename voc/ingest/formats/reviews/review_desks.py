"""Reviews of many sites as one desk gathers them: Birdeye.

For: `review_portals`. Not for: the sites themselves. Where a customer of Facebook says yes or no and gives no stars, Birdeye
writes a rating of 0, which is none; `recommended` is carried.
https://developers.birdeye.com/reference/list-reviews
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.reviews.review_services import Portal


def _birdeye(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    if (cells.get("score") or "").rstrip("0.") == "":
        cells["score"] = None
    return None


PORTALS = (
    Portal(
        "birdeye", "Birdeye reviews (JSON)", "Birdeye API, reviews of a business",
        ("reviewId", "sourceType", "comments", "rating", "reviewDate"), (("reviews",), ()), ("comments", "rating"),
        {
            "feedback_id": (("reviewId",), ("id",)), "created_at": (("reviewDate",),), "score": (("rating",),),
            "text": (("comments",),), "title": (("title",),), "source_of_review": (("sourceType",),),
            "location": (("businessId",),), "is_recommended": (("recommended",),), "reply": (("response",),),
        }, finish=_birdeye,
    ),
)  # fmt: skip
