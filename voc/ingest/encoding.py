"""The text of a file in the encoding it is in.

For: `content`. Not for: unpacking, or what the text says.
"""

from __future__ import annotations

from voc.errors import DataError

# The commonest letters of Chinese texts, both scripts: only the right encoding produces many of them.
_COMMON = frozenset(
    "的一是不了在有我他这這个個们們來来到时時大地为為子中你说說生国國年着著就那和要她出也得里裡后後自以会會好很都没沒店服务務送买買快质質量客"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """(text, encoding, warnings) of `data`. Raises DataError E201 where it is no text."""
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
