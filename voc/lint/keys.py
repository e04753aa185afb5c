"""Rules on keys and names: rows that do not find their partner and how they might, figures that have one name.

For: `lint`. Not for: counting matches; that is `join`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from voc.lint.facts import ENOUGH, Facts, Line, share, some

LOW = 0.5  # a match rate below is worth a line

# What differs between two systems that mean the same id.
_SPELLINGS: tuple[tuple[str, Callable[[pa.Array], pa.Array]], ...] = (
    ("spaces and letter case", lambda ids: pc.utf8_lower(pc.utf8_trim_whitespace(ids))),
    ("leading zeros", lambda ids: pc.replace_substring_regex(ids, r"^0+", "")),
    ("a .0 at the end", lambda ids: pc.replace_substring_regex(ids, r"\.0+$", "")),
    ("letters and signs before the digits", lambda ids: pc.replace_substring_regex(ids, r"^[^0-9]+", "")),
    ("signs among letters and digits", lambda ids: pc.replace_substring_regex(pc.utf8_lower(ids), r"[^0-9a-z]+", "")),
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
        yield Line(
            "unmatched", f"{share(one['matched'], one['n'])} rows of {one['left_table']} find their "
            f"{one['key']} in {one['right_table']}{hint}", one["n"],
            "what is said can be laid beside what happened only where both are found; those that are found may "
            "not be like the others",
            "compare a few ids of both files: one may have lost zeros or got a prefix, or the files may be of "
            "different days",
        )  # fmt: skip


def _asker(match: dict[str, object]) -> str:
    """The table of which every row with a key should find its partner: not every contact is rated."""
    sides = (match["left_table"], match["right_table"])
    return next(name for name in ("feedback", "turns", "interactions") if name in sides)


def _spelling(facts: Facts, left: str, right: str, key: str) -> str:
    """Which spelling of the ids would find more, in words; "" for none."""
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
    return (
        f"; {share(n_best, len(ours))} ids of the others would, but for {best}"
        if n_best >= 0.2 * max(1, len(ours))
        else ""
    )


def twin_metrics(facts: Facts) -> Iterator[Line]:
    """A figure that came in under the name of a metric counted here, and metrics that count the same under two names."""
    given = facts.rows("metrics", "metric", "value", "source")
    if given is not None:
        for name, one in given.groupby("metric", sort=True):
            if str(name).strip().lower() in facts.metrics:
                yield Line(
                    "twin_metrics", f"figure {name} of {some(sorted(one['source'].dropna().unique()))} (n = "
                    f"{len(one)}) has the name of a metric that is counted here too", len(one),
                    "two figures of one name are seldom counted over the same rows", "give the figure another name",
                )  # fmt: skip
        again = given["metric"].nunique() - given["metric"].str.strip().str.lower().nunique()
        if again:
            yield Line(
                "twin_metrics", f"{again} of {given['metric'].nunique()} figures differ from another only in "
                f"spaces or letter case (n = {len(given)})", len(given),
                "one figure under two spellings is two short series", "write its name one way",
            )  # fmt: skip
    seen: dict[tuple[str, str], str] = {}
    for metric in facts.metrics.values():
        what = metric.table, re.sub(r"\s+", " ", metric.value).strip().lower()
        if what in seen:
            n = facts.read[metric.table].num_rows if metric.table in facts.read else 0
            yield Line(
                "twin_metrics", f"metrics {seen[what]} and {metric.id} count the same (n = {n} rows of {metric.table})", n,
                "one move would be told twice", "keep one of them",
            )  # fmt: skip
        seen.setdefault(what, metric.id)
