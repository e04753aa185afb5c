"""How long, in seconds, and who says so."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc import classify, clean, language, tables
from voc.classify.conversation.promises import promised
from voc.classify.conversation.waits import Wait, waits

CASES = Path(__file__).parent / "cases" / "waits.tsv"
PROMISES = CASES.with_name("promises.tsv")


def _cases(path: Path = CASES) -> list[tuple[str, str, str]]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(line[0], line[1], line[2]) for line in lines if line[0]]


def _written(one: Wait) -> str:
    if one.low is None:
        return f"vague {one.kind}"
    return f"{one.low:.0f}{'>' if one.high is None else f'-{one.high:.0f}'} {one.kind}"


@pytest.mark.parametrize(("text", "lang", "expected"), _cases())
def test_waits(text: str, lang: str, expected: str) -> None:
    found = "; ".join(_written(one) for one in waits(language.folded(text), lang))
    assert found == ("" if expected == "-" else expected)


@pytest.mark.parametrize(("text", "lang", "expected"), _cases(PROMISES))
def test_promises(text: str, lang: str, expected: str) -> None:
    found = "; ".join(_written(one).rsplit(" ", 1)[0] for one in promised(language.folded(text), lang))
    assert found == ("" if expected == "-" else expected)


def test_promises_are_the_firms_and_point_into_its_turn() -> None:
    said = (
        ("customer", "it takes two hours"),
        ("agent", "Sorry, 等等. It takes two hours"),
        ("bot", "within 3 days"),
        ("agent", "好的，两天内给您回电"),
    )
    rows = [
        {"turn_id": str(seq), "interaction_id": "i", "seq": seq, "role": role, "text": text, "row": seq, "source": "t"}
        for seq, (role, text) in enumerate(said, 1)
    ]
    found, turned = (
        classify.waits_promised(tables.conform(pa.Table.from_pylist(one), "turns")) for one in (rows, rows[::-1])
    )
    assert found.equals(turned)
    assert [
        (row["role"], said[row["seq"] - 1][1][row["start"] : row["end"]], row["high_s"]) for row in found.to_pylist()
    ] == [("agent", "two hours", 7200.0), ("bot", "3 days", 259200.0), ("agent", "两天", 172800.0)]


def test_evidence_points_into_the_original_text() -> None:
    original = "mail ann@example.org, I was on hold for 45 minutes"
    feedback = tables.conform(pa.table({"feedback_id": ["f1"], "text": [original], "lang": ["en"]}), "feedback")
    (row,) = classify.waits_told(clean.utterances(clean.feedback(feedback))).to_pylist()
    assert original[row["start"] : row["end"]] == "45 minutes"
    assert (row["low_s"], row["high_s"], row["unit"], row["kind"]) == (2700.0, 2700.0, "minute", "lived")


@given(st.integers(1, 500), st.sampled_from(["minutes", "min", "hours", "hrs", "days", "weeks"]))
def test_a_plain_number_is_read_as_it_stands(n: int, unit: str) -> None:
    seconds = {"m": 60, "h": 3600, "d": 86400, "w": 604800}[unit[0]]
    (one,) = waits(f"i waited {n} {unit} for a reply", "en")
    assert (one.low, one.high) == (n * seconds, n * seconds)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="0123456789一二三十半个几多小时分钟天hours min.,:-+年月日等ab", max_size=60),
    st.sampled_from(["en", "zh-Hant", "pt"]),
)
def test_any_text_is_read(text: str, lang: str) -> None:
    found = waits(text, lang)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.high is None or one.low <= one.high for one in found if one.low is not None)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["9" * 200_000, "一" * 200_000, "a1" * 100_000, "1 " * 100_000])
def test_a_long_blob_takes_no_time_squared(text: str) -> None:
    for lang in ("en", "zh-Hans"):
        assert waits(text, lang) == promised(text, lang) == []
