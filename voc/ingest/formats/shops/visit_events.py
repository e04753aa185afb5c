"""Events of product analytics to visits with the steps of the shop that they reached: Amplitude, PostHog, Mixpanel, Segment,
RudderStack, Snowplow, and Adobe's data feed.

For: exports of raw events, as JSON or as a table with heads. Not for: Google Analytics (`ga4`), Matomo (`matomo`), and
reports, which are counts.

An event is no row of ours: the events of one visitor and one visit are. Where a file names no visit it is refused: how long
a pause ends a visit is for its owner to say. People call their events as they like, so a step of the shop is known by the
names that the tools themselves recommend; a step that no event of a file is called by is not known of any visit of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import json_cells, responses
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.formats.shops.ga4 import moment
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.visits import STEPS

_CALLED = {
    "view_item": "view item|viewed item|view product|product view|product viewed|viewed product|product detail viewed",
    "add_to_cart": "add to cart|added to cart|product added|added product|product added to cart|item added to cart|cart add",
    "begin_checkout": "begin checkout|checkout started|started checkout|initiate checkout|checkout begun",
    "add_shipping_info": "add shipping info|shipping info entered|checkout shipping info submitted",
    "add_payment_info": "add payment info|payment info entered|payment info submitted",
    "purchase": "purchase|purchased|order completed|completed order|order placed|checkout completed|purchase completed",
}
_STEP = {name: step for step, names in _CALLED.items() for name in names.split("|")}
# Adobe, "Event list lookup" of the standard events.
_ADOBE = {"1": "purchase", "2": "view_item", "11": "begin_checkout", "12": "add_to_cart"}
_MOST = 3  # levels of objects


@dataclass(frozen=True)
class Tool:
    """A tool: `needed` members or columns of which one set must be there; then the names, the first that is filled wins, of
    the visitor, the visit, the event, its time and the customer. `steps` by the tool's own names of events; `is_unique`
    where a visit's name is one over all visitors."""

    id: str
    title: str
    system: str
    needed: tuple[frozenset[str], ...]
    visitor: tuple[str, ...]
    visit: tuple[str, ...]
    event: tuple[str, ...]
    at: tuple[str, ...]
    customer: tuple[str, ...] = ()
    steps: Mapping[str, str] | None = None
    is_unique: bool = False


_PROPERTIES = ("properties.", "event_properties.", "context.", "context_", "")
_DEVICE = ("$device_type", "dvce_type")
_ORDER = ("order_id", "transaction_id", "transactionid", "orderid", "post_purchaseid", "purchaseid")
_COUNTRY = ("country", "$geoip_country_code", "mp_country_code", "geo_country")


@dataclass
class _Visit:
    """What the events of a visit said, as far as they were read."""

    steps: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    n: int = 0


def _sets(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split("|")) for one in names)


