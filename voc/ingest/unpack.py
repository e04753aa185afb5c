"""A file as the contents it holds: itself, what is in its gzip, each file of its zip; never more than memory can bear.

For: `read`. Not for: what the bytes say. Members of an archive are read into memory one at a time and never written
anywhere, so that a path such as ../../etc/x in an archive is nothing but a strange name.

Everything is poured through limits: a file that would unpack to more is refused as soon as it does, so that no more than
that was ever held.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from voc.errors import DataError
from voc.ingest import word_text
from voc.ingest.content import Content

LARGEST = 2 << 30  # bytes of a file, or of all files of an archive, unpacked
# Beyond FREE bytes no more may come out than RATIO times what was taken of the file: text packs 3 to 30 times.
RATIO, FREE = 200, 64 << 20
LONGEST_LINE = 64 << 20  # bytes
LARGEST_DOCUMENT = 256 << 20  # bytes of one JSON document, which has to be held as objects, several times its size
MEMBERS = 1000  # files in an archive
_CHUNK = 1 << 20
_NOTHING = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"  # blanks, NUL and marks of an encoding
_BINARY = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LINES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson")  # endings of files whose rows are lines
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.(?![./])|Thumbs\.db$|desktop\.ini$)", re.I)
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)


@dataclass
class Poured:
    """How much came out of a file so far; `taken` says how much of the file that took, None where it is not packed."""

    name: str
    taken: Callable[[], int] | None = None
    size: int = 0

    def more(self, size: int) -> None:
        """Counts `size` bytes. Raises DataError E221 where that is too much."""
        self.size += size
        if self.size > LARGEST:
            raise _too_much(self.name, f"more than {LARGEST >> 30} GiB", "split it into files of less, or give Parquet")
        if self.taken is not None and self.size > FREE and self.size > RATIO * self.taken():
            raise _too_much(
                self.name, f"its first {self.taken()} bytes unpack to {self.size >> 20} MiB",
                "if that is right, unpack it first and give the files",
            )  # fmt: skip


def contents(path: Path, name: str) -> Iterator[Content]:
    """What the file at `path` holds, one Content at a time; of a zip with several files, each as NAME/MEMBER, one that is
    damaged with its error.

    Raises DataError E201 for a file that cannot be read, E202 for an empty one, E221 for one that unpacks to too much,
    E222 for a line or a document that is too long.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            magic = file.read(4)
            file.seek(0)
            kind = _kind(path.name)
            if magic == b"PK\x03\x04" and not kind.startswith(".xls"):
                yield from _zipped(file, path, name, sha256)
            else:
                taken = file.tell if magic[:2] == b"\x1f\x8b" else None
                yield replace(_content(file, path.name, name, sha256, Poured(name, taken)), path=path)
    except OSError as error:
        raise DataError("E201", "cannot read this file", where=name, found=error.strerror or str(error)) from error


def _zipped(file: IO[bytes], path: Path, name: str, sha256: str) -> Iterator[Content]:
    """The files of an archive; the whole file where it is a workbook under another ending."""
    poured = Poured(name, file.tell)  # a member is read from where it lies in the file
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            names = {one.filename for one in entries}
            if word_text.MEMBER in names:
                yield _worded(archive, name, sha256, poured)
                return
            if "[Content_Types].xml" in names or "mimetype" in names:
                file.seek(0)
                yield _content(file, path.with_suffix(".xlsx").name, name, sha256, Poured(name))
                return
            wanted = [one for one in entries if not _LITTER.search(one.filename)]
            if not wanted or len(wanted) > MEMBERS:
                raise DataError(
                    "E201", "this archive holds no file" if not wanted else "this archive holds too many files",
                    where=name, found=f"{len(wanted)} files", expected=f"1 to {MEMBERS}", do="unpack it, and give a folder",
                )  # fmt: skip
            for entry in wanted:
                shown = name if len(wanted) == 1 else f"{name}/{cleaned(entry.filename)}"
                try:
                    found = _member(archive, entry, shown, sha256, poured, len(wanted) > 1)
                except DataError as error:
                    # What is too large is so for the archive as a whole: the next member would be too.
                    if len(wanted) == 1 or error.code == "E221":
                        raise
                    found = Content(shown, _kind(entry.filename), b"", sha256, error=error)
                yield found
    except DataError:
        raise
    except _DAMAGED as error:
        raise _damaged(name, error) from error


