"""Contacts with their messages, as chats and tickets have them, to the sheets of interactions and turns.

    chat = Contact({"interaction_id": "t-1", "channel": "chat"}, [message("m1", at, "customer", "No parcel"), ...])
    return raws(content, "hubspot_threads", [chat])

For: formats whose messages have a moment each. Not for: recordings, whose turns have seconds (`conversation`), and who
speaks: a message comes with its role. Messages are put in the order of time, whatever the file's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import Broken
from voc.ingest.formats.parts.moments import seconds
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.raw import Raw


@dataclass(frozen=True)
class Contact:
    """The cells of an interaction, which have an interaction_id, and its messages in the order of the file; `row` is its
    number in the file, where the file has one."""

    cells: Mapping[str, str | None]
    items: Sequence[Message | Left]
    row: int | None = None


def message(
    id: str | None, at: str | None, role: str, text: str | None, author: str | None = None, row: int | None = None
) -> Message | Left:
    """A Message; Left (`no_text`) where it has no words."""
    if not (text or "").strip():
        return Left("no_text", found=id or "", expected="a message with words", row=row)
    return Message(id, at, role, (text or "").strip(), author, row=row)


def sheets(found: Sequence[Contact | Left], timezone: str | None = None) -> tuple[Sheet, Sheet]:
    """The sheets of interactions and turns; a contact begins and ends with its messages where its cells do not say."""
    interactions, said = Sheet("interactions", timezone), Sheet("turns", timezone)
    n_items = 0
    for one in found:
        if isinstance(one, Left):
            _leave(one, interactions)
            continue
        # Messages are numbered in the order of the file, so that each is found again.
        numbered = [item if item.row else replace(item, row=n_items + at) for at, item in enumerate(one.items, 1)]
        n_items += len(numbered)
        written = [item for item in numbered if isinstance(item, Message)]
        for item in numbered:
            if isinstance(item, Left):
                _leave(item, said)
        times = sorted((at, item.at) for item in written if (at := seconds(item.at)) is not None)
        cells = dict(one.cells)
        cells["started_at"] = cells.get("started_at") or (times[0][1] if times else None)
        cells["ended_at"] = cells.get("ended_at") or (times[-1][1] if len(times) > 1 else None)
        interactions.keep(one.row, **cells)
        for row, turn in turns(cells["interaction_id"] or "", written, cells["started_at"]):
            said.keep(row, **turn)
    return interactions, said


def raws(
    content: Content, reader: str, found: Sequence[Contact | Left], timezone: str | None = None,
    warnings: Sequence[str] = (),
) -> list[Raw]:  # fmt: skip
    """The Raws of what was found in a text file; `timezone` is that of the naive times in it."""
    encoding, notes = content.decoded[1], content.decoded[2]
    return [one.raw(content, reader, encoding, [*notes, *warnings]) for one in sheets(found, timezone)]


def things(value: Any, *names: str) -> Iterator[Any]:
    """What a page of an API holds under the first of `names` that is a list there; another value is a thing itself."""
    for name in names:
        if isinstance(value, dict) and isinstance(value.get(name), list):
            yield from value[name]
            return
    if isinstance(value, list):
        yield from value
    else:
        yield value


def strange(value: Any, expected: str) -> Left | None:
    """A thing that is no object as a Left, None for an object."""
    if isinstance(value, Broken):
        return Left("not_a_json_object", value.place, expected)
    return None if isinstance(value, dict) else Left("not_a_json_object", value, expected)


def _leave(one: Left, sheet: Sheet) -> None:
    sheet.reject(one.reason, one.row, column=one.column, found=one.found, expected=one.expected)
