"""Reviews as portals and shops serve them in JSON, as `review_services` says of each.

For: `formats`. Not for: tables of reviews (`review_tables`); Trustpilot, App Store, Google Play have modules of their
own. A reply of the firm is carried and no feedback; what a customer adds later is a comment of its own without a
score, as it was written on another day; a text that the shop fills in for customers who said nothing is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.reviews import google_takeout, power_reviews, review_desks, software_reviews
from voc.ingest.formats.reviews.review_services import PORTALS, Path, Portal, shop
from voc.ingest.raw import Raw


def _likes(portal: Portal) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        if not head.members.issuperset(portal.needed):
            return NOT_LIKE
        return Like(min(0.95, 0.83 + 0.03 * len(portal.needed)), "has " + ", ".join(portal.needed))

    return like


def _reads(portal: Portal) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        sheet = Sheet("feedback", timezone=portal.timezone, score=portal.score)
        several = [*_reviews(documents(content), portal)]
        # Takeout's reviews may have no id: then they are called by their place, as rows of a plain table are.
        is_named = any(_first(one, portal.names.get("feedback_id", ())) for one in several)
        for one in several:
            _give(sheet, one, portal, is_named)
        return [sheet.raw(content, portal.id, content.decoded[1], content.decoded[2])]

    return read


def _reviews(opened: Sequence[Any], portal: Portal) -> Iterator[Any]:
    for one in opened:
        for path in portal.lists:
            several = inner(one, *path) if path else one
            if (
                path and several is None and isinstance(pages := inner(one, path[0]), list)
            ):  # pages, each with its reviews
                for page in pages:
                    yield from listed(page, *path[1:])
                break
            if path and isinstance(several, list | dict):
                for each in listed(one, *path):
                    wrapped = inner(each, "review")
                    yield wrapped if isinstance(wrapped, dict) else each
                break
            if not path:
                yield one


def _first(one: Any, paths: Sequence[Path]) -> str | None:
    return next((cell for path in paths if (cell := word(one, *path)) is not None), None)


def _give(sheet: Sheet, one: Any, portal: Portal, is_named: bool) -> None:
    if not isinstance(one, dict) or not set(portal.review) & set(one):
        responses.no_object(sheet, one)
        return
    cells: dict[str, str | None] = {"text": None, "channel": portal.channel}
    for ours, paths in portal.names.items():
        cells[ours] = _first(one, paths)
    cells |= {name: markup.words(cells[name]) for name in ("text", "title", "reply") if cells.get(name)}
    reason = portal.finish(cells, one)
    if reason is not None:
        sheet.reject(reason, found=cells.get("feedback_id"), expected="a review that counts")
        return
    if not is_named:
        cells.pop("feedback_id", None)
    sheet.keep(**cells)
    added, at = (_first(one, paths) for paths in portal.later or ((), ()))
    if added and is_named:
        more = {"text": markup.words(added), "created_at": at, "score": None}
        again: dict[str, str | None] = {**cells, **more, "reply": None}
        shop(again, mapping(one))
        again |= {"feedback_id": f"{cells.get('feedback_id')}:later", "added_to": cells.get("feedback_id")}
        if again["text"]:
            sheet.keep(**again)


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("feedback",), _likes(one), _reads(one))
    for one in (
        *PORTALS,
        power_reviews.PORTAL,
        *software_reviews.PORTALS,
        *google_takeout.PORTALS,
        *review_desks.PORTALS,
    )
)
