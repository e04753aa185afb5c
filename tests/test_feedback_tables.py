"""A table of a tool that nobody knows is feedback where its headings say so, and nothing where they do not: each line of
cases/feedback_tables.tsv is a table with the texts that are read, or the error."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source
from voc.ingest.formats.parts import headings

LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "feedback_tables.tsv").read_text("utf-8").splitlines()[2:]
]


@pytest.mark.parametrize(("written", "texts"), LINES)
def test_headings_tell_feedback_or_nothing(written: str, texts: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(written.replace("\\n", "\n") + "\n", encoding="utf-8")
    source = Source(path="table.csv")
    if texts.startswith("E"):
        with pytest.raises(DataError, match=texts):
            ingest.tables([source], tmp_path, "UTC")
        return
    found = ingest.tables([source], tmp_path, "UTC").tables["feedback"].to_pylist()
    assert [one["text"] for one in found] == texts.split("|")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Management response", "staff"), ("备注", "staff"), ("Antwort des Inhabers", "staff"), ("Agent comments", "staff"),
     ("买家昵称", "left"), ("您的昵称", "left"), ("Customer name", "left"), ("Avis client", "text"), ("意见与建议", "text"), ("填答時間", "stamp"),
     ("Comments (translated)", "aside"), ("comment_content", "weak"), ("Review score", "rating"), ("device", "")],
)  # fmt: skip
def test_a_heading_says_what_its_column_holds(name: str, kind: str) -> None:
    assert headings.kind(name) == kind
