"""The times of messages: cells for when, and seconds from the first of them.

For: chats as JSON. Not for: the times of lines (`line_times`), which this falls back upon. Epochs, and ISO
with or without an offset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from voc.ingest.formats.parts import line_times, moments
from voc.ingest.formats.parts.conversation import iso, moment, number, plain
from voc.ingest.formats.parts.document import mapping, word


@dataclass(frozen=True)
class Times:
    """`cells` for each message; `offsets` as cells of seconds; `first` and `last` as cells where they have a date."""

    cells: tuple[str | None, ...]
    offsets: tuple[str | None, ...]
    first: str | None
    last: str | None


def stated(one: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The first of `names` that a conversation says, else its metadata: when it began, or ended."""
    for held in (one, mapping(one, "metadata")):
        if found := next((said for name in names if (said := word(held, name))), None):
            return moments.moment(found)
    return None


def times(cells: Sequence[str | None]) -> Times:
    """The Times of messages in their order; offsets only where all times are of one kind."""
    known = [(_at(cell), iso(cell)) for cell in cells if cell is not None]
    whens = [(at, cell) for at, cell in known if at is not None]
    if whens and len(whens) == len(known) and len({_is_naive(cell) for _, cell in whens}) == 1:
        begin = min(at for at, _ in whens)
        offsets = [
            None if cell is None or (at := _at(cell)) is None else plain((at - begin).total_seconds()) for cell in cells
        ]
        return Times(tuple(map(iso, cells)), tuple(offsets), min(whens)[1], max(whens)[1] if len(whens) > 1 else None)
    found = line_times.settled([_stamp(cell) for cell in cells])
    since = line_times.since_first(found)
    dated = [when for one in found if (when := line_times.moment(one)) is not None]
    return Times(
        tuple(cells), tuple(None if one is None else plain(one) for one in since), dated[0] if dated else None,
        dated[-1] if len(dated) > 1 else None,
    )  # fmt: skip


def _at(cell: str) -> datetime | None:
    """A time with its offset or an epoch; a naive one as if it were UTC, for differences alone."""
    found = moment(cell)
    if found is not None or number(cell) is not None or len(cell) < 10:
        return found
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_naive(cell: str | None) -> bool:
    return moment(cell) is None


def _stamp(cell: str | None) -> line_times.Stamp | None:
    if cell is None or number(cell) is not None:
        return None
    found, rest = line_times.stamped(cell)
    return None if rest.strip() else found
