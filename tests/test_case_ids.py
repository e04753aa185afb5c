"""Salesforce: cases, e-mails and what other files call cases by come together, whichever of its ids they use."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source
from voc.ingest.formats.tickets.salesforce_ids import whole

SHORT, CONTACT = "5005g00000AbCdE", "0035g00000XyZaB"
CASES = (
    "Id,CaseNumber,ContactId,Status,Origin,Subject,Description,CreatedDate,OwnerId\n"
    f"{whole(SHORT)},00001026,{CONTACT},Closed,Email,Late,Parcel is late,2025-03-13T08:00:00Z,0055g00000AbCdE\n"
)
MAILS = (
    "Id,ParentId,MessageDate,Subject,TextBody,Incoming,Status\n"
    f"02s5g00000AbCdE,{SHORT},2025-03-13T08:00:00Z,Late,Parcel is late,true,2\n"
    f"02s5g00000AbCdF,{SHORT},2025-03-13T08:30:00Z,Re: Late,We are on it,false,3\n"
)


def read(folder: Path, files: dict[str, str], sources: list[Source]) -> ingest.Ingested:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return ingest.tables(sources, folder, "UTC")


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("001D000000IqhSL", "001D000000IqhSLIAZ"),  # the example of Salesforce's own page
        ("001D000000IqhSLIAZ", "001D000000IqhSLIAZ"),
        ("00001026", "00001026"),
        ("ChristopherWong", "ChristopherWong"),
        ("", None),
    ],
)
def test_an_id_of_15_signs_is_the_one_of_18(id: str, said: str | None) -> None:
    assert whole(id) == said


def test_e_mails_join_their_case_and_say_its_description_once(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"cases.csv": CASES, "mails.csv": MAILS}, [Source(path="cases.csv"), Source(path="mails.csv")]
    )
    (case,) = found.tables["interactions"].to_pylist()
    assert (case["interaction_id"], case["case_number"]) == (whole(SHORT), "00001026")
    turns = found.tables["turns"].to_pylist()
    assert [(one["interaction_id"], one["seq"], one["role"]) for one in turns] == [
        (whole(SHORT), 1, "customer"), (whole(SHORT), 2, "agent"),
    ]  # fmt: skip


@pytest.mark.parametrize("id", [SHORT, whole(SHORT), "00001026"])
def test_a_survey_joins_by_either_id_or_the_number(tmp_path: Path, id: str) -> None:
    survey = f"feedback_id,interaction_id,text,created_at\na,{id},slow,2025-03-14\n"
    sources = [Source(path="cases.csv"), Source(path="survey.csv", table="feedback")]
    found = read(tmp_path, {"cases.csv": CASES, "survey.csv": survey}, sources)
    assert found.tables["feedback"].column("interaction_id").to_pylist() == [whole(SHORT)]


def test_ids_that_name_no_case_stay(tmp_path: Path) -> None:
    survey = "feedback_id,interaction_id,text,created_at\na,5005g00000AbCdF,slow,2025-03-14\nb,1026,slow,2025-03-14\n"
    sources = [Source(path="cases.csv"), Source(path="survey.csv", table="feedback")]
    found = read(tmp_path, {"cases.csv": CASES, "survey.csv": survey}, sources)
    assert found.tables["feedback"].column("interaction_id").to_pylist() == ["5005g00000AbCdF", "1026"]


def test_a_mapping_may_choose_the_number(tmp_path: Path) -> None:
    source = Source(path="cases.csv", columns={"interaction_id": "CaseNumber"})
    found = read(tmp_path, {"cases.csv": CASES}, [source])
    assert {one["interaction_id"] for name in ("interactions", "turns") for one in found.tables[name].to_pylist()} == {
        "00001026"
    }


def test_cases_without_their_id_say_what_that_costs(tmp_path: Path) -> None:
    cases = "Case Number,Status,Subject,Date/Time Opened\n00001026,Closed,Late,2025-03-13 08:00\n"
    found = read(tmp_path, {"cases.csv": cases}, [Source(path="cases.csv")])
    assert found.tables["interactions"].column("interaction_id").to_pylist() == ["00001026"]
    assert any("Case ID" in note for one in found.files for note in one.warnings)
