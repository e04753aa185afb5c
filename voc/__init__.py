"""voc: Voice-of-Customer analytics that is right or silent.

    import voc
    run = voc.analyze("voc.toml")                    # run.findings, run.tables["mentions"]
    voc.classify(["waited 40 minutes", "等了半天"])   # a DataFrame, as the command

Importing this costs nothing; heavy things load when used.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def classified(texts: Iterable[object], *, model: str | Path = "default") -> pd.DataFrame:
    """A row for each text, in order: id (from 1), lang, sentiment, sentiment_score (-1..1), topics (list).

    Of a pandas Series the rows keep the index, so that they can be joined to it; None and NaN are texts without words.
    `model` is a name or a folder. Raises UsageError E156 for what is no list of texts, ModelError as the command does.
    `voc.classify(texts)` is the same: the room `voc.classify` can be called.
    """
    import pandas as pd

    from voc import asking

    answer = asking.classified(texts, model=asking.named(model))[0]
    return answer.set_index(texts.index) if isinstance(texts, pd.Series) else answer


def __getattr__(name: str) -> Any:
    if name == "classify":
        return import_module("voc.classify")
    raise AttributeError(f"module 'voc' has no attribute {name!r}")
