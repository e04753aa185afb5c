"""Sources: the labelled texts of this folder, those written here and those read in openly licensed sets.

For: building the shipped model and checking the data. Not for: labels of a project's own; see `voc label` and `voc train`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
COLUMNS = ("overall", "mentions", "effort")
OVERALL = ("neg", "neu", "pos", "mix")
POLARITIES = ("neg", "neu", "pos")
EFFORT = ("channel_switch", "repeat_information", "generic_service", "transfer", "contact_again")
# Set: (language of its texts, files and the column of their texts).
SETS = {
    "nhs_fft": ("en", (("comments_v6.csv.gz", "FFT answer"), ("comments_phase1.csv.gz", "feedback"))),
    "cfpb_complaints": ("en", (("complaints.csv.gz", "narrative"),)),
    "banking77": ("en", (("queries.csv.gz", "text"),)),
    "mams_absa": ("en", (("sentences.csv.gz", "text"),)),
    "zh_asap_sample": ("zh-Hans", (("train_sample.csv.gz", "reviewbody"),)),
}
DIGITS = 12


@dataclass(frozen=True)
class Labelled:
    """A text with its labels; `mentions` are (topic, polarity) pairs."""

    source: str
    lang: str
    text: str
    overall: str
    mentions: tuple[tuple[str, str], ...]
    effort: tuple[str, ...]


def written() -> Iterator[Labelled]:
    """The texts written for this project, in the order of files and lines. Raises ValueError where a line is malformed."""
    for file in sorted((HERE / "written").glob("*.tsv")):
        lang = next(code for code in ("zh-Hans", "zh-Hant", "en") if file.stem.startswith(code))
        for cells in _lines(file, "text"):
            yield _labelled(file.stem, lang, cells[0], cells[1:])


def read(sets: Path) -> Iterator[Labelled]:
    """The texts of the sets in folder `sets` that were labelled by reading. Raises ValueError for a set that is not there
    or holds no text of that name."""
    for name, (lang, files) in SETS.items():
        texts = {name_of(text): text for text in texts_of(sets / name, files)}
        for cells in _lines(HERE / "readings" / f"{name}.tsv", "sha256"):
            if cells[0] not in texts:
                raise ValueError(f"{name}: no text is called {cells[0]}; is this the same edition of the set?")
            yield _labelled(name, lang, texts[cells[0]], cells[1:])


def unlabelled(sets: Path) -> Iterator[tuple[str, str, str]]:
    """(set, language, text) of every text of the sets, each once."""
    for name, (lang, files) in SETS.items():
        for text in dict.fromkeys(texts_of(sets / name, files)):
            yield name, lang, text


def name_of(text: str) -> str:
    """What the readings call a text: the first digits of the sha256 of its words with single spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:DIGITS]


def texts_of(folder: Path, files: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The texts of a set in `folder`: those of each file's column. Raises ValueError for a file that is not there."""
    for file, column in files:
        if not (folder / file).exists():
            raise ValueError(f"{folder / file} is not there; training/README.md says where the sets come from")
        yield from pd.read_csv(folder / file, dtype=str)[column].dropna()


def _lines(file: Path, first: str) -> Iterator[list[str]]:
    lines = file.read_text("utf-8").splitlines()
    if lines[0].split("\t") != [first, *COLUMNS]:
        raise ValueError(f"{file.name}: the header is {lines[0]!r}")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 1 + len(COLUMNS):
            raise ValueError(f"{file.name}, line {number}: {len(cells)} columns")
        yield cells


def _labelled(source: str, lang: str, text: str, labels: list[str]) -> Labelled:
    overall, mentions, effort = labels
    pairs = [one.split(":") for one in mentions.split(";")] if mentions != "-" else []
    return Labelled(
        source, lang, text, overall, tuple((topic, polarity) for topic, polarity in pairs),
        tuple(effort.split(";")) if effort != "-" else (),
    )  # fmt: skip
