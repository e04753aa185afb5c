"""The bytes of a file, unpacked, and its text in the encoding it is in.

For: the readers. Not for: knowing what the text says.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from voc.errors import DataError
from voc.ingest import encoding


@dataclass(frozen=True)
class Content:
    """One file: `name` as shown, `kind` its ending without .gz or .zip, `data` unpacked, `sha256` of the file."""

    name: str
    kind: str
    data: bytes
    sha256: str
    warnings: list[str] = field(default_factory=list)

    @cached_property
    def decoded(self) -> tuple[str, str, list[str]]:
        """(text, encoding, warnings). Raises DataError E201 where it is no text."""
        return encoding.decoded(self.data, self.name)


def content(path: Path, name: str) -> Content:
    """The content of the file at `path`, .gz and .zip (with one file in it) unpacked. Raises DataError E201, E202."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise DataError("E201", "cannot read this file", where=name, found=error.strerror or "") from error
    kind = "".join(path.suffixes[-2:]).lower()
    data = packed
    try:
        if packed[:2] == b"\x1f\x8b":
            data = gzip.decompress(packed)
            kind = kind.removesuffix(".gz")
        elif packed[:4] == b"PK\x03\x04" and kind.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                inner = [one for one in archive.namelist() if not one.endswith("/") and "__MACOSX" not in one]
                if len(inner) != 1:
                    raise DataError(
                        "E201", "a zip must hold one file", where=name, found=f"{len(inner)} files", do="unpack it"
                    )
                data, kind = archive.read(inner[0]), Path(inner[0]).suffix.lower()
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DataError(
            "E201", "this packed file is damaged", where=name, found=str(error), do="copy or export it again"
        ) from error
    if not data.strip():
        raise DataError(
            "E202", "the file is empty", where=name, do="export it again, or take the source out of voc.toml"
        )
    return Content(name, "." + kind.rsplit(".", 1)[-1], data, hashlib.sha256(packed).hexdigest())