def _worded(archive: zipfile.ZipFile, name: str, sha256: str, poured: Poured) -> Content:
    """The text of a Word document."""
    found = _member(archive, archive.getinfo(word_text.MEMBER), name, sha256, poured, False)
    try:
        text = word_text.lines(found.data)
    except ValueError as error:
        raise DataError(
            "E201",
            "cannot read this Word document",
            where=name,
            found=str(error)[:200],
            do="save it as .docx again, or as text",
        ) from error
    if not text.strip():
        raise DataError(
            "E202", "the file is empty", where=name, do="export it again, or take the source out of voc.toml"
        )
    return replace(found, kind=".txt", data=text.encode("utf-8", errors="replace"))


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, sha256: str, poured: Poured, may_be_empty: bool
) -> Content:
    if entry.flag_bits & 0x1:
        raise DataError("E201", "this file is locked with a password", where=shown, do="unpack it, and give the files")
    try:
        with archive.open(entry) as member:
            return _content(member, entry.filename, shown, sha256, poured, may_be_empty)
    except DataError:
        raise
    except _DAMAGED as error:
        raise _damaged(shown, error) from error


def _content(
    file: IO[bytes], called: str, name: str, sha256: str, poured: Poured, may_be_empty: bool = False
) -> Content:
    """The content of an open file `called` so, out of its gzip where it is in one."""
    kind = _kind(called)
    first = file.read(2)
    whole: Any = _Rest(first, file)
    try:
        if first == b"\x1f\x8b":
            whole = gzip.GzipFile(fileobj=whole)
            called = called.lower().removesuffix(".gz")
            kind = _kind(called) or ".txt"
        data = _read(whole, name, kind, poured)
        if not _kind(called) and data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            kind = ".json"  # a part that a stream or job wrote
    except DataError:
        raise
    except _DAMAGED as error:
        raise _damaged(name, error) from error
    if not data[:_CHUNK].strip(_NOTHING) and not data.strip(_NOTHING):
        if may_be_empty:
            return Content(name, kind, b"", sha256)
        raise DataError("E202", "the file is empty", where=name, do="export it again, or leave it out")
    return Content(name, kind, data, sha256)


def _read(file: IO[bytes], name: str, kind: str, poured: Poured) -> bytes:
    out = io.BytesIO()
    line = 0
    longest = -1
    while chunk := file.read(_CHUNK):
        poured.more(len(chunk))
        if longest < 0:
            longest = _longest(chunk, kind)
        out.write(chunk)
        if longest:
            line = _open_line(chunk, line)
            if line > longest:
                raise DataError(
                    "E222", "one line of this file is too long to read", where=name, found=f"more than {longest >> 20} MiB",
                    expected="rows, each on a line, or JSON of less than that", do="export it again, as CSV or JSON lines",
                )  # fmt: skip
    return out.getvalue()  # BytesIO hands out its own buffer: no copy


def _longest(first: bytes, kind: str) -> int:
    """How long a line may be in a file that begins so; 0 for any length, where lines mean nothing."""
    if first[:4] in _BINARY:
        return 0
    is_document = kind not in _LINES and first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return LARGEST_DOCUMENT if is_document else LONGEST_LINE


def _open_line(chunk: bytes, before: int) -> int:
    """The length of the line that is open at the end of `chunk`; `before` of the one open at its beginning."""
    end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return before + len(chunk) if end < 0 else len(chunk) - end - 1


class _Rest(io.RawIOBase):
    """A file of which the first bytes were read already."""

    def __init__(self, first: bytes, file: IO[bytes]) -> None:
        self._first, self._file = first, file

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._first[: len(into)] or self._file.read(len(into))
        self._first = self._first[len(data) :] if self._first else b""
        into[: len(data)] = data
        return len(data)


def cleaned(member: str) -> str:
    """The name of a member of an archive as it is shown: no ways up or from the root, no signs that steer a terminal."""
    parts = [part for part in re.split(r"[/\\]+", member) if part not in ("", ".", "..") and not part.endswith(":")]
    shown = "/".join(parts) or "file"
    return "".join(letter if letter.isprintable() else "?" for letter in shown)[:200]


def _kind(name: str) -> str:
    """The ending, in lower case and with its dot; "" for none."""
    return Path(name.replace("\\", "/")).suffix.lower()


def _too_much(name: str, found: str, do: str) -> DataError:
    return DataError("E221", "this file is too large to be read here", where=name, found=found, do=do)


def _damaged(name: str, error: Exception) -> DataError:
    return DataError(
        "E201", "this packed file is damaged", where=name, found=str(error)[:200], do="copy or export it again"
    )
