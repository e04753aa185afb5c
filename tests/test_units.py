"""Minutes that are taken for seconds are doubted, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.errors import ConfigError
from voc.ingest import Source

CASES = Path(__file__).parent / "cases" / "units.tsv"


def _lines() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize(("header", "rows", "declared", "says"), _lines())
def test_a_duration_in_another_unit_is_doubted(
    tmp_path: Path, header: str, rows: str, declared: str, says: str
) -> None:
    (tmp_path / "calls.csv").write_text("\n".join([header, *rows.split(" / ")]), encoding="utf-8")
    words = [] if declared == "-" else declared.split()
    units = dict(word.split("=") for word in words if "=" in word)
    columns = dict(word.split("<") for word in words if "<" in word)
    got = ingest.tables([Source(path="calls.csv", units=units, columns=columns)], tmp_path, "UTC")
    doubted = [one for one in got.files[0].warnings if "looks like" in one]
    assert (says in doubted[0]) if says != "-" else not doubted, got.files[0].warnings
    assert got.files[0].rows_rejected == 0


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("1分5秒", 65.0), ("1小时2分5秒", 3725.0), ("30秒", 30.0), ("5分钟", 300.0), ("1 小時 30 分鐘", 5400.0), ("2天3小时", 183600.0),
        ("0:03:20", 200.0), ("1 day, 02:00:00", 93600.0), ("1h 20m", 4800.0), ("2 min 5 sec", 125.0), ("1.5 h", 5400.0),
        ("90", 90.0), ("3:20", None), ("soon", None), ("5 apples", None), ("2026-03-01 10:00:00", None),
    ],
)  # fmt: skip
def test_a_duration_may_say_its_unit(tmp_path: Path, cell: str, seconds: float | None) -> None:
    (tmp_path / "calls.csv").write_text(f'interaction_id,talk_s\n1,"{cell}"\n2,10\n', encoding="utf-8")
    read = ingest.tables([Source(path="calls.csv")], tmp_path, "UTC").tables["interactions"].to_pylist()
    assert [row["talk_s"] for row in read] == ([10.0] if seconds is None else [seconds, 10.0])


def test_what_a_cell_says_of_its_unit_is_nearer_than_the_project(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("interaction_id,talk_s\n1,0:03:20\n2,2\n3,90秒\n", encoding="utf-8")
    got = ingest.tables([Source(path="calls.csv", units={"talk_s": "min"})], tmp_path, "UTC")
    assert got.tables["interactions"]["talk_s"].to_pylist() == [200.0, 120.0, 90.0]


def test_what_is_doubted_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("interaction_id,handle_s\n" + "".join(f"{n},{n}\n" for n in range(1, 9)))
    got = ingest.tables([Source(path="calls.csv")], tmp_path, "UTC")
    assert got.tables["interactions"]["handle_s"].to_pylist() == [float(n) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("cell", "minor", "currency"),
    [line.split("\t") for line in CASES.with_name("money.tsv").read_text("utf-8").splitlines()[2:]],
)
def test_an_amount_as_a_shop_shows_it(cell: str, minor: str, currency: str) -> None:
    from voc.ingest.money import shown

    assert tuple(one or "-" for one in shown(cell)) == (minor, currency)


def _orders() -> list[list[str]]:
    return [line.split("\t") for line in CASES.with_name("amounts.tsv").read_text("utf-8").splitlines()[2:]]


@pytest.mark.parametrize(("unit", "header", "rows", "amounts", "currencies"), _orders())
def test_amounts_in_major_units_are_read_where_that_is_declared(
    tmp_path: Path, unit: str, header: str, rows: str, amounts: str, currencies: str
) -> None:
    (tmp_path / "orders.csv").write_text("\n".join([header, *rows.split(" / ")]), encoding="utf-8")
    columns = {"order_id": "订单号"} if "订单号" in header else {}
    got = ingest.tables(
        [Source(path="orders.csv", table="orders", units={"amount": unit}, columns=columns)], tmp_path, "UTC"
    )
    kept = {row["order_id"]: row for row in got.tables["orders"].to_pylist()}
    ids = [row.split(";" if ";" in header else ",")[0] for row in rows.split(" / ")]
    told = [kept.get(one, {"amount": "rejected", "currency": None}) for one in ids]
    assert ["-" if one["amount"] is None else str(one["amount"]) for one in told] == amounts.split()
    assert [one.get("currency") or "-" for one in told] == currencies.split()
    assert {row["reason"] for row in got.tables["rejected"].to_pylist()} <= {"unparsable_number"}


@pytest.mark.parametrize(
    ("column", "unit", "says"),
    [("amount", "min", "say major, or the currency"), ("amount", "major", "of which currency"),
     ("promised_at", "EUR", "neither a duration nor an amount"), ("amount", "NTD", '(?s)NTD.*amount = "TWD"')],
)  # fmt: skip
def test_a_unit_that_does_not_fit_is_refused(tmp_path: Path, column: str, unit: str, says: str) -> None:
    (tmp_path / "orders.csv").write_text("order_id,amount,promised_at\n1,12.50,2026-01-01\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=says) as caught:
        ingest.tables([Source(path="orders.csv", table="orders", units={column: unit})], tmp_path, "UTC")
    assert caught.value.code == "E125"
