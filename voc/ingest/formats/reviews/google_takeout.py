"""Google Maps reviews that a person wrote, as Takeout packs them: GeoJSON, a place a feature.

For: `review_portals`. Not for: reviews of a firm's own places (`google_business`), nor places that are saved and not
reviewed, which such files hold too (`not_a_review`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.parts.document import inner, word
from voc.ingest.formats.reviews.review_services import Portal


def _of_feature(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    """The names of Takeout today, and those of before 2023, which are headings with blanks."""
    said = inner(one, "properties")
    cells |= {
        "created_at": word(said, "date") or word(said, "Published"),
        "score": word(said, "five_star_rating_published") or word(said, "Star Rating"),
        "text": word(said, "review_text_published") or word(said, "Review Comment"),
        "place": word(said, "location", "name") or word(said, "Location", "Business Name"),
        "country": word(said, "location", "country_code") or word(said, "Location", "Country Code"),
    }
    return None if cells["score"] or cells["text"] else "not_a_review"


def _portal(id: str, title: str, *needed: str) -> Portal:
    return Portal(
        id, title, "Google Takeout, Maps (your places), Reviews.json", ("features", "properties", *needed),
        (("features",),), ("properties",), {}, finish=_of_feature,
    )  # fmt: skip


PORTALS = (
    _portal("google_takeout", "Google Maps reviews, Takeout", "five_star_rating_published"),
    _portal("google_takeout_old", "Google Maps reviews, Takeout before 2023", "Star Rating", "Published"),
)
