"""One spelling for names of columns that differ only in case: Country of one file, country of another.

    one_spelling(parts)     # the parts, with such columns called alike

For: `assemble`, once all files are read. Not for: what a column means; that is said in voc.toml. SQL takes such names for
one column: it would fail on a segment of both, or count the first and call it the second. So they are one column in all
tables, in the spelling that voc declares, else in the first that was read. Of two in one file the second has a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc import tables
from voc.ingest.note import note
from voc.ingest.rows import Part


def one_spelling(parts: Sequence[Part]) -> list[Part]:
    """`parts` in their order; what was called otherwise is noted of its file."""
    spelling = {name.casefold(): name for one in parts for name in tables.ALL[one.table].names}
    spelled = []
    for one in parts:
        names, warnings = list[str](), list(one.warnings)
        for name in one.rows.column_names:
            ours = _free(spelling.setdefault(name.casefold(), name), names)
            names.append(ours)
            if ours != name:
                warnings.append(
                    note(
                        "column {column} is called {ours}: names that differ only in case are one to a query",
                        column=name,
                        ours=ours,
                    )
                )
        spelled.append(replace(one, rows=one.rows.rename_columns(names), warnings=warnings))
    return spelled


def _free(name: str, taken: Sequence[str]) -> str:
    """`name`, or `name_2` and so on where one of `taken` has it."""
    folded, free, number = {one.casefold() for one in taken}, name, 2
    while free.casefold() in folded:
        free, number = f"{name}_{number}", number + 1
    return free
