"""Shopify: notes on lines of returns hang on the order that the table of returns says."""

from __future__ import annotations

from pathlib import Path

from voc import ingest
from voc.ingest import Source

OWN = Path(__file__).parent / "data" / "formats" / "shopify"


def test_notes_hang_on_the_order_of_their_return() -> None:
    sources = [Source(path="return_rows.csv"), Source(path="return_line_rows.csv")]
    found = ingest.tables(sources, OWN, "UTC").tables["feedback"].to_pylist()
    assert [(one["feedback_id"], one["order_id"]) for one in found] == [("return:51", "301")]


def test_notes_without_the_table_of_returns_say_so() -> None:
    read = ingest.tables([Source(path="return_line_rows.csv")], OWN, "UTC")
    assert set(read.tables["feedback"].column("order_id").to_pylist()) == {None}
    assert any("table of returns" in note for one in read.files for note in one.warnings)


def test_lines_of_refunds_come_back_to_the_order_of_their_refund() -> None:
    sources = [Source(path=f"{name}_rows.csv") for name in ("order", "refund", "refund_line")]
    read = ingest.tables(sources, OWN, "UTC")
    first, second = read.tables["orders"].to_pylist()
    assert (first["order_id"], first["is_returned"], first["returned_units"]) == ("301", True, 2)
    # Nobody names the second one, which is the younger: a share of returned orders is counted over both.
    assert (second["order_id"], second["is_returned"], second["returned_units"]) == ("302", False, None)
    assert any("no return names" in note for one in read.files for note in one.warnings)
    assert all(one.rows_read == one.rows_kept + one.rows_rejected for one in read.files)
    assert [one["found"] for one in read.tables["rejected"].to_pylist() if one["reason"] == "no_order"] == ["99"]


def test_an_order_older_than_those_that_came_back_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "order_id,created_at,amount\n1,2026-01-01 08:00:00,5\n2,2026-01-05 08:00:00,5\n3,2026-01-06 08:00:00,5\n",
        "utf-8",
    )
    (tmp_path / "returns.csv").write_text(
        "RMA number,Order number,Return reason,Customer comment,Status\nR1,2,Too small,pinches,Received\n", "utf-8"
    )
    found = ingest.tables([Source(path=f"{name}.csv") for name in ("orders", "returns")], tmp_path, "UTC")
    said = {one["order_id"]: one["is_returned"] for one in found.tables["orders"].to_pylist()}
    assert said == {"1": None, "2": True, "3": False}


def test_the_day_of_the_first_order_that_came_back_is_the_day_there(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("order_id,created_at\n1,2026-01-05 00:30\n2,2026-01-06 09:00\n", "utf-8")
    (tmp_path / "returns.csv").write_text(
        "RMA number,Order number,Return reason,Status\nR1,1,Too small,Received\n", "utf-8"
    )
    found = ingest.tables([Source(path=f"{name}.csv") for name in ("orders", "returns")], tmp_path, "Asia/Taipei")
    assert any("since 2026-01-05 that no return names" in note for one in found.files for note in one.warnings)


def test_lines_of_orders_complete_the_orders_beside_them(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_bytes((OWN.parent / "order_tables" / "lines.csv").read_bytes())
    (tmp_path / "orders.csv").write_text(
        "order_id,created_at,amount\n0071,2026-02-01,1650\n0072,2026-02-02,300\n", "utf-8"
    )
    read = ingest.tables([Source(path="lines.csv"), Source(path="orders.csv")], tmp_path, "UTC")
    found = [(one["order_id"], one["amount"], one["units"]) for one in read.tables["orders"].to_pylist()]
    assert found == [("0071", 1650, 3), ("0072", 300, 1)]
