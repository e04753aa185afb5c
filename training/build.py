"""Build: from the labelled texts of this folder to the tagger that ships.

For: `make models`. Not for: the learning itself (voc.classify.learn), reading the sources (`sources`), or the teacher
(`teach`), whose answers stand in `answers.npz` so that nobody needs it to build.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from training import answers, sources, unseen
from training.sources import Labelled
from voc import taxonomy
from voc.classify.evaluate import named
from voc.classify.learn import Judging, Lessons, labels, learned_and_held, lessons_of
from voc.classify.tagger import OVERALL
from voc.classify.trained import Trained
from voc.train.readings import readings

NAME = "linear"
TUNED = sources.HERE / "tuned.json"  # calibration and thresholds, chosen on the texts that stood apart
PARTS = ("slope", "offset", "least", "told", "sureness")
SILENT = ("nhs_fft",)  # teaches topics only: its sentiment is kept to measure by
# How much a teacher's answer counts beside a reader's. The clauses are of texts that count already, and say little of how a
# whole comment feels.
TAUGHT, TAUGHT_CLAUSE, TAUGHT_CLAUSE_WHOLE = 1.0, 0.5, 0.3


def model(sets: Path, apart: Mapping[str, Labelled] | None = None) -> Trained:
    """The tagger, from the texts written here, the readings of the sets in folder `sets` and the teacher's answers; no text
    that is `unseen` teaches.

    Calibration and thresholds are those of TUNED; where texts stand `apart`, by id, which teach nothing else, they are
    chosen anew on these and written there, with the names of these texts: they teach nothing next time either.
    """
    tuned: dict[str, Any] = {"judging": {}} if apart else json.loads(TUNED.read_text("utf-8"))
    if apart:
        tuned |= {"on": named(apart), "apart": sorted({sources.name_of(one.text) for one in apart.values()})}
    away = unseen.names() | set(tuned["apart"])
    read = [one for one in [*sources.written(), *sources.read(sets)] if sources.name_of(one.text) not in away]
    said = lessons([*{one.text: one for one in read}.values()])
    told = [one for one in answers.read(sets) if sources.name_of(one.text) not in away]
    if told:
        said = _together(said, _answered(told))
    judging = {group: Judging(*(np.array(one[part]) for part in PARTS)) for group, one in tuned["judging"].items()}
    judges = lessons(list(apart.values()), silent=()) if apart else None
    tagger, held = learned_and_held(said, NAME, apart=judges, known=judging)
    if apart:
        for group, one in held.judging.items():
            tuned["judging"][group] = {part: np.round(getattr(one, part).astype(float), 4).tolist() for part in PARTS}
        TUNED.write_text(json.dumps(tuned, indent=1) + "\n", "utf-8")
    return replace(tagger, tuned_on=tuned["on"])


def lessons(every: Sequence[Labelled], silent: Sequence[str] = SILENT) -> Lessons:
    """The Lessons of labelled texts. Texts of the sources `silent` do not teach what a text says as a whole."""
    found = readings([one.text for one in every], [one.lang for one in every], taxonomy.default())
    return lessons_of(
        found.texts, found.langs, found.hints, [one.mentions for one in every],
        [None if one.source in silent else one.overall for one in every], taxonomy.default().ids, found.clauses,
    )  # fmt: skip


def _answered(told: Sequence[answers.Answer]) -> Lessons:
    topics = taxonomy.default().ids
    found = readings([one.text for one in told], [one.lang for one in told], taxonomy.default())
    targets = np.stack([one.shares for one in told])
    whole = len(labels(topics)) - len(OVERALL)
    weight = np.full(targets.shape, TAUGHT)
    is_clause = np.array([one.source not in sources.SETS for one in told])
    weight[is_clause, :whole], weight[is_clause, whole:] = TAUGHT_CLAUSE, TAUGHT_CLAUSE_WHOLE
    weight[np.array([one.source in SILENT for one in told]), whole:] = 0
    return Lessons(tuple(found.texts), tuple(found.langs), sp.csr_matrix(found.hints), targets, weight, topics)


def _together(one: Lessons, other: Lessons) -> Lessons:
    return Lessons(
        one.texts + other.texts, one.langs + other.langs, sp.vstack([one.said, other.said]).tocsr(),
        np.vstack([one.targets, other.targets]), np.vstack([one.weight, other.weight]), one.topics,
    )  # fmt: skip
