"""Brandwatch: mentions, as its pages and its API give them in CSV or Excel.

For: `formats`. Not for: its JSON. What people write about a firm on forums, networks and sites of reviews is feedback. An
article of the news and what the firm's own accounts write are none, and a repost says again what somebody else wrote: they
are rejected, counted. The whole text where the export has it, else the snippet, which is cut: a warning says so.
https://developers.brandwatch.com/docs/mention-metadata-field-definitions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import responses, stamps
from voc.ingest.formats.parts.headings import plain
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw

_USUAL = (
    "page type",
    "sentiment",
    "domain",
    "author",
    "query id",
    "thread id",
    "resource id",
    "mention id",
    "full text",
)
_CARRIED = (
    "title", "domain", "page type", "sentiment", "country", "city", "query name", "thread id", "subreddit", "emotion",
)  # fmt: skip
_ARTICLES = ("news", "print", "broadcast", "radio", "tv", "licensed news")
_NETWORKS = (
    "twitter",
    "x",
    "facebook",
    "instagram",
    "reddit",
    "forum",
    "tumblr",
    "youtube",
    "tiktok",
    "linkedin",
    "bluesky",
)


def _like(head: Head) -> Like:
    names = {plain(one) for one in head.columns}
    if not {"query name", "date", "snippet", "url"} <= names:
        return NOT_LIKE
    there = [one for one in _USUAL if one in names]
    return Like(min(0.95, 0.7 + 0.05 * len(there)), "has query name, snippet, " + ", ".join(there[:4]))


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet = Sheet("feedback", timezone=_zone(raw))
    found = [(row, {plain(name): cell for name, cell in row.items()}) for row in responses.rows(raw, sheet)]
    is_whole = any(cells.get("full text") for _, cells in found)
    if found and not is_whole:
        sheet.warnings.append(note("the words are snippets, which are cut: export the full text too"))
    called = next(
        (name for name in ("mention id", "resource id", "url") if all(cells.get(name) for _, cells in found)), None
    )
    for row, cells in found:
        responses.begin(sheet, row)
        reason = _reason(cells)
        if reason is not None:
            sheet.reject(reason, found=cells.get("page type"), expected="what a customer writes, once")
            continue
        kept = {responses.carried(name): cells.get(name) for name in _CARRIED if cells.get(name)}
        kind = (cells.get("page type") or "").lower()
        sheet.keep(
            **{**kept, **({"feedback_id": cells[called]} if called else {})}, created_at=cells.get("date"),
            text=cells.get("full text") if is_whole else cells.get("snippet"), customer_id=cells.get("author"),
            channel="social" if kind in _NETWORKS else "web", lang=cells.get("language"),
        )  # fmt: skip
    return [sheet.raw(content, "brandwatch", raw.encoding, raw.warnings)]


def _zone(raw: Raw) -> str | None:
    """That of the dates above the table, "From: Sun Jun 01 00:00:00 UTC 2025"; None where none stands there."""
    return "UTC" if any(" UTC " in f" {line} " for line in raw.above) else stamps.zone_above(raw.above)


def _reason(cells: Mapping[str, str | None]) -> str | None:
    if (cells.get("page type") or "").lower() in _ARTICLES:
        return "article"
    if (cells.get("engagement type") or cells.get("thread entry type") or "").upper() in ("RETWEET", "SHARE", "REPOST"):
        return "repost"
    if (cells.get("account type") or "").lower() in ("owned", "brand"):
        return "own_post"
    return None


FORMATS = (
    Format("brandwatch", "Brandwatch mentions", "Brandwatch Consumer Research, export of mentions", ("feedback",), _like,
           _read, rows=True),
)  # fmt: skip
