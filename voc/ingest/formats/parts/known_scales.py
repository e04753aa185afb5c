"""Scales that a vendor or the makers of an open set document and the file does not say, told by its headings.

    of({"review score", "positive review", "negative review"})      # Known("review score", 1 to 10)

For: `feedback_tables`. Not for: scales that a heading, a question or the answers state.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from voc.ingest.formats.parts import questions
from voc.ingest.source import Score


@dataclass(frozen=True)
class Known:
    """The heading of the score, as headings.plain writes it, and its scale."""

    heading: str
    scale: Score


# Headings that are there together: Booking.com, Olist, a shop for women's clothing (an open set), Datafiniti, Google's local
# reviews, Yelp Fusion, Disneyland (an open set), Intercom's reports, REVIEWS.io, Stamped, Usabilla's button.
_KNOWN = (
    ("positive review|negative review|review score", "review score", Score("other", 1, 10)),
    ("positive review|negative review|reviewer score", "reviewer score", Score("other", 1, 10)),
    ("review score|review comment message|review answer timestamp", "review score", questions.STARS),
    ("clothing id|review text|rating|recommended ind", "rating", questions.STARS),
    ("reviews rating|reviews text|reviews do recommend", "reviews rating", questions.STARS),
    ("gmap id|rating|user id", "rating", questions.STARS),
    ("rating|text|time created|user profile url", "rating", questions.STARS),
    ("rating value|review body", "rating value", questions.STARS),  # schema.org: 1 to 5 where nothing else is said
    ("conversation id|conversation rating|conversation rating remark", "conversation rating", Score("csat", 1, 5)),
    ("store review id|rating|comments", "rating", questions.STARS),
    ("productid|product handle|rating|body|verified badge", "rating", questions.STARS),
    ("rating|comment|button id|public url", "rating", Score("other", 1, 5)),
    ("review id|rating|year month|reviewer location|branch", "rating", questions.STARS),
)


def of(headings: Set[str]) -> Known | None:
    """What is known of a table with these headings, None for nothing."""
    return next((Known(heading, scale) for names, heading, scale in _KNOWN if {*names.split("|")} <= headings), None)
