"""An answer is read as it was given, on the scale that was asked; no scale is made of the answers that happen to be there."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc import ingest
from voc.errors import ConfigError, DataError
from voc.ingest import Score, Source
from voc.ingest.answers import _lists, points

CASES = Path(__file__).parent / "cases" / "answers.tsv"


def _lines() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def _scale(written: str) -> Score | None:
    kind, *rest = written.split()
    return None if kind == "-" else Score(kind, float(rest[0]), float(rest[1]), *rest[2:])


@pytest.mark.parametrize(("cells", "declared", "wanted", "stated"), _lines())
def test_a_column_of_answers(cells: str, declared: str, wanted: str, stated: str) -> None:
    column = pa.array(cells.split(" / / "))
    if wanted.startswith("E"):
        with pytest.raises(DataError, match=wanted):
            points(column, _scale(declared), where="a column")
        return
    read = points(column, _scale(declared), where="a column")
    shown = [
        "-" if is_bad else "!" if is_other else "null" if one is None else f"{one:g}"
        for one, is_bad, is_other in zip(read.values.to_pylist(), read.is_bad, read.is_other, strict=True)
    ]
    assert shown == wanted.split()
    assert read.scale == _scale(stated)


@given(st.sampled_from(_lists()[0]), st.booleans(), st.data())
def test_words_keep_their_order_whichever_way_the_scale_runs(
    words: object, is_turned: bool, data: st.DataObject
) -> None:
    known = words.points  # type: ignore[attr-defined]
    cells = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=6))
    steps = max(known.values()) - words.low  # type: ignore[attr-defined]
    scale = Score("csat", 1, 1 + steps, "lower_better" if is_turned else "higher_better")
    try:
        read = points(pa.array(cells), scale, where="").values.to_pylist()
    except DataError:
        return
    better = [scale.min + scale.max - one for one in read] if is_turned else read
    order = [known[cell] for cell in cells]
    assert sorted(range(len(cells)), key=lambda at: (better[at], at)) == sorted(
        range(len(cells)), key=lambda at: (order[at], at)
    )


def _one(folder: Path, cells: list[str], score: Score | None) -> ingest.Ingested:
    rows = "".join(f'{number},"{cell}"\n' for number, cell in enumerate(cells))
    (folder / "a.csv").write_text(f"feedback_id,score\n{rows}", encoding="utf-8")
    return ingest.tables([Source(path="a.csv", score=score)], folder, "UTC")


def test_what_is_off_the_scale_is_a_reject(tmp_path: Path) -> None:
    got = _one(tmp_path, ["11", "10 - Extremely likely", "8/5", "soon"], Score("nps", 0, 10))
    assert got.files[0].reasons == {"score_of_another_scale": 1, "score_outside_scale": 1, "unparsable_number": 1}
    assert got.tables["feedback"]["score"].to_pylist() == [10.0]


def test_answers_that_state_their_scale_need_none(tmp_path: Path) -> None:
    got = _one(tmp_path, ["非常满意", "不满意", "N/A"], None)
    rows = got.tables["feedback"].to_pylist()
    assert [(one["score"], one["score_type"], one["score_max"]) for one in rows] == [(5, "csat", 5), (2, "csat", 5)]
    assert any("csat, 1 to 5" in one for one in got.files[0].warnings) and got.files[0].reasons == {"nothing_said": 1}


@pytest.mark.parametrize(
    "cells", [["4/5", "5/5"], ["1", "5"], ["⭐⭐⭐", "⭐⭐⭐⭐⭐"], ["10 - Extremely likely"], ["85%"]]
)
def test_a_scale_is_asked_for_where_the_answers_do_not_state_it(tmp_path: Path, cells: list[str]) -> None:
    with pytest.raises(ConfigError, match="E123"):
        _one(tmp_path, cells, None)


def test_an_easy_answer_on_a_reversed_scale_is_a_good_one(tmp_path: Path) -> None:
    reversed_ = Score("ces", 1, 5, "lower_better")
    assert _one(tmp_path, ["Very easy", "Very difficult"], reversed_).tables["feedback"]["score"].to_pylist() == [5, 1]
    assert _one(tmp_path, ["1", "5"], reversed_).tables["feedback"]["score"].to_pylist() == [5, 1]