TOOLS = (
    Tool(
        "amplitude", "Amplitude events", "Amplitude Export API; warehouse syncs of it",
        _sets("amplitude_id|event_type|event_time", "event_type|event_time|session_id|device_id"),
        ("amplitude_id", "user_id", "device_id"), ("session_id",), ("event_type", "amplitude_event_type"), ("event_time",),
        ("user_id",),
    ),
    Tool(
        "posthog", "PostHog events", "PostHog, batch exports and API",
        _sets("$session_id|distinct_id|event|timestamp", "properties.$session_id|distinct_id|event|timestamp"),
        ("distinct_id",), ("properties.$session_id", "$session_id"), ("event",), ("timestamp",), ("distinct_id",),
        is_unique=True,
    ),
    Tool(
        "mixpanel", "Mixpanel events (refused by name where no visit is named)", "Mixpanel raw export",
        _sets("event|distinct_id|time|$insert_id", "event|distinct_id|time|mp_processing_time_ms"),
        ("distinct_id",), ("properties.$session_id", "$session_id"), ("event",), ("time",), ("$user_id", "distinct_id"),
    ),
    Tool(
        "segment", "Segment and RudderStack events (refused by name where no visit is named)",
        "Segment, RudderStack: raw calls and warehouse tables",
        _sets("anonymousId|messageId|receivedAt", "anonymousId|messageId|originalTimestamp",
              "anonymous_id|event_text|received_at", "anonymous_id|received_at|sent_at|original_timestamp"),
        ("anonymousid", "anonymous_id", "userid", "user_id"), ("context.sessionid", "context_session_id", "session_id"),
        ("event_text", "event", "name", "type"), ("timestamp", "originaltimestamp", "original_timestamp"),
        ("userid", "user_id"),
    ),
    Tool(
        "snowplow", "Snowplow events", "Snowplow atomic.events, with heads",
        _sets("domain_sessionid|collector_tstamp|event_id"),
        ("domain_userid",), ("domain_sessionid",), ("event_name", "event"), ("derived_tstamp", "collector_tstamp"),
        ("user_id",), is_unique=True,
    ),
    Tool(
        "adobe_data_feed", "Adobe Analytics data feed", "Adobe Analytics, hit_data with heads",
        _sets("post_visid_high|post_visid_low|visit_num|hit_time_gmt", "visid_high|visid_low|visit_num|hit_time_gmt"),
        ("post_visid_high", "visid_high"), ("visit_num",), ("post_event_list", "event_list"), ("hit_time_gmt",),
        ("post_cust_visid", "cust_visid"), _ADOBE,
    ),
    Tool(
        "shop_events", "Events of a shop, an event a row", "open sets of shops' events (user_session)",
        _sets("event_time|event_type|user_id|user_session"),
        ("user_id",), ("user_session",), ("event_type",), ("event_time",), ("user_id",),
        {"view": "view_item", "cart": "add_to_cart", "purchase": "purchase"}, is_unique=True,
    ),
)  # fmt: skip


def _likes(tool: Tool, is_json: bool) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        there = head.members if is_json else frozenset() if head.is_json else head.names
        low = {one.lower() for one in there}
        found = next((one for one in tool.needed if {name.lower() for name in one} <= low), None)
        return NOT_LIKE if found is None else Like(0.85 + 0.02 * len(found), "has " + ", ".join(sorted(found)))

    return like


def _reads_json(tool: Tool) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        sheet = Sheet("sessions", "UTC")
        events = []
        for one in documents(content):
            for each in _unwrapped(one):
                if isinstance(each, dict):
                    events.append(_flat(each))
                else:
                    responses.no_object(sheet, each)
        _fill(sheet, tool, events, content.name)
        return [sheet.raw(content, f"{tool.id}_json", content.decoded[1], content.decoded[2])]

    return read


def _reads_rows(tool: Tool) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        assert raw is not None
        sheet = Sheet("sessions", "UTC")
        found = rows(raw)
        for row in found:
            reject_wrong(row, sheet)
        _fill(sheet, tool, [_flat(one) for _, one in json_cells.objects(found)], content.name)
        return [raw_of(sheet, content, raw, tool.id)]

    return read


def _unwrapped(one: Any) -> Iterator[Any]:
    """The events of a page ({"results": []}, {"batch": []}), or the one that it is."""
    held = next((one[name] for name in ("results", "events", "batch", "data") if isinstance(one.get(name), list)), None) if (
        isinstance(one, dict)
    ) else None  # fmt: skip
    yield from held if held is not None else [one]


