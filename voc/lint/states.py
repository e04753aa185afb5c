"""Rules on what contacts and orders are said to be: states that contradict each other, returns, currencies, several
answers in one cell.

For: `lint`. Not for: durations (`clocks`) and keys (`keys`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from voc import tables
from voc.lint.facts import ENOUGH, Facts, Line, line, share, some

_SEVERAL = 0.1  # of the filled cells hold more than one answer
_LISTED = (";", "|", "；", "、")


def reopened_first_contact(facts: Facts) -> Iterator[Line]:
    """Contacts solved at first contact that were opened again, or are not solved."""
    for column in ("n_reopens", "is_resolved"):
        rows = facts.rows("interactions", "is_fcr", column)
        if rows is None:
            continue
        first = rows[(rows["is_fcr"] == True) & rows[column].notna()]  # noqa: E712
        n = int(((first[column] > 0) == (column == "n_reopens")).sum())
        if n:
            yield line("reopened_first_contact", n, found=f"found_{column}", share=share(n, len(first)))


def answered_abandoned(facts: Facts) -> Iterator[Line]:
    """Contacts marked as abandoned in which an agent talked."""
    rows = facts.rows("interactions", "is_abandoned", "talk_s")
    if rows is None:
        return
    given_up = rows[rows["is_abandoned"] == True]  # noqa: E712
    n = int((given_up["talk_s"] > 0).sum())
    if n:
        yield line("answered_abandoned", n, share=share(n, len(given_up)))


def returns_without_orders(facts: Facts) -> Iterator[Line]:
    """Returned orders of which nothing else is known."""
    rows = facts.read.get("orders")
    if rows is None:
        return
    told = rows.select(["is_returned", "created_at", "returned_units"]).to_pandas()
    returned = told[(told["is_returned"] == True) | (told["returned_units"] > 0)]  # noqa: E712
    n = int(returned["created_at"].isna().sum())
    if n:
        yield line("returns_without_orders", n, share=share(n, len(returned)))


def half_returns(facts: Facts) -> Iterator[Line]:
    """Orders with returned pieces or a reason that are not marked as returned."""
    rows = facts.read.get("orders")
    if rows is None:
        return
    told = rows.select(["is_returned", "returned_units", "return_reason"]).to_pandas()
    speaks = (told["returned_units"] > 0) | told["return_reason"].notna()
    n = int((speaks & (told["is_returned"] == False)).sum())  # noqa: E712
    if n:
        yield line("half_returns", n, share=share(n, int(speaks.sum())))


def currencies(facts: Facts) -> Iterator[Line]:
    """Amounts in more than one currency, where a metric counts amounts."""
    rows = facts.rows("orders", "amount", "currency")
    if rows is None or not any("amount" in one.value.lower() for one in facts.metrics.values()):
        return
    counts = rows[rows["amount"].notna()]["currency"].value_counts()
    if len(counts) > 1:
        told = [f"{name} (n = {n})" for name, n in sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))]
        yield line("currencies", int(counts.sum()), n_kinds=len(counts), kinds=some(told))


def multi_select(facts: Facts) -> Iterator[Line]:
    """Columns with several answers in one cell, whose shares add up to more than 100 %; and given shares that do."""
    for table in ("feedback", "interactions", "orders"):
        rows = facts.read.get(table)
        if rows is None:
            continue
        for name in _answers(rows, table):
            filled = rows.column(name).drop_null().to_pandas()
            line = _several(table, name, filled[filled != ""])
            if line is not None:
                yield line


def _answers(rows: pa.Table, table: str) -> list[str]:
    """Columns that may hold answers to choose from: carried texts, and reasons."""
    declared = tables.ALL[table]
    return [
        name for name in rows.column_names
        if pa.types.is_string(rows.schema.field(name).type)
        and (declared.column(name) is None or name in ("reason", "return_reason"))
    ]  # fmt: skip


def _several(table: str, name: str, cells: pd.Series) -> Line | None:
    if len(cells) < ENOUGH:
        return None
    counts = cells.value_counts()
    for mark in _LISTED:
        has_mark = counts.index.str.contains(mark, regex=False)
        n_several = int(counts[has_mark].sum())
        if n_several < _SEVERAL * len(cells):
            continue
        answers: dict[str, int] = {}
        for cell, n in counts.items():
            for one in {part.strip() for part in str(cell).split(mark)} - {""}:
                answers[one] = answers.get(one, 0) + int(n)
        if len(answers) > max(20, 0.1 * len(cells)):
            return None  # free text with a semicolon in it
        total = sum(answers.values())
        return line(
            "multi_select", len(cells), column=name, table=table, mark=repr(mark), share=share(n_several, len(cells)),
            total=f"{100 * total / len(cells):.0f}",
        )  # fmt: skip
    return None
