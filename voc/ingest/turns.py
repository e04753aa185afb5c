"""Turns in the order in which they were said, and what is odd about them, whatever file they come from.

For: `assemble`. Not for: who speaks; a role that the file does not state is `unknown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.note import note
from voc.ingest.rows import Part


def in_order(one: Part) -> Part:
    """A part of table `turns` whose `seq` follows the starts where there are starts; a turn without one stays behind the
    turn before it. Every turn is kept. Out of order, overlapping, backward and wordless turns are counted in warnings."""
    if one.rows.num_rows == 0:
        return one
    names = [name for name in ("interaction_id", "seq", "start_s", "end_s", "text") if name in one.rows.column_names]
    rows = one.rows.select(names).to_pandas()
    rows["contact"] = pd.factorize(rows["interaction_id"])[0]
    warnings = list(one.warnings)
    kept = one.rows
    if "start_s" in rows and rows["start_s"].notna().any():
        before = np.lexsort((rows["seq"], rows["contact"]))
        rows["start"] = rows.iloc[before].groupby("contact")["start_s"].ffill()
        rows["start"] = rows["start"].fillna(-np.inf)  # before the first start
        after = np.lexsort((rows["seq"], rows["start"], rows["contact"]))
        is_moved = before != after
        if is_moved.any():
            seq = rows["seq"].to_numpy().copy()
            seq[after] = rows["seq"].to_numpy()[before]
            n_contacts = rows["contact"].iloc[after[is_moved]].nunique()
            warnings.append(
                note(
                    "{n} turns of {contacts} contacts did not stand in the order of their start; they do now",
                    n=int(is_moved.sum()),
                    contacts=n_contacts,
                )
            )
            kept = kept.set_column(kept.column_names.index("seq"), "seq", pa.array(seq, pa.int64()))
        warnings += _overlaps(rows.iloc[after])
    if "text" in rows:
        is_silent = rows["text"].fillna("").str.strip() == ""
        if is_silent.any():
            n_empty = int(is_silent.groupby(rows["contact"]).all().sum())
            n = int(is_silent.sum())
            warnings.append(
                note(
                    "{n} of {all} turns have no words; {empty} contacts have no words at all",
                    n=n, all=len(rows), empty=n_empty,
                )
                if n_empty
                else note("{n} of {all} turns have no words", n=n, all=len(rows))
            )  # fmt: skip
    return replace(one, rows=kept, warnings=warnings)


def _overlaps(rows: pd.DataFrame) -> list[str]:
    """What the clocks of turns in order say: those that begin before another has ended, and those that end before they
    begin."""
    if "end_s" not in rows:
        return []
    said = []
    n_backward = int((rows["end_s"] < rows["start_s"]).sum())
    if n_backward:
        said.append(note("{n} of {all} turns end before they begin; kept as they are", n=n_backward, all=len(rows)))
    timed = rows[rows["start_s"].notna()]
    latest = timed.groupby("contact")["end_s"].cummax().groupby(timed["contact"]).shift()
    n = int((timed["start_s"] < latest).sum())
    if n:
        said.append(note("{n} of {all} turns begin before an earlier one ends; kept as they are", n=n, all=len(rows)))
    return said


def silent(parts: Sequence[Part]) -> list[Part]:
    """`parts` with a warning at each file that gives both contacts and turns where contacts of it have no
    turn, in it or in another file."""
    files = {one.raw.file for one in parts if one.table == "turns"}
    every = [set(one.rows.column("interaction_id").to_pylist()) for one in parts if one.table == "turns"]
    known = pa.array(sorted(set().union(*every)), pa.string())
    made = []
    for one in parts:
        if one.table == "interactions" and one.raw.file in files and one.rows.num_rows:
            n = one.rows.num_rows - pc.sum(pc.is_in(one.rows.column("interaction_id"), value_set=known)).as_py()
            if n:
                text = note(
                    "{n} of {all} contacts have no turn: empty recordings, or nobody spoke", n=n, all=one.rows.num_rows
                )
                one = replace(one, warnings=[*one.warnings, text])
        made.append(one)
    return made
