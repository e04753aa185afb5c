"""Checked: what a hand-checked sample says of the tagger, by topic and language.

For: `voc label audit`. Not for: correcting shares (voc.explain.label_error), nor labels that are no sample of the run
(voc.scoring).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voc import classify, tagging
from voc.errors import DataError
from voc.explain.label_error import LEAST_CHECKED
from voc.explain.voices import pains
from voc.label.rates import Estimate, Rates, rates
from voc.run import Run

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


@dataclass(frozen=True)
class Marks:
    """One topic in the checked comments: arrays with an entry a comment, and the language of each."""

    is_true: np.ndarray
    is_tagged: np.ndarray
    weights: np.ndarray
    langs: np.ndarray


@dataclass(frozen=True)
class Line:
    """The Rates of one topic in one language (or all); `is_enough`: as many checked as a correction needs."""

    topic: str
    lang: str
    rates: Rates

    @property
    def is_enough(self) -> bool:
        """At least LEAST_CHECKED comments that complain of the topic, and as many that do not."""
        return min(self.rates.n_true, self.rates.n - self.rates.n_true) >= LEAST_CHECKED

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        plain = asdict(self.rates)
        for name in ("sensitivity", "precision", "false_rate"):
            plain[name] = _named(plain[name])
        return {"topic": self.topic, "lang": self.lang, **plain, "is_enough": self.is_enough}


@dataclass(frozen=True)
class Checked:
    """`lines` by topic and language, all languages first; `n` comments were read, `n_weighted` of them stand for others."""

    lines: tuple[Line, ...]
    n: int
    n_weighted: int
    rejected: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"n": self.n, "n_weighted": self.n_weighted, "rejected": self.rejected,
                "topics": [one.as_dict() for one in self.lines]}  # fmt: skip


def checked(run: Run, file: Path | None) -> Checked:
    """The Checked of the audit file, or of the run's own audit where no file is given.

    Raises DataError E283 where there is none or none of its rows is a comment of the run, E200 to E202 and E250 where
    the file cannot be read.
    """
    refused = 0
    if file is not None:
        audit, rejected = classify.audited(tagging.plain(file), run.rows["feedback"], file.name)
        refused, rows = rejected.num_rows, audit.to_pandas()
    else:
        rows = run.tables["audit"] if "audit" in run.rows else None
    if rows is None or rows.empty:
        raise DataError(
            "E283", "there is no checked comment of this run", where=str(file or "this run"),
            found=f"{refused} rows that were rejected" if refused else "", expected="rows with feedback_id and topic",
            do="draw a sheet with `voc label sample`, fill it in and read it back with `voc label import`",
        )  # fmt: skip
    topics = sorted({*rows["topic"].dropna(), *_tagged(run, rows)["topic"]})
    lines = []
    for topic in topics:
        seen = marks(run, rows, topic)
        for lang in (ALL, *sorted(set(seen.langs))):
            one = (seen.langs == lang) | (lang == ALL)
            found = rates(seen.is_true[one], seen.is_tagged[one], seen.weights[one])
            if found.n_true or found.n_tagged:
                lines.append(Line(topic, lang, found))
    weights = rows.drop_duplicates("feedback_id")["weight"].fillna(1.0)
    return Checked(tuple(lines), len(weights), int((weights != 1).sum()), refused)


def marks(run: Run, audit: pd.DataFrame, topic: str) -> Marks:
    """The Marks of one topic in the comments of `audit` (feedback_id, topic, weight)."""
    weights = audit.drop_duplicates("feedback_id").set_index("feedback_id")["weight"].fillna(1.0).sort_index()
    true, said = (
        set(rows.loc[rows["topic"] == topic, "feedback_id"]) for rows in (audit, _tagged(run, audit))
    )  # fmt: skip
    known = run.rows["feedback"].select(["feedback_id", "lang"]).to_pandas().set_index("feedback_id")["lang"]
    langs = known.reindex(weights.index).fillna("und")
    return Marks(
        weights.index.isin(true), weights.index.isin(said), weights.to_numpy(dtype=float), langs.to_numpy(dtype=object)
    )


def _tagged(run: Run, audit: pd.DataFrame) -> pd.DataFrame:
    said = pains(run.tables["mentions"])
    return said[said["feedback_id"].isin(set(audit["feedback_id"]))]


def _named(estimate: Estimate) -> dict[str, float | None]:
    return {
        name: None if np.isnan(value) else round(value, 6)
        for name, value in zip(("est", "lo", "hi"), estimate, strict=True)
    }
