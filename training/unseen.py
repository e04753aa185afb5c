"""Unseen: labelled texts that teach nothing, choose nothing and that no phrase was written after.

    python -m training.unseen SETS OUT      # the texts and labels as a folder that `voc evaluate` reads
    python -m training.unseen SETS OUT --drawn 2      # those alone that were drawn the second time

For: what the model does on texts it was not made with; the card prints it. Not for: learning or thresholds: whoever looks
at its mistakes to mend them, one by one, draws a new list first.

The texts are those of public sets, some of which nobody may copy: `unseen.tsv` names each by set and digest (as the
readings do), when it was drawn, how (`random`, or `pattern`: a word of a rare topic stands in it) and what two readers
said of it, each without the other. The mentions are what either of them marked, the attitude of the whole is the first's.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training import sources
from training.sources import name_of, texts_of

FILE = sources.HERE / "unseen.tsv"
# Set: files and the column of their texts, of those that `sources.SETS` does not have.
SETS = {
    "airline_tweets_2015": (("tweets.csv.gz", "text"),),
    "spotify_support_tweets": (("inbound_tweets.csv.gz", "text"),),
    "skytrax_lounges": (("reviews.csv.gz", "content"),),
    "zh_online_shopping": (("reviews.csv.gz", "review"),),
    "zh_waimai": (("reviews.csv.gz", "review"),),
    "zh_hotel": (("reviews.csv.gz", "review"),),
    "zh_bank_comments": (("comments.csv.gz", "text"),),
    "zhhant_hospital_reviews": (("reviews.csv.gz", "review_text"),),
}
CHATS = {"stc3_helpdesk_dialogues": "dialogues_zh.jsonl.gz"}  # a text is what the customer says in one turn


@dataclass(frozen=True)
class Reading:
    """What a reader said of a text: its `overall`, neg, neu, pos or mix, and its mentions, "topic:pol"."""

    overall: str
    mentions: frozenset[str]

    @property
    def topics(self) -> frozenset[str]:
        """The topics of the mentions."""
        return frozenset(one.partition(":")[0] for one in self.mentions)


@dataclass(frozen=True)
class Unseen:
    """A line of FILE: the set, the language and the digest of a text, which time and how it was drawn, and its two
    readings."""

    source: str
    lang: str
    digest: str
    drawn: int
    pick: str
    first: Reading
    second: Reading


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the folder, and says how far the two readers agree."""
    parser = argparse.ArgumentParser(prog="python -m training.unseen", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--drawn", type=int)
    given = parser.parse_args(arguments)
    every = [one for one in listed() if given.drawn in (None, one.drawn)]
    write(every, given.sets, given.out)
    print(f"{given.out}: {len(every)} texts; {agreement(every)}")


def listed() -> Iterator[Unseen]:
    """The lines of FILE, in their order."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            readings = (_reading(row[f"{one}_overall"], row[f"{one}_mentions"]) for one in ("first", "second"))
            yield Unseen(row["set"], row["lang"], row["sha256"], int(row["drawn"]), row["pick"], *readings)


def names() -> frozenset[str]:
    """The digests of the texts: nothing may learn from these."""
    return frozenset(one.digest for one in listed())


def write(every: Sequence[Unseen], sets: Path, out: Path) -> None:
    """Writes texts.csv and labels.csv into the folder `out`. Raises ValueError for a set that is not in `sets`, or that
    holds no text of that name."""
    texts = {source: {name_of(text): text for text in _texts(sets, source)} for source in {one.source for one in every}}
    out.mkdir(parents=True, exist_ok=True)
    with (
        (out / "texts.csv").open("w", encoding="utf-8", newline="") as said,
        (out / "labels.csv").open("w", encoding="utf-8", newline="") as marked,
    ):
        lines, labels = csv.writer(said), csv.writer(marked)
        lines.writerow(("id", "set", "lang", "text", "pick"))
        labels.writerow(("id", "overall", "mentions", "two_readers"))
        for one in every:
            if one.digest not in texts[one.source]:
                raise ValueError(f"{one.source}: no text is called {one.digest}; is this the same edition of the set?")
            lines.writerow((one.digest, one.source, one.lang, texts[one.source][one.digest], one.pick))
            mentions = ";".join(sorted(one.first.mentions | one.second.mentions))
            labels.writerow((one.digest, one.first.overall, mentions or "-", 1))


def agreement(every: Sequence[Unseen]) -> str:
    """How far the two readings agree: on the attitude of the whole, and the F1 of their topics, over all and by topic."""
    same = sum(one.first.overall == one.second.overall for one in every)
    both = [topic for one in every for topic in one.first.topics & one.second.topics]
    marked = [topic for one in every for reading in (one.first, one.second) for topic in reading.topics]
    f1 = [2 * both.count(topic) / marked.count(topic) for topic in sorted(set(marked))]
    return (
        f"two readers agree on the whole in {same / len(every):.3f} (n = {len(every)}), on topics with F1"
        f" {2 * len(both) / len(marked):.3f} (n = {len(marked)} marked), mean of {len(f1)} topics {sum(f1) / len(f1):.3f}"
    )


def _reading(overall: str, mentions: str) -> Reading:
    return Reading(overall, frozenset(mentions.split(";")) if mentions != "-" else frozenset())


def _texts(sets: Path, source: str) -> Iterator[str]:
    if source not in CHATS:
        yield from texts_of(sets / source, SETS[source] if source in SETS else sources.SETS[source][1])
        return
    file = sets / source / CHATS[source]
    if not file.exists():
        raise ValueError(f"{file} is not there; training/README.md says where the sets come from")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            said = (turn["utterances"] for turn in json.loads(line)["turns"] if turn["sender"] == "customer")
            yield from (" ".join(one) for one in said)


if __name__ == "__main__":
    main()
