"""X (Twitter): posts, as JSON of its API.

For: API v2 (searches, timelines, lines of a stream), statuses of v1.1 and archives of them. Not for: tables. A post that
opens a conversation is feedback, and so is what its writer adds to it. What others answer there is an answer to somebody, of
whom the file does not say whether he is a customer or works for the firm: it is left out, counted; so are reposts. Likes are
no score, names are left out.
https://docs.x.com/x-api/posts/search/introduction
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import responses, stamps
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_MARKS = (
    ("posts", ("edit_history_tweet_ids", "text")),
    ("posts", ("author_id", "conversation_id", "public_metrics", "text")),
    ("statuses", ("id_str", "in_reply_to_status_id_str", "retweet_count")),
)


def like(head: Head) -> Like:
    """How like posts of X a head is."""
    return marked(head.members, _MARKS, 0.93)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet, seen = Sheet("feedback", timezone="UTC"), set[str]()
    every = [one for document in documents(content) for one in _things(document)]
    writers = {_id(one): _writer(one) for one in every if isinstance(one, dict)}
    for one in every:
        if not isinstance(one, dict) or _id(one) is None:
            responses.no_object(sheet, one)
            continue
        reason = _reason(one, writers, seen)
        seen.add(_id(one) or "")
        if reason is not None:
            sheet.reject(reason, found=_id(one), expected="what a customer writes, once")
            continue
        text = word(one, "note_tweet", "text") or word(one, "full_text") or word(one, "text")
        sheet.keep(
            feedback_id=_id(one), created_at=stamps.worded(word(one, "created_at")), text=text, channel="social",
            customer_id=_writer(one), lang=_lang(one), thread_id=_opener(one), place=word(one, "place", "full_name"),
        )  # fmt: skip
    return [sheet.raw(content, "x_posts", content.decoded[1], content.decoded[2])]


def _things(document: Any) -> Iterator[Any]:
    for one in things(document, "data", "statuses", "tweets"):
        held = one.get("data", one.get("tweet")) if isinstance(one, dict) else None
        yield held if isinstance(held, dict) else one  # a line of a stream holds its post


def _id(one: Mapping[str, Any]) -> str | None:
    return word(one, "id_str") or word(one, "id")


def _writer(one: Mapping[str, Any]) -> str | None:
    return word(one, "author_id") or word(one, "user", "id_str") or word(one, "user", "id")


def _lang(one: Mapping[str, Any]) -> str | None:
    code = word(one, "lang")
    return None if code in ("und", "qme", "qht", "qam", "qst", "zxx", "art") else code


def _opener(one: Mapping[str, Any]) -> str | None:
    """The post that opens the conversation of one; the one that it answers where the file does not say."""
    return word(one, "conversation_id") or word(one, "in_reply_to_status_id_str") or word(one, "in_reply_to_status_id")


def _reason(one: Mapping[str, Any], writers: Mapping[str | None, str | None], seen: set[str]) -> str | None:
    if (_id(one) or "") in seen:
        return "duplicate_row"
    kinds = {word(each, "type") for each in listed(one, "referenced_tweets")}
    if "retweeted" in kinds or mapping(one, "retweeted_status"):
        return "repost"
    opener = _opener(one)
    answers = "replied_to" in kinds or word(one, "in_reply_to_status_id_str") is not None
    if (answers or opener not in (None, _id(one))) and (_writer(one) is None or writers.get(opener) != _writer(one)):
        return "reply"
    return None


FORMATS = (
    Format("x_posts", "X (Twitter) posts (JSON)", "X API v2 and v1.1; archives of it", ("feedback",), like, read),
)
