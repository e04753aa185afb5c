"""Discourse: the posts of a topic of a forum, as JSON of its API.

For: /t/ID.json, /posts.json, posts one by one. Not for: exports of its database. The first post of a topic is feedback, and
so is what others write below it, who are customers unless Discourse says that they are staff: a post of staff is the firm's.
What the forum does (closed, moved) is no post; hidden and deleted ones are left out. Names are left out, votes are no score.
https://docs.discourse.org/#tag/Topics/operation/getTopic
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import documents, inner, listed, truth, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_MARKS = (("posts", ("cooked", "post_number", "topic_id")), ("posts", ("raw", "post_number", "topic_id")))
_POST = ("1", None)  # the kinds of posts: 2 is a moderator's, 3 what the forum did, 4 a whisper among staff
_OF_STAFF = ("staff", "admin", "moderator")


def like(head: Head) -> Like:
    """How like posts of Discourse a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for one, title in _posts(documents(content)):
        if not isinstance(one, dict) or word(one, "id") is None:
            responses.no_object(sheet, one)
            continue
        reason = _reason(one)
        if reason is not None:
            sheet.reject(reason, found=word(one, "id"), expected="what a customer writes")
            continue
        text = word(one, "raw") or markup.plain(word(one, "cooked") or "")
        is_first = word(one, "post_number") == "1"
        sheet.keep(
            feedback_id=word(one, "id"), created_at=word(one, "created_at"), text=text.strip() or None, channel="forum",
            title=(title or word(one, "topic_title")) if is_first else None, customer_id=word(one, "user_id"),
            topic_id=word(one, "topic_id"), post_number=word(one, "post_number"),
            parent_post=word(one, "reply_to_post_number"), category_id=word(one, "category_id"),
        )  # fmt: skip
    return [sheet.raw(content, "discourse", content.decoded[1], content.decoded[2])]


def _posts(found: Sequence[Any]) -> Iterator[tuple[Any, str | None]]:
    """The posts of a file, each with the title of its topic where it stands around them."""
    for one in found:
        stream = inner(one, "post_stream")
        if isinstance(stream, dict):
            yield from ((post, word(one, "title")) for post in listed(stream, "posts"))
        else:
            yield from ((post, None) for post in things(one, "latest_posts", "posts"))


def _reason(one: dict[str, Any]) -> str | None:
    if word(one, "post_type") not in _POST:
        return "not_a_post"
    if word(one, "deleted_at") or truth(one.get("hidden")) or truth(one.get("user_deleted")):
        return "deleted"
    return "reply_of_the_firm" if any(truth(one.get(name)) for name in _OF_STAFF) else None


FORMATS = (Format("discourse", "Discourse posts (JSON)", "Discourse API, topics and posts", ("feedback",), like, read),)
