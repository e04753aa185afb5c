"""The default engine: DuckDB, embedded, in this process.

Not for: deciding what to ask; statements come from the stages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from voc.errors import EngineError

BATCH_ROWS = 20_000


class DuckDB:
    """An engine (see voc.engine). Each query runs in a fresh in-memory database: nothing is kept between calls."""

    name = "duckdb"

    def read(self, path: Path) -> pa.Table:
        """The rows of the Parquet file at `path`."""
        try:
            return pq.read_table(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise EngineError("E401", "cannot read this Parquet file", where=str(path), found=str(error)) from error

    def query(self, sql: str, *, folders: Sequence[Path] = (), **tables: pa.Table) -> pa.Table:
        """The answer to `sql`; outside `folders` no file can be read, and nothing can be written."""
        connection = duckdb.connect(":memory:")
        try:
            connection.execute("set TimeZone = 'UTC'")
            # Row order of a query without `order by` must not depend on the number of threads.
            connection.execute("set preserve_insertion_order = true")
            if folders:
                allowed = ", ".join("'" + str(folder).replace("'", "''") + "/'" for folder in folders)
                connection.execute(f"set allowed_directories = [{allowed}]")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            kinds = [one.type for one in connection.extract_statements(sql)]
            if kinds != [duckdb.StatementType.SELECT]:
                raise duckdb.PermissionException("not one statement that only reads")
            for name, rows in tables.items():
                connection.register(name, rows)
            return connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise EngineError(
                "E402", "the engine refused a statement", found=str(error), do=f"look at: {sql}"
            ) from error
        finally:
            connection.close()

    def map_batches(
        self, batch_function: Callable[[pa.RecordBatch], pa.RecordBatch], rows: pa.Table, schema: pa.Schema
    ) -> pa.Table:
        """`batch_function` over `rows` in batches of at most BATCH_ROWS."""
        batches = [batch_function(batch) for batch in rows.to_batches(max_chunksize=BATCH_ROWS)]
        return pa.Table.from_batches(batches, schema=schema)

    def write(self, rows: pa.Table, path: Path) -> None:
        """`rows` as Parquet at `path`."""
        pq.write_table(rows, path, compression="zstd")
