"""Tiers: a plan learned in one of the ways that there are, its scores, and the folder that holds it.

For: `voc train`. Not for: the learning itself (voc.classify.learn, finetune), or what is worth learning (`plan`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from voc.classify import learn, shelf, track_record, tuning
from voc.classify.shipped import files, shipped
from voc.language import family
from voc.train.plan import Plan
from voc.train.scores import Answers, Scores, from_shares, scores

LINEAR, TRANSFORMER, EMBED = "linear", "transformer", "embed"
BASE, FLOAT = "e5", "float32"
PHRASES, SHIPPED = "phrases", "the model that ships"
APART = 0.2  # share of the texts that judge a fine-tuned model and teach it nothing
STOPS = 0.12  # share of the others that says when to stop, and sets thresholds
HELD_OUT = "held out"  # the one source in the track record of a model that `voc train` wrote
_SALT = 1_000_003  # the two parts must not be drawn by the same chance


@dataclass(frozen=True)
class Learned:
    """What was learned: its `scores` on comments that taught it nothing; `how` it was learned and its `limits`, in
    sentences without a full stop; `write` puts it into a folder with the files that stand beside it; to whom topics with
    too few labels are `left`; `record`, its track record on the same comments as the scores."""

    scores: Scores
    record: pa.Table
    how: tuple[str, ...]
    limits: tuple[str, ...]
    write: Callable[[Path, Mapping[str, bytes]], None]
    left: str = PHRASES


def linear(plan: Plan, name: str, seed: int) -> Learned:
    """Grams and hints weighed together: minutes at most, and no extra. Raises ModelError E337."""
    model, held = learn.learned_and_held(plan.lessons, name, trust=learn.TRUST, seed=seed)
    rows = np.flatnonzero(~np.isnan(held.shares).any(axis=1))
    is_silent = np.array([family(plan.readings.langs[row]) in model.silent for row in rows], bool)
    shares = held.shares[rows]
    shares[is_silent, -len(learn.OVERALL) :] = np.nan
    how = f"cross-validation in {learn.FOLDS} parts: each read by a tagger that the other parts taught"
    grams = ", ".join(f"{len(group.hashes):,} grams ({name})" for name, group in model.linear.groups.items())
    return Learned(
        *_scored(plan, rows, shares, held.least[rows], how),
        (
            f"linear: grams of words and Han letters, and what phrases and the lexicon say; {grams}; C = {learn.STRENGTH:g}",
            f"calibration (Platt) and thresholds from the same {learn.FOLDS} parts; seed {seed}",
        ),
        tuple(plan.by_group()),
        lambda folder, beside: shelf.write(model, folder, beside),
    )  # fmt: skip


def embedded(plan: Plan, base: str, name: str, seed: int, precision: str = FLOAT) -> Learned:
    """Heads on the vectors of a frozen encoder, beside the model that ships, all languages together. Raises ModelError E330
    without torch, E333 for an encoder that is not there."""
    from voc.classify.encoders import checkpoint, embed, encoder
    from voc.classify.encoders.embedded import Embedded, Source, beside, vectors, write

    start = encoder.encoder(base, precision=precision)
    ships = shipped(plan.taxonomy.ids)
    more = tuple(topic for topic in (ships.topics if ships else ()) if topic not in plan.topics)
    wide = replace(plan, topics=(*plan.topics, *more))
    rows = np.flatnonzero([family(lang) in learn.GROUPS for lang in plan.readings.langs])
    lessons = wide.lessons.rows(rows)
    others = beside(lessons.texts, lessons.langs, lessons.said.toarray(), wide.topics, ships, lessons.clauses)
    begin = embed.usual(wide.topics, ships.topics if ships else ())
    found = embed.fitted(vectors(start, lessons.texts), others, lessons, plan.topics, begin, seed=seed)
    is_judged = embed.is_judged(lessons)
    silent = frozenset() if is_judged else ships.silent if ships else frozenset(learn.GROUPS)
    least = {group: found.least.copy() for group in (learn.GROUPS if ships else _groups(plan))}
    unseen = frozenset(set(least) - set(_groups(plan)))
    for group, limits in least.items():
        usual = ships.least_of(group) if ships else None
        if ships and usual is not None:
            kept = ships.topics if group in unseen else more
            limits[[wide.topics.index(one) for one in kept]] = usual[[ships.topics.index(one) for one in kept]]
    source = Source(base, checkpoint.fingerprint(base))
    model = Embedded(
        name, source, start, found.heads, wide.topics, least, ships, ships.tuned_on if ships else "", silent, unseen
    )

    columns = [found.heads.labels.index(label) for label in learn.labels(plan.topics)]
    shares = found.held.shares[:, columns]
    shares[[family(lang) in silent for lang in lessons.langs], -len(learn.OVERALL) :] = np.nan
    told = [] if is_judged else [f"too few sentiments of whole comments, left to {SHIPPED if ships else 'the lexicon'}"]
    told += [f"no comments in {group}: {SHIPPED} answers there, and was not scored" for group in sorted(unseen)]
    how = f"cross-validation in {learn.FOLDS} parts: each read by heads that the other parts taught"
    what = "phrases" + (f", and what {SHIPPED} says, which they begin from" if ships else "")
    return Learned(
        *_scored(plan, rows, shares, found.held.least[:, : len(plan.topics)], how),
        (
            f"embed: heads on the vectors of {start.name}, which reads in {precision} and is not in the folder; "
            f"beside them {what}",
            f"C of the vectors = {found.strength:g}, the best of {len(embed.STRENGTHS)} in the same {learn.FOLDS} parts; "
            f"calibration (Platt) and thresholds from the same {learn.FOLDS} parts, all languages together; seed {seed}",
        ),
        tuple(told),
        lambda folder, files: write(model, folder, files),
        SHIPPED if ships else PHRASES,
    )  # fmt: skip


def fine_tuned(
    plan: Plan, base: str, seed: int, tell: Callable[[str], None], precision: str = FLOAT
) -> Learned:  # fmt: skip
    """An encoder with heads, fine-tuned; it learns in float32, and reads in `precision` from then on. Raises ModelError
    E330 without torch, E333 for an encoder that is not there."""
    from voc.classify.encoders import encoder, finetune, transformer
    from voc.classify.encoders.finetuned import halfway
    from voc.classify.encoders.targets import targets

    start = encoder.encoder(base)
    texts = plan.readings.texts
    words = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
    said = [
        None if one is None else [(topic, words[toward]) for topic, toward in one if topic in plan.topics]
        for one in plan.labelled.mentions
    ]  # fmt: skip
    wanted = targets(said, [words.get(one or "") for one in plan.labelled.overall], plan.topics)
    away = finetune.held_out(texts, APART, seed + _SALT)
    is_ours = np.array([family(lang) in learn.GROUPS for lang in plan.readings.langs], bool)
    rest = np.flatnonzero(~away & is_ours)
    own = [texts[row] for row in rest]
    course = finetune.Course(seed=seed, held_out=STOPS)
    model, about = finetune.tuned(start, own, wanted.rows(rest), course, tell)
    stops = np.flatnonzero(finetune.held_out(transformer.read(own, True), STOPS, seed))
    reads = replace(model, encoder=model.encoder.at(precision))
    is_silent = not (~np.isnan(wanted.sentiment[rest, 0])).sum() >= learn.LEAST_COMMENTS
    ships = shipped(plan.taxonomy.ids)

    def answers(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Topics, the whole and polarity of comments, as the tagger in the folder will say them."""
        own = reads.answers([texts[row] for row in rows])
        whole = np.full_like(own.sentiment, np.nan) if is_silent else own.sentiment
        if ships is None:
            return own.topics, whole, own.polarity
        some = replace(plan, topics=ships.topics).lessons.rows(rows)
        theirs = ships.scores(some.texts, some.langs, some.said.toarray(), some.clauses)
        return *halfway(own.topics, whole, plan.topics, theirs, ships.topics), own.polarity

    seen, _, _ = answers(rest[stops])
    judged = ~np.isnan(wanted.topics[rest[stops]])
    true = np.nan_to_num(wanted.topics[rest[stops]])
    every = tuning.thresholds(seen.astype(float), true, judged.astype(float))
    least = {group: [round(float(one), 4) for one in every] for group in _groups(plan)}

    rows = np.flatnonzero(away & is_ours)
    topics, whole, polarity = answers(rows)
    # the sentiment toward a topic is the likeliest of three: as shares that `from_shares` reads the same way
    tones = np.eye(3)[polarity.argmax(-1)]
    shares = np.hstack([topics, tones[..., 0], tones[..., 2], whole]).astype(float)
    how = f"a part held out ({len(rows)} comments) that neither taught nor stopped nor set thresholds"
    limits = np.tile(every.astype(float), (len(rows), 1))

    def write(folder: Path, beside: Mapping[str, bytes]) -> None:
        for file, data in {**beside, **(files() if ships else {})}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        transformer.save(
            model, folder, {**about, "base": start.name, "precision": precision, "least": least, "silent": is_silent}
        )

    return Learned(
        *_scored(plan, rows, shares, limits, how),
        (
            f"transformer: {start.name}, fine-tuned for {about['best_epoch']} of {course.epochs} epochs on {about['texts']} "
            f"comments; {about['held_out']} others said when to stop, and set the thresholds; it reads in {precision}"
            + (f", and its answers go halfway to {SHIPPED}'s" if ships else "")
            + f"; seed {seed}",
        ),
        ("too few sentiments of whole comments, left to the lexicon",) if is_silent else (),
        write,
    )  # fmt: skip


