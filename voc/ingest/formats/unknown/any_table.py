"""The format of a table of tools that no format knows, told by its headings once every other format has given way.

    FORMATS = (any_table("ticket_table", "Tickets of other tools, a table", "any table with ...", ("interactions",), told),)

For: `feedback_tables`, `message_tables`, `ticket_tables`. Not for: who is asked first, which `headed` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.raw import Raw


def any_table(
    id: str, title: str, system: str, tables: tuple[str, ...], told: Callable[[Content, Raw], list[Raw] | None]
) -> Format:
    """A Format that is never likely by its head alone, and that gives what `told` finds in a table, or its rows as they are
    where the headings do not tell."""

    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        assert raw is not None
        return told(content, raw) or [raw]

    return Format(id, title, system, tables, _like, read, rows=True)


def _like(head: Head) -> Like:
    """Never by its head alone: `read` asks what no format knows."""
    return NOT_LIKE
