"""Every metric over the whole run: its value with n and the interval of its kind.

For: "How sure" and `metrics` in report.json. Not for: whether a metric moved; these intervals take rows as independent
(see metrics.interval), and a series over time does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from voc import metrics as measures
from voc.report.inputs import Inputs


@dataclass(frozen=True)
class Whole:
    """`value` with its 95 % interval over `n` rows; `kind` says which: share Wilson, nps adjusted Wald, mean t."""

    metric: str
    kind: measures.Kind
    n: int
    value: float
    lo: float
    hi: float


def whole(inputs: Inputs) -> tuple[Whole, ...]:
    """One Whole a metric that was counted, in the order of the metrics."""
    rows = inputs.series[inputs.series["topic"].isna() & ~inputs.series["metric"].isin(measures.OF_THE_DATA)]
    sums = rows.groupby("metric")[["n", "total", "sumsq"]].sum()
    found = []
    for metric in inputs.metrics.values():
        if metric.id not in sums.index:
            continue
        n, total, sumsq = (float(sums[name][metric.id]) for name in ("n", "total", "sumsq"))
        kind = metric.kind or ("share" if inputs.unit(metric.id) == "share" else "mean")
        lo, hi = measures.interval(kind, n, total, sumsq)
        found.append(Whole(metric.id, kind, int(n), total / n, lo, hi))
    return tuple(found)
