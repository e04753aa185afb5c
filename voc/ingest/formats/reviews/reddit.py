"""Reddit: posts and comments, as its API lists them and as archives keep them one a line.

For: listings (t1, t3), a post with its comments; archives of Pushshift's kind. Not for: tables of them. What Reddit calls a
score are votes, and no score of ours. A post without a text is its title. What was deleted or removed holds no words of a
customer; a moderator's sticky is the firm's or the forum's.
https://www.reddit.com/dev/api
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_GONE = ("[deleted]", "[removed]", "[ removed by reddit ]")
_DEEPEST = 40  # answers to answers


def like(head: Head) -> Like:
    """How like posts or comments of Reddit a head is."""
    names = head.members
    if names.issuperset(("subreddit", "created_utc")) and names & {"body", "selftext"}:
        return Like(0.93, "has subreddit, created_utc and body or selftext")
    return NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback", timezone="UTC")
    for document in documents(content):
        for one in _things(document, 0):
            _give(sheet, one)
    return [sheet.raw(content, "reddit", content.decoded[1], content.decoded[2])]


def _things(value: Any, depth: int) -> Iterator[Any]:
    """Posts and comments of a listing, comments behind those that they answer; another value is a thing itself."""
    if word(value, "kind") == "Listing":
        for one in listed(value, "data", "children"):
            yield from _things(one, depth)
        return
    if word(value, "kind") == "more":  # a number of comments that are not there
        return
    one = inner(value, "data") if isinstance(inner(value, "data"), dict) else value
    yield one
    if isinstance(inner(one, "replies"), dict) and depth < _DEEPEST:
        yield from _things(one["replies"], depth + 1)


def _give(sheet: Sheet, one: Any) -> None:
    if not isinstance(one, dict) or word(one, "id") is None:
        responses.no_object(sheet, one)
        return
    text = word(one, "body") or word(one, "selftext")
    reason = "deleted" if (text or "").lower() in _GONE else None
    if truth(one.get("stickied")) and word(one, "distinguished"):
        reason = "reply_of_the_firm"
    if reason is not None:
        sheet.reject(reason, found=word(one, "id"), expected="what a customer says")
        return
    title = word(one, "title")
    sheet.keep(
        feedback_id=word(one, "name") or word(one, "id"), created_at=moment(one.get("created_utc")),
        text=text or title, title=title if text else None, customer_id=word(one, "author_fullname"), channel="social",
        subreddit=word(one, "subreddit"), votes=word(one, "score"), parent_id=word(one, "parent_id"),
        post_id=word(one, "link_id"),
    )  # fmt: skip


FORMATS = (
    Format("reddit", "Reddit posts and comments (JSON)", "Reddit API; archives of it", ("feedback",), like, read),
)  # fmt: skip
