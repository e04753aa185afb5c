"""Build: from the labelled texts of this folder to the tagger that ships.

For: `make models`. Not for: the learning itself (voc.classify.learn), reading the sources (`sources`), or the teacher
(`teach`), whose answers stand in `taught/` so that nobody needs it to build.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from training import sources, taught
from training.sources import Labelled
from voc import asking, taxonomy
from voc.classify.learn import Lessons, labels, learned, lessons_of
from voc.classify.trained import OVERALL, Trained

NAME = "linear"
SILENT = ("nhs_fft",)  # teaches topics only: its sentiment is kept to measure by
TAUGHT = 0.3  # how much a teacher's answer counts beside a reader's


def model(sets: Path, apart: Sequence[Labelled] = ()) -> Trained:
    """The tagger, from the texts written here, the readings of the sets in folder `sets` and the teacher's answers;
    calibration and thresholds from the texts `apart`, which teach nothing else."""
    away = {sources.name_of(one.text) for one in apart}
    read = [one for one in [*sources.written(), *sources.read(sets)] if sources.name_of(one.text) not in away]
    own = [*{one.text: one for one in read}.values()]
    said = lessons(own)
    told = [one for one in taught.answers(sets) if sources.name_of(one.text) not in away]
    if told:
        said = _together(said, _taught(told))
    return learned(said, NAME, apart=lessons(apart, silent=()) if apart else None)


def lessons(every: Sequence[Labelled], silent: Sequence[str] = SILENT) -> Lessons:
    """The Lessons of labelled texts. Texts of the sources `silent` do not teach what a text says as a whole."""
    hints, langs = asking.hinted([one.text for one in every], [one.lang for one in every])
    return lessons_of(
        [one.text for one in every], langs, hints, [one.mentions for one in every],
        [None if one.source in silent else one.overall for one in every], taxonomy.default().ids,
    )  # fmt: skip


def _taught(told: Sequence[taught.Taught]) -> Lessons:
    topics = taxonomy.default().ids
    hints, langs = asking.hinted([one.text for one in told], [one.lang for one in told])
    targets = np.stack([one.shares for one in told])
    weight = np.full(targets.shape, TAUGHT)
    is_silent = np.array([one.source in SILENT for one in told])
    weight[is_silent, len(labels(topics)) - len(OVERALL) :] = 0
    return Lessons(tuple(one.text for one in told), tuple(langs), sp.csr_matrix(hints), targets, weight, topics)


def _together(one: Lessons, other: Lessons) -> Lessons:
    return Lessons(
        one.texts + other.texts, one.langs + other.langs, sp.vstack([one.said, other.said]).tocsr(),
        np.vstack([one.targets, other.targets]), np.vstack([one.weight, other.weight]), one.topics,
    )  # fmt: skip
