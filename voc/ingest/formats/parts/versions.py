"""Which of several versions of one thing counts: exports that are made again and again repeat what has changed.

For: formats whose files hold a ticket or message more than once. Not for: ids that several files share (`twice`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from voc.ingest.formats.parts.moments import seconds

Row = TypeVar("Row")


def newest(
    rows: Sequence[Row], key: Callable[[Row], str | None], updated: Callable[[Row], str | None]
) -> list[str | None]:
    """For each row why it is left out, None for those that stay: of rows with one key the one that was updated last, of
    equals the later one. `duplicate_row` is a copy of a row that stays, `older_version` is another; no key, no version."""
    best: dict[str, int] = {}
    for at, row in enumerate(rows):
        name = key(row)
        if name is None:
            continue
        other = best.get(name)
        if other is None or (seconds(updated(row)) or 0.0) >= (seconds(updated(rows[other])) or 0.0):
            best[name] = at
    reasons: list[str | None] = []
    for at, row in enumerate(rows):
        name = key(row)
        stays = best.get(name, at) if name is not None else at
        reasons.append(None if stays == at else "duplicate_row" if row == rows[stays] else "older_version")
    return reasons
