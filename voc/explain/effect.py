"""Effect: how much of a shift goes with each topic, and what is left over.

For: accounted = change of the topic's share x outcome gap / change in the segment, with an interval, for several topics
without counting one comment twice. Not for: whether a topic belongs here at all; see drivers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from voc.explain.drivers import Candidate
from voc.explain.label_error import Accuracy, corrected, corrected_gap
from voc.explain.shift import NOT_KNOWN, Estimate, Shift
from voc.explain.voices import Voices


def accounted(
    found: Shift, drivers: Sequence[Candidate], heard: Voices, known: Mapping[str, Accuracy]
) -> tuple[dict[str, Estimate], Estimate]:
    """({topic: part of the change in the segment}, part unexplained), as shares of the change.

    Gaps of several topics come from one least-squares fit, so that comments with two topics are split between them.
    Parts that add up to more than the whole are scaled down to it. Intervals: see _product.
    """
    linked = [one for one in drivers if one.level == "record"]
    if not linked or not found.inside[0]:
        return {one.topic: NOT_KNOWN for one in drivers}, NOT_KNOWN
    gaps = _joint_gaps(found, linked, heard)
    parts: dict[str, Estimate] = {}
    for one in linked:
        change, gap = one.change, gaps[one.topic]
        if one.topic in known:
            change = corrected(change, known[one.topic])
            gap = corrected_gap(gap, one.share_after, known[one.topic])
        parts[one.topic] = _product(change, gap, found.inside)
    whole = sum(part[0] for part in parts.values())
    if whole > 1:
        parts = {topic: (part[0] / whole, part[1] / whole, part[2] / whole) for topic, part in parts.items()}
        whole = 1.0
    half = math.sqrt(sum((part[2] - part[0]) ** 2 for part in parts.values()))
    parts |= {one.topic: NOT_KNOWN for one in drivers if one.level != "record"}
    return parts, (1 - whole, 1 - whole - half, 1 - whole + half)


def _joint_gaps(found: Shift, drivers: Sequence[Candidate], heard: Voices) -> dict[str, Estimate]:
    """The gap of each topic with the other drivers held fixed, in the segment after the onset; robust errors (HC1)."""
    told = drivers[0].spoken(found)
    late = heard.inside(found.segment) & heard.during(told)
    columns = [heard.topics.index(one.topic) for one in drivers]
    design = np.column_stack([np.ones(late.sum()), heard.said[late][:, columns].astype(float)])
    value = heard.value[late]
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ value
    left = value - design @ beta
    freedom = len(value) / max(len(value) - design.shape[1], 1)
    spread = inverse @ (design.T * left**2) @ design @ inverse * freedom
    gaps = {}
    for place, one in enumerate(drivers, 1):
        half = 1.96 * math.sqrt(max(spread[place, place], 0.0))
        gaps[one.topic] = (float(beta[place]), float(beta[place]) - half, float(beta[place]) + half)
    return gaps


def _product(change: Estimate, gap: Estimate, whole: Estimate) -> Estimate:
    """change x gap / whole: the product with first-order error propagation, the ratio after Fieller (1954).

    So the interval leaves out zero exactly where that of the product does, however unsure the whole is; where the whole
    itself may be zero there is no such interval and errors are propagated to first order as well.
    """
    part = change[0] * gap[0]
    of_part = math.hypot(gap[0] * _half(change), change[0] * _half(gap))
    of_whole = _half(whole)
    a, b, c = whole[0] ** 2 - of_whole**2, part * whole[0], part**2 - of_part**2
    if a > 0 and b**2 >= a * c:
        root = math.sqrt(b**2 - a * c)
        return part / whole[0], (b - root) / a, (b + root) / a
    est = part / whole[0]
    half = math.hypot(of_part / whole[0], est * of_whole / whole[0])
    return est, est - half, est + half


def _half(estimate: Estimate) -> float:
    """The wider half of an interval."""
    return max(estimate[2] - estimate[0], estimate[0] - estimate[1])
