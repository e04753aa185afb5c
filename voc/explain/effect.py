"""Effect: how much of a shift goes with each topic, and what is left over.

For: the part of a change that goes with each topic, with an interval, for several topics without counting a record
twice. Not for: whether a topic belongs here at all; see drivers.

In either stretch, the level of the metric less what it would be without the topics is what goes with them (for a yes-or-no
metric, share x attributable fraction; Miettinen 1974). How much more goes with them after than before, over the change
in the segment, is accounted for:

    accounted = [(mean - mean without topic) after - (mean - mean without topic) before] / change in the segment

With a gap that stays the same this is change of share x gap / change. It is not the same where a topic that people always
mentioned in passing begins to hurt; and it asks for no gap before, where few spoke of the topic.

Shares are of comments, the change is of records, and who writes is no sample of who was there. So comments are weighted to
stand for all records of their stretch: by outcome (how many records went either way is known, whoever wrote), and by how
much more often those who met the topic write (see loudness). What is assumed: apart from that, those who stay silent met
the topic as often as those who write and fared the same.

Several topics: parts after Shapley (the average over all orders in which they may be taken away; for attributable
fractions Eide & Gefeller 1995; the relative weights of Johnson 2000 approximate the same split for a regression). Label
error: cov(value, label) = skill x cov(value, truth), if a label errs whatever the outcome; so a part is multiplied by
(1 - raw share) / (skill x (1 - true share)). Without a hand-checked sample the error is borrowed (see borrowed), and the
interval as wide as that makes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from scipy import stats

from voc.explain import adjust
from voc.explain.borrowed import Borrowed
from voc.explain.cells import reference
from voc.explain.drivers import LEAST_COMMENTS, Candidate
from voc.explain.label_error import LEAST_SKILL, Accuracy, true_share
from voc.explain.loudness import loudness
from voc.explain.shift import NOT_KNOWN, Estimate, Shift
from voc.explain.tally import DRAWS, SEED, Tally, is_yes_or_no, tally, tilted
from voc.explain.voices import Voices

MOST_TOPICS = 5


@dataclass(frozen=True)
class Effect:
    """`parts` and `left` (unexplained) as shares of the change in the segment, which together are the whole of it.

    `counted` are the parts as the tagger counts, before its error is allowed for. `gap_method` says how the gap was
    adjusted: aipw, or plain where there were too few mentions for it; `loudness` how many times as often those who met a
    topic are taken to write. `mediators` are metrics that moved too, with their parts;
    `dropped` are topics that were not kept as drivers, with the code of the reason.
    """

    parts: Mapping[str, Estimate]
    left: Estimate = NOT_KNOWN
    gap_method: str = "none"
    loudness: float = float("nan")
    counted: Mapping[str, Estimate] = field(default_factory=dict)
    mediators: Mapping[str, Estimate] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)

    def beside(self, mediators: Mapping[str, Estimate]) -> Effect:
        """The same with the parts of mediators, taken from what was left."""
        est = self.left[0] - sum(part[0] for part in mediators.values())
        spread = [sum(((part[0] - part[end]) ** 2 for part in mediators.values()), 0.0) for end in (2, 1)]
        low, high = (
            math.hypot(self.left[0] - self.left[end], math.sqrt(one)) for end, one in zip((1, 2), spread, strict=True)
        )
        return replace(self, mediators=dict(mediators), left=(est, est - low, est + high))


def accounted(
    found: Shift, drivers: Sequence[Candidate], heard: Voices, known: Mapping[str, Accuracy | Borrowed]
) -> Effect:
    """The Effect of the drivers that are heard on records; the others have NOT_KNOWN parts."""
    unknown = {one.topic: NOT_KNOWN for one in drivers}
    linked = sorted((one for one in drivers if one.level == "record"), key=lambda one: -abs(one.change[0] * one.gap[0]))
    topics = tuple(one.topic for one in linked[:MOST_TOPICS])
    if not topics or not found.inside[0]:
        return Effect(unknown)
    sides = _sides(found, heard)
    pattern = sum(heard.said[:, heard.topics.index(topic)].astype(int) << bit for bit, topic in enumerate(topics))
    others = heard.said[:, [topic not in topics for topic in heard.topics]].any(axis=1)
    pattern = np.asarray(pattern + (others.astype(int) << len(topics)))
    heard_of = _Heard(found, heard, pattern, 2 << len(topics), sides, _held(found))
    rng = np.random.default_rng([SEED, len(heard.ids)])
    tallies = [heard_of.tallied(place) for place in (0, 1)]
    times = [one.drawn(rng) for one in tallies]
    loud = loudness(found, heard, tallies, times, any(one.has_contrast for one in linked), rng)
    stretches = [_Weighted(one, drawn, loud) for one, drawn in zip(tallies, times, strict=True)]
    # Where complaints went away, they are heard before the onset: there the gap is read.
    place = 0 if linked[0].is_fading else 1
    factor, method = _adjusted(heard_of, place, stretches[place], times[place], topics)
    plain = np.zeros((len(topics), DRAWS + 1))
    made = np.zeros_like(plain)
    for sign, one, mask in zip((-1.0, 1.0), stretches, sides, strict=True):
        split = _shapley(one, len(topics))
        for bit, topic in enumerate(topics):
            stretch = _stretched(known[topic], one.share(bit), heard.langs[mask], rng) if topic in known else 1.0
            plain[bit] += sign * split[bit] * factor
            made[bit] += sign * split[bit] * stretch * factor
    free = sum(one.units for one in tallies) - 2
    fewest = min(one.units for one in tallies)
    widen = float(stats.t.ppf(0.975, free)) / 1.96 * math.sqrt(fewest / (fewest - 1))
    change = _changes(found, tallies, times, widen, rng)
    parts, left = _shares(made, change, widen)
    counted, _ = _shares(plain, change, widen)
    by_topic, as_counted = (dict(zip(topics, one, strict=True)) for one in (parts, counted))
    return Effect(unknown | by_topic, left, method, float(loud[0]), unknown | as_counted)


@dataclass(frozen=True)
class _Heard:
    """The comments of a case, as they are tallied: a bit of `pattern` for each driver, the highest for other topics."""

    found: Shift
    heard: Voices
    pattern: np.ndarray
    patterns: int
    sides: tuple[np.ndarray, np.ndarray]
    held: np.ndarray

    def tallied(self, place: int, *, weight: np.ndarray | None = None, expected: np.ndarray | None = None) -> Tally:
        """The Tally before (0) or after (1); comments weigh 1, or what brings them to the level of the records."""
        mask, window = self.sides[place], (self.found.before, self.found.after)[place]
        if weight is None:
            weight = np.ones(len(mask))
            if not is_yes_or_no(self.found):
                weight[mask] = tilted(self.heard.value[mask], self.found.cells.mean(self.found.segment.cells, window))
        none = np.zeros(len(mask)) if expected is None else expected
        return tally(
            self.found, self.heard, mask, window, self.pattern, self.patterns, weight=weight, expected=none,
            held=self.held,
        )  # fmt: skip


class _Weighted:
    """One stretch in every resample, comments weighted to stand for its records: `count`, `value` (draws, classes,
    patterns)."""

    def __init__(self, one: Tally, times: np.ndarray, loud: np.ndarray) -> None:
        quiet = np.ones((len(loud), one.comments.shape[2]))
        quiet[:, 1 : one.comments.shape[2] // 2] = 1 / loud[:, None]
        quiet[:, one.comments.shape[2] // 2 + 1 :] = 1 / loud[:, None]
        count = np.einsum("du,ucp->dcp", times, one.comments) * quiet[:, None, :]
        self.scale = np.ones(count.shape[:2])
        if one.comments.shape[1] == 2:
            records = np.broadcast_to(one.records.sum(axis=0), count.shape[:2]) if one.is_dealt else times @ one.records
            written = count.sum(axis=2)
            self.scale = np.divide(records, written, out=np.zeros_like(written), where=written > 0)
        self.quiet = quiet
        self.count = count * self.scale[:, :, None]
        values = np.einsum("du,ucp->dcp", times, one.values) * quiet[:, None, :]
        self.value = values * self.scale[:, :, None]

    def share(self, bit: int) -> np.ndarray:
        """The weighted share of records with one topic, in each draw."""
        has_it = (np.arange(self.count.shape[2]) >> bit) & 1 == 1
        return np.asarray(self.count[:, :, has_it].sum(axis=(1, 2)) / self.count.sum(axis=(1, 2)))

    def goes_with(self, topics: int) -> np.ndarray:
        """The level less that without the topics (bits), in each draw; 0 where everybody has one of them."""
        kept = (np.arange(self.count.shape[2]) & topics) == 0
        whole = self.value.sum(axis=(1, 2)) / self.count.sum(axis=(1, 2))
        rows = self.count[:, :, kept].sum(axis=(1, 2))
        without = np.divide(self.value[:, :, kept].sum(axis=(1, 2)), rows, out=whole.copy(), where=rows > 0)
        return np.asarray(whole - without)


def _sides(found: Shift, heard: Voices) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the comments before and after; of those with words only, where there are enough of these."""
    inside = heard.inside(found.segment)
    every = (inside & heard.during(found.before), inside & heard.during(found.after))
    spoken = (every[0] & heard.has_words, every[1] & heard.has_words)
    return spoken if min(one.sum() for one in spoken) >= LEAST_COMMENTS else every


