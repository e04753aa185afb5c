"""Every table is declared once, and a row that does not fit its declaration never passes."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa
import pytest

from voc import tables
from voc.errors import Fault

# The tables that architecture and contract name.
NAMED = {
    "feedback", "turns", "interactions", "orders", "sessions", "agents", "events", "metrics", "utterances", "mentions",
    "opinions", "links", "series", "outcomes", "matches", "shifts", "explanations", "bridges", "contributions",
    "rejected",
}  # fmt: skip
MENTIONS = ("feedback_id", "utterance_id", "topic", "sentiment", "confidence", "start", "end", "tagger", "effort")
UNITS = {"0..1 or rows a period", "s", "points", "minor units", "units", "characters", "0..1", "-1..1", "rows", "days", "share", "metric unit",
         "metric unit x rows", "metric unit^2 x rows", "log units x rows", "log units^2 x rows", "contacts", "replies", "times", "words", "transfers", "topics", "shifts", "dates"}  # fmt: skip


def test_the_tables_of_the_house_are_declared() -> None:
    assert tables.ALL.keys() >= NAMED
    assert {*tables.READ_BY_INGEST, *tables.RECORDS, *tables.RECORD_KEYS, *tables.TIME_COLUMN} <= tables.ALL.keys()


@pytest.mark.parametrize("one", tables.ALL.values(), ids=lambda one: one.name)
def test_a_table_is_whole(one: tables.Table) -> None:
    assert one.meaning and one.made_by
    assert len(set(one.names)) == len(one.names), "each column once"
    assert one.key and set(one.key) <= set(one.names), "its key is made of its columns"
    for column in one.columns:
        assert isinstance(tables.arrow_type(column.type), pa.DataType)
        assert column.meaning, f"{column.name} means something"
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)


@pytest.mark.parametrize("one", tables.ALL.values(), ids=lambda one: one.name)
def test_a_name_says_what_a_column_is(one: tables.Table) -> None:
    for column in one.columns:
        if column.name.endswith("_id"):
            assert column.type == "string", f"{column.name} is an id"
        if column.name.endswith("_at"):
            assert column.type == "time", f"{column.name} is a time"
        if column.name.startswith(("is_", "has_")):
            assert column.type == "bool", f"{column.name} is true or false"
        if column.name.endswith("_s"):
            assert (column.type, column.unit) == ("float", "s"), f"{column.name} is a duration"
        if column.type == "float":
            assert column.unit in UNITS, f"{column.name} has no unit we know: {column.unit!r}"


def test_keys_and_times_of_records_are_their_own() -> None:
    for name, key in tables.RECORD_KEYS.items():
        assert tables.ALL[name].key == (key,)
        assert tables.ALL["feedback"].column(key), "feedback can hang on it"
    for name, column in tables.TIME_COLUMN.items():
        declared = tables.ALL[name].column(column)
        assert declared is not None and declared.type == "time"


def test_mentions_are_those_of_the_contract() -> None:
    assert tables.ALL["mentions"].names == MENTIONS


@pytest.mark.parametrize("name", tables.ALL)
def test_no_rows_have_the_same_columns(name: str) -> None:
    empty = tables.empty(name)
    assert empty.num_rows == 0 and tables.conform(empty, name).schema.equals(tables.schema(name))


def test_conform_adds_orders_casts_and_carries() -> None:
    rows = pa.table({"mine": [1], "score": pa.array([4], pa.int8()), "feedback_id": ["a"]})
    got = tables.conform(rows, "feedback")
    assert got.column_names == [*tables.ALL["feedback"].names, "mine"]
    assert got.column("score").to_pylist() == [4.0] and got.column("text").to_pylist() == [None]
    assert rows.column_names == ["mine", "score", "feedback_id"], "what came in is as it was"


@pytest.mark.parametrize(
    ("name", "rows", "says"),
    [
        ("feedback", {"feedback_id": [None]}, "1 nulls in a required column"),
        ("feedback", {"text": ["no id"]}, "feedback_id"),
        ("feedback", {"feedback_id": ["a"], "score": ["high"]}, "column score"),
        ("feedback", {"feedback_id": ["a"], "created_at": [date(2026, 1, 1)], "masks": [1]}, "column masks"),
        ("mentions", {"feedback_id": ["a"], "topic": ["delivery"], "tagger": ["x"], "mine": [1]}, "no column mine"),
    ],
)
def test_conform_refuses_what_does_not_fit(name: str, rows: dict[str, list[object]], says: str) -> None:
    typed = {key: pa.array(value, pa.string() if value == [None] else None) for key, value in rows.items()}
    with pytest.raises(Fault, match=re.escape(says)) as refused:
        tables.conform(pa.table(typed), name)
    assert refused.value.code == "E299" and refused.value.exit_code == 1, "a fault of ours, never the user's"
