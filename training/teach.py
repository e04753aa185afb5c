"""Teaches the teacher, and asks it: python -m training.teach SETS [--keep FOLDER] [--start FOLDER].

For: writing `answers.npz`, from which `make models` builds without it. Needs the extras [transformers] and [e5], and
on two cores two hours; one hour where it goes on from a teacher that was kept, as the one did that answered last. Not for:
users; `voc train --tier transformer` fine-tunes an encoder on labels of one's own.

The teacher is multilingual-e5-small (MIT), fine-tuned on the labelled texts of this folder in all three scripts at once, so
that what it learned in one language it knows in the others. Another machine gives another teacher, as good; the file, once
written, is what counts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import answers, sources
from training.build import SILENT
from voc import taxonomy
from voc.classify.learn import labels
from voc.classify.tagger import OVERALL

if TYPE_CHECKING:
    from voc.classify.encoders.transformer import Transformer

POLARITY = {"neg": "negative", "neu": "neutral", "pos": "positive"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Fine-tunes, asks about every text of the pool, writes the answers."""
    from voc.classify.encoders.transformer import transformer

    parser = argparse.ArgumentParser(prog="python -m training.teach", description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--keep", type=Path, help="also keep the teacher, a folder for --model")
    parser.add_argument(
        "--start", type=Path, help="go on from a teacher that was kept: what it learned on fewer texts stays"
    )
    parser.add_argument("--teacher", type=Path, help="ask a teacher that was kept; nothing is learned")
    given = parser.parse_args(arguments)
    asked(given.sets, transformer(given.teacher) if given.teacher else taught_from(given.sets, given.keep, given.start))


def taught_from(sets: Path, keep: Path | None, start: Path | None = None) -> Transformer:
    """The teacher, fine-tuned on every labelled text from e5 on, or from the teacher in `start`; kept in a folder where one
    is named."""
    from voc.classify.encoders.encoder import encoder
    from voc.classify.encoders.finetune import Course, tuned
    from voc.classify.encoders.targets import targets
    from voc.classify.encoders.transformer import save, transformer

    own = [*{one.text: one for one in [*sources.written(), *sources.read(sets)]}.values()]
    wanted = targets(
        [[(topic, POLARITY[one]) for topic, one in text.mentions] for text in own],
        [None if text.source in SILENT else OVERALL[text.overall] for text in own],
        taxonomy.default().ids,
    )
    course = Course(
        epochs=5, rate=2e-4, heads_rate=3e-3, frozen=4, held_out=0.03, patience=9, window=112, precision="bfloat16"
    )
    if start:
        course = replace(course, epochs=2, rate=1.2e-4, heads_rate=2e-3, held_out=0.02)
    begin = transformer(start).encoder if start else encoder("e5")
    teacher, about = tuned(begin, [text.text for text in own], wanted, course, print)
    if keep:
        save(teacher, keep, about)
    return teacher


def asked(sets: Path, teacher: Transformer) -> None:
    """Writes what the teacher says of every text of the pool."""
    topics = taxonomy.default().ids
    pool = list(answers.pool(sets))
    reader = replace(teacher, encoder=replace(teacher.encoder, precision="bfloat16"))
    said = reader.answers([text for _, _, text in pool])
    shares = np.zeros((len(pool), len(labels(topics))), np.float32)
    count = len(topics)
    shares[:, :count] = said.topics
    shares[:, count : 2 * count] = said.topics * said.polarity[:, :, 0]
    shares[:, 2 * count : 3 * count] = said.topics * said.polarity[:, :, 2]
    shares[:, 3 * count :] = said.sentiment  # negative, neutral, positive, mixed: the order of OVERALL
    answers.write([text for _, _, text in pool], shares)
    print(f"{answers.FILE}: {len(pool):,} texts, {answers.FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
