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


def test_tables_of_a_warehouse_that_no_reader_knows_are_left_out_and_named(tmp_path: Path) -> None:
    tables = {
        "orders.csv": "_fivetran_synced,id,created_at,customer_id,currency,total_price,financial_status,name\n"
        "2026-02-02 08:00:00,81,2026-02-01 08:00:00,c-1,EUR,12.50,paid,#81\n",
        "customer_visit.csv": "_fivetran_synced,id,order_id,type,landing_page,occurred_at\n2026-02-02 08:00:00,7,81,web,x,2026-01-31\n",
        "fulfillment.csv": "_fivetran_synced,created_at,display_status,id,location_id,name,order_id,service_id,status,total_quantity\n"
        "2026-02-02 08:00:00,2026-02-01 09:00:00,d,6,7,f,81,s,SUCCESS,2\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    (order,) = read.tables["orders"].to_pylist()
    assert (order["order_id"], order["amount"], order["is_returned"]) == ("81", 1250, None)
    unread = {Path(one.file).name: one.error for one in read.files if one.error}
    assert unread == {"customer_visit.csv": "E204", "fulfillment.csv": "E204"}
    with pytest.raises(DataError, match="E204"):
        ingest.tables([Source(path=str(tmp_path / "customer_visit.csv"))], tmp_path, "UTC")


def test_what_a_warehouse_says_of_responses_counts_for_their_answers(tmp_path: Path) -> None:
    tables = {
        "question_response.csv": "_fivetran_id,_fivetran_synced,loop_id,question,question_id,question_option_key,response_id,"
        "sub_question_key,sub_question_text,text,value\n"
        "a,2026-02-02,,Recommend?,QID1,,R_1,,,,9\nb,2026-02-02,,Why?,QID2,,R_1,,,It is warm,\n"
        "c,2026-02-02,,Why?,QID2,,R_2,,,half,\nd,2026-02-02,,Why?,QID2,,R_3,,,tried,\n",
        "survey_response.csv": "id,_fivetran_synced,distribution_channel,finished,recorded_date,status,survey_id\n"
        "R_1,2026-02-02,email,1,2026-02-01 08:00:00,0,SV_1\nR_2,2026-02-02,email,0,2026-02-01 08:00:00,0,SV_1\n"
        "R_3,2026-02-02,preview,1,2026-02-01 08:00:00,1,SV_1\n",
        "question.csv": "id,survey_id,_fivetran_synced,data_export_tag,question_text,question_type,selector\n"
        "QID1,SV_1,2026-02-02,Q1,Recommend?,MC,NPS\nQID2,SV_1,2026-02-02,Q2,Why?,TE,ESTB\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    (answer,) = read.tables["feedback"].to_pylist()
    assert (answer["text"], answer["score"], answer["score_type"]) == ("It is warm", 9.0, "nps")
    assert str(answer["created_at"]) == "2026-02-01 08:00:00+00:00"
    (report,) = [one for one in read.files if one.rows_read]
    assert report.reasons == {"preview_response": 1, "unfinished_response": 1}
    assert {Path(one.file).name: one.error for one in read.files if one.error} == {
        "question.csv": "E294", "survey_response.csv": "E204",
    }  # fmt: skip


def test_chats_of_a_warehouse_are_whole_though_they_lie_in_two_tables(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "data" / "formats" / "zendesk"
    for name in ("ticket_chat.csv", "ticket_chat_event.csv"):
        shutil.copy(folder / name, tmp_path / name)
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    (chat,) = read.tables["interactions"].to_pylist()
    assert (chat["interaction_id"], chat["chain_id"], str(chat["ended_at"])) == (
        "k.1",
        "45",
        "2026-02-01 08:00:20+00:00",
    )
    assert read.tables["turns"]["role"].to_pylist() == ["customer", "unknown"]


def test_a_chat_of_a_ticket_is_the_contact_of_that_ticket(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "data" / "formats" / "zendesk"
    for name in ("ticket_chat.csv", "ticket_chat_event.csv"):
        shutil.copy(folder / name, tmp_path / name)
    tickets = (folder / "ticket.csv").read_text("utf-8").replace("\n00012,", "\n45,").replace(",501,", ",77,")
    (tmp_path / "ticket.csv").write_text(tickets, "utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    ids = read.tables["interactions"]["interaction_id"].to_pylist()
    assert "45" in ids and "k.1" not in ids
    said = [(one["interaction_id"], one["role"], one["text"]) for one in read.tables["turns"].to_pylist()]
    assert ("45", "customer", "the kiln is cold") in said
    assert sum(one.reasons.get("put_into_another_row", 0) for one in read.files) == 2


def test_streams_of_a_connector_that_no_reader_knows_are_named(tmp_path: Path) -> None:
    path = Path(__file__).parent / "data" / "formats" / "airbyte" / "messages.jsonl"
    read = ingest.tables([Source(path=str(path))], tmp_path, "UTC")
    assert any("left out of" in note and "agents" in note for one in read.files for note in one.warnings)
    only = tmp_path / "schemas.jsonl"
    only.write_text(
        '{"type": "SCHEMA", "stream": "tickets", "schema": {}}\n{"type": "STATE", "value": {}}\n', encoding="utf-8"
    )
    with pytest.raises(DataError, match="E262"):
        ingest.tables([Source(path=str(only))], tmp_path, "UTC")


def test_mails_that_a_sync_wrote_are_no_feedback(tmp_path: Path) -> None:
    head = "engagement_id,_fivetran_synced,message_id,sent_via,thread_id,from_email,subject,text\n"
    (tmp_path / "engagement_email.csv").write_text(
        head + "7,2026-02-02 08:00:00,m,GMAIL,t,pia@kiln.example,Re: Cold,A new one is on its way\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="E240"):
        ingest.tables([Source(path="engagement_email.csv")], tmp_path, "UTC")
    shutil.copy(Path(__file__).parent / "data" / "formats" / "hubspot" / "thread_rows.csv", tmp_path / "threads.csv")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    assert "feedback" not in read.tables
    assert {Path(one.file).name: one.error for one in read.files if one.error} == {"engagement_email.csv": "E240"}


def _event(minute: int, name: str, user: str = "u.1") -> str:
    at = 1_769_989_800_000_000 + minute * 60_000_000  # 2026-02-01 23:50 UTC
    params = [{"key": "ga_session_id", "value": {"int_value": "7"}}]
    one = {
        "event_date": "20260201",
        "event_timestamp": str(at),
        "event_name": name,
        "user_pseudo_id": user,
        "event_params": params,
    }
    return json.dumps(one) + "\n"


def test_a_visit_past_midnight_is_one_visit_of_two_files(tmp_path: Path) -> None:
    before = [_event(0, "session_start"), _event(5, "add_to_cart"), _event(1, "page_view", "u.2")]
    after = [_event(12, "begin_checkout"), _event(15, "purchase")]
    (tmp_path / "events_20260201.jsonl").write_text("".join(before), encoding="utf-8")
    (tmp_path / "events_20260202.jsonl").write_text("".join(after), encoding="utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    visit, other = read.tables["sessions"].to_pylist()
    assert visit["has_cart"] is True and visit["is_abandoned"] is False
    assert visit["last_step"] == "purchase" and visit["n_events"] == 4
    assert f"{visit['started_at']:%d %H:%M} {visit['ended_at']:%d %H:%M}" == "01 23:50 02 00:05"
    assert other["customer_id"] == "u.2" and other["n_events"] == 1
    assert [one.reasons for one in read.files] == [{}, {"put_into_another_row": 1}]


def test_events_that_were_streamed_of_a_day_are_no_more_of_it(tmp_path: Path) -> None:
    day = [_event(0, "session_start"), _event(5, "add_to_cart"), _event(15, "purchase")]
    (tmp_path / "events_20260201.jsonl").write_text("".join(day), encoding="utf-8")
    (tmp_path / "events_intraday_20260201.jsonl").write_text("".join(day[:2]), encoding="utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    (visit,) = read.tables["sessions"].to_pylist()
    assert visit["n_events"] == 3 and visit["is_abandoned"] is False
    assert sum(one.rows_rejected for one in read.files) == 1
