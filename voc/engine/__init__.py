"""What an engine is: the place where rows counted in millions are queried and mapped.

For: ingest, clean, classify and join, which say what they want in SQL or as a function on record batches.
Not for: explain and report, which work on small tables and never see an engine.

Rows go in and come out as Arrow tables, whatever runs underneath. SQL is the subset that DuckDB and Spark both run
(architecture: `nullif` for x/0, `nulls last` written out, period keys computed beforehand, sessions pinned to UTC).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voc.errors import ConfigError, nearest

if TYPE_CHECKING:
    import pyarrow as pa

ENGINES = ("duckdb", "spark")


class Engine(Protocol):
    """Four verbs. Every engine gives the same rows for the same call; row order is what `order by` says."""

    name: str

    def read(self, path: Path) -> pa.Table:
        """The rows of a Parquet file. Raises EngineError E401 where it cannot be read."""

    def query(self, sql: str, *, folders: Sequence[Path] = (), **tables: pa.Table) -> pa.Table:
        """The answer to one read-only statement over `tables` by name, and over files under `folders`.

        Raises EngineError E402 with the whole statement where the engine refuses it.
        """

    def map_batches(
        self, batch_function: Callable[[pa.RecordBatch], pa.RecordBatch], rows: pa.Table, schema: pa.Schema
    ) -> pa.Table:
        """`batch_function` over all rows, a record batch at a time; rows of one batch stay together."""

    def write(self, rows: pa.Table, path: Path) -> None:
        """`rows` as one Parquet file, the same bytes for the same rows."""


def engine(name: str = "duckdb") -> Engine:
    """The engine called `name`: duckdb (embedded, the default) or spark (extra `[spark]`).

    Raises ConfigError E110 for another name, EngineError E400 where its package is not installed.
    """
    if name == "duckdb":
        from voc.engine.duckdb import DuckDB

        return DuckDB()
    if name == "spark":
        from voc.engine.spark import Spark

        return Spark()
    raise ConfigError("E110", f"no engine is called {name!r}", do=nearest(name, ENGINES))
