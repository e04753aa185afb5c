"""Experiment: the difference between two arms, its interval, and whether the treatment is not worse by a margin.

For: `voc experiment`. Not for: its parts, a module each: trial (which rows), arms (means), answering (who answered), history
(CUPED), looks (many looks), margin (verdict, power), tails, arm_topics; and result, what is found.
"""

from __future__ import annotations

import math

import pandas as pd

from voc.errors import DataError, UsageError
from voc.explain.experiment import answering as answers
from voc.explain.experiment import looks
from voc.explain.experiment import margin as margins
from voc.explain.experiment.answering import Answering
from voc.explain.experiment.arm_topics import arm_topics
from voc.explain.experiment.arms import (
    LEAST_UNITS,
    Interval,
    Means,
    enough,
    is_control,
    means,
    named,
    ratio_p,
    sums,
)
from voc.explain.experiment.history import adjusted
from voc.explain.experiment.margin import Margin, power, verdict
from voc.explain.experiment.result import Experiment
from voc.explain.experiment.tails import Tails, tails
from voc.explain.experiment.trial import Trial, by_row, trial
from voc.metrics import Metric

__all__ = ["Experiment", "experiment", "is_by_row", "planned_split"]

SRM_ALPHA = 0.001
SOME_MIXED, MOST_MIXED = 0.01, 0.10
SOME_ALONE = 0.01
FEW = 30.0
SIDES = ("treatment", "control")


def experiment(
    rows: pd.DataFrame,
    metric: Metric,
    *,
    arm: str,
    margin: Margin | float | str,
    treatment: str | None = None,
    control: str | None = None,
    since: pd.Timestamp | None = None,
    timezone: str = "UTC",
    split: float = 0.5,
    is_sequential: bool = False,
    planned: int | None = None,
    unit: str = "customer_id",
    is_by_row: bool = False,
    assigned: pd.DataFrame | None = None,
    responses: pd.DataFrame | None = None,
    pained: pd.DataFrame | None = None,
) -> Experiment:
    """The Experiment on `rows` (columns arm, unit, value; happened_at and seen_at where known), each counted in the metric.

    Values of one unit, the customer where known, go together. `margin` is fixed beforehand; `split` the planned share of
    treated units; `planned` the number of units of both arms for which repeated looks are tuned. `assigned`, `responses`
    and `pained` as join.units and voices.pains give them; without them who answered and what was said is not compared.
    `is_by_row` only says that `unit` was found, not told. The day it began is a day of `timezone`.

    The verdict is undecided, whatever the interval, where units do not divide as planned (SRM_ALPHA) or many are seen in
    both arms (MOST_MIXED), and where the arms answered differently unless the bounds decide alike. Raises DataError E250
    without two arms of enough units, E252 where nothing varies, E253, E254, E256; UsageError E132, E140, E141, E143.
    """
    limit = margin if isinstance(margin, Margin) else margins.margin(margin, metric)
    arms = _named(rows, assigned, arm, treatment, control)
    tried = trial(rows, assigned, responses, arms, since, timezone)
    _enough(tried, arms, arm)
    found = _compared(tried, arms, metric)
    raw, better = found, adjusted(sums(tried.rows, arms[0]), sums(tried.rows, arms[1]), tried.before, found)
    found = better.means if better else raw
    units = tried.counted(*arms)
    q_many = looks.quantile(sum(units.values()), planned)
    q = q_many if is_sequential else found.quantile
    said = verdict(found, metric, limit, q)
    reasons, said, asked, srm_p = _doubts(tried, arms, metric, limit, split, found, said)
    far = tails(tried.rows, *arms) if _is_mean(metric, tried.rows) else None
    if far and not _agree(far, raw, metric, limit):
        reasons.append("tails_disagree")
    if is_by_row:
        reasons.append("assigned_by_row")
    if treatment is None and control is None and (is_control(arms[0]) or not is_control(arms[1])):
        reasons.append("treatment_guessed")
    counted = {"rows": len(tried.rows), "treatment": units[arms[0]], "control": units[arms[1]]}
    counted |= {f"rows_{side}": int((tried.rows["arm"] == one).sum()) for side, one in zip(SIDES, arms, strict=True)}
    every = tried.counted(*arms, is_assigned=True)
    counted |= {"assigned_treatment": every[arms[0]], "assigned_control": every[arms[1]], "in_both_arms": tried.mixed}
    topics = () if pained is None else arm_topics(tried.responses, pained, *arms)
    spoilt = {"srm_failed", "in_both_arms", "response_differs"}
    level = {"treatment": found.treated, "control": found.control}
    return Experiment(
        metric=metric.id, arm=arm, unit=unit, treatment=arms[0], control=arms[1],
        level=level, effect=found.interval(q), once=found.interval(), raw=raw.interval(), relative=found.relative(q),
        limit=limit, margin=limit.within(found.control), verdict=said, srm_p=srm_p, split=split, n=counted,
        start=f"{tried.start.tz_convert(timezone):%Y-%m-%d}" if tried.start is not None else None, adjusted=better,
        sequential=found.interval(q_many), planned=planned, is_sequential=is_sequential, answering=asked, topics=topics,
        tails=far, power=power(found, limit, min(units.values()), q), reasons=tuple(reasons),
        grade="C" if spoilt & {one.partition(":")[0] for one in reasons} else "A",
    )  # fmt: skip


