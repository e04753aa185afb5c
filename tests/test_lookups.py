"""A table of names beside tickets is said to be one and counted; alone it is refused by name; and nothing is taken for one that
may hold an answer. Each line of cases/lookups.tsv is a table."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voc import ingest
from voc.errors import VocError
from voc.ingest import Source

HERE = Path(__file__).parent
LINES = [line.split("\t") for line in (HERE / "cases" / "lookups.tsv").read_text("utf-8").splitlines()[2:]]


def _write(file: Path, columns: str) -> Path:
    file.write_text(
        f"{columns}\n" + "\n".join(",".join(f"{n}{at}" for at in range(columns.count(",") + 1)) for n in (1, 2))
    )
    return file


@pytest.mark.parametrize(("columns", "what"), LINES)
def test_a_table_of_names_is_said_to_be_one(tmp_path: Path, columns: str, what: str) -> None:
    folder = tmp_path / "sync"
    folder.mkdir()
    _write(folder / "some.csv", columns)
    alone = Source(path=str(folder / "some.csv"))
    if what == "-":
        try:
            (report,) = ingest.tables([alone], folder, "UTC").files
            assert "lookups" not in report.reader
        except VocError as error:
            assert error.code != "E216", error
        return
    with pytest.raises(VocError) as refused:
        ingest.tables([alone], folder, "UTC")
    assert refused.value.code == "E216" and what in str(refused.value) and "some.csv" in str(refused.value)
    for name in ("ticket", "ticket_comment"):
        shutil.copy(HERE / "data" / "formats" / "zendesk" / f"{name}.csv", folder)
    got = ingest.tables([Source(path=str(folder))], folder, "UTC")
    (report,) = [one for one in got.files if one.file == "some.csv"]
    assert (report.rows_read, report.rows_kept, report.reasons) == (2, 0, {"lookup_row": 2})
    assert len(report.warnings) == 1 and what in report.warnings[0] and "nothing for voc" in report.warnings[0]
    assert got.tables["interactions"].num_rows and "some.csv" not in got.tables["interactions"]["source"].to_pylist()


def test_several_alone_are_all_named(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    for at, (columns, what) in enumerate(LINES):
        if what != "-":
            _write(tmp_path / f"t{at}.csv", columns)
    got = voc_command("ingest", tmp_path, "--out", tmp_path / "out")
    assert got.exit == 3 and "E216" in got.err and not (tmp_path / "out").exists()
    assert all(what in got.err for _, what in LINES if what != "-")
