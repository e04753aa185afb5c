"""Drivers: the topics that moved with a shift, in its segment more than elsewhere.

For: a p value for each topic, from the change of its share and from the records themselves. Not for: how much of the
shift goes with it; see effect.

A chi-square of topic counts before and after takes comments as independent and explains pure noise half of the time;
here shares are compared as series (see noise), segment against rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from voc import metrics
from voc.explain.cells import Cells, cells
from voc.explain.lags import p_together
from voc.explain.memory import judged
from voc.explain.noise import Track, track
from voc.explain.shift import NOT_KNOWN, Estimate, Shift
from voc.explain.timing import gain
from voc.explain.voices import Voices

LEAST_COMMENTS, LEAST_MENTIONS = 30, 8
PRIOR_WEIGHT = 3.0
LATE_DAYS, EARLIER_BY = 8, 1.5


@dataclass(frozen=True)
class Candidate:
    """A topic as a possible driver. Shares are of comments in the segment; `gap` is the metric on records whose comment
    has the topic minus those without, in the segment, in the stretch in which more comments have it: after the onset, or
    before it where the topic is fading."""

    topic: str
    share_before: float
    share_after: float
    change: Estimate
    p_share: float
    has_contrast: bool
    level: str  # record, segment or none
    gap: Estimate = NOT_KNOWN
    p_record: float = float("nan")
    agrees: bool = False
    lag: int = 0
    n_topic_before: int = 0
    n_comments_before: int = 0
    n_topic: int = 0
    n_comments: int = 0
    p_together: float = float("nan")
    is_fading: bool = False
    is_alike: bool = False  # every record that is heard has the same value: none can fare worse than another

    def spoken(self, found: Shift) -> slice:
        """The periods in which more comments have it."""
        return found.before if self.is_fading else found.after

    @property
    def p(self) -> float:
        """Of the change of share; without a contrast group the records must say so too, or, where none is linked, the two
        series must go together (intersection-union)."""
        if self.has_contrast:
            return self.p_share
        return float(np.nanmax([self.p_share, self.p_record if self.level == "record" else self.p_together]))


def candidates(found: Shift, heard: Voices, series: pd.DataFrame, dims: Sequence[str]) -> tuple[Candidate, ...]:
    """Every topic with enough comments around the shift, in the order of the topic ids.

    From comments linked to the metric's records where there are at least LEAST_COMMENTS of them in the segment on both
    sides; else from all comments of the same time and segment (level "segment": no record can agree or disagree).
    """
    inside, before, after = heard.inside(found.segment), heard.during(found.before), heard.during(found.after)
    if min((inside & before).sum(), (inside & after).sum()) >= LEAST_COMMENTS:
        return _linked(found, heard, inside, before, after)
    return _unlinked(found, series, dims)


def _linked(
    found: Shift, heard: Voices, inside: np.ndarray, before: np.ndarray, after: np.ndarray
) -> tuple[Candidate, ...]:
    length = len(found.cells.periods)
    tracks = [_counts(heard, mask, length) for mask in (inside, ~inside)]
    rest_counts = min((~inside & before).sum(), (~inside & after).sum())
    outside = tracks[1] if found.segment.where and rest_counts >= LEAST_COMMENTS else None
    change = judged(tracks[0], outside, **found.compared.compared, least_step=found.cells.block)
    both, late = inside & before, inside & after
    shares_before, shares_after = heard.said[both].mean(axis=0), heard.said[late].mean(axis=0)
    made = []
    for number, topic in enumerate(heard.topics):
        said = heard.said[:, number]
        if said[both | late].sum() < LEAST_MENTIONS:
            continue
        is_fading = shares_after[number] < shares_before[number]
        told = both if is_fading else late
        gap, p_record = _gap(heard.value[told], said[told])
        p_record = _either(gap, p_record, heard.value, said, (both, late), found.harm)
        moved = float(change.est[number])
        is_alike = _are_alike(heard.value[told])
        agrees = _goes_along(found, moved) if is_alike else _agrees(found, moved, gap[0])
        made.append(Candidate(
            topic, float(shares_before[number]), float(shares_after[number]), change.interval(number),
            float(change.p[number]), outside is not None, "record" if np.isfinite(gap[0]) else "segment", gap, p_record,
            agrees, _lag(found, tracks[0], outside, number),
            int(said[both].sum()), int(both.sum()), int(said[late].sum()), int(late.sum()), is_fading=is_fading,
            is_alike=is_alike,
        ))  # fmt: skip
    return tuple(made)


def _unlinked(found: Shift, series: pd.DataFrame, dims: Sequence[str]) -> tuple[Candidate, ...]:
    """From topic_share over all comments, on the metric's own calendar; a segment whose dimensions comments do not
    have cannot be told from the rest, so its topics are compared before and after only."""
    rows = series[series["metric"] == metrics.TOPIC_SHARE]
    made = []
    for topic, group in rows.groupby("topic", sort=True):
        shares = cells(group.assign(topic=None), metrics.TOPIC_SHARE, tuple(dims), found.cells.period)
        candidate = _share_candidate(found, str(topic), shares)
        if candidate is not None:
            made.append(candidate)
    return tuple(made)


def _share_candidate(found: Shift, topic: str, shares: Cells) -> Candidate | None:
    known = [(dim, value) for dim, value in found.segment.where if dim in shares.keys]
    inside = np.ones(len(shares.n), dtype=bool)
    for dim, value in known:
        inside &= shares.keys[dim].to_numpy() == value
    n, total = (_aligned(found.cells, shares, values[inside].sum(axis=0)) for values in (shares.n, shares.total))
    counted = [n[window].sum() for window in (found.before, found.after)]
    said = total[found.before].sum() + total[found.after].sum()
    if min(counted) < LEAST_COMMENTS or said < LEAST_MENTIONS:
        return None
    variance = _spread(total.sum() / n.sum())
    outside = None
    if known and len(known) == len(found.segment.where):
        rest = [_aligned(found.cells, shares, values[~inside].sum(axis=0)) for values in (shares.n, shares.total)]
        if min(rest[0][found.before].sum(), rest[0][found.after].sum()) >= LEAST_COMMENTS:
            outside = track(rest[0], rest[1], variance)
    inside_track = track(n, total, variance)
    change = judged(inside_track, outside, **found.compared.compared, least_step=found.cells.block)
    together = float("nan")
    if outside is None:
        cells_inside = found.segment.cells
        own = [one[cells_inside].sum(axis=0) for one in (found.cells.n, found.cells.total)]
        together = p_together(_levels(own[0], own[1]), _levels(n, total), found.cells.block)
    fits = _goes_along(found, float(change.est[0]))
    return Candidate(
        topic, float(total[found.before].sum() / counted[0]), float(total[found.after].sum() / counted[1]),
        change.interval(), float(change.p[0]), outside is not None, "segment", agrees=fits,
        lag=_lag(found, inside_track, outside, 0), is_fading=bool(change.est[0] < 0),
        n_topic_before=int(total[found.before].sum()), n_comments_before=int(counted[0]),
        n_topic=int(total[found.after].sum()), n_comments=int(counted[1]), p_together=together,
    )  # fmt: skip


def _levels(n: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)


def _aligned(on: Cells, of: Cells, values: np.ndarray) -> np.ndarray:
    """`values` by the periods of `of`, laid on the periods of `on`."""
    laid = np.zeros(len(on.periods))
    place = np.searchsorted(on.periods, of.periods)
    fits = (place < len(on.periods)) & (on.periods[np.minimum(place, len(on.periods) - 1)] == of.periods)
    laid[place[fits]] = values[fits]
    return laid


def _counts(heard: Voices, mask: np.ndarray, length: int) -> Track:
    """Comments and topic counts by period, shape (topics, periods)."""
    n = np.bincount(heard.at[mask], minlength=length).astype(float)
    total = np.zeros((len(heard.topics), length))
    for number in range(len(heard.topics)):
        total[number] = np.bincount(heard.at[mask & heard.said[:, number]], minlength=length)
    shares = total.sum(axis=1) / max(n.sum(), 1.0)
    return track(np.broadcast_to(n, total.shape), total, np.array([_spread(share) for share in shares]))


def _spread(share: float) -> float:
    """Variance of one yes or no; a topic never heard before still varies as if it had been, once in a while."""
    share = min(max(share, 0.005), 0.995)
    return share * (1 - share)


def _gap(value: np.ndarray, said: np.ndarray) -> tuple[Estimate, float]:
    """(metric with the topic minus without, with its interval; p) after Welch (1947), not known with fewer than
    LEAST_MENTIONS on one side, nor where every record has the same value."""
    with_topic, without = value[said], value[~said]
    if min(len(with_topic), len(without)) < LEAST_MENTIONS or _are_alike(value):
        return NOT_KNOWN, float("nan")
    est = float(with_topic.mean() - without.mean())
    parts = [float(side.var(ddof=1)) / len(side) for side in (with_topic, without)]
    if not sum(parts):
        return (est, est, est), 0.0 if est else 1.0
    df = sum(parts) ** 2 / sum(
        part**2 / (len(side) - 1) for part, side in zip(parts, (with_topic, without), strict=True)
    )
    se = float(np.sqrt(sum(parts)))
    half = float(stats.t.ppf(0.975, df)) * se
    return (est, est - half, est + half), float(2 * stats.t.sf(abs(est) / se, df))


def _either(
    gap: Estimate, p: float, value: np.ndarray, said: np.ndarray, sides: tuple[np.ndarray, np.ndarray], harm: int
) -> float:
    """The smaller of two p values, doubled: of the gap in the stretch in which the topic is common, and of the gap in both
    stretches, each around its own level. After a short move there are few mentions; what the same complaint goes with
    before it counts as well, where it points the same way."""
    centred, told = [], []
    for side in sides:
        if min(said[side].sum(), (~said[side]).sum()) >= 2:
            fits = said[side].mean()
            level = value[side][said[side]].mean() * (1 - fits) + value[side][~said[side]].mean() * fits
            centred.append(value[side] - level)
            told.append(said[side])
    if not centred or not np.isfinite(p):
        return p
    pooled, p_pooled = _gap(np.concatenate(centred), np.concatenate(told))
    if not np.isfinite(p_pooled) or pooled[0] * gap[0] <= 0 or pooled[0] * harm <= 0:
        return p
    return min(1.0, 2 * min(p, p_pooled))


def _are_alike(value: np.ndarray) -> bool:
    """Whether every record that is heard has the same value: of those who answer why they left, all left. No record can fare
    worse than another then, which speaks neither for a topic nor against it."""
    return bool(np.ptp(value) == 0) if len(value) else True


def _goes_along(found: Shift, change: float) -> bool:
    """There is more of the complaint where the metric got worse, less where better."""
    return change * found.inside[0] * found.harm > 0


def _agrees(found: Shift, change: float, gap: float) -> bool:
    """Records with the complaint fare worse, and there is more of it where the metric got worse, less where better.

    Fewer complaints about waiting where handle time rises are no driver, whatever the product of the signs: they were
    crowded out.
    """
    return bool(np.isfinite(gap) and gap * found.harm > 0 and change * gap * found.inside[0] > 0)


def _lag(found: Shift, inside: Track, outside: Track | None, number: int) -> int:
    """Days from the metric's onset to the date at which the topic's change is clearest, 0 unless clearly another.

    What grows over weeks is clearest weeks after it began, so on a ramp the metric's own clearest date is taken.
    """
    block = found.cells.block
    days = {7: 1, 1: 7 if found.cells.period == "week" else 30}[block]
    n, total = np.diff(inside.rows[number]), np.diff(inside.values[number])
    if outside is not None:
        rest_n = np.diff(outside.rows[number])
        rest = np.divide(np.diff(outside.values[number]), rest_n, out=np.zeros_like(n), where=rest_n > 0)
        total = total - n * rest
    start, end = found.compared.start, found.compared.end
    dates = range(max(start + block, found.onset - 2 * block), min(end - 1, found.onset + 3 * block) + 1)
    if not dates or found.question.after:
        return 0
    at = found.onset
    if found.kind == "ramp":
        own = [values[found.segment.cells].sum(axis=0) for values in (found.cells.n, found.cells.total)]
        at = max(dates, key=lambda date: gain(own[0], own[1], start, date, end))
    gains = {date: gain(n, total, start, date, end) for date in dates}
    best = max(gains, key=lambda date: (gains[date], -abs(date - at)))
    if gains[best] <= EARLIER_BY * gains.get(at, 0.0):
        return 0
    return (best - at) * days


def q_values(p: Sequence[float], weights: Sequence[float]) -> np.ndarray:
    """Benjamini-Hochberg over p / weight with weights of mean 1 (Genovese, Roeder & Wasserman 2006)."""
    if not len(p):
        return np.array([])
    weight = np.asarray(weights, dtype=float)
    scaled = np.clip(np.asarray(p, dtype=float) / (weight / weight.mean()), 0.0, 1.0)
    return stats.false_discovery_control(scaled, method="bh")


def prior(topic: str, metric: str, explains: Mapping[str, Sequence[str]]) -> float:
    """PRIOR_WEIGHT where the taxonomy says that the topic may explain the metric, else 1."""
    return PRIOR_WEIGHT if metric in explains.get(topic, ()) else 1.0
