"""A heading that names a time zone says where its times were written; the project's own zone is for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source
from voc.ingest.heading_zones import doubt, zone_of


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("Started at (Europe/Dublin)", "Europe/Dublin"), ("Time (UTC)", "UTC"), ("Created [GMT-5]", "Etc/GMT+5"),
        ("submitted_at_utc", "UTC"), ("提交时间（北京时间）", "Asia/Shanghai"), ("Date (UTC+08:00)", "Etc/GMT-8"),
        ("Date (UTC+5:30)", "Asia/Kolkata"), ("Started at (EST)", None), ("Date (mm/dd/yyyy)", None), ("Rating (1-5)", None),
        ("Nowhere (Europe/Atlantis)", None), ("Comment", None), ("Closed (CEST)", "Europe/Paris"),
        ("Date (PDT)", "America/Los_Angeles"), ("提交時間 (HKT)", "Asia/Hong_Kong"), ("Opened (Eastern Time)", "America/New_York"),
    ],
)  # fmt: skip
def test_a_heading_names_its_zone(heading: str, zone: str | None) -> None:
    assert zone_of(heading) == zone


@pytest.mark.parametrize(
    ("heading", "zone", "is_doubted"),
    [
        ("Opened (PST)", "Asia/Taipei", True), ("Opened (PST)", "America/Los_Angeles", False),
        ("Opened (CST)", "Asia/Shanghai", False), ("Opened (ET)", "America/New_York", False), ("Opened (ET)", "Europe/Berlin", True),
        ("Opened (UTC)", "Asia/Taipei", False), ("Rating (1-5)", "Asia/Taipei", False), ("Opened (PST)", None, False),
    ],
)  # fmt: skip
def test_letters_of_several_zones_are_doubted_where_the_clocks_never_show_them(
    heading: str, zone: str | None, is_doubted: bool
) -> None:
    assert (doubt(heading, zone) is not None) == is_doubted


def test_the_doubt_is_said_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,Sent (PST),said\nr1,2025-05-03 10:00:00,late again\n", encoding="utf-8")
    source = Source(path="a.csv", table="feedback", columns={"created_at": "Sent (PST)", "text": "said"})
    (report,) = ingest.tables([source], tmp_path, "Asia/Shanghai").files
    assert any("its heading says PST" in one for one in report.warnings)


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("Response ID,Submitted at (UTC),Comment,Rating (1-5)", {}),
        ("no,when (UTC),said,given", {"feedback_id": "no", "created_at": "when (UTC)", "text": "said"}),
    ],
)
def test_its_times_are_of_that_zone_and_not_of_the_project(tmp_path: Path, head: str, columns: dict[str, str]) -> None:
    (tmp_path / "a.csv").write_text(f"{head}\nr1,2025-05-03 10:00:00,late again,4\n", encoding="utf-8")
    source = Source(path="a.csv", table="feedback" if columns else None, columns=columns)
    (row,) = ingest.tables([source], tmp_path, "Asia/Shanghai").tables["feedback"].to_pylist()
    assert str(row["created_at"]) == "2025-05-03 10:00:00+00:00"


def test_what_a_cell_says_of_its_zone_is_nearer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Review ID,Date (UTC),Review\nr1,2025-05-03T10:00:00+02:00,late again and again\n", encoding="utf-8"
    )
    (row,) = ingest.tables([Source(path="a.csv")], tmp_path, "Asia/Shanghai").tables["feedback"].to_pylist()
    assert str(row["created_at"]) == "2025-05-03 08:00:00+00:00"


def test_a_reader_that_looks_at_headings_itself_heeds_the_zone_too() -> None:
    file = Path(__file__).parent / "data/formats/trustpilot/reviews.csv"
    rows = ingest.tables([Source(path=str(file))], file.parent, "Asia/Tokyo").tables["feedback"].to_pylist()
    assert str(rows[0]["created_at"]) == "2024-05-01 10:11:12+00:00"
