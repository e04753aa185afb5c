"""What simple tools say of the same worlds: naive correlation; chi-square with Benjamini-Hochberg, and PELT.

For: the columns beside voc in the README. Not for: use; both are what the field does every day, done without mistakes
in their arithmetic, and wrong in what they assume (days and comments as independent, the date of writing as the date
of the record, labels as true).

Both read the files of the world's folder, as voc does: labels, comments by the day they were written, records by day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
from scipy import stats

from benchmarks.planted.answers import Answer, Estimate
from benchmarks.planted.draw import Records
from benchmarks.planted.plan import EVERY_TOPIC, FIRST
from benchmarks.planted.world import World

ALPHA = 0.05
BEFORE_DAYS, AFTER_DAYS = 112, 56
Said = tuple[list[Answer], list[Answer] | None]  # asked; unasked, None where the method does not search


@dataclass(frozen=True)
class Sight:
    """What a simple tool reads: for every metric the day, value and dimensions of its rows; for every comment the day it
    was written and its labels."""

    rows: Mapping[str, tuple[np.ndarray, np.ndarray, Records]]
    day: np.ndarray
    said: np.ndarray


def seen(world: World, folder: Path) -> Sight:
    """The Sight of a world that was written into `folder` (parquet, labelled)."""
    comments = pq.read_table(folder / "feedback.parquet", columns=["feedback_id", "created_at"])
    written = comments.column("created_at").to_numpy().astype("datetime64[D]")
    place = {one: number for number, one in enumerate(comments.column("feedback_id").to_pylist())}
    labels = pcsv.read_csv(folder / "topics_pred.csv")
    said = np.zeros((len(written), len(EVERY_TOPIC)), dtype=bool)
    topics = {topic: number for number, topic in enumerate(EVERY_TOPIC)}
    for one, topic in zip(labels.column("feedback_id").to_pylist(), labels.column("topic").to_pylist(), strict=True):
        said[place[one], topics[topic]] = True
    rows = {}
    for metric, measure in world.plan.measures.items():
        records, value = world.table_of(metric), world.table_of(metric).expected[metric].drawn.copy()
        if measure.table == "feedback":
            wrote = np.zeros(len(value), dtype=bool)
            wrote[records.wrote] = True
            value[~wrote] = np.nan
        rows[metric] = (records.day, value, records)
    return Sight(rows, (written - np.datetime64(FIRST, "D")).astype(int), said)


def correlation(world: World, sight: Sight) -> Said:
    """The topic whose daily share goes most with the daily metric, over all days, where p < 0.05. It has no date, no
    segment and no search."""
    answers = []
    shares = _daily_shares(world, sight)
    for metric, (day, value, _) in sight.rows.items():
        level = _daily(day, value, world.plan.days)
        found = []
        for topic, share in enumerate(shares):
            known = np.isfinite(level) & np.isfinite(share)
            if known.sum() > 10 and np.std(share[known]) and np.std(level[known]):
                r, p = stats.pearsonr(level[known], share[known])
                found.append((-abs(float(r)), float(p), EVERY_TOPIC[topic]))
        best = min(found, default=(0.0, 1.0, ""))
        plain = _plain(world, metric, world.plan.onset)
        answers.append(replace(plain, verdict="explained", topic=best[2]) if best[1] < ALPHA else plain)
    return answers, None


def counts(world: World, sight: Sight) -> Said:
    """Before against after: t test of the metric, chi-square of every topic's comments with Benjamini-Hochberg, the value of
    one dimension that moved clearest; unasked, at the dates that PELT finds in the daily metric."""
    answers = [_counted(world, sight, metric, world.plan.onset) for metric in sight.rows]
    found = [
        _counted(world, sight, metric, at)
        for metric, (day, value, _) in sight.rows.items()
        for at in changes(_daily(day, value, world.plan.days))
    ]
    return answers, [one if one.verdict != "no_shift" else replace(one, verdict="unexplained") for one in found]


def changes(level: np.ndarray) -> list[int]:
    """The days from which a daily series has another mean: optimal partitioning with pruning (PELT; Killick, Fearnhead &
    Eckley 2012), cost of a normal mean with the variance of first differences, penalty 2 ln(days) (BIC for a date and a
    mean)."""
    known = np.flatnonzero(np.isfinite(level))
    series = level[known]
    if len(series) < 10:
        return []
    variance = float(np.median(np.abs(np.diff(series))) / 0.6745) ** 2 / 2
    if not variance:
        return []
    sums, squares = np.append(0.0, np.cumsum(series)), np.append(0.0, np.cumsum(series**2))
    penalty = 2 * np.log(len(series))
    best, last = np.full(len(series) + 1, np.inf), np.zeros(len(series) + 1, dtype=int)
    best[0], kept = -penalty, np.array([0])
    for end in range(1, len(series) + 1):
        cost = squares[end] - squares[kept] - (sums[end] - sums[kept]) ** 2 / (end - kept)
        every = best[kept] + cost / variance
        last[end] = kept[every.argmin()]
        best[end] = every.min() + penalty
        kept = np.append(kept[every <= best[end]], end)
    found, end = [], len(series)
    while last[end] > 0:
        end = last[end]
        found.append(int(known[end]))
    return sorted(found)


def _counted(world: World, sight: Sight, metric: str, at: int) -> Answer:
    plain = _plain(world, metric, at)
    day, value, records = sight.rows[metric]
    sides = [_between(day, first, last) & np.isfinite(value) for first, last in _stretches(world, at)]
    one = _difference(value, *sides)
    if one is None:
        return plain
    segment, inside, clearest, looks = {}, one[0], one[1], 1
    for dim, codes in records.dims.items():
        for code, name in enumerate(records.names[dim]):
            part = _difference(value, *(side & (codes == code) for side in sides))
            looks += part is not None
            if part is not None and part[1] > clearest:
                segment, inside, clearest = {dim: name}, part[0], part[1]
    answer = replace(plain, overall=one[0], inside=inside)
    if 2 * stats.norm.sf(clearest) * looks >= ALPHA:  # Bonferroni over everywhere and every value
        return answer
    heard = [_between(sight.day, first, last) for first, last in _stretches(world, at)]
    topic, change = _topic(sight.said, *heard)
    verdict = "explained" if topic else "unexplained"
    # Topics are counted over all comments: their change is that of everything, not of the segment named.
    share = None if segment else change
    return replace(answer, verdict=verdict, segment=tuple(segment.items()), topic=topic, share=share)


def _topic(said: np.ndarray, before: np.ndarray, after: np.ndarray) -> tuple[str | None, Estimate | None]:
    """The topic with the smallest p of a chi-square of its comments before and after, if it passes Benjamini-Hochberg."""
    if not before.any() or not after.any():
        return None, None
    p = []
    for topic in range(said.shape[1]):
        four = np.array([[said[side, topic].sum(), (~said[side, topic]).sum()] for side in (before, after)])
        p.append(
            float(stats.chi2_contingency(four).pvalue) if four.min(initial=0) >= 0 and four.sum(axis=0).all() else 1.0
        )
    q = stats.false_discovery_control(p, method="bh")
    best = int(np.argmin(p))
    if q[best] >= ALPHA:
        return None, None
    shares = [float(said[side, best].mean()) for side in (before, after)]
    half = (
        1.96 * sum(share * (1 - share) / side.sum() for share, side in zip(shares, (before, after), strict=True)) ** 0.5
    )
    change = shares[1] - shares[0]
    return EVERY_TOPIC[best], (change, change - half, change + half)


def _difference(value: np.ndarray, before: np.ndarray, after: np.ndarray) -> tuple[Estimate, float] | None:
    """(change of the mean with its 95 % interval as if rows were independent, |z|); None with fewer than 30 rows."""
    if min(before.sum(), after.sum()) < 30:
        return None
    change = float(value[after].mean() - value[before].mean())
    error = float(sum(value[side].var() / side.sum() for side in (before, after))) ** 0.5
    return (change, change - 1.96 * error, change + 1.96 * error), abs(change) / error if error else 0.0


def _stretches(world: World, at: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (max(0, at - BEFORE_DAYS), at - 1), (at, min(world.plan.days - 1, at + AFTER_DAYS - 1))


def _plain(world: World, metric: str, at: int) -> Answer:
    before, after = (
        (FIRST + timedelta(days=first), FIRST + timedelta(days=last)) for first, last in _stretches(world, at)
    )
    day = FIRST + timedelta(days=at)
    return Answer(metric, "no_shift", before, after, day, day, day)


def _daily_shares(world: World, sight: Sight) -> np.ndarray:
    return np.array([_daily(sight.day, said, world.plan.days) for said in sight.said.T.astype(float)])


def _daily(day: np.ndarray, value: np.ndarray, days: int) -> np.ndarray:
    known = np.isfinite(value) & (day < days)
    n = np.bincount(day[known], minlength=days)
    total = np.bincount(day[known], weights=value[known], minlength=days)
    return np.divide(total, n, out=np.full(days, np.nan), where=n > 0)


def _between(day: np.ndarray, first: int, last: int) -> np.ndarray:
    return (day >= first) & (day <= last)


METHODS: dict[str, Callable[[World, Sight], Said]] = {"correlation": correlation, "chi-square, PELT": counts}
__all__: Sequence[str] = ("METHODS", "changes", "seen")
