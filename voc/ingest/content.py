"""The bytes of a file, unpacked, and its text in the encoding it is in.

For: the readers. Not for: unpacking (`unpack`), nor knowing what the text says.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from voc.errors import DataError
from voc.ingest import charset, encoding
from voc.ingest.marks import repeated

_SAMPLE = 1 << 20  # bytes


@dataclass(frozen=True)
class Content:
    """One file: `name` as shown, `kind` its ending without .gz or .zip, `data` unpacked, `sha256` of the file; `said` is the
    encoding that its source declares, None where it has to be found, and `order` what it declares of dates such as
    03/04/2025 (`dates`), `sheet` the one of a workbook that it names; `error` why a member of an archive was not unpacked;
    `path` where it lies, None in an archive."""

    name: str
    kind: str
    data: bytes
    sha256: str
    warnings: list[str] = field(default_factory=list)
    said: str | None = None
    error: DataError | None = None
    path: Path | None = None
    order: str | None = None
    sheet: str | None = None

    @cached_property
    def decoded(self) -> tuple[str, str, list[str]]:
        """(text, encoding, warnings). Raises DataError E201 where it is no text, E206 where it is not what was `said`."""
        if self.said is not None:
            return encoding.said(self.data, self.name, self.said)
        return encoding.decoded(self.data, self.name)

    @cached_property
    def utf8(self) -> tuple[memoryview, str, list[str]]:
        """(the text as UTF-8 without a mark, encoding, warnings), errors as `decoded`. UTF-8 is not copied."""
        if not self._is_utf8:
            text, name, warnings = self.decoded
            return memoryview(text.encode("utf-8", errors="replace")), name, warnings
        _, name, warnings = encoding.decoded(self._first(_SAMPLE), self.name)
        begin = len(repeated(self.data))
        begin += 3 if self.data.startswith(codecs.BOM_UTF8, begin) else 0
        return memoryview(self.data)[begin:], name, warnings

    def head(self, size: int) -> str:
        """The text of the first bytes, at least `size` of them; errors as `decoded`."""
        if not self._is_utf8:
            return self.decoded[0][:size]
        return encoding.decoded(self._first(size), self.name)[0]

    def _first(self, size: int) -> bytes:
        """The first `size` bytes of UTF-8, and the rest of the last letter."""
        end = size
        while end < len(self.data) and self.data[end] & 0xC0 == 0x80:
            end += 1
        return self.data[:end]

    @cached_property
    def _is_utf8(self) -> bool:
        """Whether all of it is UTF-8, and nothing else was said; found piece by piece, since the whole as text could take
        four times the room."""
        if self.said is not None and charset.readings(self.said, self.name) != ("utf-8",):
            return False
        if b"\0" in self.data[:_SAMPLE]:
            return False
        if self.data.isascii():
            return True
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for start in range(0, len(self.data), _SAMPLE):
                decoder.decode(self.data[start : start + _SAMPLE])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True
