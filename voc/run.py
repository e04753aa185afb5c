"""A run: the tables, the findings and the record of one analysis; written to a folder and opened again.

For: `pipeline`, notebooks and every command that takes RUN. Not for: computing anything.

    OUT/tables/*.parquet   every table that was made
    OUT/run.json           versions, project, metrics, input hashes, counts and seconds per stage, seed
    OUT/report.*           see voc.report
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from voc import explain, tables
from voc import metrics as measures
from voc.errors import DataError
from voc.report.finding import Finding
from voc.report.inputs import Inputs
from voc.taxonomy import Taxonomy, Topic

if TYPE_CHECKING:
    import pandas as pd

RUN_VERSION = 1


class Frames(Mapping[str, "pd.DataFrame"]):
    """The tables of a run as DataFrames, made when asked for."""

    def __init__(self, rows: Mapping[str, pa.Table]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._rows[name].to_pandas()
        return frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Run:
    """`rows` are the tables as Arrow, `tables` the same as DataFrames, `info` is what run.json holds."""

    rows: Mapping[str, pa.Table]
    info: Mapping[str, Any]
    metrics: Mapping[str, measures.Metric]
    taxonomy: Taxonomy

    @property
    def tables(self) -> Frames:
        """The tables as DataFrames, by name."""
        return Frames(self.rows)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the run found, in the order of the report."""
        return self.inputs.findings

    @property
    def inputs(self) -> Inputs:
        """What a report is made from."""
        every = self.tables
        named = (
            "shifts", "explanations", "bridges", "data_checks", "contributions", "impacts", "series", "mentions",
            "opinions", "feedback", "links", "matches", "rejected", "events",
        )  # fmt: skip
        frames = {name: every[name] if name in every else _no_rows(name) for name in named}
        return Inputs(
            self.info["project"]["name"], **frames, outcomes=self.rows.get("outcomes"),
            metrics={**self.metrics, **measures.of_the_data()},
            taxonomy=self.taxonomy,
            given=every["metrics"] if "metrics" in every else _no_rows("metrics"), run=self.info,
            timezone=self.info["project"]["timezone"],
        )  # fmt: skip

    @property
    def ground(self) -> explain.Ground:
        """What explanations are made from."""
        every, project = self.tables, self.info["project"]
        series = every["series"]
        counted = {name: one for name, one in self.metrics.items() if (series["metric"] == name).any()}
        dims, period = tuple(project["dims"]), project["period"]
        cells = {name: explain.cells(series, name, dims, period) for name in (*counted, measures.VOLUME)}
        stuck = explain.stuck(cells, counted)
        cells |= {name: one.sound for name, one in stuck.items()}
        return explain.Ground(
            metrics=counted, every=cells, stuck=stuck,
            collected=explain.collection(
                every["makeup"] if "makeup" in every else _no_rows("makeup"),
                explain.rate_cells(series, dims, period), cells, dims,
            ),
            dims=dims, series=series, outcomes=every["outcomes"], mentions=every["mentions"], feedback=every["feedback"],
            links=every["links"],
            events=_by_clock(every["events"] if "events" in every else _no_rows("events"), project["timezone"]),
            audit=every["audit"] if "audit" in every else _no_rows("audit"),
            record=every["track_record"] if "track_record" in every else _no_rows("track_record"),
            explains={topic.id: topic.explains for topic in self.taxonomy.topics},
        )  # fmt: skip

    def plus(self, **more: pa.Table) -> Run:
        """The same run with more tables."""
        return replace(self, rows={**self.rows, **more})


def _no_rows(name: str) -> pd.DataFrame:
    frame: pd.DataFrame = tables.empty(name).to_pandas()
    return frame


def _by_clock(events: pd.DataFrame, timezone: str) -> pd.DataFrame:
    """The events as the project's clock showed them when they began, without an offset: shifts are dated by it too."""
    return events.assign(started_at=events["started_at"].dt.tz_convert(timezone).dt.tz_localize(None))


def write(run: Run, folder: Path) -> None:
    """The tables and run.json into `folder`; the same run gives the same bytes, seconds aside."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name, rows in run.rows.items():
        pq.write_table(rows, folder / "tables" / f"{name}.parquet", compression="zstd")
    text = json.dumps(run.info, ensure_ascii=False, indent=1, default=str)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def described(metrics: Mapping[str, measures.Metric], taxonomy: Taxonomy) -> dict[str, Any]:
    """The metrics and topics of a run as run.json keeps them."""
    return {
        "metrics": [{**asdict(one), "name": dict(one.name)} for one in metrics.values()],
        "topics": [
            {"id": one.id, "name": dict(one.name), "explains": list(one.explains), **_meaning(vars(one))}
            for one in taxonomy.topics
        ],
    }


def _topic(described: Mapping[str, Any]) -> Topic:
    said = _meaning(described)
    return Topic(
        described["id"], described["name"], said["definition"], said["includes"], said["excludes"],
        tuple(described["explains"]),
    )  # fmt: skip


def _meaning(topic: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the topic means, by language, for those who read comments by hand; a run of an older version has none."""
    return {part: dict(topic.get(part) or {}) for part in ("definition", "includes", "excludes")}


def opened(folder: Path) -> Run:
    """The run in `folder`. Raises DataError E260 where there is none, E261 where it cannot be read."""
    file = folder / "run.json"
    if not file.is_file():
        raise DataError(
            "E260", "there is no finished run here", where=str(folder), expected="a folder that `voc analyze --out` wrote",
            do="run `voc analyze PROJECT --out DIR` first",
        )  # fmt: skip
    try:
        info = json.loads(file.read_text("utf-8"))
        if info["run_version"] != RUN_VERSION:
            raise KeyError("run_version")
        rows = {path.stem: pq.read_table(path) for path in sorted((folder / "tables").glob("*.parquet"))}
        absent = [f"{name}.{column}" for name, table in tables.ALL.items() if name in rows
                  for column in table.names if column not in rows[name].column_names]  # fmt: skip
        if absent:
            raise KeyError(absent[0])
        metrics = {one["id"]: _metric(one) for one in info["metrics"]}
        topics = tuple(_topic(one) for one in info["topics"])
    except (json.JSONDecodeError, KeyError, OSError, pa.ArrowInvalid) as error:
        raise DataError(
            "E261", "this run cannot be read", where=str(file), found=f"{type(error).__name__}: {error}",
            do="run `voc analyze` again with this version",
        ) from error  # fmt: skip
    return Run(rows, info, metrics, Taxonomy(topics))


def _metric(described: Mapping[str, Any]) -> measures.Metric:
    known = dict(described)
    is_builtin = known.pop("is_builtin")
    return measures.metric(known, is_builtin=is_builtin)
