"""Plan: what a tagger could learn from labelled comments, before anything is learned.

For: `voc train`, which says it first, and the tiers, which learn from it. Not for: reading lines (`labelled`), or learning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from voc import tagging, taxonomy
from voc.classify import learn
from voc.classify.hints import SENTIMENTS
from voc.classify.learn import LEAST_COMMENTS, LEAST_LABELS, Lessons
from voc.classify.tagger import OVERALL
from voc.config import load
from voc.errors import ModelError
from voc.language import family
from voc.taxonomy import Taxonomy
from voc.train.labelled import UNKNOWN_TOPIC, Labelled, Refused, labelled
from voc.train.readings import Readings, readings
from voc.train.scores import Answers

MOST_SHOWN = 4  # kinds of refused lines in an error
OWN = "; topics of your own: --project DIR, the folder whose voc.toml names their file"


@dataclass(frozen=True)
class Plan:
    """`labelled` comments that can be learned from, as a tagger reads them (`readings`, in the same order), by the topics of
    `taxonomy`; `topics` are those with enough labels, `few` the others with their counts, `everywhere` those of them that
    too few comments are without, `elsewhere` counts the comments in languages that are not learned. `own`: the topic file
    of the project, as it is, since its phrases are part of what is learned."""

    labelled: Labelled
    readings: Readings
    taxonomy: Taxonomy
    topics: tuple[str, ...]
    few: dict[str, int]
    elsewhere: dict[str, int]
    everywhere: tuple[str, ...] = ()
    own: bytes = b""

    @cached_property
    def lessons(self) -> Lessons:
        """For the fits: comments, hints and targets of `topics`; what is known of other topics is left out."""
        return _lessons(self.labelled, self.readings, self.taxonomy.ids, self.topics)

    @cached_property
    def langs(self) -> Counter[str]:
        """Comments by language, the most first."""
        return Counter(dict(Counter(self.readings.langs).most_common()))

    def mentions(self) -> dict[str, int]:
        """Comments by topic, of those that are learned."""
        counts = Counter(topic for said in self.labelled.mentions for topic in {one for one, _ in said or ()})
        return {topic: counts[topic] for topic in self.topics}

    def by_group(self) -> list[str]:
        """What is too little in one language group for fits that know one group each, in sentences without a full stop."""
        known, said = learn.learnable(self.lessons), []
        for group in learn.GROUPS:
            n = sum(family(lang) == group for lang in self.readings.langs)
            if group not in known.topics:
                said += [f"{n:,} comments in {group} are too few to learn from, under {LEAST_COMMENTS}"] if n else []
                continue
            without = [topic for topic, is_all in zip(self.topics, known.everywhere[group], strict=True) if is_all]
            few = [
                topic for topic, is_taught in zip(self.topics, known.topics[group], strict=True)
                if not is_taught and topic not in without
            ]  # fmt: skip
            if without:
                less = f"too few comments in {group} without them, under {LEAST_LABELS}"
                said.append(f"{less}, left to phrases there: {', '.join(without)}")
            said += (
                [f"too few labels in {group}, under {LEAST_LABELS}, left to phrases there: {', '.join(few)}"]
                if few
                else []
            )
            if not known.whole[group]:
                said.append(f"too few sentiments of whole comments in {group}, left to the lexicon there")
        return said

    def true(self) -> Answers:
        """What people said of each comment."""
        columns = {topic: column for column, topic in enumerate(self.topics)}
        said = np.zeros((3, len(self.labelled.texts), len(columns)), bool)
        for row, mentions in enumerate(self.labelled.mentions):
            for topic, toward in mentions or ():
                if topic in columns:
                    said[:, row, columns[topic]] |= (True, toward == "neg", toward == "pos")
        whole = list(OVERALL)
        return Answers(
            said[0], said[1], said[2], np.array([whole.index(one) if one else -1 for one in self.labelled.overall], int)
        )

    def plain(self) -> Answers:
        """What phrases and lexicon say of each comment."""
        hints = self.readings.hints[:, : len(self.taxonomy.ids) * len(SENTIMENTS)] > 0
        cube = hints.reshape(len(hints), -1, len(SENTIMENTS))[:, [self.taxonomy.ids.index(one) for one in self.topics]]
        whole = list(OVERALL.values())
        overall = [whole.index(one) if one in whole else -1 for one in self.readings.sentiments]
        return Answers(np.asarray(cube.any(axis=2)), cube[:, :, 0], cube[:, :, 2], np.array(overall, int))

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        known = self.labelled
        return {
            "files": [{"file": name, "sha256": sum_} for name, sum_ in known.files],
            "comments": len(known.texts), "langs": dict(self.langs), "not_learned_langs": self.elsewhere,
            "topics": self.mentions(), "too_few": self.few, "least": LEAST_LABELS, "everywhere": list(self.everywhere),
            "too_few_by_group": self.by_group(),
            "refused": [vars(one) for one in known.refused], "repeated": known.repeated, "without_label": known.unread,
            "complaints_only": known.is_complaints,
        }  # fmt: skip


def plan(path: Path, project: Path | None = None) -> Plan:
    """The Plan for the labelled comments at `path`, by the default topics, or by those of a project.

    Raises what `labelled` does, ConfigError for a project that cannot be read, ModelError E337 where there is nothing to
    learn from.
    """
    config = None if project is None else load(project)
    topics = taxonomy.default() if config is None else tagging.topics(config)
    known = labelled(path, topics)
    if not known.texts:
        raise _nothing(path, known, project is None)
    read = readings(known.texts, known.langs, topics)
    every = _lessons(known, read, topics.ids, topics.ids)
    enough = learn.learnable(every)
    elsewhere = dict(Counter(lang for lang in read.langs if family(lang) not in learn.GROUPS))
    if not enough.topics:
        raise _nothing(path, known, project is None)
    counts = (every.targets[:, : len(topics.ids)] > 0).sum(axis=0)
    kept = np.any(list(enough.topics.values()), axis=0)
    few = {topic: int(n) for topic, n, is_kept in zip(topics.ids, counts, kept, strict=True) if n and not is_kept}
    chosen = tuple(topic for topic, is_kept in zip(topics.ids, kept, strict=True) if is_kept)
    always = np.any(list(enough.everywhere.values()), axis=0)
    if not chosen and not any(enough.whole.values()):
        raise _nothing(path, known, project is None, np.array(topics.ids)[always].tolist())
    everywhere = tuple(topic for topic, is_all in zip(topics.ids, always, strict=True) if is_all and topic in few)
    own = config.topics.read_bytes() if config is not None and config.topics is not None else b""
    return Plan(known, read, topics, chosen, few, elsewhere, everywhere, own)


def _nothing(path: Path, known: Labelled, is_default: bool, everywhere: Sequence[str] = ()) -> ModelError:
    """`everywhere`: topics of which there is enough, and nearly no comment without them."""
    refused = sum(one.n for one in known.refused)
    ranked = sorted(known.refused, key=lambda one: -one.n)[:MOST_SHOWN]
    do = "label more: `voc label sample --help`"
    if everywhere:
        do = f"label comments that do not speak of {', '.join(everywhere)} as well"
    elif ranked:
        do = "mend what was refused: " + "; ".join(map(_refused, ranked))
        do += OWN if is_default and any(one.reason == UNKNOWN_TOPIC for one in ranked) else ""
    return ModelError(
        "E337", "nothing to learn from", where=str(path),
        found=f"{len(known.texts)} labelled texts, {refused} lines refused, {known.unread} without a label",
        expected=f"{LEAST_COMMENTS} texts in English or in Chinese, {LEAST_LABELS} with one topic, and as many without it",
        do=do,
    )  # fmt: skip


def _refused(one: Refused) -> str:
    """1 x in row 2: unknown topic wait_tme (did you mean wait_time?)."""
    where = f"row {one.first}" if one.n == 1 else f"the first in row {one.first}"
    return f"{one.n} x, {where}: {one.reason} {one.found}".rstrip() + (f" ({one.near})" if one.near else "")


def _lessons(known: Labelled, read: Readings, every: Sequence[str], topics: Sequence[str]) -> Lessons:
    places = [every.index(topic) * len(SENTIMENTS) + tone for topic in topics for tone in range(len(SENTIMENTS))]
    last = len(every) * len(SENTIMENTS)
    kept = [*places, *range(last, read.hints.shape[1])]
    clauses = replace(read.clauses, said=read.clauses.said[:, kept])
    wanted = set(topics)
    said = [
        None if one is None else [pair for pair in one if pair[0] in wanted]
        for one in known.mentions
    ]  # fmt: skip
    return learn.lessons_of(read.texts, read.langs, read.hints[:, kept], said, known.overall, topics, clauses)
