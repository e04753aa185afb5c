"""One shift: a question answered with what moved, where, how much of it is mix, how sure.

For: numbers with intervals, or the code that says what is missing for one. Not for: topics; see drivers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voc.explain import search, timing
from voc.explain.cells import Cells, Segment, counted, everywhere, reference, segments
from voc.explain.family import Family, Window, family
from voc.explain.first_seen import new_values
from voc.explain.memory import Judged, judged
from voc.explain.noise import Track, track
from voc.explain.question import Question, Stretches, missing, placed, stretches
from voc.explain.where import Place, where
from voc.metrics import Metric

Estimate = tuple[float, float, float]
NOT_KNOWN: Estimate = (float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class Shift:
    """What can be said of one question before any topic is looked at.

    `overall`, `mix`, `inside` are (est, lo, hi) in the metric's unit: the change of everything, the part of it that a
    changed mix of cells makes, and the change in the segment with the mix inside it held. `levels` are the plain means
    before and after, of everything and of the segment. `missing` and `artifact` are codes, "" where there is none.
    """

    question: Question
    cells: Cells
    compared: Stretches
    segment: Segment
    onset: int
    onset_lo: int = 0
    onset_hi: int = 0
    kind: str = "step"
    runner_up: Segment | None = None
    is_clear: bool = True
    overall: Estimate = NOT_KNOWN
    mix: Estimate = NOT_KNOWN
    inside: Estimate = NOT_KNOWN
    levels: tuple[float, float, float, float] = (float("nan"),) * 4
    p: float = float("nan")
    missing: str = ""
    artifact: str = ""
    is_mix: bool = False
    harm: int = 1  # sign of a change that hurts

    @property
    def is_real(self) -> bool:
        """Moved, beyond mix and beyond how the data were collected."""
        return not self.missing and not self.artifact and not self.is_mix and self.p <= search.ALPHA

    @property
    def counted(self) -> tuple[int, int, int, int]:
        """Rows behind `levels`, in its order; 0 where something is missing."""
        if self.missing:
            return 0, 0, 0, 0
        return counted(self.cells, self.segment, (self.before, self.after))

    @property
    def before(self) -> slice:
        """Periods before the onset that are compared."""
        return self.compared.before

    @property
    def after(self) -> slice:
        """Periods from the onset on that are compared."""
        return self.compared.after


def shift(question: Question, cells: Cells, metric: Metric) -> Shift:
    """The Shift of one question."""
    what = missing(question, cells, metric.min_n)
    whole, last = everywhere(cells), max(len(cells.periods) - 1, 0)
    if what:
        onset = min(cells.at(question.onset), last)
        return Shift(question, cells, Stretches(0, onset, onset, last, cells.block), whole, onset, missing=what)
    compared = stretches(question, cells)
    tested = cells.tested
    rate, tested_rate = _rate(cells, compared), _rate(tested, compared)
    sure, seen = _surest(question, tested, tested_rate, metric, compared)
    place = where(tested, tested_rate, seen.before, seen.after, min_n=metric.min_n)
    is_moved = sure.p <= search.ALPHA and not sure.is_mix
    segment = question.segment or place.segment if is_moved else whole
    if is_moved and question.is_asked and not segment.where:
        segment = sure.clearest
    if question.place:
        segment = placed(question, cells)
    kind = "step"
    if question.after is None and is_moved:
        n, total = cells.n[segment.cells].sum(axis=0), tested_rate[segment.cells].sum(axis=0)
        kind, end = timing.kind(n, total, compared.start, compared.first, compared.end, cells.block, cells.fortnight)
        if kind == "pulse" and cells.n[:, compared.first : end].sum() >= metric.min_n:
            compared = replace(compared, end=end)
    places = segments(cells, min_n=2 * metric.min_n)
    within = _level(cells, rate, segment, places, compared)
    clearest = _level(tested, tested_rate, segment, places, compared)
    overall, mix = _overall(cells, rate, compared)
    lo, hi = timing.onset_interval(
        compared.first, clearest, compared.stop - compared.start, compared.end - compared.first, len(cells.periods)
    )
    levels = [
        cells.mean(mask, window)
        for mask in (whole.cells, segment.cells)
        for window in (compared.before, compared.after)
    ]
    return Shift(
        question, cells, compared, segment, compared.first, lo, hi, kind, _next(place, segment), place.is_clear,
        overall, mix, within.interval(), (levels[0], levels[1], levels[2], levels[3]), min(1.0, sure.p),
        artifact=_artifact(tested, tested_rate, metric, compared, segment, sure.looks) if is_moved else "",
        is_mix=sure.is_mix, harm=1 if metric.worse == "up" else -1,
    )  # fmt: skip


def _rate(cells: Cells, compared: Stretches) -> np.ndarray:
    """The totals less what the reference of each cell would have given, shape of cells.total.

    The reference stops a block before the onset: a date given a few days late would take what is new for the usual.
    """
    known = slice(compared.start, max(compared.start + compared.block, compared.stop - compared.block))
    return cells.total - cells.n * reference(cells, known)[:, None]


@dataclass(frozen=True)
class _Sure:
    """`p` over all contrasts looked at, whether only the mix moved, the segment of the clearest contrast, the looks."""

    p: float
    is_mix: bool
    clearest: Segment
    looks: Family


def _surest(
    question: Question, cells: Cells, rate: np.ndarray, metric: Metric, compared: Stretches
) -> tuple[_Sure, Stretches]:
    """How sure, and the stretches that show it best: what went back within two weeks is lost in eight, so an asked
    question is looked at over both, and both are looks."""
    places = segments(cells, min_n=2 * metric.min_n)
    short = replace(compared, end=compared.first + cells.fortnight)
    if not question.is_asked or question.after is not None or short.end >= compared.end:
        looks = _looks(question, cells, places, (compared,))
        return _sureness(question, cells, rate, metric, compared, places, looks), compared
    looks = _looks(question, cells, places, (compared, short))
    both = [(_sureness(question, cells, rate, metric, one, places, looks), one) for one in (compared, short)]
    sure, seen = min((one for one in both if not one[0].is_mix), key=lambda one: one[0].p, default=both[0])
    return both[0] if both[0][0].is_mix and sure.p > search.ALPHA else (sure, seen)


def _looks(question: Question, cells: Cells, places: Sequence[Segment], tried: Sequence[Stretches]) -> Family:
    """One look at each of the stretches where a segment was named, else one at every segment."""
    if question.place:
        return Family({0: float(len(tried))})
    return family(cells, places, [Window(one.start, one.first, one.end) for one in tried])


def _sureness(
    question: Question, cells: Cells, rate: np.ndarray, metric: Metric, compared: Stretches, places: Sequence[Segment],
    looks: Family,
) -> _Sure:  # fmt: skip
    asked = placed(question, cells)
    p_level = _p(_level(cells, rate, asked, places, compared))
    is_mixed = _is_mixed(*_overall(cells, rate, compared))
    if question.p is not None:
        is_mix = question.is_mix and is_mixed and float(looks.p(p_level, 0)) > search.ALPHA
        return _Sure(question.p, is_mix, question.segment or asked, looks)
    p_asked = float(looks.p(p_level, 0))
    if question.place:
        return _Sure(p_asked, False, asked, looks)
    n = cells.n.sum(axis=0)
    p_overall = _p(judged(track(n, cells.total.sum(axis=0), cells.variance_of_all()), None, **compared.compared))
    smallest, clearest = p_asked, asked
    if places:
        tracks = search.against_rest(cells, rate, places)
        one = judged(tracks[0], tracks[1], **compared.compared)
        alone = np.where(search.few(tracks, metric, compared.compared), 1.0, one.p)
        each = looks.p(alone, np.array([len(place.where) for place in places]))
        best = min(range(len(places)), key=lambda number: (each[number], alone[number]))
        smallest = min(p_asked, float(each[best]))
        # "Everywhere" is said only where everything moved: else the segment is the one whose contrast is clearest.
        clearest = places[best] if p_asked > search.ALPHA else asked
    if smallest > search.ALPHA and p_overall * 2 <= search.ALPHA and is_mixed:
        return _Sure(p_overall * 2, True, asked, looks)
    return _Sure(smallest, False, clearest, looks)


def _is_mixed(overall: Estimate, mix: Estimate) -> bool:
    """At least half of the change is mix, and the mix did change; a level that wanders is not called mix."""
    return abs(mix[0]) >= abs(overall[0]) / 2 and mix[1] * mix[2] > 0


def _p(one: Judged) -> float:
    return float(one.p[0])


def _overall(cells: Cells, rate: np.ndarray, compared: Stretches) -> tuple[Estimate, Estimate]:
    """(change of everything, part of it from mix); mix is overall minus rate, so that the two add up exactly, and its
    interval is as wide as that of the reference series."""
    n, expected = cells.n.sum(axis=0), (cells.total - rate).sum(axis=0)
    overall = judged(track(n, cells.total.sum(axis=0), cells.variance_of_all()), None, **compared.compared).interval()
    level = judged(_inside(cells, rate, everywhere(cells).cells), None, **compared.compared).interval()
    of_cell = np.divide(cells.total - rate, cells.n, out=np.zeros_like(rate), where=cells.n > 0)
    between = float((cells.n * (of_cell - expected.sum() / n.sum()) ** 2).sum() / n.sum())
    mix = judged(track(n, expected, between), None, **compared.compared).interval()
    est = overall[0] - level[0]
    return overall, (est, est - (mix[0] - mix[1]), est + (mix[2] - mix[0]))


def _artifact(
    cells: Cells, rate: np.ndarray, metric: Metric, compared: Stretches, segment: Segment, looks: Family
) -> str:
    """The code of an artifact: values first seen in the segment after the onset, without which it has not moved."""
    new = new_values(cells, compared.before, compared.after)
    if not new:
        return ""
    late = np.any([mask for _, _, mask in new], axis=0) & segment.cells
    old = segment.cells & ~late
    if not late.any():
        return ""
    if cells.n[old].sum() >= 2 * metric.min_n:
        without = judged(_inside(cells, rate, old), None, **compared.compared)
        if float(looks.p(_p(without), len(segment.where))) <= search.ALPHA:
            return ""
    dim, value, _ = new[0]
    return f"collection_start: {dim}={value} {cells.day(compared.first)}"


def _next(place: Place, segment: Segment) -> Segment | None:
    """The best segment that is not the one named."""
    return place.runner_up if place.segment.where == segment.where else place.segment


def _level(cells: Cells, rate: np.ndarray, place: Segment, places: Sequence[Segment], compared: Stretches) -> Judged:
    """How a segment changed, judged beside those of one condition, which know the same days."""
    return judged(search.levels(cells, rate, place, places), None, **compared.compared, is_one_mood=True)


def _inside(cells: Cells, rate: np.ndarray, mask: np.ndarray) -> Track:
    return track(cells.n[mask].sum(axis=0), rate[mask].sum(axis=0), cells.variance_of(mask[None, :].astype(float)))
