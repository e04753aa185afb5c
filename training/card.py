"""Card of the shipped model: python -m training.card --gold FOLDER --sets FOLDER.

For: CARD.md and track_record.csv in the model's folder, under its sums. Not for: models that `voc train` makes (voc.train).
Every figure and every answer in it is printed by the model itself; the words around them stand in card.md.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from click.testing import CliRunner

from training import answers, build, sources, unseen
from voc import asking, gold, taxonomy
from voc.classify import shelf, track_record
from voc.cli.evaluate import command as evaluate
from voc.explain.voices import pains

FAILURES = sources.HERE / "failures.tsv"
LICENCES = {
    "nhs_fft": "MIT",
    "cfpb_complaints": "US government public data",
    "banking77": "CC BY 4.0 (PolyAI)",
    "mams_absa": "Apache-2.0",
    "zh_asap_sample": "Apache-2.0",
}
TEXT = (sources.HERE / "card.md").read_text("utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the card and the track record beside the shipped model, and the sums again."""
    parser = argparse.ArgumentParser(prog="python -m training.card", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--sets", type=Path, required=True)
    given = parser.parse_args(arguments)
    folder, apart = shelf.SHIPPED / shelf.LINEAR, list(unseen.listed())
    with tempfile.TemporaryDirectory() as held:
        unseen.write(apart, given.sets, Path(held))
        card = TEXT.format(
            data=data(given.sets), clause=build.TAUGHT_CLAUSE, whole=build.TAUGHT_CLAUSE_WHOLE,
            silent=", ".join(f"`{one}`" for one in build.SILENT), readers=unseen.agreement(apart), n=len(apart),
            unseen=scored(held), scores=scored(str(given.gold), "--sets", str(given.sets)), failures=failures(),
        )  # fmt: skip
        counted = record(given.gold, Path(held))
    beside = {shelf.CARD: card.encode(), track_record.FILE: track_record.packed(counted)}
    shelf.write(shelf.trained(folder), folder, beside)
    print(f"{folder / shelf.CARD}: {len(card):,} characters")


def scored(*words: str) -> str:
    """What `voc evaluate` prints of the shipped model, as Markdown."""
    told = CliRunner().invoke(evaluate, [*words, "--markdown"])
    if told.exit_code:
        raise SystemExit(told.output)
    return told.stdout.strip()


def record(*folders: Path) -> pa.Table:
    """Table track_record of the shipped model on the labelled texts of `folders`."""
    read = [gold.read(folder) for folder in folders]
    texts, said = ([one for part in read for one in getattr(part, name)] for name in ("texts", "toward"))
    sets, langs = ([one for part in read for one in getattr(part, name)] for name in ("sources", "langs"))
    ids = [str(place) for place in range(len(texts))]
    _, mentions = asking.classified(texts, ids=ids)
    found = set(pains(mentions).itertuples(index=False, name=None))
    topics = taxonomy.default().ids
    true = [["negative" in toward.get(topic, ()) for topic in topics] for toward in said]
    named = [[(id_, topic) in found for topic in topics] for id_ in ids]
    return track_record.counted(np.array(true), np.array(named), topics, sets, langs)


def data(sets: Path) -> str:
    """Where the texts come from, with their licences, as a Markdown table."""
    rows = [("written for this project", "that of this repository", "written and labelled", n, lang)
            for lang, n in Counter(one.lang for one in sources.written()).items()]  # fmt: skip
    read = Counter((one.source, one.lang) for one in sources.read(sets))
    rows += [(name, LICENCES[name], "labelled by reading", n, lang) for (name, lang), n in read.items()]
    told = Counter((one.source, one.lang) for one in answers.read(sets))
    rows += [(name, LICENCES[name], "answered by the teacher", n, lang) for (name, lang), n in told.items()
             if name in LICENCES]  # fmt: skip
    clauses = Counter(lang for (name, lang), n in told.items() for _ in range(n) if name not in LICENCES)
    rows += [("clauses of those written", "that of this repository", "answered by the teacher", n, lang)
             for lang, n in clauses.items()]  # fmt: skip
    lines = [f"| {name} | {licence} | {how} | {lang} | {n:,} |" for name, licence, how, n, lang in rows]
    return "\n".join(["| texts | licence | how | language | n |", "|---|---|---|---|---:|", *lines])


def failures() -> str:
    """What the model says of the texts of FAILURES, beside what is right, as a Markdown table."""
    with FAILURES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    said, mentions = asking.classified([row["text"] for row in rows])
    table = ["| comment | it says | a reader would |", "|---|---|---|"]
    for place, row in enumerate(rows):
        own = mentions[mentions["feedback_id"] == said["id"][place]]
        topics = ", ".join(f"{topic} {tone}" for topic, tone in zip(own["topic"], own["sentiment"], strict=True))
        table.append(f"| {row['text']} | {said['sentiment'][place]}; {topics or 'no topic'} | {row['should be']} |")
    return "\n".join(table)


if __name__ == "__main__":
    main()
