"""Files of one export that explain one another: parties of calls tell who speaks in transcripts, lists of names are no rows."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Source

GONG = Path(__file__).parent / "data" / "formats" / "gong"
DAY = [
    {"type": "message", "user": "U01", "text": "<@U02> the export fails", "ts": "1746090000.000100", "team": "T1"},
    {"type": "message", "user": "U02", "text": "looking", "ts": "1746090060.000200", "thread_ts": "1746090000.000100"},
]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_parties_in_another_file_tell_who_speaks(tmp_path: Path, order: tuple[str, str]) -> None:
    shutil.copy(GONG / "transcript_alone.json", tmp_path / f"{order[0]}.json")
    shutil.copy(GONG / "calls_extensive.json", tmp_path / f"{order[1]}.json")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    assert read.tables["turns"]["role"].to_pylist() == ["agent", "customer", "customer", "unknown"]
    calls = read.tables["interactions"].to_pylist()
    assert [one["interaction_id"] for one in calls] == ["9007199254740997", "9007199254740998"]
    assert calls[0]["direction"] == "Outbound" and str(calls[0]["started_at"]) == "2026-03-01 08:00:00+00:00"
    reasons = {reason for one in read.files for reason in one.reasons}
    assert reasons == {"put_into_another_row"}


def test_lists_of_an_export_of_slack_are_named_and_counted(tmp_path: Path) -> None:
    members = {
        "users.json": [{"id": "U01", "name": "ana", "is_bot": False}],
        "channels.json": [{"id": "C1", "name": "help"}],
        "groups.json": [],
        "help/2026-05-01.json": DAY,
        "help/2026-05-02.json": [],
    }
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for name, value in members.items():
            packed.writestr(name, json.dumps(value))
    read = ingest.tables([Source(path="export.zip")], tmp_path, "UTC")
    assert read.tables["turns"]["text"].to_pylist() == ["@U02 the export fails", "looking"]
    assert [one.reasons for one in read.files if one.reader == "slack_lookups"] == [{"lookup_row": 1}] * 2
    assert any("groups.json, help/2026-05-02.json" in note for one in read.files for note in one.warnings)


def test_a_list_of_slack_alone_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text('[{"id": "U01", "name": "ana"}]', encoding="utf-8")
    with pytest.raises(DataError, match="E216") as refused:
        ingest.tables([Source(path="users.json")], tmp_path, "UTC")
    assert "the list of users" in str(refused.value)


def test_a_list_of_users_of_another_tool_is_none_of_slack(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text('[{"id": "kim", "name": "ana"}]', encoding="utf-8")
    with pytest.raises(DataError, match="E204"):
        ingest.tables([Source(path="users.json")], tmp_path, "UTC")


def test_a_page_of_many_says_how_many_there_are(tmp_path: Path) -> None:
    page = Path(__file__).parent / "data" / "formats" / "app_store" / "page_of_many.json"
    (report,) = ingest.tables([Source(path=str(page))], tmp_path, "UTC").files
    assert report.warnings == ["1 of 17 reviews: the others are on pages that are not in this file"]
