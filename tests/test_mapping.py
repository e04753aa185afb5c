"""What a source says of a column wins over what its format takes for it; nothing is put to another row by guess. Each line of
cases/mappings.tsv is a mapping."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from voc import ingest
from voc.errors import DataError
from voc.ingest import Score, Source

HERE = Path(__file__).parent
FORMATS = HERE / "data" / "formats"


def _lines() -> list[dict[str, str]]:
    with (HERE / "cases" / "mappings.tsv").open(encoding="utf-8", newline="") as opened:
        next(opened)
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", _lines(), ids=[f"{one['file']}: {one['columns']}" for one in _lines()])
def test_a_column_that_is_named_wins(case: dict[str, str]) -> None:
    columns = dict(one.strip().split(" = ") for one in case["columns"].split(";"))
    kind, low, high = (case["score"] or "  ").split(" ")
    score = Score(kind, float(low), float(high)) if kind else None
    source = Source(path=case["file"], columns=columns, score=score)
    if case["shows"].startswith("E"):
        code, _, word = case["shows"].partition(" ")
        with pytest.raises(DataError) as refused:
            ingest.tables([source], FORMATS, "UTC")
        assert refused.value.code == code and word in str(refused.value) and case["file"] in str(refused.value)
        return
    got, before = (ingest.tables([one], FORMATS, "UTC") for one in (source, Source(path=case["file"])))
    rows = got.tables[case["table"]].to_pylist()
    assert [one.rows_read for one in got.files] == [one.rows_read for one in before.files], "no row more or less"
    for shown in case["shows"].split(";"):
        number, _, wanted = shown.strip().partition(" ")
        sign = min((at, mark) for mark in "=~" if (at := wanted.find(mark)) >= 0)[1]
        name, _, value = wanted.partition(sign)
        found = "" if rows[int(number) - 1][name] is None else str(rows[int(number) - 1][name])
        assert found == value if sign == "=" else value in found, (shown, found)


def test_a_response_that_became_two_rows_counts_its_score_once() -> None:
    source = Source(path="qualtrics/three_headers.csv", columns={"score": "Progress"}, score=Score("other", 0, 100))
    rows = ingest.tables([source], FORMATS, "UTC").tables["feedback"].to_pylist()
    of = {}
    for row in rows:
        of.setdefault(row["response_id"], []).append(row["score"])
    assert any(len(scores) > 1 for scores in of.values())
    assert all(scores[0] == 100 and not any(scores[1:]) for scores in of.values())


def test_units_and_words_of_a_source_speak_of_what_it_maps(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes((FORMATS / "shopify" / "order_rows.csv").read_bytes())
    source = Source(path="orders.csv", columns={"channel": "currency"}, values={"channel": {"KWD": "gulf"}})
    assert ingest.tables([source], tmp_path, "UTC").tables["orders"].column("channel").to_pylist() == ["gulf", "gulf"]
