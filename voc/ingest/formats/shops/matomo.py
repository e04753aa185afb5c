"""Matomo (Piwik): visits of its live API (Live.getLastVisitsDetails), with what was done in each, to visits and orders.

For: `formats`. Not for: its reports, which are counts. Addresses and places of visitors are not carried.

A visit holds its actions: a product that was looked at, a cart that was left, an order that was paid. Matomo itself says
how the cart of a visit ended (visitEcommerceStatus). Numbers of seconds are UTC; its other times hang on the site's clock.
https://developer.matomo.org/api-reference/reporting-api
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.money import minor
from voc.ingest.raw import Raw

_DEVICES = {"smartphone": "mobile_web", "phablet": "mobile_web", "feature phone": "mobile_web"}
_ORDER, _CART = "ecommerceOrder", "ecommerceAbandonedCart"
_BOUGHT, _LEFT = ("ordered", "orderedThenAbandonedCart"), ("abandonedCart", "orderedThenAbandonedCart")


def like(head: Head) -> Like:
    """How like visits of Matomo a head is."""
    return having(
        head.members, ["idVisit", "visitorId", "actionDetails"],
        ["idSite", "serverTimestamp", "visitEcommerceStatus", "visitDuration", "firstActionTimestamp", "siteName"],
    )  # fmt: skip


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Tables sessions and, where something was bought, orders. Raises DataError E293 where it is no JSON."""
    sessions, orders = Sheet("sessions"), Sheet("orders")
    for one in documents(content):
        if not isinstance(one, dict):
            responses.no_object(sessions, one)
        elif word(one, "idVisit") is None:
            sessions.reject("no_id", column="idVisit", expected="a visit with an id")
        else:
            sessions.keep(**_visit(one))
            for action in listed(one, "actionDetails"):
                if word(action, "type") == _ORDER:
                    _order(orders, one, action)
    found = [sheet.raw(content, "matomo", content.decoded[1], content.decoded[2]) for sheet in (sessions, orders)]
    return [replace(one, warnings=[]) if one.table == "orders" else one for one in found]


def _visit(one: Mapping[str, Any]) -> dict[str, str | None]:
    actions = listed(one, "actionDetails")
    kinds = {word(each, "type") for each in actions}
    state = word(one, "visitEcommerceStatus")
    has_bought = _ORDER in kinds or state in _BOUGHT
    has_cart = has_bought or _CART in kinds or state in _LEFT
    is_known = bool(actions) or state is not None
    has_seen = any(word(each, name) for each in actions for name in ("productViewName", "productViewSku"))
    last = "purchase" if has_bought else "add_to_cart" if has_cart else "view_item" if has_seen else None
    device = (word(one, "deviceType") or "").lower()
    goals = [word(each, "goalName") or word(each, "goalId") for each in actions if word(each, "type") == "goal"]
    searched = [said for each in actions if (said := word(each, "siteSearchKeyword"))]
    return {
        "session_id": word(one, "idVisit"),
        "started_at": moment(one.get("firstActionTimestamp")) or word(one, "serverDateTimeFirstAction"),
        "ended_at": moment(one.get("lastActionTimestamp")) or word(one, "lastActionDateTime"),
        "customer_id": _who(one),
        "device": _DEVICES.get(device, device or None),
        "has_cart": str(has_cart).lower() if is_known else None,
        "last_step": last,
        "is_abandoned": str(has_cart and not has_bought).lower() if is_known else None,
        "n_actions": str(len(actions)) if "actionDetails" in one else word(one, "actions"),
        "duration": word(one, "visitDuration"),
        "ecommerce_status": state,
        "goals": ", ".join(filter(None, goals)) or None,
        "searched": ", ".join(searched) or None,
        "visitor_type": word(one, "visitorType"),
        "visitor": None if word(one, "visitorId") == "false" else word(one, "visitorId"),
        "traffic_source": word(one, "referrerName"),
        "traffic_medium": word(one, "referrerType"),
        "country": word(one, "countryCode") or word(one, "country"),
        "site": word(one, "siteName") or word(one, "idSite"),
        "language": word(one, "languageCode"),
    }


def _who(one: Mapping[str, Any]) -> str | None:
    found = word(one, "userId") or word(one, "visitorId")
    return None if found in (None, "false", "0") else found


def _order(sheet: Sheet, visit: Mapping[str, Any], action: Mapping[str, Any]) -> None:
    currency, items = word(visit, "siteCurrency"), listed(action, "itemDetails")
    if word(action, "orderId") is None:
        sheet.reject("no_id", column="orderId", found=word(visit, "idVisit"), expected="an order with an id")
        return
    sheet.keep(
        order_id=word(action, "orderId"), created_at=moment(action.get("timestamp")), customer_id=_who(visit),
        session_id=word(visit, "idVisit"), amount=minor(word(action, "revenue"), currency), currency=currency,
        product=next((name for each in items if (name := word(each, "itemName"))), None), units=word(action, "items"),
    )  # fmt: skip


FORMATS = (
    Format(
        "matomo", "Matomo visits, with their orders", "Matomo, Live.getLastVisitsDetails, JSON", ("sessions", "orders"),
        like, read,
    ),
)  # fmt: skip
