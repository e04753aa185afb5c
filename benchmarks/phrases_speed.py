"""How fast topics and opinions of real comments are found: by Python's regular expressions, and by compiled code.

    python benchmarks/phrases_speed.py FOLDER [COMMENTS]     the folder of public sets (VOC_DATA); 20,000 comments

For: the figures in benchmarks/README.md. Not for: how right the phrases are; `voc evaluate` says that.
Comments are taken in equal parts from nhs_fft, zh_waimai and airline_tweets_2015 and cut into clauses first. Each way
runs in one process on one core, in turns; what a run leaves behind (remembered judgements) is cleared between them.
Seconds are processor time: of the first run, which reads the phrases, and the least of those that follow. Tables that
differ end the benchmark.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from voc import classify, clean, tables, taxonomy
from voc.classify.phrases import batch, lexicon

SETS = {
    "nhs_fft/comments_phase1.csv.gz": "feedback",
    "zh_waimai/reviews.csv.gz": "review",
    "airline_tweets_2015/tweets.csv.gz": "text",
}
RUNS = 5


def main(folder: Path, comments: int) -> None:
    """Prints seconds of both ways side by side, and their ratio."""
    if not batch._has_numba():
        raise SystemExit("numba is not installed: pip install 'voc-analytics[fast]'")
    texts = [text for name, column in SETS.items() for text in _texts(folder / name, column, comments // len(SETS) + 1)]
    rows = pa.table({"feedback_id": [str(number) for number in range(comments)], "text": texts[:comments]})
    feedback = clean.feedback(tables.conform(rows, "feedback"))
    utterances = clean.utterances(feedback)
    print(f"{comments} comments, {utterances.num_rows} clauses; processor seconds\n")
    if not batch.kept.is_full():
        print("(nothing was compiled yet: the first run compiles, once for an installation)\n")

    def mentions() -> pa.Table:
        return classify.mentions(utterances, taxonomy.default())

    taken: dict[tuple[str, bool], list[float]] = {}
    found: dict[bool, list[pa.Table]] = {}
    for _ in range(RUNS):
        for is_compiled in (False, True):
            batch.FEW = batch.FEW_AT_FIRST = 0 if is_compiled else sys.maxsize
            lexicon.judgements.cache_clear()
            said = _timed(mentions, taken.setdefault(("mentions", is_compiled), []))

            def opinions(said: pa.Table = said) -> pa.Table:
                return classify.opinions(feedback, utterances, said)

            found[is_compiled] = [said, _timed(opinions, taken.setdefault(("opinions", is_compiled), []))]
        if not all(ours.equals(reference) for ours, reference in zip(found[True], found[False], strict=True)):
            raise SystemExit("the tables differ")
    for one in (False, True):
        taken["both", one] = [sum(pair) for pair in zip(taken["mentions", one], taken["opinions", one], strict=True)]
    print(f"{'':<22}{'expressions':>12}{'compiled':>12}{'ratio':>8}")
    for part in ("mentions", "opinions", "both"):
        plain, ours = (min(taken[part, one][1:]) for one in (False, True))
        print(f"{part:<22}{plain:>12.3f}{ours:>12.3f}{plain / ours:>8.1f}")
    plain, ours = (taken["both", one][0] for one in (False, True))
    print(f"{'both, first run':<22}{plain:>12.3f}{ours:>12.3f}{plain / ours:>8.1f}")
    rate = [utterances.num_rows / min(taken["both", one][1:]) for one in (False, True)]
    print(f"{'clauses a second':<22}{rate[0]:>12,.0f}{rate[1]:>12,.0f}")


def _texts(file: Path, column: str, n: int) -> list[str]:
    lines = io.StringIO(gzip.decompress(file.read_bytes()).decode("utf-8"), newline="")
    return [row[column] for row in csv.DictReader(lines)][:n]


def _timed(function: Callable[[], pa.Table], seconds: list[float]) -> pa.Table:
    begin = time.process_time()
    table = function()
    seconds.append(time.process_time() - begin)
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("comments", type=int, nargs="?", default=20_000)
    given = parser.parse_args()
    main(given.folder, given.comments)
