"""A time is read as it was meant: an offset wins over the file's zone, that over the project's, and nobody's is an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc import ingest
from voc.errors import ConfigError, DataError, VocError
from voc.ingest import Ingested, Source, kinds, times

CASES = Path(__file__).parent / "cases" / "times.tsv"
HEAD = "feedback_id,created_at,text\n"


def _lines() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize(("cells", "zone", "utc"), _lines())
def test_a_column_of_times(cells: str, zone: str, utc: str) -> None:
    column = pa.array([one or None for one in cells.split(" / ")])
    zone_ = None if zone == "-" else zone
    if utc.startswith("E"):
        with pytest.raises(VocError, match=utc):
            times.times(column, zone_, where="a column")
        return
    read = times.times(column, zone_, where="a column")
    shown = [
        "-" if is_bad else "null" if one is None else str(one.replace(tzinfo=None))
        for one, is_bad in zip(read.values.to_pylist(), read.is_bad, strict=True)
    ]
    assert shown == utc.split(" / ")


@pytest.mark.parametrize(
    ("cell", "file", "source", "project", "utc"),
    [line.split("\t") for line in CASES.with_name("zones.tsv").read_text("utf-8").splitlines()[2:]],
)
def test_the_nearest_zone_wins(
    tmp_path: Path, cell: str, file: str, source: str, project: str, utc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(f"feedback_id,created_at,text,seen\n1,{cell},fine,{cell}\n")
    zones = [None if one == "-" else one for one in (file, source, project)]
    read_as_it_is = kinds.PLAIN[".csv"]
    monkeypatch.setitem(kinds.PLAIN, ".csv", lambda one: replace(read_as_it_is(one), timezone=zones[0]))
    given = Source(path="a.csv", table="feedback", timezone=zones[1])
    if utc.startswith("E"):
        with pytest.raises(DataError, match=utc):
            ingest.tables([given], tmp_path, zones[2])
        return
    (row,) = ingest.tables([given], tmp_path, zones[2]).tables["feedback"].to_pylist()
    assert str(row["created_at"].replace(tzinfo=None)) == utc == str(row["seen"].replace(tzinfo=None))


SHAPES = (
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%d %b %Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p",
    "%a, %d %b %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y", "%Y%m%dT%H%M%S", "%d.%m.%Y %H:%M:%S",
)  # fmt: skip


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2060, 1, 1)), st.sampled_from(SHAPES), st.integers(-14 * 60, 14 * 60)
)
def test_what_is_written_is_read(moment: datetime, shape: str, minutes: int) -> None:
    moment = moment.replace(microsecond=0)
    naive = times.times(pa.array([moment.strftime(shape)]), "Asia/Shanghai", where="")
    assert naive.values.to_pylist() == [moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"), fold=0).astimezone(UTC)] or (
        naive.warnings  # an hour that a clock change skipped or repeated
    )
    east = timezone(timedelta(minutes=minutes))
    offset = moment.replace(tzinfo=east).isoformat()
    assert times.times(pa.array([offset]), None, where="").values.to_pylist() == [
        moment.replace(tzinfo=east).astimezone(UTC)
    ]


@given(
    st.integers(1_000_000_000, 1_999_999_999),
    st.sampled_from([1, 10**3, 10**6, 10**9]),
    st.sampled_from(["int", "text"]),
)
def test_seconds_and_finer_since_1970(seconds: int, per_second: int, kind: str) -> None:
    cells = pa.array([seconds * per_second], pa.int64())
    read = times.times(cells if kind == "int" else cells.cast(pa.string()), None, where="")
    assert read.values.to_pylist() == [datetime.fromtimestamp(seconds, UTC)]
    assert "since 1970" in read.warnings[0]


@pytest.mark.parametrize(
    ("cells", "utc"),
    [
        (pa.array([1709649000.0, None]), datetime(2024, 3, 5, 14, 30)),
        (pa.array([1709649000.5, float("nan")]), datetime(2024, 3, 5, 14, 30, 0, 500_000)),
        (pa.array([1709649000123.0, None]), datetime(2024, 3, 5, 14, 30, 0, 123_000)),
        (pa.array([45356.5, None]), datetime(2024, 3, 5, 12)),
        (pa.array([20240305, None]), datetime(2024, 3, 5)),
    ],
)  # fmt: skip
def test_numbers_of_parquet_are_times_where_a_time_is_declared(cells: pa.Array, utc: datetime) -> None:
    assert times.times(cells, "UTC", where="").values.to_pylist() == [utc.replace(tzinfo=UTC), None]


def _one(folder: Path, text: str, *, timezone: str | None = "UTC", name: str = "feedback.csv") -> Ingested:
    (folder / name).write_text(text, encoding="utf-8")
    return ingest.tables([Source(path=name)], folder, timezone)


def test_a_column_of_the_same_file_tells_the_order_of_day_and_month(tmp_path: Path) -> None:
    got = _one(
        tmp_path, "feedback_id,created_at,answered,text\na,03/04/2025,13/04/2025,hi\nb,01/02/2025,20/02/2025,ho\n"
    )
    assert [one.month for one in got.tables["feedback"]["created_at"].to_pylist()] == [4, 2]
    with pytest.raises(ConfigError, match="E124"):
        _one(tmp_path, "feedback_id,created_at,one,two,text\na,03/04/2025,13/04/2025,04/13/2025,hi\n")


def test_naive_times_are_an_error_where_nobody_says_their_zone(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"E209.*created_at(.|\n)*--timezone(.|\n)*voc\.toml"):
        _one(tmp_path, HEAD + "a,2024-03-05T14:30:00Z,hi\nb,2024-03-05 14:30,hi\n", timezone=None)
    dated = _one(tmp_path, HEAD + "a,2024-03-05,hi\n", timezone=None)
    assert dated.tables["feedback"]["created_at"].to_pylist() == [datetime(2024, 3, 5, tzinfo=UTC)]
    assert any("days of UTC" in one for one in dated.files[0].warnings)


def test_naive_times_of_parquet_are_an_error_too(tmp_path: Path) -> None:
    rows = {
        "feedback_id": ["a"],
        "text": ["hi"],
        "created_at": pa.array([datetime(2024, 3, 5, 14)], pa.timestamp("us")),
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="E209"):
        ingest.tables([Source(path="a.parquet")], tmp_path, None)


def test_a_carried_time_without_a_zone_stays_as_it_is_written(tmp_path: Path) -> None:
    got = _one(tmp_path, "feedback_id,text,seen\na,hi,2024-03-05 14:30\n", timezone=None)
    assert got.tables["feedback"]["seen"].to_pylist() == ["2024-03-05 14:30"]


def test_clock_changes_are_counted_and_named(tmp_path: Path) -> None:
    text = HEAD + "a,2024-03-31 01:30,hi\nb,2024-10-27 01:30,hi\nc,2024-10-27 03:30,hi\n"
    said = " ".join(_one(tmp_path, text, timezone="Europe/London").files[0].warnings)
    assert said.count("1 times lie in an hour") == 2 and said.count("Europe/London") == 2


def test_the_zone_of_the_file_wins_over_that_of_the_project_in_every_column() -> None:
    from voc.ingest.assemble import _joined
    from voc.ingest.content import Content
    from voc.ingest.formats.parts.sheet import Sheet
    from voc.ingest.rows import part

    sheet = Sheet("feedback", timezone="Asia/Shanghai")
    sheet.keep(feedback_id="a", text="hi", created_at="2024-03-05 14:30", seen="2024-03-05 14:30")
    rows = part(sheet.raw(Content("a.csv", ".csv", b"", ""), "made_up"), Source(), "America/New_York", "a").rows
    (row,) = _joined([rows], "feedback", "America/New_York").to_pylist()
    assert row["created_at"] == row["seen"] == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
