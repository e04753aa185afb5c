"""The formats of the trade, and the choice among them.

    choice = choose(head)          # which format a file is of, and why; None where it is none of them

For: `read`. Not for: how a format reads its files: a module in one of the rooms here that has FORMATS = (Format, ...) does.
A room is a kind of source: `surveys`, `tickets`, `chats`, `calls`, `reviews`, `shops`, and `unknown` for tools that none of
them knows; what they share lies in `parts`. Another package brings its formats by the entry point group `voc.formats`, a
Format or a list of them under any name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import walk_packages

from voc.errors import ConfigError, DataError, nearest
from voc.ingest.formats.format import Format, Head

SURE = 0.5  # the least score at which a file is read as that format
_ENDINGS = ("csv", "tsv", "txt", "json", "jsonl", "ndjson", "xls", "xlsx", "parquet", "excel", "table")
APART = 0.08  # two that are both sure and closer than this are a tie


@dataclass(frozen=True)
class Candidate:
    """A format with its score and why."""

    format: Format
    score: float
    why: str


@dataclass(frozen=True)
class Choice:
    """The format a file is taken for, None for none; and every candidate with a score, best first."""

    format: Format | None
    candidates: tuple[Candidate, ...]

    @property
    def score(self) -> float:
        """The score of the best, 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0


@cache
def known() -> Mapping[str, Format]:
    """Every Format by its id: ours, then those that installed packages bring. Raises ConfigError E129 for two of one id and
    for an entry point that is no Format."""
    modules = (import_module(one.name) for one in walk_packages(__path__, f"{__name__}."))
    ours = [one for module in modules for one in getattr(module, "FORMATS", ())]
    brought: list[Format] = []
    for entry in sorted(entry_points(group="voc.formats"), key=lambda one: one.name):
        given = entry.load()
        brought += [given] if isinstance(given, Format) else list(given)
    found: dict[str, Format] = {}
    for one in [*ours, *brought]:
        if not isinstance(one, Format) or one.id in found:
            raise ConfigError(
                "E129", "a package brings a format that cannot be used", found=str(getattr(one, "id", one)),
                expected="a voc.ingest.formats.format.Format with an id of its own",
            )  # fmt: skip
        found[one.id] = one
    return found


def named(reader: str) -> Format:
    """The Format called `reader`. Raises ConfigError E129 for a name that is none."""
    if reader not in known():
        of_table = 'leave it out, or say "plain": the ending of the file tells how a table is read'
        do = of_table if reader.lower().lstrip(".") in _ENDINGS else nearest(reader, known())
        raise ConfigError("E129", f"there is no reader {reader!r}", do=do)
    return known()[reader]


def choose(head: Head) -> Choice:
    """The Choice for a file that begins like `head`. Raises DataError E207 where two are as likely."""
    found = [Candidate(one, like.score, like.why) for one in known().values() if (like := one.like(head)).score > 0]
    ranked = tuple(sorted(found, key=lambda one: (-one.score, one.format.id)))
    sure = [one for one in ranked if one.score >= SURE]
    if len(sure) > 1 and sure[0].score - sure[1].score < APART:
        raise DataError(
            "E207", "this file could be of more than one format", where=head.name, found=_shown(sure),
            expected="one that is clearly likelier",
            do=f'say which: --reader {sure[0].format.id}, or reader = "..." in its [[source]]',
        )  # fmt: skip
    return Choice(sure[0].format if sure else None, ranked)


def _shown(candidates: Sequence[Candidate]) -> str:
    return "; ".join(f"{one.format.id} {one.score:.2f} ({one.why})" for one in candidates[:4])
