"""Google Play: reviews as JSON of the Android Publisher API.

For: reviews.list and reviews.get. Not for: the CSV of the console (`google_play`). A review has comments, the user's and the
developer's; a title stands before a tab in the text. Names of authors are left out, the developer's answer is carried.
https://developers.google.com/android-publisher/api-ref/rest/v3/reviews
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.reviews import reviews
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like reviews of the API a head is."""
    if head.members.issuperset(("reviewId", "userComment", "starRating")):
        return Like(0.95, "has reviewId, userComment, starRating")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback", score=reviews.STARS)
    for one in (each for document in documents(content) for each in things(document, "reviews")):
        if isinstance(one, dict) and isinstance(one.get("comments"), list):
            _give(sheet, one)
        else:
            responses.no_object(sheet, one)
    return [sheet.raw(content, "google_play_api", content.decoded[1], content.decoded[2])]


def _give(sheet: Sheet, one: dict[str, Any]) -> None:
    said = [mapping(each, "userComment") for each in listed(one, "comments") if mapping(each, "userComment")]
    replies = [word(each, "developerComment", "text") for each in listed(one, "comments")]
    user = said[-1] if said else {}
    title, tab, rest = str(user.get("text") or "").partition("\t")
    if not said:
        sheet.reject("no_review", found=word(one, "reviewId") or "", expected="a review with a userComment")
        return
    sheet.keep(
        feedback_id=word(one, "reviewId"), created_at=moment(word(user, "lastModified", "seconds")),
        score=word(user, "starRating"), title=(title.strip() or None) if tab else None,
        text=(rest if tab else title).strip() or None, channel="store", reply=next(filter(None, replies), None),
        reviewer_language=word(user, "reviewerLanguage"), app_version=word(user, "appVersionName"),
        app_version_code=word(user, "appVersionCode"), device=word(user, "device"),
        android_version=word(user, "androidOsVersion"), thumbs_up=word(user, "thumbsUpCount"),
    )  # fmt: skip


FORMATS = (
    Format(
        "google_play_api", "Google Play reviews (JSON)", "Android Publisher API, reviews", ("feedback",), like, read
    ),
)
