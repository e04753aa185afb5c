"""The pipeline: ingest -> clean -> classify -> join -> explain -> report.

For: `voc.analyze` and the commands. Not for: any step itself; each line calls the room that knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from voc import clean, explain, ingest, join, record, tagging
from voc.config import load
from voc.engine import engine
from voc.personal.key import key
from voc.run import Run


def analyze(
    project: str | Path = ".",
    *,
    metrics: Sequence[str] = (),
    notice: Callable[[str], None] = lambda _: None,
    **flags: Any,
) -> Run:
    """The Run of a project; nothing is written.

    `metrics` are ids (none: all that can be counted), `flags` the settings of voc.config.SETTINGS, `notice` is told
    which stage begins. Raises VocError where the project or its files cannot be used.
    """
    config = load(project, flags=flags).only(tuple(metrics))
    tagging.model(config)  # one that is missing or damaged is said now, not after an hour of reading
    rows = engine(config.engine)
    clock = record.Clock(notice)

    clock.begin("ingest")
    read = ingest.tables(config.sources, config.folder, config.zone, rows)
    clock.begin("clean")
    known = key()
    private = clean.tables(read.tables, known)
    feedback = private["feedback"]
    utterances = clean.utterances(feedback)
    clock.begin("classify")
    topics = tagging.topics(config)
    labels = tagging.labels(config, feedback, utterances, topics, read.tables)
    clock.begin("join")
    spoken = {**private, "utterances": utterances, **labels.tables}
    joined = join.joined(
        spoken, labels.mentions, labels.opinions, metrics=config.metrics, dims=config.segments, timezone=config.timezone,
        period=config.period, since=config.since, until=config.until, engine=rows,
    )  # fmt: skip
    clock.begin("explain")
    run = Run(
        {**spoken, **joined.tables}, record.info(config, read, joined, topics, known.origin), joined.metrics, topics
    )
    found, impacts = explain.found(run.ground), explain.impacts(run.ground)
    clock.end()
    return record.finished(run.plus(**found, impacts=impacts), clock)
