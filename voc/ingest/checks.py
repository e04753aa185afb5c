"""What is wrong with the rows of one file, as it is found out.

For: `rows` and `scores`, which add to it while they check. Not for: the checks themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from voc.ingest.raw import Reject, short

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Checks:
    """What is wrong with the rows of one file. A row keeps the first reason found: one reject a rejected row."""

    numbers: np.ndarray
    rejected: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_bad = np.zeros(len(self.numbers), dtype=bool)

    def reject(self, wrong: np.ndarray, cells: pa.Array | None, column: str, reason: str, expected: str) -> None:
        """The rows where `wrong` is true are rejected for what `cells` hold there."""
        for at in np.flatnonzero(wrong & ~self.is_bad):
            found = short(cells[int(at)].as_py(), column=column) if cells is not None else ""
            self.rejected.append(Reject(int(self.numbers[at]), column, reason, found, expected))
        self.is_bad |= wrong
