"""Amazon Connect contact records: one a contact, as streamed (Kinesis, S3), from the API, or a table of a data lake.

Not for: what was said (`amazon_contact_lens`). Members as in
https://docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html; the table contact_record of the analytics data
lake has the same under names with underscores and its durations in milliseconds. A contact is delivered at least once: the
record that was updated last counts, then the one that says most. All times are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having, texts
from voc.ingest.formats.parts.conversation import Left, between, iso, moment, number, plain, unfit
from voc.ingest.formats.parts.document import documents, inner, listed
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.transfers import Link, chains
from voc.ingest.note import note
from voc.ingest.raw import Raw

_NOT_LETTERS = re.compile(r"[\W_]+")
# The places of an agent's and a queue's members: a stream's, the API's, a flat table's.
_AGENT, _QUEUE = ("agent", "agentinfo", ""), ("queue", "queueinfo", "")
_UNITS = (("", 1.0), ("s", 1.0), ("sec", 1.0), ("seconds", 1.0), ("inseconds", 1.0), ("ms", 1e3), ("inmillis", 1e3))
_PASSED_ON = ("TRANSFER", "QUEUE_TRANSFER")
_NOT_WAITING = ("OUTBOUND", "EXTERNAL_OUTBOUND", "MONITOR", "CALLBACK", "DISCONNECT")  # nobody can give up in a queue


def like(head: Head) -> Like:
    """How like contact records in JSON a head is."""
    names = frozenset(map(_folded, head.members))
    usual = (
        "initiationmethod",
        "disconnecttimestamp",
        "lastupdatetimestamp",
        "agent",
        "queue",
        "channel",
        "instancearn",
    )
    api = ("disconnecttimestamp", "agentinfo", "queueinfo", "channel", "lastupdatetimestamp")
    said = ("transcript", "segments")
    found = [
        having(names, ("contactid", "initiationtimestamp"), usual, not_with=said),
        having(names, ("contactid", "awscontacttracerecordformatversion"), usual),
        having(names, ("initiationtimestamp", "initiationmethod", "id"), api, not_with=(*said, "contactid")),
    ]
    return max(found, key=lambda one: one.score)


_LISTS = ("Contacts", "ContactRecords", "Records", "records")  # a page of the API, and what people wrap records in


def like_table(head: Head) -> Like:
    """How like a table of contact records a head is."""
    names = frozenset(map(_folded, head.columns))
    usual = ("initiationmethod", "disconnecttimestamp", "channel", "initialcontactid", "disconnectreason", "instanceid")
    return having(names, ("contactid", "initiationtimestamp"), usual)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions. Raises DataError E293 for damaged JSON."""
    found: list[Mapping[str, str] | Left] = []
    for one in documents(content):
        one = inner(one, "detail") or one  # an event of EventBridge
        lists = [listed(one, name) for name in _LISTS]
        for record in next(filter(None, lists), [inner(one, "Contact") or one]):
            cells = _flat(record) if isinstance(record, dict) else {}
            if "contactid" not in cells and "id" in cells:
                cells["contactid"] = cells["id"]
            found.append(cells if "contactid" in cells else unfit(record, "missing_id", "an object with a ContactId"))
    sheet = _kept(found)
    return [sheet.raw(content, "amazon_contact_record", content.decoded[1], content.decoded[2])]


