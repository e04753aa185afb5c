"""Signs in cells that make a terminal obey what follows them (ESC).

For: `rows`. Not for: what a spreadsheet would take for a formula; that is made safe where it is written.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_STEERS = "[\x1b\u009b]"


def without(rows: pa.Table) -> tuple[pa.Table, int]:
    """`rows` with a space for each sign that makes a terminal obey what follows, and in how many cells there were some: as
    many characters as before, so that places in a text stay what they are."""
    n_cells = 0
    for at, column in enumerate(rows.column_names):
        cells = rows.column(column)
        if pa.types.is_string(cells.type):
            n = pc.sum(pc.match_substring_regex(cells, _STEERS)).as_py() or 0
            if n:
                n_cells += n
                field = rows.schema.field(column)
                rows = rows.set_column(at, field, pc.replace_substring_regex(cells, _STEERS, " "))
    return rows, n_cells
