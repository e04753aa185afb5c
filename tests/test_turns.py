"""What customers say again in their turns: what counts as a restatement, and what does not."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc import classify, clean, tables
from voc.classify.conversation.contact import says

CASES = Path(__file__).parent / "cases" / "restatements.tsv"
ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system", "u": "unknown"}


def _cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line and not line.startswith("#")]


def _contacts(written: str) -> tuple[pa.Table, pa.Table]:
    """The turns and interactions of one line of the cases, all of one customer."""
    turns: list[dict[str, Any]] = []
    interactions: list[dict[str, Any]] = []
    at, chain = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 1
    for number, (sign, contact) in enumerate(re.findall(r"(^|//\+|//\d+|//) ?(.+?)(?= //|$)", written)):
        at += dt.timedelta(days=int(sign[2:]) if sign[2:].isdigit() else 1)
        chain += sign != "//+"
        id = f"i{number}"
        interactions.append({"interaction_id": id, "customer_id": "c1", "chain_id": f"k{chain}", "started_at": at})
        for seq, turn in enumerate(contact.split(" | "), 1):
            who, text = turn.split(": ", 1)
            turns.append({
                "turn_id": str(len(turns) + 1), "interaction_id": id, "seq": seq, "role": ROLES[who[0]], "text": text,
                "agent_id": who if who[0] == "a" else None, "row": len(turns) + 1, "source": "t.csv",
            })  # fmt: skip
    return _table("turns", turns), _table("interactions", interactions)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return tables.conform(pa.Table.from_pylist(rows) if rows else tables.empty(name), name)


def _said(row: dict[str, Any]) -> str:
    parts = [f"{row['turn_id']}:{','.join(row['repeated'])}"]
    parts += [f"t{row['after_transfer']}"] * bool(row["after_transfer"]) + ["again"] * row["is_asked_again"]
    return " ".join(parts)


@pytest.mark.parametrize(("written", "expected"), _cases())
def test_restatements(written: str, expected: str) -> None:
    rows = classify.restatements(*_contacts(written)).to_pylist()
    assert "; ".join(_said(row) for row in rows) == ("" if expected == "-" else expected)


@pytest.mark.parametrize(("written", "expected"), [case for case in _cases() if case[1] != "-"])
def test_evidence_stands_in_the_customers_words(written: str, expected: str) -> None:
    turns, interactions = _contacts(written)
    sides = dict.fromkeys(turns.column("interaction_id").to_pylist(), "")
    for row in turns.to_pylist():
        if row["role"] == "customer":
            sides[row["interaction_id"]] += row["text"] + "\n"
    text_of = dict(zip(turns.column("turn_id").to_pylist(), turns.column("text").to_pylist(), strict=True))
    for row in classify.restatements(turns, interactions).to_pylist():
        words = sides[row["interaction_id"]][row["start"] : row["end"]]
        assert words and words in text_of[row["turn_id"]]
        assert row["words"] > 0 and row["restated_s"] > 0 and row["is_estimated"]


def test_the_clock_of_a_turn_is_taken_where_there_is_one() -> None:
    turns, _ = _contacts("c: Order ID: 3348917502 | a: your order number again please? | c: it is 3348917502")
    rows = turns.to_pylist()
    rows[2] |= {"start_s": 30.0, "end_s": 36.0}
    (row,) = classify.restatements(_table("turns", rows)).to_pylist()
    assert row["restated_s"] == pytest.approx(2.0) and not row["is_estimated"]


def test_a_turn_that_is_said_again_word_by_word_took_all_of_its_time() -> None:
    said = "我的訂單 TW-556677 還沒收到，已經等了五天。"
    turns, _ = _contacts(f"c: {said} | a: 請再說明一次您的問題。 | c: {said}")
    rows = turns.to_pylist()
    rows[2] |= {"start_s": 30.0, "end_s": 37.0}
    (row,) = classify.restatements(_table("turns", rows)).to_pylist()
    assert row["restated_s"] == pytest.approx(7.0) and row["words"] >= 15


def test_transfers_that_the_turns_do_not_show_are_not_counted_as_none() -> None:
    turns, interactions = _contacts("c: Order ID: 3348917502 | a: sorry? | c: order 3348917502")
    shown = interactions.to_pylist()
    shown[0]["n_transfers"] = 2
    (row,) = classify.restatements(turns, _table("interactions", shown)).to_pylist()
    assert row["after_transfer"] is None


def test_a_restatement_is_a_mention_of_repetition_that_is_no_attitude() -> None:
    turns, interactions = _contacts(
        "c: mail ann@example.org, order 3348917502 | a: order number again? | c: 3348917502"
    )
    feedback = clean.feedback(None, turns, interactions)
    utterances = clean.utterances(feedback)
    restated = classify.restatements(turns, interactions)
    mentions = classify.with_turns(tables.empty("mentions"), restated, feedback)
    (row,) = mentions.to_pylist()
    assert (row["feedback_id"], row["topic"], row["sentiment"], row["tagger"]) == (
        "chat:i0",
        "repetition",
        "negative",
        "turns",
    )
    original = "mail ann@example.org, order 3348917502\n3348917502"
    assert original[row["start"] : row["end"]] == "3348917502" and row["start"] > 38
    (opinion,) = classify.opinions(feedback, utterances, mentions).to_pylist()
    assert opinion["topics"] == ["repetition"] and opinion["sentiment"] == "neutral"


def test_a_restatement_shows_signs_of_effort() -> None:
    turns, interactions = _contacts(
        "c: order 3348917502 is late | a: I will transfer you | a2: Hello? | c: order 3348917502 | a2: fine"
        " // c: order 3348917502 is still late"
    )
    feedback = clean.feedback(None, turns, interactions)
    mentions = classify.with_turns(tables.empty("mentions"), classify.restatements(turns, interactions), feedback)
    first, second = classify.with_effort(mentions, clean.utterances(feedback)).column("effort").to_pylist()
    assert first == ["repeat_information", "transfer"]
    assert second == ["repeat_information", "contact_again"]


def test_a_contact_that_is_there_twice_is_counted_once() -> None:
    chat = "c: where is my order 88120031? | a: again please | c: order 88120031"
    turns, interactions = _contacts(f"{chat} // {chat}")
    feedback = clean.feedback(None, turns, interactions)
    assert feedback.column("is_duplicate").to_pylist() == [False, True]
    mentions = classify.with_turns(tables.empty("mentions"), classify.restatements(turns, interactions), feedback)
    assert set(mentions.column("feedback_id").to_pylist()) == {"chat:i0"}


def test_nothing_said_is_in_the_table() -> None:
    turns, interactions = _contacts(
        "c: Order ID: 3348917502 | a: again? repeat your order number | c: it is 3348917502"
    )
    assert "3348917502" not in str(classify.restatements(turns, interactions).to_pylist())


written = st.lists(
    st.sampled_from([case[0] for case in _cases() if "//" not in case[0]]), min_size=1, max_size=5, unique=True
)


def _many(contacts: list[str]) -> list[dict[str, Any]]:
    rows = []
    for number, one in enumerate(contacts):
        for row in _contacts(one)[0].to_pylist():
            rows.append(row | {"interaction_id": f"x{number}", "turn_id": f"x{number}:{row['turn_id']}"})
    return rows


@settings(max_examples=30, deadline=None)
@given(written, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(contacts: list[str], chance: random.Random) -> None:
    rows = _many(contacts)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert classify.restatements(_table("turns", rows)).equals(classify.restatements(_table("turns", shuffled)))


@settings(max_examples=30, deadline=None)
@given(written)
def test_without_a_customer_there_is_nothing(contacts: list[str]) -> None:
    rows = [row | {"role": "agent" if row["role"] == "customer" else row["role"]} for row in _many(contacts)]
    assert classify.restatements(_table("turns", rows)).num_rows == 0


@settings(max_examples=30, deadline=None)
@given(written)
def test_what_the_firm_says_twice_adds_nothing(contacts: list[str]) -> None:
    rows = _many(contacts)
    doubled = [
        row | {"turn_id": f"{row['turn_id']}{copy}", "seq": 2 * row["seq"] + copy}
        for row in rows for copy in (0, 1) if copy == 0 or row["role"] != "customer"
    ]  # fmt: skip
    once, twice = (classify.restatements(_table("turns", one)).to_pylist() for one in (rows, doubled))
    kept = ("interaction_id", "repeated", "start", "end", "words", "after_transfer", "is_asked_again")
    assert [[row[name] for name in kept] for row in once] == [[row[name] for name in kept] for row in twice]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("I will pass you to the returns team", True),
        ("I am going to hand you over to my colleague", True),
        ("I'm routing you to our loyalty team", True),
        ("I will forward you to the sales team", True),
        ("Please hold while I transfer", True),
        ("Let me get you over to the billing department", True),
        ("我帮您转到退货组", True),
        ("我幫您轉去財務部", True),
        ("I will pass your feedback to the team", False),
        ("I will forward you the receipt by email", False),
        ("I'll get you a refund", False),
        ("We will connect the new line on Friday", False),
        ("包裹明天转到您家附近的网点", False),
        ("我给您转。", True),
        ("这边帮您转过去，请不要挂机", True),
        ("我幫您轉報修台", True),
        ("给您转到银行卡了", False),
        ("我帮您转账", False),
        ("我會替您轉達", False),
    ],
)
def test_the_firm_says_in_many_ways_that_it_passes_a_customer_on(text: str, is_one: bool) -> None:
    assert says("transfer", text, "en") is is_one
