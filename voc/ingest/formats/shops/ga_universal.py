"""Google Analytics before version 4 (Universal Analytics, GA 360): sessions of its export to BigQuery, as JSON.

For: ga_sessions tables as JSON lines or a list, with their hits or without. Not for: version 4 (`ga4`), and reports, which
are counts. A session is called by its visitor and its visit together, as Google says. A step of the shop is known where the
site told of its commerce: a cart that is left is known only in files with such steps.
https://support.google.com/analytics/answer/3437719
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.moments import moment, number
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_STEPS = {"2": "view_item", "3": "add_to_cart", "5": "begin_checkout", "8": "begin_checkout", "6": "purchase"}
_ORDER = ("view_item", "add_to_cart", "begin_checkout", "purchase")
_USUAL = ("hits", "totals", "trafficSource", "device", "geoNetwork", "channelGrouping", "visitNumber")


def like(head: Head) -> Like:
    """How like sessions of Universal Analytics a head is."""
    return having(head.members, ["fullVisitorId", "visitId", "visitStartTime"], _USUAL)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Sessions. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("sessions")
    found = documents(content)
    has_steps = any(_steps(one) - {"purchase"} for one in found if isinstance(one, dict))
    for one in found:
        if not isinstance(one, dict):
            responses.no_object(sheet, one)
        elif word(one, "fullVisitorId") is None or word(one, "visitId") is None:
            sheet.reject("no_id", column="fullVisitorId", expected="a session with its visitor and its visit")
        else:
            sheet.keep(**_session(one, has_steps))
    return [sheet.raw(content, "ga_universal", content.decoded[1], content.decoded[2])]


def _steps(one: Mapping[str, Any]) -> set[str]:
    """The steps of the shop that a session tells of."""
    hits = listed(one, "hits")
    said = {step for hit in hits if (step := _STEPS.get(word(hit, "eCommerceAction", "action_type") or ""))}
    if (word(one, "totals", "transactions") or "0") != "0" or any(_order_of(hit) for hit in hits):
        said.add("purchase")
    return said


def _order_of(hit: Any) -> str | None:
    return word(hit, "transaction", "transactionId")


def _session(one: Mapping[str, Any], has_steps: bool) -> dict[str, str | None]:
    steps = _steps(one)
    has_bought, begun = "purchase" in steps, word(one, "visitStartTime")
    has_cart = bool(steps & {"add_to_cart", "begin_checkout", "purchase"})
    is_known = (has_steps and "hits" in one) or has_bought
    spent = max((int(at) for hit in listed(one, "hits") if (at := word(hit, "time")) and at.isdigit()), default=None)
    device = (word(one, "device", "deviceCategory") or "").lower()
    orders = [order for hit in listed(one, "hits") if (order := _order_of(hit))]
    ended = None if spent is None or not begun or not begun.isdigit() else number(int(begun) + spent // 1000)
    return {
        "session_id": f"{word(one, 'fullVisitorId')}.{word(one, 'visitId')}",
        "started_at": moment(begun), "ended_at": moment(ended), "device": device or None,
        "customer_id": word(one, "userId") or word(one, "fullVisitorId"), "order_id": next(iter(orders), None),
        "has_cart": str(has_cart).lower() if is_known else None,
        "last_step": next((step for step in reversed(_ORDER) if step in steps), None),
        "is_abandoned": str(has_cart and not has_bought).lower() if is_known else None,
        "session_number": word(one, "visitNumber"), "n_hits": word(one, "totals", "hits"),
        "traffic_source": word(one, "trafficSource", "source"), "traffic_medium": word(one, "trafficSource", "medium"),
        "channel_grouping": word(one, "channelGrouping"), "country": word(one, "geoNetwork", "country"),
    }  # fmt: skip


FORMATS = (
    Format(
        "ga_universal", "Universal Analytics sessions (JSON)", "Google Analytics 360, export to BigQuery", ("sessions",),
        like, read,
    ),
)  # fmt: skip
