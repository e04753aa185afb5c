"""Share: by how much the share of comments with a topic changed, corrected for label error, with an interval.

For: the size of the change. Not for: the test whether there is one; that is made on raw shares, see drivers.

The raw change is that of `drivers`: segment less rest, after less before. Its variance is what counting gives, each
stretch at its own share, and what weeks wander beyond that (moments, DerSimonian & Laird 1986, with a correction for
neighbouring weeks). A test has to be sure that nothing wanders before it trusts counting; an interval has to be right
95 times in 100, so tau2 has no floor here.

Two corrections; which is taken is settled beforehand by how many comments were checked and where, as if the tagger were
TYPICAL. (The variances themselves would not do: a sample that makes the tagger look too good makes the first correction too
small and seem sure of itself, and would be chosen for that.)

    acc  each language's share is put right by what its checked comments say (label_error.true_share)
    ppi  prediction-powered: the shares found among the segment's own checked comments, with what the labels of all its
         comments add (PPI++, Angelopoulos, Duchi & Zrnic 2023)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from voc.explain.label_error import Accuracy, true_share
from voc.explain.shift import NOT_KNOWN, Estimate, Shift
from voc.explain.voices import Voices

DRAWS, SEED = 400, 20260105
LEAST_HERE, MOST_RHO, MOST_DF = 30, 0.8, 200.0
TYPICAL = (0.75, 0.10)  # sensitivity and false rate


@dataclass(frozen=True)
class ShareChange:
    """`raw` and `change` (corrected, the same as raw without an audit) with 95 % intervals; none, acc or ppi."""

    raw: Estimate
    change: Estimate
    correction: str


@dataclass(frozen=True)
class _Side:
    """Change of one side (segment or rest): point, variance of counting, and draws of it under label error."""

    est: float
    variance: float
    drawn: np.ndarray


def share_change(
    found: Shift, heard: Voices, topic: str, *, against_rest: bool, known: Accuracy | None, tested: Estimate = NOT_KNOWN
) -> ShareChange:
    """The ShareChange of a topic heard on records.

    `tested` is the change as it was tested (memory.judged): weeks wander at least as much as that interval leaves open, so
    that no interval is narrower than the test it stands beside.
    """
    said = heard.said[:, heard.topics.index(topic)]
    inside = heard.inside(found.segment)
    sides = [inside, ~inside] if against_rest else [inside]
    stretches = [heard.during(window) for window in (found.before, found.after)]
    wander, free = _wander(found, heard, said, sides)
    raw = [_plain(said, [side & stretch for stretch in stretches]) for side in sides]
    est = raw[0].est - sum(side.est for side in raw[1:])
    counting = sum(side.variance for side in raw)
    left_open = (max(tested[2] - tested[0], tested[0] - tested[1]) / 1.96) ** 2 - counting
    if left_open > wander:
        wander, free = left_open, MOST_DF
    as_counted = _interval(est, counting, wander, free, np.zeros(1))
    if known is None:
        return ShareChange(as_counted, as_counted, "none")
    langs = heard.langs
    names = tuple(sorted(set(langs.tolist())))
    rates = known.draws(names, np.random.default_rng([SEED, len(said)]), DRAWS)
    put_right = [_acc(said, langs, [side & one for one in stretches], names, known, rates) for side in sides]
    powered = _ppi(heard, said, [inside & one for one in stretches], known)
    correction = "acc"
    if powered is not None and _is_own_better(heard, [inside & one for one in stretches], known):
        put_right[0], correction = powered, "ppi"
    est = put_right[0].est - sum(side.est for side in put_right[1:])
    drawn = put_right[0].drawn - sum((side.drawn for side in put_right[1:]), np.zeros(1))
    variance = sum(side.variance for side in put_right)
    # What wanders in raw shares wanders more in true ones, of which the raw ones show but a part.
    wander = wander / known.skill**2 if correction == "acc" else wander
    return ShareChange(as_counted, _interval(est, variance, wander, free, drawn), correction)


def _interval(est: float, counting: float, wander: float, free: float, drawn: np.ndarray) -> Estimate:
    """Counting, wandering and label error are put together; degrees of freedom after Satterthwaite (1946): only how much
    weeks wander had to be estimated from a few of them. Label error is skewed, so either end has its own."""
    variance = counting + wander
    df = min(max(free * (variance / wander) ** 2, free), MOST_DF) if wander > 0 else MOST_DF
    half = float(stats.t.ppf(0.975, df)) * math.sqrt(variance)
    low, high = np.quantile(drawn, (0.025, 0.975)) - np.median(drawn)
    return float(est), float(est) - math.hypot(half, low), float(est) + math.hypot(half, high)


def _plain(said: np.ndarray, masks: list[np.ndarray]) -> _Side:
    shares = [float(said[mask].mean()) if mask.any() else 0.0 for mask in masks]
    variance = sum(p * (1 - p) / max(int(mask.sum()), 1) for p, mask in zip(shares, masks, strict=True))
    return _Side(shares[1] - shares[0], variance, np.zeros(1))


def _acc(
    said: np.ndarray, langs: np.ndarray, masks: list[np.ndarray], names: tuple[str, ...], known: Accuracy,
    rates: tuple[np.ndarray, np.ndarray],
) -> _Side:  # fmt: skip
    """Adjusted classify and count by language."""
    est, variance, drawn = 0.0, 0.0, np.zeros(len(rates[0]))
    for sign, mask in zip((-1.0, 1.0), masks, strict=True):
        shares = []
        for place, lang in enumerate(names):
            own = said[mask & (langs == lang)]
            if not len(own):
                continue
            part, raw = len(own) / mask.sum(), float(own.mean())
            sensitivity, false_rate = known.of(lang)
            share = float(true_share(raw, sensitivity, false_rate))
            est += sign * part * share
            drawn += sign * part * true_share(raw, rates[0][:, place], rates[1][:, place])
            skill = max(sensitivity - false_rate, 0.1)
            variance += part**2 * raw * (1 - raw) / (len(own) * skill**2)
            shares.append((part, share))
        level = sum(part * share for part, share in shares)
        variance += sum(part * (share - level) ** 2 for part, share in shares) / max(int(mask.sum()), 1)
    return _Side(est, variance, drawn)


def _is_own_better(heard: Voices, masks: list[np.ndarray], known: Accuracy) -> bool:
    """The segment's own checked comments would say more than all of them say by way of the error rates of a TYPICAL
    tagger, of a topic that one in four names and that changed by as much. Only counts are looked at."""
    sensitivity, false_rate = TYPICAL
    skill, raw = sensitivity - false_rate, 0.25 * sensitivity + 0.75 * false_rate
    is_checked = known.checked["weight"].reindex(heard.ids).notna().to_numpy()
    counts = [(float((mask & is_checked).sum()), float(mask.sum())) for mask in masks]
    shown = skill**2 * 0.25 * 0.75 / (raw * (1 - raw))  # squared correlation of truth and label
    own = 0.25 * 0.75 * sum((1 - shown) / few + shown / many for few, many in counts)
    rates = sensitivity * (1 - sensitivity) / known.n_true + false_rate * (1 - false_rate) / known.n_false
    of_all = (raw * (1 - raw) * sum(1 / many for _, many in counts) + 0.25**2 * rates) / skill**2
    return own < of_all


def _ppi(heard: Voices, said: np.ndarray, masks: list[np.ndarray], known: Accuracy) -> _Side | None:
    """PPI++ before and after; None where fewer than LEAST_HERE comments of a stretch were checked."""
    rows = known.checked.reindex(heard.ids)
    is_checked = rows["weight"].notna().to_numpy()
    est, variance = 0.0, 0.0
    for sign, mask in zip((-1.0, 1.0), masks, strict=True):
        here = mask & is_checked
        if here.sum() < LEAST_HERE:
            return None
        weight = rows["weight"].to_numpy(dtype=float)[here]
        weight = weight / weight.sum()
        truth, label, every = rows["is_true"].to_numpy()[here].astype(float), said[here].astype(float), said[mask]
        own, of_all = 1 / float((weight**2).sum()), float(mask.sum())
        mean_truth, mean_label = float(weight @ truth), float(weight @ label)
        together = float(weight @ ((truth - mean_truth) * (label - mean_label)))
        spread = float(every.mean() * (1 - every.mean()))
        power = min(max(together / ((1 + own / of_all) * spread), 0.0), 1.0) if spread else 0.0
        est += sign * (mean_truth + power * (float(every.mean()) - mean_label))
        left = truth - mean_truth - power * (label - mean_label)
        # Two comments more, one each way: nobody who found none among thirty knows that there is none.
        variance += float(weight @ left**2 + 0.5 / own) / own + power**2 * spread / of_all
    return _Side(est, variance, np.zeros(1))


def _wander(found: Shift, heard: Voices, said: np.ndarray, sides: list[np.ndarray]) -> tuple[float, float]:
    """(variance of the change from wandering weeks, degrees of freedom it is known with)."""
    length, block = len(found.cells.periods), found.cells.block
    counts = [np.bincount(heard.at[side], minlength=length)[:length].astype(float) for side in sides]
    totals = [np.bincount(heard.at[side & said], minlength=length)[:length].astype(float) for side in sides]
    spread = expected = room = products = squares = weights_squared = 0.0
    free = 0
    for window in (found.before, found.after):
        edges = np.arange(window.start, window.stop, block)
        rows = [np.add.reduceat(n[window], edges - window.start) for n in counts]
        hits = [np.add.reduceat(n[window], edges - window.start) for n in totals]
        full = np.all([n > 0 for n in rows], axis=0)
        if not full.any():
            continue
        shares = [h / np.where(full, n, 1.0) for h, n in zip(hits, rows, strict=True)]
        levels = [float(h.sum() / n.sum()) for h, n in zip(hits, rows, strict=True)]
        weight = np.where(full, rows[0], 0.0) / rows[0][full].sum()
        value = shares[0] - sum(shares[1:])
        left = np.where(full, value - (weight * value)[full].sum(), 0.0)
        counted = sum(p * (1 - p) / np.where(full, n, 1.0) for p, n in zip(levels, rows, strict=True))
        blocks = int(full.sum())
        spread += blocks * float(weight @ left**2)
        expected += blocks * float((weight - weight**2) @ counted)
        room += blocks * float(1 - (weight**2).sum())
        near = left * np.sqrt(weight)
        products, squares = products + float(near[1:] @ near[:-1]), squares + float(near @ near)
        free += blocks - 1
        weights_squared += float((weight**2).sum())
    if free < 1 or room <= 0 or squares <= 0:
        return 0.0, 1.0
    tau2 = max((spread - expected) / room, 0.0)
    rho = min(max(products / squares, 0.0), MOST_RHO)
    return tau2 * (1 + rho) / (1 - rho) * weights_squared, max(free * (1 - rho) / (1 + rho), 1.0)