def is_by_row(
    rows: pd.DataFrame, assigned: pd.DataFrame, *, arm: str, treatment: str | None, control: str | None,
    since: pd.Timestamp | None,
) -> bool:  # fmt: skip
    """True where the data were evidently assigned row by row, not customer by customer; raises as `experiment` does."""
    return by_row(rows, assigned, _named(rows, assigned, arm, treatment, control), since)


def planned_split(text: str | float) -> float:
    """The planned share of treated units written 0.5, or 90:10 as treatment:control. Raises UsageError E142."""
    try:
        one, between, other = str(text).replace("/", ":").partition(":")
        share = float(one) / (float(one) + float(other)) if between else float(one)
    except (ValueError, ZeroDivisionError):
        share = math.nan
    if not 0 < share < 1:
        raise UsageError(
            "E142", "this is not a planned split", found=str(text),
            expected="the treated share, such as 0.5, or treatment:control, such as 90:10",
        )  # fmt: skip
    return share


def _named(
    rows: pd.DataFrame, assigned: pd.DataFrame | None, arm: str, treatment: str | None, control: str | None
) -> tuple[str, str]:
    frames = (rows,) if assigned is None else (rows, assigned)
    known = sorted({str(one) for frame in frames for one in frame["arm"].dropna().unique()})
    return named(known, arm, treatment, control)


def _enough(tried: Trial, arms: tuple[str, str], arm: str) -> None:
    """Raises DataError E250 for an arm that is too small, E256 for one that units of both arms have emptied."""
    enough(tried.seen, arm)
    left = tried.counted(*arms)
    if min(left.values()) < LEAST_UNITS:
        raise DataError(
            "E256", "hardly a unit is in one arm only", where=f"column {arm}",
            found=f"{tried.mixed:,} of {tried.units:,} units in both arms", expected="each customer in one arm throughout",
            do="where each contact was assigned anew, say --unit row; else mend the assignment",
        )  # fmt: skip


def _compared(tried: Trial, arms: tuple[str, str], metric: Metric) -> Means:
    """The Means without history. Raises DataError E252 where an arm, or all of it, does not vary."""
    value = tried.rows["value"]
    if value.nunique() < 2:
        raise DataError(
            "E252", f"{metric.id} does not vary: there is nothing to compare",
            found=f"{value.iloc[0]:g} in all {len(value):,} rows",
            do="look at the definition of the metric",
        )  # fmt: skip
    found = means(*(sums(tried.rows, one) for one in arms), is_share=not _is_mean(metric, tried.rows))
    for name, variance in zip(arms, (found.var_treated, found.var_control), strict=True):
        if not variance > 0:
            raise DataError(
                "E252", f"{metric.id} does not vary in arm {name}: its interval cannot be made",
                found=f"{tried.rows.loc[tried.rows['arm'] == name, 'value'].iloc[0]:g} in every row",
                do="wait for more customers, or look at the definition of the metric",
            )  # fmt: skip
    return found


def _is_mean(metric: Metric, rows: pd.DataFrame) -> bool:
    """Not a share: neither declared as one nor made of 0 and 1 only."""
    return metric.kind != "share" and not rows["value"].isin((0.0, 1.0)).all()


def _doubts(
    tried: Trial, arms: tuple[str, str], metric: Metric, limit: Margin, split: float, found: Means, said: str
) -> tuple[list[str], str, Answering | None, float]:
    """(reasons, the verdict after them, the Answering, p of the sample-ratio check)."""
    reasons = []
    srm_p = ratio_p(tried.counted(*arms, is_assigned=True), *arms, split)
    if srm_p < SRM_ALPHA:
        reasons.append(f"srm_failed: {srm_p:.1e}")
        said = "undecided"
    if tried.mixed > SOME_MIXED * tried.units:
        reasons.append(f"in_both_arms: {tried.mixed} of {tried.units}")
        said = "undecided" if tried.mixed > MOST_MIXED * tried.units else said
    asked = answers.answering(tried.assigned, *arms)
    if asked and asked.differs:
        reasons.append("response_differs")
        ends = answers.bounds(tried.rows, tried.assigned, *arms, found)
        asked = Answering(asked.n, asked.rate, asked.difference, asked.p, ends)
        said = said if said == _within(ends, metric, limit.within(found.control)) else "undecided"
    if asked is None and metric.table == "feedback":
        reasons.append("response_unknown")
    if tried.alone > SOME_ALONE * len(tried.assigned):
        reasons.append(f"no_customer: {tried.alone} of {len(tried.assigned)}")
    if tried.set_aside:
        reasons.append(f"other_arms: {tried.set_aside}")
    effective = min(sums(tried.rows, one).effective for one in arms)
    if effective < FEW:
        reasons.append(f"few_units: {effective:.0f}")
    return reasons, said, asked, srm_p


def _within(ends: Interval, metric: Metric, lost: float) -> str:
    lo, hi = (ends.lo, ends.hi) if metric.worse == "down" else (-ends.hi, -ends.lo)
    return "noninferior" if lo > -lost else "inferior" if hi < -lost else "undecided"


def _agree(far: Tails, raw: Means, metric: Metric, limit: Margin) -> bool:
    """The cut-off mean comes to the same verdict, and where both it and the raw difference are clear of zero, to the
    same sign; the logs do not clearly contradict the raw difference."""
    lost = Margin(limit.within(raw.control))
    if verdict(far.cut, metric, lost) != verdict(raw, metric, lost):
        return False
    sides = [_side(one) for one in (raw.interval(), far.cut.interval(), far.geometric) if one]
    return not {1, -1} <= set(sides)


def _side(one: Interval) -> int:
    return 1 if one.lo > 0 else -1 if one.hi < 0 else 0
