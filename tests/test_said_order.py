"""Dates of a chat that may be either: the source says the order once, in any of its time columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.errors import ConfigError
from voc.ingest import Source, dates

CHAT = """03/04/2025, 09:14 - Jo Meyer: My order never arrived
03/04/2025, 09:20 - Shop: Let me look
04/04/2025, 10:00 - Jo Meyer: 有消息吗？
"""


def read(folder: Path, text: str = CHAT, **formats: str) -> ingest.Ingested:
    (folder / "chat.txt").write_text(text, "utf-8")
    return ingest.tables([Source(path="chat.txt", formats=formats)], folder, "UTC")


@pytest.mark.parametrize(("pattern", "month"), [("%d/%m/%Y", 4), ("%m/%d/%Y", 3)])
def test_the_order_of_a_chat_is_said_once(tmp_path: Path, pattern: str, month: int) -> None:
    found = read(tmp_path, started_at=pattern)
    (chat,) = found.tables["interactions"].to_pylist()
    assert (chat["started_at"].month, chat["started_at"].day) == (month, 7 - month)
    turns = found.tables["turns"].to_pylist()
    assert turns[1]["start_s"] == 360.0
    assert not any("started_at" in note for one in found.files for note in one.warnings)


def test_a_chat_that_does_not_tell_asks_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"E124 chat\.txt, line 1(.|\n)*started_at = "):
        read(tmp_path)


def test_one_date_settles_the_whole_file(tmp_path: Path) -> None:
    (chat,) = read(tmp_path, CHAT + "25/04/2025, 10:00 - Shop: Sent\n").tables["interactions"].to_pylist()
    assert (chat["started_at"].month, chat["started_at"].day) == (4, 3)


@pytest.mark.parametrize(
    ("patterns", "order"),
    [
        (["%d/%m/%Y"], "dmy"),
        (["%m/%d/%y %H:%M"], "mdy"),
        (["%Y-%m-%d"], "ymd"),
        (["%d/%m/%Y", "%m/%d/%Y"], None),
        (["%s"], None),
    ],
)
def test_formats_say_an_order(patterns: list[str], order: str | None) -> None:
    assert dates.order_in(patterns) == order


def test_an_order_alone_holds_over_times_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("feedback_id,created_at,text\na,01/02/2024 10:30,hi\n", "utf-8")
    source = Source(path="a.csv", formats={"created_at": "%d/%m/%Y"})
    (row,) = ingest.tables([source], tmp_path, "UTC").tables["feedback"].to_pylist()
    assert (row["created_at"].month, row["created_at"].hour) == (2, 10)
