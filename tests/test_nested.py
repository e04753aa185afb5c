"""Lists inside rows of plain JSON: a call is never one comment, and survey responses are never visits or orders.

A case is a file's content and the table it becomes, or the code it is refused with (cases/nested.tsv).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source

HERE = Path(__file__).parent
with (HERE / "cases" / "nested.tsv").open(encoding="utf-8", newline="") as opened:
    CASES = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", CASES, ids=[one["file"] for one in CASES])
@pytest.mark.parametrize("is_guessed", [False, True])
def test_what_lists_inside_rows_hold_is_no_row(tmp_path: Path, case: dict[str, str], is_guessed: bool) -> None:
    (tmp_path / case["file"]).write_text(case["content"], encoding="utf-8")
    source = Source(path=case["file"], is_guessed=is_guessed)
    if case["expect"].startswith("E"):
        with pytest.raises(DataError, match=case["expect"]):
            ingest.tables([source], tmp_path, "UTC")
    else:
        assert [one.table for one in ingest.tables([source], tmp_path, "UTC").files] == [case["expect"]]


def test_a_source_that_says_its_table_is_believed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"text":"It broke.","start":1.5,"end":2.2}]', encoding="utf-8")
    read = ingest.tables([Source(path="a.json", table="feedback")], tmp_path, "UTC")
    assert read.tables["feedback"].num_rows == 1
