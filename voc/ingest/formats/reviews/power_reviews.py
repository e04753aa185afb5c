"""Reviews as PowerReviews gives them: pages of products, each with its reviews.

For: `review_portals`. Not for: reading them, which is done there as for all portals. Stars are 1 to 5
(https://developers.powerreviews.com, Read API: "metrics.rating").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.parts.document import inner
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.reviews.review_services import Portal


def _dated(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    cells["created_at"] = moment(inner(one, "details", "created_date"))
    return None


PORTAL = Portal(
    "power_reviews", "PowerReviews reviews", "PowerReviews Read API",
    ("ugc_id", "details", "metrics", "created_date"), (("results", "reviews"), ("reviews",)), ("details",),
    {
        "feedback_id": (("review_id",), ("ugc_id",)), "text": (("details", "comments"),),
        "title": (("details", "headline"),), "score": (("metrics", "rating"),),
        "product_id": (("details", "product_page_id"),), "language": (("details", "locale"),),
        "verified": (("badges", "is_verified_buyer"),), "helpful_votes": (("metrics", "helpful_votes"),),
    },
    finish=_dated,
)  # fmt: skip
