"""Any supported file to canonical tables: `ingest.tables(sources, folder, timezone, engine)`.

For: `pipeline`, which reads a project, and `cli`, which reads single files. Not for: judging what was said - a row is
kept or rejected here for its form alone, and a rejected row is a row of table `rejected` with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.ingest.refused import Refused
from voc.ingest.source import Score, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from voc.engine import Engine

__all__ = ["FileReport", "Ingested", "Refused", "Score", "Source", "tables"]


@dataclass(frozen=True)
class FileReport:
    """What became of one file: an entry of ingest_report.json. rows_read = rows_kept + rows_rejected, always. `error` is the
    code of why a file was not read at all; then nothing of it was counted."""

    file: str
    reader: str
    confidence: float
    table: str
    encoding: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    reasons: dict[str, int]
    warnings: list[str]
    sha256: str
    error: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As reports keep it: `error` only where there is one."""
        return {name: value for name, value in asdict(self).items() if name != "error" or value}


@dataclass(frozen=True)
class Ingested:
    """The canonical tables that were read, by name, and always `rejected`; one report a file, in reading order; the files
    that could not be read, which stand at the end of the reports too."""

    tables: dict[str, pa.Table]
    files: list[FileReport]
    refused: tuple[Refused, ...] = ()


def tables(
    sources: Sequence[Source], folder: Path, timezone: str | None, engine: Engine | None = None, *,
    keep_going: bool = False,
) -> Ingested:  # fmt: skip
    """Everything that `sources` name, read from `folder` (paths are relative to it), as canonical tables.

    Naive times are in `timezone` (IANA name); None says that nobody knows, and they are an error. `engine` is asked for
    `query` sources only. Raises ConfigError E120-E128 where a source contradicts itself or its files, DataError E200-E219
    where a file cannot be used at all: all files are tried first, and where several are refused, E215 names each. With
    `keep_going` refused files are only reported, as long as one file was read; so are those of a source that leaves them
    out.
    """
    from voc.ingest.assemble import assembled

    return assembled(sources, Path(folder), timezone, engine, keep_going=keep_going)
