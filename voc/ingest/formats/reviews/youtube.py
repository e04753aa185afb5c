"""YouTube: comments under videos, as JSON of the Data API.

For: commentThreads.list and comments.list. Not for: statistics. A comment that opens a thread is feedback, and so is what
its writer adds below it. What the channel itself writes is none; other replies are answers to somebody, of whom the file
does not say whether he is a customer or works for the firm: they are left out, counted. Likes are no score. Names are left
out.
https://developers.google.com/youtube/v3/docs/commentThreads
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_MARKS = (
    ("threads", ("topLevelComment", "snippet", "textDisplay")),
    ("comments", ("snippet", "textDisplay", "authorChannelId", "publishedAt")),
    ("comments", ("snippet", "textOriginal", "authorDisplayName", "publishedAt")),
)


def like(head: Head) -> Like:
    """How like comments of the API a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet, seen = Sheet("feedback"), set[str]()
    every = [one for document in documents(content) for one in things(document, "items")]
    openers = {word(one, "id"): one for one in map(_top, every) if one}
    for one in every:
        if not isinstance(one, dict) or not isinstance(one.get("snippet"), dict):
            responses.no_object(sheet, one)
            continue
        top = _top(one)
        if top:
            _give(sheet, top, None, seen)
        else:
            _give(sheet, one, openers.get(word(one, "snippet", "parentId")), seen)
        for reply in listed(one, "replies", "comments"):
            if isinstance(reply, dict):
                _give(sheet, reply, top, seen)
            else:
                responses.no_object(sheet, reply)
    return [sheet.raw(content, "youtube", content.decoded[1], content.decoded[2])]


def _top(one: Any) -> dict[str, Any]:
    """The comment that opens a thread: that of a thread, or one that answers no other."""
    top = mapping(one, "snippet", "topLevelComment")
    is_one = isinstance(one, dict) and "textDisplay" in mapping(one, "snippet") and not word(one, "snippet", "parentId")
    return top or (one if is_one else {})


def _writer(one: Mapping[str, Any]) -> tuple[str | None, str | None]:
    said = mapping(one, "snippet")
    return word(said, "authorChannelId", "value") or word(said, "authorChannelId"), word(said, "authorDisplayName")


def _give(sheet: Sheet, one: Mapping[str, Any], top: Mapping[str, Any] | None, seen: set[str]) -> None:
    """Keeps a comment, or rejects it; `top` is the one that it answers, None for one that answers none or an unknown one."""
    said, name = mapping(one, "snippet"), word(one, "id") or ""
    writer = _writer(one)
    is_reply = word(said, "parentId") is not None
    if name and name in seen:
        sheet.reject("duplicate_row", column="id", found=name, expected="a comment once")
        return
    seen.add(name)
    if writer[0] is not None and writer[0] == word(said, "channelId"):
        sheet.reject("reply_of_the_firm", column="authorChannelId", found=name, expected="a comment of somebody else")
        return
    if is_reply and (top is None or writer != _writer(top) or None in writer):
        sheet.reject("reply", column="parentId", found=name, expected="a comment that answers no other")
        return
    text = word(said, "textOriginal") or markup.plain(word(said, "textDisplay") or "")
    sheet.keep(
        feedback_id=name or None, created_at=word(said, "publishedAt"), text=text.strip() or None, channel="social",
        customer_id=writer[0], video_id=word(said, "videoId"), parent_id=word(said, "parentId"),
        likes=word(said, "likeCount"), updated_at=word(said, "updatedAt"),
    )  # fmt: skip


FORMATS = (Format("youtube", "YouTube comments (JSON)", "YouTube Data API v3", ("feedback",), like, read),)
