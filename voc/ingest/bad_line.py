"""What is said of a file in which a line is in another encoding than the rest, or in none: the error that names the line.

For: `encoding`. Not for: finding that line.
"""

from __future__ import annotations

from voc.errors import DataError
from voc.ingest.raw import short


def damaged(data: bytes, name: str, encoding: str, bad: int) -> DataError:
    """The DataError E211 of `data` that is in `encoding` but for what stands at `bad`."""
    return two(data, data[data.rfind(b"\n", 0, bad) + 1 :].split(b"\n", 1)[0], None, name, encoding, bad)


def two(
    data: bytes, line: bytes, other: str | None, name: str, encoding: str = "utf-8", at: int | None = None
) -> DataError:
    """The DataError E211 of a `line` that is in `other` while the rest is in `encoding`; None for a line in neither."""
    at = data.find(line) if at is None else at
    number = data.count(b"\n", 0, at) + 1
    read = line.decode(other or encoding, errors="replace")
    begins = short("".join(letter if letter.isprintable() else " " for letter in read))
    if other is None:
        what, found = f"line {number} is damaged: it is no {encoding}, as the rest is", begins
    else:
        rest = "not in UTF-8 as others are" if encoding == "utf-8" else f"not in {encoding} as others are"
        rest = "in UTF-8, and others are not" if other == "utf-8" else rest
        what, found = f"two encodings in one file: line {number} is {rest}", f"{begins} (read as {other})"
    return DataError(
        "E211", what, where=name, found=found, expected="one encoding from beginning to end",
        do="save the pasted rows and the rest in the same encoding, best as UTF-8, and read that",
    )  # fmt: skip
