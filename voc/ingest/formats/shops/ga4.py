"""Google Analytics 4 events to visits with the steps of the shop that they reached.

For: the BigQuery export, as nested JSON lines or Parquet, flattened to CSV, or as a warehouse sync writes it. Not for: page
views, campaigns or money, which stay with Google; a visit keeps what a metric can be cut by.

An event is no row of ours: events with the same user_pseudo_id and ga_session_id are one visit (support.google.com,
"BigQuery Export schema": ga_session_id is unique only together with the user). In a file without any ga_session_id its
ga_session_number tells the visits of a user apart. An event that belongs to no visit is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from voc.ingest import records
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.visits import STEPS

_PARAMS = ("event_params_", "event_params_value_", "param_", "params_", "")
_NAMES = {  # ours: theirs, with every sign that is no letter or digit as _
    "user": ("user_pseudo_id",),
    "name": ("event_name", "name"),
    "at": ("event_timestamp", "timestamp", "event_time"),
    "customer": ("user_id",),
    "device": ("device_category",),
    "platform": ("platform",),
    "country": ("geo_country", "country"),
    "source": ("traffic_source_source", "session_source", "source"),
    "medium": ("traffic_source_medium", "session_medium", "medium"),
    "order": ("ecommerce_transaction_id", "event_params_transaction_id", "param_transaction_id", "transaction_id"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CARRIED = {"platform": "platform", "country": "country", "source": "traffic_source", "medium": "traffic_medium"}


@dataclass
class _Visit:
    """What the events of a visit said, as far as they were read."""

    names: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)  # first and last
    said: dict[str, str] = field(default_factory=dict)
    n: int = 0

    def add(self, event: Mapping[str, str | None]) -> None:
        at = event["at"] or ""
        self.times = [min([at, *self.times]), max([at, *self.times])]
        self.names.add(event["name"] or "")
        for name, value in event.items():
            if value and name not in ("at", "name"):
                self.said.setdefault(name, value)
        self.n += 1


def like_rows(head: Head) -> Like:
    """A table with a user, a name and a time of each event, and the visit among its columns."""
    names = {_plain(one) for one in head.columns}
    has_visit = names & {prefix + one for prefix in _PARAMS for one in ("ga_session_id", "ga_session_number")}
    has_params = names & {"event_params", "event_params_key"}
    is_export = {"event_name", "event_timestamp"} <= names
    is_sync = {"name", "timestamp", "param_ga_session_id"} <= names
    if "user_pseudo_id" not in names or not (is_export or is_sync or ("event_name" in names and has_visit)):
        return NOT_LIKE
    return Like(0.92 if has_visit or has_params else 0.75, "has user_pseudo_id, an event's name and time, its visit")


def like_json(head: Head) -> Like:
    """JSON events of the BigQuery export."""
    if not {"event_name", "user_pseudo_id", "event_timestamp"} <= head.members:
        return NOT_LIKE
    return Like(
        0.95 if "event_params" in head.members else 0.8, "JSON with event_name, user_pseudo_id, event_timestamp"
    )


def read_rows(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Sessions of a flattened export."""
    assert rows is not None
    names = rows.rows.column_names
    plain = [_plain(one) for one in names]
    events: Iterable[dict[str, str | None]] = (
        dict(zip(plain, (_text(cell) for cell in line), strict=True))
        for batch in rows.rows.to_batches(50_000)
        for line in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    if "event_params_key" in plain:
        events = _gathered(events)
    sheet = _visits(_with_params(events), [])
    sheet.warnings[:0] = rows.warnings
    for one in rows.rejected:
        sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
    return [sheet.raw(content, "ga4_rows", rows.encoding)]


def read_json(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Sessions of nested JSON lines, or of a JSON list. Raises DataError E201 where it is no JSON."""
    raw = records.lines(content) if content.kind in (".jsonl", ".ndjson") else records.whole(content)
    return [replace(one, reader="ga4_json") for one in read_rows(content, raw)]


def _with_params(events: Iterable[dict[str, str | None]]) -> Iterator[dict[str, str | None]]:
    """Events with the parameters that stand in one cell, as JSON, as cells of their own."""
    for event in events:
        packed = event.get("event_params")
        yield {**event, **_params(packed)} if packed else event


def _params(packed: str) -> dict[str, str | None]:
    try:
        given = records.loads(packed)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, str | None] = {}
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, dict) or not isinstance(one.get("key"), str):
            continue
        value = one.get("value")
        filled: Iterable[Any] = value.values() if isinstance(value, dict) else [value]
        found[f"event_params_{one['key']}"] = next((texts(v) for v in filled if v is not None and v != ""), None)
    if isinstance(given, dict):
        found |= {
            f"event_params_{key}": texts(value) for key, value in given.items() if not isinstance(value, dict | list)
        }
    return found


def _gathered(rows: Iterable[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """Events of a table with a row for each parameter, the cells of the event in each or only in its first."""
    found: dict[tuple[str | None, ...], dict[str, str | None]] = {}
    last: dict[str, str | None] = {}
    for row in rows:
        filled = {name: cell for name, cell in row.items() if cell is not None}
        if "user_pseudo_id" not in filled and last:
            row = {**last, **filled}
        key = tuple(row.get(name) for name in ("user_pseudo_id", "event_timestamp", "event_name"))
        event = found.setdefault(key, dict(row))
        value = next((filled[name] for name in filled if name.startswith("event_params_value_")), None)
        if row.get("event_params_key"):
            event[f"event_params_{row['event_params_key']}"] = value
        last = {name: cell for name, cell in row.items() if not name.startswith("event_params_")}
    return list(found.values())


def _visits(events: Iterable[Mapping[str, str | None]], warnings: list[str]) -> Sheet:
    sheet = Sheet(
        "sessions", timezone="UTC", warnings=warnings
    )  # event_timestamp is UTC, and so is what a sync makes of it
    visits: dict[tuple[str, str], _Visit] = {}
    numbered: dict[tuple[str, str], _Visit] = {}  # of events with a number alone, which count where no event has an id
    for event in events:
        told = {ours: next((event[one] for one in theirs if event.get(one)), None) for ours, theirs in _NAMES.items()}
        session, number = _param(event, "ga_session_id"), _param(event, "ga_session_number")
        user, at = told.pop("user"), told["at"]
        if not user or not (session or number):
            column = "user_pseudo_id" if not user else "ga_session_id"
            sheet.reject("no_session", column=column, found=told["name"], expected="an event of a visit")
            continue
        told["at"] = moment(at) if at else None
        if told["at"] is None:
            sheet.reject("unreadable_time", column="event_timestamp", found=at, expected="microseconds since 1970")
            continue
        known, name = (visits, session) if session else (numbered, f"n{number}")
        known.setdefault((user, name), _Visit()).add({**told, "number": number})
    for (_, session), one in numbered.items() if visits else ():
        for _event in range(one.n):
            sheet.reject("no_session", column="ga_session_id", found=session, expected="an event of a visit")
    visits = visits or numbered
    for (user, session), one in visits.items():
        sheet.keep(session_id=f"{user}.{session}", **_row(user, one))
    if visits:
        n = sum(one.n for one in visits.values())
        sheet.warnings.append(
            note(
                "{n} events are {visits} visits: events of one user_pseudo_id and ga_session_id",
                n=n,
                visits=len(visits),
            )
        )
    return sheet


def _row(user: str, one: _Visit) -> dict[str, str | None]:
    reached = [step for step in STEPS if step in one.names]
    has_cart = "add_to_cart" in one.names
    return {
        "started_at": one.times[0],
        "ended_at": one.times[1],
        "customer_id": one.said.get("customer") or user,
        "device": one.said.get("device"),
        "has_cart": "true" if has_cart else "false",
        "last_step": reached[-1] if reached else None,
        "is_abandoned": "true" if has_cart and "purchase" not in one.names else "false",
        "user_pseudo_id": user,
        "session_number": one.said.get("number"),
        "n_events": str(one.n),
        "order_id": one.said.get("order"),
        **{theirs: one.said.get(ours) for ours, theirs in _CARRIED.items()},
    }


def _param(event: Mapping[str, str | None], name: str) -> str | None:
    found = [event.get(f"event_params_{name}_int_value"), event.get(f"event_params_{name}_value_int_value")]
    found += [event.get(prefix + name) for prefix in _PARAMS]
    value = next((one for one in found if one), None)
    # a spreadsheet or pandas writes whole numbers with a decimal point where others are missing
    return re.sub(r"\.0+$", "", value) if value and re.fullmatch(r"\d+\.0+", value) else value


def moment(text: str) -> str | None:
    """A time as ISO text, UTC: of s, ms or µs since 1970, or as it stands where it is a date; else None."""
    plain = re.sub(r"\.0+$", "", text.strip())
    if plain.isdigit() and len(plain) in (10, 13, 16):
        at = _EPOCH + timedelta(microseconds=int(plain) * {10: 1_000_000, 13: 1000, 16: 1}[len(plain)])
        return at.isoformat(timespec="microseconds")
    return text.strip().removesuffix(" UTC") if _DAY.match(text.strip()) else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _text(cell: object) -> str | None:
    return cell.isoformat() if isinstance(cell, datetime) else texts(cell)


FORMATS = (
    Format(
        "ga4_rows", "Google Analytics 4 events, flattened", 
        "GA4 export to BigQuery, as CSV or Parquet; warehouse syncs of it", ("sessions",), like_rows, read_rows, rows=True,
    ),
    Format(
        "ga4_json", "Google Analytics 4 events, nested", "GA4 export to BigQuery, as JSON lines", ("sessions",),
        like_json, read_json,
    ),
)  # fmt: skip
