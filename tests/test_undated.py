"""Rows without a time are not silent about a column of dates beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source


@pytest.mark.parametrize(
    ("heading", "date", "is_said"),
    [
        ("Answered on", "2026-02-01 08:00:00", True),
        ("Shop", "North", False),
        ("Response Time", "2026-02-01 08:00:00", False),
    ],
)
def test_dates_that_nobody_took_for_the_time_are_named(tmp_path: Path, heading: str, date: str, is_said: bool) -> None:
    text = f"Survey Type,Score,Comment,Permalink,Tags,{heading}\nNPS,3,the kiln is cold,p,,{date}\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (report,) = ingest.tables([Source(path="a.csv")], tmp_path, "UTC").files
    assert any("no row has created_at" in one and heading in one for one in report.warnings) == is_said
