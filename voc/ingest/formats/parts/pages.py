"""Pages of an API: contacts and messages that name their contact, mixed as the pages hold them, put together by contact.

    found = objects(content, "a message of a thread", ("results", "messages"), "updatedAt")
    return raws(content, "hubspot_threads", contacts(piece(one, older) for one, older in found))

For: inboxes whose messages are documents of their own. Not for: contacts that hold their messages (`messages`), and what a
message says: each format's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, mapping, word
from voc.ingest.formats.parts.messages import Contact, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.parts.versions import newest


@dataclass(frozen=True)
class Piece:
    """What one object of a page says of the contact called `contact`: its cells, cells that hold where those say nothing,
    messages, or all."""

    contact: str
    cells: Mapping[str, str | None] | None = None
    otherwise: Mapping[str, str | None] | None = None
    items: Sequence[Message | Left] = ()


def objects(
    content: Content, expected: str, names: Sequence[str], updated: str
) -> Iterator[tuple[dict[str, Any] | Left, str | None]]:
    """The objects of all pages, each with why it is left out for another version of it (None where it stays), which the
    member `updated` tells; what is no object as a Left. Raises DataError E293 where the file is no JSON."""
    found = [one for document in documents(content) for one in things(document, *names)]
    again = newest(
        [mapping(one) for one in found], lambda one: word(one.get("id")), lambda one: moment(_inside(one).get(updated))
    )
    for one, older in zip(found, again, strict=True):
        wrong = strange(one, expected)
        yield (one if wrong is None else wrong), older


def contacts(pieces: Iterable[Piece | Left]) -> list[Contact | Left]:
    """The contacts, those first that have cells of their own, and then what was left out."""
    left: list[Contact | Left] = []
    cells: dict[str, dict[str, str | None]] = {}
    otherwise: dict[str, dict[str, str | None]] = {}
    items: dict[str, list[Message | Left]] = {}
    for one in pieces:
        if isinstance(one, Left):
            left.append(one)
            continue
        if one.cells is not None:
            cells[one.contact] = dict(one.cells)
        known = otherwise.setdefault(one.contact, {})
        known |= {name: cell for name, cell in (one.otherwise or {}).items() if known.get(name) is None}
        items.setdefault(one.contact, []).extend(one.items)
    whole: list[Contact | Left] = []
    for name in dict.fromkeys([*cells, *items]):
        own = {"interaction_id": name, **cells.get(name, {})}
        own |= {theirs: cell for theirs, cell in otherwise[name].items() if own.get(theirs) is None}
        whole.append(Contact(own, items[name]))
    return [*whole, *left]


def _inside(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where an object has its members: in `attributes`, as JSON:API has them, or itself."""
    return mapping(one, "attributes") or one
