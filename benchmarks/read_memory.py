"""How much memory reading takes: a million rows of CSV, and files that are made to take all there is.

    python -m benchmarks.read_memory [--rows 1000000]

Every file is made in a temporary folder and read by a process of its own; its peak is `ru_maxrss` of that process, with
Python and every library in it.

For: the figures in benchmarks/README.md. Not for: speed alone; the seconds beside it are CPU seconds of the same process.
"""

from __future__ import annotations

import argparse
import gzip
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

WORDS = [
    "the",
    "delivery",
    "was",
    "late",
    "and",
    "nobody",
    "answered",
    "my",
    "call",
    "about",
    "the",
    "order",
    "parcel",
    "box",
    "broken",
    "size",
    "colour",
    "refund",
    "waited",
    "two",
    "weeks",
    "快递",
    "太慢",
    "客服",
    "不理人",
    "退货",
    "麻烦",
]
READ = """
import resource, sys, time
from pathlib import Path
from voc import ingest
from voc.errors import VocError
try:
    path = Path(sys.argv[1])
    got = ingest.tables([ingest.Source(path=path.name, table="feedback")], path.parent, "UTC")
    said = f"{got.files[0].rows_kept} rows kept"
except VocError as error:
    said = f"refused, {error.code}"
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{peak:>6} MiB {time.process_time():>6.1f} s  {said}")
"""


def rows(path: Path, n: int) -> None:
    """A CSV of `n` comments of 14 words, seven columns."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as out:
        out.write("feedback_id,created_at,text,customer_id,channel,country,product\n")
        for at in range(n):
            day, minute, text = at % 28 + 1, at % 60, " ".join(rng.choices(WORDS, k=14))
            out.write(f'f{at},2026-03-{day:02d}T10:{minute:02d}:00Z,"{text}",c{at % 200_000},web,GB,shoes\n')


def gzip_bomb(path: Path) -> None:
    """10 GiB of one row, in about 10 MB."""
    member = gzip.compress(b"a,b\n" * (64 << 18), 9)
    with path.open("wb") as out:
        for _ in range(160):
            out.write(member)


def zip_bomb(path: Path) -> None:
    """4 GiB of rows in one member."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w", force_zip64=True) as out,
    ):
        for _ in range(256):
            out.write(b"a,b\n" * (4 << 20))


def one_line(path: Path) -> None:
    """2 GiB without the end of a line; a hole in the file, which takes no room on most disks."""
    with path.open("wb") as out:
        out.write(b"text\n")
        out.truncate(2 << 30)


def far_cell(path: Path) -> None:
    """A workbook with a cell at A1 and one at XFD1048576."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write("A1", "text")
    sheet.write("XFD1048576", "x")
    book.close()


def deep_json(path: Path) -> None:
    """A list in a list, 20 million times."""
    path.write_bytes(b"[" * 20_000_000)


def wide_parquet(path: Path) -> None:
    """100 million texts of 1,000 letters, all the same, in a few MB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), pa.array(["x" * 1000]))
    with pq.ParquetWriter(path, pa.schema([("text", texts.type)])) as out:
        for _ in range(100):
            out.write_table(pa.table({"text": texts}))


def main() -> None:
    """Prints a line for each file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    made: dict[str, Callable[[Path], None]] = {
        "rows.csv": lambda path: rows(path, given.rows), "bomb.csv.gz": gzip_bomb, "bomb.zip": zip_bomb,
        "line.csv": one_line, "far.xlsx": far_cell, "deep.json": deep_json, "wide.parquet": wide_parquet,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, make in made.items():
            path = Path(folder) / name
            make(path)
            done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
            size = path.stat().st_size
            print(f"{name:<13}{size / 1e6:>9.1f} MB  {done.stdout.strip() or done.stderr.strip()[-200:]}", flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
