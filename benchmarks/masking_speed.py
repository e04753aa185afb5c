"""How fast comments are masked and cleaned, and how long each part of it takes, on one core.

    python -m benchmarks.masking_speed [FOLDER] [--texts 20000]

FOLDER holds .csv or .csv.gz files with real comments; without it the demo's are used. Every fiftieth comment has a phone
number, a name or an address put into it, so that what is masked costs what it costs. Garbage is collected as in a run of
`voc`.

For: the figures in benchmarks/README.md. Not for: what is found; tests/cases/masking_*.tsv say that.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import pyarrow as pa

from benchmarks.classify_speed import comments, per_second
from voc import clean, cli, tables
from voc.clean import mask

WANTED = 5_000
PLANTED = {
    "en": (" Ring me on 07700 900123.", " My name is John Smith.", " I live at 221B Baker Street, London NW1 6XE."),
    "zh": ("，请打13812345678", "，我叫王小明", "，寄到上海市浦东新区世纪大道100号"),
}


def main() -> int:
    """Prints comments a CPU second, all and by part; 1 where the whole is slower than WANTED."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--texts", type=int, default=20_000)
    given = parser.parse_args()
    csv.field_size_limit(1 << 24)
    cli.collect_less()
    slowest = float("inf")
    for lang, texts in comments(given.folder, given.texts).items():
        said = [text + PLANTED[lang][n // 50 % 3] if n % 50 == 0 else text for n, text in enumerate(texts)]
        rows = pa.table({"feedback_id": [f"f{n}" for n in range(len(said))], "text": pa.array(said, pa.string())})
        feedback = tables.conform(rows, "feedback")
        cleaned = clean.feedback(feedback)
        masked = per_second(lambda: mask.masked(said), len(said))  # noqa: B023
        filled = per_second(lambda: clean.feedback(feedback), len(said))  # noqa: B023
        cut = per_second(lambda: clean.utterances(cleaned), len(said))  # noqa: B023
        whole = 1 / (1 / filled + 1 / cut)
        slowest = min(slowest, whole)
        mean = sum(map(len, said)) / len(said)
        print(f"{lang}: {len(said):,} comments, {mean:.0f} characters on average")
        for name, rate in (
            ("masking", masked), ("masking, language, repeats", filled), ("cutting into clauses", cut), ("all of it", whole),
        ):  # fmt: skip
            print(f"  {name:30}{rate:>10,.0f} comments a CPU second")
    verdict = "reached" if slowest >= WANTED else "NOT reached"
    print(f"wanted {WANTED:,}: {verdict}")
    return int(slowest < WANTED)


if __name__ == "__main__":
    sys.exit(main())