def _held(found: Shift) -> np.ndarray:
    """The metric's totals at a held mix, as `shift` takes them."""
    start, stop, block = found.compared.start, found.compared.stop, found.compared.block
    usual = reference(found.cells, slice(start, max(start + block, stop - block)))
    return np.asarray(found.cells.total - found.cells.n * usual[:, None])


def _adjusted(
    of: _Heard, place: int, told: _Weighted, times: np.ndarray, topics: tuple[str, ...]
) -> tuple[np.ndarray | float, str]:
    """(what goes with the topics in a stretch, adjusted for all that is known of the records, over the same unadjusted, in
    each draw; how)."""
    rows = np.flatnonzero(of.sides[place])
    others = of.patterns >> 1
    heard, any_of = of.heard, (of.pattern[rows] & (others - 1)) > 0
    outcome = (heard.value[rows] > 0.5).astype(int) if told.scale.shape[1] == 2 else np.zeros(len(rows), dtype=int)
    weight = np.zeros(len(of.pattern))
    weight[rows] = told.scale[0][outcome] * told.quiet[0][of.pattern[rows]]
    weight[rows] *= len(rows) / weight[rows].sum()
    known = adjust.covariates(heard, of.found.cells, rows, topics)
    expected = adjust.without(heard.value[rows], any_of, known, weight[rows], heard.customers[rows])
    if expected is None:
        return 1.0, "plain"
    laid = np.zeros(len(of.pattern))
    laid[rows] = expected
    one = of.tallied(place, weight=weight, expected=laid)
    sums = [np.einsum("du,ucp->dp", times, values) for values in (one.comments, one.values, one.expected)]
    whole = sums[1].sum(axis=1) / sums[0].sum(axis=1)
    without = [one[:, 0] + one[:, others] for one in sums]
    plain = whole - without[1] / np.maximum(without[0], 1e-9)
    fair = whole - sums[2].sum(axis=1) / sums[0].sum(axis=1)
    ratio = np.divide(fair, plain, out=np.ones_like(fair), where=plain * plain[0] > 0)
    return np.clip(ratio, 0.0, 2.0), "aipw"


