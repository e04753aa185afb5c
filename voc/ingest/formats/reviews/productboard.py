"""Productboard: notes, in which a firm keeps what customers say, as JSON of its API.

For: /notes. Not for: features and objectives, which are the firm's. Who wrote a note down is no customer; the user of
a note is.
https://developer.productboard.com/reference/notes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import documents, joined, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like notes of Productboard a head is."""
    return having(
        head.members, ("displayUrl", "content", "title", "createdAt"), ("state", "company", "followers", "source")
    )


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for document in documents(content):
        for one in things(document, "data", "notes"):
            if not isinstance(one, dict) or word(one, "id") is None:
                responses.no_object(sheet, one)
            else:
                sheet.keep(**_said(one))
    return [sheet.raw(content, "productboard", content.decoded[1], content.decoded[2])]


def _said(one: Mapping[str, Any]) -> dict[str, str | None]:
    title = word(one, "title")
    text = markup.read(word(one, "content") or "") or None
    return {
        "feedback_id": word(one, "id"), "created_at": word(one, "createdAt"), "text": text or title,
        "title": title if text else None, "customer_id": word(one, "user", "id"), "state": word(one, "state"),
        "company_id": word(one, "company", "id"), "origin": word(one, "source", "origin"), "tags": joined(one.get("tags")),
    }  # fmt: skip


FORMATS = (Format("productboard", "Productboard notes (JSON)", "Productboard API", ("feedback",), like, read),)
