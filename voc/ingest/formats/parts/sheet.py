"""Sheet: the rows that a format finds in a file for one table, kept and rejected, as they are found.

    turns = Sheet("turns")
    turns.keep(interaction_id=call, seq="1", role="agent", text="Good morning")
    turns.reject("not_a_turn", found="HOLD", expected="a turn with words")
    return [turns.raw(content, "genesys")]

For: the formats. Not for: checking cells, which happens to every row alike afterwards (`rows`). Cells are text, as the file
has them; a row that a format leaves out is rejected with its reason, never just skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from voc import tables
from voc.ingest.columns import MADE_WHERE_ABSENT
from voc.ingest.content import Content
from voc.ingest.raw import Raw, Reject, short, sound
from voc.ingest.source import Score

_REASON = re.compile(r"[a-z_]+")


@dataclass
class Sheet:
    """Rows of `table`. Rows are numbered from 1 as they are kept or rejected, unless they say; `timezone` is that of naive
    times in the file, where the file says so; `score` the scale that the format fixes; `answers` names carried columns in
    which a row may say something too, as a rating without a known scale does. `origin` is the row of a table that is being
    read, for what is kept without a number of its own; None where several are one. `gone`, `titles`,
    `people`: as in `Raw`."""

    table: str
    timezone: str | None = None
    score: Score | None = None
    answers: tuple[str, ...] = ()
    origin: int | None = None
    gone: frozenset[str] = frozenset()
    titles: frozenset[tuple[str, str]] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    _rows: list[dict[str, str | None]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _origins: list[int | None] = field(default_factory=list)
    _rejected: list[Reject] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._rows) + len(self._rejected)

    def keep(self, number: int | None = None, /, **cells: str | None) -> None:
        """A row; a cell that is None or "" is empty. `number` where the file has a number for it: that of a row of a CSV.
        A file may call its columns as it likes: `self` too."""
        self._origins.append(number or self.origin)
        self._numbers.append(number or len(self) + 1)
        self._rows.append({sound(name): sound(cell) if cell else None for name, cell in cells.items()})

    def reject(
        self, reason: str, number: int | None = None, *, column: str = "", found: object = "", expected: str = ""
    ) -> None:
        """A row that does not count: `reason` is a name such as preview_response; `found` is shown masked and short."""
        assert _REASON.fullmatch(reason), reason
        self._rejected.append(Reject(number or len(self) + 1, column, reason, short(found), expected))

    def raw(self, content: Content, reader: str, encoding: str = "utf-8", warnings: Sequence[str] = ()) -> Raw:
        """The Raw of what was found; `warnings` come before those of the sheet."""
        names = list(dict.fromkeys([*(name for row in self._rows for name in row), *self._needed()]))
        rows = pa.table({name: pa.array([row.get(name) for row in self._rows], pa.string()) for name in names})
        return replace(
            Raw(content.name, reader, encoding, content.sha256, rows, np.array(self._numbers, dtype=np.int64)),
            rejected=list(self._rejected), warnings=[*warnings, *self.warnings], table=self.table,
            score=self.score if self._rows else None, timezone=self.timezone, answers=self.answers, gone=self.gone,
            titles=self.titles, people=self.people,
            origins=None if None in self._origins else np.array(self._origins, dtype=np.int64),
        )  # fmt: skip

    def _needed(self) -> list[str]:
        """Columns that must be there, be they empty: then their rows are rejected one by one, with a reason. Those that we
        make where they are absent are needed only where no row was kept."""
        made = MADE_WHERE_ABSENT.get(self.table, ()) if self._rows else ()
        needed = [one.name for one in tables.ALL[self.table].columns if one.is_required and one.name not in made]
        return [*needed, "text"] if self.table == "feedback" and not self._rows else needed
