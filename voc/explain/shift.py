"""One shift: a question answered with what moved, where, how much of it is mix, how sure.

For: numbers with intervals, or the code that says what is missing for one. Not for: topics; see drivers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from voc.explain import search, timing
from voc.explain.artifacts import new_values
from voc.explain.cells import Cells, Segment, everywhere, reference, segments
from voc.explain.noise import Contrast, Track, contrast, track
from voc.explain.question import Question, Stretches, missing, stretches
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
    rate = _rate(cells, compared)
    p, is_mix, looks = _sureness(question, cells, rate, metric, compared)
    place = where(cells, rate, compared.before, compared.after, min_n=metric.min_n)
    segment = whole if is_mix or p > search.ALPHA else (question.segment or place.segment)
    kind = "step"
    if question.after is None:
        n, total = cells.n[segment.cells].sum(axis=0), rate[segment.cells].sum(axis=0)
        kind, end = timing.kind(n, total, compared.start, compared.first, compared.end, cells.block)
        if kind == "pulse" and cells.n[:, compared.first : end].sum() >= metric.min_n:
            compared = replace(compared, end=end)
    within = contrast(_inside(cells, rate, segment.cells), None, **compared.compared)
    overall, mix = _overall(cells, rate, compared)
    lo, hi = timing.onset_interval(
        compared.first, within, compared.stop - compared.start, compared.end - compared.first, len(cells.periods)
    )
    is_moved = p <= search.ALPHA and not is_mix
    levels = [
        cells.mean(mask, window)
        for mask in (whole.cells, segment.cells)
        for window in (compared.before, compared.after)
    ]
    return Shift(
        question, cells, compared, segment, compared.first, lo, hi, kind, _next(place, segment), place.is_clear,
        overall, mix, within.interval(), (levels[0], levels[1], levels[2], levels[3]), min(1.0, p),
        artifact=_artifact(cells, rate, metric, compared, looks) if is_moved else "", is_mix=is_mix,
        harm=1 if metric.worse == "up" else -1,
    )  # fmt: skip


def _rate(cells: Cells, compared: Stretches) -> np.ndarray:
    """The totals less what the reference of each cell would have given, shape of cells.total.

    The reference stops a block before the onset: a date given a few days late would take what is new for the usual.
    """
    known = slice(compared.start, max(compared.start + compared.block, compared.stop - compared.block))
    return cells.total - cells.n * reference(cells, known)[:, None]


def _sureness(
    question: Question, cells: Cells, rate: np.ndarray, metric: Metric, compared: Stretches
) -> tuple[float, bool, int]:
    """(p over all contrasts looked at, whether only the mix moved, looks)."""
    places = segments(cells, min_n=2 * metric.min_n)
    looks = search.looks(cells, places)
    n = cells.n.sum(axis=0)
    p_level = _p(contrast(_inside(cells, rate, everywhere(cells).cells), None, **compared.compared))
    if question.p is not None:
        return question.p, question.is_mix and p_level * looks > search.ALPHA, looks
    p_overall = _p(contrast(track(n, cells.total.sum(axis=0), cells.variance_of_all()), None, **compared.compared))
    smallest = p_level
    if places:
        masks = np.array([place.cells for place in places], dtype=float)
        rows, inside = masks @ cells.n, masks @ rate
        tracks = (
            track(rows, inside, cells.variance_of(masks)),
            track(n - rows, rate.sum(axis=0) - inside, cells.variance_of(1 - masks)),
        )
        one = contrast(tracks[0], tracks[1], **compared.compared)
        smallest = min(smallest, float(search.where_counted(one, tracks, metric, compared.compared).p.min()))
    if smallest * looks > search.ALPHA and p_overall * 2 <= search.ALPHA:
        return p_overall * 2, True, looks
    return min(1.0, smallest * looks), False, looks


def _p(one: Contrast) -> float:
    return float(np.ravel(one.p)[0])


def _overall(cells: Cells, rate: np.ndarray, compared: Stretches) -> tuple[Estimate, Estimate]:
    """(change of everything, part of it from mix); mix is overall minus rate, so that the two add up exactly, and its
    interval is as wide as that of the reference series."""
    n, expected = cells.n.sum(axis=0), (cells.total - rate).sum(axis=0)
    overall = contrast(track(n, cells.total.sum(axis=0), cells.variance_of_all()), None, **compared.compared).interval()
    level = contrast(_inside(cells, rate, everywhere(cells).cells), None, **compared.compared).interval()
    of_cell = np.divide(cells.total - rate, cells.n, out=np.zeros_like(rate), where=cells.n > 0)
    between = float((cells.n * (of_cell - expected.sum() / n.sum()) ** 2).sum() / n.sum())
    mix = contrast(track(n, expected, between), None, **compared.compared).interval()
    est = overall[0] - level[0]
    return overall, (est, est - (mix[0] - mix[1]), est + (mix[2] - mix[0]))


def _artifact(cells: Cells, rate: np.ndarray, metric: Metric, compared: Stretches, looks: int) -> str:
    """The code of an artifact: values first seen after the onset, without which nothing has moved."""
    new = new_values(cells, compared.before, compared.after)
    if not new:
        return ""
    old = ~np.any([mask for _, _, mask in new], axis=0)
    if cells.n[old].sum() >= 2 * metric.min_n:
        without = contrast(_inside(cells, rate, old), None, **compared.compared)
        if _p(without) * looks <= search.ALPHA:
            return ""
    dim, value, _ = new[0]
    return f"collection_start: {dim}={value} {cells.day(compared.first)}"


def _next(place: Place, segment: Segment) -> Segment | None:
    """The best segment that is not the one named."""
    return place.runner_up if place.segment.where == segment.where else place.segment


def _inside(cells: Cells, rate: np.ndarray, mask: np.ndarray) -> Track:
    return track(cells.n[mask].sum(axis=0), rate[mask].sum(axis=0), cells.variance_of(mask[None, :].astype(float)))
