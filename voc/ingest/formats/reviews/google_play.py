"""Google Play Console: monthly CSV of reviews, in UTF-16.

For: `formats`. Not for: statistics of the same console. A star rating without words is a row too; the reply of the developer
is carried. Times in milliseconds win over their wording: they need no zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.reviews import reviews
from voc.ingest.raw import Raw

_NAMES = {
    "review submit millis since epoch": "created_at", "review submit date and time": "created_at",
    "review last update millis since epoch": "updated_at", "review last update date and time": "updated_at",
    "star rating": "score", "review title": "title", "review text": "text", "reviewer language": "reviewer_language",
    "package name": "app", "app version name": "app_version", "app version code": "app_version_code",
    "developer reply text": "reply", "developer reply millis since epoch": "replied_at",
    "developer reply date and time": "replied_at", "review link": "link",
}  # fmt: skip


def _like(head: Head) -> Like:
    names = reviews.keys(head.columns)
    found = [one for one in _NAMES if one in names]
    if "star rating" not in names or not {"review text", "review link"} & names or len(found) < 4:
        return NOT_LIKE
    return Like(round(min(0.97, 0.65 + 0.03 * len(found)), 2), "has Star Rating, Review Text, " + ", ".join(found[:3]))


def _fill(cells: dict[str, Any]) -> str | None:
    """The id of a review stands in its link alone; the Console writes none beside a rating without words."""
    link = cells.pop("link", None)
    try:
        url = urlsplit(link or "")
        found = parse_qs(url.query).get("reviewId") or parse_qs(url.fragment.replace("ReviewPlace:", "")).get("id")
    except ValueError:
        found = None
    cells["feedback_id"] = found[0] if found else link
    return None


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    names = reviews.keys(raw.rows.column_names)
    ours = {their: name for their, name in _NAMES.items() if their in names}
    if raw.rows.num_rows and "review submit millis since epoch" in names:
        ours.pop("review submit date and time", None)
    return reviews.given(
        content, "google_play", raw, {**ours, "review submit date and time": "submitted"}, "store", _fill, unnamed=True
    )


FORMATS = (
    Format(
        "google_play",
        "Google Play reviews",
        "Google Play Console, download of reviews",
        ("feedback",),
        _like,
        _read,
        rows=True,
    ),
)
