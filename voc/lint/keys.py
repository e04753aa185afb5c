"""Rules on keys and names: rows that do not find their partner and how they might, figures that have one name.

For: `lint`. Not for: counting matches; that is `join`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from voc.lint.facts import ENOUGH, Facts, Line, line, part, share, some
from voc.wording import EMPTY, Phrase

LONG = 300  # turns of one contact that are all of its file
LOW = 0.5  # a match rate below is worth a line

# What differs between two systems that mean the same id.
_SPELLINGS: tuple[tuple[str, Callable[[pa.Array], pa.Array]], ...] = (
    ("spaces", lambda ids: pc.utf8_lower(pc.utf8_trim_whitespace(ids))),
    ("zeros", lambda ids: pc.replace_substring_regex(ids, r"^0+", "")),
    ("point_zero", lambda ids: pc.replace_substring_regex(ids, r"\.0+$", "")),
    ("prefix", lambda ids: pc.replace_substring_regex(ids, r"^[^0-9]+", "")),
    ("signs", lambda ids: pc.replace_substring_regex(pc.utf8_lower(ids), r"[^0-9a-z]+", "")),
)


def unmatched(facts: Facts) -> Iterator[Line]:
    """Keys of which fewer than half find their partner; and which other spelling would find more."""
    for one in facts.matches.to_pylist():
        if (
            one["key"] == "window"
            or one["left_table"] != _asker(one)
            or one["n"] < ENOUGH
            or one["matched"] >= LOW * one["n"]
        ):
            continue
        hint = _spelling(facts, one["left_table"], one["right_table"], one["key"])
        share_more, spelling = hint or (EMPTY, EMPTY)
        yield line(
            "unmatched", one["n"], found="found_spelling" if hint else "found", share=share(one["matched"], one["n"]),
            left=one["left_table"], right=one["right_table"], key=one["key"], share_more=share_more, spelling=spelling,
        )  # fmt: skip


def _asker(match: dict[str, object]) -> str:
    """The table of which every row with a key should find its partner: not every contact is rated."""
    sides = (match["left_table"], match["right_table"])
    return next(name for name in ("feedback", "turns", "interactions") if name in sides)


def _spelling(facts: Facts, left: str, right: str, key: str) -> tuple[Phrase, Phrase] | None:
    """How many more ids one spelling of them would find, and which; None where there is none."""
    theirs = pc.unique(facts.read[right].column(key).drop_null())
    ours = facts.read[left].column(key).drop_null()
    ours = pc.unique(ours.filter(pc.invert(pc.is_in(ours, value_set=theirs))))
    best, n_best = "", 0
    for name, spelled in _SPELLINGS:
        known = spelled(theirs)
        found = pc.and_(pc.is_in(spelled(ours), value_set=known), pc.not_equal(spelled(ours), ""))
        n = pc.sum(found).as_py() or 0
        if n > n_best:
            best, n_best = name, n
    if n_best < 0.2 * max(1, len(ours)):
        return None
    return share(n_best, len(ours)), part("unmatched", best)


def one_conversation(facts: Facts) -> Iterator[Line]:
    """Files whose turns are one contact, and too many for one: the column that parts the contacts was not read."""
    rows = facts.rows("turns", "interaction_id", "source")
    if rows is None:
        return
    for source, one in rows.groupby("source", sort=True):
        if len(one) >= LONG and one["interaction_id"].nunique() == 1:
            yield line("one_conversation", len(one), source=str(source))


def twin_metrics(facts: Facts) -> Iterator[Line]:
    """A figure that came in under the name of a metric counted here, and metrics that count the same under two names."""
    given = facts.rows("metrics", "metric", "value", "source")
    if given is not None:
        for name, one in given.groupby("metric", sort=True):
            if str(name).strip().lower() in facts.metrics:
                files = some(sorted(one["source"].dropna().unique()))
                yield line(
                    "twin_metrics", len(one), "found_given", "why_given", "do_given", name=str(name), files=files
                )
        again = given["metric"].nunique() - given["metric"].str.strip().str.lower().nunique()
        if again:
            yield line(
                "twin_metrics", len(given), "found_spelling", "why_spelling", "do_spelling",
                again=again, all=given["metric"].nunique(),
            )  # fmt: skip
    seen: dict[tuple[str, str], str] = {}
    for metric in facts.metrics.values():
        what = metric.table, re.sub(r"\s+", " ", metric.value).strip().lower()
        if what in seen:
            n = facts.read[metric.table].num_rows if metric.table in facts.read else 0
            yield line(
                "twin_metrics", n, "found_same", "why_same", "do_same",
                first=seen[what], second=metric.id, table=metric.table,
            )  # fmt: skip
        seen.setdefault(what, metric.id)
