"""An id is text to the last zero; where its digits are gone that is said, with the way to export them again."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source
from voc.ingest.ids import ids, refuse_lost

CASES = Path(__file__).parent / "cases" / "ids.tsv"


def _lines() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize(("cells", "wanted"), _lines())
def test_a_column_of_ids(cells: str, wanted: str) -> None:
    kind, _, values = cells.partition(" ")
    is_typed = kind in ("float64", "float32", "int64")
    column = pa.array(json.loads(values), getattr(pa, kind)()) if is_typed else pa.array(cells.split(" / "))
    text, is_lost = ids(column)
    if wanted.startswith("E"):
        with pytest.raises(DataError, match=r"E208(.|\n)*export again"):
            refuse_lost(is_lost, column, "a column")
        return
    refuse_lost(is_lost, column, "a column")
    shown = [
        "!" if lost else "null" if one is None else one for one, lost in zip(text.to_pylist(), is_lost, strict=True)
    ]
    assert shown == wanted.split(" / ")


@given(st.lists(st.from_regex(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,25}", fullmatch=True), min_size=1, max_size=8))
def test_an_id_that_lost_nothing_is_the_id_that_was_written(written: list[str]) -> None:
    text, is_lost = ids(pa.array(written))
    assert [one for one, lost in zip(text.to_pylist(), is_lost, strict=True) if not lost] == [
        one for one, lost in zip(written, is_lost, strict=True) if not lost
    ]


@pytest.mark.parametrize("name", ["feedback_id", "order_id", "customer_id"])
def test_a_file_whose_ids_are_gone_is_refused(tmp_path: Path, name: str) -> None:
    other = "" if name == "feedback_id" else "feedback_id,"
    rows = "".join(f"{number + 1}," * bool(other) + f"1.23E+{15 + number},hi\n" for number in range(3))
    (tmp_path / "a.csv").write_text(f"{other}{name},text\n{rows}")
    with pytest.raises(DataError, match=rf"E208 a.csv, column {name}"):
        ingest.tables([Source(path="a.csv")], tmp_path, "UTC")


def test_ids_of_a_carried_column_are_kept_and_doubted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("feedback_id,text,ticket_id,basket_id\na,hi,1.23E+15,7.0\nb,ho,2.34E+15,8.0\n")
    got = ingest.tables([Source(path="a.csv")], tmp_path, "UTC")
    said = " ".join(got.files[0].warnings)
    assert "ticket_id: 2 ids have lost digits" in said and "basket_id: every id ends in .0" in said
    assert got.tables["feedback"]["basket_id"].to_pylist() == ["7.0", "8.0"]
