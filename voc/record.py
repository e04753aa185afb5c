"""The record of a run: versions, inputs, counts and seconds, as run.json keeps them.

For: `pipeline`. Not for: the report; whatever changes from run to run (seconds) stays in run.json.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from typing import Any

import voc
from voc.classify.about import identity
from voc.config import Config
from voc.explain.family import SEED
from voc.ingest import Ingested
from voc.join import Joined
from voc.run import RUN_VERSION, Run, described
from voc.taxonomy import Taxonomy

LIBRARIES = ("duckdb", "numpy", "pandas", "pyarrow", "scipy", "spacy")


class Clock:
    """Seconds per stage; tells `notice` which stage begins."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._notice, self._stage, self._since = notice, "", 0.0

    def begin(self, stage: str) -> None:
        """The stage before ends, this one begins."""
        self.end()
        self._notice(stage)
        self._stage, self._since = stage, time.perf_counter()

    def end(self) -> None:
        """The running stage ends."""
        if self._stage:
            self.seconds[self._stage] = round(time.perf_counter() - self._since, 3)
            self._stage = ""


def info(config: Config, read: Ingested, joined: Joined, topics: Taxonomy, key: str) -> dict[str, Any]:
    """What run.json says of the inputs and settings of a run; `key` is where the key of customers' ids comes from."""
    return {
        "run_version": RUN_VERSION,
        "versions": {
            "voc": voc.__version__,
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in LIBRARIES},
        },
        "project": {
            "name": config.name, "timezone": config.timezone, "period": config.period, "dims": list(joined.dims),
            "since": config.since, "until": config.until, "engine": config.engine, "model": config.model,
            "lang": config.lang, "formats": list(config.formats), "labels": config.labels and config.labels.name,
        },
        "model": identity(config.model, config.folder) if config.labels is None else None,
        "files": [one.as_dict() for one in read.files],
        "left_out": {one.metric: one.missing for one in joined.left},
        "seed": SEED,
        "customer_ids": {"are": "hmac-sha256", "key": key},
        **described(joined.metrics, topics),
    }  # fmt: skip


def finished(run: Run, clock: Clock) -> Run:
    """The run with the rows of every table and the seconds of every stage written down."""
    counts = {name: rows.num_rows for name, rows in sorted(run.rows.items())}
    return replace(run, info={**run.info, "rows": counts, "seconds": clock.seconds})