def _flat(one: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """The members of an object by their paths in small letters, lists left out."""
    found: dict[str, str] = {}
    for name, value in one.items():
        path = f"{prefix}{name}".strip().lower()
        if isinstance(value, dict):
            found |= _flat(value, f"{path}.", depth + 1) if depth < _MOST else {}
        elif not isinstance(value, list) and (cell := texts(value)):
            found[path] = cell.strip()
    return {path: cell for path, cell in found.items() if cell}


def _of(event: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((event[lead + name] for name in names for lead in ("", *_PROPERTIES) if lead + name in event), None)


def _fill(sheet: Sheet, tool: Tool, events: Sequence[Mapping[str, str]], file: str) -> None:
    if events and not any(_visit_of(event, tool) for event in events):
        raise DataError(
            "E276", "these are events, and no visit is named in them", where=file, found=f"{tool.title.partition(' (')[0]}",
            expected=f"the visit of each event, such as {tool.visit[0]}",
            do="export visits, or the events with their sessions; or make a table of visits: session_id, started_at",
        )  # fmt: skip
    visits: dict[str, _Visit] = {}
    for event in events:
        visit, at = _visit_of(event, tool), _of(event, tool.at)
        if (left := event.get("exclude_hit", "0")) != "0":
            sheet.reject("excluded_by_the_tool", column="exclude_hit", found=left, expected="a hit that counts")
        elif visit is None:
            sheet.reject(
                "no_session", column=tool.visit[0], found=_of(event, tool.event), expected="an event of a visit"
            )
        elif at is None or (when := moment(at)) is None:
            sheet.reject("unreadable_time", column=tool.at[0], found=at, expected="a time of an event")
        else:
            _add(visits.setdefault(visit, _Visit()), event, tool, when)
    known = {step for one in visits.values() for step in one.steps}
    for name, one in visits.items():
        sheet.keep(session_id=name, **_cells(one, known))
    if visits:
        n = sum(one.n for one in visits.values())
        sheet.warnings.append(
            note("{n} events are {visits} visits: events of one visitor and one visit", n=n, visits=len(visits))
        )
    if visits and not known:
        sheet.warnings.append(note("no event is called as a step of a shop; what visits reached is not known"))


def _visit_of(event: Mapping[str, str], tool: Tool) -> str | None:
    """A visit's name, unique over visitors; None for none."""
    visitor, visit = _visitor(event, tool), next((event[name] for name in tool.visit if name in event), None)
    if visit in (None, "-1", "0"):
        return None
    if tool.is_unique:
        return visit
    return f"{visitor}.{visit}" if visitor else None


def _visitor(event: Mapping[str, str], tool: Tool) -> str | None:
    """Who visits; Adobe names a visitor in two halves."""
    if tool.id != "adobe_data_feed":
        return _of(event, tool.visitor)
    halves = [_of(event, (f"post_visid_{half}", f"visid_{half}")) for half in ("high", "low")]
    return ".".join(filter(None, halves)) if all(halves) else None


def _add(visit: _Visit, event: Mapping[str, str], tool: Tool, at: str) -> None:
    visit.times = [min([at, *visit.times]), max([at, *visit.times])]
    visit.n += 1
    name = _of(event, tool.event) or ""
    if tool.steps is not None:
        visit.steps |= {tool.steps[code] for one in name.split(",") if (code := one.partition("=")[0]) in tool.steps}
    elif step := _STEP.get(re.sub(r"[^a-z]+", " ", name.lower()).strip()):
        visit.steps.add(step)
    told = {
        "customer": _of(event, tool.customer), "visitor": _visitor(event, tool), "device": _of(event, _DEVICE),
        "platform": _of(event, ("platform",)), "country": _of(event, _COUNTRY), "order": _of(event, _ORDER),
    }  # fmt: skip
    for ours, cell in told.items():
        if cell:
            visit.said.setdefault(ours, cell)


def _cells(one: _Visit, known: set[str]) -> dict[str, str | None]:
    """The row of a visit; `known` are the steps that some event of the file is called by."""
    reached = [step for step in STEPS if step in one.steps]
    has_bought = "purchase" in one.steps
    has_cart = True if has_bought or "add_to_cart" in one.steps else False if "add_to_cart" in known else None
    is_abandoned = False if has_bought or has_cart is False else has_cart if "purchase" in known else None
    return {
        "started_at": one.times[0],
        "ended_at": one.times[1],
        "customer_id": one.said.get("customer") or one.said.get("visitor"),
        "device": (one.said.get("device") or "").lower() or None,
        "has_cart": None if has_cart is None else str(has_cart).lower(),
        "last_step": reached[-1] if reached else None,
        "is_abandoned": None if is_abandoned is None else str(is_abandoned).lower(),
        "n_events": str(one.n),
        "order_id": one.said.get("order") if has_bought else None,
        "platform": one.said.get("platform"),
        "country": one.said.get("country"),
    }


FORMATS = tuple(
    made
    for one in TOOLS
    for made in (
        Format(f"{one.id}_json", f"{one.title}, JSON", one.system, ("sessions",), _likes(one, True), _reads_json(one)),
        Format(one.id, one.title, one.system, ("sessions",), _likes(one, False), _reads_rows(one), rows=True),
    )
)
