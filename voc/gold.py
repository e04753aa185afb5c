"""Gold: texts that people have labelled, read from a folder.

For: `voc evaluate`. Not for: sheets that come back from readers (voc.label), nor what ships was taught with (training).

A folder of labelled texts holds texts.csv (id, lang, text, and set, if they come from several) and labels.csv (id, overall,
mentions); mentions are `topic:pol;topic:pol`, pol being neg, neu or pos; none is empty or `-`. Texts without a line in
labels.csv, and lines without their text, do not count; how many there are is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from voc import language, tables, tagging
from voc.classify.evaluate import Said
from voc.classify.tagger import OVERALL
from voc.errors import DataError, nearest

if TYPE_CHECKING:
    import pandas as pd

SET = "set"
POLARITIES = {"neg": "negative", "neu": "neutral", "pos": "positive"}


@dataclass(frozen=True)
class Gold:
    """`texts`; `opinions`, the table with what people said of them (feedback_id, lang, sentiment, topics); `toward`: of
    each text the polarities of each topic, empty where none is written. `sources`: the set each comes from, the folder's
    name where no column says. `unlabelled`: texts without a line in labels.csv, `textless`: lines without a text."""

    texts: tuple[str, ...]
    opinions: pa.Table
    toward: tuple[Said, ...]
    sources: tuple[str, ...]
    unlabelled: int = 0
    textless: int = 0

    @property
    def ids(self) -> list[str]:
        """The ids of the texts."""
        ids: list[str] = self.opinions.column("feedback_id").to_pylist()
        return ids

    @property
    def langs(self) -> list[str]:
        """Their languages, as people wrote them down."""
        langs: list[str] = self.opinions.column("lang").to_pylist()
        return langs


def read(folder: Path) -> Gold:
    """The labelled texts of `folder`. Raises DataError E200 to E202 where a file cannot be read, E210 for a column that is
    not there, E271 where no text has a label, E272 for an `overall` and E273 for a polarity that we do not know, E278 for an
    id that stands for two things."""
    texts = rows(folder / "texts.csv", ("id", "lang", "text"), (SET,))
    labels = rows(folder / "labels.csv", ("id", "overall", "mentions"))
    texts, labels = _once(texts, folder / "texts.csv"), _once(labels, folder / "labels.csv")
    both = texts.merge(labels, on="id", suffixes=("", "_label"))
    if both.empty:
        raise DataError(
            "E271", "no text has a label", where=str(folder), found=f"{len(texts)} texts, {len(labels)} labels",
            expected="the same ids in texts.csv and labels.csv",
        )  # fmt: skip
    strange = sorted(set(both["overall"]) - OVERALL.keys() - {""})
    if strange:
        raise DataError(
            "E272", "this overall sentiment is not known", where=str(folder / "labels.csv"), found=strange[0],
            do=nearest(strange[0], OVERALL),
        )  # fmt: skip
    toward = tuple(_toward(mentions, folder) for mentions in both["mentions"])
    opinions = pa.table(
        {
            "feedback_id": both["id"].to_list(),
            "lang": [
                language.named(lang) or language.of(text) for lang, text in zip(both["lang"], both["text"], strict=True)
            ],
            "sentiment": [OVERALL.get(overall) for overall in both["overall"]],
            "sentiment_score": [None] * len(both),
            "topics": [list(topics) for topics in toward],
        },
        schema=tables.schema("opinions").remove_metadata(),
    )
    return Gold(tuple(both["text"]), opinions, toward, tuple(one or folder.resolve().name for one in both[SET]),
                len(texts) - len(both), len(labels) - len(both))  # fmt: skip


def known(said: Gold, topics: Iterable[str], folder: Path) -> None:
    """Raises DataError E277 where people wrote a topic that is none of `topics`: it would count as never found."""
    names = set(topics)
    for id, mentions in zip(said.ids, said.toward, strict=True):
        for topic in mentions:
            if topic not in names:
                raise DataError(
                    "E277", "this topic is not known", where=f"{folder / 'labels.csv'}, id {id}", found=topic,
                    do=nearest(topic, sorted(names)),
                )  # fmt: skip


def _once(frame: pd.DataFrame, file: Path) -> pd.DataFrame:
    """`frame` with each id once; DataError E278 where two rows of one id differ."""
    once = frame.drop_duplicates()
    again = once.loc[once["id"].duplicated(), "id"]
    if len(again):
        raise DataError(
            "E278", "an id stands for two things", where=str(file), found=f"{again.iloc[0]}, {len(again)} ids in all",
            expected="a row for each id", do="strike out the row that is wrong",
        )  # fmt: skip
    return once


def rows(file: Path, needed: tuple[str, ...], beside: tuple[str, ...] = ()) -> pd.DataFrame:
    """The columns `needed` of any file that ingest reads, and those `beside`, which may be absent, as text, "" where nothing
    is written. Raises DataError E200 to E202 where it cannot be read, E210 for a column that is not there."""
    read = tagging.plain(file)
    for column in needed:
        if column not in read.column_names:
            raise DataError(
                "E210", f"there is no column {column!r}", where=str(file), found=", ".join(read.column_names),
                expected=", ".join(needed), do=nearest(column, read.column_names),
            )  # fmt: skip
    known = [*needed, *(one for one in beside if one in read.column_names)]
    frame: pd.DataFrame = read.select(known).to_pandas().astype(object).reindex(columns=[*needed, *beside])
    return frame.where(frame.notna(), "").astype(str)


def _toward(mentions: str, folder: Path) -> Said:
    said: dict[str, frozenset[str]] = {}
    for one in mentions.split(";"):
        topic, _, toward = (part.strip() for part in one.partition(":"))
        if toward and toward not in POLARITIES:
            raise DataError(
                "E273", "this polarity is not known", where=str(folder / "labels.csv"), found=one.strip(),
                expected=", ".join(POLARITIES), do=nearest(toward, POLARITIES),
            )  # fmt: skip
        if topic and topic != "-":
            said[topic] = said.get(topic, frozenset()) | ({POLARITIES[toward]} if toward else frozenset())
    return said
