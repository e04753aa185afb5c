"""App Store reviews: JSON of the App Store Connect API (customerReviews), of Apple's public feed, and CSV of the
tools that fetch them.

For: `formats`. Not for: Google Play (`google_play`). Nicknames are left out; a reply is carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.reviews import reviews
from voc.ingest.note import note
from voc.ingest.raw import Raw

_NAMES = {
    "review id": "feedback_id", "id": "feedback_id", "date": "created_at", "created date": "created_at",
    "review date": "created_at",
    "submitted": "created_at", "last modified date": "created_at", "last modified": "created_at", "rating": "score",
    "star rating": "score", "stars": "score", "title": "title", "review title": "title", "subject": "title", "body": "text",
    "review": "text", "review text": "text", "content": "text", "text": "text", "territory": "territory",
    "storefront": "territory", "country": "territory", "app version": "app_version", "version": "app_version",
    "developer response": "reply", "response body": "reply", "response": "reply", "developer reply": "reply",
    "reviewer nickname": reviews.LEFT, "nickname": reviews.LEFT, "author": reviews.LEFT, "reviewer": reviews.LEFT,
    "user name": reviews.LEFT, "username": reviews.LEFT, "author name": reviews.LEFT,
}  # fmt: skip
_MARKS = ("territory", "storefront", "reviewer nickname", "nickname", "app version", "app store", "apple id",
          "app id", "app name",
          "developer response", "version", "edited")  # fmt: skip


def _like(head: Head) -> Like:
    members = head.members
    if "customerReviews" in head.text and {"rating", "body", "attributes"} <= members:
        return Like(0.96, "has customerReviews")
    if {"im:rating", "im:version"} <= members:
        return Like(0.95, "has im:rating")
    return NOT_LIKE


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    found = documents(content)
    sheet = Sheet("feedback", score=reviews.STARS, warnings=_pages(found))
    for one in _reviews(found):
        _give(sheet, one)
    return [sheet.raw(content, "app_store", content.decoded[1], content.decoded[2])]


def _pages(found: Sequence[Any]) -> list[str]:
    """A warning where the pages of the file are not all that there are."""
    held = sum(len(listed(one, "data")) for one in found)
    totals = [
        int(total) for one in found if re.fullmatch(r"[0-9]{1,9}", total := word(one, "meta", "paging", "total") or "")
    ]
    if totals and max(totals) > held:
        return [
            note("{n} of {all} reviews: the others are on pages that are not in this file", n=held, all=max(totals))
        ]
    return []


def _reviews(documents: Sequence[Any]) -> Iterator[Any]:
    for one in documents:
        inner: Any = one.get("data", one.get("feed", one)) if isinstance(one, dict) else one
        if isinstance(inner, dict) and "entry" in inner:
            entries = inner["entry"] if isinstance(inner["entry"], list) else [inner["entry"]]
            # The feed's first entry is the app itself.
            yield from (
                entry
                for entry in entries
                if not (isinstance(entry, dict) and "im:name" in entry and "im:rating" not in entry)
            )
        elif isinstance(inner, list):
            yield from inner
        else:
            yield inner


def _give(sheet: Sheet, one: Any) -> None:
    if isinstance(one, dict) and isinstance(one.get("attributes"), dict):
        of = one["attributes"]
        if one.get("type") not in (None, "customerReviews"):
            sheet.reject("not_a_review", column="type", found=one.get("type"), expected="customerReviews")
            return
        sheet.keep(
            feedback_id=_cell(one.get("id")), created_at=_cell(of.get("createdDate")), score=_cell(of.get("rating")),
            title=_cell(of.get("title")), text=_cell(of.get("body")), territory=_cell(of.get("territory")), channel="store",
        )  # fmt: skip
    elif isinstance(one, dict) and "im:rating" in one:
        label = {name: value.get("label") for name, value in one.items() if isinstance(value, dict)}
        sheet.keep(
            feedback_id=_cell(label.get("id")), created_at=_cell(label.get("updated")), score=_cell(label.get("im:rating")),
            title=_cell(label.get("title")), text=_cell(label.get("content")), app_version=_cell(label.get("im:version")),
            channel="store",
        )  # fmt: skip
    else:
        responses.no_object(sheet, one)


def _cell(value: Any) -> str | None:
    return None if isinstance(value, dict | list) else texts(value)


def _like_csv(head: Head) -> Like:
    names = reviews.keys(head.columns)
    if (
        head.is_json
        or not {"rating", "star rating", "stars"} & names
        or not {"body", "review", "review text", "content"} & names
    ):
        return NOT_LIKE
    marks = [one for one in _MARKS if one in names]
    if "review link" in names or not {"title", "review title", "subject"} & names or len(marks) < 2:
        return NOT_LIKE
    return Like(round(min(0.9, 0.6 + 0.07 * len(marks)), 2), "has rating, title, " + ", ".join(marks[:4]))


def _read_csv(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    return reviews.given(content, "app_store_csv", raw, _NAMES, "store")


FORMATS = (
    Format("app_store", "App Store reviews", "App Store Connect API and Apple's feed of reviews", ("feedback",),
    _like, _read),
    Format(
        "app_store_csv", "App Store reviews, CSV", "tools that fetch App Store reviews", ("feedback",), _like_csv, _read_csv,
        rows=True,
    ),
)  # fmt: skip
