"""One shift: a question (this metric, this date) answered with what moved, where, how much of it is mix, how sure.

For: numbers with intervals, or the sentence that says what is missing for one. Not for: topics; see drivers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from voc.explain import search, timing
from voc.explain.artifacts import new_values
from voc.explain.cells import Cells, Segment, everywhere, reference, segments
from voc.explain.noise import Track, contrast, track
from voc.explain.where import Place, where
from voc.metrics import Metric

Estimate = tuple[float, float, float]
NOT_KNOWN: Estimate = (float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class Question:
    """Why did `metric` move on `onset`? Asked by a user, or by the search (`segment`, `p`, `end` given).

    `before` and `after` are dates that the user wants compared instead of the stretches on either side of the onset.
    """

    metric: str
    onset: date
    segment: Segment | None = None
    p: float | None = None
    end: int | None = None
    is_mix: bool = False
    before: tuple[date, date] | None = None
    after: tuple[date, date] | None = None

    @property
    def is_asked(self) -> bool:
        """By a user, not by the search."""
        return self.p is None


@dataclass(frozen=True)
class Shift:
    """What can be said of one question before any topic is looked at; positions are periods of `cells`."""

    question: Question
    cells: Cells
    start: int
    onset: int
    after_from: int
    end: int
    segment: Segment
    runner_up: Segment | None = None
    is_clear: bool = True
    kind: str = "step"
    onset_lo: int = 0
    onset_hi: int = 0
    overall: Estimate = NOT_KNOWN
    mix: Estimate = NOT_KNOWN
    inside: Estimate = NOT_KNOWN
    levels: tuple[float, float, float, float] = (float("nan"),) * 4
    p: float = float("nan")
    missing: str = ""
    artifact: str = ""
    is_mix: bool = False

    @property
    def is_real(self) -> bool:
        """Moved, beyond mix and beyond how the data were collected."""
        return not self.missing and not self.artifact and not self.is_mix and self.p <= search.ALPHA

    @property
    def before(self) -> slice:
        """Periods before the onset that are compared."""
        return slice(self.start, self.onset if self.question.before is None else self._stop(self.question.before[1]))

    @property
    def after(self) -> slice:
        """Periods from the onset on that are compared."""
        return slice(self.after_from, self.end)

    def _stop(self, day: date) -> int:
        return int(np.searchsorted(self.cells.periods, np.datetime64(day, "D"), side="right"))


def shift(question: Question, cells: Cells, metric: Metric) -> Shift:
    """The Shift of one question; `missing` says what is missing where no number can be given."""
    length, block = len(cells.periods), cells.block
    onset = cells.at(question.onset)
    whole = everywhere(cells)
    bare = Shift(question, cells, 0, min(onset, max(length - 1, 0)), onset, length, question.segment or whole)
    missing = _missing(question, cells, metric, onset)
    if missing:
        return Shift(**{**bare.__dict__, "missing": missing})
    start, after_from, end, onset_end = _windows(question, cells, onset)
    before, after = slice(start, onset_end), slice(after_from, end)
    if min(cells.n[:, before].sum(), cells.n[:, after].sum()) < metric.min_n:
        found = int(min(cells.n[:, before].sum(), cells.n[:, after].sum()))
        return Shift(**{**bare.__dict__, "missing": f"too_few: {found}"})
    mu = reference(cells, before)
    rate = cells.total - cells.n * mu[:, None]
    compared = {"start": start, "onset": onset_end, "after_from": after_from, "end": end, "block": block}
    if not cells.variance_of_all():
        return Shift(**{**bare.__dict__, "missing": "no_variance"})
    n = cells.n.sum(axis=0)
    overall = contrast(track(n, cells.total.sum(axis=0), cells.variance_of_all()), None, **compared)
    level = contrast(_inside(cells, rate, whole.cells), None, **compared)
    expected = (cells.n * mu[:, None]).sum(axis=0)
    between = float((cells.n.sum(axis=1) * (mu - expected.sum() / n.sum()) ** 2).sum() / n.sum())
    mix = contrast(track(n, expected, between), None, **compared)

    p, looks = question.p, search.looks(cells, segments(cells, min_n=2 * metric.min_n))
    is_mix = question.is_mix
    if p is None:
        p, is_mix = _asked(cells, rate, metric, float(overall.p[0]), float(level.p[0]), compared, looks)
    elif is_mix:
        is_mix = float(level.p[0]) * looks > search.ALPHA
    place = where(cells, rate, before, after, min_n=metric.min_n)
    segment = whole if is_mix or p > search.ALPHA else (question.segment or place.segment)
    inside = cells.n[segment.cells].sum(axis=0), rate[segment.cells].sum(axis=0)
    within = contrast(_inside(cells, rate, segment.cells), None, **compared)
    kind, stop = ("step", end) if question.after else timing.kind(*inside, start, after_from, end, block)
    lo, hi = timing.onset_interval(onset, within, onset_end - start, end - after_from, length)
    new = new_values(cells, before, after)
    artifact = _artifact(new, cells, rate, metric, compared, looks) if p <= search.ALPHA and not is_mix else ""
    values = (cells.mean(whole.cells, before), cells.mean(whole.cells, after),
              cells.mean(segment.cells, before), cells.mean(segment.cells, after))  # fmt: skip
    return Shift(
        question, cells, start, onset, after_from, stop if kind == "pulse" else end, segment,
        runner_up=_next(place, segment), is_clear=place.is_clear, kind=kind,
        onset_lo=lo, onset_hi=hi, overall=overall.interval(), mix=_exact_mix(overall.interval(), level.interval(), mix.interval()),
        inside=within.interval(), levels=values, p=min(1.0, p), artifact=artifact, is_mix=is_mix,
    )  # fmt: skip


def _next(place: Place, segment: Segment) -> Segment | None:
    """The best segment that is not the one named."""
    return place.runner_up if place.segment.where == segment.where else place.segment


def _missing(question: Question, cells: Cells, metric: Metric, onset: int) -> str:
    length, block = len(cells.periods), cells.block
    if not length:
        return "too_few: 0"
    if onset <= 0 or onset >= length or question.onset > cells.day(length - 1):
        return f"outside_data: {cells.day(0)} to {cells.day(length - 1)}"
    if question.before is None and (onset < search.LEAST_BEFORE * block or length - onset < search.LEAST_AFTER * block):
        return f"short_history: {onset} before, {length - onset} after"
    return ""


def _windows(question: Question, cells: Cells, onset: int) -> tuple[int, int, int, int]:
    """(start, first after, end, end of before) as positions."""
    block, length = cells.block, len(cells.periods)
    if question.before and question.after:
        return (cells.at(question.before[0]), cells.at(question.after[0]),
                min(length, int(np.searchsorted(cells.periods, np.datetime64(question.after[1], "D"), side="right"))),
                int(np.searchsorted(cells.periods, np.datetime64(question.before[1], "D"), side="right")))  # fmt: skip
    end = question.end if question.end is not None else min(length, onset + search.MOST_AFTER * block)
    return max(0, onset - search.MOST_BEFORE * block), onset, end, onset


def _asked(
    cells: Cells,
    rate: np.ndarray,
    metric: Metric,
    p_overall: float,
    p_level: float,
    compared: dict[str, int],
    looks: int,
) -> tuple[float, bool]:
    """(p over all contrasts looked at, whether only the mix moved) for a date that a user gave."""
    smallest = p_level
    places = segments(cells, min_n=2 * metric.min_n)
    if places:
        masks = np.array([place.cells for place in places], dtype=float)
        inside_n, inside = masks @ cells.n, masks @ rate
        tracks = (
            track(inside_n, inside, cells.variance_of(masks)),
            track(cells.n.sum(axis=0) - inside_n, rate.sum(axis=0) - inside, cells.variance_of(1 - masks)),
        )
        one = search.where_counted(contrast(*tracks, **compared), tracks, metric, compared)
        smallest = min(smallest, float(one.p.min()))
    p = min(1.0, smallest * looks)
    if p > search.ALPHA and p_overall * 2 <= search.ALPHA:
        return p_overall * 2, True
    return p, False


def _artifact(
    new: tuple[tuple[str, str, np.ndarray], ...], cells: Cells, rate: np.ndarray, metric: Metric,
    compared: dict[str, int], looks: int,
) -> str:  # fmt: skip
    """The code of an artifact: values first seen after the onset, without which nothing has moved."""
    if not new:
        return ""
    old = ~np.any([mask for _, _, mask in new], axis=0)
    if cells.n[old].sum() >= 2 * metric.min_n:
        if float(contrast(_inside(cells, rate, old), None, **compared).p[0]) * looks <= search.ALPHA:
            return ""
    dim, value, _ = new[0]
    return f"collection_start: {dim}={value} {cells.day(compared['after_from'])}"


def _inside(cells: Cells, rate: np.ndarray, mask: np.ndarray) -> Track:
    return track(cells.n[mask].sum(axis=0), rate[mask].sum(axis=0), cells.variance_of(mask[None, :].astype(float)))


def _exact_mix(overall: Estimate, level: Estimate, mix: Estimate) -> Estimate:
    """The mix part as overall minus rate, so that the two add up; its interval has the width of its own contrast."""
    est = overall[0] - level[0]
    return est, est - (mix[0] - mix[1]), est + (mix[2] - mix[0])
