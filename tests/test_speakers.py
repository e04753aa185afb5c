"""What an agent said is never counted as a customer's feedback because nobody said what a table is.

A case is a line of cases/speakers.tsv: a file and what it becomes, a table or the code of the error.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source, draft

with (Path(__file__).parent / "cases" / "speakers.tsv").open(encoding="utf-8", newline="") as opened:
    CASES = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
@pytest.mark.parametrize("is_guessed", [True, False])
def test_a_table_with_speakers_is_not_read_as_feedback(case: dict[str, str], is_guessed: bool, tmp_path: Path) -> None:
    (tmp_path / case["name"]).write_text(case["written"].replace("\\n", "\n"), encoding="utf-8")
    source = Source(path=case["name"], is_guessed=is_guessed)
    if not is_guessed and "text" not in case["written"]:
        pytest.skip("its columns have names of their own, which nobody guesses")
    if case["becomes"].startswith("E"):
        with pytest.raises(DataError, match=case["becomes"]):
            ingest.tables([source], tmp_path, "UTC")
        assert draft.guesses(tmp_path)[0].error is not None, "voc init drafts it as feedback"
    else:
        assert [one.table for one in ingest.tables([source], tmp_path, "UTC").files] == [case["becomes"]]


def test_who_says_that_it_is_feedback_is_believed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,direction\nNo parcel,inbound\n", encoding="utf-8")
    assert ingest.tables([Source(path="a.csv", table="feedback")], tmp_path, "UTC").tables["feedback"].num_rows == 1
