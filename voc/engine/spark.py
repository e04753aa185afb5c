"""Apache Spark as the engine, for rows that one machine does not hold (extra `[spark]`, needs Java 17).

Not for: small data; starting a session alone takes seconds. Imported only when asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from voc.errors import EngineError


class Spark:
    """An engine (see voc.engine) on the running Spark session, or a local one."""

    name = "spark"

    def __init__(self) -> None:
        try:
            from pyspark import SparkConf
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise EngineError("E400", "Spark is not installed", do="pip install 'voc-analytics[spark]'") from error
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            "spark.sql.ansi.enabled": "true",
            "spark.sql.ansi.doubleQuotedIdentifiers": "true",
            "spark.sql.shuffle.partitions": "8",
            "spark.ui.enabled": "false",
        }
        # The workers of a local session run where we run: the python3 of the path may be one without voc.
        if SparkConf().get("spark.master", "local[*]").startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("voc")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self._session: Any = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def read(self, path: Path) -> pa.Table:
        """The rows of the Parquet file at `path`."""
        try:
            return self._session.read.parquet(str(path)).toArrow()
        except Exception as error:
            raise EngineError("E401", "cannot read this Parquet file", where=str(path), found=str(error)) from error

    def query(self, sql: str, *, folders: Sequence[Path] = (), **tables: pa.Table) -> pa.Table:
        """The answer to `sql` over `tables`. Statements over files are DuckDB's (E403): they run before any engine."""
        if folders:
            raise EngineError(
                "E403", "a [[source]] query runs on DuckDB", do='use engine = "duckdb", or read files by path'
            )
        try:
            for name, rows in tables.items():
                self._session.createDataFrame(rows).createOrReplaceTempView(name)
            return self._session.sql(sql).toArrow()
        except Exception as error:
            raise EngineError(
                "E402", "the engine refused a statement", found=str(error), do=f"look at: {sql}"
            ) from error

    def map_batches(
        self, batch_function: Callable[[pa.RecordBatch], pa.RecordBatch], rows: pa.Table, schema: pa.Schema
    ) -> pa.Table:
        """`batch_function` over `rows`, a record batch at a time, on the workers."""

        def over(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return (batch_function(batch) for batch in batches)

        from pyspark.sql.pandas.types import from_arrow_schema

        frame = self._session.createDataFrame(rows)
        return frame.mapInArrow(over, from_arrow_schema(schema)).toArrow().cast(schema)

    def write(self, rows: pa.Table, path: Path) -> None:
        """`rows` as Parquet at `path`."""
        import pyarrow.parquet as pq

        pq.write_table(rows, path, compression="zstd")
