"""Comments that may be drawn: those behind a finding, or all of the run, in strata.

For: `sheet`, which draws from them, and `forecast`, which counts them. Not for: comments without words, repeated texts
and answers that nobody can read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.errors import DataError, UsageError, nearest
from voc.explain.drivers import LEAST_COMMENTS
from voc.explain.voices import pains
from voc.report.finding import Driver, Finding
from voc.report.findings import findings

if TYPE_CHECKING:
    import pandas as pd

    from voc.run import Run

COLUMNS = ("feedback_id", "text", "lang", "window", "is_tagged", "stratum")
LEAST_OF_A_LANGUAGE = 50
BEFORE, AFTER, WHOLE = "before", "after", "whole run"


@dataclass(frozen=True)
class Comments:
    """`rows`: feedback_id, text, lang, window, is_tagged, stratum; one row a comment, in the order of their ids.

    `finding` and `topic` are None and "" for a sample of the whole run; `is_placed`: the comments hang on records of
    the finding's segment, else they are those of its days and of what they say of their segment themselves.
    """

    rows: pd.DataFrame
    finding: Finding | None = None
    topic: str = ""
    is_placed: bool = True


def comments(run: Run, finding: str | None) -> Comments:
    """The Comments of finding `finding` of the run, or of the whole run.

    Raises UsageError E145 for a finding that the run does not have, DataError E282 where no comment has words.
    """
    readable = _readable(run)
    if finding is None:
        rows, found, topic, is_placed = readable.assign(window=WHOLE), None, "", True
        rows["is_tagged"] = False
    else:
        found = _finding(run, finding)
        rows, is_placed = _of(run, found, readable)
        topic = offered(run, found)
        said = pains(run.tables["mentions"])
        rows["is_tagged"] = rows["feedback_id"].isin(set(said.loc[said["topic"] == topic, "feedback_id"]))
    if rows.empty:
        raise DataError(
            "E282", "there is no comment to read", where=finding or "this run",
            found=f"{len(readable)} comments with words in the run",
            expected="comments with a text, on the days and in the segment of the finding",
            do="choose another finding, or leave --finding out for a sample of the whole run",
        )  # fmt: skip
    common = rows["lang"].value_counts()
    group = rows["lang"].where(rows["lang"].map(common) >= LEAST_OF_A_LANGUAGE, "other languages")
    tagged = rows["is_tagged"].map({True: "tagged", False: "not tagged"})
    parts = [rows["window"], tagged, group] if found else [rows["window"]]
    rows["stratum"] = [", ".join(one) for one in zip(*parts, strict=True)]
    return Comments(rows[list(COLUMNS)].sort_values("feedback_id", ignore_index=True), found, topic, is_placed)


def offered(run: Run, finding: Finding) -> str:
    """The topic whose label error matters most to the finding: its first driver, else the likeliest that was tried."""
    if finding.drivers:
        return finding.drivers[0].topic
    tried = run.tables["explanations"]
    tried = tried[tried["shift_id"] == finding.id].sort_values(["q_value", "topic"])
    return str(tried["topic"].iloc[0]) if len(tried) else ""


def tried(run: Run, finding: Finding, topic: str) -> Driver | None:
    """The topic as a driver of the finding, or as if it were one where it was tried and is none; None where it was not
    tried."""
    shifts, offers = run.tables["shifts"], run.tables["explanations"]
    offers = offers[(offers["shift_id"] == finding.id) & (offers["topic"] == topic)]
    if offers.empty:
        return None
    (alike,) = findings(shifts[shifts["shift_id"] == finding.id], offers.assign(is_driver=True))
    return alike.drivers[0]


def _readable(run: Run) -> pd.DataFrame:
    rows = run.rows["feedback"].drop_columns(["masks"]).to_pandas()
    has_words = rows["text"].fillna("").astype(str).str.strip() != ""
    is_repeat = rows["is_duplicate"].fillna(False).astype(bool)
    rows = rows[has_words & ~is_repeat].copy()
    rows["lang"] = rows["lang"].fillna("und")
    return rows


def _finding(run: Run, id: str) -> Finding:
    known = {one.id: one for one in findings(run.tables["shifts"], run.tables["explanations"])}
    if id not in known:
        raise UsageError(
            "E145", f"this run has no finding {id!r}", found=f"{len(known)} findings",
            do=nearest(id, known) if known else "leave --finding out for a sample of the whole run",
        )  # fmt: skip
    return known[id]


def _of(run: Run, finding: Finding, readable: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """(the comments with their window, whether they were placed by their records)."""
    placed = run.tables["outcomes"]
    placed = placed[placed["metric"] == finding.metric].drop_duplicates("feedback_id")
    placed = _inside(placed, finding).assign(day=lambda rows: rows["period"].astype(str).str[:10])
    linked = _windows(placed[["feedback_id", "day"]].merge(readable, on="feedback_id"), finding)
    if min(sum(linked["window"] == one) for one in (BEFORE, AFTER)) >= LEAST_COMMENTS:
        return linked, True
    local = readable["created_at"].dt.tz_convert(run.info["project"]["timezone"])
    dated = _inside(readable, finding).assign(day=local.dt.strftime("%Y-%m-%d"))
    return _windows(dated[dated["day"].notna()], finding), False


def _inside(rows: pd.DataFrame, finding: Finding) -> pd.DataFrame:
    """The rows of the finding's segment, as far as they have its dimensions."""
    for dim, value in finding.segment.items():
        if dim in rows.columns:
            rows = rows[rows[dim].astype(str) == value]
    return rows


def _windows(rows: pd.DataFrame, finding: Finding) -> pd.DataFrame:
    days = rows["day"]
    is_before = (days >= finding.before_from) & (days <= finding.before_to) & (days < finding.onset)
    is_after = (days >= finding.onset) & (days <= finding.after_to)
    rows = rows[is_before | is_after].copy()
    rows["window"] = is_before[is_before | is_after].map({True: BEFORE, False: AFTER})
    return rows
