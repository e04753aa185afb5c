"""The files of the demo: which columns each has, in the words of the shop's own systems.

For: `world.write`. Not for: drawing anything. The `.gz` files carry no clock and no name, so that the same rows
give the same bytes wherever zlib is the same; what is inside them is the same everywhere.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from voc.demo.chats import Turn
from voc.demo.company import LANG_OF
from voc.demo.contacts import Contact
from voc.demo.feedback import Row
from voc.demo.orders import Order
from voc.demo.sessions import Session

Cell = str | int | None
Table = tuple[tuple[str, ...], list[tuple[Cell, ...]]]

# The desk in each market names its channels in its own language.
_CHANNEL = {
    "en": {"voice": "phone", "chat": "chat", "email": "email"},
    "zh-Hans": {"voice": "电话", "chat": "在线", "email": "邮件"},
    "zh-Hant": {"voice": "電話", "chat": "線上", "email": "電郵"},
}


def sessions(rows: Iterable[Session]) -> Table:
    """sessions.csv.gz"""
    names = ("visit", "started", "device", "region", "customer", "has_cart", "last_step", "abandoned")
    return names, [
        (
            s.session_id, _time(s.started_at), s.device, s.region, s.customer_id, _yes(s.has_cart), s.last_step,
            _yes(s.is_abandoned),
        )
        for s in rows
    ]  # fmt: skip


def orders(rows: Iterable[Order]) -> Table:
    """orders.csv.gz; `paid` is in minor units."""
    names = (
        "order_no", "placed", "visit", "customer", "channel", "region", "product", "paid", "currency",
        "promised", "delivered", "returned", "return_reason",
    )  # fmt: skip
    return names, [
        (
            o.order_id, _time(o.created_at), o.session_id, o.customer_id, o.channel, o.region, o.product, o.amount,
            o.currency, _day(o.promised_at), _day(o.delivered_at), _yes(o.is_returned), o.return_reason,
        )
        for o in rows
    ]  # fmt: skip


def interactions(rows: Iterable[Contact]) -> Table:
    """interactions.csv.gz; `queue_min` is in minutes."""
    names = (
        "ticket", "opened", "closed", "customer", "channel", "queue", "agent", "region", "queue_min", "first_reply_s",
        "talk_s", "hold_s", "acw_s", "handle_s", "gave_up", "solved_first", "transfers",
    )  # fmt: skip
    return names, [
        (
            c.interaction_id, _time(c.started_at), _time(c.ended_at), c.customer_id,
            _CHANNEL[LANG_OF[c.region]][c.channel], c.queue, c.agent_id, c.region,
            None if c.queue_wait_s is None else f"{c.queue_wait_s / 60:.1f}", c.first_response_s, c.talk_s, c.hold_s,
            c.acw_s, c.handle_s, _yes(c.is_abandoned), _yes(c.is_fcr), c.n_transfers,
        )
        for c in rows
    ]  # fmt: skip


def feedback(rows: Iterable[Row], names: str) -> Table:
    """A file of feedback.

    `names` are its columns for id, time, record, customer, region, score and text; `-` skips one.
    """
    wanted = names.split()
    kept = [i for i, name in enumerate(wanted) if name != "-"]
    table: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = (
            row.feedback_id, _time(row.created_at), row.key, row.customer_id, row.region, row.score, row.text,
        )  # fmt: skip
        table.append(tuple(cells[i] for i in kept))
    return tuple(wanted[i] for i in kept), table


def transcripts(rows: Iterable[Turn]) -> Table:
    """transcripts.csv.gz"""
    names = ("ticket", "seq", "speaker", "text", "start_s", "end_s")
    return names, [(t.interaction_id, t.seq, t.role, t.text, t.start_s, t.end_s) for t in rows]


def save(table: Table, path: Path) -> int:
    """Writes the table as UTF-8 CSV, packed where the name ends in .gz; returns the number of rows."""
    names, rows = table
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    plain = out.getvalue().encode("utf-8")
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0, compresslevel=6) as stream:
            stream.write(plain)
        plain = packed.getvalue()
    path.write_bytes(plain)
    return len(rows)


def with_row(rows: Sequence[tuple[Cell, ...]], at: int, row: tuple[Cell, ...]) -> list[tuple[Cell, ...]]:
    """The rows with one more at place `at`."""
    return [*rows[:at], row, *rows[at:]]


def _time(at: datetime) -> str:
    """Local time to the minute; the hour that the clocks skip in March is written as the next one."""
    if at.hour == 1 and at.month == 3 and at.day > 24 and at.weekday() == 6:
        at = at.replace(hour=2)
    return at.isoformat(" ", "minutes")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"
