"""Turns stand in the order in which they were said, none is lost, and what is odd about them is said, for any file."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc import ingest
from voc.ingest import Source


def _read(folder: Path, *lines: str) -> tuple[list[dict[str, object]], list[str]]:
    file = folder / "turns.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = ingest.tables([Source(path=str(file), table="turns")], folder, "UTC")
    return read.tables["turns"].to_pylist(), read.files[0].warnings


def _order(rows: list[dict[str, object]], contact: str) -> list[object]:
    return [one["text"] for one in sorted(rows, key=lambda one: one["seq"]) if one["interaction_id"] == contact]


def test_turns_follow_their_starts_and_all_are_kept(tmp_path: Path) -> None:
    rows, warnings = _read(
        tmp_path, "interaction_id,seq,role,text,start_s,end_s",
        "c1,1,agent,hello,0,2", "c1,2,customer,third,9,12", "c1,3,agent,second,4,10", "c1,4,customer,fourth,,",
        "c2,1,agent,alone,3,4",
    )  # fmt: skip
    assert _order(rows, "c1") == ["hello", "second", "fourth", "third"]
    assert [one["turn_id"] for one in rows] == ["c1:1", "c1:2", "c1:3", "c1:4", "c2:1"], "ids stay those of the file"
    assert any("3 turns of 1 contacts did not stand in the order" in one for one in warnings)
    assert any("1 of 5 turns begin before an earlier one ends" in one for one in warnings)


def test_turns_in_order_are_left_alone_and_nothing_is_said(tmp_path: Path) -> None:
    rows, warnings = _read(
        tmp_path, "interaction_id,seq,role,text,start_s,end_s", "c1,1,agent,hello,0,2", "c1,2,customer,hi,2,3"
    )
    assert _order(rows, "c1") == ["hello", "hi"] and not [one for one in warnings if "turns" in one]


def test_turns_without_a_clock_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows, warnings = _read(tmp_path, "interaction_id,role,text", "c1,agent,b", "c1,customer,a")
    assert _order(rows, "c1") == ["b", "a"] and not [one for one in warnings if "order of their start" in one]


def test_turns_that_end_before_they_begin_and_silence_are_said(tmp_path: Path) -> None:
    rows, warnings = _read(
        tmp_path,
        "interaction_id,seq,role,text,start_s,end_s",
        "c1,1,agent,hello,5,2",
        "c1,2,customer,,6,7",
        "c2,1,customer,,0,1",
    )
    assert len(rows) == 3
    assert any("1 of 3 turns end before they begin" in one for one in warnings)
    assert any("2 of 3 turns have no words; 1 contacts have no words at all" in one for one in warnings)


@pytest.mark.parametrize("n_speakers", [2, 3])
def test_a_role_is_never_guessed_from_the_number_of_speakers(tmp_path: Path, n_speakers: int) -> None:
    said = [f"c1,{at},speaker {at % n_speakers},words {at}" for at in range(1, 7)]
    rows, warnings = _read(tmp_path, "interaction_id,seq,role,text", *said)
    assert {one["role"] for one in rows} == {"unknown"}
    assert any("count as unknown" in one for one in warnings)


def test_a_contact_without_turns_is_said() -> None:
    import numpy as np
    import pyarrow as pa

    from voc.ingest import turns
    from voc.ingest.raw import Raw
    from voc.ingest.rows import Part

    def part(table: str, ids: list[str]) -> Part:
        rows = pa.table({"interaction_id": pa.array(ids, pa.string())})
        raw = Raw("calls.json", "any", "utf-8", "", rows, np.arange(len(ids)))
        return Part(raw, table, 1.0, rows, [], [], rows.num_rows)

    found = turns.silent([part("interactions", ["c1", "c2", "c3"]), part("turns", ["c1", "c1"])])
    assert found[0].warnings == ["2 of 3 contacts have no turn: empty recordings, or nobody spoke"]
    assert turns.silent([part("interactions", ["c1"]), part("turns", ["c1"])])[0].warnings == []
