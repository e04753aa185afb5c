"""Facts: what the lint reads; Line: what it says.

For: the rules. Not for: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voc.metrics import Metric

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 30  # rows below which a median or a share says too little


@dataclass(frozen=True)
class Line:
    """One line of the lint: `rule` is its name, `found` what was found with its n, `n` the rows it speaks of, `why` it
    matters for a figure, and what to `do`."""

    rule: str
    found: str
    n: int
    why: str
    do: str


@dataclass(frozen=True)
class Facts:
    """Tables by name as they were read (feedback cleaned), table `matches`, the metrics that can be counted, and of a
    sample of comments by id whether they are negative or positive; `files` are entries of run.json's."""

    read: Mapping[str, pa.Table]
    matches: pa.Table
    metrics: Mapping[str, Metric]
    feelings: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()

    def rows(self, table: str, *columns: str) -> pd.DataFrame | None:
        """These columns of a table; None where the table or one of them is not there or holds nothing."""
        rows = self.read.get(table)
        if rows is None or any(
            name not in rows.column_names or rows.column(name).null_count == rows.num_rows for name in columns
        ):
            return None
        frame: pd.DataFrame = rows.select(list(columns)).to_pandas()
        return frame


def share(part: int, n: int) -> str:
    """A part of n as it is always shown: "12 of 400 (3.0 %)"."""
    return f"{part} of {n} ({part / n:.1%})".replace("%)", " %)") if n else f"{part} of 0"


def some(names: list[str], most: int = 4) -> str:
    """A list of names, cut after `most`."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
