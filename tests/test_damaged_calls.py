"""A damaged call, chat or contact record is refused with the place where it breaks, or its rows are rejected one by one.
Each line of cases/damaged_*.tsv is one damage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source

HERE = Path(__file__).parent
REAL = os.environ.get("VOC_SAMPLES")
FILES = sorted((HERE / "cases").glob("damaged_*.tsv"))
LINES = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]


def damaged(file: str, done: str) -> str:
    name = file.removeprefix("real:")
    if name != file and REAL is None:
        pytest.skip("VOC_SAMPLES does not name the folder of real samples")
    folder = HERE / "data" / "formats" if name == file else Path(str(REAL))
    text = (folder / name).read_text(encoding="utf-8")
    if done.startswith("cut "):
        return text[: int(done.removeprefix("cut "))]
    if done == ".":
        return text
    old, _, new = done.partition(" => ")
    assert old in text, f"{old!r} is not in {file}: the case does nothing"
    return text.replace(old, new.replace("DEEP", "[" * 20_000 + "]" * 20_000), 1)


@pytest.mark.parametrize(("file", "done", "outcome"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_what_is_damaged_is_named(tmp_path: Path, file: str, done: str, outcome: str) -> None:
    path = tmp_path / Path(file).name
    path.write_text(damaged(file, done), encoding="utf-8")
    if outcome.startswith("E"):
        with pytest.raises(DataError) as error:
            ingest.tables([Source(path=str(path))], tmp_path, "UTC")
        for word in outcome.split(" | "):
            assert word in str(error.value)
        return
    table, kept, rejected, *reasons = outcome.split()
    report = {one.table: one for one in ingest.tables([Source(path=str(path))], tmp_path, "UTC").files}[table]
    assert (report.rows_kept, report.rows_rejected, list(report.reasons)) == (int(kept), int(rejected), reasons)
