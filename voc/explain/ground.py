"""The ground that explanations stand on: the tables of a run as DataFrames, and what the project says of them.

For: `answers` and everything it calls. Not for: making any of it; `run` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from voc.explain.cells import Cells
from voc.explain.collection import Collection
from voc.metrics import Metric


@dataclass(frozen=True)
class Ground:
    """`every` holds the Cells of each metric and of the feedback volume; `dims` are those that were searched; `explains`
    maps a topic to the metrics it plausibly explains; `audit` and `record`, the tagger's track record, may be empty;
    `collected` is how the data came in."""

    metrics: Mapping[str, Metric]
    every: Mapping[str, Cells]
    dims: tuple[str, ...]
    series: pd.DataFrame
    outcomes: pd.DataFrame
    mentions: pd.DataFrame
    feedback: pd.DataFrame
    links: pd.DataFrame
    events: pd.DataFrame
    audit: pd.DataFrame
    record: pd.DataFrame
    explains: Mapping[str, Sequence[str]]
    collected: Collection
