"""Feefo: reviews of a shop and of its products, as its API gives them.

For: `formats`. Not for: summaries of ratings. What a customer says of the service and of each product are reviews of their
own, each with its stars and the ends of its scale. What the shop answers in a thread is carried and no feedback.
https://support.feefo.com/support/solutions/folders/8000086142
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import documents, first, joined, listed, mapping, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_NEEDED = ("merchant", "customer", "rating", "review", "helpful_votes")


def like(head: Head) -> Like:
    """How like reviews of Feefo a head is."""
    of = sorted({"service", "products"} & head.members)
    if not of or not head.members.issuperset(_NEEDED):
        return NOT_LIKE
    return Like(0.86 + 0.03 * len(of), "has " + ", ".join([*_NEEDED[:3], *of]))


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Table feedback. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("feedback")
    for document in documents(content):
        several = listed(document, "reviews") if isinstance(mapping(document).get("reviews"), list) else [document]
        for one in several:
            found = [*_reviews(one)]
            for cells in found:
                sheet.keep(**cells)
            if not isinstance(one, dict):
                responses.no_object(sheet, one)
            elif not found:
                sheet.reject("not_a_review", found=word(one, "url"), expected="a service or a product with a review")
    return [sheet.raw(content, "feefo", content.decoded[1], content.decoded[2])]


def _reviews(one: Any) -> Iterator[dict[str, str | None]]:
    tags = {f"tag {key}": joined(tag.get("values")) for tag in listed(one, "tags") if (key := word(tag, "key"))}
    shared = {**tags, "merchant": word(one, "merchant", "identifier"), "channel": "web", "url": word(one, "url")}
    service = mapping(one, "service")
    if service:
        yield {**shared, **_cells(service), "about": "service"}
    for at, product in enumerate(listed(one, "products"), 1):
        cells = _cells(mapping(product))
        own = word(product, "product", "sku") or word(product, "sku") or str(at)
        of = word(service, "id") or word(one, "url")
        name = cells["feedback_id"] or (f"{of}:{own}" if of else None)
        yield {
            **shared, **cells, "feedback_id": name, "about": "product", "sku": word(product, "product", "sku"),
            "product": word(product, "product", "title"), "service_review": word(service, "id"),
        }  # fmt: skip


def _cells(one: Mapping[str, Any]) -> dict[str, str | None]:
    rating = first(one, "rating")
    points = word(rating, "rating") if isinstance(rating, dict) else word(rating)
    scale = {
        "score_type": "stars", "score_min": word(rating, "min") or "1", "score_max": word(rating, "max") or "5",
    }  # fmt: skip
    thread = [markup.words(word(each, "review") or word(each, "comment")) for each in listed(one, "thread")]
    cells = {
        "feedback_id": word(one, "id"), "created_at": word(one, "created_at"), "title": markup.words(word(one, "title")),
        "text": markup.words(word(one, "review")), "score": points, "reply": "\n".join(filter(None, thread)) or None,
        "helpful_votes": word(one, "helpful_votes"),
    }  # fmt: skip
    for each in listed(one, "attributes"):
        name, value = word(each, "name"), word(mapping(each), "value") or word(each, "rating", "rating")
        if name and value:
            cells[responses.carried(f"rating {name}")] = value
    return {**cells, **scale} if points else cells


FORMATS = (Format("feefo", "Feefo reviews", "Feefo API, reviews of service and products", ("feedback",), like, read),)
