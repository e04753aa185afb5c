"""HTML bodies of messages as text.

    plain("<p>Hi,<br>no parcel.</p><blockquote>Your order ...</blockquote>")   ->   "Hi,\\nno parcel.\\n> Your order ..."

For: formats whose messages are HTML. Not for: showing HTML, or cleaning text: a quoted reply becomes lines that begin with
">", which `clean` knows.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr", "section",
     "article", "header", "footer", "pre", "dl", "dt", "dd", "address", "form")
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))
_TAG = re.compile(
    r"</?(?:p|div|br|span|a|ul|ol|li|b|i|u|em|strong|table|tr|td|blockquote|html|body|h[1-6]|img|font|pre|code|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LINE = re.compile(r"(?<!\n)\[/(?:h[1-6]|tr|quote)\](?!\n)|\[/?(?:hr|table|list|olist)\]", re.IGNORECASE)
_ITEM = re.compile(r"\n?\[\*\]\s*")
_BRACKETS = re.compile(
    r"\[/?(?:h[1-6]|b|u|i|s|strike|spoiler|noparse|hr|url|list|olist|quote|code|table|tr|th|td|img|previewyoutube|emoticon|c)"
    r"(?:=[^\[\]\n]{0,400})?\]",
    re.IGNORECASE,
)
_DEEPEST = 5  # levels of quoting that are shown


def is_markup(text: str) -> bool:
    """Whether there is a tag of HTML in it; "<3" and "<a@b.example>" are none."""
    return _TAG.search(text) is not None


def plain(text: str) -> str:
    """HTML as text: blocks and <br> begin a line, an item of a list begins with "- ", each level of blockquote with "> ";
    entities are letters, scripts and styles are gone. Lines are trimmed; there is at most one empty line in a row."""
    if "<" not in text:
        return _tidy(unescape(text).split("\n"))
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except AssertionError:  # the parser of the standard library says so of "<![" with a word it does not know
        return _tidy(unescape(_ANY_TAG.sub(" ", text)).split("\n"))
    return _tidy(page.lines())


def read(text: str) -> str:
    """`words`, "" where nothing is left: for fields that may hold HTML or text. A body of HTML without a tag, as short
    replies are, still has its entities."""
    return words(text) or ""


def words(text: str | None) -> str | None:
    """What a customer wrote, of an API that gives it as HTML: `read`, and entities that end in ";" as letters where there
    is no markup; None where nothing is left. `AT&T`, `<3` and `R&D` stay."""
    if text is None:
        return None
    return (plain(text) if is_markup(text) else _ENTITY.sub(lambda one: unescape(one[0]), text)).strip() or None


def unbracketed(text: str | None) -> str | None:
    """BBCode as text: tags are gone, an item of a list begins with "- ", a heading or a quote with a line of its own; what
    is no tag of BBCode stays, `[1/10]` too."""
    if text is None:
        return None
    lines = _ITEM.sub("\n- ", _LINE.sub("\n", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", _BRACKETS.sub("", lines))).strip() or None


def _tidy(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        line = line.replace("\u00a0", " ").strip()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


class _Page(HTMLParser):
    """The lines of a page as the parser meets them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quoted = self._unseen = self._as_is = 0

    def lines(self) -> list[str]:
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._new_line()
        elif tag in ("td", "th"):
            self._say(" ")
        self._quoted += tag == "blockquote"
        self._as_is += tag == "pre"
        if tag == "li":
            self._say("- ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in _BLOCKS:
            self._new_line()
        if tag == "blockquote":
            self._quoted = max(self._quoted - 1, 0)
        if tag == "pre":
            self._as_is = max(self._as_is - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._as_is:
            first, *rest = data.split("\n")
            self._say(first)
            for line in rest:
                self._break()
                self._say(line)
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        if words.strip() or self._lines[-1].strip("> "):
            self._say(words)

    def _say(self, words: str) -> None:
        if words and self._quoted and not self._lines[-1]:
            self._lines[-1] = "> " * min(self._quoted, _DEEPEST)
            words = words.lstrip()
        self._lines[-1] += words

    def _break(self) -> None:
        self._lines.append("")

    def _new_line(self) -> None:
        if self._lines[-1].strip("> "):
            self._break()
