"""What a file is wrapped in does not matter: archives, folders, workbooks with covers, any separator, lines above and below."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from voc import ingest
from voc.errors import DataError
from voc.ingest import Ingested, Source, formats, layout, unpack

FORMATS = Path(__file__).parent / "data" / "formats"
ROWS = [
    ["f1", "2026-01-05", "Nobody called back; I waited", "web"],
    ["f2", "2026-01-06", "客服很耐心", "chat"],
    ["f3", "2026-01-07", "ok", "web"],
]
HEADER = ["feedback_id", "created_at", "text", "channel"]


def read(path: Path, folder: Path | None = None, **settings: object) -> Ingested:
    return ingest.tables([Source(path=str(path), **settings)], folder or path.parent, "UTC")  # type: ignore[arg-type]


def texts(got: Ingested) -> list[str]:
    return got.tables["feedback"].column("text").to_pylist()


def written(separator: str) -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if separator.strip() and separator in text else text

    return "".join(separator.join(cell(text) for text in row) + "\n" for row in [HEADER, *ROWS])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~", ":", "   "])
def test_the_separator_is_what_the_first_lines_agree_on(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "answers.txt"
    file.write_text(written(separator), "utf-8")
    assert texts(read(file)) == [row[2] for row in ROWS]


@pytest.mark.parametrize(
    ("above", "below", "reasons"),
    [
        ("sep=;\n", "", {}),
        ("Answers of January\n\n# made by the portal, 3 rows\n", "", {}),
        ("Answers;;;\n;;;\nfrom;2026-01-01;;\n", "Total;;3;\n", {"total_row": 1}),
        ("", "合计;;3;\n", {"total_row": 1}),
        ("", "End of the report;;;\n;;;\n", {"remark_row": 2}),
        ("", ";;;\nCases by origin;;;\nCopyright (c) Acme;;;\nAcme;;;\n", {"remark_row": 4}),
        ("", "Printed by Mia;;;\nAll rights reserved;;;\n", {"remark_row": 2}),
        ("", "3 rows\n", {"wrong_number_of_fields": 1}),
    ],
)
def test_lines_around_a_table_are_no_rows_and_are_named(
    tmp_path: Path, above: str, below: str, reasons: dict[str, int]
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(above + written(";") + below, "utf-8")
    got = read(file)
    assert texts(got) == [row[2] for row in ROWS]
    (report,) = got.files
    assert report.reasons == reasons and report.rows_read == 3 + sum(reasons.values())
    assert any("above the header" in one for one in report.warnings) == (bool(above) and "sep" not in above)


def test_a_header_is_not_looked_for_among_rows_that_are_ragged(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("feedback_id,text\na,good, but late\nb,too, late\nc,fine\n", "utf-8")
    (report,) = read(file).files
    assert (report.rows_kept, report.reasons) == (1, {"wrong_number_of_fields": 2})


def test_a_separator_behind_every_row_is_no_column(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("feedback_id,text\na,good,\nb,late,\n", "utf-8")
    assert texts(read(file)) == ["good", "late"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("text\ngood, but late\nnever again\n", "utf-8")
    assert texts(read(file)) == ["good, but late", "never again"]


def test_a_cell_longer_than_a_block_is_read(tmp_path: Path) -> None:
    file, long = tmp_path / "a.csv", "no answer\n" * 2_000_000
    file.write_text(f'feedback_id,text\na,"{long}"\nb,ok\n', "utf-8")
    assert [len(one) for one in texts(read(file))] == [len(long), 2]


# --- archives and folders


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_every_file_of_an_archive_is_read_or_named(tmp_path: Path) -> None:
    lines = written(",").encode()
    more = lines.replace(b"\nf", b"\ng")
    path = packed(tmp_path / "all.zip", {
        "data/jan.csv": lines, "../../etc/feb.csv.gz": gzip.compress(more), "logo.png": b"\x89PNG", "README.txt": b"Read me",
        "__MACOSX/._jan.csv": b"\0", "empty.csv": b"",
    })  # fmt: skip
    got = read(path)
    assert [one.file for one in got.files] == ["all.zip/data/jan.csv", "all.zip/etc/feb.csv.gz"]
    assert len(texts(got)) == 6 and len({one.sha256 for one in got.files}) == 1
    assert "logo.png, README.txt, empty.csv" in " ".join(got.files[0].warnings + got.files[1].warnings)
    assert not (tmp_path.parent / "etc").exists()


def test_parts_without_an_ending_are_read_in_a_folder(tmp_path: Path) -> None:
    """As streams and jobs write them; of the same folder a note without an ending is no rows."""
    line = b'{"feedback_id": "%s", "created_at": "2026-03-01T10:00:00Z", "text": "late"}\n'
    files = {
        "a/part-00000": line % b"1",
        "a/2026/part-1.gz": gzip.compress(line % b"2"),
        "a/_SUCCESS": b"",
        "a/NOTES": b"see x",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    got = read(Path("a"), tmp_path, table="feedback")
    assert sorted(got.tables["feedback"]["feedback_id"].to_pylist()) == ["1", "2"]
    assert "NOTES, _SUCCESS" in " ".join(one for report in got.files for one in report.warnings)


def test_lines_of_json_may_end_with_cr_alone(tmp_path: Path) -> None:
    line = '{"feedback_id": "%s", "created_at": "2026-03-01T10:00:00Z", "text": "到貨太慢"}\r'
    (tmp_path / "a.jsonl").write_bytes((line % 1 + line % 2).encode())
    assert texts(read(tmp_path / "a.jsonl", table="feedback")) == ["到貨太慢"] * 2


def damaged(path: Path, member: str, members: dict[str, bytes]) -> Path:
    """An archive in which the packed bytes of `member` are not what they were."""
    packed(path, members)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(member)
    data = bytearray(path.read_bytes())
    at = entry.header_offset + 30 + len(member) + entry.compress_size // 2
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(data)
    return path


BAD = {"broken.csv": "E201", "two.csv": "E211", "odd.csv": "E204"}


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """A folder with an archive: two files that can be read, one that is damaged, one in two encodings, one of no table."""
    lines = written(",").encode()
    members = {
        "a.csv": lines, "broken.csv": lines * 20, "two.csv": lines + "很好".encode("gb18030") + lines,
        "odd.csv": b"colour,size\nred,1\n", "z.csv": lines.replace(b"\nf", b"\ng"), "photo.png": b"\x89PNG\0\0",
    }  # fmt: skip
    folder = tmp_path / "months"
    folder.mkdir()
    damaged(folder / "all.zip", "broken.csv", members)
    return folder


def test_every_bad_member_of_an_archive_is_named_and_the_others_are_read(
    months: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    out = tmp_path / "out"
    got = voc_command("ingest", months / "all.zip", "--out", out, "--table", "feedback")
    assert got.exit == 3 and "E215" in got.err
    report = json.loads((out / "ingest_report.json").read_text())
    bad = {one["file"].rpartition("/")[2]: one["error"] for one in report if "error" in one}
    assert bad == {**BAD, "odd.csv": "E203"} and [one["rows_kept"] for one in report] == [3, 3, 0, 0, 0]
    for name, code in bad.items():
        assert name in got.out and f"{name}: {code}" in got.err
    assert pq.read_table(out / "feedback.parquet").num_rows == 6
    assert "photo.png" in got.err and "photo.png" not in str(bad)
    assert voc_command("ingest", months / "all.zip", "--out", out, "--table", "feedback", "--keep-going").exit == 0
    told = voc_command("ingest", months / "all.zip", "--out", out, "--json")
    assert told.exit == 3 and [one.get("error", "") for one in json.loads(told.out)] == ["", "", *BAD.values()]


@pytest.mark.parametrize("what", ["folder", "pattern", "files"])
def test_so_it_is_in_a_folder(months: Path, tmp_path: Path, voc_command: Callable[..., Any], what: str) -> None:
    with zipfile.ZipFile(months / "all.zip") as archive:
        for name in ("a.csv", "two.csv", "odd.csv", "z.csv"):
            (months / name).write_bytes(archive.read(name))
    (months / "all.zip").unlink()
    (months / "broken.csv.gz").write_bytes(gzip.compress(written(",").encode() * 99)[:90])
    asked = {"folder": [months], "pattern": [months / "*"], "files": sorted(months.iterdir())}[what]
    got = voc_command("ingest", *asked, "--out", tmp_path / "out")
    assert got.exit == 3 and "E215" in got.err
    for name, code in {"broken.csv.gz": "E201", "two.csv": "E211", "odd.csv": "E204"}.items():
        assert f"{name}: {code}" in got.err
    assert pq.read_table(tmp_path / "out" / "feedback.parquet").num_rows == 6


def test_a_project_says_whether_bad_files_may_be_left_out(months: Path, voc_command: Callable[..., Any]) -> None:
    source = '[project]\ntimezone = "UTC"\n[[source]]\npath = "*.zip"\n'
    (months / "voc.toml").write_text(source)
    checked = voc_command("check", months)
    assert checked.exit == 3 and "E215" in checked.err and "Match rates" in checked.out
    assert all(code in checked.out for code in BAD.values())
    told = json.loads(voc_command("check", months, "--json").out)
    assert told["refusal"]["code"] == "E215" and [one.get("error", "") for one in told["files"]] == [
        "",
        "",
        *BAD.values(),
    ]
    with pytest.raises(DataError) as refused:
        ingest.tables([Source(path="*.zip")], months, "UTC")
    assert refused.value.code == "E215" and all(name in refused.value.found for name in BAD)
    (months / "voc.toml").write_text(source + 'unreadable = "leave_out"\n')
    left_out = voc_command("check", months)
    assert left_out.exit == 0 and all(code in left_out.out for code in BAD.values())


def test_what_cannot_be_read_alone_is_refused_as_itself(months: Path, tmp_path: Path) -> None:
    for name, code in BAD.items():
        damaged(tmp_path / "b.zip", "broken.csv", {"broken.csv": written(",").encode() * 20})
        with zipfile.ZipFile(months / "all.zip") as archive:
            file = tmp_path / ("b.zip" if name == "broken.csv" else name)
            if name != "broken.csv":
                file.write_bytes(archive.read(name))
        source = Source(path=str(file), unreadable="leave_out")
        with pytest.raises(DataError) as refused:
            ingest.tables([source], tmp_path, "UTC", keep_going=True)
        assert refused.value.code == code
    every = [Source(path=str(tmp_path / name)) for name in ("two.csv", "odd.csv")]
    with pytest.raises(DataError) as refused:
        ingest.tables(every, tmp_path, "UTC", keep_going=True)
    assert refused.value.code == "E215"


def test_a_folder_and_a_pattern_name_many_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.csv").write_text(written(","), "utf-8")
    (tmp_path / "b.jsonl").write_text('{"feedback_id": "x1", "text": "fine"}\n', "utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.csv").write_text("no", "utf-8")
    got = read(tmp_path, tmp_path)
    assert [one.file for one in got.files] == ["b.jsonl", "deep/a.csv"]
    assert "photo.jpg" in " ".join(got.files[0].warnings)
    assert [one.file for one in read(tmp_path / "**" / "*.csv", tmp_path).files] == ["deep/a.csv"]


def test_a_workbook_and_an_archive_are_told_by_their_bytes(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", {"Data": [HEADER, *ROWS]})
    (tmp_path / "a.xlsx").rename(tmp_path / "a.zip")
    assert len(texts(read(tmp_path / "a.zip"))) == 3
    packed(tmp_path / "b.dat", {"x.csv": written(",").encode()})
    assert len(texts(read(tmp_path / "b.dat"))) == 3


def test_returns_refunds_and_lines_complete_the_orders_beside_them(tmp_path: Path) -> None:
    for name in ("order", "return", "refund", "line"):
        (tmp_path / f"{name}_rows.csv").write_bytes((FORMATS / "shopify" / f"{name}_rows.csv").read_bytes())
    got = read(tmp_path)
    first, second = got.tables["orders"].to_pylist()
    assert (first["order_id"], first["amount"], first["returned_units"], first["is_returned"]) == ("301", 3250, 3, True)
    assert (first["return_reason"], first["product"], first["refunded"]) == ("颜色不对", "Teapot", 2100)
    assert (second["order_id"], second["is_returned"], second["product"]) == ("302", False, None)
    assert all(one.rows_read == one.rows_kept + one.rows_rejected for one in got.files)


# --- workbooks and Parquet


def book(
    path: Path, sheets: dict[str, list[list[object]]], merged: tuple[int, int, int, int, str] | None = None
) -> Path:
    made = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if merged and name == "Data":
            sheet.merge_range(*merged)
    made.close()
    return path


def test_the_sheet_of_data_is_read_and_a_cover_is_not(tmp_path: Path) -> None:
    cover = [["Answers"], ["made by", "the portal"], ["on", "2026-02-01"]]
    rows = [["Answers of January", "", "", ""], [], HEADER, *ROWS, ["Total", "", 3, ""]]
    got = read(book(tmp_path / "a.xlsx", {"Cover": cover, "Data": rows, "Codes": [["code", "meaning"], ["1", "web"]]}))
    assert texts(got) == [row[2] for row in ROWS]
    (report,) = got.files
    assert report.reasons == {"total_row": 1} and "Data read; left out, of other columns: " in " ".join(report.warnings)


def test_sheets_of_the_same_columns_are_all_read(tmp_path: Path) -> None:
    got = read(
        book(tmp_path / "a.xlsx", {"Jan": [HEADER, *ROWS], "Feb": [HEADER, ["g1", "2026-02-01", "late", "web"]]})
    )
    assert [(one.file, one.rows_kept) for one in got.files] == [("a.xlsx/Jan", 3), ("a.xlsx/Feb", 1)]


def test_a_cell_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    rows = [HEADER, *([*row[:3], ""] for row in ROWS)]
    got = read(book(tmp_path / "a.xlsx", {"Data": rows}, merged=(1, 3, 3, 3, "web")))
    assert got.tables["feedback"].column("channel").to_pylist() == ["web"] * 3


def test_nested_parquet_is_columns_with_dots_and_lists_as_json(tmp_path: Path) -> None:
    rows = pa.table({
        "feedback_id": ["a", "b"], "text": pa.array(["good", "late"]).dictionary_encode(),
        "place": pa.array([{"city": "Leeds", "tags": ["x"]}, None]),
    })  # fmt: skip
    pq.write_table(rows, tmp_path / "a.parquet")
    kept = read(tmp_path / "a.parquet").tables["feedback"].to_pylist()
    assert [(row["text"], row["place.city"], row["place.tags"]) for row in kept] == [
        ("good", "Leeds", '["x"]'),
        ("late", None, None),
    ]


# --- what would take too much memory


def refused(path: Path) -> str:
    with pytest.raises(DataError) as error:
        read(path, table="feedback")
    return error.value.code


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    zeros = b"0,1\n" * (18 << 20)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(zeros, 1))
    packed(tmp_path / "b.zip", {"a.csv": zeros})
    packed(tmp_path / "c.xlsx", {"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": zeros})
    assert [refused(tmp_path / name) for name in ("a.csv.gz", "b.zip", "c.xlsx")] == ["E221", "E221", "E224"]


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LONGEST_LINE", 1 << 20)
    (tmp_path / "a.csv").write_bytes(b"feedback_id,text\na," + b"x" * (3 << 20))
    assert refused(tmp_path / "a.csv") == "E222"


def test_a_file_that_holds_more_than_we_can_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LARGEST", 1 << 20)
    (tmp_path / "a.csv").write_bytes(b"feedback_id,text\n" + b"a,b\n" * (1 << 19))
    assert refused(tmp_path / "a.csv") == "E221"


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, '{"a":' * 900 + "1" + "}" * 900])
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_deep_json_is_refused_or_rejected(tmp_path: Path, text: str, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_text(text)
    try:
        got = read(tmp_path / f"a.{ending}", table="feedback")
    except DataError as error:
        assert error.code in ("E201", "E203", "E223")
        return
    assert got.files[0].rows_kept == 0


def test_a_sheet_whose_cells_lie_far_apart_is_refused(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", {"Data": [HEADER, *ROWS]})
    made = xlsxwriter.Workbook(str(tmp_path / "b.xlsx"))
    sheet = made.add_worksheet("Data")
    sheet.write(0, 0, "text")
    sheet.write("XFD1048576", "far away")
    made.close()
    assert refused(tmp_path / "b.xlsx") == "E224"


def test_entities_in_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><sst count="1"><si><t>&l9;</t></si></sst>'
    book(tmp_path / "a.xlsx", {"Data": [HEADER, *ROWS]})
    out = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sharedStrings.xml") else old.read(name))
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    assert refused(tmp_path / "a.xlsx") in ("E201", "E202", "E203")


def test_few_bytes_of_parquet_that_stand_for_many_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voc.ingest import columnar

    monkeypatch.setattr(columnar, "LARGEST", 8 << 20)
    pq.write_table(pa.table({"text": pa.array(["x" * 1000] * 100_000).dictionary_encode()}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 20_000
    assert refused(tmp_path / "a.parquet") == "E224"


def test_a_name_in_an_archive_is_shown_without_tricks() -> None:
    assert unpack.cleaned("C:\\..\\..\\x\\\x1b[31mred.csv") == "x/?[31mred.csv"
    assert unpack.cleaned("/../..") == "file"


def test_a_layout_says_why() -> None:
    laid = layout.layout("id;text\n1;a\n2;b\n", ".csv")
    assert laid is not None and laid.separator == ";" and "2 columns" in laid.why


def test_json_of_pages_is_one_list(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"items": [{"feedback_id": "a", "text": "x"}]}))
    assert texts(read(tmp_path / "a.json")) == ["x"]


# --- what was decided, and why


def test_explain_prints_the_decision_and_a_source_that_reads_the_file(
    tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    shop = FORMATS / "shopify" / "orders.json"
    known = voc_command("ingest", shop, "--explain")
    for words in (
        "shopify_orders, 0.95: has line_items",
        "table orders: 3 rows, 2 rejected",
        'reader = "shopify_orders"',
    ):
        assert words in known.out
    (tmp_path / "a.csv").write_text("id;评论;when\n1;很好;2026-01-05\n2;太慢;2026-01-06\n", "utf-8")
    plain = voc_command("ingest", tmp_path / "a.csv", "--explain")
    for words in ("separator ; (3 columns", "text <- 评论", 'feedback_id = "id"', "table feedback: 2 rows"):
        assert words in plain.out, plain.out
    told = json.loads(voc_command("ingest", shop, tmp_path / "a.csv", "--explain", "--json").out)
    assert [one["reader"] for one in told] == ["shopify_orders", "csv"] and told[1]["source"].startswith("[[source]]")
    (tmp_path / "voc.toml").write_text('[project]\nname = "a"\n' + told[1]["source"], "utf-8")
    assert (
        voc_command("ingest", tmp_path / "a.csv", "--out", tmp_path / "out", "--mapping", tmp_path / "voc.toml").exit
        == 0
    )


def test_explain_stops_where_nothing_is_sure(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    (tmp_path / "a.csv").write_text("user_id,x,y\n1,2,3\n", "utf-8")
    stopped = voc_command("ingest", tmp_path / "a.csv", "--explain")
    assert stopped.exit == 3 and "E204" in stopped.err and "a.csv: csv" in stopped.out
    assert voc_command("ingest", tmp_path / "a.csv").exit == 2


def test_a_tie_names_those_that_tie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    twin = {**formats.known()}
    twin["other_shop"] = replace(twin["shopify_orders"], id="other_shop")
    monkeypatch.setattr(formats, "known", lambda: twin)
    stopped = voc_command("ingest", FORMATS / "shopify" / "orders.json", "--explain")
    assert stopped.exit == 3 and "E207" in stopped.err
    assert "candidate other_shop 0.95" in stopped.out and "candidate shopify_orders 0.95" in stopped.out


def test_init_takes_a_file_of_a_known_format_as_it_is(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    (tmp_path / "orders.json").write_bytes((FORMATS / "shopify" / "orders.json").read_bytes())
    packed(tmp_path / "answers.zip", {"a.csv": written(",").encode()})
    made = voc_command("init", tmp_path)
    assert made.exit == 0, made.err
    text = (tmp_path / "voc.toml").read_text("utf-8")
    assert 'reader = "shopify_orders"' in text and 'path = "answers.zip"' in text
    assert voc_command("check", tmp_path).exit == 0
