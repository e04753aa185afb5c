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
