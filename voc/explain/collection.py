"""Collection: how the data of a run came in: what they are made of, how many answer, how many find their record.

For: the data checks, which ask whether it changed where a metric moved. Not for: the checks themselves; see `data_checks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from voc.explain.artifacts import Start, collection_starts
from voc.explain.cells import Cells
from voc.explain.reweight import ClassRows, class_rows
from voc.metrics import VOLUME, Metric


@dataclass(frozen=True)
class Collection:
    """How the data came in: rows of `makeup` by (metric, made_of), response and link rates by (metric, table), the volume
    of feedback and the collections of it that start late."""

    makeup: Mapping[tuple[str, str], ClassRows]
    rates: Mapping[tuple[str, str], Cells]
    volume: Cells
    starts: tuple[Start, ...]


def collection(
    makeup: pd.DataFrame, rates: Mapping[tuple[str, str], Cells], every: Mapping[str, Cells], dims: Sequence[str]
) -> Collection:
    """The Collection of a run with the Cells of `every` metric; sources that follow one another in time count as one (see
    `one_after_another`)."""
    groups = {}
    for (metric, made_of), rows in makeup.groupby(["metric", "made_of"], sort=True):
        name, of = str(metric), str(made_of)
        groups[name, of] = class_rows(one_after_another(rows) if of == "source" else rows, name, every.get(name), dims)
    return Collection(groups, rates, every[VOLUME], collection_starts(every[VOLUME]))


def one_after_another(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with sources that never overlap in time under one name: an export of one file a month is one source.

    A source that takes over from another on a day looks the same, and cannot be told from it.
    """
    spans = rows.groupby("value")["period"].agg(["min", "max"]).sort_values(["min", "max"])
    lanes: list[tuple[object, str]] = []
    names = {}
    for value, first, last in zip(spans.index, spans["min"], spans["max"], strict=True):
        free = next((number for number, (end, _) in enumerate(lanes) if end < first), None)
        if free is None:
            lanes.append((last, str(value)))
            names[value] = str(value)
        else:
            names[value] = lanes[free][1]
            lanes[free] = (last, lanes[free][1])
    return rows.assign(value=rows["value"].map(names))


def is_answered(metric: Metric, collected: Collection) -> bool:
    """Whether customers answer the metric, so that it moves with who does: one over feedback, or one over records of which
    only some have a value that customers gave."""
    return metric.table == "feedback" or any(
        name == metric.id and of.startswith("outcome:") for name, of in collected.makeup
    )
