"""Bridge: the overall change as a sum - mix, topics, mediators, what is not explained, what moved elsewhere.

For: table `bridges`; its rows add up to the overall change without a remainder. Not for: estimating any part; each
comes in, as a share of the change in the segment, and is put on the scale of the whole.
"""

from __future__ import annotations

import math
from typing import Any

from voc.explain.effect import Effect
from voc.explain.shift import Estimate, Shift

PARTS = ("mix", "topic", "mediator", "unexplained", "elsewhere")
VERDICTS = ("explained", "unexplained", "mix")


def bridge(found: Shift, effect: Effect, verdict: str) -> list[dict[str, Any]]:
    """Rows of `bridges`, but for the id of the shift: part, name, est, lo, hi in the metric's unit over everything.

    A segment's change counts by its share of all rows after the onset. What is left when mix and segment are taken from
    the whole moved elsewhere; where the segment is everywhere there is no such row. [] where no verdict says that it
    moved.
    """
    if verdict not in VERDICTS:
        return []
    rows = found.cells.n[:, found.after].sum(axis=1)
    weight = float(rows[found.segment.cells].sum() / rows.sum())
    moved = weight * found.inside[0]
    made: list[tuple[str, str | None, Estimate]] = [("mix", None, found.mix)]
    named = effect.parts if verdict == "explained" else {}
    for topic, part in sorted(named.items(), key=lambda one: (-abs(one[1][0]), one[0])):
        if math.isfinite(part[0]):
            made.append(("topic", topic, _scaled(part, moved)))
    if verdict == "explained":
        made += [("mediator", name, _scaled(part, moved)) for name, part in effect.mediators.items()]
    whole = found.overall
    if not found.segment.where:
        left = whole[0] - math.fsum(one[2][0] for one in made)
        made.append(("unexplained", None, _around(left, _left(found, effect, moved, weight, verdict))))
        return [_row(*one) for one in made]
    made.append(("unexplained", None, _left(found, effect, moved, weight, verdict)))
    elsewhere = whole[0] - math.fsum(one[2][0] for one in made)
    half = math.hypot(_half(whole), weight * _half(found.inside))
    made.append(("elsewhere", None, (elsewhere, elsewhere - half, elsewhere + half)))
    return [_row(*one) for one in made]


def _left(found: Shift, effect: Effect, moved: float, weight: float, verdict: str) -> Estimate:
    """What no topic and no mediator accounts for in the segment; all of it where nothing was accounted for."""
    if verdict == "explained" and math.isfinite(effect.left[0]):
        return _scaled(effect.left, moved)
    est, low, high = (weight * one for one in found.inside)
    return est, low, high


def _around(est: float, like: Estimate) -> Estimate:
    """An estimate with the interval of another, moved onto it."""
    return est, like[1] + est - like[0], like[2] + est - like[0]


def _scaled(part: Estimate, whole: float) -> Estimate:
    est, *ends = (one * whole for one in part)
    return est, min(ends), max(ends)


def _half(one: Estimate) -> float:
    return (one[2] - one[1]) / 2


def _row(part: str, name: str | None, value: Estimate) -> dict[str, Any]:
    return {"part": part, "name": name, "est": value[0], "lo": value[1], "hi": value[2]}
