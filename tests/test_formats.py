"""What the formats of the trade promise: a file goes in without a mapping, every row of it is accounted for.

A case is a line of a file in cases/formats: a file (of tests/data/formats, or of the folder of real samples that VOC_SAMPLES
names, when it begins with "real:"), the reader that must be chosen, a table, how many rows of it are kept and rejected, the
reasons of the rejected, and what some rows must show, such as `1 role=agent; 2 text~refund; 1 score=9` (= is, ~ contains,
the number counts kept rows from 1).
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import ConfigError
from voc.ingest import Source, formats

HERE = Path(__file__).parent
OWN = HERE / "data" / "formats"
REAL = os.environ.get("VOC_SAMPLES")


def lines() -> list[dict[str, str]]:
    found = []
    for file in sorted((HERE / "cases" / "formats").glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as opened:
            found += list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return found


CASES = lines()


def path_of(file: str) -> Path:
    name = file.removeprefix("real:")
    if name == file:
        return OWN / name
    if REAL is None:
        pytest.skip("VOC_SAMPLES does not name the folder of real samples")
    return Path(REAL) / name


@pytest.mark.parametrize("case", CASES, ids=[f"{one['file']}-{one['table']}" for one in CASES])
def test_a_file_of_the_trade_goes_in_without_a_mapping(case: dict[str, str]) -> None:
    path = path_of(case["file"])
    read = ingest.tables([Source(path=str(path))], path.parent, "UTC")
    reports = {one.table: one for one in read.files}
    assert case["table"] in reports, f"it gave {sorted(reports)}"
    report = reports[case["table"]]
    assert (report.reader, report.rows_kept, report.rows_rejected) == (
        case["reader"], int(case["kept"]), int(case["rejected"]),
    ), report.reasons  # fmt: skip
    assert sorted(report.reasons) == sorted(case["reasons"].split()), report.reasons
    rows = read.tables[case["table"]].to_pylist()
    for shown in filter(None, (one.strip() for one in case["shows"].split(";"))):
        number, _, wanted = shown.partition(" ")
        row = rows[int(number) - 1]
        sign = min((at, mark) for mark in "=~" if (at := wanted.find(mark)) >= 0)[1]
        name, _, value = wanted.partition(sign)
        found = "" if row[name] is None else str(row[name])
        assert found == value if sign == "=" else value in found, (shown, found)


@pytest.mark.parametrize("case", CASES, ids=[f"{one['file']}-{one['table']}" for one in CASES])
def test_every_row_is_kept_or_rejected_and_counted(case: dict[str, str]) -> None:
    path = path_of(case["file"])
    for one in ingest.tables([Source(path=str(path))], path.parent, "UTC").files:
        assert one.rows_read == one.rows_kept + one.rows_rejected
        assert sum(one.reasons.values()) == one.rows_rejected


@pytest.mark.parametrize(
    "file", ["delighted/utc.csv", "feedback_tables/stars.csv", "medallia/report.csv", "contact_tables/utc.csv"]
)
def test_times_whose_zone_the_file_says_are_the_same_wherever_the_project_is(file: str) -> None:
    path = path_of(file)
    here, there = (ingest.tables([Source(path=str(path))], path.parent, zone).tables for zone in ("UTC", "Asia/Tokyo"))
    assert all(here[name].equals(there[name]) for name in here)


def test_the_users_of_another_file_say_who_writes_in_copy_of_a_ticket() -> None:
    turns = ingest.tables([Source(path="zendesk_copy")], OWN, "UTC").tables["turns"]
    assert turns["role"].to_pylist() == ["customer", "agent", "customer"]


def test_every_sample_of_ours_is_a_case() -> None:
    """Here, or among those that are refused (cases/damaged_*.tsv)."""
    refused = [file.read_text("utf-8").splitlines() for file in (HERE / "cases").glob("damaged_*.tsv")]
    named = {line.split("\t")[1] for lines in refused for line in lines if "\t.\t" in line}
    named |= {one["file"] for one in CASES}
    assert {file.relative_to(OWN).as_posix() for file in OWN.rglob("*") if file.is_file()} == {
        one for one in named if not one.startswith("real:")
    }


@pytest.mark.parametrize(
    ("reader", "hint"), [("csv", 'say "plain"'), (".XLSX", 'say "plain"'), ("zendesk_exprt", "zendesk_export")]
)
def test_a_reader_that_is_none_is_told_what_to_say(reader: str, hint: str) -> None:
    """The ending of a file is what people write there, and "did you mean sbv?" is no help."""
    with pytest.raises(ConfigError, match="E129") as told:
        formats.named(reader)
    assert hint in told.value.do
