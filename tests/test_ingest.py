"""Every row of a file is kept or rejected with a reason, and what it said is what we read."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc import ingest, tables
from voc.engine import engine
from voc.errors import ConfigError, DataError, VocError
from voc.ingest import Ingested, Score, Source

CASES = Path(__file__).parent / "cases" / "rejects.tsv"
CSAT = Score("csat", 1, 5)
HEAD = "feedback_id,created_at,text\n"


def _read(folder: Path, *sources: Source, timezone: str = "UTC") -> Ingested:
    return ingest.tables(sources, folder, timezone, engine())


def _one(
    folder: Path, text: str, *, name: str = "feedback.csv", timezone: str = "UTC", **settings_: object
) -> Ingested:
    (folder / name).write_text(text, encoding="utf-8")
    return _read(folder, Source(path=name, **settings_), timezone=timezone)  # type: ignore[arg-type]


def _balanced(got: Ingested) -> bool:
    return all(
        one.rows_read == one.rows_kept + one.rows_rejected == one.rows_kept + sum(one.reasons.values())
        for one in got.files
    )


# --- bad rows


def _cases() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("table", "header", "rows", "expected"), _cases())
def test_a_bad_row_is_counted_with_its_reason(
    tmp_path: Path, table: str, header: str, rows: str, expected: str
) -> None:
    lines = rows.split(" / ")
    score = CSAT if "score" in header.split(",") else None
    got = _one(tmp_path, "\n".join([header, *lines]), table=table, score=score)
    found = [f"{row['row']}:{row['reason']}" for row in got.tables["rejected"].to_pylist()]
    assert " ".join(found) == ("" if expected == "none" else expected)
    assert got.files[0].rows_read == len(lines)
    assert got.tables[table].num_rows == len(lines) - len(found)
    assert _balanced(got)


def test_a_reject_tells_where_and_what_and_hides_what_is_personal(tmp_path: Path) -> None:
    got = _one(tmp_path, "feedback_id,date,text\na,mail me at jane@x.org,hi\n", columns={"created_at": "date"})
    (row,) = got.tables["rejected"].to_pylist()
    assert row == {
        "file": "feedback.csv", "row": 1, "column": "date", "reason": "unparsable_time", "found": "mail me at ***",
        "expected": "a time such as 2024-03-05 14:30 or 2024-03-05T14:30:00+08:00",
    }  # fmt: skip


def test_an_id_of_two_files_is_one_thing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "x,2024-01-01,one\ny,2024-01-01,two\n")
    (tmp_path / "b.csv").write_text(HEAD + "y,2024-01-01,two\nx,2024-01-01,other\n")
    got = _read(tmp_path, Source(path="*.csv"))
    assert [(r["file"], r["row"], r["reason"]) for r in got.tables["rejected"].to_pylist()] == [
        ("b.csv", 1, "duplicate_row"), ("b.csv", 2, "duplicate_id_conflict"),
    ]  # fmt: skip
    assert _balanced(got) and got.tables["feedback"].num_rows == 2


def test_of_two_files_with_a_date_in_their_names_the_later_wins(tmp_path: Path) -> None:
    for name, text in (("export_2024-03-02.csv", "new"), ("export_2024-03-01.csv", "old")):
        (tmp_path / name).write_text(HEAD + f"x,2024-01-01,{text}\ny,2024-01-01,same\n")
    got = _read(tmp_path, Source(path="*.csv"))
    assert got.tables["feedback"]["text"].to_pylist() == ["same", "new"]
    assert [one.reasons for one in got.files] == [{"older_version": 1}, {"duplicate_row": 1}] and _balanced(got)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a1,"\n é今 -:.;'), max_size=8), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_no_text_makes_a_traceback_and_no_row_is_lost(tmp_path: Path, cells: list[list[str]]) -> None:
    try:
        got = _one(tmp_path, HEAD + "\n".join(",".join(row) for row in cells), table="feedback")
    except VocError:
        return
    assert _balanced(got)


# --- what a cell means


def test_ids_regions_and_empty_cells_stay_what_they_are(tmp_path: Path) -> None:
    text = "feedback_id,text,region,score,units,zip,order_id\n007,x,NA,,0,04851,00012\n"
    text += "08,y,,0,,10115,1234567890123456789\n"
    rows = _one(tmp_path, text, score=Score("nps", 0, 10)).tables["feedback"].to_pylist()
    assert [row["feedback_id"] for row in rows] == ["007", "08"]
    assert [row["region"] for row in rows] == ["NA", None]
    assert [row["score"] for row in rows] == [None, 0.0]
    assert [row["score_min"] for row in rows] == [None, 0.0]
    assert [row["units"] for row in rows] == [0, None]
    assert [row["zip"] for row in rows] == ["04851", "10115"]
    assert [row["order_id"] for row in rows] == ["00012", "1234567890123456789"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "", "3"], pa.int64()),
        (["1.5", "2"], pa.float64()),
        (["yes", "no"], pa.bool_()),
        (["2024-01-01", ""], pa.timestamp("us", tz="UTC")),
        (["0012", "1"], pa.string()),
        (["1E5", "2"], pa.string()),
        (["11:30:00"], pa.string()),
        (["1", "x"], pa.string()),
        (["NA", "NA"], pa.string()),
        (["12345678901234567"], pa.string()),
    ],
)
def test_a_carried_column_has_the_type_that_all_its_cells_have(
    tmp_path: Path, cells: list[str], kind: pa.DataType
) -> None:
    rows = "".join(f"f{number},hi,{cell}\n" for number, cell in enumerate(cells))
    got = _one(tmp_path, "feedback_id,text,extra\n" + rows)
    assert got.tables["feedback"].schema.field("extra").type == kind


@pytest.mark.parametrize("name", ["store_id", "tweetid", "StoreID", "zip_code", "id"])
def test_digits_of_an_id_are_a_name(tmp_path: Path, name: str) -> None:
    got = _one(tmp_path, f"feedback_id,text,{name},paid\na,hi,12,12\n")
    assert got.tables["feedback"][name].to_pylist() == ["12"]
    assert got.tables["feedback"]["paid"].to_pylist() == [12]


@pytest.mark.parametrize(
    ("written", "timezone", "utc"),
    [
        ("2015-02-24 11:35:52 -0800", "Asia/Shanghai", "2015-02-24 19:35:52"),
        ("2024-03-05T14:30:00Z", "Asia/Shanghai", "2024-03-05 14:30:00"),
        ("2024-03-05 14:30", "Asia/Shanghai", "2024-03-05 06:30:00"),
        ("2024-07-01", "Europe/London", "2024-06-30 23:00:00"),
        ("2024/3/5 9:05", "UTC", "2024-03-05 09:05:00"),
        ("2024年3月5日 14:30", "UTC", "2024-03-05 14:30:00"),
        ("2024年3月5日14时30分", "UTC", "2024-03-05 14:30:00"),
        ("25/12/2024 8:30 PM", "UTC", "2024-12-25 20:30:00"),
        ("12/25/2024", "UTC", "2024-12-25 00:00:00"),
        ("05.03.2024", "UTC", "2024-03-05 00:00:00"),
        ("1709649000", "UTC", "2024-03-05 14:30:00"),
        ("1709649000123", "UTC", "2024-03-05 14:30:00.123000"),
    ],
)
def test_a_time_is_read_as_it_was_meant(tmp_path: Path, written: str, timezone: str, utc: str) -> None:
    got = _one(tmp_path, HEAD + f"a,{written},hi\n", timezone=timezone)
    assert got.tables["feedback"]["created_at"].to_pylist() == [datetime.fromisoformat(utc).replace(tzinfo=UTC)]


def test_day_and_month_are_told_apart_by_the_whole_column_or_not_at_all(tmp_path: Path) -> None:
    got = _one(tmp_path, HEAD + "a,01/02/2024,hi\nb,13/02/2024,hi\n")
    assert [one.month for one in got.tables["feedback"]["created_at"].to_pylist()] == [2, 2]
    with pytest.raises(ConfigError, match=r"E124.*created_at(.|\n)*\[source.formats\]"):
        _one(tmp_path, HEAD + "a,01/02/2024,hi\nb,03/04/2024,hi\n")
    declared = _one(tmp_path, HEAD + "a,01/02/2024,hi\n", formats={"created_at": "%m/%d/%Y"})
    assert declared.tables["feedback"]["created_at"].to_pylist()[0].day == 2
    with pytest.raises(DataError, match="E205"):
        _one(tmp_path, HEAD + "a,13/02/2024,hi\nb,02/13/2024,hi\n")


def test_an_hour_that_clocks_skip_or_repeat_is_counted(tmp_path: Path) -> None:
    text = HEAD + "a,2024-03-31 01:30,hi\nb,2024-10-27 01:30,hi\nc,2024-10-27 03:30,hi\n"
    got = _one(tmp_path, text, timezone="Europe/London")
    assert [one.hour for one in got.tables["feedback"]["created_at"].to_pylist()] == [1, 0, 3]
    assert len([one for one in got.files[0].warnings if "1 times lie in an hour" in one]) == 2


def test_a_score_is_turned_so_that_higher_is_better(tmp_path: Path) -> None:
    got = _one(tmp_path, "feedback_id,effort\na,1\nb,7\nc,8\n", table="feedback", columns={"score": "effort"},
               score=Score("ces", 1, 7, "lower_better"))  # fmt: skip
    rows = got.tables["feedback"].to_pylist()
    assert [(r["score"], r["score_type"], r["score_min"], r["score_max"]) for r in rows] == [
        (7, "ces", 1, 7),
        (1, "ces", 1, 7),
    ]
    assert got.files[0].reasons == {"score_outside_scale": 1}


def test_a_source_may_name_its_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        for name, rows in {
            "问卷": [["feedback_id", "text"], ["f1", "等了半天"], ["f2", "fine"], ["f3", "slow"]],
            "通话": [["interaction_id", "talk_s"], ["i1", "60"]],
        }.items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    named = [Source(path="book.xlsx", sheet=one) for one in ("通话", "问卷")]
    got = ingest.tables(named, tmp_path, "UTC")
    assert (got.tables["interactions"].num_rows, got.tables["feedback"].num_rows) == (1, 3)
    assert [one.file for one in got.files] == ["book.xlsx/通话", "book.xlsx/问卷"]
    assert not [one for file in got.files for one in file.warnings if "left out" in one]
    with pytest.raises(
        DataError, match=r"no sheet with a header and a row is called '通话记录'(.|\n)*did you mean 通话"
    ):
        ingest.tables([Source(path="book.xlsx", sheet="通话记录")], tmp_path, "UTC")


def test_a_scale_is_never_guessed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"E123(.|\n)*\[source.score\] type = "):
        _one(tmp_path, "feedback_id,score\na,4\n")
    with pytest.raises(
        ConfigError, match='type = "nps", min = 0, max = 10, '
    ):  # never one that the answers cannot be on
        _one(tmp_path, "feedback_id,score\na,0\nb,10\n")
    got = _one(tmp_path, "feedback_id,score,score_type,score_min,score_max\na,4,csat,1,5\nb,9,csat,1,5\nc,9,nps,0,10\n")
    assert got.tables["feedback"]["feedback_id"].to_pylist() == ["a", "c"]


def test_durations_are_seconds_and_words_are_ours(tmp_path: Path) -> None:
    text = "interaction_id,wait,talk_s,channel,is_resolved\na,2,1500,电话,Y\nb,,3000,chat,N\n"
    got = _one(tmp_path, text, columns={"queue_wait_s": "wait"}, units={"queue_wait_s": "min", "talk_s": "ms"},
               values={"channel": {"电话": "voice"}, "is_resolved": {"Y": "true", "N": "false"}})  # fmt: skip
    assert got.files[0].table == "interactions"
    assert [
        (r["queue_wait_s"], r["talk_s"], r["channel"], r["is_resolved"]) for r in got.tables["interactions"].to_pylist()
    ] == [(120.0, 1.5, "voice", True), (None, 3.0, "chat", False)]


def test_turns_get_ids_numbers_and_our_roles(tmp_path: Path) -> None:
    got = _one(tmp_path, "interaction_id,role,text\nc1,Agent,hello\nc1,客户,hi\nc2,Alien,beep\n")
    rows = got.tables["turns"].to_pylist()
    assert [(r["turn_id"], r["role"]) for r in rows] == [("c1:1", "agent"), ("c1:2", "customer"), ("c2:1", "unknown")]
    assert any("alien" in warning for warning in got.files[0].warnings)


def test_rows_without_an_id_are_called_by_their_place(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "notes.csv").write_text("text\nbye\n")
    (tmp_path / "notes.csv").write_text("text\nhi\nho\n")
    got = _read(tmp_path, Source(path="notes.csv"), Source(path="b/*.csv"))
    assert got.tables["feedback"]["feedback_id"].to_pylist() == ["notes:1", "notes:2", "b/notes:1"]
    assert "notes:1" in got.files[0].warnings[0]


def test_a_column_of_the_users_never_hides_ours(tmp_path: Path) -> None:
    got = _one(tmp_path, "feedback_id,text,source,row\na,hi,web,9\n")
    (row,) = got.tables["feedback"].to_pylist()
    assert (row["source"], row["row"], row["their_source"], row["their_row"]) == ("feedback.csv", 1, "web", 9)


def test_carried_columns_of_several_files_are_unioned(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("feedback_id,text,n\na,hi,1\n")
    (tmp_path / "b.csv").write_text("feedback_id,text,n,m\nb,hi,x,2\n")
    rows = _read(tmp_path, Source(path="?.csv")).tables["feedback"].to_pylist()
    assert [(row["n"], row["m"]) for row in rows] == [("1", None), ("x", 2)]


# --- formats: the same rows, whatever they come in

ROWS = [
    {"feedback_id": "007", "created_at": "2024-03-05 14:30", "text": '等了很久,\n"真的"', "score": "4", "region": "NA"},
    {"feedback_id": "8", "created_at": "2024-03-06 00:00", "text": "fine", "score": None, "region": None},
]


def _csv(separator: str) -> str:
    quoted = [['"' + (cell or "").replace('"', '""') + '"' for cell in row.values()] for row in ROWS]
    return "\n".join(separator.join(row) for row in [list(ROWS[0]), *quoted])


def _write(path: Path) -> None:
    name = path.name
    if name.endswith(".xlsx"):
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        for at, row in enumerate([dict(zip(ROWS[0], ROWS[0], strict=True)), *ROWS]):
            for column, cell in enumerate(row.values()):
                sheet.write_string(at, column, cell or "")
        book.close()
    elif name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        separator = {"tsv": "\t", "semi": ";", "pipe": "|"}.get(name.split(".")[0], ",")
        text = {
            "jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS),
            "json": json.dumps({"data": ROWS}),
        }.get(name.split(".")[1], _csv(separator))
        encoding = {"bom": "utf-8-sig", "utf16": "utf-16", "gb": "gb18030"}.get(name.split(".")[0], "utf-8")
        data = text.encode(encoding)
        if name.endswith(".gz"):
            data = gzip.compress(data, mtime=0)
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("inner.csv", data)
            return
        path.write_bytes(data)


@pytest.mark.parametrize(
    "name",
    ["a.csv", "tsv.tsv", "semi.csv", "pipe.txt", "a.csv.gz", "a.csv.zip", "a.jsonl", "a.jsonl.gz", "a.json",
     "a.parquet", "a.xlsx", "bom.csv", "utf16.csv", "gb.csv"],
)  # fmt: skip
def test_every_format_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    _write(tmp_path / name)
    got = _read(tmp_path, Source(path=name, score=CSAT))
    rows = got.tables["feedback"].to_pylist()
    assert [(r["feedback_id"], r["text"], r["score"], r["region"], r["row"]) for r in rows] == [
        ("007", '等了很久,\n"真的"', 4.0, "NA", 1), ("8", "fine", None, None, 2),
    ]  # fmt: skip
    assert [r["created_at"].isoformat() for r in rows] == ["2024-03-05T14:30:00+00:00", "2024-03-06T00:00:00+00:00"]
    assert _balanced(got)


def test_an_excel_number_is_an_id_only_while_it_has_all_its_digits(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    for at, row in enumerate(
        [("feedback_id", "text", "created_at"), (12, "hi", 45356.5), (1234567890123456789, "hi", "")]
    ):
        sheet.write_row(at, 0, row)
    sheet.write_datetime(1, 2, datetime(2024, 3, 5, 14, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    book.close()
    got = _read(tmp_path, Source(path="a.xlsx"))
    assert got.tables["feedback"]["feedback_id"].to_pylist() == ["12"]
    assert got.tables["feedback"]["created_at"].to_pylist()[0] == datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
    assert got.files[0].reasons == {"id_lost_digits": 1}


def test_a_line_that_is_no_json_is_one_reject(tmp_path: Path) -> None:
    got = _one(tmp_path, '{"feedback_id":1,"text":"hi","meta":{"os":"ios"}}\n{"feedback_id"\n[1]\n', name="a.jsonl")
    assert got.tables["feedback"].to_pylist()[0]["meta.os"] == "ios"
    assert got.files[0].reasons == {"not_a_json_object": 2} and _balanced(got)


@pytest.mark.parametrize("before", ["\n\n", "\r\n", "sep=,\n", "\ufeff"])
def test_what_stands_before_the_header_is_no_row(tmp_path: Path, before: str) -> None:
    got = _one(tmp_path, before + HEAD + "a,2024-01-01,hi\n\n")
    assert (got.files[0].rows_read, got.files[0].rows_kept) == (1, 1)


def test_half_an_emoji_stops_nothing(tmp_path: Path) -> None:
    got = _one(tmp_path, '{"feedback_id":1,"text":"hi \\ud83d","\\ud83d":["\\ud83d"]}\n["\\ud83d"]\n', name="a.jsonl")
    assert got.tables["feedback"]["text"].to_pylist() == ["hi ?"] and _balanced(got)


def test_a_quote_that_is_never_closed_is_said(tmp_path: Path) -> None:
    got = _one(tmp_path, HEAD + 'a,2024-01-01,fine\nb,2024-01-01,"broken\nc,2024-01-01,x\nd,2024-01-01,y\n')
    assert got.files[0].reasons == {"unclosed_quote": 1} and got.files[0].rows_kept == 1


def test_a_parquet_column_of_any_type_is_read_or_rejected(tmp_path: Path) -> None:
    rows = pa.table({
        "feedback_id": pa.array([7, 8]), "created_at": pa.array([datetime(2024, 3, 5), None], pa.timestamp("ns")),
        "text": pa.array(["hi", "ho"]).dictionary_encode(), "order_id": pa.array([7.0, None]),
        "customer_id": pa.array([float(2**60), 3.0]), "score": pa.array([4, 5]).cast(pa.decimal128(20, 1)),
        "tags": pa.array([["a"], []]), "at": pa.array([1, 2], pa.time64("us")), "raw": pa.array([b"\xff", b"x"]),
        "none": pa.nulls(2), "big": pa.array(["x", "y"], pa.large_string()), "took": pa.array([1, 2], pa.duration("s")),
    })  # fmt: skip
    pq.write_table(rows, tmp_path / "a.parquet")
    got = _read(tmp_path, Source(path="a.parquet", score=CSAT), timezone="Asia/Shanghai")
    assert got.files[0].reasons == {"id_lost_digits": 1}
    (row,) = got.tables["feedback"].to_pylist()
    assert (row["feedback_id"], row["text"], row["order_id"], row["customer_id"], row["score"]) == (
        "8",
        "ho",
        None,
        "3",
        5,
    )
    assert (row["tags"], row["none"], row["big"], row["took"]) == ("[]", None, "y", 2.0)


# --- what a query may do


def _orders(folder: Path) -> None:
    (folder / "orders.csv").write_text("order_id,customer_id,region,sku_code\n007,0012,NA,1.10\n8,3,EU,2.20\n")
    (folder / "customers.csv").write_text("customer_id,zip_code\n0012,04851\n3,10115\n")


def test_a_query_keeps_ids_as_they_are(tmp_path: Path) -> None:
    _orders(tmp_path)
    got = _read(
        tmp_path, Source(query="select o.*, c.zip_code from 'orders.csv' o join 'customers.csv' c using (customer_id)")
    )
    names = ("order_id", "customer_id", "region", "zip_code", "sku_code")
    assert [tuple(row[name] for name in names) for row in got.tables["orders"].to_pylist()] == [
        ("007", "0012", "NA", "04851", "1.10"), ("8", "3", "EU", "10115", "2.20"),
    ]  # fmt: skip
    assert (got.files[0].file, got.files[0].reader) == ("query 1", "query")


def test_a_query_is_otherwise_left_as_it_is(tmp_path: Path) -> None:
    _orders(tmp_path)
    query = """-- a comment with 'orders.csv' in it
        with big as (select *, 1.5 as f, region || ', ' || 'orders.csv' as label
                     from read_csv(['orders.csv'], header = true))
        select order_id, label, f::int as n, 'x''y' as q from big
        where f >= 1.5 and region <> 'EU'  /* 'gone.csv' */;"""
    (row,) = _read(tmp_path, Source(query=query)).tables["orders"].to_pylist()
    assert (row["label"], row["n"], row["q"]) == ("NA, orders.csv", 2, "x'y")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("drop table x", "E121"),
        ("select 1; select 2", "E121"),
        ("copy (select 1) to 'x.csv'", "E121"),
        ("select * from '/etc/passwd.csv'", "E122"),
        ("select * from '../secret.csv'", "E122"),
        ("select * from read_csv('/etc/passwd')", "E122"),
        ("select * from 'gone.csv'", "E200"),
        ("select * from '${VOC_NO_SUCH_VARIABLE}/x.csv'", "E120"),
        ("select order_id from 'orders.csv' where false", "E202"),
    ],
)
def test_a_query_only_reads_and_only_here(tmp_path: Path, query: str, code: str) -> None:
    _orders(tmp_path)
    with pytest.raises(VocError, match=code):
        _read(tmp_path, Source(query=query, table="orders"))


# --- files that cannot be used


@pytest.mark.parametrize(
    ("name", "data", "settings_", "code"),
    [
        ("a.csv", b"", {}, "E202"),
        ("a.csv", b"feedback_id,text\n", {}, "E202"),
        ("a.csv", b"\x00\x01\x02\x03binary", {}, "E201"),
        ("a.parquet", b"feedback_id,text\na,hi\n", {}, "E201"),
        ("a.xlsx", b"feedback_id,text\na,hi\n", {}, "E201"),
        ("a.csv.gz", b"\x1f\x8bdamaged", {}, "E201"),
        ("a.json", b'{"a": ', {}, "E201"),
        ("a.pdf", b"%PDF-1.4", {}, "E201"),
        ("a.csv", b"colour,size\nred,1\n", {}, "E204"),
        ("a.csv", b"feedback_id,comment\na,hi\n", {"table": "feedback"}, "E203.*text"),
        ("a.csv", b"session,x\na,hi\n", {"table": "sessions"}, "E203.*session_id"),
        ("a.csv", b"feedback_id,comment\na,hi\n", {"columns": {"text": "coment"}}, "E203(.|\n)*did you mean comment"),
        ("a.csv", b"feedback_id,text\na,hi\n", {"units": {"text": "min"}}, "E125"),
        ("b.csv", b"feedback_id,text\na,hi\n", {}, "E200(.|\n)*b.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, name: str, data: bytes, settings_: dict[str, object], code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    wanted = "a.csv" if name == "b.csv" else name
    with pytest.raises(VocError, match=code):
        _read(tmp_path, Source(path=wanted, **settings_))  # type: ignore[arg-type]


def test_a_setting_that_finds_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"feedback_id,text,channel\na,hi,web\n")
    got = _read(tmp_path, Source(path="a.csv", values={"chanel": {"a": "b"}}, units={"talk_s": "min"}))
    said = " ".join(got.files[0].warnings)
    assert "'chanel'" in said and "did you mean channel?" in said and "'talk_s'" in said


def test_ids_that_hang_on_a_record_are_kept_for_labels_from_outside(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"feedback_id,session_id,created_at\na,s1,2026-01-01\n")
    got = _read(tmp_path, Source(path="a.csv", table="feedback"))
    assert got.tables["feedback"].num_rows == 1 and "labels" in " ".join(got.files[0].warnings)


def test_no_machine_path_in_what_we_say(tmp_path: Path) -> None:
    got = _one(tmp_path, HEAD + "a,soon,hi\n")
    assert str(tmp_path) not in str(
        [*got.files, got.tables["rejected"].to_pylist(), got.tables["feedback"].to_pylist()]
    )


def test_the_same_files_give_the_same_tables(tmp_path: Path) -> None:
    text = HEAD + "a,2024-01-01,hi\na,2024-01-01,ho\nb,x,y\n"
    first, second = _one(tmp_path, text), _one(tmp_path, text)
    assert first.files == second.files
    assert all(first.tables[name].equals(second.tables[name]) for name in first.tables)
    assert set(first.tables) == {"feedback", "rejected"}
    assert first.tables["feedback"].column_names[: len(tables.ALL["feedback"].names)] == list(
        tables.ALL["feedback"].names
    )


def test_aggregated_figures_are_told_apart_by_their_groups(tmp_path: Path) -> None:
    rows = b"metric,period_at,value,airline\nlate,2015-01-01,0.1,AA\nlate,2015-01-01,0.2,DL\nlate,2015-01-01,0.2,DL\n"
    (tmp_path / "a.csv").write_bytes(rows)
    got = _read(tmp_path, Source(path="a.csv", table="metrics"))
    assert got.tables["metrics"].column("airline").to_pylist() == ["AA", "DL"]
    assert got.files[0].reasons == {"duplicate_row": 1}
