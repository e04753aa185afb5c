"""The bytes of a file, unpacked, and its text in the encoding it is in.

For: the readers. Not for: unpacking (`unpack`), nor knowing what the text says.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property

from voc.errors import DataError

# The commonest letters of Chinese texts, both scripts: only the right encoding produces many of them.
_COMMON = frozenset(
    "的一是不了在有我他这這个個们們來来到时時大地为為子中你说說生国國年着著就那和要她出也得里裡后後自以会會好很都没沒店服务務送买買快质質量客"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


_SAMPLE = 1 << 20  # bytes


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
        return _decoded(self.data, self.name)

    @cached_property
    def utf8(self) -> tuple[memoryview, str, list[str]]:
        """(the text as UTF-8 without a mark, encoding, warnings), errors as `decoded`. UTF-8 is not copied."""
        if not self._is_utf8:
            text, encoding, warnings = self.decoded
            return memoryview(text.encode("utf-8", errors="replace")), encoding, warnings
        _, encoding, warnings = _decoded(self._first(_SAMPLE), self.name)
        return memoryview(self.data)[3 if self.data.startswith(codecs.BOM_UTF8) else 0 :], encoding, warnings

    def head(self, size: int) -> str:
        """The text of the first bytes, at least `size` of them; errors as `decoded`."""
        if not self._is_utf8:
            return self.decoded[0][:size]
        return _decoded(self._first(size), self.name)[0]

    def _first(self, size: int) -> bytes:
        """The first `size` bytes of UTF-8, and the rest of the last letter."""
        end = size
        while end < len(self.data) and self.data[end] & 0xC0 == 0x80:
            end += 1
        return self.data[:end]

    @cached_property
    def _is_utf8(self) -> bool:
        """Whether all of it is UTF-8; found piece by piece, since the whole as text could take four times the room."""
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


def _decoded(data: bytes, name: str) -> tuple[str, str, list[str]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding, []
    if b"\0" in data[:4096]:
        raise DataError("E201", "this is not a text file", where=name, expected="CSV, TSV, JSON or JSONL text")
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", errors="replace")
    broken, sound = (
        mended.count("\ufffd"),
        sum(1 for letter in mended[:100_000] if letter > "\x7f" and letter != "\ufffd"),
    )
    if broken * 20 <= sound:
        return mended, "utf-8", [f"{broken} characters are not valid UTF-8 and read as \ufffd"]
    guesses = [(_commonness(data, encoding), encoding) for encoding in ("gb18030", "big5hkscs", "cp1252")]
    best = max(guesses, key=lambda guess: guess[0])[1]
    text = data.decode(best, errors="replace")
    return text, best, [f"not UTF-8; read as {best}: look whether the words are right"]


def _commonness(data: bytes, encoding: str) -> float:
    """How much the text in `encoding` looks like a text: the share of common letters among the non-ASCII ones."""
    letters = [letter for letter in data[:400_000].decode(encoding, errors="replace") if letter > "\x7f"]
    if encoding == "cp1252":
        return sum(1 for letter in letters if letter.isalpha()) / max(len(letters), 1) * 0.1
    bad = sum(1 for letter in letters if letter == "\ufffd")
    return (sum(1 for letter in letters if letter in _COMMON) - 5 * bad) / max(len(letters), 1)
