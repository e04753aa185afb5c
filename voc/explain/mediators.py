"""Mediators: figures of the operation that moved with a customers' metric, beside the topics.

For: the rows of the bridge between topics and "not explained", such as a longer queue under a lower csat. Not for: naming
a driver; a mediator passes no test but that it moved at the same time, in the same segment, and that records on which it
is worse fare worse.

Topics come first: what goes with them includes what they do through the mediator. A mediator's part is its slope, topics
and other mediators held fixed, times the change of the mediator less what of that goes with the topics:

    part = slope x (change of the mediator - change of what goes with the topics in it) / change in the segment
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from voc.explain.cells import Cells
from voc.explain.drivers import LEAST_COMMENTS
from voc.explain.ground import Ground
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.explain.shift import Estimate, Shift
from voc.explain.voices import Voices

SURELY_MOVED, SURELY_MATTERS = 0.01, 2.6


def mediators(found: Shift, heard: Voices, topics: Sequence[str], ground: Ground, room: float) -> dict[str, Estimate]:
    """{metric: part of the change in the segment}: O-metrics of the records that an X-metric is counted on; {} for
    others. Parts that come to more than `room`, which the topics leave, are scaled down to it."""
    metric = ground.metrics[found.cells.metric]
    if metric.side != "X" or not found.inside[0] or room <= 0:
        return {}
    moved = {
        name: change
        for name, other in sorted(ground.metrics.items())
        if other.side == "O" and other.table == metric.table and name != metric.id
        and (change := _moved(found, ground.every[name])) is not None
    }  # fmt: skip
    values = {name: _on_records(heard, ground, name) for name in moved}
    during = heard.during(found.before) | heard.during(found.after)
    rows = (
        heard.inside(found.segment) & during & np.all([np.isfinite(one) for one in values.values()] or [during], axis=0)
    )
    if not moved or min((rows & heard.during(one)).sum() for one in (found.before, found.after)) < LEAST_COMMENTS:
        return {}
    slopes = _slopes(found, heard, rows, topics, values)
    said = np.asarray(heard.said[:, [heard.topics.index(topic) for topic in topics]].any(axis=1))
    parts: dict[str, Estimate] = {}
    for name, (slope, se) in slopes.items():
        if abs(slope) <= SURELY_MATTERS * se:
            continue
        est, low, high = moved[name]
        with_topics = [_goes_with(values[name], said, rows & heard.during(one)) for one in (found.before, found.after)]
        left = est - (with_topics[1] - with_topics[0])
        half = 1.96 * math.hypot(se * left, slope * (high - low) / 2 / 1.96) / abs(found.inside[0])
        part = slope * left / found.inside[0]
        parts[name] = (part, part - half, part + half)
    whole = sum(part[0] for part in parts.values())
    scale = room / whole if whole > room else 1.0
    return {name: (est * scale, low * scale, high * scale) for name, (est, low, high) in parts.items()}


def _moved(found: Shift, cells: Cells) -> Estimate | None:
    """The change of another metric in the segment over the same days; None where it did not move, or has other periods
    or not these dimensions."""
    if len(cells.periods) != len(found.cells.periods) or (cells.periods != found.cells.periods).any():
        return None
    mask = np.ones(len(cells.n), dtype=bool)
    for dim, value in found.segment.where:
        if dim not in cells.keys:
            return None
        mask &= cells.keys[dim].to_numpy() == value
    n = cells.n[mask].sum(axis=0)
    if not n[found.before].sum() or not n[found.after].sum():
        return None
    series = track(n, cells.total[mask].sum(axis=0), cells.variance_of(mask[None, :].astype(float)))
    change = judged(series, None, **found.compared.compared)
    return change.interval() if float(change.p[0]) <= SURELY_MOVED else None


def _on_records(heard: Voices, ground: Ground, metric: str) -> np.ndarray:
    """The value of another metric on the record of each comment, nan where there is none."""
    rows = ground.outcomes[ground.outcomes["metric"] == metric].drop_duplicates(["feedback_id", "record_id"])
    keyed = rows.set_index(["feedback_id", "record_id"])["value"]
    return keyed.reindex(list(zip(heard.ids, heard.records, strict=True))).to_numpy(dtype=float)


def _slopes(
    found: Shift, heard: Voices, rows: np.ndarray, topics: Sequence[str], values: Mapping[str, np.ndarray]
) -> dict[str, tuple[float, float]]:
    """(slope, standard error) of each mediator in one fit within the two stretches; robust errors (HC1)."""
    late = heard.during(found.after)[rows].astype(float)
    columns = [
        np.ones(len(late)),
        late,
        *(heard.said[rows, heard.topics.index(topic)].astype(float) for topic in topics),
    ]
    design = np.column_stack([*columns, *(one[rows] for one in values.values())])
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ heard.value[rows]
    left = heard.value[rows] - design @ beta
    spread = inverse @ (design.T * left**2) @ design @ inverse * len(left) / max(len(left) - design.shape[1], 1)
    return {
        name: (float(beta[at]), math.sqrt(max(float(spread[at, at]), 0.0)))
        for at, name in enumerate(values, len(columns))
    }


def _goes_with(value: np.ndarray, said: np.ndarray, mask: np.ndarray) -> float:
    """The mean less the mean without the topics."""
    without = mask & ~said
    return float(value[mask].mean() - value[without].mean()) if without.any() else 0.0
