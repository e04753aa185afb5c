"""voc: Voice-of-Customer analytics that is right or silent.

    import voc
    run = voc.analyze("voc.toml")                    # run.findings, run.tables["mentions"]
    voc.classify(["waited 40 minutes", "等了半天"])   # a DataFrame, as the command

Importing this costs nothing; heavy things load when used.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from voc.run import Run

__version__ = "0.1.0"
__all__ = ["analyze", "classified", "classify"]


def analyze(project: str | Path = ".", **options: Any) -> Run:
    """The finished Run of a project (a folder with voc.toml, or that file); nothing is written.

    `options` are those of the command: since, until, metrics (ids), model, engine. Raises VocError as the command does.
    """
    from voc import pipeline

    return pipeline.analyze(project, **options)


def classified(texts: Sequence[str]) -> pd.DataFrame:
    """A row for each text, in order: id (from 1), lang, sentiment, sentiment_score (-1..1), topics (list).

    `voc.classify(texts)` is the same: the room `voc.classify` can be called.
    """
    from voc import asking

    return asking.classified(texts)[0]


def __getattr__(name: str) -> Any:
    if name == "classify":
        return import_module("voc.classify")
    raise AttributeError(f"module 'voc' has no attribute {name!r}")
