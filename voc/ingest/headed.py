"""A table that no format knows, told by its headings: returns, messages, contacts, feedback, tickets or orders, or None.

For: `read`, before a table is given up. Not for: what such a table holds; see `formats.message_tables`,
`formats.contact_tables`, `formats.feedback_tables` and `formats.ticket_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc import tables
from voc.errors import DataError
from voc.ingest import columns, heading_zones
from voc.ingest.content import Content
from voc.ingest.formats.parts import answer_lists, day_and_clock, headings, stamps, still_there
from voc.ingest.formats.unknown import (
    contact_tables,
    feedback_tables,
    message_tables,
    order_line_tables,
    order_tables,
    return_tables,
    ticket_tables,
)
from voc.ingest.raw import Raw
from voc.ingest.source import Source
from voc.ingest.usual_names import as_ours, guessed

_OF_ANY = ("created_at", "customer_id", "channel", "product", "reason")  # which reviews have too
_ATTRIBUTES = "attributes."
_OF_CONTACTS = frozenset(("started_at", "ended_at", "is_abandoned", "agent_id"))


def told(content: Content, raw: Raw, source: Source) -> list[Raw] | None:
    """The returns, the messages, the contacts with what customers said of them, the feedback, the tickets or the orders
    of a table that would be given up, where its headings tell; None for every other."""
    if source.reader or source.table or source.columns or source.score or source.values or source.formats:
        return None
    raw = day_and_clock.joined(heading_zones.zoned(still_there.still_there(_of_resources(raw))))
    if (returns := return_tables.told(content, raw)) is not None:
        return returns
    is_ours = _is_ours(raw, source)
    if not is_ours and (talks := message_tables.told(content, raw)) is not None:
        return talks
    if not is_ours and (contacts := contact_tables.told(content, raw)) is not None:
        said = feedback_tables.told(content, raw)
        return contacts if said is None else [*map(_without_words, contacts), *said]
    if _is_given_up(raw, source):
        if source.is_guessed and _can_be_mapped(raw, source):
            return None
        if (found := feedback_tables.told(content, answer_lists.unfolded(raw) or raw)) is not None:
            return _beside(None if is_ours else ticket_tables.told(content, raw), found)
    elif _is_text_alone(raw, source) and (found := feedback_tables.told(content, raw, has_text=True)) is not None:
        return found
    if not is_ours and (found := ticket_tables.told(content, raw)) is not None:
        said = feedback_tables.told(content, raw)
        return found if said is None or said[0].score is None else _beside(found, said)
    if not is_ours and (found := order_tables.told(content, raw)) is not None:
        return found
    return order_line_tables.told(content, raw)


def _beside(tickets: list[Raw] | None, said: list[Raw]) -> list[Raw]:
    """Tickets with what customers said of them, as their headings tell it, in the place of what tickets alone tell of it;
    when a ticket was opened is not when that was said."""
    if tickets is None:
        return said
    opened = {*stamps.iso([cell for one in tickets for cell in _cells(one, "started_at")])}
    found = [
        replace(one, rows=one.rows.drop_columns(["created_at"]))
        if (dates := [cell for cell in _cells(one, "created_at") if cell]) and opened.issuperset(dates)
        else one
        for one in said
    ]
    return [*(_without_words(one) for one in tickets if one.table != "feedback"), *found]


def _cells(raw: Raw, column: str) -> list[str | None]:
    return raw.rows.column(column).to_pylist() if column in raw.rows.column_names else []


def _of_resources(raw: Raw) -> Raw:
    """The rows of a JSON:API document (id, type, attributes) with what they hold under its own names."""
    names = raw.rows.column_names
    plain = [name.removeprefix(_ATTRIBUTES) for name in names]
    is_one = {"id", "type"} <= {*names} and sum(map(str.__ne__, names, plain)) > 1 and len({*plain}) == len(plain)
    return replace(raw, rows=raw.rows.rename_columns(plain)) if is_one else raw


def _is_text_alone(raw: Raw, source: Source) -> bool:
    """Whether a table is feedback by our name of its words and no other of ours, but for what any table has: then what else
    it holds is told by its headings, if by anything."""
    names = raw.rows.column_names
    try:
        table = columns.table_of(source, names, raw.file)[0]
    except DataError:
        return False
    more = _said_more(table, names) - {"text", "title", "lang"}
    return table == "feedback" and not more and "feedback_id" not in _plain(names)


def _without_words(contacts: Raw) -> Raw:
    """Contacts without what customers said of them, which stands in feedback."""
    if contacts.table != "interactions":
        return contacts
    words = [name for name in contacts.rows.column_names if headings.kind(name) in ("text", "weak")]
    return replace(contacts, rows=contacts.rows.drop_columns(words))


def _is_ours(raw: Raw, source: Source) -> bool:
    """Whether our own names of columns tell a table that is not feedback, by more than its id and what other tables have
    too: messages and contacts name a visit, and other people's orders and contacts have ids under our names."""
    names = raw.rows.column_names
    try:
        table = columns.table_of(source, names, raw.file)[0]
    except DataError:
        return False
    more = _said_more(table, names)
    if table == "sessions":
        return bool(more - _OF_CONTACTS)
    dated = {"interactions": "started_at", "orders": "created_at"}.get(table)
    return table != "feedback" and (dated is None or bool(more - {"status"}) or dated in _plain(names))


def _said_more(table: str, names: Sequence[str]) -> set[str]:
    """Our columns of `table` among `names` but its key and those that any table may have."""
    return _plain(names) & {*tables.ALL[table].names} - {*tables.ALL[table].key, *_OF_ANY}


def _plain(names: Sequence[str]) -> set[str]:
    """Names of columns as ours are written."""
    return set(map(as_ours, names))


def _guessed(raw: Raw, source: Source) -> Source:
    """`source` with the table and the columns that the usual names of other people tell."""
    return guessed(source, raw.rows.column_names, raw.file)


def _can_be_mapped(raw: Raw, source: Source) -> bool:
    """Whether a draft names the columns of feedback by their usual names, and can ask for the scale of the score."""
    names, mapped = raw.rows.column_names, _guessed(raw, source)
    is_told = mapped.table == "feedback" and "text" in mapped.columns
    return headings.is_plain(names) or (is_told and {"question", "staff", "left"}.isdisjoint(map(headings.kind, names)))


def _is_given_up(raw: Raw, source: Source) -> bool:
    """Whether neither our own names of columns nor the usual ones of other people tell a table but feedback, or only by an
    id that reviews have too, or by the name of the file; feedback with a text under our name is told."""
    names = raw.rows.column_names
    try:
        table = columns.table_of(source, names, raw.file)[0]
    except DataError:
        return _guessed(raw, source).table in (None, "feedback") or headings.says_review(names)
    if table == "agents":  # answers about an agent, without an id of their own
        return bool({"question", "rating", "stars"} & {*map(headings.kind, names)})
    if table != "feedback":
        return _is_of_reviews(table, names)
    return not any(one.strip().lower() in ("text", "title") for one in names)


def _is_of_reviews(table: str, names: Sequence[str]) -> bool:
    """Whether a table that is told by its id alone, an order's or a contact's, is one of reviews: it has words of customers
    with points or an id of a review beside them, and nothing of what a record has."""
    says_more = _said_more(table, names)
    kinds = {headings.kind(name) for name in names}
    judged, is_starred = {"rating", "stars", "id"} & kinds, {"stars", "bare"} <= kinds
    is_of_one = table in ("orders", "interactions") and not says_more
    return is_of_one and bool(judged) and (is_starred or headings.says_review(names))
