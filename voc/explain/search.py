"""Search: which metric moved, when and in which segment, with no question asked.

For: the unprompted findings of `analyze`. Not for: why it moved; each move found here is then treated like a question.

Every date, every segment of one or two conditions and every metric is looked at. A quick look (`noise.contrast`) at all of
them chooses the few that might be something; those are judged with care (`memory.judged`), and the p value given is that of
the whole search, over all dates, segments and metrics (`family`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voc.explain.cells import Cells, Segment, everywhere, reference, segments
from voc.explain.family import Family, Window, family
from voc.explain.memory import judged
from voc.explain.noise import Track, contrast, track
from voc.explain.timing import kind, onset, ramp_onset
from voc.explain.where import where
from voc.metrics import Metric

ALPHA = 0.05
# Of what is found unasked nine in ten are to be right. One run in two holds a real move, so that the budget of false
# alarms of a whole run has to be smaller than the error of an answer to a question.
BUDGET = 0.03
# In blocks: what a shift needs before and after it, and how far it looks back and ahead. Two looks ahead, since what
# reverts within two weeks is lost in eight.
LEAST_BEFORE, LEAST_AFTER, MOST_BEFORE, MOST_AFTER = 3, 1, 16, 8
MOST_SHIFTS = 4
# Dates tried in a block; the onset found is then moved to where the split fits best.
DATES_IN_BLOCK = 3
# Blocks after which the reference is read again.
ANCHOR = 4
# Of the quick looks, so many windows are judged with care, and so many series in each.
WINDOWS_JUDGED, SERIES_JUDGED = 4, 8
# Judged beside them, so that what is usual is known: the first segments, which are those of one condition.
WITNESSES = 40


@dataclass(frozen=True)
class Move:
    """Metric `metric` moved in `segment` from period `onset` on, seen up to `end`; `p` is that of the whole search."""

    metric: str
    segment: Segment
    onset: int
    end: int
    p: float
    t: float
    is_mix: bool = False


def search(every: Mapping[str, Cells], metrics: Mapping[str, Metric]) -> tuple[Move, ...]:
    """The moves of all metrics whose p value over the whole search is at most BUDGET, surest first.

    What has a long tail is searched on the log scale.
    """
    every = {name: cells.tested for name, cells in every.items()}
    moves = []
    for name, cells in every.items():
        looks = family(cells, segments(cells, min_n=2 * metrics[name].min_n), list(_windows(cells)))
        moves += _moves(cells, metrics[name], replace(looks, metrics=len(every)))
    return tuple(sorted(moves, key=lambda move: (move.p, move.metric, move.onset)))


def _windows(cells: Cells) -> Iterator[Window]:
    """Every comparison of dates that is looked at, in time order."""
    block, length = cells.block, len(cells.periods)
    for at in range(LEAST_BEFORE * block, length - LEAST_AFTER * block + 1, max(1, block // DATES_IN_BLOCK)):
        start, ends = (
            max(0, at - MOST_BEFORE * block),
            {min(length, at + cells.fortnight), min(length, at + MOST_AFTER * block)},
        )
        yield from (Window(start, at, end) for end in sorted(ends))


def _moves(cells: Cells, metric: Metric, looks_of_all: Family) -> list[Move]:
    """Up to MOST_SHIFTS moves of one metric; each is taken out of the data before the next is looked for."""
    found: list[Move] = []
    left, taken = cells, 0
    while taken < MOST_SHIFTS:
        move = _largest(left, metric, looks_of_all)
        if move is None or move.p > BUDGET:
            break
        move = _placed(left, move, metric)
        left = _without(left, move)
        taken += 1
        if not any(_same_episode(move, other, cells) for other in found):
            found.append(move)
    return found


def _same_episode(move: Move, other: Move, cells: Cells) -> bool:
    """Close in time and sharing cells: the way back, or a second edge of what is reported already."""
    is_near = abs(move.onset - other.onset) < MOST_AFTER * cells.block
    return is_near and bool((move.segment.cells & other.segment.cells).any())


@dataclass(frozen=True)
class _Look:
    """A window and the series that looked surest in it, by their numbers in `compared`; `p` is the quick one."""

    p: float
    window: Window
    compared: _Compared
    series: np.ndarray


def _largest(cells: Cells, metric: Metric, looks_of_all: Family) -> Move | None:
    places = segments(cells, min_n=2 * metric.min_n)
    looks: list[_Look] = []
    read_at = -1
    compared: tuple[_Compared, ...] = ()
    for window in _windows(cells):
        anchor = LEAST_BEFORE + (window.onset // cells.block - LEAST_BEFORE) // ANCHOR * ANCHOR
        if anchor != read_at:
            read_at, at = anchor, anchor * cells.block
            compared = tuple(_compared(cells, places, slice(max(0, at - MOST_BEFORE * cells.block), at)))
        for one in compared:
            looked = len(one.places)
            quick = contrast(one.inside, one.outside, **vars(window), block=cells.block).p
            quick = np.where(few((one.inside, one.outside), metric, vars(window)), 1.0, quick)
            quick = looks_of_all.p(quick[:looked], one.conditions)
            best = np.argsort(quick, kind="stable")[:SERIES_JUDGED]
            best = best[quick[best] < 1.0]
            if not len(best):
                continue
            looks.append(_Look(float(quick[best[0]]), window, one, best))
    # What moves beyond the mix is a move even where the mix moves with it; mix alone is said only where nothing else is.
    for is_mix in (False, True):
        chosen = sorted((one for one in looks if one.compared.is_mix == is_mix), key=lambda one: one.p)[:WINDOWS_JUDGED]
        moves = [_judged(cells, look, looks_of_all) for look in chosen]
        surest = min(moves, key=lambda move: (move.p, -move.t), default=None)
        if surest is not None and surest.p <= BUDGET:
            return surest
    return None


def _judged(cells: Cells, look: _Look, looks_of_all: Family) -> Move:
    """The surest of the series of a look, judged with care."""
    others = np.setdiff1d(np.arange(min(WITNESSES, len(look.compared.inside.rows))), look.series)
    seen = np.concatenate([look.series, others])
    outside = None if look.compared.outside is None else look.compared.outside.only(seen)
    one = judged(
        look.compared.inside.only(seen), outside, **vars(look.window), block=cells.block, is_one_mood=outside is None
    )  # fmt: skip
    p = looks_of_all.p(one.p[: len(look.series)], look.compared.conditions[look.series])
    surest = int(np.argmin(p))
    t = float(abs(one.est[surest]) / one.spread[surest]) if one.spread[surest] else 0.0
    place = look.compared.places[look.series[surest]]
    return Move(
        cells.metric, place, look.window.onset, look.window.end, float(p[surest]), t, look.compared.is_mix
    )  # fmt: skip


@dataclass(frozen=True)
class _Compared:
    """The series of `places`, each inside against outside, without mix; or everywhere as it is (`is_mix`). Series beyond
    those of `places` are witnesses of how the days wander."""

    inside: Track
    outside: Track | None
    places: tuple[Segment, ...]
    is_mix: bool

    @property
    def conditions(self) -> np.ndarray:
        """The number of conditions of each of `places`."""
        return np.array([len(place.where) for place in self.places])


def _compared(cells: Cells, places: tuple[Segment, ...], known: slice) -> Iterator[_Compared]:
    """What is compared: everywhere without mix, everywhere as it is, and each segment against the rest.

    The reference is read from the periods `known`, all of them before the dates that are tried with it.
    """
    mu = reference(cells, known)
    rate = cells.total - cells.n * mu[:, None]
    n, total = cells.n.sum(axis=0), cells.total.sum(axis=0)
    whole = everywhere(cells)
    yield _Compared(levels(cells, rate, whole, places), None, (whole,), False)
    yield _Compared(track(n, total, cells.variance_of_all()), None, (whole,), True)
    if places:
        yield _Compared(*against_rest(cells, rate, places), places, False)


def levels(cells: Cells, rate: np.ndarray, place: Segment, places: Sequence[Segment]) -> Track:
    """The Track of a segment as it is and, behind it, of the segments of one condition: the same moods of the days."""
    parts = [place, *(one for one in places if len(one.where) == 1)][: WITNESSES + 1]
    masks = np.array([one.cells for one in parts], dtype=float)
    return track(masks @ cells.n, masks @ rate, cells.variance_of(masks))


def against_rest(cells: Cells, rate: np.ndarray, places: Sequence[Segment]) -> tuple[Track, Track]:
    """The Tracks of each of `places` and of all that lies outside it."""
    masks = np.array([place.cells for place in places], dtype=float)
    n, left = cells.n.sum(axis=0), rate.sum(axis=0)
    inside_n, inside = masks @ cells.n, masks @ rate
    return (
        track(inside_n, inside, cells.variance_of(masks)),
        track(n - inside_n, left - inside, cells.variance_of(1 - masks)),
    )


def few(tracks: tuple[Track, Track | None], metric: Metric, compared: Mapping[str, int]) -> np.ndarray:
    """Which series have fewer than min_n rows on either side of the date, in the segment or outside it: no look there."""
    before = compared["start"], compared["onset"]
    after = compared.get("after_from", compared["onset"]), compared["end"]
    found = np.zeros(len(tracks[0].rows), dtype=bool)
    for side in tracks:
        if side is not None:
            found |= (side.over(*before)[0] < metric.min_n) | (side.over(*after)[0] < metric.min_n)
    return found


def _placed(cells: Cells, move: Move, metric: Metric) -> Move:
    """The move in the segment that explains the changes of all cells best, and with its onset where the split fits best:
    the surest contrast is often one next to it. Everywhere is said only where everything moved by itself."""
    move = _timed(cells, move)
    if move.is_mix:
        return move
    before, left = _left(cells, move)
    segment = where(cells, left, before, slice(move.onset, move.end), min_n=metric.min_n).segment
    if not segment.where and move.segment.where:
        level = levels(cells, left, segment, segments(cells, min_n=2 * metric.min_n))
        one = judged(
            level, None, start=before.start, onset=move.onset, end=move.end, block=cells.block, is_one_mood=True
        )  # fmt: skip
        if float(one.p[0]) > ALPHA:
            segment = move.segment
    return _timed(cells, replace(move, segment=segment))


def _timed(cells: Cells, move: Move) -> Move:
    """The move with the onset that fits best; where it grew over weeks, that is its first day and not its middle."""
    before, left = _left(cells, move)
    inside = move.segment.cells
    n, total = cells.n[inside].sum(axis=0), left[inside].sum(axis=0)
    at = onset(n, total, move.onset, before.start, move.end, cells.block)
    if kind(n, total, before.start, at, move.end, cells.block, cells.fortnight)[0] == "ramp":
        at = ramp_onset(n, total, at, before.start, cells.block)
    return replace(move, onset=at)


def _without(cells: Cells, move: Move) -> Cells:
    """The cells with this move taken out: from its onset on, or as long as it lasted where it went back."""
    before, left = _left(cells, move)
    inside = move.segment.cells
    n, total = cells.n[inside].sum(axis=0), left[inside].sum(axis=0)
    what, end = kind(n, total, before.start, move.onset, move.end, cells.block, cells.fortnight)
    after = slice(move.onset, end if what == "pulse" else len(cells.periods))
    levels = []
    for window in (before, slice(move.onset, end)):
        rows = n[window].sum()
        levels.append(total[window].sum() / rows if rows else 0.0)
    total = cells.total.copy()
    total[inside, after] -= (levels[1] - levels[0]) * cells.n[inside, after]
    return replace(cells, total=total)


def _left(cells: Cells, move: Move) -> tuple[slice, np.ndarray]:
    """(periods before the move, the totals it was seen in: without mix, or as they are where the mix is what moved).

    The reference stops a block before the onset: found a few days late, it would take what is new for what is usual.
    """
    start = max(0, move.onset - MOST_BEFORE * cells.block)
    before = slice(start, move.onset)
    if move.is_mix:
        return before, cells.total
    known = slice(start, max(start + cells.block, move.onset - cells.block))
    return before, cells.total - cells.n * reference(cells, known)[:, None]
