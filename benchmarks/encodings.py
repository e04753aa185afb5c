"""Are files in six encodings read to the letter, down to one row?

    python -m benchmarks.encodings [--files 60] [--salt SALT] [--show 3]

Comments of `training/written` (Western ones of encodings_western.txt) are written as a CSV in an encoding that nothing in
the file names, with one short row (SHORT letters at most), 1, 2, 5 or 30 rows, and read as `voc classify` reads them. The
salt that all is drawn by is fresh in each run and printed; with --salt a run is repeated.

For: the figures in benchmarks/README.md. Not for: the promise itself; tests/test_encoding.py keeps it. UTF-16
is written with its mark, as programs write it.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import secrets
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from training import sources
from voc import single
from voc.errors import VocError

WANTED = 0.97
SHORT = 8
SIZES = {"1 short row": 1, "1 row": 1, "2 rows": 2, "5 rows": 5, "30 rows": 30}
HANS, HANT, WEST = "zh-Hans", "zh-Hant", "western"
ANY = (HANS, HANT, WEST)
# Encoding: the comments that it is used for.
ENCODINGS = {
    "utf-8": ANY, "utf-8-sig": ANY, "utf-16": ANY, "gb18030": (HANS, HANT), "gbk": (HANS,), "big5": (HANT,),
    "big5hkscs": (HANT,), "cp1252": (WEST,),
}  # fmt: skip
HEADS = (("id", "text"), ("编号", "评论"), ("編號", "意見"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line for each encoding and number of rows: files read to the letter, of how many; 1 below WANTED."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=60, help="files of each encoding and number of rows")
    parser.add_argument("--salt", default=None)
    parser.add_argument("--show", type=int, default=3, help="print so many of the files that are read wrongly")
    given = parser.parse_args(arguments)
    salt = given.salt or secrets.token_hex(8)
    rng, said = random.Random(salt), comments()
    right = every = 0
    wrong: list[str] = []
    print(f"salt {salt}\n\n| encoding | {' | '.join(SIZES)} |\n|---|" + "---|" * len(SIZES))
    for encoding, scripts in ENCODINGS.items():
        cells = []
        for size, rows in SIZES.items():
            good = 0
            for _ in range(given.files):
                texts = drawn(rng, said["short" in size, rng.choice(scripts)], encoding, rows)
                told = read(texts, encoding, rng.choice(HEADS) if encoding != "cp1252" else HEADS[0])
                good += told is None
                if told is not None:
                    wrong.append(f"{encoding}, {size}: {told}")
            cells.append(f"{good} of {given.files}")
            right, every = right + good, every + given.files
        print(f"| {encoding} | " + " | ".join(cells) + " |")
    verdict = "reached" if right >= WANTED * every else "NOT reached"
    print(f"\nread to the letter: {right} of {every} files; wanted {WANTED:.0%}: {verdict}")
    for one in wrong[: given.show]:
        print(f"  {one}", file=sys.stderr)
    return int(right < WANTED * every)


def comments() -> dict[tuple[bool, str], list[str]]:
    """Comments on one line, by whether only short ones, and script."""
    written: dict[str, list[str]] = {HANS: [], HANT: []}
    for one in sources.written():
        if one.lang in written:
            written[one.lang].append(one.text)
    written[WEST] = Path(__file__).with_name("encodings_western.txt").read_text("utf-8").splitlines()
    return {
        (is_short, script): [text for text in texts if not is_short or len(text) <= SHORT]
        for script, texts in written.items()
        for is_short in (False, True)
    }


def drawn(rng: random.Random, texts: Sequence[str], encoding: str, rows: int) -> list[str]:
    """So many of `texts`, of those that the encoding can hold."""
    return [one for one, _ in zip(_held(rng, texts, encoding), range(rows), strict=False)]


def _held(rng: random.Random, texts: Sequence[str], encoding: str) -> Iterator[str]:
    while True:
        one = rng.choice(texts)
        try:
            if one.encode(encoding).decode(encoding) == one:
                yield one
        except UnicodeError:
            continue


def read(texts: Sequence[str], encoding: str, head: tuple[str, str]) -> str | None:
    """Writes a file and reads it; what is wrong with the answer, or None. A heading that the encoding cannot hold becomes
    the English one."""
    try:
        "".join(head).encode(encoding)
    except UnicodeError:
        head = HEADS[0]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([head, *((f"r{row}", text) for row, text in enumerate(texts))])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "comments.csv"
        file.write_bytes(made.getvalue().encode(encoding))
        try:
            got = [one or "" for one in single.texts(file, head[1], head[0]).texts]
        except VocError as error:
            return f"{texts[0][:20]!r}: {error}"
    unlike = [(one, other) for one, other in zip(got, texts, strict=False) if one.strip() != other.strip()]
    if len(got) != len(texts):
        return f"{len(got)} rows of {len(texts)}"
    return f"{unlike[0][1][:20]!r} became {unlike[0][0][:20]!r}" if unlike else None


if __name__ == "__main__":
    sys.exit(main())
