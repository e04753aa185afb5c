"""First seen: values of a dimension whose rows begin at a date, such as a new shop or a channel that was opened.

For: moves that are rows of something new. Not for: the date at which a collection begins; see `artifacts`.
"""

from __future__ import annotations

import numpy as np

from voc.explain.cells import Cells

# A value is new when before the date it had less than 2 % of the rows it has after it, and after it matters (5 %). At least
# 70 % of what it brings comes on top: an agent or product that takes over the rows of others is not new.
NEW_BEFORE, NEW_MATTERS, ON_TOP = 0.02, 0.05, 0.70


def new_values(cells: Cells, before: slice, after: slice) -> tuple[tuple[str, str, np.ndarray], ...]:
    """(dimension, value, mask of its cells) of each value that is first seen after the date and comes on top of the
    others, largest first."""
    rows_before, rows_after = cells.n[:, before].sum(axis=1), cells.n[:, after].sum(axis=1)
    span_before, span_after = max(before.stop - before.start, 1), max(after.stop - after.start, 1)
    found = []
    for dim in cells.keys.columns:
        values = cells.keys[dim].to_numpy()
        for value in sorted(set(values)):
            mask = values == value
            daily_before, daily_after = rows_before[mask].sum() / span_before, rows_after[mask].sum() / span_after
            matters = rows_after[mask].sum() >= NEW_MATTERS * rows_after.sum()
            more = rows_after.sum() / span_after - rows_before.sum() / span_before
            if matters and daily_before < NEW_BEFORE * daily_after and more >= ON_TOP * daily_after:
                found.append((float(rows_after[mask].sum()), str(dim), str(value), mask))
    return tuple((dim, value, mask) for _, dim, value, mask in sorted(found, key=lambda one: (-one[0], one[1], one[2])))
