"""Facebook and Instagram: comments under posts, and recommendations of a page, as JSON of the Graph API.

For: /POST/comments, /MEDIA/comments, posts with their comments, /PAGE/ratings. Not for: messages (`meta_messages`), and what
the page posts. A comment that answers none is feedback, and so is what its writer adds below it; what others answer there is
left out, counted: the file does not say who of them works for the firm. A recommendation is 1, its contrary 0. Names are
left out, likes are no score.
https://developers.facebook.com/docs/graph-api/reference/comment/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_NOT = (
    "to",
    "participants",
    "sender_name",
    "timestamp_ms",
    "messages",
    "recipient",
    "thread_type",
    "role",
    "direction",
)
_JUDGED = {"positive": "1", "negative": "0"}


def like(head: Head) -> Like:
    """How like comments or recommendations of the Graph API a head is."""
    found = [
        having(head.members, ["created_time", "recommendation_type"], ["review_text", "reviewer"]),
        having(
            head.members, ["created_time", "message", "from", "id"], ["like_count", "comments", "paging"], not_with=_NOT
        ),
        having(head.members, ["timestamp", "text", "username", "id", "like_count"], ["replies", "from"], not_with=_NOT),
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet, seen = Sheet("feedback", score=Score("thumbs", 0, 1)), set[str]()
    for document in documents(content):
        for one in things(document, "data"):
            if not isinstance(one, dict):
                responses.no_object(sheet, one)
            elif word(one, "recommendation_type") is not None:
                _recommendation(sheet, one)
            else:
                for comment, opener in _comments(one):
                    _give(sheet, comment, opener, seen)
    return [sheet.raw(content, "meta_comments", content.decoded[1], content.decoded[2])]


def _comments(one: Mapping[str, Any]) -> Iterator[tuple[Any, Mapping[str, Any] | None]]:
    """The comments of a post with the one that each answers, None for none; a comment and its answers."""
    below = [each for name in ("comments", "replies") for each in listed(one, name, "data")]
    if inner(one, "comments") is not None and any(
        name in one for name in ("permalink_url", "story", "caption", "shares")
    ):
        for comment in below:
            yield from _comments(comment) if isinstance(comment, dict) else [(comment, None)]
        return
    yield one, None
    for each in below:
        yield each, one


def _writer(one: Mapping[str, Any]) -> str | None:
    return word(one, "from", "id") or word(one, "username")


def _give(sheet: Sheet, one: Any, opener: Mapping[str, Any] | None, seen: set[str]) -> None:
    if not isinstance(one, dict):
        responses.no_object(sheet, one)
        return
    name = word(one, "id") or ""
    if name and name in seen:
        sheet.reject("duplicate_row", column="id", found=name, expected="a comment once")
        return
    seen.add(name)
    if opener is not None and (_writer(one) is None or _writer(one) != _writer(opener)):
        sheet.reject("reply", found=name, expected="a comment that answers no other")
        return
    sheet.keep(
        feedback_id=name or None, created_at=word(one, "created_time") or word(one, "timestamp"), channel="social",
        text=word(one, "message") or word(one, "text"), customer_id=word(one, "from", "id"),
        parent_id=word(opener, "id"), likes=word(one, "like_count"),
    )  # fmt: skip


def _recommendation(sheet: Sheet, one: Mapping[str, Any]) -> None:
    sheet.keep(
        feedback_id=word(one, "open_graph_story", "id") or word(one, "id"), created_at=word(one, "created_time"),
        text=word(one, "review_text"), customer_id=word(one, "reviewer", "id"), channel="social",
        score=_JUDGED.get((word(one, "recommendation_type") or "").lower()),
    )  # fmt: skip


FORMATS = (
    Format(
        "meta_comments",
        "Facebook and Instagram comments and recommendations (JSON)",
        "Graph API",
        ("feedback",),
        like,
        read,
    ),
)
