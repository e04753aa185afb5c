"""Canny: what users ask for on a board, and what they say of it, as JSON of its API.

For: /posts/list and /comments/list. Not for: votes, which are no score. A post or a comment of the firm's own (isAdmin, or
internal) is none of a customer.
https://developers.canny.io/api-reference
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, truth, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_MARKS = (
    ("posts", ("author", "board", "commentCount", "details", "score")),
    ("comments", ("author", "board", "post", "likeCount", "value")),
)


def like(head: Head) -> Like:
    """How like posts or comments of Canny a head is."""
    return marked(head.members, _MARKS, 0.92)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for document in documents(content):
        for one in things(document, "posts", "comments"):
            if not isinstance(one, dict) or word(one, "id") is None:
                responses.no_object(sheet, one)
            elif truth(one.get("internal")) or truth(word(one, "author", "isAdmin")):
                sheet.reject("reply_of_the_firm", found=word(one, "id"), expected="what a customer writes")
            else:
                sheet.keep(**_said(one))
    return [sheet.raw(content, "canny", content.decoded[1], content.decoded[2])]


def _said(one: Mapping[str, Any]) -> dict[str, str | None]:
    text, title = word(one, "details") or word(one, "value"), word(one, "title")
    return {
        "feedback_id": word(one, "id"), "created_at": word(one, "created"), "text": text or title,
        "title": title if text else None, "channel": "forum",
        "customer_id": word(one, "author", "userID") or word(one, "author", "id"), "votes": word(one, "score"),
        "status": word(one, "status"), "board": word(one, "board", "name"), "category": word(one, "category", "name"),
        "post_id": word(one, "post", "id"),
    }  # fmt: skip


FORMATS = (Format("canny", "Canny posts and comments (JSON)", "Canny API", ("feedback",), like, read),)
