"""Builds the shipped model from its sources: python -m training SETS [--gold FOLDER].

SETS is the folder of the openly licensed sets. GOLD is a folder of labelled texts (texts.csv, labels.csv) on which
calibration and thresholds are chosen anew; without it they are those that were written down (tuned.json), and the model is
made of the same bytes again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.build import model
from training.sources import Labelled
from voc import gold
from voc.classify import shelf, track_record
from voc.classify.tagger import OVERALL


def main(arguments: Sequence[str] | None = None) -> None:
    """Builds and writes the model, and says how large it is."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--out", type=Path, default=shelf.SHIPPED / shelf.LINEAR)
    parser.add_argument("--gold", type=Path)
    given = parser.parse_args(arguments)
    tagger = model(given.sets, labelled(given.gold) if given.gold else None)
    measured = [given.out / name for name in (shelf.CARD, track_record.FILE)]
    shelf.write(tagger, given.out, {one.name: one.read_bytes() for one in measured if one.is_file()})
    print(f"{given.out}: {sum(file.stat().st_size for file in given.out.iterdir()):,} bytes")


def labelled(folder: Path) -> dict[str, Labelled]:
    """The labelled texts of a folder, by id."""
    read = gold.read(folder)
    short = {word: tone for tone, word in OVERALL.items()}
    return {
        id_: Labelled(
            folder.name, lang, text, short[overall],
            tuple((topic, short[one]) for topic, tones in toward.items() for one in sorted(tones)), (),
        )
        for id_, lang, text, overall, toward in zip(
            read.ids, read.langs, read.texts, read.opinions.column("sentiment").to_pylist(), read.toward, strict=True
        )
    }  # fmt: skip


if __name__ == "__main__":
    main()
