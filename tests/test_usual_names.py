"""Other people's names of columns are known in English and Chinese alike, and what they say of a unit is not lost. Each line
of cases/usual_names.tsv is the heading of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source
from voc.ingest.usual_names import guessed, said

HERE = Path(__file__).parent


def _lines() -> list[list[str]]:
    lines = (HERE / "cases" / "usual_names.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("file", "columns", "table", "told"), _lines(), ids=lambda one: one)
def test_usual_names_are_known(file: str, columns: str, table: str, told: str) -> None:
    names = columns.split(" / ")
    found = guessed(Source(path=file), names, file)
    ours_of = {their: ours for ours, their in found.columns.items()}
    in_words = (
        dict(line.split(" as ", 1) for line in said(found).split(", ") if " as " in line) if found.columns else {}
    )
    assert found.table == table
    for one in told.split("; "):
        ours, their = one.split("=", 1)
        if " in " in their:
            their, unit = their.split(" in ", 1)
            assert found.units.get(ours, "s") == unit.split(",")[0]
            assert in_words[their].startswith(f"{ours} in {unit.split(',')[0]}")
            assert ("which nothing says" in said(found)) == ("which nothing says" in unit)
        elif their == ours:
            assert ours not in found.columns
        else:
            assert ours_of[their] == ours


def test_minutes_in_a_name_are_read_as_minutes(tmp_path: Path) -> None:
    """A file that nobody mapped: its unit stood in its heading and three minutes were read as three seconds."""
    (tmp_path / "calls.csv").write_text("ticket_id,started_at,wait_min,agent\nt1,2026-02-01T10:00:00Z,3.5,a\n")
    got = ingest.tables([Source(path="calls.csv", is_guessed=True)], tmp_path, "UTC")
    assert got.tables["interactions"].column("queue_wait_s").to_pylist() == [210.0]
    assert any("wait_min as queue_wait_s in min" in note for one in got.files for note in one.warnings)