def _groups(plan: Plan) -> list[str]:
    """The language groups that there were comments in."""
    return sorted({family(lang) for lang in plan.readings.langs} & set(learn.GROUPS))


def _scored(plan: Plan, rows: np.ndarray, shares: np.ndarray, least: np.ndarray, how: str) -> tuple[Scores, pa.Table]:
    """(the scores, the track record) on the comments `rows`."""
    plain, true = (_rows(one, rows) for one in (plan.plain(), plan.true()))
    is_read = np.array([plan.labelled.mentions[row] is not None for row in rows], bool)
    langs = [plan.readings.langs[row] for row in rows]
    said = from_shares(shares, least, plain)
    record = track_record.counted(
        (true.topics & true.negative)[is_read], (said.topics & said.negative)[is_read], plan.topics,
        [HELD_OUT] * int(is_read.sum()), [lang for lang, one in zip(langs, is_read, strict=True) if one],
    )  # fmt: skip
    return scores(said, plain, true, is_read, langs, plan.topics, how, _by_shipped(plan, rows, plain)), record


def _by_shipped(plan: Plan, rows: np.ndarray, plain: Answers) -> np.ndarray | None:
    """The topics that the model that ships says of the comments `rows`, bool (comments, topics); those of `plain` for topics
    that it does not know. None where it does not know any, or these topics are others."""
    ships = shipped(plan.taxonomy.ids)
    if ships is None or not len(rows):
        return None
    some = replace(plan, topics=ships.topics).lessons.rows(rows)
    shares = ships.scores(some.texts, some.langs, some.said.toarray(), some.clauses)
    said = plain.topics.copy()
    for group in learn.GROUPS:
        least = ships.least_of(group)
        own = np.array([family(lang) == group for lang in some.langs], bool)
        for column, topic in enumerate(plan.topics):
            place = ships.topics.index(topic) if topic in ships.topics else -1
            if least is not None and place >= 0 and not np.isnan(least[place]):
                said[own, column] = shares[own, place] >= least[place]
    return said


def _rows(one: Answers, rows: np.ndarray) -> Answers:
    return Answers(one.topics[rows], one.negative[rows], one.positive[rows], one.overall[rows])
