"""The text of a Word document, a line a paragraph.

For: `unpack`: transcripts that come as .docx. Not for: tables, headers, notes and pictures of a document.
"""

from __future__ import annotations

import html
import re

MEMBER = "word/document.xml"
# Marks are looked at one by one: no entity is resolved and nothing outside the document is opened.
_MARK = re.compile(r"<(/?)w:(t|p|br|cr|tab|delText|instrText)(?:\s[^<>]*?)?(/?)>")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)


def lines(xml: bytes) -> str:
    """The words of `xml`, a word/document.xml, with a line for each paragraph and each break in it; what was deleted while
    changes were tracked is left out. Raises ValueError where it is no such document."""
    if _DECLARED.match(xml[:200]):
        raise ValueError("a Word document in another encoding than UTF-8")
    written = xml.decode("utf-8")
    if "<w:body" not in written:
        raise ValueError("a Word document without a body")
    out: list[str] = []
    begun: int | None = None
    for mark in _MARK.finditer(written):
        closes, name, empty = mark[1], mark[2], mark[3]
        if name == "t" and not closes and not empty:
            begun = mark.end()
        elif name == "t" and closes and begun is not None:
            out.append(html.unescape(written[begun : mark.start()]))
            begun = None
        elif name in ("br", "cr") or (name == "p" and (closes or empty)):
            out.append("\n")
        elif name == "tab" and empty:
            out.append("\t")
    return "".join(out)
