"""What to read, as a project declares it: one [[source]] of voc.toml.

For: `config`, which fills it, and the rest of `ingest`. Not for: opening files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voc.errors import ConfigError, DataError

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Score:
    """The scale of a score column. `type`: nps, csat, ces, stars, thumbs or other; direction lower_better is turned."""

    type: str
    min: float
    max: float
    direction: str = "higher_better"


@dataclass(frozen=True)
class Source:
    """One thing to read: files (`path`, may be a glob) or a read-only `query` over files.

    `columns` canonical name -> theirs; `values` canonical column -> {their word: ours}; `units` duration column -> s,
    ms, min or h; `formats` time column -> strptime format; `lang` of all its texts; `encoding` of its files of text;
    `timezone` (IANA name) of its times without an offset, where a file does not say its own. `table` and `reader`, the id
    of a format or "plain" for a table under names of one's own, are detected if left out. `unreadable`: a file that
    cannot be read among others stops everything ("stop"), or is only reported ("leave_out"). `is_guessed`: of a plain table
    that nobody mapped, columns under other people's usual names count as ours (`voc ingest`; never a project's).
    """

    path: str | None = None
    query: str | None = None
    sheet: str | None = None
    table: str | None = None
    reader: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    score: Score | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    encoding: str | None = None
    timezone: str | None = None
    unreadable: str = "stop"
    is_guessed: bool = False


def expanded(text: str) -> str:
    """`text` with ${NAME} replaced from the environment. Raises ConfigError E120 for a variable that is not set."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in os.environ:
            raise ConfigError(
                "E120", f"the environment variable {name} is not set", where="source", found=text,
                do=f"set it first: export {name}=/path/to/data",
            )  # fmt: skip
        return os.environ[name]

    return _VARIABLE.sub(value, text)


def files(source: Source, folder: Path) -> list[Path]:
    """The files that `source.path` names, sorted; of a folder, all files in it and below it but hidden ones. Raises
    DataError E200 where there are none."""
    full = _full(source, folder)
    if full.is_file():
        return [full]
    found: list[Path] = []
    if full.is_dir():
        found = sorted(one for one in full.rglob("*") if one.is_file() and not _is_hidden(one.relative_to(full)))
    elif any(mark in str(full) for mark in "*?["):
        anchor = Path(full.anchor)
        every = anchor.glob(str(full.relative_to(anchor)))
        found = sorted(one for one in every if one.is_file() and not one.name.startswith("."))
    if not found:
        here = sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []
        raise DataError(
            "E200", "no file matches" if any(mark in str(full) for mark in "*?[") else "there is no such file",
            where=source.path or "", found=f"in the project folder: {', '.join(here[:12]) or 'no files'}",
            do="correct the path of this source; it is relative to the folder of voc.toml",
        )  # fmt: skip
    return found


def is_folder(source: Source, folder: Path) -> bool:
    """Whether `source.path` names a folder."""
    return _full(source, folder).is_dir()


def _full(source: Source, folder: Path) -> Path:
    pattern = Path(expanded(source.path or "")).expanduser()
    return pattern if pattern.is_absolute() else folder / pattern


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts) or path.name in ("Thumbs.db", "desktop.ini")


def shown(path: Path, folder: Path) -> str:
    """The name of a file as a report shows it: relative to the project or to VOC_DATA, never a machine's path."""
    data = os.environ.get("VOC_DATA")
    for root in (folder, *([Path(data)] if data else [])):
        if path.resolve().is_relative_to(root.resolve()):
            return path.resolve().relative_to(root.resolve()).as_posix()
    return path.name