def read_table(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    assert rows is not None
    found: dict[int, Mapping[str, str] | Left] = {
        one.row: Left(one.reason, one.found, one.expected, one.column) for one in rows.rejected
    }
    for number_, row in zip(rows.numbers.tolist(), rows.rows.to_pylist(), strict=True):
        cells = _flat(row)
        found[number_] = cells if "contactid" in cells else Left("missing_id", "", "a contact_id", "contact_id")
    sheet = _kept([found[at] for at in sorted(found)])
    return [sheet.raw(content, "amazon_contact_table", rows.encoding, rows.warnings)]


def _kept(found: Sequence[Mapping[str, str] | Left]) -> Sheet:
    sheet = Sheet("interactions", "UTC")
    best: dict[str, Mapping[str, str]] = {}
    for one in found:
        if not isinstance(one, Left):
            rival = best.get(one["contactid"])
            best[one["contactid"]] = one if rival is None or _age(one) > _age(rival) else rival
    links = {contact: _link(one) for contact, one in best.items()}
    chain = chains(links)
    n_older = 0
    for one in found:
        if isinstance(one, Left):
            sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
            continue
        contact = one["contactid"]
        winner = best[contact]
        if one is winner:
            sheet.keep(**_cells(one, *chain[contact]))
            continue
        is_tie = _age(one)[0] == _age(winner)[0] and not one.items() <= winner.items()
        reason = "duplicate_row" if one == winner else "duplicate_id_conflict" if is_tie else "older_version"
        n_older += reason == "older_version"
        sheet.reject(
            reason, column="ContactId", found=contact, expected="the record of a contact that was updated last"
        )
    if n_older:
        sheet.warnings.append(note("{n} records are older versions of a contact that was delivered again", n=n_older))
    return sheet


def _age(one: Mapping[str, str]) -> tuple[float, int]:
    updated = _time(one.get("lastupdatetimestamp"))
    return (updated.timestamp() if updated else 0.0, len(one))


def _link(one: Mapping[str, str]) -> Link:
    method = one.get("initiationmethod")
    return Link(
        one.get("initialcontactid"), one.get("previouscontactid"), one.get("nextcontactid"),
        None if method is None else method.upper() in _PASSED_ON,
    )  # fmt: skip


def _cells(one: Mapping[str, str], chain: str, n_transfers: int) -> dict[str, str | None]:
    queued, answered = _of(one, _QUEUE, "enqueuetimestamp"), _connected(one)
    wait = _seconds(one, _QUEUE, "duration", is_short=True)
    left_queue = _of(one, _QUEUE, "dequeuetimestamp") or answered
    if wait is None and (waited := between(_utc(queued), _utc(left_queue))) is not None:
        wait = plain(waited)
    talk = _seconds(one, _AGENT, "agentinteractionduration")
    hold = _seconds(one, _AGENT, "customerholdduration")
    after = _seconds(one, _AGENT, "aftercontactworkduration")
    pause = _seconds(one, _AGENT, "agentpauseduration")
    parts = [number(part) for part in (talk, hold, after, pause)]
    handled = None if parts[0] is None else plain(sum(part for part in parts if part is not None))
    channel = one.get("channel")
    return {
        "interaction_id": one["contactid"],
        "chain_id": chain,
        "started_at": iso(one.get("initiationtimestamp")),
        "ended_at": iso(one.get("disconnecttimestamp")),
        "customer_id": one.get("customerid") or one.get("attributescustomerid"),
        "channel": channel.lower() if channel else None,
        "agent_id": _of(one, _AGENT[:2], "username") or _tail(_of(one, _AGENT[:2], "id", "arn", "agentarn", "")),
        "reason": one.get("attributescontactreason") or one.get("attributesreason"),
        "queue_wait_s": wait,
        "talk_s": talk,
        "hold_s": hold,
        "acw_s": after,
        "handle_s": handled,
        "is_abandoned": _abandoned(one, bool(queued or wait), answered),
        "n_transfers": str(n_transfers),
        "queue": _of(one, _QUEUE[:2], "name") or _tail(_of(one, _QUEUE[:2], "id", "arn", "queuearn", "")),
        "routing_profile": _of(one, _AGENT, "routingprofilename"),
        "n_holds": _of(one, _AGENT, "numberofholds"),
        "longest_hold_s": _seconds(one, _AGENT, "longestholdduration"),
        "initiation_method": one.get("initiationmethod"),
        "disconnect_reason": one.get("disconnectreason"),
        "previous_contact_id": one.get("previouscontactid"),
        "next_contact_id": one.get("nextcontactid"),
        "updated_at": iso(one.get("lastupdatetimestamp")),
    }


def _abandoned(one: Mapping[str, str], was_queued: bool, answered: str | None) -> str | None:
    """Whether the customer gave up in a queue; None for a contact that was never in one, is not over, or is not theirs."""
    if answered:
        return "false"
    if not was_queued or not one.get("disconnecttimestamp") or one.get("initiationmethod", "").upper() in _NOT_WAITING:
        return None
    return "false" if one.get("nextcontactid") or one.get("transfercompletedtimestamp") else "true"


def _connected(one: Mapping[str, str]) -> str | None:
    return _of(one, _AGENT, "connectedtoagenttimestamp", "connectedtimestamp")


def _of(one: Mapping[str, str], places: Sequence[str], *names: str) -> str | None:
    return next((cell for place in places for name in names if (cell := one.get(place + name))), None)


def _seconds(one: Mapping[str, str], places: Sequence[str], name: str, *, is_short: bool = False) -> str | None:
    """A duration in seconds, by the unit in its name; what is no number stays, and is rejected for that."""
    for place in places:
        for unit, per_second in _UNITS:
            cell = one.get(place + name + unit) if place or not is_short else None
            if cell is not None:
                value = number(cell)
                return cell if value is None else plain(value / per_second)
    return None


def _time(cell: str | None) -> datetime | None:
    return moment(cell) or moment(f"{cell}+00:00")


def _utc(cell: str | None) -> str | None:
    found = _time(cell)
    return found.isoformat() if found else None


def _tail(arn: str | None) -> str | None:
    return arn.rsplit("/", 1)[-1] if arn else None


@lru_cache(maxsize=4096)  # a file has few names, each a hundred thousand times
def _folded(name: str) -> str:
    return _NOT_LETTERS.sub("", name).lower()


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The filled cells of a record at any depth, under names in lower case without marks: agentusername."""
    flat: dict[str, str] = {}
    open_ = [(prefix, record)]
    while open_:
        before, one = open_.pop()
        for name, value in one.items():
            key = before + _folded(str(name))
            if isinstance(value, dict):
                open_.append((key, value))
            elif isinstance(value, datetime):
                flat[key] = value.isoformat()
            elif not isinstance(value, list) and (cell := (texts(value) or "").strip()):
                flat[key] = cell
    return flat


FORMATS = (
    Format(
        "amazon_contact_record", "Amazon Connect contact records", "Amazon Connect, contact records (CTR) in JSON",
        ("interactions",), like, read,
    ),
    Format(
        "amazon_contact_table", "Amazon Connect contact records as a table", "Amazon Connect, analytics data lake",
        ("interactions",), like_table, read_table, rows=True,
    ),
)  # fmt: skip
