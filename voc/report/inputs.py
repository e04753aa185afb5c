"""All that a report is made from, in one frozen bundle.

For: `pipeline` and `voc report`, which fill it, and the report modules, which read it.
Not for: reading files; the tables come in as pandas frames with the columns of `tables.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from voc import metrics as measures
from voc import wording
from voc.report import figures
from voc.report.finding import Finding
from voc.report.findings import findings

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from voc.metrics import Metric
    from voc.taxonomy import Taxonomy


def _no_rows(name: str) -> pd.DataFrame:
    from voc import tables

    empty: pd.DataFrame = tables.empty(name).to_pandas()
    return empty


@dataclass(frozen=True)
class Inputs:
    """The tables of a run, the metrics and topics it knew, and run.json. Texts in `feedback` are masked already."""

    project: str
    shifts: pd.DataFrame
    explanations: pd.DataFrame
    series: pd.DataFrame
    mentions: pd.DataFrame
    opinions: pd.DataFrame
    feedback: pd.DataFrame
    links: pd.DataFrame
    matches: pd.DataFrame
    rejected: pd.DataFrame
    events: pd.DataFrame
    metrics: Mapping[str, Metric]
    taxonomy: Taxonomy
    given: pd.DataFrame = field(default_factory=partial(_no_rows, "metrics"))
    impacts: pd.DataFrame = field(default_factory=partial(_no_rows, "impacts"))
    bridges: pd.DataFrame = field(default_factory=partial(_no_rows, "bridges"))
    run: Mapping[str, Any] = field(default_factory=dict)
    timezone: str = "UTC"
    data_checks: pd.DataFrame = field(default_factory=partial(_no_rows, "data_checks"))
    contributions: pd.DataFrame = field(default_factory=partial(_no_rows, "contributions"))
    outcomes: pa.Table | None = None  # as Arrow: a row for each comment and metric, of which few are looked at

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of `shifts`."""
        units = {name: self.unit(name) for name in self.metrics}
        return findings(self.shifts, self.explanations, units, self.bridges, self.data_checks, self.contributions)

    @cached_property
    def topics(self) -> dict[str, wording.Phrase]:
        """Name of every topic by id, in the order of the taxonomy."""
        return {topic.id: wording.name(topic.name, topic.id) for topic in self.taxonomy.topics}

    def topic(self, topic_id: str) -> wording.Phrase:
        """The name of a topic; its id where the taxonomy has none."""
        return self.topics.get(topic_id) or wording.same(topic_id)

    def metric_name(self, metric_id: str) -> wording.Phrase:
        """The name of a metric; its id, with spaces, where it has none."""
        metric = self.metrics.get(metric_id)
        return wording.name(metric.name if metric else None, metric_id.replace("_", " "))

    def unit(self, metric_id: str) -> str:
        """The unit of a metric; `share` for one of the project's own whose values are all 0 or 1."""
        metric = self.metrics.get(metric_id)
        if metric and (metric.unit not in ("", "%") or metric.kind):
            return metric.unit
        if metric_id == measures.TOPIC_SHARE:
            return "share"
        rows = self.series[self.series["metric"] == metric_id]
        if len(rows) and bool(((rows["total"] - rows["sumsq"]).abs() < 1e-9).all()):
            return "share"
        return metric.unit if metric else ""

    def scale(self, metric_id: str, level: float | None, change: float | None) -> figures.Scale:
        """How the metric is written, at this level and this change."""
        metric = self.metrics.get(metric_id)
        return figures.scale(self.unit(metric_id), metric.kind if metric else None, level, change)

    def side(self, metric_id: str) -> Literal["X", "O"]:
        """X for what customers feel, O for what the operation did."""
        metric = self.metrics.get(metric_id)
        return metric.side if metric else "X" if metric_id == measures.TOPIC_SHARE else "O"

    def tone(self, metric_id: str, change: float | None) -> Literal["worse", "better", "flat"]:
        """Whether a change of this sign hurts; flat where there is none or nobody has said which way hurts."""
        metric = self.metrics.get(metric_id)
        if not change or metric is None:
            return "flat"
        return "worse" if (change > 0) == (metric.worse == "up") else "better"

    def placed(self, finding: Finding) -> set[str] | None:
        """Ids of the comments that hang on records of the finding's metric in its segment; None where no comment does."""
        import pyarrow.compute as pc

        if self.outcomes is None or not {*finding.segment} <= {*self.outcomes.column_names}:
            return None
        rows = self.outcomes.filter(pc.equal(self.outcomes.column("metric"), finding.metric))
        if not rows.num_rows:
            return None
        for dim, value in finding.segment.items():
            rows = rows.filter(pc.equal(rows.column(dim), value))
        return set(rows.column("feedback_id").to_pylist())

    @cached_property
    def comments(self) -> pd.DataFrame:
        """The feedback with words, repeats left out, with its local `day`, in order of time."""
        import pandas as pd

        rows = self.feedback
        is_said = rows["text"].fillna("").astype(str).str.strip() != ""
        rows = rows[is_said & ~rows["is_duplicate"].fillna(False).astype(bool)]
        at = pd.to_datetime(rows["created_at"], utc=True)
        day = at.dt.tz_convert(self.timezone).dt.tz_localize(None).dt.normalize()
        return rows.assign(day=day).sort_values(["day", "feedback_id"], kind="stable", na_position="first")
