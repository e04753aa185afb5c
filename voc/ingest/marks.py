"""Marks at the beginning of a file that say its encoding (byte order marks), and those that stand twice.

For: `encoding`. Not for: files without one.
"""

from __future__ import annotations

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip


def repeated(data: bytes) -> bytes:
    """The marks at the beginning of `data` that another one of the same follows: a program put its own before the first."""
    for mark, _ in MARKS:
        size = len(mark)
        if data.startswith(mark + mark):
            end = size
            while data.startswith(mark, end + size):
                end += size
            return data[:end]
    return b""
