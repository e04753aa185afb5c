"""Encodings by the names that people give them: `readings("GB2312")` -> ("gb18030",).

For: `config` and `encoding`, where a source says what its files are in. Not for: finding that out; see `encoding`.
"""

from __future__ import annotations

import codecs

from voc.errors import ConfigError, nearest

# What is written under a name is more than the name says: files "in GB2312" hold characters of GBK, "Latin-1" the quotes of
# Windows. The wider one reads both, as browsers do (https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs"), "iso8859-1": ("cp1252",),
    "ascii": ("cp1252",), "iso8859-9": ("cp1254",), "tis-620": ("cp874",), "shift_jis": ("cp932",),
    "euc_kr": ("cp949",), "utf-16": ("utf-16-le",), "utf-32": ("utf-32-le",), "utf-8-sig": ("utf-8",),
    "mac-roman": ("mac_roman",),
}  # fmt: skip
_SPOKEN = {"ansi": "cp1252", "x-mac-roman": "mac_roman", "x-gbk": "gbk"}
_NO_TEXT = ("idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "undefined", "unicode_escape")
_USUAL = (
    "utf-8", "utf-16", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "windows-1250", "windows-1251", "windows-1252",
    "iso-8859-1", "iso-8859-15", "latin-1", "macroman", "shift_jis", "euc_jp", "euc_kr", "cp949", "cp950",
)  # fmt: skip


def readings(name: str, where: str = "") -> tuple[str, ...]:
    """The codecs of Python that read what is called `name`, the usual one first. Raises ConfigError E103 for a name that is
    none of a text's encoding."""
    plain = name.strip().lower()
    try:
        codec = codecs.lookup(_SPOKEN.get(plain, plain)).name
        "a".encode(codec)  # base64 and its like are codecs too, but not of text
    except (LookupError, ValueError):
        codec = ""
    if not codec or codec.replace("-", "_") in _NO_TEXT:
        raise ConfigError(
            "E103", "there is no such encoding", where=where, found=repr(name)[:80],
            expected="a name such as utf-8, gb18030, big5 or windows-1252", do=nearest(plain[:40], _USUAL),
        )  # fmt: skip
    return _WIDER.get(codec, (codec,))
