"""The errors that a user may meet: a code, the place, what was found, what was expected, one thing to do.

For: every module; `cli` prints them and picks the exit code. Not for: control flow inside a stage - a row that
fails a check becomes a row of `rejected`, not an exception.

    VocError
      UsageError      exit 2   the command line
      DataError       exit 3   E2xx, the user's files
      ConfigError     exit 4   E1xx, voc.toml
      QualityError    exit 5   a quality gate failed
      ModelError      exit 6   E3xx, a model or taxonomy is missing or damaged
      EngineError     exit 1   E4xx, the engine
      Fault           exit 1   a fault of ours
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class VocError(Exception):
    """A coded error: `str(error)` is one to four short lines, ready to print.

    `where` names file and row or column; `found`, `expected` and `do` are sentences without a full stop.
    """

    exit_code = 1

    def __init__(
        self, code: str, what: str, *, where: str = "", found: str = "", expected: str = "", do: str = ""
    ) -> None:
        self.code, self.what, self.where = code, what, where
        self.found, self.expected, self.do = found, expected, do
        super().__init__(self.text())

    def text(self) -> str:
        """The message: code and place first, then found, expected and what to do, each on its line when there is one."""
        place = f"{self.where}: " if self.where else ""
        lines = [f"{self.code} {place}{self.what}"]
        for label, value in (("found", self.found), ("expected", self.expected), ("do", self.do)):
            if value:
                lines.append(f"  {label}: {value}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, str]:
        """The same parts by name, for `--json`."""
        parts = ("code", "what", "where", "found", "expected", "do")
        return {part: getattr(self, part) for part in parts if getattr(self, part)}


class UsageError(VocError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class DataError(VocError):
    """A file cannot be read, or what it holds cannot be used at all."""

    exit_code = 3


class ConfigError(VocError):
    """voc.toml, a metric file or a topic file says something we do not understand."""

    exit_code = 4


class QualityError(VocError):
    """A quality gate failed."""

    exit_code = 5


class ModelError(VocError):
    """A model is missing or damaged."""

    exit_code = 6


class EngineError(VocError):
    """The engine refused a statement or is not installed."""


class Fault(VocError):
    """A fault of ours: please report it."""


def nearest(word: str, words: Iterable[str]) -> str:
    """A hint that names the nearest of `words`: "did you mean X?", or a list of them when none is near."""
    known = sorted(words)
    near = near_to(word, known)
    return f"use one of: {', '.join(known)}" if near is None else f"did you mean {near}?"


def near_to(word: str, words: Iterable[str]) -> str | None:
    """The nearest of `words`, None when none is near."""
    return next(iter(difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.6)), None)
