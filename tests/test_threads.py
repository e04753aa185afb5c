"""Tickets in one file and what was written to them in another: roles, order, and nothing said twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source

OWN = Path(__file__).parent / "data" / "formats"


def read(*files: str) -> tuple[list[dict[str, object]], dict[str, ingest.FileReport]]:
    result = ingest.tables([Source(path=str(OWN / file)) for file in files], OWN, "UTC")
    turns = sorted(result.tables["turns"].to_pylist(), key=lambda row: (row["interaction_id"], row["seq"]))
    return turns, {f"{one.file} {one.table}": one for one in result.files}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_comments_of_a_warehouse_get_their_roles_from_the_tickets(order: tuple[int, int]) -> None:
    files = ("zendesk/ticket.csv", "zendesk/ticket_comment.csv")
    turns, reports = read(*(files[at] for at in order))
    of_one = [row for row in turns if row["interaction_id"] == "00012"]
    assert [(row["seq"], row["role"], row["turn_id"]) for row in of_one] == [
        (1, "customer", "00012:101"),
        (2, "agent", "00012:102"),
    ]
    assert [row["agent_id"] for row in of_one] == [None, "900"]
    tickets = reports["zendesk/ticket.csv turns"]
    assert tickets.reasons == {"no_text": 1, "duplicate_row": 1}
    assert all(one.rows_read == one.rows_kept + one.rows_rejected for one in reports.values())


def test_parts_of_a_conversation_stand_behind_its_first_message() -> None:
    turns, _ = read("intercom/conversation_part_history.csv", "intercom/conversation_history.csv")
    assert [(row["seq"], row["role"], row["start_s"]) for row in turns] == [
        (1, "customer", 0.0), (2, "agent", 600.0), (3, "customer", 1200.0),
    ]  # fmt: skip


def test_comments_alone_say_that_nobody_knows_who_speaks() -> None:
    turns, reports = read("zendesk/ticket_comment.csv")
    assert {row["role"] for row in turns} == {"unknown"}
    assert any("who that is" in one for one in reports["zendesk/ticket_comment.csv turns"].warnings)


@pytest.mark.parametrize(
    ("files", "role"),
    [
        (("zendesk/ticket_comment.csv", "zendesk/user.csv"), {"102": "agent"}),
        (("zendesk/comments_cells.csv", "zendesk/tickets_cells.csv"), {"9001": "customer", "9003": "unknown"}),
    ],
)
def test_users_and_tickets_say_whose_comment_it_is(files: tuple[str, ...], role: dict[str, str]) -> None:
    turns, _ = read(*files)
    assert {str(row["turn_id"]).partition(":")[2]: row["role"] for row in turns}.items() >= role.items()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_metrics_of_one_file_stand_with_the_ticket_of_another(order: tuple[int, int]) -> None:
    files = ("zendesk/incremental.json", "zendesk/ticket_metrics.json")
    result = ingest.tables([Source(path=str(OWN / files[at])) for at in order], OWN, "UTC")
    ticket = next(row for row in result.tables["interactions"].to_pylist() if row["interaction_id"] == "42")
    assert (ticket["channel"], ticket["first_response_s"], ticket["customer_id"]) == ("web", 3600.0, "502")
    reports = {f"{one.file} {one.table}": one for one in result.files}
    assert reports["zendesk/ticket_metrics.json interactions"].reasons == {"put_into_another_row": 1}
    assert all(one.rows_read == one.rows_kept + one.rows_rejected for one in result.files)


def test_a_thread_of_slack_that_goes_on_the_next_day_is_one_contact(tmp_path: Path) -> None:
    said = {"type": "message", "thread_ts": "1735700000.000100", "team": "T"}
    for day, at in (("2025-01-01", "1735700000.000100"), ("2025-01-02", "1735800000.000100")):
        (tmp_path / f"{day}.json").write_text(json.dumps([{**said, "ts": at, "text": day, "user": "U1"}]))
    read_ = ingest.tables([Source(path=str(tmp_path))], tmp_path, None)
    assert [(row["seq"], row["text"]) for row in read_.tables["turns"].to_pylist()] == [
        (1, "2025-01-01"),
        (2, "2025-01-02"),
    ]
    assert read_.tables["interactions"].num_rows == 1


def test_a_conversation_of_messenger_in_two_files_loses_nothing(tmp_path: Path) -> None:
    whole = json.loads((OWN / "meta_messages/message_1.json").read_text("utf-8"))
    for at, part in enumerate((whole["messages"][:1], whole["messages"][1:]), 1):
        (tmp_path / f"message_{at}.json").write_text(json.dumps({**whole, "messages": part}))
    turns = ingest.tables([Source(path=str(tmp_path))], tmp_path, None).tables["turns"].to_pylist()
    assert sorted((row["seq"], row["text"]) for row in turns) == [(1, "Où est mon livre ?"), (2, "明天會到 📦")]


def test_what_was_said_in_a_deleted_ticket_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "ticket.csv").write_text(
        "id,requester_id,assignee_id,status,submitter_id,created_at,via_channel,_fivetran_deleted\n"
        "1,11,21,open,11,2026-02-01 09:00:00,email,false\n2,12,21,deleted,12,2026-02-01 10:00:00,email,true\n", "utf-8"
    )  # fmt: skip
    (tmp_path / "ticket_comment.csv").write_text(
        "id,body,ticket_id,public,user_id,created\n"
        "91,No parcel,1,TRUE,11,2026-02-01 09:00:00\n92,spam spam,2,TRUE,12,2026-02-01 10:00:00\n", "utf-8"
    )  # fmt: skip
    read = ingest.tables([Source(path="ticket.csv"), Source(path="ticket_comment.csv")], tmp_path, "UTC")
    assert [one["text"] for one in read.tables["turns"].to_pylist()] == ["No parcel"]
    comments = next(one for one in read.files if one.file == "ticket_comment.csv")
    assert comments.reasons == {"deleted": 1}


def test_titles_and_deleted_tickets_of_another_file_are_nobodys_words(tmp_path: Path) -> None:
    whole = json.loads((OWN / "zendesk/messaging.json").read_text("utf-8"))
    (tmp_path / "tickets.json").write_text(json.dumps({"tickets": whole["tickets"]}), "utf-8")
    (tmp_path / "comments.json").write_text(json.dumps({"comments": whole["ticket_comments"]}), "utf-8")
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    comments = next(one for one in read.files if one.file == "comments.json")
    assert comments.reasons == {"deleted": 1, "not_a_turn": 1}
    (said,) = (one for one in read.tables["turns"].to_pylist() if one["interaction_id"] == "610")
    assert (said["seq"], said["role"], said["text"]) == (1, "customer", "The zip jams.")


def test_the_title_of_a_chat_in_a_warehouse_is_no_first_comment(tmp_path: Path) -> None:
    (tmp_path / "ticket.csv").write_text(
        "id,requester_id,assignee_id,status,submitter_id,created_at,via_channel,description\n"
        "1,11,21,open,11,2026-02-01 09:00:00,native_messaging,Conversation with Ines\n", "utf-8"
    )  # fmt: skip
    (tmp_path / "ticket_comment.csv").write_text(
        "id,body,ticket_id,public,user_id,created\n91,Conversation with Ines,1,TRUE,11,2026-02-01 09:00:00\n"
        "92,The zip jams.,1,TRUE,11,2026-02-01 09:01:00\n", "utf-8"
    )  # fmt: skip
    read = ingest.tables([Source(path="ticket.csv"), Source(path="ticket_comment.csv")], tmp_path, "UTC")
    assert [(one["seq"], one["text"]) for one in read.tables["turns"].to_pylist()] == [(1, "The zip jams.")]
    reports = {f"{one.file} {one.table}": one.reasons for one in read.files}
    assert reports["ticket.csv turns"] == reports["ticket_comment.csv turns"] == {"not_a_turn": 1}


def test_a_file_whose_words_another_file_says_too_is_not_called_empty(tmp_path: Path) -> None:
    (tmp_path / "ticket.csv").write_text(
        "id,requester_id,assignee_id,status,submitter_id,created_at,via_channel,description\n"
        "1,11,21,open,11,2026-02-01 09:00:00,email,No parcel\n", "utf-8"
    )  # fmt: skip
    (tmp_path / "ticket_comment.csv").write_text(
        "id,body,ticket_id,public,user_id,created\n91,No parcel,1,TRUE,11,2026-02-01 09:00:00\n", "utf-8"
    )
    read = ingest.tables([Source(path="ticket.csv"), Source(path="ticket_comment.csv")], tmp_path, "UTC")
    (said,) = (one for one in read.files if (one.file, one.table) == ("ticket.csv", "turns"))
    assert said.reasons == {"duplicate_row": 1}
    assert not any("no row" in one for one in said.warnings)


def test_an_id_that_was_cut_in_the_middle_of_a_sign_names_nobody_and_stops_nothing(tmp_path: Path) -> None:
    for file in (Path(__file__).parent / "data" / "formats" / "zendesk_copy").iterdir():
        text = file.read_text("utf-8").replace('"id": 52', '"id": "\\ud800"')
        (tmp_path / file.name).write_text(text, "utf-8")
    got = ingest.tables([ingest.Source(path="*.json")], tmp_path, "UTC")
    assert set(got.tables["turns"].column("role").to_pylist()) >= {"customer"}


def test_a_list_of_users_of_zendesk_says_who_writes_and_is_no_list_of_slack(tmp_path: Path) -> None:
    comments = [
        {"ticket_id": 1, "id": at, "author_id": who, "body": f"said {at}", "public": True, "created_at": f"2026-01-0{at}T08:00:00Z"}
        for at, who in enumerate((9001, 43), 1)
    ]  # fmt: skip
    (tmp_path / "comments.json").write_text(json.dumps(comments), encoding="utf-8")
    (tmp_path / "users.json").write_bytes((OWN / "zendesk" / "users.json").read_bytes())
    read = ingest.tables([Source(path=str(tmp_path))], tmp_path, "UTC")
    assert read.tables["turns"].column("role").to_pylist() == ["customer", "agent"]
    assert read.tables["agents"].column("agent_id").to_pylist() == ["43"]
