"""Any supported file to canonical tables: `ingest.tables(sources, folder, timezone, engine)`.

For: `pipeline`, which reads a project, and `cli`, which reads single files. Not for: judging what was said - a row is
kept or rejected here for its form alone, and a rejected row is a row of table `rejected` with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voc.ingest.source import Score, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from voc.engine import Engine

__all__ = ["FileReport", "Ingested", "Score", "Source", "tables"]


@dataclass(frozen=True)
class FileReport:
    """What became of one file: an entry of ingest_report.json. rows_read = rows_kept + rows_rejected, always."""

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


@dataclass(frozen=True)
class Ingested:
    """The canonical tables that were read, by name, and always `rejected`; one report a file, in reading order."""

    tables: dict[str, pa.Table]
    files: list[FileReport]


def tables(sources: Sequence[Source], folder: Path, timezone: str | None, engine: Engine | None = None) -> Ingested:
    """Everything that `sources` name, read from `folder` (paths are relative to it), as canonical tables.

    Naive times are in `timezone` (IANA name); None says that nobody knows, and they are an error. `engine` is asked for
    `query` sources only. Raises ConfigError E120-E128
    where a source contradicts itself or its files, DataError E200-E219 where a file cannot be used at all.
    """
    from voc.ingest.assemble import assembled

    return assembled(sources, Path(folder), timezone, engine)
