"""Files that could not be read among others that could: each by its name and code, and all of them as one error.

For: `assemble`, which goes on to the next file, and whoever decides whether that is enough. Not for: rows that fail a check;
those are rejected, and their file was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voc.errors import DataError


@dataclass(frozen=True)
class Refused:
    """A file, or a member of an archive, and why it was not read. `is_whole`: nothing of its source was. `is_beside`: it
    is one of the many tables of a warehouse that no reader knows. `may_be`: it is left out, and named, where others of its
    source were read: it is beside those, or its source says that such files are left out."""

    file: str
    error: DataError
    is_whole: bool = False
    is_beside: bool = False
    may_be: bool = False

    @property
    def text(self) -> str:
        """Code and reason, without what the file holds."""
        return f"{self.error.code} {self.error.what}"


def error(refused: Sequence[Refused]) -> DataError:
    """What is raised for `refused`: the error itself where there is one, or one for all; else E215, which names them all."""
    first = refused[0].error
    if len({(one.error.code, one.error.what, one.error.do) for one in refused}) == 1:
        others = ", ".join(one.file for one in refused[1:])
        found = "; ".join(filter(None, [first.found, others and f"so it is in {others}"]))
        return DataError(first.code, first.what, where=first.where, found=found, expected=first.expected, do=first.do)
    return DataError(
        "E215", f"{len(refused)} files cannot be read", found="; ".join(f"{one.file}: {one.text}" for one in refused),
        do='mend them, or say that such files may be left out: unreadable = "leave_out" in their [[source]]',
    )  # fmt: skip
