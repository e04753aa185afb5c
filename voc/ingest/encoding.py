"""The text of a file in the encoding it is in: `decoded(data, name)`.

    a mark at the beginning -> strict UTF-8 -> NULs in the pattern of UTF-16 -> the reading whose letters people use

For: `content`. Not for: unpacking, or what the text says. Nothing is replaced in silence: bytes that are no text in the
encoding of their file are an error that names the line, but for a character that was cut off where its cell or the file
ends, which exports do; that one is read as U+FFFD and counted.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from voc.errors import DataError
from voc.ingest import bad_line, charset, letters, mojibake, nearly_utf_8, two_pages
from voc.ingest.marks import MARKS, repeated
from voc.ingest.note import note

# Encodings without a mark and how their letters are judged; of two that read alike the first is taken.
_READINGS = (
    ("gb18030", "chinese"), ("cp950", "chinese"), ("big5hkscs", "chinese"), ("cp1252", "western"),
    ("mac_roman", "western"), ("cp1251", "cyrillic"), ("shift_jis", "japanese"), ("euc_jp", "japanese"),
    ("euc_kr", "korean"), ("cp1250", "central"),
)  # fmt: skip
_NOT_WESTERN = [
    "gb18030", "gbk", "gb2312", "hz", "big5", "big5hkscs", "cp950", "johab", "cp949", "utf_7", "utf_16",
    "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be",
]  # fmt: skip
_KINDS = tuple(dict.fromkeys(kind for _, kind in _READINGS))
_BEFOREHAND = {"mac_roman": 4.0, "cp1250": 8.0, "big5hkscs": 1.0}  # nats: what is seldom met needs more to be believed
_SAMPLE = 60_000  # bytes of lines beyond ASCII that are judged
_ODD = 9.0  # nats a western letter costs on average, from which on another page is looked for
_ALPHABETS = (("À", "ſ"), ("Ά", "ώ"), ("Ѐ", "џ"), ("א", "ת"), ("ء", "ي"))
_SWAPPED = re.compile("[\u0a00\u0a0d]")  # line ends with their bytes the wrong way round; no script has these two
_ETEN = {0x2215: "／", 0xFE68: "＼"}  # cp950 has two of each, and nobody types these


def decoded(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """(text, encoding, warnings) of `data`, without a mark. Raises DataError E201 where it is no text, E211 where it holds
    more than one encoding or a line is damaged, E212 where no encoding gives letters that people use."""
    data = data[len(repeated(data)) :]
    for mark, encoding in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            if encoding != "utf-8" or _is(rest, "utf-8"):
                return _read(rest, encoding, name, [])
            data = rest
            break
    if b"\0" in data:
        return _wide(data, name)
    if _is(data, "utf-8"):
        return _plain(data, name)
    text, cut, bad = _mended_ends(data, "utf-8")
    if bad is None:
        return text, "utf-8", [*_cut_off(cut, text), *_doubts(text.replace("\ufffd", ""))]
    lines = _beyond_ascii(data)
    in_utf8 = [line for line in lines if _is(line, "utf-8")]
    if len(in_utf8) * 2 >= len(lines) or _is_certain(in_utf8):
        raise _mixed(data, lines, in_utf8, name)
    if nearly_utf_8.is_so(data):
        raise bad_line.damaged(data, name, "utf-8", bad)
    encoding = _likest(_sampled(lines), name)
    if (odd := two_pages.stranger(lines, encoding)) is not None:
        raise bad_line.two(data, *odd[:2], name, odd[2])
    return _read(data, encoding, name, [_not_utf_8(encoding)])


def said(data: bytes, name: str, encoding: str) -> tuple[str, str, list[str]]:
    """`decoded` where the source says the encoding; a mark at the beginning is surer, and where they differ a warning says
    so. Raises ConfigError E103 for an encoding that is none, DataError E206 where `data` is not in it, or is UTF-8: nearly
    any bytes of UTF-8 can be read as GBK or Windows-1252 too, as words that nobody wrote."""
    readings = charset.readings(encoding, name)
    data = data[len(repeated(data)) :]
    marked = next((known for mark, known in MARKS if data.startswith(mark)), None)
    if marked is not None and (marked != "utf-8" or _is(data[3:], "utf-8")):
        text, _, warnings = decoded(data, name)
        is_same = marked.removesuffix("-le").removesuffix("-be") == readings[0].removesuffix("-le").removesuffix("-be")
        doubt = note(
            "begins with the mark of {mark} and was read as that, not as {encoding}", mark=marked, encoding=encoding
        )
        return text, marked, warnings if is_same else [doubt, *warnings]
    if readings[0] != "utf-8" and _is_surely_utf_8(data, name):
        raise DataError(
            "E206", f"this is UTF-8 and not {encoding}, which its source says", where=name,
            do="leave the encoding out, or say utf-8",
        )  # fmt: skip
    damage = [_mended_ends(data, one)[2] for one in readings]
    for one, bad in zip(readings, damage, strict=True):
        if bad is None:
            return _read(data, one, name, [])
    number = data.count(b"\n", 0, damage[0]) + 1
    raise DataError(
        "E206", f"line {number} is not in {encoding}, which its source says", where=name,
        do="say another encoding, or leave it out: then it is found",
    )  # fmt: skip


def _not_utf_8(encoding: str) -> str:
    return note("not UTF-8; read as {encoding}: look whether the words are right", encoding=encoding)


def _is_surely_utf_8(data: bytes, name: str) -> bool:
    return not data.isascii() and b"\0" not in data and _is(data, "utf-8") and _plain(data, name)[1] == "utf-8"


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _beyond_ascii(data: bytes) -> list[bytes]:
    """The lines that hold a byte beyond ASCII, without their ends."""
    return [line for line in data.splitlines() if not line.isascii()]


def _sampled(lines: list[bytes]) -> bytes:
    """Whole lines from all over the file, each once."""
    step = max(1, sum(map(len, lines)) // _SAMPLE)
    found, size = [], 0
    for line in islice(dict.fromkeys(lines[::step]), 20_000):
        found.append(line[:_SAMPLE])
        size += len(line)
        if size > _SAMPLE:
            break
    return b"\n".join(found)


def _plain(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """Bytes that are valid UTF-8. A few characters of GBK are so by chance; they give letters of no language."""
    text = data.decode("utf-8")
    if len(data) != len(text) and len(data) < 4000 and max(text) < "\u0800":
        sample = _sampled(_beyond_ascii(data))
        other = sample.decode("gb18030", errors="replace")
        alphabets = letters.cost(sample.decode("utf-8"), "western") - 4.0 * sum(map(_is_basic, text))
        if letters.cost(other, "chinese") + 4 < alphabets and "\ufffd" not in other:
            return _read(data, "gb18030", name, [_not_utf_8("gb18030")])
    return text, "utf-8", _doubts(text)


def _is_basic(letter: str) -> bool:
    """Of an alphabet as it is written: Greek, Cyrillic, Hebrew, Arabic, and Latin with accents."""
    return any(low <= letter <= high for low, high in _ALPHABETS)


def _doubts(text: str) -> list[str]:
    """Warnings about what an earlier program did to the text."""
    warnings = []
    count, first = mojibake.twice_encoded(text)
    if count:
        warnings.append(
            note(
                "{n} places look like UTF-8 encoded twice (the first should read {first}): export it again as UTF-8",
                n=count,
                first=first,
            )
        )
    lost = text.count("\ufffd") + 2 * text.count("锟斤拷")
    if lost:
        warnings.append(note("{n} characters were lost before (\ufffd or 锟斤拷): export it again as UTF-8", n=lost))
    return warnings


def _wide(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """UTF-16 or UTF-32 without a mark: ASCII leaves NULs at every second byte, or at three of four."""
    sample = data[:20_000]
    nuls = [sample[at::4].count(0) * 4 / len(sample) for at in range(4)]
    guesses = []
    if min(nuls[2:]) > 0.95 and len(data) % 4 == 0:
        guesses.append("utf-32-le")
    elif min(nuls[:2]) > 0.95 and len(data) % 4 == 0:
        guesses.append("utf-32-be")
    guesses += ["utf-16-le", "utf-16-be"] if nuls[1] + nuls[3] > nuls[0] + nuls[2] else ["utf-16-be", "utf-16-le"]
    for encoding in guesses:
        text = sample[: len(sample) // 4 * 4].decode(encoding, errors="replace")
        # ASCII and common letters; what is no text gives controls and letters of far scripts.
        if "\0" not in text and min(letters.cost(text, kind) for kind in _KINDS) < 9.5 * len(text):
            told = note("read as {encoding}, by its NULs: look whether the words are right", encoding=encoding)
            return _read(data, encoding, name, [told])
    raise DataError("E201", "this is not a text file", where=name, expected="CSV, TSV, JSON or JSONL text")


def _likest(sample: bytes, name: str) -> str:
    """The encoding whose letters are the likeliest. Western pages beyond cp1252 are told apart by charset-normalizer."""
    costs = {}
    for encoding, kind in _READINGS:
        costs[encoding] = letters.cost(_eased(sample.decode(encoding, errors="replace"), encoding), kind)
    best = min(costs, key=lambda encoding: costs[encoding] + _BEFOREHAND.get(encoding, 0.0))
    if best not in ("cp1252", "mac_roman"):
        return best
    text = sample.decode(best, errors="replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    plain = sum(
        letters.cost(letter, "western") for letter in set(text) if letter < "\x80" for _ in range(text.count(letter))
    )
    if "\ufffd" not in text and (costs[best] - plain) / max(len(beyond), 1) < _ODD:
        return best
    return _by_statistics(sample) or _or_refused(best, text, name)


def _by_statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_exclusion=_NOT_WESTERN, enable_fallback=False).best()
    return found.encoding if found is not None else None


def _or_refused(best: str, text: str, name: str) -> str:
    if "\ufffd" not in text and not any("\x80" <= letter < "\xa0" for letter in text):
        return best
    raise DataError(
        "E212", "no encoding that we know gives words", where=name, found="neither UTF-8, GB18030, Big5 nor a western page",
        do='save it as UTF-8 (in Excel: CSV UTF-8), or say what it is in: encoding = "..." in its [[source]]',
    )  # fmt: skip


def _is_certain(in_utf8: list[bytes]) -> bool:
    """Whether some lines are UTF-8 beyond chance: two characters of three bytes do not come about in GBK or Big5."""
    return any(sum(letter > "\u07ff" for letter in line.decode("utf-8")) > 1 for line in in_utf8)


def _mixed(data: bytes, lines: list[bytes], in_utf8: list[bytes], name: str) -> DataError:
    """What is said of a file of UTF-8 lines and others: the fewer are the bad ones, and the first of them is named."""
    known = set(in_utf8)
    strange = [line for line in lines if line not in known]
    first = next(line for line in lines if line in known) if len(strange) > len(lines) / 2 else strange[0]
    other = "utf-8" if first in known else _likest(first, name)
    return bad_line.two(data, first, other, name)


def _read(data: bytes, encoding: str, name: str, warnings: list[str]) -> tuple[str, str, list[str]]:
    """`data` read strictly as `encoding`, but for characters cut off at an end."""
    if encoding.startswith(("utf-16", "utf-32")):
        size = 2 if encoding.startswith("utf-16") else 4
        if len(data) % size:
            data = data[: -(len(data) % size)]
            warnings = [*warnings, note("the file ends within a character, which was left out: was it copied whole?")]
    text, cut, bad = _mended_ends(data, encoding)
    if bad is not None:
        raise bad_line.damaged(data, name, encoding, bad)
    if encoding.startswith("utf-16") and (swapped := _SWAPPED.search(text)):
        number = text.count("\n", 0, swapped.start()) + 1
        raise DataError(
            "E211", f"line {number} is damaged: a byte too many or too few, and what follows is no {encoding}", where=name,
            expected="two bytes a character from beginning to end", do="copy or export it again",
        )  # fmt: skip
    text = _eased(text, encoding)
    return text, encoding, [*warnings, *_cut_off(cut, text), *(_doubts(text) if encoding.startswith("utf") else [])]


def _eased(text: str, encoding: str) -> str:
    return text.translate(_ETEN) if encoding == "cp950" else text


def _mended_ends(data: bytes, encoding: str) -> tuple[str, int, int | None]:
    """(text, characters cut off and read as U+FFFD, where the first other damage is or None)."""
    decode = codecs.getdecoder(encoding)
    parts, at, cut = [], 0, 0
    while at < len(data):
        try:
            parts.append(decode(data[at:])[0])
            break
        except UnicodeDecodeError as error:
            start, end = at + error.start, at + error.end
            if not _is_at_an_end(data, start, end, encoding):
                return "", cut, start
            parts += [decode(data[at:start])[0], "\ufffd"]
            at, cut = end, cut + 1
            if cut > 1000:
                return "", cut, start
    return "".join(parts), cut, None


def _is_at_an_end(data: bytes, start: int, end: int, encoding: str) -> bool:
    """Whether the bytes are the beginning of a character and the cell or the file ends there."""
    if encoding.startswith(("utf-16", "utf-32")):
        return True  # half an emoji: tools count in code units, and cut there
    if encoding == "utf-8":
        line = data[data.rfind(b"\n", 0, start) + 1 : start]
        begun = data[start] >= 0xC2 and (end - start > 1 or not line.isascii() or end == len(data))
        return begun and data[end : end + 1] in (b"", b'"', b",", b";", b"\t", b"|", b"\r", b"\n")
    return end >= len(data)


def _cut_off(cut: int, text: str) -> list[str]:
    if not cut:
        return []
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    told = note(
        "{n} characters were cut off where their cell ends and read as \ufffd, the first on line {line}",
        n=cut,
        line=line,
    )
    return [told]
