"""Minutes that are taken for seconds are doubted, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
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


def test_what_is_doubted_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("interaction_id,handle_s\n" + "".join(f"{n},{n}\n" for n in range(1, 9)))
    got = ingest.tables([Source(path="calls.csv")], tmp_path, "UTC")
    assert got.tables["interactions"]["handle_s"].to_pylist() == [float(n) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("cell", "minor", "currency"),
    [line.split("\t") for line in CASES.with_name("money.tsv").read_text("utf-8").splitlines()[2:]],
)
def test_an_amount_as_a_shop_shows_it(cell: str, minor: str, currency: str) -> None:
    from voc.ingest.formats.parts.money import shown

    assert tuple(one or "-" for one in shown(cell)) == (minor, currency)
