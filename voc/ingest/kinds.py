"""Which files may hold rows: kinds of containers that we read, and files of a folder that are no pictures or notes.

For: `read`, and whoever lists a folder. Not for: reading them, nor which format one is of; see `read` and `formats`. A new
kind of container is a new line in PLAIN.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from voc.ingest import delimited, records
from voc.ingest.content import Content
from voc.ingest.raw import Raw

PLAIN: dict[str, Callable[[Content], Raw]] = {
    ".csv": delimited.delimited,
    ".tsv": delimited.delimited,
    ".tab": delimited.delimited,
    ".txt": delimited.delimited,
    ".jsonl": records.lines,
    ".ndjson": records.lines,
    ".json": records.whole,
}
OTHER = (
    ".parquet",
    ".pq",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".vtt",
    ".srt",
    ".sbv",
    ".vcon",
)  # told by their bytes, or only by formats
READERS = (*PLAIN, *OTHER)
ABOUT = re.compile(r"(read_?me|licen[cs]e|copying|notice|manifest|source|说明|說明)[^/]*\.(txt|md|json)$", re.I)


def is_data(name: str) -> bool:
    """Whether a file called so may hold rows: no picture, no program, no note about the files beside it."""
    kind = Path(name.lower().removesuffix(".gz")).suffix
    return kind in (*READERS, ".zip") and not ABOUT.search(name)


def may_hold_rows(path: Path) -> bool:
    """Whether a file of a folder is to be read: by its name, or, where that has no ending, as streams and jobs write their
    parts, because JSON, gzip or Parquet begins it."""
    if Path(path.name.lower().removesuffix(".gz")).suffix or path.name.startswith("_"):
        return is_data(path.name)
    with path.open("rb") as file:
        first = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return first.startswith((b"{", b"[", b"\x1f\x8b", b"PAR1"))
