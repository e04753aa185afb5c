"""Reviews of stores and portals, as their exports have them: stars from 1 to 5, a title, a text, often a reply.

For: `google_play`, `app_store`, `trustpilot`, `review_lines`, which say the names of columns. Not for: surveys
(`responses`). A reply of the firm is no feedback: it is carried as `reply`, so that nothing is lost and nothing is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.parts import responses, stamps
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw
from voc.ingest.source import Score

STARS = Score("stars", 1, 5)
LEFT = ""  # a column that names a person
# Reviews of Google Maps as Apify's scrapers write them: the title is that of the place, as are score and number.
APIFY = {
    "review id": "feedback_id", "published at date": "created_at", "stars": "score", "text": "text", "title": "location",
    "response from owner text": "reply", "response from owner date": "replied_at", "reviewer id": "customer_id",
    "text translated": "translation", "place id": "place_id", "likes count": "likes", "original language": "language",
    "total score": "rating_of_the_place", "reviews count": "reviews_of_the_place", "name": LEFT,
}  # fmt: skip


def given(
    content: Content, reader: str, raw: Raw, names: Mapping[str, str], channel: str,
    fill: Callable[[dict[str, Any]], str | None] | None = None, *, score: Score | None = STARS, timezone: str | None = None,
    unnamed: bool = False,
) -> Sequence[Raw]:  # fmt: skip
    """The rows of `raw`, a table of reviews, as feedback. `names` says what a column is, its name in lower case with spaces:
    a name of ours, LEFT, or "later"; where several columns are the same, the first that is filled wins. `fill` may
    finish a row, and gives the reason where it does not count. `score` is the scale, `timezone` that of naive times.
    Rows without an id are called by their place where `unnamed`."""
    sheet = Sheet("feedback", score=score, timezone=timezone)
    found = list(responses.rows(raw, sheet))
    theirs = {_key(name): name for name in reversed(raw.rows.column_names)}
    known = [(theirs[key], ours) for key, ours in names.items() if key in theirs]
    gone = [their for their, ours in known if ours == LEFT]
    taken = {their for their, _ in known}
    more = [name for name in raw.rows.column_names if name not in taken and not responses.is_personal(name)]
    gone += [name for name in raw.rows.column_names if name not in taken and name not in more]
    sheet.warnings += responses.left_out(gone)
    whole = []
    for row in found:
        cells: dict[str, Any] = {"channel": channel, "text": None}
        for their, ours in known:
            if ours != LEFT and not cells.get(ours):
                cells[ours] = row.get(their)
        cells |= {responses.carried(name): row.get(name) for name in more}
        reason = fill(cells) if fill is not None else None
        if reason is not None:
            responses.begin(sheet, row)
            sheet.reject(reason, found=cells.get("feedback_id") or "", expected="a review that counts")
            continue
        whole.append((row, cells))
    dates = stamps.iso([one.get("created_at") for _, one in whole])
    for (row, one), date in zip(whole, dates, strict=True):
        responses.begin(sheet, row)
        if unnamed and not one.get("feedback_id"):
            one["feedback_id"] = f"{stem(content)}:{row.number}"
        later, name = one.pop("later", None), one.get("feedback_id")
        sheet.keep(**{**one, "created_at": stamps.worded(date), "score": stars(one.get("score"))})
        if later:  # what a customer adds is a comment of its own, whose time nobody says
            named = {"feedback_id": f"{name}:later", "added_to": name} if name else {}
            sheet.keep(**{**one, "created_at": None, "score": None, "text": later, "reply": None, **named})
    return [sheet.raw(content, reader, raw.encoding, raw.warnings)]


def stars(cell: str | None) -> str | None:
    """A rating as stars are written: `4 stars`, `4.0 out of 5 stars`, `4/5` and `5-star` as the number; others as
    they are."""
    found = re.fullmatch(
        r"\s*(?:rated\s+)?([1-5](?:\.\d+)?)\s*(?:-?\s*stars?|/\s*5|out of 5(?: stars?)?|[颗顆]?星)\s*(?:rating)?\s*",
        cell or "",
        re.IGNORECASE,
    )
    return found[1] if found else cell


def _key(name: str) -> str:
    """A column's name as `names` has it: lower case, one space for _ and -, humps apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    return re.sub(r"[\s_-]+", " ", apart).strip().lower()


def keys(names: Sequence[str]) -> frozenset[str]:
    """Columns' names as `names` of `given` has them."""
    return frozenset(_key(one) for one in names)
