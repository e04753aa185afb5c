"""What users of software say of it on its own sites: G2 reviews, and ideas on a UserVoice forum, in JSON.

For: `review_portals`, which reads them as it does other portals. Not for: votes, which are no score. A review of G2 answers
several questions, each in words of its own: they are one text, an answer a line, in the order in which G2 asks.
https://data.g2.com/api/docs, https://developer.uservoice.com/docs/api/v2/reference/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.parts.document import inner, word
from voc.ingest.formats.reviews.review_services import Portal
from voc.ingest.source import Score

_ASKED = ("love", "hate", "recommendations", "benefits", "business_problems_solved")
_HALVES = Score("stars", 0.5, 5)  # G2 gives half stars


def _g2(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    answers = inner(one, "attributes", "comment_answers")
    asked = [*_ASKED, *(name for name in answers if name not in _ASKED)] if isinstance(answers, dict) else []
    said = [text for name in asked if (text := word(answers, name, "value") or word(answers, name))]
    cells["text"] = "\n".join(said) or None
    return None


def _uservoice(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    """An idea may be its title alone."""
    if not cells.get("text"):
        cells |= {"text": cells.get("title"), "title": None}
    return {"spam": "spam", "deleted": "deleted"}.get((cells.get("state") or "").lower())


PORTALS = (
    Portal(
        "g2", "G2 reviews", "G2 API v1, survey_responses", ("data", "attributes", "star_rating", "comment_answers"),
        (("data",), ()), ("attributes",),
        {
            "feedback_id": (("id",),), "created_at": (("attributes", "submitted_at"),),
            "score": (("attributes", "star_rating"),), "title": (("attributes", "title"),),
            "product": (("attributes", "product_name"),), "country": (("attributes", "country_name"),),
        }, score=_HALVES, finish=_g2,
    ),
    Portal(
        "uservoice", "UserVoice ideas (JSON)", "UserVoice Admin API v2, suggestions",
        ("suggestions", "supporters_count", "title", "state"), (("suggestions",), ()), ("title", "body"),
        {
            "feedback_id": (("id",),), "created_at": (("created_at",),), "title": (("title",),), "text": (("body",),),
            "customer_id": (("links", "created_by"),), "votes": (("votes_count",),),
            "supporters": (("supporters_count",),), "state": (("state",),), "category": (("links", "category"),),
        }, score=None, channel="forum", finish=_uservoice,
    ),
)  # fmt: skip