def _shapley(one: _Weighted, count: int) -> np.ndarray:
    """What goes with each topic, shape (topics, draws); the sum is what goes with all."""
    worth = {0: np.zeros(len(one.count))} | {bits: one.goes_with(bits) for bits in range(1, 1 << count)}
    made = np.zeros((count, len(one.count)))
    for bit in range(count):
        others = [other for other in range(count) if other != bit]
        for size in range(count):
            chance = 1 / (count * math.comb(count - 1, size))
            for chosen in combinations(others, size):
                before = sum(1 << other for other in chosen)
                made[bit] += chance * (worth[before | 1 << bit] - worth[before])
    return made


def _stretched(known: Accuracy | Borrowed, raw: np.ndarray, langs: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """By how much label error shrank what goes with a topic, in each draw; the languages as they are in the comments."""
    names, counts = np.unique(langs, return_counts=True)
    part = counts / counts.sum()
    sensitivity, false_rate = known.draws(tuple(names), rng, len(raw))
    for place, lang in enumerate(names):
        sensitivity[0, place], false_rate[0, place] = known.of(lang)
    found, taken = sensitivity @ part, false_rate @ part
    skill = np.maximum(found - taken, LEAST_SKILL)
    # Nobody would be left to compare with where nearly all have it.
    share = np.minimum(true_share(raw, found, taken), 0.95)
    return np.asarray((1 - raw) / (skill * (1 - share)))


def _changes(
    found: Shift, tallies: Sequence[Tally], times: Sequence[np.ndarray], widen: float, rng: np.random.Generator
) -> np.ndarray:
    """The change in the segment in each draw, as unsure as `shift` says that it is."""
    half = (found.inside[2] - found.inside[1]) / 2 / 1.96 / widen
    if any(one.is_dealt for one in tallies):
        away = np.append(0.0, rng.normal(0.0, half, DRAWS))
    else:
        levels = [drawn @ one.level for drawn, one in zip(times, tallies, strict=True)]
        change = levels[1][:, 1] / levels[1][:, 0] - levels[0][:, 1] / levels[0][:, 0]
        away, spread = change - change[0], float(change[1:].std())
        away = away * (half / spread) if spread else away
    return np.asarray(found.inside[0] + away)


def _shares(made: np.ndarray, change: np.ndarray, widen: float) -> tuple[list[Estimate], Estimate]:
    """(part of each topic, part left over): percentiles, widened for few units. Parts that come to more than the whole
    are scaled down to it together with their intervals."""
    # Draws in which the change all but vanishes say that the part is not known, not that it is endless.
    sure = change * change[0] > 0.05 * change[0] ** 2
    drawn = made / np.where(sure, change, np.nan)
    whole = max(float(drawn[:, 0].sum()), 1.0)
    sums = drawn.sum(axis=0)
    parts = [_interval(one, widen, whole) for one in drawn]
    est, low, high = _interval(sums, widen, whole)
    return parts, (1 - est, 1 - high, 1 - low)


def _interval(drawn: np.ndarray, widen: float, whole: float) -> Estimate:
    est = float(drawn[0])
    low, high = (est + widen * (float(np.nanquantile(drawn[1:], at)) - est) for at in (0.025, 0.975))
    return est / whole, min(low, est) / whole, min(max(high, est) / whole, 1.0)
