"""Every engine gives the same rows for the same call, reads nothing it was not given, and writes the same bytes.

The tests run on DuckDB always, and on Spark where it is installed (mark `spark`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from voc.engine import ENGINES, Engine, engine
from voc.errors import ConfigError, EngineError

ROWS = pa.table({
    "id": ["a", "b", "c", "d"],
    "n": pa.array([1, 2, None, 4], pa.int64()),
    "word": ["wait", None, "等了", "wait"],
})  # fmt: skip
# What the stages lean on: null-safe division, conditional sums, windows, joins by two names, dates, intervals.
STATEMENTS = {
    "sum of what is there": ("select count(*) as rows, sum(n) as total from t", [{"rows": 4, "total": 7}]),
    "x over 0 is null": ("select 1.0 / nullif(n - n, 0) as x from t where id = 'a'", [{"x": None}]),
    "groups": (
        "select word, count(*) as k from t group by word order by word nulls last",
        [{"word": "wait", "k": 2}, {"word": "等了", "k": 1}, {"word": None, "k": 1}],
    ),
    "case": ("select id, case when n >= 2 then 1 else 0 end as big from t order by id", [
        {"id": "a", "big": 0}, {"id": "b", "big": 1}, {"id": "c", "big": 0}, {"id": "d", "big": 1}]),
    "window": (
        "select id from (select id, row_number() over (partition by word order by id desc) as place from t "
        "where word = 'wait') x where place = 1",
        [{"id": "d"}],
    ),
    "join with itself": (
        "select l.id as one, r.id as other from t l join t r on l.word = r.word and l.id < r.id", [{"one": "a", "other": "d"}]
    ),
    "days": (
        "select cast(date '2026-03-29' - interval '7' day as date) = date '2026-03-22' as same from t where id = 'a'",
        [{"same": True}],
    ),
    "truth as a number": ("select cast((n > 1) as double) as x from t where id in ('a', 'b') order by id",
                          [{"x": 0.0}, {"x": 1.0}]),
}  # fmt: skip


def _spark() -> Engine:
    pytest.importorskip("pyspark", reason="SKIPPED: Spark is not installed (pip install 'voc-analytics[spark]')")
    return engine("spark")


@pytest.fixture(scope="module", params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def rows_engine(request: pytest.FixtureRequest) -> Engine:
    return _spark() if request.param == "spark" else engine(request.param)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_has_one_answer(rows_engine: Engine, name: str) -> None:
    sql, wanted = STATEMENTS[name]
    assert rows_engine.query(sql, t=ROWS).to_pylist() == wanted


def _longer() -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """A function in a function goes to Spark's workers whole: they cannot import this file."""

    def longer(batch: pa.RecordBatch) -> pa.RecordBatch:
        return pa.RecordBatch.from_arrays([batch.column(0), pc.add(batch.column(1), 1)], names=["id", "more"])

    return longer


def test_a_batch_function_sees_every_row_once(rows_engine: Engine) -> None:
    many = pa.table({"id": [str(n) for n in range(45_000)], "n": list(range(45_000))})
    schema = pa.schema([("id", pa.string()), ("more", pa.int64())])
    got = rows_engine.map_batches(_longer(), many, schema)
    assert got.schema.equals(schema)
    assert sorted(got.column("more").to_pylist()) == list(range(1, 45_001))


def test_no_rows_map_to_no_rows(rows_engine: Engine) -> None:
    schema = pa.schema([("id", pa.string()), ("more", pa.int64())])
    got = rows_engine.map_batches(
        _longer(), pa.table({"id": pa.array([], pa.string()), "n": pa.array([], pa.int64())}), schema
    )
    assert got.num_rows == 0 and got.schema.equals(schema)


def test_what_is_written_is_read_again_the_same_bytes(rows_engine: Engine, tmp_path: Path) -> None:
    rows_engine.write(ROWS, tmp_path / "one.parquet")
    rows_engine.write(ROWS, tmp_path / "two.parquet")
    assert rows_engine.read(tmp_path / "one.parquet").to_pylist() == ROWS.to_pylist()
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_a_refused_statement_is_shown_whole(rows_engine: Engine) -> None:
    sql = "select nope from t where id = 'a'"
    with pytest.raises(EngineError) as refused:
        rows_engine.query(sql, t=ROWS)
    assert refused.value.code == "E402" and sql in refused.value.do and "nope" in refused.value.found


def test_a_file_that_is_no_parquet_is_said(rows_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_text("no")
    with pytest.raises(EngineError) as refused:
        rows_engine.read(tmp_path / "x.parquet")
    assert refused.value.code == "E401" and "x.parquet" in refused.value.where


# --- DuckDB alone: what a statement may touch


@pytest.mark.parametrize(
    "sql",
    [
        "select * from '{outside}'",
        "select * from read_csv('{outside}')",
        "select * from read_text('{inside}/../secret.csv')",
        "copy (select 1) to '{inside}/written.csv'; select 1",
        "copy (select 1) to '{outside}.new'; select 1",
        "attach '{outside}.db' as other; select 1",
        "set enable_external_access = true; select * from '{outside}'",
        "install httpfs; select 1",
        "select * from glob('{parent}/*')",
    ],
)
def test_nothing_outside_the_folders_is_read_and_no_setting_is_changed(tmp_path: Path, sql: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (inside / "open.csv").write_text("a\n1\n")
    places = {"outside": tmp_path / "secret.csv", "inside": inside, "parent": tmp_path}
    assert engine().query(f"select a from '{inside}/open.csv'", folders=[inside]).to_pylist() == [{"a": 1}]
    with pytest.raises(EngineError):
        engine().query(sql.format(**places), folders=[inside])
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["inside", "open.csv", "secret.csv"], (
        "nothing was written"
    )


def test_without_folders_no_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "open.csv").write_text("a\n1\n")
    with pytest.raises(EngineError):
        engine().query(f"select * from '{tmp_path}/open.csv'")


def test_a_query_keeps_nothing_behind() -> None:
    one = engine()
    one.query("select * from t", t=ROWS)
    with pytest.raises(EngineError):
        one.query("select * from t")


def test_an_unknown_engine_names_the_near_one() -> None:
    assert ENGINES == ("duckdb", "spark")
    with pytest.raises(ConfigError, match="did you mean duckdb"):
        engine("ducdb")


def test_spark_says_what_to_install_where_it_is_not() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        with pytest.raises(EngineError) as refused:
            engine("spark")
        assert refused.value.code == "E400" and "voc-analytics[spark]" in refused.value.do
