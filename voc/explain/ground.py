"""The ground that explanations stand on: the tables of a run as DataFrames, and what the project says of them.

For: `answers` and everything it calls. Not for: making any of it; `run` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from voc.explain.cells import Cells
from voc.explain.collection import Collection
from voc.explain.question import Question
from voc.explain.stuck import Stretch, Stuck
from voc.metrics import Metric


@dataclass(frozen=True)
class Ground:
    """`every` holds the Cells of each metric and of the feedback volume; `dims` are those that were searched; `explains`
    maps a topic to the metrics it plausibly explains; `audit` and `record`, the tagger's track record, may be empty;
    `collected` is how the data came in; `stuck` are the metrics with stretches that `every` leaves out."""

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
    stuck: Mapping[str, Stuck] = field(default_factory=dict)

    def cells_for(self, question: Question) -> Cells:
        """The Cells that answer a question: as they were counted where it asks about a day of a stretch that is left out."""
        return self.stuck[question.metric].whole if self.stuck_near(question) else self.every[question.metric]

    def stuck_near(self, question: Question) -> tuple[Stretch, ...]:
        """The stretches that an asked day lies in, or less than two weeks behind."""
        one = self.stuck.get(question.metric)
        if one is None or not question.is_asked:
            return ()
        at = one.whole.at(question.onset)
        return tuple(each for each in one.stretches if each.first <= at <= each.last + one.whole.fortnight)
