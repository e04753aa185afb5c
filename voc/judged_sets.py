"""Judged sets: public texts whose sentiment is known from a label or from stars, and how often a tagger agrees.

For: `voc evaluate --sets`. Not for: topics, which these sets do not have; see `scoring`.

Sets are listed in voc/data/sentiment_sets.tsv and in sets.tsv of the folder. Of three classes: the tagger's sentiment,
mixed counting as neutral. Of two: the sign of its score, also of a text it calls neutral or mixed; a score of 0, or none,
is no answer: it misses its class and is counted for neither. Each text counts once; of a large set MOST texts, drawn once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voc import asking, gold
from voc.classify import draws
from voc.classify.draws import Estimate
from voc.classify.evaluate import SENTIMENTS
from voc.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

MOST = 3000
OWN = "sets.tsv"
COLUMNS = ("set", "file", "text", "label", "labels")


@dataclass(frozen=True)
class Listed:
    """A line of the list: the set, its file, the columns of text and label, and what the label's values mean."""

    set: str
    file: str
    text: str
    label: str
    labels: Mapping[str, str]

    @property
    def classes(self) -> tuple[str, ...]:
        """The sentiments that its labels can mean."""
        return tuple(one for one in SENTIMENTS if one in self.labels.values())


@dataclass(frozen=True)
class Judged:
    """Agreement on one set: mean F1 of its `classes`, and of each; `n` texts read of `every` that are labelled, `unsaid` of
    them without an answer."""

    set: str
    classes: tuple[str, ...]
    macro: Estimate
    f1: Mapping[str, Estimate]
    n: int
    every: int
    unsaid: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "set": self.set, "classes": list(self.classes), "macro_f1": draws.named(self.macro),
            "f1": {label: draws.named(one) for label, one in self.f1.items()}, "n": self.n, "every": self.every,
            "unsaid": self.unsaid,
        }  # fmt: skip


def listed(folder: Path) -> tuple[Listed, ...]:
    """The sets that are known, with those that `folder` itself lists; a name that is there twice goes by the folder's.
    Raises DataError E274 for a line that is none."""
    shipped = resources.files("voc").joinpath("data/sentiment_sets.tsv").read_text(encoding="utf-8")
    found = _lines(shipped, "sentiment_sets.tsv")
    own = folder / OWN
    if own.is_file():
        found |= _lines(own.read_text(encoding="utf-8-sig"), str(own))
    return tuple(found.values())


def judged(folder: Path, model: str = "default", most: int = MOST) -> tuple[tuple[Judged, ...], tuple[str, ...]]:
    """(agreement on each set that is in `folder`, the names of those that are not). Raises DataError E200 where there is no
    such folder, E210 for a column that is not there, E275 where a set has no row with a label that we know."""
    if not folder.is_dir():
        raise DataError("E200", "there is no such folder", where=str(folder), do="name the folder that holds the sets")
    every = listed(folder)
    here = [one for one in every if (folder / one.set / one.file).is_file()]
    return (
        tuple(_judged(one, folder / one.set / one.file, model, most) for one in here),
        tuple(one.set for one in every if one not in here),
    )


def _judged(one: Listed, file: Path, model: str, most: int) -> Judged:
    rows = gold.rows(file, (one.text, one.label))
    texts, labels = rows[one.text], rows[one.label].str.strip().map(dict(one.labels))
    rows = rows.assign(true=labels)[texts.str.strip().ne("") & labels.notna()].drop_duplicates(one.text)
    if rows.empty:
        raise DataError(
            "E275", "no row has a label that we know", where=str(file), expected=", ".join(one.labels),
            do=f"see the line of {one.set} in the list of sets",
        )  # fmt: skip
    every = len(rows)
    if every > most:
        rows = rows.iloc[np.sort(np.random.default_rng(draws.SEED).permutation(every)[:most])]
    answer, _ = asking.classified(rows[one.text].to_list(), model=model)
    said = _said(answer, one.classes)
    true, found = (_table(side, one.classes) for side in (rows["true"].to_list(), said))
    counts = draws.counted(draws.draws(["set"] * len(rows)), true, found)
    each = [draws.f1_alone(*n) for n in zip(*(one[0] for one in counts), strict=True)]
    return Judged(
        one.set, one.classes, draws.estimate(draws.macro(*counts)), dict(zip(one.classes, each, strict=True)), len(rows),
        every, sum(1 for label in said if label not in one.classes),
    )  # fmt: skip


def _said(answer: pd.DataFrame, classes: Sequence[str]) -> list[str | None]:
    """What the tagger answers of each text, as one of `classes`; None for no answer."""
    if "neutral" not in classes:
        scores = answer["sentiment_score"].astype(float)
        return ["positive" if score > 0 else "negative" if score < 0 else None for score in scores]
    as_class = {**{one: one for one in SENTIMENTS}, "mixed": "neutral"}
    return [as_class.get(one) if isinstance(one, str) else None for one in answer["sentiment"]]


def _table(labels: Sequence[str | None], classes: Sequence[str]) -> np.ndarray:
    return np.array([[float(label == one) for one in classes] for label in labels])


def _lines(text: str, where: str) -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 0 and tuple(cells) == COLUMNS:
            continue
        pairs = [pair.partition("=") for pair in cells[-1].split(";")]
        labels = {value.strip(): one.strip() for value, _, one in pairs}
        if len(cells) != len(COLUMNS) or not all(cells) or not set(labels.values()) <= set(SENTIMENTS):
            raise DataError(
                "E274", "this line names no set", where=where, found=line[:100],
                expected="set, file, text column, label column, value=negative;value=positive: tabs between",
            )  # fmt: skip
        found[cells[0]] = Listed(cells[0], cells[1], cells[2], cells[3], labels)
    return found
