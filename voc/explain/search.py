"""Search: which metric moved, when and in which segment, with no question asked.

For: the unprompted findings of `analyze`. Not for: why it moved; each move found here is then treated like a question.

Every date, every segment of one or two conditions and every metric is looked at, so a single p value means little. The
p value given is that of the whole search: t of the largest contrast, times the number of independent looks. Looks over
dates are counted by simulation (the largest t over all dates of series in which nothing moved), looks over segments
and metrics by Bonferroni on the number of independent contrasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from voc.explain.cells import Cells, Segment, everywhere, reference, segments
from voc.explain.noise import Contrast, Track, contrast, track
from voc.explain.timing import kind, onset
from voc.explain.where import where
from voc.metrics import Metric

ALPHA = 0.05
# In blocks: what a shift needs before and after it, and how far it looks back and ahead. Two looks ahead, since what
# reverts within two weeks is lost in eight.
LEAST_BEFORE, LEAST_AFTER, MOST_BEFORE, MOST_AFTER = 3, 1, 16, 8
MOST_SHIFTS = 4
# Dates tried in a block; the onset found is then moved to where the split fits best.
DATES_IN_BLOCK = 3
# Blocks after which the reference is read again.
ANCHOR = 4
SIMULATED, SEED, MEMORY = 1000, 20260301, 0.8


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
    """The moves of all metrics whose p value over the whole search is at most ALPHA, surest first."""
    looked = {name: looks(cells, segments(cells, min_n=2 * metrics[name].min_n)) for name, cells in every.items()}
    total = sum(looked.values())
    moves = [move for name, cells in every.items() for move in _moves(cells, metrics[name], total)]
    return tuple(sorted(moves, key=lambda move: (move.p, move.metric, move.onset)))


def looks(cells: Cells, places: Iterable[Segment]) -> int:
    """Independent contrasts among the segments searched: everywhere twice (as it is and without mix), v - 1 for v
    values of a dimension, and the product of those for a pair of dimensions."""
    found: dict[tuple[str, ...], int] = {}
    for place in places:
        dims = tuple(dim for dim, _ in place.where)
        found[dims] = found.get(dims, 0) + 1
    free = {dims: max(1, count - 1) for dims, count in found.items() if len(dims) == 1}
    pairs = [
        min(count, free.get(dims[:1], 1) * free.get(dims[1:], 1)) for dims, count in found.items() if len(dims) == 2
    ]
    everywhere_looks = 2 if len(cells.n) > 1 else 1
    return everywhere_looks + sum(free.values()) + sum(pairs)


def _moves(cells: Cells, metric: Metric, n_looks: int) -> list[Move]:
    """Up to MOST_SHIFTS moves of one metric; each is taken out of the data before the next is looked for."""
    found: list[Move] = []
    left, taken = cells, 0
    while taken < MOST_SHIFTS:
        move = _largest(left, metric, n_looks)
        if move is None or move.p > ALPHA:
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


def _largest(cells: Cells, metric: Metric, n_looks: int) -> Move | None:
    block, length = cells.block, len(cells.periods)
    first, last, step = LEAST_BEFORE * block, length - LEAST_AFTER * block, max(1, block // DATES_IN_BLOCK)
    places = segments(cells, min_n=2 * metric.min_n)
    best: dict[bool, Move] = {}
    for anchor in range(first, last + 1, ANCHOR * block):
        compared = list(_tracks(cells, places, slice(max(0, anchor - MOST_BEFORE * block), anchor)))
        for at in range(anchor, min(last + 1, anchor + ANCHOR * block), step):
            for ahead in (cells.fortnight, MOST_AFTER * block):
                window = {
                    "start": max(0, at - MOST_BEFORE * block),
                    "onset": at,
                    "end": min(length, at + ahead),
                }
                if ahead != cells.fortnight and window["end"] <= at + cells.fortnight:
                    continue
                for tracks, among, is_mix in compared:
                    one = where_counted(contrast(tracks[0], tracks[1], **window, block=block), tracks, metric, window)
                    chosen = int(np.argmin(one.p))
                    p = min(1.0, float(one.p[chosen]) * n_looks * 2 * dates_looked_at(length, block))
                    t = float(one.t[chosen])
                    if is_mix not in best or (p, -t) < (best[is_mix].p, -best[is_mix].t):
                        best[is_mix] = Move(cells.metric, among[chosen], at, window["end"], p, t, is_mix)
    # What moves beyond the mix is a move even where the mix moves with it; mix alone is said only where nothing else is.
    surest = sorted(best.values(), key=lambda move: (move.p > ALPHA, move.is_mix))
    return surest[0] if surest else None


def _tracks(
    cells: Cells, places: tuple[Segment, ...], known: slice
) -> Iterable[tuple[tuple[Track, Track | None], tuple[Segment, ...], bool]]:
    """What is compared: everywhere without mix, everywhere as it is, and each segment against the rest.

    The reference is read from the periods `known`, all of them before the dates that are tried with it.
    """
    mu = reference(cells, known)
    rate = cells.total - cells.n * mu[:, None]
    n, total, left = cells.n.sum(axis=0), cells.total.sum(axis=0), rate.sum(axis=0)
    whole = everywhere(cells)
    yield (track(n, left, _spread(cells)), None), (whole,), False
    yield (track(n, total, cells.variance_of_all()), None), (whole,), True
    if places:
        masks = np.array([place.cells for place in places], dtype=float)
        inside_n, inside = masks @ cells.n, masks @ rate
        tracks = (
            track(inside_n, inside, cells.variance_of(masks)),
            track(n - inside_n, left - inside, cells.variance_of(1 - masks)),
        )
        yield tracks, places, False


def where_counted(
    one: Contrast, tracks: tuple[Track, Track | None], metric: Metric, compared: Mapping[str, int]
) -> Contrast:
    """No contrast where either side of the date, in the segment or outside it, has fewer than min_n rows."""
    before = compared["start"], compared["onset"]
    after = compared.get("after_from", compared["onset"]), compared["end"]
    few = np.zeros(len(one.est), dtype=bool)
    for side in tracks:
        if side is not None:
            few |= (side.over(*before)[0] < metric.min_n) | (side.over(*after)[0] < metric.min_n)
    return Contrast(np.where(few, 0.0, one.est), np.where(few, 1.0, one.se), one.df)


def _placed(cells: Cells, move: Move, metric: Metric) -> Move:
    """The move in the segment that explains the changes of all cells best, and with its onset where the split fits best:
    the surest contrast is often one next to it. Everywhere is said only where everything moved by itself."""
    move = _timed(cells, move)
    if move.is_mix:
        return move
    before, left = _left(cells, move)
    segment = where(cells, left, before, slice(move.onset, move.end), min_n=metric.min_n).segment
    if not segment.where and move.segment.where:
        level = track(cells.n.sum(axis=0), left.sum(axis=0), _spread(cells))
        one = contrast(level, None, start=before.start, onset=move.onset, end=move.end, block=cells.block)
        if float(one.p[0]) > ALPHA:
            segment = move.segment
    return _timed(cells, replace(move, segment=segment))


def _spread(cells: Cells) -> np.ndarray:
    return cells.variance_of(everywhere(cells).cells[None, :])


def _timed(cells: Cells, move: Move) -> Move:
    before, left = _left(cells, move)
    inside = move.segment.cells
    n, total = cells.n[inside].sum(axis=0), left[inside].sum(axis=0)
    return replace(move, onset=onset(n, total, move.onset, before.start, move.end, cells.block))


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


@lru_cache(maxsize=64)
def dates_looked_at(length: int, block: int) -> float:
    """How many independent dates a search over `length` periods amounts to.

    From SIMULATED series in which nothing moves; daily ones wander as daily figures do (an AR(1) of memory MEMORY a day and
    of half the spread of counting), since a stray week is what a search would take for a move. It is the number by which
    the p value of one date has to be multiplied so that the largest contrast over all dates falls below 0.05 in 5 % of
    them. At least 1.
    """
    if length < (LEAST_BEFORE + LEAST_AFTER) * block:
        return 1.0
    rng = np.random.default_rng(SEED)
    series = rng.standard_normal((SIMULATED, length)) + (0.5 * _wandering(rng, length) if block > 1 else 0.0)
    drawn = track(np.ones((SIMULATED, length)), series, 1.0)
    smallest = np.ones(SIMULATED)
    for at in range(LEAST_BEFORE * block, length - LEAST_AFTER * block + 1):
        start, end = max(0, at - MOST_BEFORE * block), min(length, at + MOST_AFTER * block)
        smallest = np.minimum(smallest, contrast(drawn, None, start=start, onset=at, end=end, block=block).p)
    return max(1.0, ALPHA / float(np.quantile(smallest, ALPHA)))


def _wandering(rng: np.random.Generator, length: int) -> np.ndarray:
    """SIMULATED stationary AR(1) series of variance 1 and memory MEMORY."""
    series = rng.standard_normal((SIMULATED, length))
    for at in range(1, length):
        series[:, at] = MEMORY * series[:, at - 1] + np.sqrt(1 - MEMORY**2) * series[:, at]
    return series
