"""Conversations as a format finds them, to the sheets of turns and interactions.

    call = Conversation({"interaction_id": "c-1", "channel": "voice"}, [Turn("agent", "Good morning", "0.5", "2.1"), ...])
    return raws(content, "genesys", [call])

For: the formats of calls and chats. Not for: reading a vendor's members. Turns are put in the order of their start; those
that stand out of order or overlap are kept and counted in a warning, and so are recordings without a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from voc import language
from voc.ingest.content import Content
from voc.ingest.formats.parts.document import Broken
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import OF_FILE, Raw

_SHOWN = 5  # ids in a warning


@dataclass(frozen=True)
class Turn:
    """What one side said; `start_s` and `end_s` are cells: seconds from the start of the contact, or what stood there in
    their place and is no number. `more` are further cells."""

    role: str
    text: str
    start_s: str | None = None
    end_s: str | None = None
    more: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """An item that is no turn, or a document that is no conversation, and why."""

    reason: str
    found: object = ""
    expected: str = ""
    column: str = ""
    row: int | None = None  # its number in the file, where the file has one


def unfit(document: object, reason: str, expected: str) -> Left:
    """A document that a format cannot read, as a Left: a broken line of JSON by its place, another for `reason`."""
    if isinstance(document, Broken):
        return Left("not_a_json_object", document.place, "one JSON object on this line")
    if isinstance(document, dict):
        return Left(reason, ", ".join(sorted(map(str, document))[:4]) or "an empty object", expected)
    return Left(reason, "a list" if isinstance(document, list) else "a single value", expected)


@dataclass(frozen=True)
class Conversation:
    """The cells of an interaction, which have an interaction_id, and its items in the order of the file."""

    cells: Mapping[str, str | None]
    items: Sequence[Turn | Left]

    @property
    def id(self) -> str:
        """The interaction_id."""
        return self.cells.get("interaction_id") or ""


def raws(
    content: Content, reader: str, found: Sequence[Conversation | Left], timezone: str | None = None,
    warnings: Sequence[str] = (),
) -> list[Raw]:  # fmt: skip
    """The Raws of turns and interactions; `timezone` is that of the naive times in the file."""
    turns, contacts = Sheet("turns", timezone), Sheet("interactions", timezone)
    n_moved = n_over = 0
    silent: list[str] = []
    order: list[int] = []
    for one in found:
        if isinstance(one, Left):
            contacts.reject(one.reason, column=one.column, found=one.found, expected=one.expected)
            continue
        said = [item for item in one.items if isinstance(item, Turn)]
        places, moved, over = _places(said)
        n_moved, n_over = n_moved + moved, n_over + over
        # Rows are numbered in the order of the file, so that each is found again, and stand in the order of the call.
        order += [len(order) + at for at in sorted(range(len(places)), key=places.__getitem__)]
        ordered = iter(places)
        for item in one.items:
            if isinstance(item, Left):
                turns.reject(item.reason, column=item.column, found=item.found, expected=item.expected)
                continue
            turns.keep(
                interaction_id=one.id, seq=str(next(ordered)), role=item.role, text=item.text, start_s=item.start_s,
                end_s=item.end_s, **item.more,
            )  # fmt: skip
        if not said:
            silent.append(one.id.replace(OF_FILE, ""))
        contacts.keep(**one.cells)
    if n_moved:
        turns.warnings.append(note("{n} turns stood out of order and were put in the order of their start", n=n_moved))
    if n_over:
        turns.warnings.append(note("{n} turns begin before the one before them ends; all are kept", n=n_over))
    if silent:
        n, first, more = len(silent), ", ".join(silent[:_SHOWN]), len(silent) - _SHOWN
        contacts.warnings.append(
            note("{n} without a word: {first} and {more} more", n=n, first=first, more=more)
            if more > 0
            else note("{n} without a word: {first}", n=n, first=first)
        )
    encoding, notes = content.decoded[1], [*content.decoded[2], *warnings]
    spoken = turns.raw(content, reader, encoding, notes)
    if spoken.rows.num_rows:
        spoken = replace(spoken, rows=spoken.rows.take(order), numbers=spoken.numbers[order])
    return [spoken, contacts.raw(content, reader, encoding, notes)]


def seconds(cell: str | None, per_second: float = 1.0) -> str | None:
    """`cell`, a number of which `per_second` make a second, as seconds; what is no number stays as it is, so that the row
    is rejected by what stood there."""
    value = number(cell)
    return cell if value is None else plain(value / per_second)


def number(cell: str | None) -> float | None:
    """`cell` as a number, None where it is none."""
    try:
        value = float(cell) if cell is not None and cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def plain(value: float) -> str:
    """A number as a cell: to the microsecond, without an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def moment(cell: str | None) -> datetime | None:
    """An ISO time with its offset, or a count of seconds, ms or us since 1970, as UTC; None for another cell."""
    since = number(cell)
    if since is not None:
        exponent = next((e for low, e in ((1e14, 1e6), (1e11, 1e3), (1e8, 1.0)) if since >= low), 0.0)
        if not exponent or since / exponent > 4e9:
            return None
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(since * (1e6 / exponent)))
    try:
        read = datetime.fromisoformat((cell or "").strip().replace(" UTC", "+00:00"))
        return read.astimezone(UTC) if read.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def iso(cell: str | None) -> str | None:
    """A time as a cell: epochs as ISO text in UTC, everything else as it stands."""
    found = moment(cell) if number(cell) is not None else None
    return cell if found is None else found.isoformat()


def later(begin: str | None, by_s: float | None) -> str | None:
    """The time `by_s` seconds after the cell `begin`, None where either is not known."""
    start = moment(begin)
    if start is None or by_s is None or not 0 <= by_s < 1e9 or start.year > 9000:
        return None
    return (start + timedelta(seconds=by_s)).isoformat()


def between(begin: str | None, end: str | None) -> float | None:
    """Seconds from one time to another, None where either is not known or it would be negative."""
    start, stop = moment(begin), moment(end)
    if start is None or stop is None or stop < start:
        return None
    return (stop - start).total_seconds()


def lang(code: str | None) -> str | None:
    """A vendor's language code as ours, None where it has none."""
    return language.named(code) if code else None


def earliest(cells: Iterable[str | None]) -> str | None:
    """The first of some times, None where there is none."""
    return min(((when, cell) for cell in cells if (when := moment(cell))), default=(None, None))[1]


def latest(cells: Iterable[str | None]) -> str | None:
    """The last of some times, None where there is none."""
    return max(((when, cell) for cell in cells if (when := moment(cell))), default=(None, None))[1]


def _places(turns: Sequence[Turn]) -> tuple[list[int], int, int]:
    """The place of each turn, from 1, by its start (one without a start stays behind the one before it); how many begin
    before one that stands ahead of them, and how many before the one that comes before them has ended."""
    starts: list[float] = []
    last, n_moved = -math.inf, 0
    for turn in turns:
        start = number(turn.start_s)
        if start is None:
            start = starts[-1] if starts else -math.inf
        n_moved += start < last
        last = max(last, start)
        starts.append(start)
    order = sorted(range(len(turns)), key=lambda at: starts[at])
    n_over = 0
    for earlier, later_ in pairwise(order):
        end, start_ = number(turns[earlier].end_s), number(turns[later_].start_s)
        n_over += end is not None and start_ is not None and start_ < end
    places = [0] * len(turns)
    for place, at in enumerate(order, 1):
        places[at] = place
    return places, n_moved, n_over
