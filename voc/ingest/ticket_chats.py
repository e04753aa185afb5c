"""A chat that a ticket was made of is that ticket's contact, and no second one.

A warehouse keeps the tickets of Zendesk in one table and their chats, under ids of their own, in others.

For: `assemble`. Not for: a chat whose ticket no file holds, or that several tickets name: it stays a contact of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from voc.ingest.raw import Reject, short
from voc.ingest.rows import Part, without

_CHATS, _SYSTEM = "zendesk_chat_rows", "zendesk"
_KEY, _OF = "interaction_id", "chain_id"


def with_tickets(parts: Sequence[Part]) -> list[Part]:
    """`parts` with the turns of chats in their tickets, where the tickets are there; the chats' own rows are rejected as
    `put_into_another_row`."""
    tickets = {
        id for one in parts if _is_of(one, "interactions") and one.raw.reader != _CHATS for id in _cells(one, _KEY)
    }
    named: dict[str, set[str]] = {}
    for one in parts:
        if _is_of(one, "interactions") and one.raw.reader == _CHATS:
            for chat, ticket in zip(_cells(one, _KEY), _cells(one, _OF), strict=False):
                if ticket:
                    named.setdefault(chat, set()).add(ticket)
    found = {chat: ticket for chat, of in named.items() if len(of) == 1 and (ticket := min(of)) in tickets}
    return [_moved(one, found) if found and one.raw.reader == _CHATS else one for one in parts]


def _is_of(one: Part, table: str) -> bool:
    return one.table == table and one.raw.reader.startswith(_SYSTEM)


def _cells(one: Part, column: str) -> list[str]:
    return one.rows.column(column).to_pylist() if column in one.rows.column_names else []


def _moved(one: Part, tickets: Mapping[str, str]) -> Part:
    if one.table == "turns":
        ids = pa.array([tickets.get(chat, chat) for chat in _cells(one, _KEY)], pa.string())
        return replace(one, rows=one.rows.set_column(one.rows.column_names.index(_KEY), _KEY, ids))
    if one.table != "interactions":
        return one
    chats, numbers = _cells(one, _KEY), one.rows.column("row").to_pylist()
    rejects = [
        Reject(
            number, _KEY, "put_into_another_row", short(chat, is_id=True), f"its turns stand in ticket {tickets[chat]}"
        )
        for chat, number in zip(chats, numbers, strict=True)
        if chat in tickets
    ]
    return without(
        one, one.rows.filter(pa.array(np.array([chat not in tickets for chat in chats], dtype=bool))), rejects
    )
