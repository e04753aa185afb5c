"""What a format of the trade is: how its files are recognised, and how they become tables.

    FORMAT = Format("deepgram", "Deepgram transcripts", "Deepgram API, pre-recorded", ("turns", "interactions"), like, read)

For: the modules of the rooms here, each with one or more FORMATs, and packages that bring their own (entry point
`voc.formats`). Not for: plain tables under names of the user's own, which need no format; see `read`.

A format looks at a Head, the first 64 KiB, and says how like its files that is, and why. It reads a whole file into Sheets,
one for each table, under our column names where it knows what a column means and under theirs where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.ingest.content import Content
    from voc.ingest.raw import Raw

HEAD = 1 << 16  # bytes
CALL = re.compile(
    r"^\s*(?:/\*\*/)?\s*[A-Za-z_$][\w$.]{0,60}\s*\(\s*(?=[{\[])"
)  # what a page that asked for it calls it by
_MEMBER = re.compile(r'"((?:[^"\\\n]|\\.){1,80})"\s*:')


@dataclass(frozen=True)
class Head:
    """The beginning of a file: `text` is its first HEAD bytes decoded, "" for workbooks and Parquet; `kind` the ending,
    without .gz; `columns` the names of a table's columns as they stand, empty where it is no table."""

    name: str
    kind: str
    text: str
    columns: tuple[str, ...] = ()

    @property
    def is_json(self) -> bool:
        """Whether it begins as JSON does, as a line of it, or as JSON in a call of a function (JSONP)."""
        return CALL.sub("", self.text[:200].lstrip("\ufeff"), count=1).lstrip()[:1] in ("{", "[")

    @cached_property
    def members(self) -> frozenset[str]:
        """Names of JSON members at any depth, as far as the head goes; of a text that is cut off or damaged too."""
        return frozenset(_MEMBER.findall(self.text)) if self.is_json else frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """`columns` in lower case, without spaces at the ends."""
        return frozenset(one.strip().lower() for one in self.columns)


@dataclass(frozen=True)
class Like:
    """How sure a format is of a head, 0..1, and `why` in a few words that `--explain` prints."""

    score: float
    why: str = ""


NOT_LIKE = Like(0.0)


@dataclass(frozen=True)
class Format:
    """`id` names the reader in reports and in `reader = "..."`; `title` and `system` say in the docs what it reads and
    where that comes from; `tables` what it can give.

    `like` judges a Head. `read` gives the Raws of a file, each with its `table`. `rows` says that it reads a table (CSV,
    Excel, Parquet) that has been read already: then `read` gets its Raw, else None.
    """

    id: str
    title: str
    system: str
    tables: tuple[str, ...]
    like: Callable[[Head], Like]
    read: Callable[[Content, Raw | None], Sequence[Raw]]
    rows: bool = False


def having(
    found: frozenset[str], needed: Sequence[str], usual: Sequence[str] = (), *, not_with: Sequence[str] = ()
) -> Like:
    """The Like of a head by the names `found` in it: 0 where one of `needed` is missing or one of `not_with` is there, .7
    where all of `needed` are, and up to .95 the more of the `usual` are there."""
    if not found.issuperset(needed) or found.intersection(not_with):
        return NOT_LIKE
    there = [name for name in usual if name in found]
    share = len(there) / len(usual) if usual else 1.0
    return Like(round(0.7 + 0.25 * share, 3), "has " + ", ".join([*needed, *there][:6]))


def marked(found: frozenset[str], marks: Sequence[tuple[str, Sequence[str]]], score: float) -> Like:
    """The Like of a head by the names `found` in it, where a system writes several kinds of files: `score` for the first
    (kind, names) all of whose names are there, 0 where there is none."""
    for kind, names in marks:
        if found.issuperset(names):
            return Like(score, f"{kind}: has {', '.join(names)}")
    return NOT_LIKE


def texts(value: Any) -> str | None:
    """A JSON value as the text of a cell: None for none and "", true and false as such, numbers as written."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
