"""小红书 comments: what readers write under a note, as its pages are served, with the replies to them.

For: comment/page and comment/sub/page, as JSON. Not for: notes themselves, which a firm may have written. A reply is a
comment of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_DEEPEST = 3  # replies to replies


def like(head: Head) -> Like:
    """How like a page of comments a head is."""
    usual = ("sub_comment_count", "ip_location", "like_count", "sub_comments", "at_users", "show_tags")
    return having(head.members, ("note_id", "content", "create_time", "user_info"), usual)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for document in documents(content):
        page = inner(document, "data", "comments") or inner(document, "comments")
        for one in page if isinstance(page, list) else [document]:
            for each, above in _with_replies(one, None, 0):
                if not isinstance(each, dict) or word(each, "id") is None:
                    responses.no_object(sheet, each)
                else:
                    sheet.keep(**_said(each, above))
    return [sheet.raw(content, "xiaohongshu", content.decoded[1], content.decoded[2])]


def _with_replies(one: Any, above: str | None, depth: int) -> Iterator[tuple[Any, str | None]]:
    yield one, above
    if isinstance(one, dict) and depth < _DEEPEST:
        for each in listed(one, "sub_comments"):
            yield from _with_replies(each, word(one, "id"), depth + 1)


def _said(one: Mapping[str, Any], above: str | None) -> dict[str, str | None]:
    return {
        "feedback_id": word(one, "id"), "created_at": moment(one.get("create_time")), "text": word(one, "content"),
        "channel": "social", "customer_id": word(one, "user_info", "user_id"), "note_id": word(one, "note_id"),
        "reply_to": above or word(one, "target_comment", "id"), "likes": word(one, "like_count"),
        "region": word(one, "ip_location"),
    }  # fmt: skip


FORMATS = (Format("xiaohongshu", "小红书 comments", "小红书 comment/page, as served", ("feedback",), like, read),)
